from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.text.cells import CellMap, clusters, printable
from reader.text.wrap import Segment, WrapIndex

PIECES = st.sampled_from(
    [
        *"aaab    —“”\n\t。「」",
        "word",
        "longerword ",
        "日本語",
        "e\u0301",
        "🇫🇷",
        "👨‍👩‍👧‍👦",
        "❤️",
        "\u200b",
        "\x1b",
    ]
)
TEXTS = st.lists(PIECES, max_size=60).map("".join)
NARROW = st.text(alphabet="ab  c\n“", max_size=80)


def shown(index: WrapIndex) -> list[str]:
    lines = [index.line(number) for number in range(index.line_count)]
    return [" " * line.indent + index.text[line.start : line.end] for line in lines]


def whole(text: str, width: int, **options: int) -> WrapIndex:
    return WrapIndex(text, [Segment(0, len(text), **options)], width)


@given(st.one_of(TEXTS, NARROW), st.integers(1, 24), st.integers(0, 5), st.integers(0, 3))
def test_no_line_is_wider_than_asked(text: str, width: int, indent: int, hanging: int) -> None:
    index = whole(text, width, indent=indent, hanging=hanging)
    for number in range(index.line_count):
        line = index.line(number)
        cells = CellMap(text[line.start : line.end])
        room = width - line.indent
        assert room >= 1
        assert cells.width <= room or (room == 1 and len(cells.glyphs) == 1)


@given(st.one_of(TEXTS, NARROW), st.integers(1, 24))
def test_only_white_space_is_left_out(text: str, width: int) -> None:
    index = whole(text, width)
    before = 0
    for number in range(index.line_count):
        line = index.line(number)
        assert not text[before : line.start].strip(" \t\n\u200b")
        assert before <= line.start <= line.end
        before = line.end
    assert not text[before:].strip(" \t\n\u200b")


@given(st.one_of(TEXTS, NARROW), st.integers(1, 24))
def test_offsets_and_lines_lead_to_each_other(text: str, width: int) -> None:
    index = whole(text, width)
    for offset in range(len(text)):
        line = index.line(index.line_of(offset))
        following = index.line_of(offset) + 1
        assert line.start <= offset
        assert following == index.line_count or offset < index.line(following).start


@given(TEXTS, st.integers(2, 24))
def test_no_cluster_is_cut(text: str, width: int) -> None:
    index = whole(text, width)
    edges = set()
    start = 0
    for paragraph in text.split("\n"):
        edges |= {start + first for first, _, _ in clusters(paragraph)} | {start + len(paragraph)}
        start += len(paragraph) + 1
    for number in range(index.line_count):
        line = index.line(number)
        blank_before = line.start and text[line.start - 1] in " \t"
        assert line.start in edges or line.start == line.end or blank_before


@given(NARROW, st.integers(1, 12))
def test_a_line_takes_the_words_that_fit(text: str, width: int) -> None:
    index = whole(text, width)
    for number in range(index.line_count - 1):
        line, after = index.line(number), index.line(number + 1)
        if "\n" in text[line.end : after.start]:
            continue
        word = text[after.start :].split("\n")[0].split(" ")[0]
        if after.start > line.end:
            assert after.start - line.start + len(word) > width or not word
        else:
            assert line.end - line.start == width


def test_words_wrap_and_long_ones_are_cut() -> None:
    assert shown(whole("one two three", 7)) == ["one two", "three"]
    assert shown(whole("abcdefghij k", 4)) == ["abcd", "efgh", "ij k"]
    assert shown(whole("a  \nb\n\nc", 9)) == ["a  ", "b", "", "c"]


def test_wide_characters_never_straddle_the_edge() -> None:
    assert shown(whole("日本語日本語", 5)) == ["日本", "語日", "本語"]
    assert shown(whole("a日本。b", 5)) == ["a日", "本。b"]


def test_marks_stay_with_the_wide_characters_they_close() -> None:
    assert shown(whole("ab 日本. cd", 7)) == ["ab 日", "本. cd"]
    assert shown(whole("ab (日本) cd", 6)) == ["ab (日", "本) cd"]
    assert shown(whole("日本（日）", 6)) == ["日本", "（日）"]


def test_joined_emoji_stay_whole() -> None:
    family = "👨‍👩‍👧‍👦"
    assert shown(whole(family * 3, 5)) == [family * 2, family]


def test_indents_and_gaps() -> None:
    text = "first one here\nsecond"
    index = WrapIndex(text, [Segment(0, 14, indent=2, hanging=2), Segment(15, 21, gap=1)], 9)
    assert shown(index) == ["  first", "    one", "    here", "", "second"]
    assert index.line(3).segment == -1
    assert index.line_of(15) == 4
    assert index.line_of(14) == 2
    assert index.line(1).indent == 4
    assert list(index.lines_between(3, 16)) == [0, 1, 2, 3, 4]


def test_text_before_the_first_segment_leads_to_its_first_line() -> None:
    index = WrapIndex("xx\nabc", [Segment(3, 6, gap=2)], 9)
    assert index.line_of(0) == 2


def test_bounds() -> None:
    with pytest.raises(ValueError, match="width of 0"):
        whole("a", 0)
    with pytest.raises(IndexError):
        whole("a", 5).line(1)
    assert WrapIndex("", [], 5).line_count == 0
    assert WrapIndex("", [], 5).line_of(0) == 0
    assert whole("", 5).line_count == 1


def test_a_paragraph_of_100_kb_and_one_word_of_100_kb() -> None:
    text = "word " * 20_000
    index = whole(text, 80)
    assert index.line_count == 1250
    assert whole("x" * 100_000, 80).line_count == 1250
    assert printable(shown(index)[0]) == shown(index)[0]
