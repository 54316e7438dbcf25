"""Every character has one place on the page, and every line is just as wide as the pane."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from reader.article.article import Article, ArticleError
from reader.article.block import Block
from reader.article.opening import open_article
from reader.shipped import shipped_folder
from reader.text.cells import graphemes, printable
from reader.text.span import Span
from reader.ui.article_pane.found import Found
from reader.ui.article_pane.layers import Layers
from reader.ui.article_pane.line import Overlay
from reader.ui.article_pane.marks import PaneMark
from reader.ui.article_pane.page import Page
from reader.ui.article_pane.palette import Ink, Palette
from reader.ui.article_pane.reading import Reading
from reader.ui.article_pane.strips import Setting, Strips

PIECES = [
    *("a", "word ", "a-long-winded-word ", " ", "  ", ". ", "“", "”", "’s "),
    *("é", "e\u0301", "n\u0303\u0323", "漢字", "、", "かな", "한국", "ก็", "नि"),
    *("🇫🇷", "🇺🇸🇩🇪", "👨‍👩‍👧", "👍🏽", "❤️", "1️⃣", "☎", "🙂"),
    *("\t", "\n", "\n\n", "\n    ", "\u200b", "\u200d", "\ufe0f", "\u0301"),
    *("\x1b[31m", "\x07", "\x9b", "\u202e", "\u2028", "[Reuters]", "[/b]", "שלום", "مرحبا"),
]
texts = st.lists(st.sampled_from(PIECES), min_size=1, max_size=40).map("".join)


def article(text: str) -> Article:
    blocks = tuple(
        Block("headline" if number == 0 else "paragraph", found.start(), found.end())
        for number, found in enumerate(re.finditer(r"\S[^\n]*", text))
    )
    return Article(text, blocks, "Title", "-", "test 1")


def visible(text: str) -> str:
    """``text`` without white space, and without what has no width and may hang on white space."""
    return re.sub(r"[\s\u200b\u200d\ufe0f\u0301\u0303\u0323]", "", text)


def flowing(text: str) -> Article:
    """Return the same with the lines of a paragraph flowing together."""
    blocks = tuple(
        Block("paragraph", found.start(), found.end(), flows=True)
        for found in re.finditer(r"\S[^\n]*(?:\n[^\n]*\S[^\n]*)*", text)
    )
    return Article(text, blocks, "Title", "-", "test 1")


@given(texts, st.integers(4, 60))
def test_each_shown_character_has_one_cell_and_the_cell_leads_back(text: str, width: int) -> None:
    reading = Reading(article(text))
    page = Page(reading, width)
    seen: dict[tuple[int, int], int] = {}
    for number in range(page.line_count):
        line = page.line(number)
        for span in graphemes(text[line.start : line.end]):
            offset = line.start + span.start
            place = page.cell_of(offset)
            assert place[0] == number
            at = page.offset_at(*place)
            glyph = page.cells(number).grapheme_at(span.start)
            if page.cells(number).cell_of(glyph.end) > page.cells(number).cell_of(glyph.start):
                assert at == line.start + glyph.start
                assert seen.setdefault(place, at) == at
    drawn = "".join(
        text[page.line(number).start : page.line(number).end] for number in range(page.line_count)
    )
    shown = "".join(text[part.start : part.end] for part in reading.segments)
    assert visible(drawn) == visible(shown)


@given(
    texts,
    st.integers(1, 70),
    st.lists(st.tuples(st.integers(0, 300), st.integers(1, 60)), max_size=5),
    st.booleans(),
    st.booleans(),
)
def test_every_line_is_as_wide_as_the_pane_and_safe_for_a_terminal(
    text: str, width: int, spots: list[tuple[int, int]], numbered: bool, flows: bool
) -> None:
    reading = Reading(flowing(text) if flows else article(text))
    setting = Setting(width, 60, 2 if numbered else 0)
    page = Page(reading, setting.measure)
    layers = Layers()
    channels = ("entity", "quote", "note", "figure", "claim")
    layers.set_layer(
        "any",
        [
            PaneMark(str(at), (Span(start, start + size),), channels[at])
            for at, (start, size) in enumerate(spots)
        ],
    )
    palette = Palette({}, Ink())
    for number in range(page.line_count):
        line = page.line(number)
        overlays = [Overlay(), Overlay((), Span(line.start, line.start + 3), line.end, True, {})]
        overlays.append(
            Overlay((), None, line.start, True, {line.start: "fj", line.start + 2: "k"})
        )
        for overlay in overlays:
            strip = Strips().strip(number, page, layers, Found(), setting, palette, overlay)
            assert strip.cell_length == width
            assert sum(cell_len(segment.text) for segment in strip) == width
            assert not re.search("[\x00-\x1f\x7f-\x9f\u2028\u202e]", strip.text)


@given(texts, st.integers(8, 60), st.integers(8, 60), st.data())
def test_the_line_of_a_character_is_the_same_text_at_any_width(
    text: str, before: int, after: int, data: st.DataObject
) -> None:
    reading = Reading(article(text))
    if reading.is_empty:
        return
    offset = reading.shown(data.draw(st.integers(0, len(text))))
    for width in (before, after):
        page = Page(reading, width)
        line = page.line(page.line_of(offset))
        assert line.segment >= 0
        assert line.start <= offset
        assert not text[line.end : offset].strip()


SEEDS = sorted(path for path in Path(shipped_folder("seeds")).iterdir() if path.is_file())
REAL = os.environ.get("READER_REAL_ARTICLE")


@pytest.mark.parametrize("path", [*SEEDS, *([Path(REAL)] if REAL else [])], ids=lambda at: at.name)
@pytest.mark.parametrize("width", [40, 80, 160])
def test_real_articles_are_set_whole_and_just_as_wide_as_the_pane(path: Path, width: int) -> None:
    try:
        opened = open_article(str(path))
    except ArticleError:
        pytest.skip("not an article")
    reading, setting = Reading(opened), Setting(width, 76)
    page, palette = Page(reading, setting.measure), Palette({}, Ink())
    shown = []
    for number in range(page.line_count):
        strip = Strips().strip(number, page, Layers(), Found(), setting, palette)
        assert strip.cell_length == sum(cell_len(segment.text) for segment in strip) == width
        shown.append(strip.crop(setting.left, width).text)
    words = "".join(block.span.slice(opened.text) for block in reading.blocks).split()
    drawn = "".join("".join(shown).split())
    assert drawn == printable("".join("".join(words).split()))


def test_a_doubled_caption_is_shown_once_and_is_no_place_to_be() -> None:
    text = "Head\n\nA crater.\nA crater.\n\nThe end."
    blocks = (
        Block("headline", 0, 4),
        Block("caption", 6, 15),
        Block("caption", 16, 25, duplicate_of=1),
        Block("paragraph", 27, 35),
    )
    reading = Reading(Article(text, blocks, "Head", "-", "test 1"))
    page = Page(reading, 40)
    lines = [text[page.line(n).start : page.line(n).end] for n in range(page.line_count)]
    assert lines == ["Head", "", "A crater.", "", "The end."]
    assert reading.shown(20) == 27
    assert reading.shown(20, backwards=True) == 14
    assert not reading.is_shown(20)
    assert [block.kind for block in reading.blocks] == ["headline", "caption", "paragraph"]


def test_an_empty_article_has_no_lines_and_one_place() -> None:
    reading = Reading(Article("", (), "", "-", "test 1"))
    page = Page(reading, 40)
    assert page.line_count == 0
    assert reading.first == reading.last == reading.shown(5) == 0
    assert page.offset_at(3, 3) == 0
    assert reading.sentence_at(0) == reading.paragraph_at(0) == Span(0, 0)


@pytest.mark.parametrize(
    ("width", "measure", "margin"), [(100, 60, 17), (70, 100, 0), (12, 60, 0), (1, 60, 0)]
)
def test_the_column_is_in_the_middle(width: int, measure: int, margin: int) -> None:
    setting = Setting(width, measure)
    assert setting.margin == margin
    assert setting.left + setting.measure <= width
