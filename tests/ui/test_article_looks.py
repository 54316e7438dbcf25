"""What lines show of their marks: looks, signs in the gutter, letters to jump by, legibility."""

from __future__ import annotations

import itertools
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.style import Style
from textual.app import App, ComposeResult
from textual.color import Color

from reader.article.article import Article, Link
from reader.article.block import Block
from reader.shipped import shipped_folder
from reader.text.cells import cell_length, graphemes
from reader.text.span import Span
from reader.ui.article_pane import gutter
from reader.ui.article_pane.contrast import ENOUGH, legible, ratio
from reader.ui.article_pane.found import Found
from reader.ui.article_pane.jump_letters import ALPHABET, led_to, lettered
from reader.ui.article_pane.layers import Layers
from reader.ui.article_pane.line import Look, Overlay, pieces
from reader.ui.article_pane.marks import PaneMark
from reader.ui.article_pane.page import Page
from reader.ui.article_pane.palette import BLOCKS, ENTITIES, PASSING, SIGNS, Palette
from reader.ui.article_pane.pane import ArticlePane
from reader.ui.article_pane.reading import Reading
from reader.ui.themes import THEMES

CHANNELS = ("entity", "quote", "figure", "label", "highlight", "note", "claim")


def page_of(text: str, width: int = 60, links: tuple[Link, ...] = ()) -> Page:
    blocks = tuple(
        Block("paragraph", found.start(), found.end()) for found in re.finditer(r"\S[^\n]*", text)
    )
    return Page(Reading(Article(text, blocks, "Title", "-", "test 1", links=links)), width)


def has(look: Look, channel: str) -> bool:
    if channel in ("highlight", "note"):
        return look.own != ""
    return bool(getattr(look, channel))


@given(
    st.lists(
        st.sampled_from(["ab ", "e\u0301", "漢", "🇫🇷", "👨\u200d👩\u200d👧", "x", "\t", " "]),
        min_size=1,
    ).map(lambda parts: "." + "".join(parts).rstrip() + "."),
    st.lists(
        st.tuples(st.sampled_from(CHANNELS), st.integers(0, 40), st.integers(1, 12)), max_size=6
    ),
)
def test_a_line_shows_each_mark_on_just_the_clusters_it_touches(
    text: str, marked: list[tuple[str, int, int]]
) -> None:
    page = page_of(text, 500)
    layers = Layers()
    layers.set_layer(
        "any",
        [
            PaneMark(str(at), (Span(start, start + size),), channel, "person")
            for at, (channel, start, size) in enumerate(marked)
        ],
    )
    drawn = pieces(page, 0, layers, Found())
    assert sum(piece.width for piece in drawn) == page.cells(0).width
    assert all(cell_length(piece.text) == piece.width for piece in drawn)
    cell = 0
    shown: dict[int, Look] = {}
    for piece in drawn:
        for at in range(cell, cell + piece.width):
            shown[at] = piece.look
        cell += piece.width
    for cluster in graphemes(text):
        look = shown[page.cells(0).cell_of(cluster.start)]
        for channel in CHANNELS:
            same = ("highlight", "note") if channel in ("highlight", "note") else (channel,)
            touched = any(
                kind in same and start < cluster.end and cluster.start < start + size
                for kind, start, size in marked
            )
            assert has(look, channel) == touched


def test_a_letter_under_a_heap_of_accents_does_not_flood_the_terminal() -> None:
    page = page_of("a" + "\u0301" * 50_000 + " and b")
    drawn = pieces(page, 0, Layers(), Found())
    assert sum(piece.width for piece in drawn) == 7
    assert "".join(piece.text for piece in drawn).endswith(" and b")
    assert sum(len(piece.text) for piece in drawn) < 100


def test_the_innermost_mark_of_a_kind_gives_type_and_colour() -> None:
    page, layers = page_of("The bank of the river bank."), Layers()
    layers.set_layer(
        "any",
        [
            PaneMark("a", (Span(0, 20),), "entity", "organisation"),
            PaneMark("b", (Span(4, 8),), "entity", "person"),
            PaneMark("c", (Span(0, 25),), "note", colour="red"),
            PaneMark("d", (Span(4, 8),), "highlight", colour="#00ff00"),
        ],
    )
    looks = [piece.look for piece in pieces(page, 0, layers, Found())]
    assert [(look.entity, look.own, look.own_colour) for look in looks] == [
        ("organisation", "note", "red"),
        ("person", "highlight", "#00ff00"),
        ("organisation", "note", "red"),
        ("", "note", "red"),
        ("", "", None),
    ]


def test_the_gutter_tells_what_begins_and_what_goes_on() -> None:
    text = "one two three four five six seven eight nine ten eleven twelve"
    page, layers = page_of(text, 16), Layers()
    layers.set_layer(
        "any",
        [
            PaneMark("n", (Span(2, 30),), "note"),
            PaneMark("c", (Span(20, 40),), "claim", "done"),
            PaneMark("q", (Span(0, 20),), "quote", "indirect"),
            PaneMark("h", (Span(20, 24),), "highlight"),
        ],
    )
    signs = [gutter.signs(page, number, layers) for number in range(page.line_count)]
    assert [(s.claim, s.own, s.quote) for s in signs] == [
        (" ", "n", "┊"),
        ("●", "h", "┊"),
        ("·", "·", " "),
        (" ", " ", " "),
        (" ", " ", " "),
    ]


def test_another_persons_mark_has_that_persons_sign_in_the_gutter() -> None:
    layers = Layers()
    theirs = PaneMark("n", (Span(4, 7),), "note", person="B")
    layers.put("any", theirs)
    assert gutter.signs(page_of("See the report."), 0, layers).own == "B"


def test_a_link_has_a_sign_of_its_own() -> None:
    page = page_of("See the report for more.", links=(Link(8, 14, "https://example.org"),))
    assert gutter.signs(page, 0, Layers()).own == gutter.LINK
    assert [piece.look.link for piece in pieces(page, 0, Layers(), Found())] == [False, True, False]


@given(st.sets(st.integers(0, 10_000), max_size=900))
def test_letters_are_each_their_own(offsets: set[int]) -> None:
    letters = lettered(offsets)
    assert len(set(letters.values())) == len(letters)
    assert set(letters) <= offsets
    if len(offsets) <= len(ALPHABET) ** 2:
        assert set(letters) == offsets
    for offset, written in letters.items():
        assert led_to(letters, written) == {offset: written}


def test_letters_cover_cells_not_characters() -> None:
    page = page_of("漢字 and more")
    drawn = pieces(page, 0, Layers(), Found(), Overlay(letters={0: "f", 3: "jk"}))
    assert "".join(piece.text for piece in drawn) == "f 字 jkd more"
    assert [piece.text for piece in drawn if piece.look.jump] == ["f", "jk"]


@given(st.tuples(*[st.integers(0, 255)] * 3), st.tuples(*[st.integers(0, 255)] * 3))
def test_a_colour_is_made_legible_on_any_other(
    colour: tuple[int, int, int], ground: tuple[int, int, int]
) -> None:
    assert ratio(legible(colour, ground), ground) >= ENOUGH


STYLES = [shipped_folder("styles") / name for name in ("article.tcss", "highlights.tcss")]


class Host(App[None]):
    CSS_PATH = STYLES

    def compose(self) -> ComposeResult:
        yield ArticlePane()

    def palette(self) -> Palette:
        return self.query_one(ArticlePane).palette


LOOKS = [
    Look(block, entity, quote, own=own, own_colour=colour, find=find, selected=selected)
    for block, entity, quote, (own, colour), find, selected in itertools.product(
        ("paragraph", "headline", "caption"),
        ("", *ENTITIES, "date"),
        ("", "direct"),
        (
            ("", None),
            ("note", None),
            ("highlight", None),
            ("highlight", "#ffcc00"),
            ("note", "red"),
        ),
        ("", "hit", "current"),
        (False, True),
    )
]
LOOKS += [Look(block) for block in BLOCKS]
LOOKS += [Look(entity=kind, meant=True) for kind in ENTITIES]
LOOKS += [Look(cursor="here"), Look(cursor="away"), Look(jump=True), Look(link=True)]
LOOKS += [Look(label=True, label_colour=colour) for colour in (None, "#808080", "blue")]


def contrast(style: Style) -> float:
    colour, ground = Color.from_rich_color(style.color), Color.from_rich_color(style.bgcolor)
    return ratio(colour.rgb, ground.rgb)


async def test_every_theme_keeps_text_legible_under_any_marks() -> None:
    app = Host()
    for theme in THEMES:
        app.register_theme(theme)
    async with app.run_test() as pilot:
        for name, theme in app.available_themes.items():
            if theme.ansi:
                continue
            app.theme = name
            await pilot.pause()
            palette = app.palette()
            worst = min(LOOKS, key=lambda look: contrast(palette.style(look)))
            assert contrast(palette.style(worst)) >= ENOUGH, (name, worst)
            for sign in SIGNS:
                assert contrast(palette.sign(sign)) >= ENOUGH, (name, sign)


def attributes(style: Style) -> tuple[bool | None, ...]:
    return (
        *(style.bold, style.italic, style.underline, style.underline2),
        *(style.overline, style.reverse, style.strike),
    )


@pytest.mark.parametrize("theme", ["textual-dark", "textual-light", "ansi-dark", "ansi-light"])
async def test_kinds_of_marks_are_distinguished_without_colour(theme: str) -> None:
    text = "word " * 11
    page = page_of(text)
    app = Host()
    async with app.run_test() as pilot:
        app.theme = theme
        await pilot.pause()
        palette = app.palette()
        report: dict[tuple[object, ...], str] = {}
        for channel in ("nothing", *CHANNELS, "found"):
            layers, found = Layers(), Found()
            if channel == "found":
                found = Found("word", [Span(5, 9)])
            elif channel != "nothing":
                layers.put("any", PaneMark("m", (Span(5, 9),), channel, "direct"))
            look = next(
                (p.look for p in pieces(page, 0, layers, found) if p.text == "word"), Look()
            )
            way = (attributes(palette.style(look)), gutter.signs(page, 0, layers))
            assert way not in report, f"{channel} looks like {report.get(way)}"
            report[way] = channel


async def test_without_colour_the_selection_and_own_marks_stay_visible(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = Host()
    async with app.run_test() as pilot:
        app.theme = "ansi-dark"
        await pilot.pause()
        palette = app.palette()
        assert palette.style(Look(selected=True)).reverse
        assert palette.style(Look(cursor="here")).reverse
        assert palette.style(Look(own="note")).bold
        assert palette.style(Look(own="highlight")).bold
        assert palette.style(Look(jump=True)).reverse
        app.theme = "textual-dark"
        await pilot.pause()
        greys = app.palette()
        assert not greys.style(Look(selected=True)).reverse
        assert greys.style(Look(selected=True)).bgcolor != greys.style(Look()).bgcolor


@pytest.mark.parametrize("theme", ["textual-dark", "ansi-dark"])
async def test_the_cursor_is_seen_wherever_it_is(theme: str) -> None:
    app = Host()
    async with app.run_test() as pilot:
        app.theme = theme
        await pilot.pause()
        palette = app.palette()
        for look in LOOKS:
            if not look.cursor and not look.jump:
                under, cursor = palette.style(look), palette.style(look._replace(cursor="here"))
                assert shown_colours(cursor) != shown_colours(under)


def shown_colours(style: Style) -> tuple[object, ...]:
    """Text and ground as they come out; the terminal's own two are distinguished by reversing."""
    colours = (style.color, style.bgcolor)
    if style.color.is_default or style.bgcolor.is_default:
        return (*colours, bool(style.reverse))
    return colours[::-1] if style.reverse else colours


async def test_every_passing_look_and_sign_has_an_ink() -> None:
    app = Host()
    async with app.run_test():
        palette = app.palette()
        plain = palette.style(Look())
        for look in (
            Look(find="hit"),
            Look(meant=True),
            Look(find="current"),
            Look(selected=True),
            Look(cursor="here"),
            Look(cursor="away"),
            Look(jump=True),
        ):
            assert palette.style(look) != plain
        assert len(PASSING) == 7
