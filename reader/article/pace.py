"""How often one server is asked: not twice within a second, and not before it wants to be."""

from __future__ import annotations

import threading
import time

from reader.article.article import ArticleError
from reader.text.plural import counted

APART = 1.0
"""Seconds between two pages of one server."""
LONGEST_HOLD = 3600.0


class Pace:
    """When each server may be asked next; for any thread."""

    def __init__(self, apart: float = APART) -> None:
        self.apart = apart
        self._lock = threading.Lock()
        self._next: dict[str, float] = {}
        self._held: dict[str, float] = {}

    def turn(self, host: str) -> float:
        """Seconds to wait before ``host`` is asked; the turn after is later by ``apart``.

        Raises ArticleError while the server wants to be left alone.
        """
        with self._lock:
            now = time.monotonic()
            held = self._held.get(host, now) - now
            if held > 0:
                raise ArticleError(
                    f"{host} wants to be asked again only in {duration(held)}; try again then."
                )
            turn = max(now, self._next.get(host, now))
            self._next[host] = turn + self.apart
            return turn - now

    def hold(self, host: str, seconds: float) -> None:
        """Leave ``host`` alone for so long, an hour at most."""
        with self._lock:
            self._held[host] = time.monotonic() + min(seconds, LONGEST_HOLD)


def duration(seconds: float) -> str:
    """Return ``seconds`` in words, rounded up: "40 seconds", "3 minutes"."""
    for size, unit in ((3600, "hour"), (60, "minute")):
        if seconds > 1.5 * size:
            number = -int(-seconds // size)
            return counted(number, unit)
    number = max(1, -int(-seconds // 1))
    return counted(number, "second")
