"""Days and times as the person's own clock has them; records keep UTC."""

from __future__ import annotations

from datetime import datetime


def local_time(moment: str) -> str:
    """Return a time in UTC, ``2026-03-01T22:00:00Z``, by the clock of this machine.

    Another as it is.
    """
    if not moment.endswith("Z") or len(moment) < len("2026-03-01T22:00Z"):
        return moment
    try:
        when = datetime.fromisoformat(moment).astimezone()
    except (ValueError, OverflowError, OSError):
        return moment
    return when.strftime("%Y-%m-%dT%H:%M:%S")


def local_day(moment: str) -> str:
    """Return the day of a time in UTC by the clock of this machine.

    A date, which may be partial, as it is.
    """
    return local_time(moment)[:10]
