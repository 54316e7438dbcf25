"""The day that a short line gives, in the languages and orders of others' pages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.article.loaders.written_days import day_of_line


@pytest.mark.parametrize(
    "line",
    [
        "Saturday, 14 March 2026",
        "March 14, 2026",
        "Mar. 14th, 2026 | 3 comments | 4 min read",
        "14. März 2026, 10:30 Uhr",
        "14 de marzo de 2026",
        "14 de março de 2026",
        "14 marzo 2026",
        "14 marca 2026",
        "14 марта 2026 г.",
        "14 березня 2026",
        "14. března 2026",
        "14. maaliskuuta 2026",
        "2026. március 14.",
        "14 Μαρτίου 2026",
        "14 mars 2026 kl. 9",
        "14 | 03 | 2026",
        "Mar 14 09:34 2026",
        "14.03.2026 - 11:20",
        "2026年3月14日",
        "Posted 2026-03-14 by Ann",
    ],
)
def test_a_day_in_many_ways_of_writing(line: str) -> None:
    assert day_of_line(line) == "2026-03-14"


@pytest.mark.parametrize(
    "line",
    [
        "03/04/2026",
        "14 listopada 2025",
        "March 2026",
        "2026",
        "Room 14, 2026",
        "31 lutego 2026",
        "",
    ],
)
def test_what_is_no_day_or_two_is_none(line: str) -> None:
    assert day_of_line(line) is None


@given(st.text(max_size=80))
def test_any_line_gives_a_day_of_its_own_numbers_or_none(line: str) -> None:
    day = day_of_line(line)
    assert day is None or len(day) == 10
