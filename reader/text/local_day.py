"""Days and times as the person's own clock has them; records keep UTC."""

from __future__ import annotations

from datetime import datetime


def local_time(told: str) -> str:
    """A time in UTC, ``2026-03-01T22:00:00Z``, by the clock of this machine; another as it is."""
    if not told.endswith("Z") or len(told) < len("2026-03-01T22:00Z"):
        return told
    try:
        when = datetime.fromisoformat(told).astimezone()
    except (ValueError, OverflowError, OSError):
        return told
    return when.strftime("%Y-%m-%dT%H:%M:%S")


def local_day(told: str) -> str:
    """The day of a time in UTC by the clock of this machine; a date, which may be partial, as it
    is.
    """
    return local_time(told)[:10]
