"""Commands that make, change and take away a person's own marks."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from reader.annotations.records import Claim, Label, Mark, Record, new_id, now
from reader.article.anchor import anchor
from reader.review.own_findings import SPEAKER
from reader.review.placed_records import Anchored, Placed
from reader.session.acts import NO_MARK
from reader.session.choice import Choice, Question, Row
from reader.session.findings_outline import one_line, quoted, snippet
from reader.session.occurrences import occurrences
from reader.session.tags import parsed_tags, tagging, tags_text
from reader.text.hit_context import context_of
from reader.text.span import Span
from reader.ui.commands.mark_ends import MarkEnds, merged
from reader.ui.commands.versions import choose_version
from reader.ui.key_sequences import Asked

if TYPE_CHECKING:
    from reader.review.annotated_article import AnnotatedArticle
    from reader.session.session import Session
    from reader.session.stage import Stage, Unit

PASSAGE = 300


class Marking:
    """Notes, highlights, tags and claims on the selection, the mark or the sentence."""

    def __init__(self, session: Session, stage: Stage) -> None:
        self._session = session
        self._stage = stage
        self.ends = MarkEnds(session, stage)
        self._latest: str | None = None
        self.last_tags: tuple[str, ...] = ()
        self.colour: str | None = None

    def commands(self) -> dict[str, Callable[[Asked], None]]:
        return {
            "note": lambda _: self.note(),
            "tag": lambda _: self.tag(),
            "highlight": lambda _: self.highlight(),
            "claim": lambda _: self.claim(),
            "copy": lambda _: self._stage.copy(self._words()),
            "delete": lambda _: self.delete(),
            "undo": lambda _: self._take_back(),
            "redo": lambda _: self._take_back(redo=True),
            "add-part": lambda _: self.add_part(),
            "mark-all": lambda _: self.mark_all(),
            "save-again": lambda _: self.save_again(),
            "versions": lambda _: choose_version(self._session, self._stage, self.own()),
        }

    def _take_back(self, *, redo: bool = False) -> None:
        """Undo or redo, and go to what that changed, unless the keys are the desk's."""
        self._session.take_back(redo=redo, follow=self._stage.context != "desk")

    # -- what a command is about

    @property
    def _reading(self) -> AnnotatedArticle | None:
        return self._session.reading

    def own(self) -> Placed | None:
        """Return the own record that the cursor or the list's row means; none while selecting."""
        if self._reading is None or self._stage.context == "select":
            return None
        record = self._stage.target.record
        return self._reading.records.by_id.get(record) if record else None

    def spans(self) -> tuple[Span, ...]:
        """Return the passage a new mark goes on."""
        if self._reading is None or self._stage.context == "list":
            return ()
        return tuple(span for span in self._stage.passage() if len(span))

    def _words(self) -> str:
        if self._reading is None:
            return ""
        own = self.own()
        spans = own.spans if own else self._stage.passage()
        return "\n".join(span.slice(self._reading.text) for span in spans)

    def fresh(self, spans: Iterable[Span]) -> dict[str, Any]:
        """Return the fields that every new record on ``spans`` has."""
        reading, settings, at = self._reading, self._session.settings, now()
        assert reading is not None
        return {
            "article_id": reading.article_id,
            "id": new_id(),
            "creator": settings.me,
            "created": at,
            "modified": at,
            "private": settings.private,
            "machine_visible": not self._session.blind,
            "anchor": anchor(reading.text, spans, reading.fingerprint),
        }

    def new_mark(self, spans: Iterable[Span], *, body: str = "", tags: Iterable[str] = ()) -> Mark:
        """Return a record on ``spans`` that is not saved yet."""
        kind = "note" if body else "highlight"
        colour = None if body or tags else self.colour
        return Mark(**self.fresh(spans), kind=kind, tags=tuple(tags), body=body, colour=colour)

    def keep(self, records: Iterable[Record], doing: str, basis: Record | None = None) -> None:
        """Show records and save them; the selection they were made from ends."""
        several = list(records)
        self._stage.end_selection()
        self._latest = several[-1].id
        self._session.current.save(several, doing, basis)

    # -- commands

    def note(self) -> None:
        """Write a note on the passage, or edit the one under the cursor."""
        session, reading, own = self._session, self._reading, self.own()
        if reading is None:
            return
        if own is not None and isinstance(own.record, Mark):
            mark = own.record
            belongs_to, text, passage = f"record {mark.id}", mark.body, mark.anchor.exact
        else:
            spans = self.spans()
            if not spans:
                session.refuse(NO_MARK)
                return
            mark = None
            places = " ".join(f"{span.start}-{span.end}" for span in spans)
            belongs_to, text = f"{reading.fingerprint} {places}", ""
            passage = " … ".join(span.slice(reading.text) for span in spans)

        def written(body: str | None) -> None:
            if body is None:
                drafted = session.drafts.load(belongs_to)
                session.report("draft saved" if drafted else "note left as it was")
                return
            if mark is not None:
                self._edited(mark, body)
            elif body.strip():
                self.keep([self.new_mark(spans, body=body)], "note")
            session.drafts.forget(belongs_to)

        self._stage.write_note(snippet(passage, PASSAGE), text, belongs_to, written)

    def _edited(self, mark: Mark, body: str) -> None:
        if body == mark.body:
            return
        kind = "note" if body.strip() else "highlight"
        edited = replace(mark, body=body, kind=kind, modified=now())
        self.keep([edited], "edit the note", basis=mark)

    def highlight(self) -> None:
        own = self.own()
        if own is not None and isinstance(own.record, Mark):
            self._session.refuse("This is marked already; dd takes the mark away.")
            return
        spans = self.spans()
        if spans:
            self.keep([self.new_mark(spans)], "highlight")

    def tag(self) -> None:
        """Ask for the tags of the mark, or of a new highlight on the passage."""
        notebook, own = self._session.notebook, self.own()
        spans = self.spans()
        if own is None and not spans:
            self._session.refuse(NO_MARK)
            return
        record = own.record if own is not None else None
        value = tags_text(record.tags) if record is not None else ""

        def answered(written: str) -> None:
            tags = parsed_tags(written)
            self.last_tags = tags or self.last_tags
            if record is not None:
                current = notebook.get(record.id) or record
                if tags != current.tags:
                    self.keep([replace(current, tags=tags, modified=now())], tagging(tags))
            elif tags:
                self.keep([self.new_mark(spans, tags=tags)], tagging(tags))

        question = Question("tags, separated by commas:", value, notebook.tags)
        self._stage.ask_line(question, answered)

    def claim(self) -> None:
        """Make a claim of the passage, or reword the one under the cursor.

        Who made it is the quote's speaker.
        """
        reading, spans, own = self._reading, self.spans(), self.own()
        settings = self._session.settings
        if own is not None and isinstance(own.record, Claim):
            self._word_claim(own.record)
            return
        if reading is None or not spans:
            return
        from reader.review.claims import claim_on, neutral_wording

        at, said_by = now(), speaker_of(reading, spans)

        def answered(words: str) -> None:
            claim = claim_on(
                reading,
                spans,
                creator=settings.me,
                at=at,
                speaker=said_by,
                wording=one_line(words),
                checklist=settings.checklist,
                machine_visible=not self._session.blind,
            )
            self.keep([replace(claim, private=settings.private)], "claim")

        words = neutral_wording(reading.text, spans, said_by or None)
        label = f"claim by {one_line(said_by)}:" if said_by else "claim:"
        self._stage.ask_line(Question(label, words), answered)

    def _word_claim(self, claim: Claim) -> None:
        def answered(words: str) -> None:
            worded = one_line(words)
            if worded and worded != claim.claim:
                changed = replace(claim, claim=worded, modified=now())
                self.keep([changed], "word the claim", basis=claim)

        self._stage.ask_line(Question("word the claim:", claim.claim), answered)

    def delete(self) -> None:
        own = self.own()
        if own is None:
            self._session.refuse("There is no mark of yours here.")
            return
        self._session.current.remove([own.record])

    def resize(self, own: Placed, by: int, unit: Unit) -> None:
        """Grow an own mark by so many units, or shrink it, at its end or, once turned.

        At its start.
        """
        spans = self.ends.resized(own.record.id, own.spans, by, unit)
        if spans is None:
            larger = "larger" if by > 0 else "smaller"
            self._session.refuse(f"The mark cannot get any {larger}.")
            return
        self._reanchored(own.record, spans, "grow" if by > 0 else "shrink")
        self.ends.follow(own.record.id, spans)

    def add_part(self) -> None:
        """Add the selection to the mark that was made or changed last."""
        reading, spans = self._reading, self._selected()
        latest = reading.records.by_id.get(self._latest or "") if reading else None
        if latest is None or not latest.spans:
            self._session.refuse("Make or edit a mark first; + adds the selection to it.")
            return
        if not spans:
            self._session.refuse("Select words first; + adds them to the mark made last.")
            return
        self._reanchored(latest.record, merged((*latest.spans, *spans)), "add a part")

    def mark_all(self) -> None:
        """Mark the further occurrences of the words meant, after a look at them in context."""
        session, reading, own = self._session, self._reading, self.own()
        if reading is None:
            return
        like = own.record if own is not None and isinstance(own.record, Mark | Label) else None
        words = self._meant(own)
        taken = [span for placed in reading.records.placed for span in placed.spans]
        found = occurrences(reading.text, words, reading.article.blocks, taken)
        if own is None:
            found = sorted({*found, *self._selected()})
        if not found:
            session.refuse(f"{quoted(words, 30)} occurs only here." if words else "No words here.")
            return
        contexts = [context_of(reading.text, span) for span in found]

        def chosen(places: list[int]) -> None:
            marks = [self._like(like, found[place]) for place in places]
            self.keep(marks, f"mark all of {quoted(words, 30)}")
            what = "labelled" if isinstance(like, Label) else "marked"
            session.report(f"{len(marks)} {what} · {session.undo_hint}")

        self._stage.pick(snippet(words, 40), contexts, chosen, further=own is not None)

    def _like(self, like: Mark | Label | None, span: Span) -> Mark | Label:
        """Return a mark on ``span`` that is like another; who says a quote stays open."""
        mark = self.new_mark([span])
        if isinstance(like, Mark):
            return replace(mark, tags=like.tags, colour=like.colour)
        if like is None:
            return mark
        return Label(
            article_id=mark.article_id,
            id=mark.id,
            creator=mark.creator,
            created=mark.created,
            modified=mark.modified,
            tags=like.tags,
            private=mark.private or like.private,
            machine_visible=mark.machine_visible,
            anchor=mark.anchor,
            layer=like.layer,
            type=like.type,
            attributes={key: value for key, value in like.attributes.items() if key != SPEAKER},
        )

    def _selected(self) -> tuple[Span, ...]:
        selected = self._stage.selected()
        return (selected,) if selected is not None and len(selected) else ()

    def _meant(self, own: Placed | None) -> str:
        """Return the words that are to be marked everywhere: selected, marked, found, or a word."""
        reading, stage = self._reading, self._stage
        assert reading is not None
        text = reading.text
        selected = self._selected()
        if selected:
            return selected[0].slice(text)
        if own is not None and own.spans:
            return own.spans[0].slice(text)
        finding = stage.target.finding
        if finding is not None and finding in reading.findings.by_id:
            return reading.findings.by_id[finding].text
        return stage.word().slice(text)

    def _reanchored(self, record: Anchored, spans: tuple[Span, ...], doing: str) -> None:
        reading = self._reading
        assert reading is not None
        new = anchor(reading.text, spans, reading.fingerprint)
        current = self._session.notebook.get(record.id)
        held = current if isinstance(current, Anchored) else record
        self.keep([replace(held, anchor=new, modified=now())], doing)

    def settle(self, placed: Placed) -> bool:
        """Anchor a moved or reworded record where it is now; False when it is lost."""
        if not placed.spans:
            return False
        self._reanchored(placed.record, placed.spans, "settle its place")
        return True

    def save_again(self) -> None:
        number = self._session.notebook.try_again()
        self._session.report("saving" if number else "Everything is saved.")

    def offer(self, perform: Callable[[Asked], None]) -> None:
        """After a selection by mouse: what can be done with it."""
        rows = [
            Row("note", "Note", "a"),
            Row("highlight", "Highlight", "H"),
            Row("tag", "Tag", "T"),
            Row("claim", "Claim", "c"),
            Row("copy", "Copy", "y"),
        ]
        self._stage.ask(Choice("Selected text", rows), lambda command: perform(Asked(command)))


def speaker_of(reading: AnnotatedArticle, spans: Iterable[Span]) -> str:
    """Return who says the first quote that shares words with ``spans``.

    "" when that is not known.
    """
    passage = tuple(spans)
    for quote in reading.standing.quotes:
        if quote.speaker and any(span.overlaps(own) for own in quote.spans for span in passage):
            return quote.speaker
    return ""
