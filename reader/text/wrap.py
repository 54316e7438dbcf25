"""Breaks a text into the lines of a screen, and finds the line of any offset.

Greedy: a line takes the words that fit. Stretches of simple characters (one cell each, curly
quotes included) are cut by a search for the last space; only a line that holds a wide, joined
or zero-width character is walked through cluster by cluster. Wide characters may break anywhere
but before a closing mark and behind an opening one.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from reader.text.cells import TAB, clusters, next_odd

_BLANK = " \t"
_NOT_FIRST = frozenset(
    "。、，．：；！？）］｝」』】〉》〕ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ”’….,;:!?)]}»%'\""
)
_NOT_LAST = frozenset("（［｛「『【〈《〔“‘([{«")
_ZERO_WIDTH_SPACE = "\u200b"
_INVISIBLE = "\u200b\u200c\u2060\ufeff"


class Segment(NamedTuple):
    """One stretch of the text, ``start`` to ``end``: newlines break lines unless it ``flows``.

    Its first line is set in by ``indent`` cells and all further ones by ``indent + hanging``;
    ``gap`` blank lines stand before it. Segments come in text order and do not overlap. A line of
    a segment that flows may hold newlines, to be drawn as spaces (``cells.printable`` does so).
    """

    start: int
    end: int
    indent: int = 0
    gap: int = 0
    hanging: int = 0
    flows: bool = False


class Line(NamedTuple):
    """One line of the screen: the code points it shows, set in by ``indent`` cells.

    ``segment`` is the index of its segment, -1 for a blank line of a gap (start equals end).
    White space at which a line was broken belongs to no line.
    """

    start: int
    end: int
    indent: int
    segment: int


class WrapIndex:
    """The lines of ``text`` at ``width`` cells (at least 1).

    A line is never wider than ``width`` with its indent, but for a wide cluster where there is
    room for one cell only. ``line`` costs no search, ``line_of`` one bisection.
    """

    def __init__(self, text: str, segments: Sequence[Segment], width: int) -> None:
        if width < 1:
            raise ValueError(f"no text fits a width of {width}")
        self.text = text
        self.segments = segments
        self.width = width
        self._starts = array("I")
        self._ends = array("I")
        self._owners = array("i")
        filler = _Filler(_with_flowing(text, segments), self._starts, self._ends)
        for index, segment in enumerate(segments):
            for _ in range(segment.gap):
                self._starts.append(segment.start)
                self._ends.append(segment.start)
                self._owners.append(-1)
            filler.fill(
                segment.start,
                segment.end,
                width - self._indent(segment.indent),
                width - self._indent(segment.indent + segment.hanging),
            )
            self._owners.extend([index] * (len(self._starts) - len(self._owners)))

    @property
    def line_count(self) -> int:
        return len(self._starts)

    def _indent(self, cells: int) -> int:
        return max(0, min(cells, self.width - 1))

    def line(self, number: int) -> Line:
        """Return the line at ``number``, from 0; IndexError when there is none."""
        if not 0 <= number < len(self._starts):
            raise IndexError(f"no line {number}")
        owner = self._owners[number]
        if owner < 0:
            return Line(self._starts[number], self._ends[number], 0, -1)
        segment = self.segments[owner]
        first = number == 0 or self._owners[number - 1] != owner
        indent = segment.indent if first else segment.indent + segment.hanging
        return Line(self._starts[number], self._ends[number], self._indent(indent), owner)

    def line_of(self, offset: int) -> int:
        """Return the number of the line that shows ``offset``, or of the nearest one before it.

        An offset before all lines has the first line that is not blank; 0 without any line.
        """
        number = bisect_right(self._starts, offset) - 1
        if number < 0:
            number = bisect_right(self._starts, self._starts[0]) - 1 if self._starts else 0
        return number

    def lines_between(self, start: int, end: int) -> range:
        """Return the numbers of the lines that a span from ``start`` to ``end`` touches."""
        first = self.line_of(start)
        last = max(first, bisect_left(self._starts, end) - 1)
        return range(first, last + 1)


def _with_flowing(text: str, segments: Sequence[Segment]) -> str:
    """Return ``text`` with spaces for the newlines of segments that flow, as long as before."""
    pieces = []
    done = 0
    for segment in segments:
        if segment.flows:
            pieces.append(text[done : segment.start])
            pieces.append(text[segment.start : segment.end].replace("\n", " "))
            done = segment.end
    if not pieces:
        return text
    return "".join(pieces) + text[done:]


class _Filler:
    """Appends the starts and ends of lines to two arrays."""

    def __init__(self, text: str, starts: array[int], ends: array[int]) -> None:
        self.text = text
        self.starts = starts
        self.ends = ends
        self.odd = -1
        """The next character that is not simple: searched for once, used until passed."""

    def fill(self, start: int, end: int, first_width: int, width: int) -> None:
        """Break ``start`` to ``end`` into lines: the first of ``first_width``, then ``width``."""
        room = first_width
        while True:
            newline = self.text.find("\n", start, end)
            stop = end if newline < 0 else newline
            self._paragraph(start, stop, room, width)
            if newline < 0:
                return
            start, room = newline + 1, width

    def _paragraph(self, at: int, end: int, room: int, width: int) -> None:
        text, starts, ends = self.text, self.starts, self.ends
        while True:
            if self.odd < at:
                self.odd = next_odd(text, at)
            limit = at + room
            if self.odd >= min(end, limit + 1):
                if end <= limit:
                    starts.append(at)
                    ends.append(end)
                    return
                cut = text.rfind(" ", at, limit + 1)
                if cut < 0:
                    cut = following = limit
                else:
                    following = cut + 1
                    while cut > at and text[cut - 1] == " ":
                        cut -= 1
            else:
                cut, following = _cut_by_clusters(text, at, end, room)
            while following < end and text[following] in _BLANK and following > cut:
                following += 1
            starts.append(at)
            ends.append(cut)
            if following >= end:
                return
            at, room = following, width


def _cut_by_clusters(text: str, at: int, end: int, width: int) -> tuple[int, int]:
    """Return where a line from ``at`` ends and where the next one starts, counting clusters."""
    wide = next_odd(text, at, at + 1) == at
    size = (width // 2 if wide else width) + 16
    while True:
        stop = min(end, at + size)
        window = text[at:stop]
        pieces = clusters(window)
        if stop < end:
            pieces.pop()  # it may go on behind the window
        found = _walk(window, pieces, width)
        if found is not None:
            return at + found[0], at + found[1]
        if stop == end:
            return end, end
        size *= 2


def _walk(window: str, pieces: list[tuple[int, int, int]], width: int) -> tuple[int, int] | None:
    """Return the end of the line and the start of the next in ``window``.

    None when all pieces fit.
    """
    used = 0
    candidate: tuple[int, int] | None = None
    last = ""
    last_wide = False
    for start, end, cells in pieces:
        char = window[start]
        if char == "\t" or window[start:end].strip(_INVISIBLE) == " ":
            cells = TAB - used % TAB if char == "\t" else cells
            cut = len(window[:start].rstrip(_BLANK))
            candidate = (cut, end)
            wide = False
        else:
            wide = cells > 1
            if start and (wide or last_wide) and char not in _NOT_FIRST and last not in _NOT_LAST:
                candidate = (len(window[:start].rstrip(_BLANK)), start)
        if used + cells > width:
            if candidate is not None:
                return candidate
            return (start, start) if start else (end, end)
        if _ZERO_WIDTH_SPACE in window[start:end]:
            candidate = (end, end)
        used += cells
        last, last_wide = window[end - 1], wide
    return None
