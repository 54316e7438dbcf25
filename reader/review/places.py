"""Things that stand in a text, found by the passage they share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Generic, TypeVar

from reader.text.runs import RunIndex
from reader.text.span import Span

T = TypeVar("T")


class Places(Generic[T]):
    """Looks up what overlaps a passage without going through all there is."""

    def __init__(self, placed: Iterable[tuple[Span, T]]) -> None:
        self._placed = list(placed)

    @cached_property
    def _index(self) -> RunIndex:
        return RunIndex([span for span, _ in self._placed])

    def everything(self) -> Sequence[tuple[Span, T]]:
        return self._placed

    def overlapping(self, span: Span) -> list[tuple[Span, T]]:
        """Return those that share a character with ``span``, in the order they were given."""
        members = {
            member for run in self._index.between(span.start, span.end) for member in run.members
        }
        return [self._placed[member] for member in sorted(members)]

    def covering(self, span: Span) -> list[tuple[Span, T]]:
        """Return those that hold all of ``span``."""
        return [each for each in self.overlapping(span) if each[0].covers(span)]
