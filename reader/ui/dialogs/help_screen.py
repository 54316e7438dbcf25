"""All keys, made from the key table, with a line that filters them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.events import Key
from textual.widgets import Input, Static

from reader.text.cells import cell_length
from reader.ui.dialogs.dialog import Dialog
from reader.ui.dialogs.key_columns import (
    GAP,
    MIN_COLUMN,
    Line,
    Section,
    column_width,
    columns,
    matching,
)
from reader.ui.typed_line import Line as TypedLine

PLACEHOLDER = "type to filter · ↑ ↓ scroll · esc closes"
NO_MATCH = "No key matches. Backspace clears the filter."


class HelpScreen(Dialog[None]):
    """What is typed filters the keys; esc closes the screen, and so does ? in an empty filter.

    ``remarks`` are sentences over the keys, such as a clash of the user's own.
    """

    AUTO_FOCUS = "Input"

    def __init__(self, sections: Sequence[Section], remarks: Sequence[str] = ()) -> None:
        super().__init__()
        self._sections = sections
        self._remarks = remarks

    def compose(self) -> ComposeResult:
        with Vertical(id="keys"):
            with Horizontal(id="keys-filter"):
                yield Static("Keys: ", id="keys-label", markup=False)
                yield TypedLine(placeholder=PLACEHOLDER, id="keys-line", compact=True)
            with VerticalScroll(id="help", can_focus=False):
                yield Static("", id="keys-page", markup=False)

    def on_mount(self) -> None:
        self.call_after_refresh(self._show)

    def on_resize(self) -> None:
        self.call_after_refresh(self._show)

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        if event.value == "?":
            self.dismiss(None)
            return
        self._show()
        self.query_one("#help", VerticalScroll).scroll_home(animate=False)

    def _show(self) -> None:
        page = self.query_one("#help", VerticalScroll)
        words = self.query_one(Input).value
        size = page.scrollable_content_region.size
        remarks = [(f"{sentence}\n", "$warning") for sentence in self._remarks if not words]
        found = matching(self._sections, words)
        # A cell is left for the scrollbar, so that it does not change the columns.
        width, height = max(1, page.size.width - 1), size.height - len(remarks)
        keys = page_content(columns(found, width, height), width)
        self.query_one("#keys-page", Static).update(
            Content.assemble(*remarks, keys if found else NO_MATCH)
        )

    def on_key(self, event: Key) -> None:
        page = self.query_one("#help", VerticalScroll)
        moves = {
            "down": page.scroll_down,
            "up": page.scroll_up,
            "pagedown": page.scroll_page_down,
            "pageup": page.scroll_page_up,
            "ctrl+home": page.scroll_home,
            "ctrl+end": page.scroll_end,
        }
        if event.key in ("escape", "f1"):
            self.dismiss(None)
        elif event.key in moves:
            moves[event.key](animate=False)
        else:
            return
        event.stop()
        event.prevent_default()


def page_content(set_: Sequence[Sequence[Line]], width: int) -> Content:
    """Return the columns next to each other, as lines of ``width`` cells at most."""
    count = max(1, (width + GAP) // (MIN_COLUMN + GAP))
    column = column_width(width, count)
    rows = []
    for lines in zip_longest(*set_):
        parts: list[tuple[str, str] | str] = []
        for place, line in enumerate(lines):
            last = place == len(set_) - 1
            parts += _parts(line or Line("blank"), 0 if last else column + GAP)
        rows.append(Content.assemble(*parts))
    return Content("\n").join(rows)


def _parts(line: Line, width: int) -> list[tuple[str, str] | str]:
    """Return a line of a column, filled up to ``width`` cells."""
    if line.kind == "title":
        filled = " " * max(0, width - cell_length(line.words))
        return [(line.words, "bold $accent"), filled]
    used = cell_length(line.key) + 1 + cell_length(line.words) if line.key else 0
    filled = " " * max(0, width - used)
    return [(line.key, "bold"), f" {line.words}" if line.key else "", filled]
