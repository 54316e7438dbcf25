from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from reader.review.pace import BREAK, pace

START = datetime(2026, 11, 23, 9, tzinfo=UTC)


def at(*seconds: float) -> list[str]:
    return [(START + timedelta(seconds=each)).strftime("%Y-%m-%dT%H:%M:%SZ") for each in seconds]


def test_the_rest_takes_as_long_for_each_item_as_those_before():
    report = pace(at(0, 10, 20, 30), 12)
    assert (report.an_item, report.left) == (10, 120)
    assert str(report) == "about 2 minutes left"


def test_a_break_does_not_slow_the_pace():
    assert pace(at(0, 10, 20, 20 + BREAK, 30 + BREAK), 1).an_item == 10


def test_too_little_tells_nothing():
    assert pace(at(0, 10), 5) is None
    assert pace(["", "yesterday"], 5) is None


@given(st.lists(st.integers(0, 10_000), max_size=40), st.integers(0, 500))
def test_any_times_in_any_order_can_be_reported(seconds, left):
    report = pace(at(*seconds), left)
    assert report is None or 0 <= report.an_item < BREAK
    assert pace(at(*reversed(seconds)), left) == report
