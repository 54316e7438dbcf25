"""A stretch of a text, in code points, end exclusive."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, order=True, slots=True)
class Span:
    """``start`` to ``end`` in code points of one text, end exclusive.

    Raises ValueError when ``start`` is negative or lies behind ``end``.
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"not a span: {self.start} to {self.end}")

    def __len__(self) -> int:
        return self.end - self.start

    def __contains__(self, offset: int) -> bool:
        return self.start <= offset < self.end

    def slice(self, text: str) -> str:
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """Return whether the two share at least one character."""
        return self.start < other.end and other.start < self.end

    def covers(self, other: Span) -> bool:
        return self.start <= other.start and other.end <= self.end

    def shifted(self, by: int) -> Span:
        return Span(self.start + by, self.end + by)


def hull(spans: Iterable[Span]) -> Span:
    """Return the smallest span that covers all of ``spans``; ValueError when there are none."""
    every = list(spans)
    if not every:
        raise ValueError("no spans to cover")
    return Span(min(span.start for span in every), max(span.end for span in every))
