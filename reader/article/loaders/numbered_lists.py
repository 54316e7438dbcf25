"""What stands before the items of lists that a word processor numbers by itself."""

from __future__ import annotations

from collections.abc import Mapping

BULLET = "• "
_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


class Numbering:
    """Counts lists by their id and depth; ``formats`` says how each one counts: "decimal",
    "lowerLetter", "upperRoman" …, anything else is a bullet.
    """

    def __init__(self, formats: Mapping[tuple[str, int], str]) -> None:
        self._formats = formats
        self._counts: dict[tuple[str, int], int] = {}

    def lead(self, list_id: str, depth: int) -> str:
        """What stands before the next item of a list at a depth from 1."""
        for key in [key for key in self._counts if key[0] == list_id and key[1] > depth]:
            del self._counts[key]
        count = self._counts.get((list_id, depth), 0) + 1
        self._counts[list_id, depth] = count
        return _written(count, self._formats.get((list_id, depth), ""))


def _written(count: int, kind: str) -> str:
    if kind in ("decimal", "decimalZero"):
        return f"{count}. "
    if kind in ("lowerLetter", "upperLetter") and count <= 26:
        letter = "abcdefghijklmnopqrstuvwxyz"[count - 1]
        return f"{letter if kind == 'lowerLetter' else letter.upper()}. "
    if kind in ("lowerRoman", "upperRoman") and count < 40:
        numeral = _roman(count)
        return f"{numeral if kind == 'lowerRoman' else numeral.upper()}. "
    return BULLET


def _roman(count: int) -> str:
    written = ""
    for value, letters in _ROMAN:
        while count >= value:
            written += letters
            count -= value
    return written
