"""Where the reader has been: a list to go back and forward in, and places with a letter."""

from __future__ import annotations

KEPT = 100


class Jumps:
    """The places jumped from, oldest first, as vim keeps them: a place is in it once."""

    def __init__(self) -> None:
        self._places: list[int] = []
        self._at = 0

    def leave(self, offset: int) -> None:
        """Note the place that a jump starts from."""
        if offset in self._places:
            self._places.remove(offset)
        self._places.append(offset)
        del self._places[:-KEPT]
        self._at = len(self._places)

    def back(self, offset: int) -> int | None:
        """Return the place before; ``offset`` is where one is now. None at the oldest."""
        if self._at == len(self._places):
            if self._places and self._places[-1] == offset:
                self._at -= 1
            else:
                self.leave(offset)
                self._at -= 1
        if self._at == 0:
            return None
        self._at -= 1
        return self._places[self._at]

    def forward(self) -> int | None:
        """Return the place one went back from; None at the newest."""
        if self._at + 1 >= len(self._places):
            return None
        self._at += 1
        return self._places[self._at]
