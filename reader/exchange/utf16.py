"""Offsets that count UTF-16 units, as Java's tools do, and code points."""

from __future__ import annotations

from bisect import bisect_left


class Utf16Offsets:
    """Offsets into one text, either way."""

    def __init__(self, text: str) -> None:
        self._wide = [place for place, sign in enumerate(text) if sign > "\uffff"]
        self._shifted = [place + number for number, place in enumerate(self._wide)]

    def of(self, offset: int) -> int:
        """Return the UTF-16 offset of a code point offset."""
        return offset + bisect_left(self._wide, offset)

    def back(self, unit: int) -> int:
        """Return the code point offset of a UTF-16 offset."""
        return unit - bisect_left(self._shifted, unit)
