"""How fast a queue goes, and how long the rest of it will take."""

from __future__ import annotations

import statistics
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from reader.text.plural import counted

BREAK = 600.0
"""Seconds between two decisions from which on somebody was away."""
LEAST = 3
"""Fewer decisions tell no pace."""


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds that an item takes (the median), and those that the rest will take."""

    an_item: float
    left: float

    def __str__(self) -> str:
        if self.left < 60:
            return "less than a minute left"
        minutes = round(self.left / 60)
        return f"about {counted(minutes, 'minute')} left"


def pace(times: Iterable[str], left: int) -> Pace | None:
    """Return the pace of decisions made at ``times`` (ISO), with ``left`` items to go.

    None while there are too few to tell. Breaks do not count, times that are none neither.
    """
    seconds = sorted(at for at in map(_seconds, times) if at is not None)
    gaps = [later - before for before, later in pairwise(seconds) if later - before < BREAK]
    if len(gaps) < LEAST - 1:
        return None
    an_item = statistics.median(gaps)
    return Pace(an_item, an_item * left)


def _seconds(time: str) -> float | None:
    try:
        return datetime.fromisoformat(time).timestamp()
    except ValueError:
        return None
