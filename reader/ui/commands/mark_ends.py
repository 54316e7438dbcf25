"""Which end of a mark grows and shrinks, and where the cursor is then."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from reader.text.span import Span

if TYPE_CHECKING:
    from reader.session.session import Session
    from reader.session.stage import Stage, Unit


class MarkEnds:
    """A mark grows at its end; once turned, and until the cursor leaves it, at its start."""

    def __init__(self, session: Session, stage: Stage) -> None:
        self._session = session
        self._stage = stage
        self._turned: str | None = None
        self._at = 0

    def turn(self, mark_id: str, spans: Sequence[Span]) -> None:
        """Go to the other end of the mark, which is the one that grows from now on."""
        part = self._part(spans)
        to_start = not self._is_turned(mark_id)
        self._go(mark_id, part.start if to_start else part.end - 1, turned=to_start)
        self._session.report(f"The mark's {'start' if to_start else 'end'} grows and shrinks now.")

    def resized(
        self, mark_id: str, spans: Sequence[Span], by: int, unit: Unit
    ) -> tuple[Span, ...] | None:
        """Return the passages with the one at the cursor grown by so many units, or shrunk.

        None when that cannot be.
        """
        part = self._part(spans)
        backwards = self._is_turned(mark_id)
        grown = self._stage.grown(part, by, unit, backwards=backwards)
        if grown == part or not len(grown):
            return None
        return merged(grown if span == part else span for span in spans)

    def follow(self, mark_id: str, spans: Sequence[Span]) -> None:
        """Keep the cursor on a mark that was resized."""
        cursor = self._stage.cursor
        if self._stage.context != "read":
            return
        part = self._part(spans)
        if self._is_turned(mark_id):
            self._go(mark_id, part.start, turned=True)
        elif cursor in part:
            self._stage.mean(mark_id)
        else:
            self._go(mark_id, part.end - 1, turned=False)

    def _is_turned(self, mark_id: str) -> bool:
        return self._turned == mark_id and self._stage.cursor == self._at

    def _part(self, spans: Sequence[Span]) -> Span:
        """Return the passage that the cursor is on, or nearest to."""
        cursor = self._stage.cursor
        return min(spans, key=lambda span: max(span.start - cursor, cursor - span.end + 1, 0))

    def _go(self, mark_id: str, offset: int, *, turned: bool) -> None:
        stage = self._stage
        stage.go_to(offset, jump=False)
        stage.mean(mark_id)
        self._turned, self._at = (mark_id if turned else None), stage.cursor


def merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return the passages in text order, those that touch or overlap made one."""
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and span.start <= joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return tuple(joined)
