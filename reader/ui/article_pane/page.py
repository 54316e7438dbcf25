"""A reading set in lines of some width: which character is at which cell, and back."""

from __future__ import annotations

from functools import cached_property

from reader.text.cells import CellMap
from reader.text.span import Span
from reader.text.wrap import Line, WrapIndex
from reader.ui.article_pane.reading import Reading

_KEPT_LINES = 512


class Page:
    """The lines of ``reading`` at ``width`` cells, its indents included."""

    def __init__(self, reading: Reading, width: int) -> None:
        self.reading = reading
        self.width = max(1, width)
        self._cells: dict[int, CellMap] = {}

    @cached_property
    def _wrap(self) -> WrapIndex:
        """Made when a line is first asked for: a book takes a while."""
        return WrapIndex(self.reading.text, self.reading.segments, self.width)

    @property
    def line_count(self) -> int:
        return self._wrap.line_count

    def line(self, number: int) -> Line:
        """Return the line at ``number``; IndexError when there is none."""
        return self._wrap.line(number)

    def line_of(self, offset: int) -> int:
        return self._wrap.line_of(offset) if self.line_count else 0

    def cells(self, number: int) -> CellMap:
        """Return the cells of the text of a line, its indent left out."""
        known = self._cells.get(number)
        if known is None:
            if len(self._cells) >= _KEPT_LINES:
                self._cells.clear()
            line = self.line(number)
            known = self._cells[number] = CellMap(self.reading.text[line.start : line.end])
        return known

    def cell_of(self, offset: int) -> tuple[int, int]:
        """Return line and cell (its indent included) of the character at ``offset``.

        White space at which a line was broken is in the cell behind the line.
        """
        if not self.line_count:
            return 0, 0
        number = self.line_of(offset)
        line = self.line(number)
        return number, line.indent + self.cells(number).cell_of(max(0, offset - line.start))

    def offset_at(self, number: int, cell: int) -> int:
        """Return the start of the cluster drawn nearest to ``cell`` of a line.

        A blank line has that of the text below it.
        """
        if self.reading.is_empty:
            return 0
        number = max(0, min(number, self.line_count - 1))
        line = self.line(number)
        if line.start == line.end:
            return self.reading.shown(line.start)
        cells = self.cells(number)
        index = cells.index_at(max(0, cell - line.indent))
        if index >= line.end - line.start:
            index = cells.grapheme_at(line.end - line.start - 1).start
        return line.start + index

    def is_blank(self, number: int) -> bool:
        return self.line(number).segment < 0

    def lines_of(self, span: Span) -> range:
        """Return the numbers of the lines that ``span`` touches."""
        if not self.line_count:
            return range(0)
        return self._wrap.lines_between(span.start, max(span.start, span.end))

    def paragraph_started(self, number: int) -> int | None:
        """Return the index of the paragraph whose first line this is, else None."""
        line = self.line(number)
        if line.start == line.end:
            return None
        index = self.reading.paragraph_number(line.start)
        paragraph = self.reading.paragraphs[index] if self.reading.paragraphs else None
        return index if paragraph and line.start <= paragraph.start < line.end else None
