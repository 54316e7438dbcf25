"""Cuts overlapping spans into runs, each with the set of spans that cover it.

One sweep over the sorted boundaries; a query is one bisection and the runs it crosses.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from reader.text.span import Span


class Run(NamedTuple):
    """``start`` to ``end`` is covered by the spans at the positions ``members``, ascending."""

    start: int
    end: int
    members: tuple[int, ...]


class RunIndex:
    """The runs of ``spans``, which never change; see ``LayeredRuns`` for marks that do.

    Empty spans cover nothing. Time and memory are those of the sorted boundaries plus, for each
    run, its members: 50,000 spans that overlap by a few take about a quarter of a second.
    """

    def __init__(self, spans: Sequence[Span]) -> None:
        self._starts = array("q")
        self._ends = array("q")
        self._members: list[tuple[int, ...]] = []
        if spans:
            self._sweep(spans)

    def _sweep(self, spans: Sequence[Span]) -> None:
        boundaries: list[tuple[int, int]] = []
        for position, span in enumerate(spans):
            if span.start < span.end:
                boundaries.append((span.start, position))
                boundaries.append((span.end, ~position))
        boundaries.sort()
        starts, ends, members = self._starts, self._ends, self._members
        covering: set[int] = set()
        before = 0
        for offset, position in boundaries:
            if offset > before and covering:
                starts.append(before)
                ends.append(offset)
                members.append(tuple(sorted(covering)))
            before = offset
            if position >= 0:
                covering.add(position)
            else:
                covering.discard(~position)

    def __len__(self) -> int:
        return len(self._members)

    def between(self, start: int, end: int) -> Iterator[Run]:
        """The runs of ``start`` to ``end``, clipped to it and in order; uncovered text is left out.

        ``start`` and ``end`` are offsets, ``end`` exclusive.
        """
        if start >= end:
            return
        at = max(0, bisect_right(self._starts, start) - 1)
        for number in range(at, len(self._members)):
            first = self._starts[number]
            if first >= end:
                return
            last = self._ends[number]
            if last > start:
                yield Run(max(first, start), min(last, end), self._members[number])

    def at(self, offset: int) -> tuple[int, ...]:
        """The positions of the spans that cover ``offset``, ascending."""
        number = bisect_right(self._starts, offset) - 1
        if number >= 0 and offset < self._ends[number]:
            return self._members[number]
        return ()


class LayeredRuns:
    """Runs over many spans that stay and some that come and go.

    The first ``len(base)`` positions are those of ``base``; spans put in by ``add`` get the
    positions after them, in order of adding, and keep them when others go. A change sweeps only
    the changed layer again: one more mark over 50,000 base spans costs what the marks cost.
    """

    def __init__(self, base: Sequence[Span], over: Iterable[Span] = ()) -> None:
        self._base = RunIndex(base)
        self._offset = len(base)
        self._over: list[Span] = list(over)
        self._top = RunIndex(self._over)

    def add(self, span: Span) -> int:
        """Lay one more span on top; its position."""
        return self.add_all([span])

    def add_all(self, spans: Iterable[Span]) -> int:
        """Lay ``spans`` on top in one sweep; the position of the first."""
        first = self._offset + len(self._over)
        self._over.extend(spans)
        self._top = RunIndex(self._over)
        return first

    def remove(self, position: int) -> None:
        """Take the span at ``position`` off; KeyError when it is none that was put on top."""
        if not 0 <= position - self._offset < len(self._over):
            raise KeyError(position)
        self._over[position - self._offset] = Span(0, 0)
        self._top = RunIndex(self._over)

    def between(self, start: int, end: int) -> Iterator[Run]:
        """As ``RunIndex.between``, over both layers."""
        lower = list(self._base.between(start, end))
        upper = list(self._top.between(start, end))
        if not upper:
            yield from lower
            return
        cuts = sorted({edge for run in (*lower, *upper) for edge in (run.start, run.end)})
        low = high = 0
        for first, last in pairwise(cuts):
            while low < len(lower) and lower[low].end <= first:
                low += 1
            while high < len(upper) and upper[high].end <= first:
                high += 1
            members: tuple[int, ...] = ()
            if low < len(lower) and lower[low].start <= first:
                members = lower[low].members
            if high < len(upper) and upper[high].start <= first:
                members += tuple(self._offset + position for position in upper[high].members)
            if members:
                yield Run(first, last, members)

    def at(self, offset: int) -> tuple[int, ...]:
        """As ``RunIndex.at``, over both layers."""
        top = tuple(self._offset + position for position in self._top.at(offset))
        return self._base.at(offset) + top
