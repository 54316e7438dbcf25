from __future__ import annotations

import re

import pytest
import regex
import rich.cells
from hypothesis import given
from hypothesis import strategies as st

from reader.text.cells import (
    CellMap,
    cell_length,
    clusters,
    graphemes,
    is_simple,
    next_odd,
    printable,
)

PIECES = st.sampled_from(
    [
        *"ab “”é—\t ",
        "日",
        "한",
        "。",
        "e\u0301",
        "🇫🇷",
        "🇫",
        "👨‍👩‍👧‍👦",
        "❤️",
        "👍🏽",
        "☎",
        "\ufe0f",
        "\u200d",
        "\u200b",
        "\x1b[31m",
        "\u202e",
        "\xad",
        "क्\u200dष",
        "שלום",
        "ما",
        "\u0600",
        "ำ",
        "\x00",
        "\ud800",
    ]
)
LINES = st.one_of(
    st.lists(PIECES, max_size=20).map("".join),
    st.text(max_size=30).map(lambda text: text.replace("\n", "")),
)
UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


@given(LINES)
def test_nothing_that_steers_a_terminal_is_drawn(line: str) -> None:
    drawn = printable(line)
    assert len(drawn) == len(line)
    assert not UNSAFE.search(drawn)
    assert printable(drawn) == drawn


@given(LINES)
def test_clusters_cover_the_line_and_measure_as_rich_does(line: str) -> None:
    found = clusters(line)
    assert [start for start, _, _ in found] == [0, *(end for _, end, _ in found)][: len(found)]
    assert (found[-1][1] if found else 0) == len(line)
    assert sum(width for _, _, width in found) == rich.cells.cell_len(printable(line))
    assert all(width > 0 for _, _, width in found) or len(found) == 1


@given(LINES)
def test_clusters_never_cut_a_grapheme(line: str) -> None:
    edges = {start for start, _, _ in clusters(line)}
    assert edges <= {found.start() for found in regex.finditer(r"\X", printable(line))}


@given(LINES)
def test_each_character_has_one_cell_and_leads_back_to_its_cluster(line: str) -> None:
    cells = CellMap(line)
    for index in range(len(line)):
        span = cells.grapheme_at(index)
        assert index in span
        assert cells.index_at(cells.cell_of(index)) == span.start or cells.width == 0
    assert cells.cell_of(len(line)) == cells.width
    assert cells.index_at(cells.width) == len(line)
    assert cells.drawn() == "".join(glyph.text for glyph in cells.glyphs)


@given(LINES)
def test_what_is_drawn_is_as_wide_as_the_map_says(line: str) -> None:
    cells = CellMap(line)
    assert rich.cells.cell_len(cells.drawn()) == cells.width
    assert sum(glyph.width for glyph in cells.glyphs) == cells.width
    for glyph in cells.glyphs:
        assert rich.cells.cell_len(glyph.text) == glyph.width


@given(st.text(max_size=40))
def test_graphemes_cover_the_text(text: str) -> None:
    assert "".join(span.slice(text) for span in graphemes(text)) == text
    assert cell_length(text) == rich.cells.cell_len(printable(text))


def test_every_simple_character_is_one_cell_a_cluster_and_drawn_as_it_is() -> None:
    alone = regex.compile(r"\p{Grapheme_Cluster_Break=Other}")
    for code in range(0x110000):
        char = chr(code)
        if is_simple(char):
            assert rich.cells.cell_len(char) == 1, hex(code)
            assert alone.match(char), hex(code)
            assert printable(char) == char, hex(code)


def test_plain_wide_characters_are_clusters_of_their_own() -> None:
    for code in range(0x3000, 0x10000):
        char = chr(code)
        if len(clusters(f"a{char}b")) == 3 and clusters(f"a{char}b")[1][2] == 2:
            assert len(regex.findall(r"\X", f"a{char}b")) == 3, hex(code)
        assert sum(width for _, _, width in clusters(f"a{char}b")) == (
            rich.cells.cell_len(printable(f"a{char}b"))
        ), hex(code)


def test_news_typography_is_simple() -> None:
    assert is_simple("“It’s done,” said Müller — “€5 … £3 ½ of it.” Łódź, Αθήνα, Киев")


@pytest.mark.parametrize(
    ("line", "width", "parts"),
    [
        ("👨‍👩‍👧‍👦x", 3, 2),
        ("🇫🇷🇩🇪", 4, 2),
        ("e\u0301e\u0301", 2, 2),
        ("日本", 4, 2),
        ("❤️", 2, 1),
        ("👍🏽", 2, 1),
        ("a\u200bb", 2, 2),
    ],
)
def test_known_clusters(line: str, width: int, parts: int) -> None:
    assert CellMap(line).width == width
    assert len(CellMap(line).glyphs) == parts


def test_tabs_reach_to_the_next_stop() -> None:
    cells = CellMap("a\tb\tcdef\tg")
    assert cells.drawn() == "a   b   cdef    g"
    assert cells.cell_of(2) == 4
    assert cells.index_at(2) == 1


def test_escape_sequences_show_as_pictures() -> None:
    assert printable("\x1b[2J\x07\x7f") == "␛[2J␇␡"


def test_next_odd_looks_only_where_asked() -> None:
    assert next_odd("ab日c", 0) == 2
    assert next_odd("ab日c", 3) == 4
    assert next_odd("ab日c", 0, 2) == 2


def test_every_character_of_another_width_than_one_is_known_as_odd() -> None:
    size = rich.cells.get_character_cell_size
    missing = [at for at in range(0xA0, 0xD800) if size(chr(at)) != 1 and is_simple(chr(at))]
    assert not missing
