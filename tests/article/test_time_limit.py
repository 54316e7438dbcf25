"""Work that takes too long is stopped, and what is done in time is left alone."""

from __future__ import annotations

import contextlib
import itertools
import threading

import pytest

from reader.article.loaders.time_limit import OverTimeError, time_limit


def work_for_ever() -> None:
    for _ in itertools.count():
        with contextlib.suppress(Exception):  # as a library may do
            sum(range(100))


def test_endless_work_is_stopped_in_any_thread() -> None:
    stopped: list[str] = []

    def run() -> None:
        try:
            with time_limit(0.01):
                work_for_ever()
        except OverTimeError:
            stopped.append(threading.current_thread().name)

    others = [threading.Thread(target=run, name=str(number)) for number in range(3)]
    for each in others:
        each.start()
    run()
    for each in others:
        each.join()
    assert sorted(stopped) == sorted(["0", "1", "2", threading.current_thread().name])


def test_what_ends_in_time_is_never_stopped_later() -> None:
    ended = over = 0
    for number in range(300):
        try:
            with time_limit(0.0001 * (number % 5)):
                sum(range(20_000))
            ended += 1
        except OverTimeError:
            over += 1
        sum(range(2_000))
    assert ended + over == 300


def test_another_fault_passes_through() -> None:
    with pytest.raises(ValueError, match="own"), time_limit(60):
        raise ValueError("own")
