"""The letter for each other person whose marks are on an article."""

from __future__ import annotations

from collections.abc import Iterable
from string import ascii_uppercase, digits

NOBODY = "no name"


def people_signs(people: Iterable[str], me: str) -> dict[str, str]:
    """Return a sign for each of ``people`` but ``me``: the first letter of the name that is free.

    Where none of its letters is, any free one; "?" once all are taken. A record without a name is
    taken for one's own.
    """
    signs: dict[str, str] = {}
    for name in sorted({*people} - {me, ""}):
        letters = [each for each in name.upper() if each in ascii_uppercase + digits]
        free = [*letters, *ascii_uppercase, *digits]
        signs[name] = next((each for each in free if each not in signs.values()), "?")
    return signs
