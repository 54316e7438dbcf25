"""The page on which two people's labels are decided, one difference at a time, side by side."""

from __future__ import annotations

from functools import cached_property
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Container

from reader.session.adjudication import Adjudication
from reader.session.session import Session
from reader.shipped import shipped_folder
from reader.ui import label_parts as words
from reader.ui.keyed_screen import Doing
from reader.ui.keymap_rows import Context
from reader.ui.keys import Keys
from reader.ui.layout import Layout
from reader.ui.over_screen import OverScreen
from reader.ui.review.panes import Pane, PartsLine
from reader.ui.review.parts import TITLE, Part

WIDTHS = [(0, "-one-below"), (64, "-side-by-side")]
"""From how many columns on there is room for two people next to each other."""
SIDES = ("#labels-left", "#labels-right")


class LabelsPage(OverScreen[bool]):
    """It shows what an ``Adjudication`` holds; the article below goes along."""

    CSS_PATH: ClassVar = str(shipped_folder("styles") / "pages.tcss")
    HORIZONTAL_BREAKPOINTS = WIDTHS
    AUTO_FOCUS = ""
    context: Context = "labels"

    def __init__(self, session: Session, keys: Keys, below: Layout) -> None:
        super().__init__(session, keys, below)
        self.adjudication = Adjudication(session)

    @cached_property
    def doings(self) -> dict[str, Doing]:
        from reader.ui.commands.adjudicating import Adjudicating

        return {
            **Adjudicating(self.session, self, self.adjudication).commands(),
            "labels-further": lambda _: self._scroll(1),
            "labels-back": lambda _: self._scroll(-1),
            "leave-labels": lambda _: self.leave(),
            **self.common(),
        }

    def compose(self) -> ComposeResult:
        yield PartsLine("labels-head")
        with Container(id="labels-body"):
            yield Pane(id="labels-left")
            yield Pane(id="labels-right")
        yield from self.foot()

    def on_resize(self) -> None:
        self.show()

    def reading_changed(self) -> None:
        self.adjudication.refresh()
        self.show()

    def leave(self) -> None:
        """Back to the article, at the difference that was in view."""
        self.dismiss(False)

    def show(self) -> None:
        if not self.is_mounted:
            return
        state, reading = self.adjudication, self.session.reading
        difference = state.current
        if difference is None or reading is None:
            self._show_end()
            return
        self.query_one("#labels-head", PartsLine).show_parts(
            words.head(difference, state.place, len(state.differences), state.decided)
        )
        window = words.window_of(reading.article, difference)
        left, right = (
            self.keys.first(f"labels-{each}", self.context) for each in ("left", "right")
        )
        columns = [
            words.side_parts(side, key, window, state.people.get(side.label.creator))
            for side, key in zip(difference.sides, (left, right), strict=False)
        ]
        if difference.second is None:
            others = difference.others
            columns.append(words.nothing_parts(others, right, window, state.people))
        for pane, parts in zip(SIDES, columns, strict=True):
            self.query_one(pane, Pane).show_parts(parts)
        self.query_one("#labels-right").display = True
        self._below.pane.go_to(difference.first.start, jump=False)

    def _show_end(self) -> None:
        """Say that all is decided, and where to go from here."""
        decided = self.adjudication.decided
        now = f", {decided} of them now" if decided else ""
        ways: list[Part] = [(f"Every difference is decided{now}.\n\n", TITLE)]
        known = ("undo", "undo the last decision"), ("leave-labels", "back to reading")
        for command, way in known:
            ways += [(f"{self.keys.first(command, self.context):>3} ", "bold $accent")]
            ways += [(f" {way}\n", "")]
        self.query_one("#labels-head", PartsLine).show_parts([("Labels that differ", "bold")])
        self.query_one("#labels-left", Pane).show_parts(ways)
        self.query_one("#labels-right").display = False

    def _scroll(self, by: int) -> None:
        moved = False
        for name in ("#labels-body", *SIDES):
            pane = self.query_one(name)
            if pane.scroll_y < pane.max_scroll_y if by > 0 else pane.scroll_y > 0:
                (pane.scroll_page_down if by > 0 else pane.scroll_page_up)(animate=False)
                moved = True
        if not moved:
            self.session.refuse(f"There is nothing further {'down' if by > 0 else 'up'}.")
