"""The card of what is under the cursor: what it is, who says so, and a note's whole text."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.events import Key
from textual.widgets import Static

from reader.text.cells import printable
from reader.ui.card_text import CardLine
from reader.ui.dialogs.dialog import Dialog
from reader.ui.people_colours import person_style

MORE = "down: more"
SCROLLING = frozenset({"up", "down", "pageup", "pagedown", "home", "end"})


class _Lines(VerticalScroll):
    """The lines of a card; its border says while some are below."""

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        self._say_more()

    def watch_virtual_size(self) -> None:
        self._say_more()

    def on_resize(self) -> None:
        self._say_more()

    def _say_more(self) -> None:
        self.border_subtitle = MORE if self.scroll_target_y < self.max_scroll_y else ""


class Card(Dialog[Key | None]):
    """Esc or enter closes it; any other key closes it and is handed on to what it is about."""

    def __init__(self, lines: list[CardLine]) -> None:
        super().__init__()
        self._lines = lines

    def compose(self) -> ComposeResult:
        parts: list[tuple[str, str] | str] = []
        for place, line in enumerate(self._lines):
            style = {"title": "bold $accent", "remark": "$foreground 75%"}.get(line.style, "")
            style = style if line.hue is None else person_style(line.hue)
            parts.append((("\n" if place else "") + printable(line.text), style))
        with _Lines(id="card"):
            yield Static(Content.assemble(*parts), markup=False)

    def on_key(self, event: Key) -> None:
        if event.key in SCROLLING:
            return
        event.stop()
        self.dismiss(None if event.key in ("escape", "enter", "q") else event)
