from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reader.analysis.units import Tokens, passages, unit_bounds
from reader.article.block import Block
from reader.text.span import Span


def test_doubled_captions_and_blank_blocks_are_left_out() -> None:
    text = "A crane.\nA crane.\n \nBERGEN —The harbour froze."
    blocks = (
        Block("caption", 0, 8),
        Block("caption", 9, 17, duplicate_of=0),
        Block("paragraph", 18, 19),
        Block("dateline", 20, 28),
        Block("paragraph", 28, 46),
    )
    assert [span.slice(text) for span in passages(text, blocks)] == [
        "A crane.",
        "BERGEN —",
        "The harbour froze.",
    ]


def test_sentences_are_stretches_of_their_tokens() -> None:
    tokens = Tokens([0, 3, 6, 9], [2, 5, 8, 11], ["ab", "cd", "ef", "gh"], [1, 4])
    assert list(tokens.sentences()) == [Span(0, 2), Span(3, 11)]
    assert list(tokens.sentences(10)) == [Span(10, 12), Span(13, 21)]


def test_a_short_paragraph_is_one_unit_whatever_its_sentences() -> None:
    assert unit_bounds(9, [3, 5, 9], limit=10) == [9]


def test_a_long_paragraph_is_cut_at_the_last_sentence_end_that_fits() -> None:
    assert unit_bounds(25, [4, 9, 14, 19, 25], limit=10) == [9, 19, 25]


def test_a_sentence_beyond_the_limit_is_cut_at_the_limit() -> None:
    assert unit_bounds(27, [2, 27], limit=10) == [2, 12, 22, 27]


def test_no_tokens_make_no_unit() -> None:
    assert unit_bounds(0, []) == []


@given(st.lists(st.integers(1, 40), max_size=30), st.integers(1, 50))
def test_units_cover_all_tokens_within_the_limit_and_cut_sentences_only_if_too_long(
    lengths: list[int], limit: int
) -> None:
    ends = [sum(lengths[: place + 1]) for place in range(len(lengths))]
    count = sum(lengths)
    bounds = unit_bounds(count, ends, limit)
    starts = [0, *bounds[:-1]] if bounds else []
    assert bounds == sorted(set(bounds))
    assert (bounds[-1] if bounds else 0) == count
    assert all(end - start <= limit for start, end in zip(starts, bounds, strict=True))
    for start, end in zip([0, *ends], ends, strict=False):
        if end - start <= limit:
            assert not any(start < bound < end for bound in bounds)
