"""Days by the person's own clock."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import pytest

from reader.annotations.conditions import of_records
from reader.text.local_day import local_day, local_time

Move = Callable[[str], None]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[Move]:
    def move(zone: str) -> None:
        monkeypatch.setenv("TZ", zone)
        time.tzset()

    yield move
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize(
    ("zone", "day"),
    [("UTC", "2026-05-01"), ("XXX-14", "2026-05-02"), ("XXX+11", "2026-05-01"), ("", "2026-05-01")],
)
def test_a_time_has_the_day_of_the_clock(zone: str, day: str, clock: Move) -> None:
    clock(zone)
    assert local_day("2026-05-01T11:30:00Z") == day


@pytest.mark.parametrize(
    "report", ["2026", "2026-05", "2026-05-01", "", "soon", "99999-01-01T00:00:00Z"]
)
def test_what_is_no_time_in_utc_stays(report: str, clock: Move) -> None:
    clock("XXX-14")
    assert local_time(report) == report


def test_a_filter_by_days_goes_by_the_clock(clock: Move) -> None:
    row = {"kind": "note", "modified": "2026-05-01T23:30:00Z"}
    clock("XXX-2")
    assert of_records(since="2026-05-02")(row)
    assert not of_records(until="2026-05-01")(row)
    clock("UTC")
    assert not of_records(since="2026-05-02")(row)
    assert of_records(until="2026-05-01")(row)
