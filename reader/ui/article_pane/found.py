"""The hits of a search in the article, and the one that the reader is at."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from reader.text.span import Span
from reader.ui.article_pane.reading import Reading


class Found:
    """Hits in text order; those in hidden text are left out.

    ``current`` is -1 before the first, ``gone_round`` tells that the last step went over an end of
    the text.
    """

    def __init__(self, query: str = "", spans: list[Span] | None = None) -> None:
        self.query = query
        self.spans = spans or []
        self.current = -1
        self.gone_round = False
        self._ends = [span.end for span in self.spans]

    def __len__(self) -> int:
        return len(self.spans)

    def between(self, start: int, end: int) -> Iterator[tuple[Span, bool]]:
        """Yield hits that overlap ``start`` to ``end``, and whether each is current."""
        for number in range(bisect_right(self._ends, start), len(self.spans)):
            span = self.spans[number]
            if span.start >= end:
                return
            yield span, number == self.current

    def go(self, offset: int, steps: int) -> Span | None:
        """Make the hit ``steps`` behind ``offset`` (before it, when negative) current.

        Goes round at the ends; None without hits.
        """
        if not self.spans:
            return None
        if steps > 0:
            at = bisect_right(self.spans, offset, key=lambda span: span.start) - 1
        else:
            at = bisect_left(self.spans, offset, key=lambda span: span.start)
        self.gone_round = not 0 <= at + steps < len(self.spans)
        self.current = (at + steps) % len(self.spans)
        return self.spans[self.current]

    def go_near(self, offset: int) -> Span | None:
        """Make the first hit at or behind ``offset`` current, else the first of all."""
        return self.go(offset - 1, 1)


def search(reading: Reading, query: str, *, regex: bool = False) -> Found:
    """Return the shown hits of ``query``; FindError when it cannot be searched for."""
    from reader.text.find import hits

    spans = [
        span for span in hits(reading.text, query, regex=regex) if reading.is_shown(span.start)
    ]
    return Found(query, spans)
