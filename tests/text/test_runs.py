from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reader.text.runs import Run, RunIndex
from reader.text.span import Span

SPANS = st.lists(
    st.tuples(st.integers(0, 40), st.integers(0, 12)).map(lambda at: Span(at[0], at[0] + at[1])),
    max_size=15,
)
WINDOW = st.tuples(st.integers(0, 50), st.integers(0, 30))


def painted(runs: list[Run]) -> dict[int, tuple[int, ...]]:
    return {at: run.members for run in runs for at in range(run.start, run.end)}


def brute(spans: list[Span], start: int, end: int) -> dict[int, tuple[int, ...]]:
    over = {
        at: tuple(number for number, span in enumerate(spans) if at in span)
        for at in range(start, end)
    }
    return {at: members for at, members in over.items() if members}


@given(SPANS, WINDOW)
def test_runs_equal_an_overlay_by_hand(spans: list[Span], window: tuple[int, int]) -> None:
    start, end = window[0], window[0] + window[1]
    runs = list(RunIndex(spans).between(start, end))
    assert painted(runs) == brute(spans, start, end)
    assert all(run.start < run.end for run in runs)
    assert [run.start for run in runs] == sorted({run.start for run in runs})


def test_what_covers_an_offset() -> None:
    index = RunIndex([Span(0, 5), Span(3, 8), Span(4, 4)])
    assert index.at(3) == (0, 1)
    assert index.at(7) == (1,)
    assert index.at(8) == ()
    assert len(index) == 3
