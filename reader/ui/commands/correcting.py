"""Commands about what the machine found: accept, dismiss, relabel, speaker, label, blind."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from reader.analysis.findings import Entity, Figure, Quote
from reader.annotations.records import Decision, Label, new_id, now
from reader.article.anchor import anchor
from reader.review.carrying import anchored_copy
from reader.review.corrections import ENTITY_TYPES, QUOTE_KINDS, correction
from reader.ui.findings_outline import KIND_NAMES, one_line, snippet
from reader.ui.key_sequences import Asked
from reader.ui.pane_layers import FINDINGS
from reader.ui.reading import Finding, spans_of

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
            "dismiss": lambda _: self._decide("dismiss"),
            "relabel": lambda _: self.relabel(),
            "speaker": lambda _: self.speaker(),
            "label": lambda _: self.label(),
            "blind": lambda _: self.turn_blind(),
        }

    def _finding(self) -> Finding | None:
        screen = self._screen
        _, finding = screen.windows.target()
        if screen.reading is None or finding is None:
            return None
        return screen.reading.by_id.get(finding)

    def accept(self) -> None:
        """Accept the finding, or in the Notes tab the new place of a note."""
        screen = self._screen
        record, _ = screen.windows.target()
        placed = screen.reading.placed_by_id.get(record) if screen.reading and record else None
        if placed is not None and placed.placement.outcome != "unchanged":
            if not screen.marking.settle(placed):
                screen.tell("Its words are gone from this version; dd deletes the note.")
            return
        self._decide("accept")

    def _decide(
        self, decision: Decision, after: Any = None, finding: Finding | None = None
    ) -> None:
        screen, meant = self._screen, finding or self._finding()
        if meant is None or screen.reading is None:
            screen.tell("There is no finding here.")
            return
        record = correction(
            screen.reading.article_id or "",
            meant,
            decision,
            creator=screen.settings.me,
            at=now(),
            after=after,
            private=screen.settings.private,
        )
        article = screen.reading.article
        hold = anchor(article.text, spans_of(meant), article.fingerprint)
        record = replace(record, finding=anchored_copy(record.finding, hold))
        screen.app.save([record], f"{decision} “{snippet(meant.text, 30)}”")

    def relabel(self) -> None:
        """Choose another label for the name, or another kind for the quote."""
        from reader.ui.choice_row import Row
        from reader.ui.dialogs.choice import Choice

        screen, finding = self._screen, self._finding()
        if finding is None or isinstance(finding, Figure):
            screen.tell("There is no name or quote here.")
            return
        if isinstance(finding, Entity):
            names, now_is = ENTITY_TYPES, finding.type
        else:
            names, now_is = QUOTE_KINDS, finding.kind
        rows = [
            Row(name, KIND_NAMES.get(name, name), DIGITS[place] if place < len(DIGITS) else "0")
            for place, name in enumerate(names)
        ]

        def chosen(name: str | None) -> None:
            if name is not None and name != now_is:
                self._decide("relabel", name, finding)

        title = f"“{snippet(finding.text)}” is"
        screen.app.push_screen(Choice(title, rows, now_is), chosen)

    def resize(self, by: int, unit: Unit = "word") -> None:
        """Grow or shrink the passage of the finding under the cursor by so many units."""
        screen, finding = self._screen, self._finding()
        if finding is None or screen.reading is None:
            screen.tell("There is no mark or finding here.")
            return
        *others, last = spans_of(finding)
        grown = screen.pane.grown(last, by, unit)
        if grown == last or not len(grown):
            screen.tell(f"It cannot {'grow' if by > 0 else 'shrink'} any more.")
            return
        self._decide("respan", [[span.start, span.end] for span in (*others, grown)], finding)

    def speaker(self) -> None:
        """Choose who said it: the people named, the source's words, nobody, or a name typed."""
        from reader.ui.choice_row import Row
        from reader.ui.dialogs.choice import Choice

        screen, finding = self._screen, self._finding()
        if not isinstance(finding, Quote | Figure) or screen.reading is None:
            screen.tell("There is no quote or figure here.")
            return
        text = screen.reading.article.text
        candidates = [person.name for person in screen.reading.findings.people]
        candidates += [one_line(span.slice(text)) for span in finding.source or ()]
        names = list(dict.fromkeys(candidates))[: len(DIGITS)]
        rows = [Row(f"name {name}", name, key) for name, key in zip(names, DIGITS, strict=False)]
        rows += [Row(OTHER, "somebody else …", "o"), Row(NOBODY, "not known", "0")]

        def chosen(row: str | None) -> None:
            screen.to_article()
            if row == OTHER:
                screen.prompt.ask("speaker:", answered, given_up=screen.to_article)
            elif row == NOBODY:
                self._decide("respeak", None, finding)
            elif row is not None:
                self._decide("respeak", row.removeprefix("name "), finding)

        def answered(name: str) -> None:
            screen.to_article()
            if name.strip():
                self._decide("respeak", one_line(name), finding)

        screen.app.push_screen(Choice(f"Who says “{snippet(finding.text)}”?", rows), chosen)

    def label(self) -> None:
        """Label the selection: what the machine missed, in its layers or the user's own."""
        from reader.ui.choice_row import Row
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
            Row(f"entity\n{name}", KIND_NAMES[name], key)
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
