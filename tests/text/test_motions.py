from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.text import motions
from reader.text.cells import graphemes
from reader.text.span import Span
from reader.text.words import word_at, words

TEXTS = st.lists(
    st.sampled_from([*"ab .,“\n", "日本", "かな", "e\u0301", "👨‍👩‍👧‍👦", "🇫🇷", "\u200b"]),
    max_size=20,
).map("".join)


def test_words_keep_what_belongs_together() -> None:
    text = "US-led forces don’t fire 1,250.5 missiles; U.S. aid, 1:30 a.m. – Khamenei’s. 日本の"
    assert [span.slice(text) for span in words(text)] == [
        "US-led", "forces", "don’t", "fire", "1,250.5", "missiles", "U.S.", "aid", "1:30",
        "a", "m", "Khamenei’s", "日本", "の",
    ]  # fmt: skip


def test_the_word_under_an_offset() -> None:
    assert word_at("one two-three four", 6) == Span(4, 13)
    assert word_at("one two", 3) is None


def test_vim_words() -> None:
    text = "one, two  three"
    assert motions.next_word(text, 0) == 3
    assert motions.next_word(text, 3) == 5
    assert motions.next_word(text, 5) == 10
    assert motions.next_word(text, 12) == len(text)
    assert motions.previous_word(text, 10) == 5
    assert motions.previous_word(text, 12) == 10
    assert motions.previous_word(text, 0) == 0
    assert motions.word_end(text, 0) == 2
    assert motions.word_end(text, 2) == 3
    assert motions.word_end(text, 3) == 7


@given(TEXTS)
def test_clusters_are_stepped_over_whole(text: str) -> None:
    starts = [span.start for span in graphemes(text)] + [len(text)]
    at, steps = 0, [0]
    while at < len(text):
        at = motions.next_grapheme(text, at)
        steps.append(at)
    assert steps == (starts if text else [0])
    for before, after in pairwise(starts):
        assert motions.previous_grapheme(text, after) == before
        for inside in range(before, after):
            assert motions.grapheme_start(text, inside) == before


@given(TEXTS, st.data())
def test_word_motions_go_on_and_end(text: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(text)))
    following = motions.next_word(text, at)
    assert following > at or following == len(text)
    assert motions.previous_word(text, at) < at or at == motions.previous_word(text, at) == 0


def test_motions_over_spans() -> None:
    spans = [Span(2, 5), Span(6, 9)]
    assert motions.next_start(spans, 2) == 6
    assert motions.next_start(spans, 6) is None
    assert motions.previous_start(spans, 6) == 2
    assert motions.previous_start(spans, 2) is None
    assert motions.span_at(spans, 5) is None
    assert motions.span_at(spans, 8) == 1


@pytest.mark.parametrize("text", ["日" * 5000, "e\u0301" * 3000, "x" * 5000])
def test_steps_in_long_lines(text: str) -> None:
    step = 2 if "\u0301" in text else 1
    assert motions.next_grapheme(text, 4000) == 4000 + step
    assert motions.previous_grapheme(text, 4000) == 4000 - step
