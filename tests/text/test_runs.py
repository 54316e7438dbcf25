from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.text.runs import LayeredRuns, Run, RunIndex
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


@given(SPANS, SPANS, WINDOW, st.data())
def test_layers_equal_one_sweep_over_both(
    base: list[Span], over: list[Span], window: tuple[int, int], data: st.DataObject
) -> None:
    layered = LayeredRuns(base)
    positions = [layered.add(span) for span in over]
    assert positions == list(range(len(base), len(base) + len(over)))
    every = [*base, *over]
    if over:
        gone = data.draw(st.sampled_from(positions))
        layered.remove(gone)
        every[gone] = Span(0, 0)
    start, end = window[0], window[0] + window[1]
    runs = list(layered.between(start, end))
    assert painted(runs) == brute(every, start, end)
    assert [run.start for run in runs] == sorted({run.start for run in runs})
    assert layered.at(start) == brute(every, start, start + 1).get(start, ())


def test_what_covers_an_offset() -> None:
    index = RunIndex([Span(0, 5), Span(3, 8), Span(4, 4)])
    assert index.at(3) == (0, 1)
    assert index.at(7) == (1,)
    assert index.at(8) == ()
    assert len(index) == 3


def test_only_marks_on_top_can_go() -> None:
    with pytest.raises(KeyError):
        LayeredRuns([Span(0, 1)]).remove(0)
