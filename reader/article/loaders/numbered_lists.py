"""What comes before the items of lists that a word processor numbers by itself."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

BULLET = "• "
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
    (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_PLACE = re.compile(r"%(\d)")
_DEEPEST = 9


@dataclass(frozen=True, slots=True)
class Level:
    """How a list counts at one depth.

    ``kind`` is "decimal", "lowerLetter", "upperRoman" …, anything else is a bullet; ``text`` has
    %1 for the number at the first depth ("%1.%2."), "" for the number and a full stop.
    """

    kind: str = ""
    start: int = 1
    text: str = ""


class Numbering:
    """Counts lists; ``levels`` says how each list counts at each depth from 1.

    Lists that ``shares`` gives one name go on counting together, until ``restarts`` (list and
    depth) names a number to begin again with.
    """

    def __init__(
        self,
        levels: Mapping[tuple[str, int], Level],
        shares: Mapping[str, str] | None = None,
        restarts: Mapping[tuple[str, int], int] | None = None,
    ) -> None:
        self._levels = levels
        self._shares = shares or {}
        self._restarts = dict(restarts or {})
        self._counts: dict[tuple[str, int], int] = {}

    def lead(self, list_id: str, depth: int, number: int | None = None) -> str:
        """Return what comes before the next item of a list.

        ``number`` is the item's own, if any.
        """
        name = self._shares.get(list_id, list_id)
        for key in [key for key in self._counts if key[0] == name and key[1] > depth]:
            del self._counts[key]
        level = self._levels.get((list_id, depth), Level())
        again = self._restarts.pop((list_id, depth), None)
        if number is None:
            number = again if again is not None else self._next(name, depth, level)
        self._counts[name, depth] = number
        if not _counts(level.kind):
            return BULLET
        if not level.text:
            return written(number, level.kind)
        return f"{_PLACE.sub(lambda at: self._at(list_id, name, int(at[1])), level.text)} "

    def _next(self, name: str, depth: int, level: Level) -> int:
        before = self._counts.get((name, depth))
        return level.start if before is None else before + 1

    def _at(self, list_id: str, name: str, depth: int) -> str:
        level = self._levels.get((list_id, depth), Level("decimal"))
        return _number(self._counts.get((name, depth), level.start), level.kind)


def written(number: int, kind: str) -> str:
    """Return a number as it comes before an item: "3.

    ", "c. ", "iii. "; a bullet for other kinds.
    """
    return f"{_number(number, kind)}. " if _counts(kind) else BULLET


def _counts(kind: str) -> bool:
    return kind in ("decimal", "decimalZero") or kind.endswith(("Letter", "Roman"))


def _number(number: int, kind: str) -> str:
    if kind.endswith("Letter") and number > 0:
        # Behind z Word writes aa and bb, a browser aa and ab; both are rare.
        letter = _LETTERS[(number - 1) % 26] * ((number - 1) // 26 + 1)
        return letter if kind == "lowerLetter" else letter.upper()
    if kind.endswith("Roman") and 0 < number < 4000:
        return _roman(number) if kind == "lowerRoman" else _roman(number).upper()
    return f"{number:02}" if kind == "decimalZero" else str(number)


def _roman(number: int) -> str:
    roman = ""
    for value, letters in _ROMAN:
        roman += letters * (number // value)
        number %= value
    return roman
