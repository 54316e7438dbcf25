"""What is read of an article, and how what is found comes back to the article's own text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.analysis.rules.capitals import common_case, title_case
from reader.analysis.rules.interpretation import interpret
from reader.analysis.rules.reading_copy import copied_blocks, reading_copy, restored
from reader.analysis.rules.tagged import TaggedText, TaggedToken
from reader.article.block import Block


def paragraph(text: str) -> tuple[Block, ...]:
    return (Block("paragraph", 0, len(text)),)


@pytest.mark.parametrize(
    ("text", "copy"),
    [
        ("“It leaks,”[1] said Ann.", "“It leaks,” said Ann."),
        ("“It leaks,”¹ said Ann.", "“It leaks,” said Ann."),
        ("“It leaks.”2 She left.", "“It leaks.” She left."),
        ("“It leaks,”† said Ann.", "“It leaks,” said Ann."),
        ("“It leaks,”said Ann.", "“It leaks,” said Ann."),
        ('"It leaks,"said Ann.', '"It leaks," said Ann.'),
        ("It holds 30[2] cows.", "It holds 30 cows."),
        ("The war\u00adden has a cafe\u0301.", "The warden has a café."),
        ("THE BRIDGE WARDEN ADA VOSS SAID NO.", "The bridge warden Ada Voss said no."),
    ],
)
def test_what_is_in_the_way_of_reading(text, copy):
    assert reading_copy(text, paragraph(text)).text == copy


@pytest.mark.parametrize(
    "text",
    [
        "“It leaks,” said Ann.",
        'She said,"It leaks." Then she left.',
        "It covers 30² m and [sic] so on.",
        "The NATO and EU heads met.",
        "The hatch is 6'2\" tall.",
    ],
)
def test_other_texts_are_read_as_they_are(text):
    assert reading_copy(text, paragraph(text)).unchanged


def test_what_is_found_is_reported_in_places_of_the_article():
    text = "“It le\u00adaks,”[1] said Ro\u00adsa Lind."
    copy = reading_copy(text, paragraph(text))
    labels = {"Rosa": "B-Person", "Lind": "E-Person"}
    tokens = [
        TaggedToken(at, at + len(word), labels.get(word, "O"))
        for word in ("Rosa", "Lind")
        for at in [copy.text.index(word)]
    ]
    read = TaggedText(copy.text, copied_blocks(copy, paragraph(text)), tuple(tokens), "en")
    found = restored(copy, interpret(read))
    (quote,), (name,), (person,) = found.quotes, found.entities, found.people
    assert (quote.text, quote.speaker) == ("It le\u00adaks,", "Rosa Lind")
    assert quote.spans[0].slice(text) == quote.text
    assert (name.text, name.name, person.name) == ("Ro\u00adsa Lind", "Rosa Lind", "Rosa Lind")
    assert name.span.slice(text) == name.text


@pytest.mark.parametrize(
    ("loud", "quiet"),
    [
        ("MAYOR GRETA VOSS SAID ON MONDAY.", "Mayor Greta Voss said on Monday."),
        ('"WE WON," LARS BRINK SAID.', '"We won," Lars Brink said.'),
        ("THE US AND NATO TOLD US.", "The US and NATO told us."),
        ("J. O'BRIEN'S CAR", "J. O'Brien's car"),
        ("IT RAINED. NOBODY CAME ON MARCH 3.", "It rained. Nobody came on March 3."),
    ],
)
def test_capitals_in_common_case(loud, quiet):
    assert common_case(loud) == quiet


def test_words_as_the_rest_of_the_article_writes_them():
    text = "BELL TO RING IN HARBOUR\n\nIt will ring for Rosa Bell on Monday."
    blocks = (Block("headline", 0, 23), Block("paragraph", 25, len(text)))
    assert reading_copy(text, blocks).text.startswith("Bell to ring in harbour")


def test_a_name_in_capitals():
    assert title_case("MARY O'BRIEN-MCKEE") == "Mary O'Brien-McKee"
    assert title_case("Ann") == "Ann"


@given(st.text(st.characters(codec="utf-8"), max_size=80))
def test_common_case_keeps_every_place(text):
    shown = common_case(text)
    assert len(shown) == len(text)
    pairs = zip(shown, text, strict=True)
    assert all(one.lower() == other.lower() or one == other.upper() for one, other in pairs)


@pytest.mark.parametrize(
    ("text", "copy"),
    [
        ("It cost 3 000 euros.", "It cost 3\u00a0000 euros."),
        ("It cost 12 500 francs.", "It cost 12\u00a0500 francs."),
        ("It holds 1 250 300 cows.", "It holds 1\u00a0250\u00a0300 cows."),
        ("In Room 12 300 cows slept.", None),
        ("On May 5 200 cows came.", None),
        ("At 9 120 cows left.", None),
        ("In 2020 300 cows died.", None),
    ],
)
def test_thousands_with_blanks_in_english(text, copy):
    assert reading_copy(text, paragraph(text)).text == (copy or text)
