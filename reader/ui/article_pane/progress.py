"""How far the reading is, and how long the rest takes."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

WORDS_A_MINUTE = 230
SIGNS_A_MINUTE = 500
"""For scripts without spaces between words."""

_SPARSE = 15
"""A text with fewer than one space in so many characters is taken for one without spaces."""


@dataclass(frozen=True, slots=True)
class Progress:
    """``percent`` of the text is behind the last line shown; the rest takes ``minutes_left``."""

    percent: int
    minutes_left: int
    words_left: int


def progress(text: str, seen: int) -> Progress:
    """Progress with everything before ``seen`` read. Counts spaces, not words: fast on a book."""
    size = len(text)
    left = size - seen
    spaces = text.count(" ", seen) + text.count("\n", seen)
    if left > 200 and spaces * _SPARSE < left:
        minutes, words = left / SIGNS_A_MINUTE, left // 2
    else:
        words = spaces + 1 if text[seen:].strip() else 0
        minutes = words / WORDS_A_MINUTE
    percent = 100 if left <= 0 else min(99, 100 * seen // max(1, size))
    return Progress(percent if size else 100, ceil(minutes), words)
