"""The list of the desk's articles: ten thousand of them cost no more than those in sight."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.message import Message
from textual.strip import Strip

from reader.desk.row import DeskRow
from reader.text.cells import printable
from reader.ui.list_messages import ArticleChosen
from reader.ui.row_list import CHOSEN, RowList, clipped

SIGNS = {"unread": "○", "reading": "◐", "complete": "✓"}
NOTES, DATE, OUTLET, TAGS, DECIDED = 11, 10, 18, 24, 7
"""Cells of the columns beside the title."""
TWO_LINES = 36
"""A list narrower than this sets each article on two lines."""
_ROOM = ((120, TAGS), (100, OUTLET), (72, DECIDED), (50, DATE))
"""From how many cells on there is room for a column."""


class DeskList(RowList[DeskRow]):
    """Rows of articles; ``ArticleChosen`` is posted for the one that is chosen."""

    WAITING = "Reading the desk …"
    ROW = "article"

    class Widened(Message):
        """The list is ``width`` cells wide now."""

        def __init__(self, width: int) -> None:
            super().__init__()
            self.width = width

    class Moved(Message):
        """The cursor is on another row."""

    def __init__(self) -> None:
        super().__init__("desk-list")
        self._choose_when_there = False

    def id_of(self, row: DeskRow) -> str:
        return row.article_id

    def show_rows(self, rows: Sequence[DeskRow], empty: str) -> None:
        super().show_rows(rows, empty)
        if self._choose_when_there:
            self._choose_when_there = False
            self.choose()

    def moved(self) -> None:
        self.post_message(self.Moved())

    def mark_current(self, article_id: str | None) -> None:
        """Mark the article in view, and go to it when it is another one."""
        if article_id == self._wanted:
            return
        self._wanted = article_id
        place = self.place_of(article_id)
        if place is not None:
            self.cursor = place
            self._in_sight()
        self.refresh()

    @property
    def lines(self) -> int:
        return 2 if self.scrollable_content_region.width < TWO_LINES else 1

    def choose(self) -> None:
        """Open the article under the cursor, as soon as the desk is known."""
        if self.rows is None:
            self._choose_when_there = True
        elif self.row is not None:
            self.post_message(ArticleChosen(self.row.article_id))
        else:
            self.post_message(self.Stuck("There is no article here."))

    def on_resize(self) -> None:
        self.post_message(self.Widened(self.scrollable_content_region.width))

    def draw(self, row: DeskRow, line: int, width: int, *, plain: Style, faint: Style) -> Strip:
        current, chosen = row.article_id == self._wanted, row.article_id in self.chosen
        if self.lines == 2:
            return _half(row, line, width, current, chosen, plain)
        return _strip(row, width, current, chosen, plain, faint)


def heading(width: int) -> str:
    """Return the names over the columns; "" where there is room for the title alone."""
    title, columns = _columns(width)
    if not columns:
        return ""
    names = {TAGS: "Tags", OUTLET: "Outlet", DATE: "Published", DECIDED: "Decided"}
    parts = [set_cell_size("   Title", title)]
    parts += [set_cell_size(names[column], column) for column in columns]
    return " ".join((*parts, set_cell_size("Notes", NOTES)))


@lru_cache(maxsize=32)
def _columns(width: int) -> tuple[int, tuple[int, ...]]:
    """Cells of the title with its signs, and the columns between it and the counts."""
    columns = tuple(column for least, column in reversed(_ROOM) if width >= least)
    ordered = tuple(column for column in (OUTLET, DATE, TAGS, DECIDED) if column in columns)
    return max(4, width - sum(ordered) - len(ordered) - NOTES - 1), ordered


@lru_cache(maxsize=1024)
def _strip(
    row: DeskRow, width: int, current: bool, chosen: bool, plain: Style, faint: Style
) -> Strip:
    """One article on one line: signs, title, what there is room for, notes and claims."""
    title, columns = _columns(width)
    counts, signs = _counts(row), _signs(row, current, chosen)
    if not columns:  # the counts take what they need
        title = max(4, width - cell_len(counts) - 1 if counts else width)
    words = clipped(row.title or "untitled", title - 3)
    segments = [
        Segment(signs, plain),
        Segment(words, plain + Style(bold=True) if current else plain),
    ]
    values = {
        OUTLET: row.outlet,
        DATE: row.published_on,
        TAGS: " ".join(f"#{tag}" for tag in row.tags),
        DECIDED: _decided(row),
    }
    segments += [Segment(f" {clipped(values[column], column)}", faint) for column in columns]
    room = NOTES if columns else cell_len(counts)
    if room:
        segments.append(Segment(f" {set_cell_size(counts, room)}", faint))
    return Strip(segments).adjust_cell_length(width, plain)


@lru_cache(maxsize=1024)
def _half(row: DeskRow, line: int, width: int, current: bool, chosen: bool, plain: Style) -> Strip:
    """One of the two lines of an article in a narrow list: the title's rest, and the counts."""
    title, counts = printable(row.title or "untitled"), _counts(row)
    room = max(1, width - 3)
    first = set_cell_size(title, room) if cell_len(title) > room else title
    if first != title and not title[len(first) :].startswith(" ") and " " in first.strip():
        first = first.rpartition(" ")[0]
    style = plain + Style(bold=True) if current else plain
    if line == 0:
        segments = [
            Segment(_signs(row, current, chosen), plain),
            Segment(clipped(first, room), style),
        ]
        return Strip(segments).adjust_cell_length(width, plain)
    rest = title[len(first) :].strip()
    room -= cell_len(counts) + 1 if counts else 0
    segments = [Segment("   ", plain), Segment(clipped(rest, max(1, room)), style)]
    if counts:
        segments.append(Segment(f" {counts}", plain))
    return Strip(segments).adjust_cell_length(width, plain)


def _decided(row: DeskRow) -> str:
    """Return what is decided of the items most worth a check: "3/8".

    "3/?" where the article has to be searched again to know what is left, "" where nothing is
    known.
    """
    if row.undecided is None:
        return f"{row.decided}/?" if row.decided else ""
    every = (row.decided or 0) + row.left
    return f"{row.decided or 0}/{every}" if every else ""


def _counts(row: DeskRow) -> str:
    """Return notes, claims, and versions and figures that differ: "3n 1c 2!"; "" without any."""
    counted = ((row.notes, "n"), (row.claims, "c"), (row.conflicts + row.differing, "!"))
    return " ".join(f"{number}{sign}" for number, sign in counted if number)


def _signs(row: DeskRow, current: bool, chosen: bool) -> str:
    return f"{CHOSEN if chosen else '▸' if current else ' '}{SIGNS[row.status]} "
