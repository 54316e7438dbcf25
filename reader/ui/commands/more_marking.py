"""Further commands on marks: a note on the whole article, marks joined, tags and colours again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from reader.annotations.about_article import ABOUT, ARTICLE, headline_of
from reader.annotations.codebook import Edit
from reader.annotations.records import Mark, now
from reader.article.anchor import anchor
from reader.session.acts import NO_MARK
from reader.session.choice import Choice, Question, Row
from reader.session.codebook_view import COLOURS
from reader.session.tags import tagging, tags_text
from reader.ui.commands.mark_ends import merged
from reader.ui.key_sequences import Asked

if TYPE_CHECKING:
    from reader.session.session import Session
    from reader.session.stage import Stage
    from reader.ui.commands.marking import Marking

NONE, TYPED = "none", "typed"


class MoreMarking:
    """What ``marking`` makes and changes, by further keys."""

    def __init__(self, session: Session, stage: Stage, marking: Marking) -> None:
        self._session = session
        self._stage = stage
        self._marking = marking

    def commands(self) -> dict[str, Callable[[Asked], None]]:
        return {
            "article-note": lambda _: self.article_note(),
            "join": lambda _: self.join(),
            "tag-again": lambda _: self.tag_again(),
            "colour": lambda _: self.colour(),
        }

    def article_note(self) -> None:
        """Write a note on the article as a whole."""
        session, reading = self._session, self._session.reading
        if reading is None:
            session.refuse("There is no article here.")
            return
        article = reading.article
        if not article.text.strip():
            session.refuse("This article has no words to put a note on.")
            return
        draft = f"article {article.fingerprint}"

        def written(body: str | None) -> None:
            if body is None:
                session.report("draft saved" if session.drafts.load(draft) else "no note made")
                return
            if body.strip():
                mark = self._marking.new_mark([headline_of(article.text)], body=body)
                self._marking.keep([replace(mark, extra={ABOUT: ARTICLE})], "note on the article")
            session.drafts.forget(draft)

        self._stage.write_note(f"{article.title}: the whole article", "", draft, written)

    def join(self) -> None:
        """Join the mark with the next one of the person's own, as one step."""
        session, reading = self._session, self._session.reading
        own = self._marking.own()
        if reading is None or own is None or not isinstance(own.record, Mark) or not own.spans:
            session.refuse("Go to a mark of yours first; & joins it with the next one.")
            return
        behind = [
            each
            for each in reading.records.placed
            if isinstance(each.record, Mark) and each.spans and each.record.id != own.record.id
            and each.record.extra.get(ABOUT) != ARTICLE and each.spans[0] >= own.spans[0]
        ]  # fmt: skip
        if not behind:
            session.refuse("There is no mark of yours after this one to join it with.")
            return
        other = min(behind, key=lambda each: each.spans[0])
        first, second = own.record, other.record
        assert isinstance(second, Mark)
        spans = merged((*own.spans, *other.spans))
        body = "\n\n".join(words for words in (first.body, second.body) if words.strip())
        joined = replace(
            first,
            anchor=anchor(reading.article.text, spans, reading.article.fingerprint),
            body=body,
            kind="note" if body else "highlight",
            tags=tuple(dict.fromkeys((*first.tags, *second.tags))),
            colour=first.colour or second.colour,
            private=first.private or second.private,
            modified=now(),
        )
        session.notebook.put_together(Edit((joined,), (second.id,)), "join two marks")
        session.report(f"Joined two marks · {session.key_of('undo')} undoes")

    def tag_again(self) -> None:
        """Give the tags that were given last, without asking."""
        session, tags = self._session, self._marking.last_tags
        if not tags:
            session.refuse("Tag something first with T; t gives the same tags again.")
            return
        own = self._marking.own()
        if own is None:
            spans = self._marking.spans()
            if not spans:
                session.refuse(NO_MARK)
                return
            self._marking.keep([self._marking.new_mark(spans, tags=tags)], tagging(tags))
        else:
            current = session.notebook.get(own.record.id) or own.record
            joined = tuple(dict.fromkeys((*current.tags, *tags)))
            if joined == current.tags:
                session.refuse(f"It is tagged {tags_text(tags)} already.")
                return
            self._marking.keep([replace(current, tags=joined, modified=now())], tagging(tags))

    def colour(self) -> None:
        """Choose the colour of the mark, or of a new highlight; H uses it from then on."""
        session, own, spans = self._session, self._marking.own(), self._marking.spans()
        mark = own.record if own is not None and isinstance(own.record, Mark) else None
        if mark is None and not spans:
            session.refuse(NO_MARK)
            return
        last = self._marking.colour
        names = [*([last] if last else []), *(each for each in COLOURS if each != last)][:9]
        rows = [Row(name, name, str(key)) for key, name in enumerate(names, 1)]
        rows += [Row(TYPED, "another one, as #rrggbb", "#"), Row(NONE, "no colour", "0")]

        def chosen(name: str) -> None:
            if name == TYPED:
                self._stage.ask_line(Question("colour:", "#"), use)
            else:
                use("" if name == NONE else name)

        def use(name: str) -> None:
            colour = name.strip() or None
            self._marking.colour = colour
            if mark is None:
                self._marking.keep([self._marking.new_mark(spans)], "highlight")
                return
            current = session.notebook.get(mark.id)
            held = current if isinstance(current, Mark) else mark
            self._marking.keep([replace(held, colour=colour, modified=now())], "colour")

        now_is = mark.colour if mark is not None else last
        self._stage.ask(Choice("Colour of the mark", rows, now_is), chosen)
