"""Fair turns at the processor for the articles of several terminals."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from itertools import count


class Turns:
    """As many turns at a time as there are ``places``.

    Who had a turn longest ago goes first: a paragraph in view never waits for the whole of
    somebody else's long article.
    """

    def __init__(self, places: int) -> None:
        self._free = places
        self._changed = threading.Condition()
        self._waiting: Counter[Hashable] = Counter()
        self._last: dict[Hashable, int] = {}
        self._number = count()

    @contextmanager
    def turn(self, owner: Hashable, given_up: Callable[[], bool] = lambda: False) -> Iterator[None]:
        """Wait for a turn of ``owner`` and have it while the block runs.

        The wait ends early, without a turn, once ``given_up`` is true and ``wake`` was called.
        """
        with self._changed:
            self._waiting[owner] += 1
            self._changed.wait_for(lambda: given_up() or (self._free and self._next() == owner))
            self._waiting[owner] -= 1
            self._waiting += Counter()  # without those that nobody waits for
            has_turn = not given_up()
            if has_turn:
                self._free -= 1
                self._last[owner] = next(self._number)
            self._changed.notify_all()
        try:
            yield
        finally:
            if has_turn:
                with self._changed:
                    self._free += 1
                    self._changed.notify_all()

    def add(self, places: int) -> None:
        """Have so many more turns at a time."""
        with self._changed:
            self._free += places
            self._changed.notify_all()

    def wake(self) -> None:
        """Have everyone who waits look again whether to give up."""
        with self._changed:
            self._changed.notify_all()

    def leave(self, owner: Hashable) -> None:
        """Forget an owner who will take no more turns."""
        with self._changed:
            self._last.pop(owner, None)

    def _next(self) -> Hashable:
        return min(self._waiting, key=lambda owner: self._last.get(owner, -1))
