"""Commands about what the machine found: accept, dismiss, relabel, speaker, label, blind."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from types import UnionType
from typing import TYPE_CHECKING, Any

from reader.analysis.findings import Entity, Figure, Quote
from reader.annotations.records import Decision, Label, new_id, now
from reader.article.anchor import anchor
from reader.review.carrying import anchored_copy
from reader.review.corrections import ENTITY_TYPES, QUOTE_KINDS, correction, is_in_force
from reader.review.who_said import speakers_for
from reader.session.findings_outline import ONE_OF, one_line, snippet, told_finding
from reader.session.reading import Finding, spans_of
from reader.ui.key_sequences import Asked
from reader.ui.pane_layers import FINDINGS

if TYPE_CHECKING:
    from reader.ui.article_pane.selection import Unit
    from reader.ui.read_screen import ReadScreen

OTHER, NOBODY = "other", "nobody"
DIGITS = "123456789"


class Correcting:
    """Decisions on findings; each is a record, so that it can be undone and exported."""

    def __init__(self, screen: ReadScreen) -> None:
        self._screen = screen

    def commands(self) -> dict[str, Callable[[Asked], None]]:
        return {
            "accept": lambda _: self.accept(),
            "dismiss": lambda _: self.dismiss(),
            "relabel": lambda _: self.relabel(),
            "speaker": lambda _: self.speaker(),
            "label": lambda _: self.label(),
            "blind": lambda _: self.turn_blind(),
        }

    def _here(self) -> list[Finding]:
        """The finding that the list's row means, or those at the cursor, the meant one first."""
        screen = self._screen
        if screen.reading is None:
            return []
        if screen.context == "list":
            _, finding = screen.windows.target()
            ids = [finding] if finding else []
        else:
            pane = screen.pane
            marks = [pane.current_mark, *pane.marks_at(pane.cursor)]
            ids = list(dict.fromkeys(mark.id for mark in marks if mark is not None))
        return [screen.reading.by_id[each] for each in ids if each in screen.reading.by_id]

    def _with_finding(
        self, doing: str, kinds: type | UnionType, missing: str, do: Callable[[Finding], None]
    ) -> None:
        """Do something to the finding here that is meant; ask which, where that is not clear."""
        screen = self._screen
        here = self._here()
        fitting = [each for each in here if isinstance(each, kinds)]
        if not fitting:
            screen.refuse(f"There is no {missing} here.")
        elif len(fitting) == 1 or (screen.pane.is_meant and fitting[0] is here[0]):
            do(fitting[0])
        else:
            self._ask_which(doing, fitting, do)

    def _ask_which(
        self, doing: str, fitting: Sequence[Finding], do: Callable[[Finding], None]
    ) -> None:
        """Ask whether this quote is meant, or this person."""
        from reader.session.choice import Row
        from reader.ui.dialogs.choice import Choice

        screen = self._screen
        rows = [
            Row(each.id, told_finding(each), DIGITS[place] if place < len(DIGITS) else "")
            for place, each in enumerate(fitting)
        ]

        def chosen(finding: str | None) -> None:
            screen.to_article()
            if finding is not None and screen.reading is not None:
                screen.pane.mean(finding)
                do(screen.reading.by_id[finding])

        screen.app.push_screen(Choice(f"{doing} which?", rows), chosen)

    def accept(self) -> None:
        """Accept the finding, or in the Notes tab the new place of a note."""
        screen = self._screen
        record, _ = screen.windows.target()
        placed = screen.reading.placed_by_id.get(record) if screen.reading and record else None
        if placed is not None and placed.placement.outcome != "unchanged":
            if not screen.marking.settle(placed):
                screen.tell("Its words are gone from this version; dd deletes the note.")
            return
        self._with_finding("Accept", Finding, "finding", partial(self._decide, "accept"))

    def dismiss(self) -> None:
        self._with_finding("Dismiss", Finding, "finding", partial(self._decide, "dismiss"))

    def _decide(self, decision: Decision, finding: Finding, after: Any = None) -> None:
        screen = self._screen
        if screen.reading is None:
            return
        record = correction(
            screen.reading.article_id or "",
            finding,
            decision,
            creator=screen.settings.me,
            at=now(),
            after=after,
            private=screen.settings.private,
        )
        article = screen.reading.article
        hold = anchor(article.text, spans_of(finding), article.fingerprint)
        record = replace(record, finding=anchored_copy(record.finding, hold))
        if is_in_force(record, screen.reading.corrections):
            screen.tell("This is decided already; u takes it back.")
            return
        screen.app.save([record], f"{decision} “{snippet(finding.text, 30)}”")

    def relabel(self) -> None:
        """Choose another label for the name, or another kind for the quote."""
        self._with_finding("Label", Entity | Quote, "name or quote", self._relabel)

    def _relabel(self, finding: Finding) -> None:
        from reader.session.choice import Row
        from reader.ui.dialogs.choice import Choice

        if isinstance(finding, Entity):
            names, now_is = ENTITY_TYPES, finding.type
        else:
            names, now_is = QUOTE_KINDS, finding.kind
        rows = [
            Row(name, ONE_OF.get(name, name), DIGITS[place] if place < len(DIGITS) else "0")
            for place, name in enumerate(names)
        ]

        def chosen(name: str | None) -> None:
            if name is not None and name != now_is:
                self._decide("relabel", finding, name)

        title = f"“{snippet(finding.text)}” is"
        self._screen.app.push_screen(Choice(title, rows, now_is), chosen)

    def resize(self, by: int, unit: Unit = "word") -> None:
        """Grow or shrink the passage of the finding under the cursor by so many units."""
        doing = "Grow" if by > 0 else "Shrink"
        missing = "mark or finding"
        self._with_finding(doing, Finding, missing, partial(self._resize, by, unit))

    def _resize(self, by: int, unit: Unit, finding: Finding) -> None:
        screen = self._screen
        spans = screen.ends.resized(finding.id, spans_of(finding), by, unit)
        if spans is None:
            screen.refuse(f"It cannot {'grow' if by > 0 else 'shrink'} any more.")
            return
        self._decide("respan", finding, [[span.start, span.end] for span in spans])
        screen.ends.follow(finding.id, spans)

    def turn_end(self) -> None:
        """Go to the other end of the finding under the cursor."""
        self._with_finding(
            "Other end of",
            Finding,
            "mark or finding",
            lambda finding: self._screen.ends.turn(finding.id, spans_of(finding)),
        )

    def speaker(self) -> None:
        """Choose who said it: the source's words, the people named, nobody, or a name typed."""
        self._with_finding("Speaker of", Quote | Figure, "quote or figure", self._respeak)

    def _respeak(self, finding: Finding) -> None:
        from reader.session.choice import Row
        from reader.ui.dialogs.choice import Choice

        screen = self._screen
        if screen.reading is None or not isinstance(finding, Quote | Figure):
            return
        names = speakers_for(finding, screen.reading.findings, screen.reading.article.text)
        rows = [
            Row(f"name {name}", name, DIGITS[place] if place < len(DIGITS) else "")
            for place, name in enumerate(names)
        ]
        rows += [Row(OTHER, "somebody else …", "o"), Row(NOBODY, "not known", "0")]

        def chosen(row: str | None) -> None:
            screen.to_article()
            if row == OTHER:
                screen.prompt.ask("speaker:", answered, known=names, given_up=screen.to_article)
            elif row == NOBODY:
                self._decide("respeak", finding, None)
            elif row is not None:
                self._decide("respeak", finding, row.removeprefix("name "))

        def answered(name: str) -> None:
            screen.to_article()
            if name.strip():
                self._decide("respeak", finding, one_line(name))

        now_is = f"name {one_line(finding.speaker)}" if finding.speaker else NOBODY
        title = f"Who says “{snippet(finding.text)}”?"
        screen.app.push_screen(Choice(title, rows, now_is), chosen)

    def label(self) -> None:
        """Label the selection: what the machine missed, in its layers or the user's own."""
        from reader.session.choice import Row
        from reader.ui.dialogs.choice import Choice

        screen = self._screen
        spans = screen.marking.spans()
        if not spans or screen.reading is None:
            return
        rows = [
            Row(
                f"{kind.layer}\n{kind.type}", f"{kind.layer}: {kind.type}", kind.key, kind.guideline
            )
            for kind in screen.settings.labels
        ]
        rows += [
            Row(f"entity\n{name}", ONE_OF[name], key)
            for name, key in zip(ENTITY_TYPES, DIGITS + "0", strict=False)
        ]
        rows += [
            Row("quote\ndirect", "Quote", "q"),
            Row("quote\nindirect", "Quote, indirect", "i"),
            Row("figure\ncount", "Figure", "f"),
        ]

        def chosen(row: str | None) -> None:
            screen.to_article()
            if row is None or screen.reading is None:
                return
            layer, _, name = row.partition("\n")
            at, article = now(), screen.reading.article
            label = Label(
                article_id=screen.reading.article_id or "",
                id=new_id(),
                creator=screen.settings.me,
                created=at,
                modified=at,
                private=screen.settings.private,
                machine_visible=not screen.blind,
                anchor=anchor(article.text, spans, article.fingerprint),
                layer=layer,
                type=name,
            )
            screen.marking.keep([label], f"label {name}")

        screen.app.push_screen(Choice("The selection is", rows), chosen)

    def turn_blind(self) -> None:
        """Hide what the machine found, or show it again."""
        screen = self._screen
        screen.blind = not screen.blind
        screen.pane.hide_layer(FINDINGS, screen.blind)
        screen.show_lists()
        screen.tell(
            "Blind: what the machine found is hidden." if screen.blind else "Findings are shown."
        )
