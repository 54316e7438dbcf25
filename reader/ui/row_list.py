"""A list of many rows: a hundred thousand of them cost no more than those in sight."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Generic, TypeVar

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.events import Click
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from reader.text.cells import printable

Row = TypeVar("Row")
CHOSEN = "*"
"""The sign of a row that is selected."""


class RowList(ScrollView, Generic[Row], can_focus=True):
    """Rows with a cursor; ``rows`` is None until they are known. ``chosen`` are those selected."""

    COMPONENT_CLASSES: ClassVar = {"row-list--row", "row-list--cursor", "row-list--faint"}
    WAITING = ""
    ROW = "row"
    """What a row is called in a sentence."""

    class Stuck(Message):
        """A move led nowhere; ``sentence`` says why."""

        def __init__(self, sentence: str) -> None:
            super().__init__()
            self.sentence = sentence

    def __init__(self, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self.rows: Sequence[Row] | None = None
        self.cursor = 0
        self.empty = ""
        self.chosen: frozenset[str] = frozenset()
        self._wanted: str | None = None

    # -- what a list of its own says

    def id_of(self, row: Row) -> str:
        raise NotImplementedError

    def choose(self) -> None:
        """Open the row under the cursor."""
        raise NotImplementedError

    def moved(self) -> None:
        """React to the cursor on another row."""

    @property
    def lines(self) -> int:
        """Lines of each row."""
        return 1

    def draw(self, row: Row, line: int, width: int, *, plain: Style, faint: Style) -> Strip:
        raise NotImplementedError

    # -- rows

    @property
    def row(self) -> Row | None:
        """The row under the cursor."""
        rows = self.rows or ()
        return rows[self.cursor] if self.cursor < len(rows) else None

    def show_rows(self, rows: Sequence[Row], empty: str) -> None:
        """Show other rows; the cursor stays on its row where that is still there.

        ``empty`` shows where there are none.
        """
        wanted = self.id_of(self.row) if self.row is not None else self._wanted
        self.rows, self.empty = rows, empty
        place = self.place_of(wanted)
        self.cursor = place if place is not None else min(self.cursor, max(0, len(rows) - 1))
        self._size_rows()
        self._in_sight()
        self.refresh()

    def select(self, chosen: frozenset[str]) -> None:
        """Mark the rows with these ids."""
        if chosen != self.chosen:
            self.chosen = chosen
            self.refresh()

    def place_of(self, row_id: str | None) -> int | None:
        if row_id is None:
            return None
        rows = self.rows or ()
        if self.cursor < len(rows) and self.id_of(rows[self.cursor]) == row_id:
            return self.cursor
        return next((place for place, row in enumerate(rows) if self.id_of(row) == row_id), None)

    # -- moving

    def move(self, by: int) -> None:
        self.walk_to(self.cursor + by)

    def walk_to(self, place: int) -> None:
        """Go to a row, or the nearest that there is; where that is this one, say so."""
        before, last = self.cursor, len(self.rows or ()) - 1
        self.go_to(place)
        if self.cursor == before:
            which = "only" if not last else "first" if not before else "last"
            here = f"This is the {which} {self.ROW}." if last >= 0 else "The list is empty."
            self.post_message(self.Stuck(here))

    def go_to(self, place: int) -> None:
        """Put the cursor on a row, or the nearest that there is."""
        before, last = self.cursor, max(0, len(self.rows or ()) - 1)
        self.cursor = max(0, min(place, last))
        if self.cursor != before:
            for row in (before, self.cursor):
                self.refresh_lines(row * self.lines, self.lines)
            self._in_sight()
            self.moved()

    def move_page(self, pages: float, count: int) -> None:
        """Move by so many pages, ``count`` times."""
        step = max(1, round(self.page * abs(pages))) * count
        self.move(step if pages > 0 else -step)

    @property
    def page(self) -> int:
        """Rows in sight, less one that stays in sight when a page is turned."""
        return max(1, self.scrollable_content_region.height // self.lines - 1)

    def _in_sight(self) -> None:
        region = Region(0, self.cursor * self.lines, 1, self.lines)
        self.scroll_to_region(region, animate=False, force=True, immediate=True)

    def on_click(self, event: Click) -> None:
        if self.rows:
            place = event.get_content_offset(self)
            row = (place.y + self.scroll_offset.y) // self.lines if place is not None else None
            if row is not None and row < len(self.rows):
                self.go_to(row)
                self.choose()

    def on_resize(self) -> None:
        self._size_rows()
        self._in_sight()

    def _size_rows(self) -> None:
        width = self.scrollable_content_region.width
        self.virtual_size = Size(width, max(1, len(self.rows or ()) * self.lines))

    # -- drawing

    def render_line(self, y: int) -> Strip:
        width = self.scrollable_content_region.width
        place, line = divmod(y + self.scroll_offset.y, self.lines)
        plain = self.get_component_rich_style("row-list--row")
        if not self.rows:
            words = self.WAITING if self.rows is None else self.empty
            text = printable(words) if place == line == 0 else ""
            return Strip([Segment(set_cell_size(text, width), plain)], width)
        if place >= len(self.rows):
            return Strip([Segment(" " * width, plain)], width)
        faint = self.get_component_rich_style("row-list--faint")
        if place == self.cursor:
            plain = faint = self.get_component_rich_style("row-list--cursor")
        return self.draw(self.rows[place], line, width, plain=plain, faint=faint)


def clipped(text: str, width: int) -> str:
    """Return ``text`` in exactly ``width`` cells, with an ellipsis where it is longer."""
    line = printable(text)
    if cell_len(line) <= width:
        return set_cell_size(line, width)
    return set_cell_size(set_cell_size(line, max(0, width - 1)).rstrip() + "…", width)
