"""Motions, selections and text objects of the article's cursor."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.article.article import Article
from reader.article.block import Block
from reader.text.cells import graphemes
from reader.text.span import Span
from reader.ui.article_pane.caret import Caret
from reader.ui.article_pane.commands import CARET_COMMANDS
from reader.ui.article_pane.jumps import Jumps
from reader.ui.article_pane.marks import PaneMark
from reader.ui.article_pane.page import Page
from reader.ui.article_pane.reading import Reading
from reader.ui.article_pane.selection import grown, selecting, span_of

TEXT = (
    "Harbour closed after storm\n"
    "\n"
    "    The port shut at dawn. “We had no choice,” the harbour master said. “The waves were"
    " too high.”\n"
    "    The port shut at dawn.\n"
    "\n"
    "    Ferries wait. Nobody was hurt."
)


def passage_of(words: str) -> Span:
    return Span(TEXT.index(words), TEXT.index(words) + len(words))


QUOTE = PaneMark(
    "q", (passage_of("We had no choice,"), passage_of("The waves were too high.")), "quote"
)
NAME = PaneMark("e", (passage_of("harbour master"),), "entity", "person")


def caret(text: str = TEXT, width: int = 30, at: str | int = 0) -> Caret:
    blocks, seen = [], {}
    for number, found in enumerate(re.finditer(r"\S[^\n]*", text)):
        blocks.append(
            Block(
                "paragraph" if number else "headline",
                found.start(),
                found.end(),
                duplicate_of=seen.setdefault(found[0], number) if found[0] in seen else None,
            )
        )
        seen.setdefault(found[0], number)
    reading = Reading(Article(text, tuple(blocks), "Title", "-", "test 1"))
    offset = text.index(at) if isinstance(at, str) else at
    return Caret(reading, Page(reading, width), offset)


def did(held: Caret, *commands: str) -> Caret:
    for command in commands:
        count, _, name = command.rpartition(" ")
        CARET_COMMANDS[name](held, int(count) if count else None, "")
    return held


def selected(held: Caret) -> str:
    span = held.selected()
    return "" if span is None else span.slice(held.reading.text)


@pytest.mark.parametrize(
    ("at", "commands", "reached"),
    [
        ("The port", ["word-next"], "port shut"),
        ("The port", ["3 word-next"], "at dawn"),
        ("dawn", ["word-next"], ". “We"),
        ("port shut", ["word-end"], "t shut"),
        ("shut", ["word-previous"], "port"),
        ("The port", ["sentence-next"], "“We had"),
        ("“We had", ["sentence-previous"], "The port"),
        ("The port", ["paragraph-next"], "The port shut at dawn.\n\n"),
        ("Ferries", ["sentence-next"], "Nobody"),
        ("Ferries", ["9 sentence-next"], "."),
        ("Ferries", ["line-end"], "hurt."),
        ("waves", ["top"], "Harbour"),
        ("waves", ["3 top"], "The port shut at dawn.\n\n"),
        ("Harbour", ["line-down"], "The port"),
        ("Harbour", ["3 line-down", "3 line-up"], "Harbour"),
    ],
)
def test_where_motions_lead(at: str, commands: list[str], reached: str) -> None:
    held = did(caret(at=at), *commands)
    if reached in (".", "hurt."):
        assert held.offset == len(TEXT) - 1
    else:
        assert TEXT[held.offset :].startswith(reached)


def test_line_motions_keep_their_cell_over_short_lines() -> None:
    text = "a long enough line to go down from\n\nshort\n\nanother line that is longer still"
    held = caret(text, width=60, at="down")
    did(held, "line-down")
    assert text[held.offset] == "t"
    did(held, "line-down")
    assert held.page.cell_of(held.offset)[1] == text.index("down")


NASTY = [
    "word ",
    "é",
    "e\u0301",
    "漢字",
    "👨‍👩‍👧",
    "🇫🇷",
    "❤️",
    "\t",
    "\n\n",
    ". ",
    "“",
    "”",
    "\u200d",
]


@given(
    st.lists(st.sampled_from(NASTY), min_size=1, max_size=30).map("".join),
    st.integers(1, 40),
    st.lists(st.sampled_from(sorted(CARET_COMMANDS)), max_size=12),
    st.integers(1, 4),
)
def test_no_command_leaves_the_shown_text_or_cuts_a_cluster(
    text: str, width: int, commands: list[str], count: int
) -> None:
    held = caret(text, width)
    starts = {span.start for span in graphemes(text)}
    starts |= {part.start for part in held.reading.segments}
    ends = {span.end for span in graphemes(text)}
    for command in commands:
        CARET_COMMANDS[command](held, count, "a")
        if held.reading.is_empty:
            assert held.offset == 0
            assert held.passage() == ()
            continue
        assert held.reading.is_shown(held.offset)
        assert held.offset in starts
        (passage,) = held.passage()
        assert 0 <= passage.start < passage.end <= len(text)
        if held.selection is not None and held.selection.unit == "character":
            assert passage.start in starts
            assert passage.end in ends
            assert held.offset in passage


@pytest.mark.parametrize(
    ("at", "commands", "passage"),
    [
        ("shut", ["select-characters", "word-end"], "shut"),
        ("shut", ["select-characters", "word-end", "grow"], "shut at"),
        ("shut", ["select-characters", "word-end", "2 grow"], "shut at dawn"),
        ("shut", ["select-characters", "word-end", "3 grow", "shrink"], "shut at dawn"),
        ("shut", ["select-characters", "word-end", "shrink"], "shut"),
        ("shut", ["select-characters", "word-end", "other-end", "grow"], "port shut"),
        ("shut", ["select-characters", "word-end", "shrink-character"], "shu"),
        ("shut", ["select-characters", "word-end", "2 grow-character"], "shut a"),
        ("shut", ["select-characters", "word-end", "grow-sentence"], "shut at dawn."),
        ("shut", ["select-sentences"], "The port shut at dawn."),
        ("shut", ["select-words"], "shut"),
        ("Ferries", ["select-sentences", "sentence-next"], "Ferries wait. Nobody was hurt."),
        ("Nobody", ["select-sentences", "sentence-previous"], "Ferries wait. Nobody was hurt."),
        ("Nobody", ["select-paragraphs"], "Ferries wait. Nobody was hurt."),
        ("Nobody", ["select-characters", "inner-paragraph"], "Ferries wait. Nobody was hurt."),
        ("Ferries", ["inner-sentence"], "Ferries wait."),
        ("Ferries", ["2 inner-sentence"], "Ferries wait. Nobody was hurt."),
        ("Ferries", ["inner-sentence", "inner-sentence"], "Ferries wait. Nobody was hurt."),
        ("choice", ["inner-quote"], "We had no choice,"),
        ("master", ["inner-entity"], "harbour master"),
        ("The port", ["inner-quote"], "We had no choice,"),
        ("shut", ["select-characters", "select-characters"], ""),
    ],
)
def test_what_is_selected(at: str, commands: list[str], passage: str) -> None:
    held = caret(at=at)
    held.layers.set_layer("findings", [QUOTE, NAME])
    assert selected(did(held, *commands)) == passage


def test_the_quote_again_takes_in_all_its_parts() -> None:
    held = caret(at="choice")
    held.layers.set_layer("findings", [QUOTE])
    did(held, "inner-quote", "inner-quote")
    assert held.selected() == Span(QUOTE.start, QUOTE.end)


def test_without_a_selection_an_act_means_the_sentence() -> None:
    held = caret(at="Nobody")
    assert [span.slice(TEXT) for span in held.passage()] == ["Nobody was hurt."]


@given(st.data(), st.sampled_from(["character", "word", "sentence", "paragraph"]))
def test_growing_and_shrinking_keep_the_passage_in_the_text(data: st.DataObject, unit: str) -> None:
    reading = caret().reading
    start = reading.shown(data.draw(st.integers(0, len(TEXT) - 1)))
    span = reading.word_at(start)
    for by in data.draw(st.lists(st.integers(-3, 3), max_size=5)):
        for backwards in (False, True):
            after = grown(reading, span, unit, by, backwards=backwards)
            assert 0 <= after.start < after.end <= len(TEXT)
            assert after.start == span.start if not backwards else after.end == span.end
            if by > 0:
                assert after.covers(span)
            span = after


@given(st.integers(0, len(TEXT) - 1), st.integers(1, 40), st.booleans())
def test_a_span_and_its_selection_are_the_same_passage(
    start: int, size: int, backwards: bool
) -> None:
    reading = caret().reading
    span = Span(start, min(len(TEXT), start + size))
    assert span_of(reading, selecting(reading, span, backwards=backwards)) == span


def test_jumps_lead_back_and_forward_again() -> None:
    jumps = Jumps()
    assert jumps.back(5) is None
    jumps = Jumps()
    for place in (10, 20, 30):
        jumps.leave(place)
    assert [jumps.back(40), jumps.back(30), jumps.back(20), jumps.back(10)] == [30, 20, 10, None]
    assert [jumps.forward(), jumps.forward(), jumps.forward(), jumps.forward()] == [
        20,
        30,
        40,
        None,
    ]
    jumps.leave(20)
    assert jumps.back(99) == 20
    assert jumps.back(20) == 40


def test_places_are_kept_by_letter() -> None:
    held = caret(at="waves")
    CARET_COMMANDS["place-set"](held, None, "a")
    did(held, "top")
    assert not CARET_COMMANDS["place-go"](held, None, "a").refused
    assert TEXT[held.offset :].startswith("waves")
    assert CARET_COMMANDS["place-go"](held, None, "z").refused
    assert not CARET_COMMANDS["place-go"](held, None, "'").refused
    assert held.offset == 0
