from __future__ import annotations

import pytest

from reader.analysis.rules.numerals import shape_of, share_of, value_of


@pytest.mark.parametrize(
    ("text", "figure", "kind", "value", "high", "unit"),
    [
        ("Iran fired 15 missiles at targets.", "15 missiles", "count", 15, None, "missiles"),
        ("More than 5,000 US troops remain.", "5,000 US troops", "count", 5000, None, "troops"),
        ("two Iraqi bases hosting", "two Iraqi bases", "count", 2, None, "bases"),
        ("Twenty-two men died.", "Twenty-two men", "count", 22, None, "men"),
        ("a dozen women came", "a dozen women", "count", 12, None, "women"),
        ("half a million people", "half a million people", "count", 500000, None, "people"),
        ("a hundred and five homes", "a hundred and five homes", "count", 105, None, "homes"),
        ("1.5 million people", "1.5 million people", "count", 1500000, None, "people"),
        ("killed 80 “foreign rebels”", "80 “foreign rebels”", "count", 80, None, "rebels"),
        ("won by a single vote.", "a single vote", "count", 1, None, "vote"),
        ("10 to 12 missiles", "10 to 12 missiles", "count", 10, 12, "missiles"),
        ("between 10 and 12 boats", "10 and 12 boats", "count", 10, 12, "boats"),
        ("Only 240 of them had been read", "240", "count", 240, None, None),
        ("38 per cent of its cables", "38 per cent", "percentage", 38, None, None),
        ("fell 4.2% on Monday", "4.2%", "percentage", 4.2, None, None),
        ("20-30 percent of it", "20-30 percent", "percentage", 20, 30, None),
        ("for two and a half years", "two and a half years", "measure", 2.5, None, "years"),
        ("He is 71 years old", "71 years", "measure", 71, None, "years"),
        ("6ft tall", "6ft", "measure", 6, None, "ft"),
        ("a lake of 5 km² in the north", "5 km²", "measure", 5, None, "km²"),
        ("a room of 40 m2 was let", "40 m2", "measure", 40, None, "m2"),
        ('a 12" speaker', '12"', "measure", 12, None, "inches"),
        ("two thirds of the bill", "two thirds", "other", 0.6667, None, None),
        ("one in ten errors", "one in ten", "other", 0.1, None, None),
        ("Ann Lee, 68, came", "68", "other", 68, None, None),
        ("He is 45 and lives alone", "45", "other", 45, None, None),
        ("blacks ages 16 to 24 say", "16 to 24", "other", 16, 24, None),
        ("a quarter of a million men", "a quarter of a million men", "count", 250000, None, "men"),
        ("One and a half million men", "One and a half million men", "count", 1500000, None, "men"),
        ("for two-and-a-half hours", "two-and-a-half hours", "measure", 2.5, None, "hours"),
        ("some 200 of the staff", "200", "count", 200, None, "staff"),
        ("Two of the officers knelt", "Two", "count", 2, None, "officers"),
        ("a ten-point lead", "ten-point", "count", 10, None, "point"),
        ("parties split 4 to 1 in favour", "4 to 1", "other", 4, None, None),
    ],
)  # fmt: skip
def test_figures(read, text, figure, kind, value, high, unit):
    (found,) = read(text).figures
    assert (found.text, found.kind, found.value) == (figure, kind, value)
    assert (found.value_max, found.unit) == (high, unit)


@pytest.mark.parametrize(
    ("text", "value", "high", "currency"),
    [
        ("It cost $5,000.", 5000, None, "USD"),
        ("It cost US$3bn.", 3e9, None, "USD"),
        ("It cost £18.6 million.", 18600000, None, "GBP"),
        ("It cost €12m.", 12000000, None, "EUR"),
        ("It cost 85,000 Swiss francs.", 85000, None, "CHF"),
        ("It cost 5 million euros.", 5000000, None, "EUR"),
        ("It cost EUR 40.", 40, None, "EUR"),
        ("It cost between £900,000 and £1.2 million.", 900000, 1200000, "GBP"),
        ("It cost two to three million dollars.", 2000000, 3000000, "USD"),
    ],
)
def test_money(read, text, value, high, currency):
    (found,) = read(text).figures
    assert found.kind == "money"
    assert (found.value, found.value_max, found.currency) == (value, high, currency)


@pytest.mark.parametrize(
    "text",
    [
        "On 3 May 2015 at 1:30 a.m. in Room 5",
        "Article 51 of the UN Charter and the 2015 nuclear deal",
        "2230 GMT, the 1990s, the 3rd, Sept. 11 and 9/11",
        "Call 555-1234 or see F-16, G7, COVID-19 and Boeing 737",
        "One of them had one idea at six.",
        "The two have not agreed since 2019.",
        "Rosie “Two Sheds” Calloway",
        "Nobody was hurt.[1]",
        "hundreds of people",
        "Call 020 7946 0018 or +44 20 7946 0018.",
        "ring 555-123-4567 today",
        "She lives at 12 Mill Lane.",
        "a four-way race",
        "as they prepare for Round Two",
        "the ‘08 campaign",
        "As {O Zero Hedge} noted, it fell.",
        "read 12/11/2020 or 10.0.0.1 at http://x.example/77",
    ],
)
def test_numbers_that_are_no_figures(read, text):
    assert read(text).figures == ()


@pytest.mark.parametrize(
    ("text", "modifier"),
    [
        ("at least 40 rods", "at least"),
        ("More than 40 rods", "more than"),
        ("about 40 rods", "about"),
        ("up to 40 rods", "up to"),
        ("nearly 40 rods", "nearly"),
        ("no fewer than 40 rods", "no fewer than"),
        ("40 or so", "or so"),
        ("saw 40 rods", None),
    ],
)
def test_modifiers_stand_beside_the_figure(read, text, modifier):
    (figure,) = read(text).figures
    assert figure.modifier == modifier
    assert figure.text.startswith("40")


def test_points_and_percentages_are_no_range_of_each_other(read):
    text = "It rose by 0.1 percentage points to 4.2 percent, not 51.3 to 48.7 percent."
    assert [(one.kind, one.value, one.value_max) for one in read(text).figures] == [
        ("percentage", 0.1, None),
        ("percentage", 4.2, None),
        ("percentage", 51.3, None),
        ("percentage", 48.7, None),
    ]


def test_two_sources_give_two_figures(read):
    one = read(
        "[S State television] [C said] [Q 15 missiles were fired].\n"
        "[S {L Iraq}] [C said] [Q 22 missiles were fired]. It had 3 tanks."
    )
    assert one.figure("15").speaker == "State television"
    assert one.figure("22").speaker == "Iraq"
    assert one.figure("22").cue == one.quotes[1].cue
    assert one.figure("3 tanks").speaker is None


def test_a_figure_belongs_to_the_innermost_quote(read):
    one = read("[S The agency] [C quoted] [Q an aide as saying 100 targets were left].")
    assert one.figure("100").speaker == "aide"


def test_a_tagged_date_is_no_figure(read):
    assert read("They met in {D the 12 of that month}.").figures == ()


def test_a_decimal_comma_where_the_language_has_one(read):
    found = read("Es waren 3,5 Tonnen, und 1.200 Leute kamen.", "de").figures
    assert [figure.value for figure in found] == [3.5, 1200]


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("twenty-two", 22),
        ("a hundred", 100),
        ("two hundred and fifty thousand", 250000),
        ("one million two hundred thousand", 1200000),
        ("half a dozen", 6),
        ("1,312", 1312),
        ("3 bn", 3000000000),
        ("12,34", None),
    ],
)
def test_what_numbers_are_worth(words, value):
    assert value_of(words, shape_of("en")) == value


@pytest.mark.parametrize(
    ("words", "share"),
    [("half", 0.5), ("a quarter", 0.25), ("three-quarters", 0.75), ("3 out of 4", 0.75)],
)
def test_what_shares_are_worth(words, share):
    assert share_of(words) == share
