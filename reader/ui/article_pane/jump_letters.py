"""Letters laid over what can be jumped to, the nearest to hand first."""

from __future__ import annotations

from collections.abc import Iterable

ALPHABET = "fjdkslaghruvneicmotybwxpqz"


def lettered(offsets: Iterable[int]) -> dict[int, str]:
    """Return a letter for each offset, in order.

    Two each when there are more than one alphabet has.

    Beyond two letters' worth the last ones get none. All have the same length, so that none is
    the beginning of another.
    """
    places = sorted(set(offsets))
    if len(places) <= len(ALPHABET):
        return dict(zip(places, ALPHABET, strict=False))
    pairs = (first + second for first in ALPHABET for second in ALPHABET)
    return dict(zip(places, pairs, strict=False))


def led_to(letters: dict[int, str], typed: str) -> dict[int, str]:
    """Return those of ``letters`` that begin with what was ``typed``."""
    return {offset: written for offset, written in letters.items() if written.startswith(typed)}
