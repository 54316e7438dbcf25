"""Commands that make, change and take away a person's own marks."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from reader.annotations.records import CheckStep, Claim, Mark, Record, new_id, now
from reader.article.anchor import anchor
from reader.session.findings_outline import one_line, snippet
from reader.session.occurrences import occurrences
from reader.session.reading import Anchored, Placed
from reader.session.tags import parsed_tags, told_tags
from reader.text.hit_context import context_of
from reader.text.span import Span
from reader.ui.commands.copying import copy
from reader.ui.commands.mark_ends import merged
from reader.ui.key_sequences import Asked

if TYPE_CHECKING:
    from reader.session.reading import Reading
    from reader.ui.article_pane.selection import Unit
    from reader.ui.read_screen import ReadScreen

PASSAGE = 300


class Marking:
    """Notes, highlights, tags and claims on the selection, the mark or the sentence."""

    def __init__(self, screen: ReadScreen) -> None:
        self._screen = screen
        self._latest: str | None = None

    def commands(self) -> dict[str, Callable[[Asked], None]]:
        return {
            "note": lambda _: self.note(),
            "tag": lambda _: self.tag(),
            "highlight": lambda _: self.highlight(),
            "claim": lambda _: self.claim(),
            "copy": lambda _: copy(self._screen.app, self._words()),
            "delete": lambda _: self.delete(),
            "undo": lambda _: self._screen.app.notebook.undo(),
            "redo": lambda _: self._screen.app.notebook.redo(),
            "grow": lambda asked: self.resize(asked.count or 1),
            "shrink": lambda asked: self.resize(-(asked.count or 1)),
            "grow-character": lambda asked: self.resize(asked.count or 1, "character"),
            "shrink-character": lambda asked: self.resize(-(asked.count or 1), "character"),
            "grow-sentence": lambda asked: self.resize(asked.count or 1, "sentence"),
            "shrink-sentence": lambda asked: self.resize(-(asked.count or 1), "sentence"),
            "other-end": lambda _: self.turn_end(),
            "add-part": lambda _: self.add_part(),
            "mark-all": lambda _: self.mark_all(),
            "save-again": lambda _: self.save_again(),
        }

    # -- what a command is about

    @property
    def _reading(self) -> Reading | None:
        return self._screen.reading

    def own(self) -> Placed | None:
        """The own record that the cursor or the list's row means; none while selecting."""
        if self._reading is None or self._screen.context == "select":
            return None
        record, _ = self._screen.windows.target()
        return self._reading.placed_by_id.get(record) if record else None

    def spans(self) -> tuple[Span, ...]:
        """The passage a new mark goes on."""
        if self._reading is None or self._screen.context == "list":
            return ()
        return tuple(span for span in self._screen.pane.passage() if len(span))

    def _words(self) -> str:
        if self._reading is None:
            return ""
        own = self.own()
        spans = own.spans if own else self._screen.pane.passage()
        return "\n".join(span.slice(self._reading.article.text) for span in spans)

    def new_mark(self, spans: Iterable[Span], *, body: str = "", tags: Iterable[str] = ()) -> Mark:
        """A record on ``spans`` that is not saved yet."""
        reading = self._reading
        assert reading is not None
        at = now()
        settings = self._screen.settings
        return Mark(
            article_id=reading.article_id or "",
            id=new_id(),
            kind="note" if body else "highlight",
            creator=settings.me,
            created=at,
            modified=at,
            tags=tuple(tags),
            private=settings.private,
            machine_visible=not self._screen.blind,
            anchor=anchor(reading.article.text, spans, reading.article.fingerprint),
            body=body,
        )

    def keep(self, records: Iterable[Record], doing: str, basis: Record | None = None) -> None:
        """Show records and save them; the selection they were made from ends."""
        several = list(records)
        self._screen.pane.clear_selection()
        self._latest = several[-1].id
        self._screen.app.save(several, doing, basis)

    # -- commands

    def note(self) -> None:
        """Write a note on the passage, or edit the one under the cursor."""
        from reader.ui.dialogs.note_editor import NoteEditor

        screen, reading, own = self._screen, self._reading, self.own()
        if reading is None:
            return
        if own is not None and isinstance(own.record, Mark):
            mark = own.record
            belongs_to, text, passage = f"record {mark.id}", mark.body, mark.anchor.exact
        else:
            spans = self.spans()
            if not spans:
                screen.refuse("Choose a note first, or make one on the text.")
                return
            mark = None
            places = " ".join(f"{span.start}-{span.end}" for span in spans)
            belongs_to, text = f"{reading.article.fingerprint} {places}", ""
            passage = " … ".join(span.slice(reading.article.text) for span in spans)

        def written(body: str | None) -> None:
            screen.to_article()
            if body is None:
                told = "draft kept" if screen.app.drafts.load(belongs_to) else "note left as it was"
                screen.tell(told)
                return
            if mark is not None:
                self._edited(mark, body)
            elif body.strip():
                self.keep([self.new_mark(spans, body=body)], "note")
            screen.app.drafts.forget(belongs_to)

        editor = NoteEditor(snippet(passage, PASSAGE), text, screen.app.drafts, belongs_to)
        screen.app.push_screen(editor, written)

    def _edited(self, mark: Mark, body: str) -> None:
        if body == mark.body:
            return
        kind = "note" if body.strip() else "highlight"
        edited = replace(mark, body=body, kind=kind, modified=now())
        self.keep([edited], "edit the note", basis=mark)

    def highlight(self) -> None:
        own = self.own()
        if own is not None and isinstance(own.record, Mark):
            self._screen.refuse("This is marked already; dd takes the mark away.")
            return
        spans = self.spans()
        if spans:
            self.keep([self.new_mark(spans)], "highlight")

    def tag(self) -> None:
        """Ask for the tags of the mark, or of a new highlight on the passage."""
        screen, own = self._screen, self.own()
        spans = self.spans()
        if own is None and not spans:
            screen.refuse("Choose a note first, or make one on the text.")
            return
        record = own.record if own is not None else None
        value = told_tags(record.tags) if record is not None else ""

        def answered(written: str) -> None:
            screen.to_article()
            tags = parsed_tags(written)
            if record is not None:
                current = screen.app.notebook.get(record.id) or record
                if tags != current.tags:
                    self.keep([replace(current, tags=tags, modified=now())], "tag")
            elif tags:
                self.keep([self.new_mark(spans, tags=tags)], "tag")

        screen.prompt.ask(
            "tags, parted by commas:",
            answered,
            value=value,
            known=screen.app.notebook.tags,
            given_up=screen.to_article,
        )

    def claim(self) -> None:
        """Make a claim of the passage, or word the one under the cursor anew; who made it is the
        quote's speaker.
        """
        screen, reading, spans, own = self._screen, self._reading, self.spans(), self.own()
        if own is not None and isinstance(own.record, Claim):
            self._word_claim(own.record)
            return
        if reading is None or not spans:
            return
        from reader.review.claims import day_of, neutral_wording

        text, at = reading.article.text, now()
        said_by = speaker_of(reading, spans)

        def answered(words: str) -> None:
            screen.to_article()
            claim = Claim(
                article_id=reading.article_id or "",
                id=new_id(),
                creator=screen.settings.me,
                created=at,
                modified=at,
                private=screen.settings.private,
                machine_visible=not screen.blind,
                anchor=anchor(text, spans, reading.article.fingerprint),
                claim=one_line(words),
                claimant=said_by,
                said_on=day_of(reading.article.published),
                language=reading.findings.language or reading.article.language,
                checklist=tuple(CheckStep(step=step) for step in screen.settings.checklist),
            )
            self.keep([claim], "claim")

        words = neutral_wording(text, spans, said_by or None)
        screen.prompt.ask(
            f"claim by {one_line(said_by)}:" if said_by else "claim:",
            answered,
            value=words,
            given_up=screen.to_article,
        )

    def _word_claim(self, claim: Claim) -> None:
        def answered(words: str) -> None:
            self._screen.to_article()
            worded = one_line(words)
            if worded and worded != claim.claim:
                changed = replace(claim, claim=worded, modified=now())
                self.keep([changed], "word the claim", basis=claim)

        self._screen.prompt.ask(
            "word the claim:", answered, value=claim.claim, given_up=self._screen.to_article
        )

    def delete(self) -> None:
        own = self.own()
        if own is None:
            self._screen.refuse("There is no mark of yours here.")
            return
        self._screen.app.remove([own.record])

    def resize(self, by: int, unit: Unit = "word") -> None:
        """Grow the own mark under the cursor by so many units, or shrink it, at its end or, once
        turned, at its start.
        """
        own, reading = self.own(), self._reading
        if reading is None or own is None or not own.spans:
            self._screen.correcting.resize(by, unit)
            return
        ends = self._screen.ends
        spans = ends.resized(own.record.id, own.spans, by, unit)
        if spans is None:
            self._screen.refuse(
                "The mark cannot become any " + ("larger." if by > 0 else "smaller.")
            )
            return
        self._reanchored(own.record, spans, "grow" if by > 0 else "shrink")
        ends.follow(own.record.id, spans)

    def turn_end(self) -> None:
        """Go to the other end of the mark, or of the finding, under the cursor."""
        own = self.own()
        if own is not None and own.spans:
            self._screen.ends.turn(own.record.id, own.spans)
        else:
            self._screen.correcting.turn_end()

    def add_part(self) -> None:
        """Add the selection to the mark that was made or changed last."""
        reading, spans = self._reading, self.spans()
        latest = reading.placed_by_id.get(self._latest or "") if reading else None
        if latest is None or not latest.spans:
            self._screen.refuse("Make or edit a mark first; + adds the selection to it.")
            return
        self._reanchored(latest.record, merged((*latest.spans, *spans)), "add a part")

    def mark_all(self) -> None:
        """Mark the further occurrences of the words meant, after a look at them in context."""
        from reader.ui.dialogs.occurrence_list import OccurrenceList

        screen, reading, own = self._screen, self._reading, self.own()
        if reading is None:
            return
        like = own.record if own is not None and isinstance(own.record, Mark) else None
        words = self._meant(own)
        taken = [span for placed in reading.placed for span in placed.spans]
        found = occurrences(reading.article.text, words, reading.article.blocks, taken)
        if own is None:
            found = sorted({*found, *self._selected()})
        if not found:
            screen.refuse(
                f"“{snippet(words, 30)}” stands nowhere else." if words else "No words here."
            )
            return
        contexts = [context_of(reading.article.text, span) for span in found]

        def chosen(places: list[int] | None) -> None:
            screen.to_article()
            if not places:
                return
            marks = [self.new_mark([found[place]]) for place in places]
            if like is not None:
                marks = [replace(mark, tags=like.tags, colour=like.colour) for mark in marks]
            self.keep(marks, f"mark all of “{snippet(words, 30)}”")
            screen.tell(f"{len(marks)} marked; u takes all of them back.")

        shown = OccurrenceList(snippet(words, 40), contexts, further=own is not None)
        screen.app.push_screen(shown, chosen)

    def _selected(self) -> tuple[Span, ...]:
        selected = self._screen.pane.selected_span()
        return (selected,) if selected is not None and len(selected) else ()

    def _meant(self, own: Placed | None) -> str:
        """The words that are to be marked everywhere: selected, marked, found, or a word."""
        reading, pane = self._reading, self._screen.pane
        assert reading is not None
        text = reading.article.text
        selected = self._selected()
        if selected:
            return selected[0].slice(text)
        if own is not None and own.spans:
            return own.spans[0].slice(text)
        _, finding = self._screen.windows.target()
        if finding is not None and finding in reading.by_id:
            return reading.by_id[finding].text
        return pane.word_at(pane.cursor).slice(text)

    def _reanchored(self, record: Anchored, spans: tuple[Span, ...], doing: str) -> None:
        reading = self._reading
        assert reading is not None
        new = anchor(reading.article.text, spans, reading.article.fingerprint)
        current = self._screen.app.notebook.get(record.id) or record
        self.keep([replace(current, anchor=new, modified=now())], doing)

    def settle(self, placed: Placed) -> bool:
        """Anchor a moved or reworded record where it stands now; False when it is lost."""
        if not placed.spans:
            return False
        self._reanchored(placed.record, placed.spans, "settle its place")
        return True

    def save_again(self) -> None:
        number = self._screen.app.notebook.try_again()
        self._screen.tell("saving" if number else "Everything is saved.")

    def offer(self) -> None:
        """After a selection by mouse: what can be done with it."""
        from reader.session.choice import Row
        from reader.ui.dialogs.choice import Choice

        rows = [
            Row("note", "Note", "a"),
            Row("highlight", "Highlight", "H"),
            Row("tag", "Tag", "T"),
            Row("claim", "Claim", "c"),
            Row("copy", "Copy", "y"),
        ]

        def chosen(command: str | None) -> None:
            self._screen.to_article()
            if command is not None:
                self._screen.perform(Asked(command))

        self._screen.app.push_screen(Choice("Selected text", rows), chosen)


def speaker_of(reading: Reading, spans: Iterable[Span]) -> str:
    """Who says the first quote that shares words with ``spans``; "" when that is not known."""
    passage = tuple(spans)
    for quote in reading.findings.quotes:
        if quote.speaker and any(span.overlaps(own) for own in quote.spans for span in passage):
            return quote.speaker
    return ""
