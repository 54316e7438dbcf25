"""How wide text is in a terminal: grapheme clusters, cells, and what is safe to draw.

Widths are those of ``rich.cells``, since Textual measures with them; clusters are the extended
grapheme clusters of Unicode (UAX 29), with characters of no width of their own joined to the
one before. A cluster is never cut: a cursor steps over it whole.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache
from typing import Any, NamedTuple

import rich.cells

from reader.text.odd_widths import ODD_WIDTHS
from reader.text.span import Span

TAB = 4
"""Tab stops are this many cells apart, counted from the start of the line."""

ZERO_WIDTH_JOINER = "\u200d"
_NO_GLYPH = "\u200c"
_REPLACEMENT = "\ufffd"

_UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u200e\u200f\u2028-\u202e\u2066-\u206f\ud800-\udfff]"
)
_SAFE: dict[str, str] = {
    **{chr(code): chr(0x2400 + code) for code in range(0x20)},
    **dict.fromkeys("\t\n\v\f\r\x85\u2028\u2029", " "),
    "\x7f": "\u2421",
    "\xad": _NO_GLYPH,
}

_JOINING_ONE_CELL_WIDE = (
    "\x00-\x1f\x7f-\x9f\xad\u05c8\u05c9\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\u0b53\u0b54"
    "\u0d4e\u0e33\u0eb3\u1100-\u11ff\u1ade\u1adf\u1aec-\u1af0\ua960-\ua97f\ud7b0-\udfff"
    "\uff9e\uff9f\U00010000-\U0010ffff"
)
"""Characters (as a regular expression's set) that may be one cell wide and yet not stand alone.

All beyond the first plane are among them: ``re`` tests such ranges one by one, for every character.
"""


_PLAIN_WIDE = (
    "\u3000-\u3029\u3030-\u303c\u3041-\u3096\u309b-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uac00-\ud7a3\uf900-\ufaff\uff01-\uff60"
)
"""Characters of East Asian scripts that are clusters of their own, safe to draw as they are."""


class Glyph(NamedTuple):
    """One cluster of a line as it is drawn: ``text`` fills ``width`` cells from ``cell`` on.

    ``start`` and ``end`` are the code points of the line that it shows.
    """

    start: int
    end: int
    cell: int
    width: int
    text: str


@lru_cache(maxsize=1)
def _odd_pattern() -> re.Pattern[str]:
    """Find the next character that is not simply one cell of its own."""
    return re.compile(f"[{_JOINING_ONE_CELL_WIDE}{ODD_WIDTHS}]")


@lru_cache(maxsize=1)
def _joining_pattern() -> re.Pattern[str]:
    """Find the next character that is neither simple nor one of the plain wide ones."""
    odd = _odd_pattern().pattern[1:-1]
    return re.compile(f"(?![{_PLAIN_WIDE}])[{odd}]")


@lru_cache(maxsize=1)
def _cluster_pattern() -> Any:
    import regex  # only texts that are not simple pay for its import

    return regex.compile(r"\X")


@lru_cache(maxsize=1)
def _stray_joiner_pattern() -> Any:
    import regex

    pictograph = r"\p{Extended_Pictographic}"
    return regex.compile(
        rf"(?<!{pictograph}\p{{Grapheme_Cluster_Break=Extend}}*)\u200d|\u200d(?!{pictograph})"
    )


def next_odd(text: str, start: int = 0, end: int | None = None) -> int:
    """Return the first offset at or after ``start`` whose character is not simply one cell.

    Else ``end``.

    Wide and zero-width characters, parts of clusters and control characters are not simple.
    """
    stop = len(text) if end is None else end
    found = _odd_pattern().search(text, start, stop)
    return found.start() if found else stop


def is_simple(text: str) -> bool:
    """Return whether every code point is one cell, one cluster, and safe to draw as it is."""
    return _odd_pattern().search(text) is None


def printable(text: str) -> str:
    """Return ``text`` with nothing in it that could steer a terminal, code point for code point.

    Control characters become their pictures (␛), white space of any kind a space, bidirectional
    controls and lone surrogates U+FFFD. A joiner between anything but emoji becomes U+200C: Rich
    would count what follows it as nothing.
    """
    safe = _UNSAFE.sub(lambda found: _SAFE.get(found[0], _REPLACEMENT), text)
    if ZERO_WIDTH_JOINER in safe:
        safe = _stray_joiner_pattern().sub(_NO_GLYPH, safe)
    return safe


def is_printable(text: str) -> bool:
    """Return whether a terminal can be given ``text`` as it is.

    Nothing in it steers, or ends the line.
    """
    return _UNSAFE.search(text) is None


def printable_lines(text: str) -> str:
    """Return ``printable`` for text of several lines: line ends and tabs stay."""
    if is_printable(text):
        return printable(text)
    return re.sub("[^\\n\\t]+", lambda run: printable(run[0]), text)


def clusters(line: str) -> list[tuple[int, int, int]]:
    """Start, end and width in cells of each cluster of ``line``, which holds no newline.

    They cover the line without a gap. Only a line that has no visible character at all has a
    cluster of no width. A tab counts as one cell: its width depends on its position.
    """
    size = rich.cells.get_character_cell_size
    if _joining_pattern().search(line) is None:
        return [(at, at + 1, size(char)) for at, char in enumerate(line)]
    drawn = printable(line)
    found: list[tuple[int, int, int]] = []
    start = 0
    for match in _cluster_pattern().finditer(drawn):
        begin, end = match.span()
        if end - begin == 1:
            width = size(drawn[begin])
            if width and start == begin:
                found.append((begin, end, width))
                start = end
                continue
        elif not any(map(size, drawn[begin:end])):
            width = 0
        else:
            width = 1
        if width == 0 and found:
            begin = found.pop()[0]
        elif width == 0:
            continue
        else:
            begin = start
        found.append((begin, end, rich.cells.cell_len(drawn[begin:end])))
        start = end
    if start < len(drawn):
        found.append((start, len(drawn), 0))
    return found


def graphemes(text: str) -> list[Span]:
    """Return the clusters of ``text`` in order, without a gap; a newline is one of its own."""
    spans: list[Span] = []
    start = 0
    while True:
        end = text.find("\n", start)
        stop = len(text) if end < 0 else end
        line = text[start:stop]
        if is_simple(line):
            spans.extend(Span(at, at + 1) for at in range(start, stop))
        else:
            spans.extend(Span(start + first, start + last) for first, last, _ in clusters(line))
        if end < 0:
            return spans
        spans.append(Span(end, end + 1))
        start = end + 1


def cell_length(text: str) -> int:
    """Return how many cells ``printable(text)`` takes, as ``rich.cells.cell_len`` counts."""
    return len(text) if is_simple(text) else rich.cells.cell_len(printable(text))


class CellMap:
    """Where each code point of one line is on screen, and back.

    ``line`` holds no newline. Tabs are drawn as spaces up to the next stop (``TAB``); all else
    as ``printable`` has it. Cells count from 0 at the start of the line.
    """

    __slots__ = ("_cells", "_glyphs", "_line", "_starts", "width")

    width: int

    def __init__(self, line: str) -> None:
        self._line = line
        self._glyphs: list[Glyph] | None = None
        if is_simple(line):
            self.width = len(line)
            return
        glyphs: list[Glyph] = []
        cell = 0
        drawn = printable(line)
        for start, end, width in clusters(line):
            shown = drawn[start:end]
            if line[start] == "\t":
                width = TAB - cell % TAB
                shown = " " * width
            glyphs.append(Glyph(start, end, cell, width, shown))
            cell += width
        self.width = cell
        self._glyphs = glyphs
        self._starts = [glyph.start for glyph in glyphs]
        self._cells = [glyph.cell for glyph in glyphs]

    @property
    def simple(self) -> bool:
        """Whether code points and cells are one to one: the line can be drawn as it is."""
        return self._glyphs is None

    @property
    def glyphs(self) -> list[Glyph]:
        """What is drawn, cluster by cluster, in order; their widths add up to ``width``."""
        if self._glyphs is None:
            return [Glyph(at, at + 1, at, 1, char) for at, char in enumerate(self._line)]
        return self._glyphs

    def drawn(self, start: int = 0, end: int | None = None) -> str:
        """Return what is drawn for the clusters that begin in ``start`` to ``end`` of the line."""
        stop = len(self._line) if end is None else end
        if self._glyphs is None:
            return self._line[start:stop]
        return "".join(glyph.text for glyph in self._glyphs if start <= glyph.start < stop)

    def cell_of(self, index: int) -> int:
        """Return the cell where the cluster that holds ``index`` begins.

        The width behind the line.
        """
        if index >= len(self._line):
            return self.width
        if self._glyphs is None:
            return max(0, index)
        return self._glyphs[max(0, bisect_right(self._starts, index) - 1)].cell

    def index_at(self, cell: int) -> int:
        """Return the start of the cluster drawn at ``cell``.

        The length of the line when behind it.
        """
        if cell >= self.width:
            return len(self._line)
        if self._glyphs is None:
            return max(0, cell)
        return self._glyphs[max(0, bisect_right(self._cells, cell) - 1)].start

    def grapheme_at(self, index: int) -> Span:
        """Return the cluster that holds ``index``.

        An empty span at the end when behind the line.
        """
        if index >= len(self._line):
            return Span(len(self._line), len(self._line))
        if self._glyphs is None:
            return Span(max(0, index), max(0, index) + 1)
        glyph = self._glyphs[max(0, bisect_right(self._starts, index) - 1)]
        return Span(glyph.start, glyph.end)
