"""What an agency says of an item's use: under embargo, withheld, cancelled (IPTC pubstatus)."""

from __future__ import annotations

CANCELLED = "The agency has cancelled this item; do not use it."
WITHHELD = "The agency withholds this item; do not use it until it is released."
_CANCELLED = ("canceled", "cancelled", "killed", "kill", "deleted")
_WITHHELD = ("withheld", "hold")


def status_notices(status: str | None, embargo: str | None = None) -> tuple[str, ...]:
    """Return what a person must know before using an item.

    ``status`` is the agency's word, also as a code ("stat:withheld"); ``embargo`` the time until
    which the item is not to be published, as it is written, "" where only the fact is known.
    """
    word = (status or "").rpartition(":")[2].strip().lower()
    found = []
    if word in _CANCELLED:
        found.append(CANCELLED)
    if embargo:
        found.append(f"This item is under embargo until {embargo}; do not publish it before.")
    elif embargo is not None or word == "embargoed":
        found.append("This item is under embargo; ask the agency until when.")
    if word in _WITHHELD:
        found.append(WITHHELD)
    return tuple(found)
