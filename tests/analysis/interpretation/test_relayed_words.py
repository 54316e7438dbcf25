"""Words passed on, words left open, and words that go on."""

from __future__ import annotations

import pytest


def said(one):
    return [(quote.speaker, quote.text) for quote in one.quotes]


@pytest.mark.parametrize(
    "text",
    [
        "{P Ann Lee} [C was] [Q quoted as saying that the dike leaked].",
        "{P Ann Lee} was [C quoted by] [S Radio Moor] [Q as saying the dike leaked].",
        "[S {P Ann Lee}] [C was reported] [Q to have said the dike leaked].",
        "[S {P Ann Lee}] was [C overheard] [Q telling friends that the dike leaked].",
    ],
)
def test_who_is_quoted_speaks_and_not_who_passes_it_on(read, text):
    ((speaker, words),) = said(read(text))
    assert speaker == "Ann Lee"
    assert words.endswith("the dike leaked")
    assert "quoted" not in words
    assert "saying" not in words


@pytest.mark.parametrize("verb", ["might say", "could have said", "wanted to say", "forgot to say"])
def test_what_somebody_could_say_is_not_said(read, verb):
    assert said(read(f"[S {{P Ann Lee}}] [C {verb}] [Q “told you so”], and left.")) == []


def test_two_quotations_side_by_side_may_be_of_two(read):
    one = read("[Q “Until when?” “Until May,”] [S {P Ann Lee}] [C said].")
    assert said(one) == [(None, "Until when?"), ("Ann Lee", "Until May,")]


def test_three_quotations_side_by_side(read):
    one = read("“Who is there?” “Nobody.” [Q “Then go,”] [C said] [S {P Ann Lee}].")
    assert said(one)[:2] == [(None, "Who is there?"), (None, "Nobody.")]
    assert said(one)[2] == ("Ann Lee", "Then go,")


def test_paragraphs_left_open_belong_to_who_is_named_at_the_end(read):
    one = read(
        "“We came at dawn and saw no lamp.\n“The door was open.\n"
        "[Q “Then it rang,”] [C said] [S {P Ann Lee}]."
    )
    assert said(one) == [
        ("Ann Lee", "We came at dawn and saw no lamp. … The door was open. … Then it rang,")
    ]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        (
            "[S A spokesman for {P Kay Brill}] [C said] [Q that she swam]. "
            "[Q “She dived,”] [S he] [C said].",
            "spokesman for Kay Brill",
        ),
        (
            "[S A spokeswoman for {P Tom Brill}] [C said] [Q that he swam]. "
            "[Q “He dived,”] [S she] [C said].",
            "spokeswoman for Tom Brill",
        ),
        (
            "[S A spokesman for {P Kay Brill}] [C said] [Q that she swam]. {P Bo Moe} nodded. "
            "[Q “She dived,”] [S he] [C said].",
            "Bo Moe",
        ),
        (
            "[S A reporter] [C asked] [Q when it was]. [Q “In May,”] [S he] [C said].",
            None,
        ),
    ],
)
def test_he_behind_somebody_without_a_name(read, text, speaker):
    assert read(text).quotes[-1].speaker == speaker


@pytest.mark.parametrize(
    ("text", "speaker", "words"),
    [
        (
            "[S The warden, {P Ann Lee},] [C quoted] [Q the diver as saying: “It leaks.”]",
            "diver",
            "It leaks.",
        ),
        (
            "[S {P Ann Lee}, who left, was wrong,] [C says] [Q the diver {P Bo Moe}: “It leaks.”]",
            "Bo Moe",
            "It leaks.",
        ),
        (
            "[Q “It leaks,”] [C says] [S the actor playing {P Bo Moe}].",
            "actor playing Bo Moe",
            "It leaks,",
        ),
        (
            "[S {P Bo Moe}’s rival at Moor Bank, {P Ann Lee},] [C says] [Q it leaks].",
            "Ann Lee",
            "it leaks",
        ),
    ],
)
def test_whose_words_they_are(read, text, speaker, words):
    assert said(read(text)) == [(speaker, words)]


def test_who_quotes_somebody_without_a_name_may_go_on(read):
    one = read(
        "[S The judge, {P Ina Falk},] [C quoted] [Q the diver as saying: “It leaks.”] "
        "[S She] [C added]: [Q “It did.”]"
    )
    assert one.quotes[-1].speaker == "Ina Falk"


def test_a_first_name_alone_rules_a_pronoun_out(read):
    one = read(
        "[Q “No,”] [C said] [S {P Anna}]. [Q “Yes,”] [C said] [S {P Bert}]. "
        "[Q “No,”] [S she] [C repeated]. [Q “Yes,”] [S he] [C said]."
    )
    assert [speaker for speaker, _ in said(one)] == ["Anna", "Bert", "Anna", "Bert"]


def test_a_letter_below_a_long_lead_is_its_writers(read):
    one = read(
        "In his last letter the keeper, {P Hans Aber}, wrote to his sister about the long winter:\n"
        "> The ice came early.\n> Tell the boys."
    )
    assert said(one) == [("Hans Aber", "The ice came early. … Tell the boys.")]
