"""Commands about what the machine found: accept, dismiss, relabel, speaker, label, blind."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from types import UnionType
from typing import TYPE_CHECKING, Any

from reader.analysis.findings import Entity, Figure, Finding, Quote, spans_of
from reader.annotations.records import Decision, Label, now
from reader.article.anchor import anchor
from reader.review.carrying import anchored_copy
from reader.review.corrections import ENTITY_TYPES, QUOTE_KINDS, correction, is_in_force
from reader.review.own_findings import relabelled
from reader.session.choice import Choice, Row
from reader.session.findings_outline import ONE_OF, finding_label, quoted, source_of
from reader.ui.commands.speaking import Speaking
from reader.ui.key_sequences import Asked

if TYPE_CHECKING:
    from reader.review.placed_records import Placed
    from reader.session.session import Session
    from reader.session.stage import Stage, Unit
    from reader.text.span import Span
    from reader.ui.commands.marking import Marking

DIGITS = "123456789"
PASSAGE = 60


class Correcting:
    """Decisions on findings; each is a record, so that it can be undone and exported."""

    def __init__(self, session: Session, stage: Stage, marking: Marking) -> None:
        self._session = session
        self._stage = stage
        self._marking = marking
        self._speaking = Speaking(session)

    def commands(self) -> dict[str, Callable[[Asked], None]]:
        return {
            "accept": lambda _: self.accept(),
            "dismiss": lambda _: self.dismiss(),
            "relabel": lambda _: self.relabel(),
            "speaker": lambda _: self.speaker(),
            "label": lambda _: self.label(),
            "grow": lambda asked: self.resize(asked.count or 1),
            "shrink": lambda asked: self.resize(-(asked.count or 1)),
            "grow-character": lambda asked: self.resize(asked.count or 1, "character"),
            "shrink-character": lambda asked: self.resize(-(asked.count or 1), "character"),
            "grow-sentence": lambda asked: self.resize(asked.count or 1, "sentence"),
            "shrink-sentence": lambda asked: self.resize(-(asked.count or 1), "sentence"),
            "other-end": lambda _: self.turn_end(),
        }

    def _here(self) -> list[Finding]:
        """Return the finding of the list's row, or those at the cursor, the meant one first."""
        by_id = self._session.reading.findings.by_id if self._session.reading is not None else {}
        return [by_id[each] for each in self._stage.findings_here if each in by_id]

    def _with_finding(
        self, doing: str, kinds: type | UnionType, missing: str, do: Callable[[Finding], None]
    ) -> None:
        """Do something to the finding here that is meant; ask which, where that is not clear."""
        here = self._here()
        fitting = [each for each in here if isinstance(each, kinds)]
        if not fitting:
            self._session.refuse(f"There is no {missing} here.")
        elif len(fitting) == 1 or (self._stage.is_meant and fitting[0] is here[0]):
            do(fitting[0])
        else:
            self._ask_which(doing, fitting, do)

    def _ask_which(
        self, doing: str, fitting: Sequence[Finding], do: Callable[[Finding], None]
    ) -> None:
        """Ask whether this quote is meant, or this person."""
        rows = [
            Row(each.id, finding_label(each), DIGITS[place] if place < len(DIGITS) else "")
            for place, each in enumerate(fitting)
        ]

        def chosen(finding: str) -> None:
            if self._session.reading is not None:
                self._stage.mean(finding)
                do(self._session.reading.findings.by_id[finding])

        self._stage.ask(Choice(f"{doing} which?", rows), chosen)

    def accept(self) -> None:
        """Accept the finding, or in the Notes tab the new place of a note."""
        record, reading = self._stage.target.record, self._session.reading
        placed = reading.records.by_id.get(record) if reading and record else None
        if placed is not None and placed.placement.outcome != "unchanged":
            if not self._marking.settle(placed):
                self._session.report("Its words are gone from this version; dd deletes the note.")
            return
        self._with_finding("Accept", Finding, "finding", partial(self._decide, "accept"))

    def dismiss(self) -> None:
        self._with_finding("Dismiss", Finding, "finding", partial(self._decide, "dismiss"))

    def _decide(self, decision: Decision, finding: Finding, after: Any = None) -> None:
        reading, settings = self._session.reading, self._session.settings
        if reading is None:
            return
        if reading.findings.is_own(finding.id):
            delete, speaker = self._session.key_of("delete"), self._session.key_of("speaker")
            keys = f"{speaker} says who is quoted, {delete} deletes it"
            self._session.refuse(f"You marked this yourself; {keys}.")
            return
        record = correction(
            reading.article_id,
            finding,
            decision,
            creator=settings.me,
            at=now(),
            after=after,
            private=settings.private,
        )
        article = reading.article
        hold = anchor(article.text, spans_of(finding), article.fingerprint)
        record = replace(record, finding=anchored_copy(record.finding, hold))
        if is_in_force(record, reading.records.corrections):
            self._session.report("This is decided already; u takes it back.")
            return
        self._session.current.save([record], f"{decision} {quoted(finding.text, 30)}")

    def relabel(self) -> None:
        """Choose another label for one's own label, for the name, or another kind of quote."""
        own = self._own_label()
        if own is not None and isinstance(own.record, Label):
            self._relabel_own(own.record)
            return
        self._with_finding("Label", Entity | Quote, "name or quote", self._relabel)

    def _relabel(self, finding: Finding) -> None:
        entity = isinstance(finding, Entity)
        names: Sequence[str] = ENTITY_TYPES if entity else QUOTE_KINDS
        now_is = finding.type if isinstance(finding, Entity) else finding.kind
        rows = [
            Row(name, ONE_OF.get(name, name), DIGITS[place] if place < len(DIGITS) else "0")
            for place, name in enumerate(names)
        ]

        def chosen(name: str) -> None:
            if name != now_is:
                self._decide("relabel", finding, name)

        title = f"{quoted(finding.text)} is"
        self._stage.ask(Choice(title, rows, now_is), chosen, back="here")

    def resize(self, by: int, unit: Unit = "word") -> None:
        """Grow or shrink the own mark, else the finding, under the cursor by so many units."""
        own = self._marking.own()
        if own is not None and own.spans:
            self._marking.resize(own, by, unit)
            return
        doing = "Grow" if by > 0 else "Shrink"
        missing = "mark or finding"
        self._with_finding(doing, Finding, missing, partial(self._resize, by, unit))

    def _resize(self, by: int, unit: Unit, finding: Finding) -> None:
        ends = self._marking.ends
        spans = ends.resized(finding.id, spans_of(finding), by, unit)
        if spans is None:
            self._session.refuse(f"It cannot {'grow' if by > 0 else 'shrink'} any more.")
            return
        self._decide("respan", finding, [[span.start, span.end] for span in spans])
        ends.follow(finding.id, spans)

    def turn_end(self) -> None:
        """Go to the other end of the own mark, else of the finding, under the cursor."""
        own, ends = self._marking.own(), self._marking.ends
        if own is not None and own.spans:
            ends.turn(own.record.id, own.spans)
            return
        self._with_finding(
            "Other end of",
            Finding,
            "mark or finding",
            lambda finding: ends.turn(finding.id, spans_of(finding)),
        )

    def speaker(self) -> None:
        """Choose who said it; on the row of a source or a person, who that is."""
        reading, row = self._session.reading, self._stage.row
        if reading is None:
            return
        if row is None or not (row.children or row.key.startswith("name ")):
            missing = "quote or figure"
            self._with_finding("Speaker of", Quote | Figure, missing, self._speaks)
            return
        name, said = source_of(row, reading)
        if said:
            self._speaking.of_source(self._stage, name, said)
        else:
            self._session.refuse("Nobody of this name is quoted here.")

    def _speaks(self, finding: Finding) -> None:
        self._speaking.of_one(self._stage, finding)

    def label(self) -> None:
        """Label what the machine missed, in its layers or the user's own.

        The selection, else what is meant at the cursor or by the row, else the sentence.
        """
        session = self._session
        spans = self._to_label()
        if not spans or session.reading is None:
            session.refuse("Select words in the article first; then L labels them.")
            return

        def chosen(row: str) -> None:
            if session.reading is None:
                return
            layer, _, name = row.partition("\n")
            label = Label(**self._marking.fresh(spans), layer=layer, type=name)
            self._marking.keep([label], f"label {name}")
            self._stage.go_to(spans[0].start, jump=False)
            self._stage.mean(label.id)

        words = " … ".join(span.slice(session.reading.text) for span in spans)
        self._stage.ask(Choice(f"{quoted(words, PASSAGE)} is", self._label_rows()), chosen)

    def _to_label(self) -> tuple[Span, ...]:
        """Return the words that a new label goes on."""
        own, here = self._marking.own(), self._here()
        if own is not None:
            return own.spans
        is_chosen = self._stage.context == "list" or self._stage.is_meant
        if here and is_chosen and self._stage.context != "select":
            return tuple(spans_of(here[0]))
        return self._marking.spans()

    def _label_rows(self) -> list[Row]:
        """All labels that there are, the user's own first."""
        rows = [
            Row(
                f"{kind.layer}\n{kind.type}", f"{kind.layer}: {kind.type}", kind.key, kind.guideline
            )
            for kind in self._session.settings.labels
        ]
        rows += [
            Row(f"entity\n{name}", ONE_OF[name], key)
            for name, key in zip(ENTITY_TYPES, DIGITS + "0", strict=False)
        ]
        return [
            *rows,
            Row("quote\ndirect", "Quote", "q"),
            Row("quote\nindirect", "Quote, indirect", "i"),
            Row("figure\ncount", "Figure", "f"),
        ]

    def _own_label(self) -> Placed | None:
        """Return the own label that a command means.

        The one chosen, else one at the cursor, unless something else was chosen there.
        """
        own, meant = self._marking.own(), self._stage.meant
        if own is None or not isinstance(own.record, Label):
            return None
        return own if meant in (None, own.record.id) else None

    def _relabel_own(self, label: Label) -> None:
        """Give a label of one's own another layer or type."""
        now_is = f"{label.layer}\n{label.type}"

        def chosen(row: str) -> None:
            layer, _, name = row.partition("\n")
            if row != now_is:
                changed = relabelled(label, layer, name, at=now())
                self._session.current.save([changed], f"label {name}", label)

        title = f"{quoted(label.anchor.exact)} is"
        self._stage.ask(Choice(title, self._label_rows(), now_is), chosen)
