from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

from reader.analysis.shared.turns import Turns


class Race:
    """Owners that want some turns each, all waiting before the first is given."""

    def __init__(self, wanted: dict[str, int], places: int = 1) -> None:
        self.turns = Turns(places)
        self.order: list[str] = []
        self._go = threading.Event()
        self._wanted = wanted

    def run(self, until: Callable[[Callable[[], object]], None]) -> list[str]:
        threads = [
            threading.Thread(target=self._take, args=(owner, number))
            for owner, number in self._wanted.items()
        ]
        with self.turns.turn("first"):
            for thread in threads:
                thread.start()
            until(lambda: len(self.turns._waiting) == len(threads))
        for thread in threads:
            thread.join()
        return self.order

    def _take(self, owner: str, number: int) -> None:
        for _ in range(number):
            with self.turns.turn(owner):
                self.order.append(owner)


@pytest.mark.parametrize("long", [3, 30])
def test_a_short_article_never_waits_for_the_whole_of_a_long_one(long, until):
    order = Race({"long": long, "short": 1}).run(until)
    assert order.index("short") <= 1
    assert order.count("long") == long


def test_who_waits_for_the_first_time_goes_before_who_had_a_turn(until):
    turns, order = Turns(1), []

    def take(owner):
        with turns.turn(owner):
            order.append(owner)

    with turns.turn("old"):
        threads = [threading.Thread(target=take, args=(owner,)) for owner in ("old", "new")]
        for thread in threads:
            thread.start()
        until(lambda: len(turns._waiting) == 2)
    for thread in threads:
        thread.join()
    assert order == ["new", "old"]


def test_no_more_have_a_turn_than_there_are_places(until):
    turns, inside, most = Turns(1), [], []
    turns.add(1)

    def take(owner):
        for _ in range(50):
            with turns.turn(owner):
                inside.append(owner)
                most.append(len(inside))
                inside.remove(owner)

    threads = [threading.Thread(target=take, args=(owner,)) for owner in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert max(most) <= 2
    with turns.turn("a"), turns.turn("b"):
        assert turns._free == 0


def test_who_gives_up_waits_no_longer_and_takes_no_turn(until):
    turns, given_up, left = Turns(1), threading.Event(), threading.Event()

    def take():
        with turns.turn("other", given_up.is_set):
            left.set()

    with turns.turn("first"):
        thread = threading.Thread(target=take)
        thread.start()
        until(lambda: turns._waiting["other"])
        given_up.set()
        turns.wake()
        assert left.wait(60)
        thread.join()
        assert turns._free == 0
    assert turns._free == 1
