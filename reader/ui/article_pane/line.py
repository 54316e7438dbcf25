"""What one line of the page shows: stretches of text, each with its look.

A look tells the kinds of marks on a stretch, not colours: those are the palette's. Marks are
drawn on whole clusters, also where one ends inside.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from reader.text.cells import CellMap, cell_length
from reader.text.span import Span
from reader.ui.article_pane.found import Found
from reader.ui.article_pane.layers import Layers
from reader.ui.article_pane.marks import PaneMark
from reader.ui.article_pane.page import Page


class Look(NamedTuple):
    """The kinds of marks on a stretch; the innermost of a kind decides its type and colour."""

    block: str = "paragraph"
    entity: str = ""
    quote: str = ""
    figure: bool = False
    label: bool = False
    label_colour: str | None = None
    own: str = ""
    own_colour: str | None = None
    claim: bool = False
    find: str = ""
    link: bool = False
    meant: bool = False
    selected: bool = False
    cursor: str = ""
    jump: bool = False


_UNMARKED = Look()

_CROWDED = 24
"""Code points on one cell that nobody can read any more."""


class Piece(NamedTuple):
    """``text`` as it is drawn, ``width`` cells of it, in one look."""

    text: str
    width: int
    look: Look


@dataclass(frozen=True)
class Overlay:
    """What comes and goes on top of the marks.

    Which of them is meant, the selection, the cursor, letters to jump by.
    """

    meant: tuple[Span, ...] = ()
    selected: Span | None = None
    cursor: int | None = None
    focused: bool = True
    letters: Mapping[int, str] = field(default_factory=dict)


PLAIN = Overlay()


def pieces(
    page: Page, number: int, layers: Layers, found: Found, overlay: Overlay = PLAIN
) -> list[Piece]:
    """Return the stretches of line ``number``, in order.

    Nothing for a blank line without a cursor.
    """
    line = page.line(number)
    if line.segment < 0:
        return []
    cells = page.cells(number)
    size = line.end - line.start
    looks = _Looks(cells, line.start, size)
    for block in page.reading.blocks_between(line.start, line.end):
        if block.kind != "paragraph":
            looks.lay_under(block.span, Look(block.kind))
    looks.lay(layers.between(line.start, line.end))
    for span, current in found.between(line.start, line.end):
        looks.lay_over(span, find="current" if current else "hit")
    for link in page.reading.links_between(line.start, line.end):
        looks.lay_over(link, link=True)
    for span in overlay.meant:
        looks.lay_over(span, meant=True)
    if overlay.selected is not None:
        looks.lay_over(overlay.selected, selected=True)
    cursor = None if overlay.cursor is None else overlay.cursor - line.start
    block_cursor = "here" if overlay.focused else "away"
    if cursor is not None and 0 <= cursor < size:
        looks.lay_over(Span(line.start + cursor, line.start + cursor + 1), cursor=block_cursor)
    drawn = looks.pieces()
    if cursor is not None and cursor >= size:
        drawn.append(Piece(" ", 1, looks.base(size - 1)._replace(cursor=block_cursor)))
    return _lettered(drawn, cells, line.start, overlay.letters) if overlay.letters else drawn


class _Looks:
    """Gathers what lies on one line, then cuts it into pieces."""

    def __init__(self, cells: CellMap, start: int, size: int) -> None:
        self.cells = cells
        self.start = start
        self.size = size
        self._bases: list[tuple[int, int, Look]] = []
        self._cuts = {0, size}
        self._marks: list[tuple[int, int, PaneMark]] = []
        self._over: list[tuple[int, int, dict[str, Any]]] = []

    def lay_under(self, span: Span, look: Look) -> None:
        """Lay what ``span`` looks like without any mark."""
        self._bases.append((*self._whole(span), look))

    def base(self, index: int) -> Look:
        for first, last, look in self._bases:
            if first <= index < last:
                return look
        return _UNMARKED

    def lay(self, marks: Sequence[tuple[Span, PaneMark]]) -> None:
        """Lay marks, of which the shorter lies over the longer."""
        ordered = sorted(marks, key=lambda entry: -entry[1].size) if len(marks) > 1 else marks
        for span, mark in ordered:
            first, last = self._whole(span)
            self._marks.append((first, last, mark))

    def lay_over(self, span: Span, **change: object) -> None:
        """Lay what lies over every mark."""
        if span.start < self.start + self.size and self.start < span.end:
            self._over.append((*self._whole(span), change))

    def _whole(self, span: Span) -> tuple[int, int]:
        first = max(0, span.start - self.start)
        last = min(self.size, span.end - self.start)
        if not self.cells.simple:
            first = self.cells.grapheme_at(first).start
            if last > first:
                last = self.cells.grapheme_at(last - 1).end
        self._cuts.add(first)
        self._cuts.add(last)
        return first, last

    def pieces(self) -> list[Piece]:
        cuts = sorted(self._cuts)
        drawn = []
        for at in range(len(cuts) - 1):
            first, last = cuts[at], cuts[at + 1]
            text = self.cells.drawn(first, last)
            width = last - first
            if not self.cells.simple:
                width = self.cells.cell_of(last) - self.cells.cell_of(first)
                if last - first > _CROWDED * (width + 1):
                    text = self._thinned(first, last, width) or text
            drawn.append(Piece(text, width, self._look(first)))
        return drawn

    def _thinned(self, first: int, last: int, width: int) -> str | None:
        """Return the text of clusters with hundreds of marks on one letter, with fewer on each.

        No terminal is to be flooded. None when it would take other cells.
        """
        text = "".join(
            glyph.text[:_CROWDED].rstrip("\u200d")
            for glyph in self.cells.glyphs
            if first <= glyph.start < last
        )
        return text if cell_length(text) == width else None

    def _look(self, index: int) -> Look:
        here = [mark for first, last, mark in self._marks if first <= index < last]
        look = self.base(index)
        if here:
            look = look_of(here, look)
        for first, last, change in self._over:
            if first <= index < last:
                look = look._replace(**change)
        return look


def look_of(marks: Sequence[PaneMark], base: Look) -> Look:
    """Return the look of a stretch under ``marks``, the innermost last."""
    change: dict[str, Any] = {}
    for mark in marks:
        channel = mark.channel
        if channel == "entity":
            change["entity"] = mark.type or "other"
        elif channel == "quote":
            change["quote"] = mark.type or "direct"
        elif channel in ("highlight", "note"):
            change["own"] = channel
            change["own_colour"] = mark.colour
        elif channel == "label":
            change["label"] = True
            change["label_colour"] = mark.colour
        else:
            change[channel] = True
    return base._replace(**change)


def _lettered(
    drawn: list[Piece], cells: CellMap, start: int, letters: Mapping[int, str]
) -> list[Piece]:
    """``drawn`` with the letters to jump by laid over the first cells of what they lead to."""
    for offset, written in letters.items():
        index = offset - start
        if not index >= 0 or cells.cell_of(index) >= cells.width:
            continue
        cell = min(cells.cell_of(index), max(0, cells.width - len(written)))
        drawn = _over_cells(drawn, cell, written)
    return drawn


def _over_cells(drawn: list[Piece], cell: int, written: str) -> list[Piece]:
    """Return ``drawn`` with ``written`` in the cells from ``cell`` on.

    A wide sign cut becomes blanks.
    """
    laid: list[Piece] = []
    at, end = 0, cell + len(written)
    done = False
    for piece in drawn:
        begin, at = at, at + piece.width
        if at <= cell or begin >= end:
            laid.append(piece)
            continue
        before, after = _divided(piece, cell - begin)[0], _divided(piece, end - begin)[1]
        if before.width:
            laid.append(before)
        if not done:
            laid.append(Piece(written, len(written), Look(piece.look.block, jump=True)))
            done = True
        if after.width:
            laid.append(after)
    return laid


def clipped(drawn: list[Piece], room: int) -> list[Piece]:
    """Return what fits of ``drawn`` in ``room`` cells: a wide sign can be wider than a pane."""
    if sum(piece.width for piece in drawn) <= room:
        return drawn
    kept = []
    for piece in drawn:
        head, _ = _divided(piece, room)
        if head.width:
            kept.append(head)
        room -= head.width
    return kept


def _divided(piece: Piece, cell: int) -> tuple[Piece, Piece]:
    """Return ``piece`` in two at ``cell``; what the cut goes through is drawn as blanks."""
    if cell <= 0:
        return piece._replace(text="", width=0), piece
    if cell >= piece.width:
        return piece, piece._replace(text="", width=0)
    cells = CellMap(piece.text)
    cut = cells.index_at(cell)
    head, tail = piece.text[:cut], piece.text[cut:]
    short = cell - cells.cell_of(cut)
    if short:
        glyph = cells.grapheme_at(cut)
        head += " " * short
        tail = " " * (CellMap(glyph.slice(piece.text)).width - short) + piece.text[glyph.end :]
    return piece._replace(text=head, width=cell), piece._replace(
        text=tail, width=piece.width - cell
    )
