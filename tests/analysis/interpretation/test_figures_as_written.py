"""Figures in the ways that papers write them, and what only looks like one."""

from __future__ import annotations

import pytest

from reader.analysis.rules.interpretation import interpret
from reader.analysis.rules.reading_copy import reading_copy, restored
from reader.analysis.rules.tagged import TaggedText
from reader.article.block import Block
from tests.analysis.interpretation.conftest import tagged_text


def figures(text: str, language: str = "en"):
    given = tagged_text(text, language)
    copy = reading_copy(given.text, given.blocks, language)
    found = restored(copy, interpret(tagged_text(copy.text, language)))
    return [(figure.text, figure.value, figure.value_max, figure.unit) for figure in found.figures]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("The dam cost Rs 3.5 lakh crore.", [("Rs 3.5 lakh crore", 3.5e12, None, None)]),
        ("Over 7 lakh people came.", [("7 lakh people", 700000, None, "people")]),
        ("A pass is $4⁵⁰ now.", [("$4⁵⁰", 4.5, None, None)]),
        ("It took 2½ hours.", [("2½ hours", 2.5, None, "hours")]),
        ("It drew 1.1m–1.3m visitors.", [("1.1m–1.3m visitors", 1.1e6, 1.3e6, "visitors")]),
        ("The wall is 3m tall.", []),
        ("It fell to -8C at dawn.", [("-8C", -8, None, "C")]),
        ("It rose from −2C to 6C.", [("−2C", -2, None, "C"), ("6C", 6, None, "C")]),
        ("They have 6-8 cows, a re-2 plan.", [("6-8 cows", 6, 8, "cows")]),
        ('She said "not before 9" and left.', [("9", 9, None, None)]),
        ('She said it "held 900" at most.', [("900", 900, None, None)]),
        ("The pipe is 9″ wide.", [("9″", 9, None, "inches")]),
        ("Gusts of 85 km/h are likely.", [("85 km/h", 85, None, "km/h")]),
        ("The plant burns 40 kg/h of wood.", [("40 kg/h", 40, None, "kg/h")]),
        ("It turns at 12 m/s or less.", [("12 m/s", 12, None, "m/s")]),
        ("The dam gives 3.4 TWh a year.", [("3.4 TWh", 3.4, None, "TWh")]),
        ("It holds 20 megawatt-hours.", [("20 megawatt-hours", 20, None, "megawatt-hours")]),
        ("The roof has 7 kWp.", [("7 kWp", 7, None, "kWp")]),
        ("3. The quay has 40 berths.", [("40 berths", 40, None, "berths")]),
        ("12) The quay has 40 berths.", [("40 berths", 40, None, "berths")]),
        ("She was in room 007 of the hotel.", []),
        ("Three-quarters of a million came.", [("Three-quarters of a million", 7.5e5, None, None)]),
        ("Between 1.2m and 1.4m people left.", [("1.2m and 1.4m people", 1.2e6, 1.4e6, "people")]),
        ("The tide was 3.4 m at noon.", [("3.4 m", 3.4, None, "m")]),
        ("Call 0800 123 456. It is free.", []),
        ("It cost €\u00a040\u202f000 in all.", [("€\u00a040\u202f000", 40000, None, None)]),
    ],
)
def test_english_figures(text, wanted):
    assert figures(text) == wanted


@pytest.mark.parametrize(
    ("language", "text", "wanted"),
    [
        ("fr", "Il faut 4 000 sacs pour six maisons.", [("4 000 sacs", 4000, None, "sacs")]),
        ("fr", "Le 8 mars, la ligne 7 et le bus 31 ne roulent pas.", []),
        (
            "fr",
            "Le pont a coûté 1,5 million d'euros à 20 heures.",
            [("1,5 million d'euros", 1.5e6, None, None)],
        ),
        ("de", "Es kostet 1,5 Millionen Euro.", [("1,5 Millionen Euro", 1.5e6, None, None)]),
        ("de", "Rund 2,3 Mrd. Euro fehlen.", [("2,3 Mrd. Euro", 2.3e9, None, None)]),
        ("de", "Es waren −3,5 Grad.", [("−3,5 Grad", -3.5, None, "Grad")]),
        ("de", "Das sind 3,4 Prozent.", [("3,4 Prozent", 3.4, None, None)]),
        ("es", "Debe 2 mil millones de dólares.", [("2 mil millones de dólares", 2e9, None, None)]),
        ("it", "Sono 4 milioni di euro.", [("4 milioni di euro", 4e6, None, None)]),
        ("ru", "Шлюз стоил 1,5 млн рублей.", [("1,5 млн рублей", 1.5e6, None, None)]),
        ("ru", "Мост открыт в 1911 году.", []),
        ("sv", "Det kom 3 miljoner människor.", [("3 miljoner människor", 3e6, None, "människor")]),
        ("de", "Am 31. Mai fuhren 40 Wagen der Linie 7.", [("40 Wagen", 40, None, "Wagen")]),
        ("de", "Es kostet 1.200 Euro.", [("1.200 Euro", 1200, None, None)]),
        ("de", "Es kostet 3 500 000 Euro.", [("3 500 000 Euro", 3.5e6, None, None)]),
        ("de", "Es kamen 5 000 Leute.", [("5 000 Leute", 5000, None, "Leute")]),
        ("de", "Es kamen 12 400 Leute.", [("12 400 Leute", 12400, None, "Leute")]),
        ("de", "Mit der Linie 8 600 Leute.", [("600 Leute", 600, None, "Leute")]),
        ("es", "Hay 25 300 barcos.", [("25 300 barcos", 25300, None, "barcos")]),
    ],
)
def test_figures_of_other_languages_follow_their_rules(language, text, wanted):
    assert figures(text, language) == wanted


@pytest.mark.parametrize(
    ("text", "full"),
    [
        ("at least 12 cows", "at least 12 cows"),
        ("40 or more", "40 or more"),
        ("12 cows", "12 cows"),
    ],
)
def test_a_figure_in_full_has_its_modifier(read, text, full):
    (figure,) = read(f"There were {text}.").figures
    assert figure.in_full == full


def test_the_number_of_an_item_counts_nothing():
    text = "1. Shut 3 gates.\n2. Drain it."
    blocks = (Block("list item", 0, 16), Block("list item", 17, len(text)))
    found = interpret(TaggedText(text, blocks, (), "en")).figures
    assert [figure.text for figure in found] == ["3 gates"]


@pytest.mark.parametrize(
    ("language", "text", "modifier"),
    [
        ("de", "Mindestens 12 Boote sanken.", "mindestens"),
        ("fr", "Au moins 12 bateaux ont coulé.", "au moins"),
        ("es", "Más de 12 barcos.", "más de"),
        ("ru", "Погибли не менее 12 человек.", "не менее"),
    ],
)
def test_how_sure_a_figure_is_said_to_be_in_other_languages(language, text, modifier):
    blocks = (Block("paragraph", 0, len(text)),)
    (figure,) = interpret(TaggedText(text, blocks, (), language)).figures
    assert figure.modifier == modifier
