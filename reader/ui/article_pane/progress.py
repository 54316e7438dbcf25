"""How far the reading is, and how long the rest takes."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

WORDS_A_MINUTE = 230
SIGNS_A_MINUTE = 500
"""For scripts without spaces between words."""

_SPARSE = 15
"""A text with fewer than one space in so many characters is taken for one without spaces."""

_TELLING = 200
"""Characters from which on the share of spaces tells something."""


@dataclass(frozen=True, slots=True)
class Progress:
    """``percent`` of the text is behind the last line shown; the rest takes ``minutes_left``."""

    percent: int
    minutes_left: int


class Meter:
    """Progress in one text.

    It counts spaces, not words, and only those passed since the last time: fast enough to ask at
    every line scrolled in a book.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._seen = len(text)
        self._spaces_left = 0

    def at(self, seen: int) -> Progress:
        """Progress with everything before ``seen`` read."""
        low, high = sorted((seen, self._seen))
        passed = self._text.count(" ", low, high) + self._text.count("\n", low, high)
        self._spaces_left += passed if seen < self._seen else -passed
        self._seen = seen
        size = len(self._text)
        left = size - seen
        if left <= 0:
            return Progress(100, 0)
        return Progress(min(99, 100 * seen // size), self._minutes(left))

    def _minutes(self, characters: int) -> int:
        """Return how long what is left takes to read."""
        if characters > _TELLING and self._spaces_left * _SPARSE < characters:
            return ceil(characters / SIGNS_A_MINUTE)
        return ceil((self._spaces_left + 1) / WORDS_A_MINUTE)
