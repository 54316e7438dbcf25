"""Many files opened side by side, one of which ends the process that opens it."""

from __future__ import annotations

import os

import pytest

from reader.desk import opening_many
from reader.desk.opening_many import open_many


def opened(place: str) -> list[str]:
    """End its own process at the place "crash"."""
    if place == "crash":
        os._exit(3)
    return [place.upper(), str(os.getpid())]


@pytest.fixture
def few(monkeypatch):
    monkeypatch.setattr(opening_many, "MANY", 10)
    monkeypatch.setattr(opening_many, "CHUNK", 3)
    monkeypatch.setattr(opening_many, "usable_cores", lambda: 2)


def test_files_come_in_their_order_from_other_processes(few):
    places = [f"p{number}" for number in range(20)]
    found = list(open_many(places, opened, str, stopped=lambda: False))
    assert [first for first, _ in found] == [place.upper() for place in places]
    assert str(os.getpid()) not in {process for _, process in found}


def test_one_that_ends_its_process_does_not_stop_the_rest(few):
    places = [f"p{number}" for number in range(11)]
    places.insert(4, "crash")
    found = list(open_many(places, opened, lambda place: f"{place} is gone", stopped=lambda: False))
    assert [each[0] for each in found] == [
        "crash is gone" if place == "crash" else place.upper() for place in places
    ]


def test_nothing_more_is_opened_once_it_is_stopped(few):
    asked: set[str] = set()
    places = [f"p{number}" for number in range(30)]
    for each in open_many(places, opened, str, stopped=lambda: len(asked) >= 5):
        asked.add(each[0])
    assert 5 <= len(asked) < 12


def test_few_files_are_opened_here():
    assert list(open_many(["a"], opened, str, stopped=lambda: False)) == [["A", str(os.getpid())]]
