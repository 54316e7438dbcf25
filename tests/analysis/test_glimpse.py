"""The paragraphs in view are read first where the rest takes much longer."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reader.analysis.findings import Entity, Figure, Findings, Quote
from reader.analysis.glimpse import SHARE, blocks_in_view, glimpse
from reader.article.block import Block
from reader.text.span import Span

sizes = st.lists(st.integers(1, 400), min_size=1, max_size=40)


def laid_out(lengths: list[int]) -> list[Block]:
    blocks, start = [], 0
    for length in lengths:
        blocks.append(Block("paragraph", start, start + length))
        start += length + 1
    return blocks


@given(sizes, st.integers(0, 4000), st.integers(1, 400))
def test_those_in_view_and_no_others_where_they_are_a_small_part(lengths, start, length):
    blocks, view = laid_out(lengths), Span(start, start + length)
    seen = [
        each
        for each in blocks
        if set(range(each.start, each.end)) & set(range(view.start, view.end))
    ]
    is_small = sum(b.end - b.start for b in seen) * SHARE <= sum(lengths)
    assert blocks_in_view(blocks, view) == (seen if is_small else [])


def test_without_a_view_there_is_nothing_to_read_first():
    assert blocks_in_view(laid_out([100] * 30), Span(0, 0)) == []


def test_only_place_and_kind_are_said_before_the_whole_is_read():
    inside, outside = Span(4, 9), Span(104, 109)
    found = Findings(
        "sha256:1",
        "en",
        people=(),
        entities=tuple(
            Entity(
                f"e{span.start}",
                span.start,
                span.end,
                "Moore",
                "PER",
                "person",
                "Ida Moore",
                "p1",
                0.9,
            )
            for span in (inside, outside)
        ),
        quotes=(
            Quote(
                "q1", "direct", (inside,), "words", (inside,), (inside,), "Ida Moore", "named", "p1"
            ),
            Quote("q2", "direct", (inside, outside), "words"),
        ),
        figures=(
            Figure("f1", inside.start, inside.end, "15", "count", 15.0, speaker="Ida Moore"),
            Figure("f2", outside.start, outside.end, "16", "count", 16.0),
        ),
    )
    seen = glimpse(found, [Block("paragraph", 0, 50)])
    assert [each.id for each in seen.every] == ["e4", "q1", "f1"]
    (name,), (quote,), (figure,) = seen.entities, seen.quotes, seen.figures
    assert (name.name, name.person, name.type) == ("Moore", None, "person")
    assert (quote.speaker, quote.speaker_kind, quote.person) == (None, "unknown", None)
    assert (quote.spans, figure.speaker, seen.people) == ((inside,), None, ())
