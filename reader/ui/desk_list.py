"""The list of the desk's articles: ten thousand of them cost no more than those in sight."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import ClassVar

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.events import Click
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from reader.desk.row import DeskRow
from reader.text.cells import printable
from reader.ui.list_messages import ArticleChosen

SIGNS = {"unread": "○", "reading": "◐", "complete": "✓"}
NOTES, DATE, OUTLET, TAGS = 8, 10, 18, 24
"""Cells of the columns beside the title."""
TWO_LINES = 36
"""A list narrower than this sets each article on two lines."""
_ROOM = ((120, TAGS), (84, OUTLET), (50, DATE))
"""From how many cells on there is room for a column."""


class DeskList(ScrollView, can_focus=True):
    """Rows of articles with a cursor; ``ArticleChosen`` is posted for the one that is chosen.

    ``rows`` is None until the desk is known.
    """

    class Widened(Message):
        """The list is ``width`` cells wide now."""

        def __init__(self, width: int) -> None:
            super().__init__()
            self.width = width

    COMPONENT_CLASSES: ClassVar = {"desk-list--row", "desk-list--cursor", "desk-list--faint"}

    def __init__(self) -> None:
        super().__init__(id="desk-list")
        self.rows: Sequence[DeskRow] | None = None
        self.cursor = 0
        self.empty = ""
        self._current: str | None = None
        self._choose_when_there = False

    @property
    def row(self) -> DeskRow | None:
        """The article under the cursor."""
        rows = self.rows or ()
        return rows[self.cursor] if self.cursor < len(rows) else None

    def show_rows(self, rows: Sequence[DeskRow], empty: str) -> None:
        """Show other rows; the cursor stays on its article where that is still there. ``empty``
        is told where there are none.
        """
        chosen = self.row.article_id if self.row is not None else self._current
        self.rows, self.empty = rows, empty
        place = self._place(chosen)
        self.cursor = place if place is not None else min(self.cursor, max(0, len(rows) - 1))
        self._size_rows()
        self._in_sight()
        self.refresh()
        if self._choose_when_there:
            self._choose_when_there = False
            self.choose()

    def mark_current(self, article_id: str | None) -> None:
        """Mark the article in view, and go to it when it is another one."""
        if article_id == self._current:
            return
        self._current = article_id
        place = self._place(article_id)
        if place is not None:
            self.cursor = place
            self._in_sight()
        self.refresh()

    def _place(self, article_id: str | None) -> int | None:
        if article_id is None:
            return None
        every = enumerate(self.rows or ())
        return next((place for place, row in every if row.article_id == article_id), None)

    # -- moving

    def move(self, by: int) -> None:
        self.go_to(self.cursor + by)

    def go_to(self, place: int) -> None:
        """Put the cursor on a row, or the nearest that there is."""
        before, last = self.cursor, max(0, len(self.rows or ()) - 1)
        self.cursor = max(0, min(place, last))
        if self.cursor != before:
            for row in (before, self.cursor):
                self.refresh_lines(row * self._lines, self._lines)
            self._in_sight()

    @property
    def page(self) -> int:
        """Rows in sight, less one that stays in sight when a page is turned."""
        return max(1, self.scrollable_content_region.height // self._lines - 1)

    @property
    def _lines(self) -> int:
        """Lines of each row."""
        return 2 if self.scrollable_content_region.width < TWO_LINES else 1

    def choose(self) -> None:
        """Open the article under the cursor, as soon as the desk is known."""
        if self.rows is None:
            self._choose_when_there = True
        elif self.row is not None:
            self.post_message(ArticleChosen(self.row.article_id))

    def _in_sight(self) -> None:
        region = Region(0, self.cursor * self._lines, 1, self._lines)
        self.scroll_to_region(region, animate=False, force=True, immediate=True)

    def on_click(self, event: Click) -> None:
        if self.rows:
            place = event.get_content_offset(self)
            row = (place.y + self.scroll_offset.y) // self._lines if place is not None else None
            if row is not None and row < len(self.rows):
                self.go_to(row)
                self.choose()

    def on_resize(self) -> None:
        self.post_message(self.Widened(self.scrollable_content_region.width))
        self._size_rows()
        self._in_sight()

    def _size_rows(self) -> None:
        width = self.scrollable_content_region.width
        self.virtual_size = Size(width, max(1, len(self.rows or ()) * self._lines))

    # -- drawing

    def render_line(self, y: int) -> Strip:
        width = self.scrollable_content_region.width
        place, line = divmod(y + self.scroll_offset.y, self._lines)
        plain = self.get_component_rich_style("desk-list--row")
        if not self.rows:
            told = "Reading the desk …" if self.rows is None else self.empty
            text = printable(told) if place == line == 0 else ""
            return Strip([Segment(set_cell_size(text, width), plain)], width)
        if place >= len(self.rows):
            return Strip([Segment(" " * width, plain)], width)
        row = self.rows[place]
        faint = self.get_component_rich_style("desk-list--faint")
        if place == self.cursor:
            plain = faint = self.get_component_rich_style("desk-list--cursor")
        current = row.article_id == self._current
        if self._lines == 2:
            return _half(row, line, width, current, plain)
        return _strip(row, width, current, plain, faint)


def heading(width: int) -> str:
    """The names over the columns; "" where there is room for the title alone."""
    title, columns = _columns(width)
    if not columns:
        return ""
    names = {TAGS: "Tags", OUTLET: "Outlet", DATE: "Date"}
    parts = [set_cell_size("   Title", title)]
    parts += [set_cell_size(names[column], column) for column in columns]
    return " ".join((*parts, set_cell_size("Notes", NOTES)))


@lru_cache(maxsize=32)
def _columns(width: int) -> tuple[int, tuple[int, ...]]:
    """Cells of the title with its signs, and the columns between it and the counts."""
    columns = tuple(column for least, column in reversed(_ROOM) if width >= least)
    ordered = tuple(column for column in (OUTLET, DATE, TAGS) if column in columns)
    return max(4, width - sum(ordered) - len(ordered) - NOTES - 1), ordered


@lru_cache(maxsize=1024)
def _strip(row: DeskRow, width: int, current: bool, plain: Style, faint: Style) -> Strip:
    """One article on one line: signs, title, what there is room for, notes and claims."""
    title, columns = _columns(width)
    counts, signs = _counts(row), _signs(row, current)
    if not columns:  # the counts take what they need
        title = max(4, width - cell_len(counts) - 1 if counts else width)
    words = _clipped(row.title or "untitled", title - 3)
    segments = [
        Segment(signs, plain),
        Segment(words, plain + Style(bold=True) if current else plain),
    ]
    told = {
        OUTLET: row.outlet,
        DATE: row.date,
        TAGS: " ".join(f"#{tag}" for tag in row.tags),
    }
    segments += [Segment(f" {_clipped(told[column], column)}", faint) for column in columns]
    room = NOTES if columns else cell_len(counts)
    if room:
        segments.append(Segment(f" {set_cell_size(counts, room)}", faint))
    return Strip(segments).adjust_cell_length(width, plain)


@lru_cache(maxsize=1024)
def _half(row: DeskRow, line: int, width: int, current: bool, plain: Style) -> Strip:
    """One of the two lines of an article in a narrow list: the title's rest, and the counts."""
    title, counts = printable(row.title or "untitled"), _counts(row)
    room = max(1, width - 3)
    first = set_cell_size(title, room) if cell_len(title) > room else title
    if first != title and not title[len(first) :].startswith(" ") and " " in first.strip():
        first = first.rpartition(" ")[0]
    style = plain + Style(bold=True) if current else plain
    if line == 0:
        segments = [Segment(_signs(row, current), plain), Segment(_clipped(first, room), style)]
        return Strip(segments).adjust_cell_length(width, plain)
    rest = title[len(first) :].strip()
    room -= cell_len(counts) + 1 if counts else 0
    segments = [Segment("   ", plain), Segment(_clipped(rest, max(1, room)), style)]
    if counts:
        segments.append(Segment(f" {counts}", plain))
    return Strip(segments).adjust_cell_length(width, plain)


def _counts(row: DeskRow) -> str:
    """Notes and claims: "3n 1c", "" where there are none."""
    told = ((row.notes, "n"), (row.claims, "c"))
    return " ".join(f"{number}{sign}" for number, sign in told if number)


def _signs(row: DeskRow, current: bool) -> str:
    return f"{'▸' if current else ' '}{SIGNS[row.status]} "


def _clipped(text: str, width: int) -> str:
    """``text`` in exactly ``width`` cells, with an ellipsis where it is longer."""
    line = printable(text)
    if cell_len(line) <= width:
        return set_cell_size(line, width)
    return set_cell_size(set_cell_size(line, max(0, width - 1)).rstrip() + "…", width)
