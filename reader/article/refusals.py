"""What a server's refusal means, in words that follow an address: "… is not there (404)"."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from reader.article.pace import duration

_STATUS = {
    401: "can be read only after logging in; open it in a browser and save the page",
    402: "can be read only by subscribers; open it in a browser and save the page",
    403: "was refused by its server (403), perhaps for want of a subscription; "
    "open it in a browser and save the page",
    404: "is not there (404); check the address",
    406: "was refused by its server (406); open it in a browser and save the page",
    410: "is gone for good (410); look for it in a web archive",
    451: "is withheld for legal reasons (451)",
}
_LONGEST_WAIT = 9
"""Digits of a number of seconds, which is thirty years; a longer one is no sensible number."""
_LATER = {429: "was refused because too much was asked of its server (429)"}


def refusal(status: int, again: float | None) -> str:
    """Why there is no page; ``again`` is in how many seconds the server wants to be asked."""
    if status in _STATUS:
        return _STATUS[status]
    if status < 500 and status not in _LATER:
        return f"was not given by its server ({status}); open it in a browser"
    words = _LATER.get(status, f"cannot be given by its server now ({status})")
    when = "later" if again is None else f"in {duration(again)}"
    return f"{words}; try again {when}"


def seconds_until(after: str) -> float | None:
    """Return what a Retry-After header says, in seconds or as a date; None for anything else."""
    digits = after.strip()
    if digits.isdecimal():
        return float(digits) if len(digits) <= _LONGEST_WAIT else None
    try:
        left = (parsedate_to_datetime(after) - datetime.now(UTC)).total_seconds()
    except (ValueError, TypeError, OverflowError):
        return None
    return max(0.0, left)
