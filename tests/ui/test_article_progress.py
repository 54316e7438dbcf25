"""How far the reading is said to be, and how long the rest is said to take."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reader.ui.article_pane.progress import SIGNS_A_MINUTE, WORDS_A_MINUTE, Meter, Progress
from reader.ui.status_line import BAR, progress_text


def test_a_minute_is_so_many_words() -> None:
    text = "word " * (3 * WORDS_A_MINUTE)
    meter = Meter(text)
    assert (meter.at(0).percent, meter.at(0).minutes_left) == (0, 4)
    assert (meter.at(len(text) // 2).percent, meter.at(len(text) // 2).minutes_left) == (50, 2)
    assert meter.at(len(text)) == Progress(100, 0)


def test_a_script_without_spaces_is_counted_by_signs() -> None:
    assert Meter("漢" * (2 * SIGNS_A_MINUTE)).at(0).minutes_left == 2


@given(st.text("ab \n", max_size=400), st.lists(st.integers(0, 400), min_size=1, max_size=8))
def test_the_way_there_does_not_matter(text: str, visited: list[int]) -> None:
    meter = Meter(text)
    for place in visited:
        seen = min(place, len(text))
        report = meter.at(seen)
        assert report == Meter(text).at(seen)
        assert (report.percent == 100) == (seen == len(text))


@given(st.integers(0, 100))
def test_the_bar_is_as_long_as_it_is_and_its_heavy_part_grows(percent: int) -> None:
    bar = progress_text(Progress(percent, 3), room=True).split(" ")[0]
    assert len(bar) == BAR
    assert abs(bar.count("━") + bar.count("╸") / 2 - BAR * percent / 100) <= 0.5


def test_where_room_is_short_only_figures_are_reported() -> None:
    assert progress_text(Progress(34, 4), room=False) == "34% read · 4 min"
    assert progress_text(Progress(34, 4), room=True).endswith("34% · 4 min left")
    assert progress_text(Progress(100, 0), room=True) == "━" * BAR + " 100%"
