"""Whom a pronoun, a bare surname or "who" means, where the nearest name is the wrong one."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    "text",
    [
        "{P Ruth Berg} met {P Walter Moe}. [Q “It leaks,”] [S {P Moe}] [C said].\n"
        "[Q “Badly,”] [S she] [C said].",
        "[Q “It leaks,”] [C said] [S {P Walter Moe}].\n"
        "Did {P Ruth Berg} see it? [Q “Badly,”] [S she] [C said].",
        "[Q “It leaks,”] [C said] [S {P Walter Moe}].\n"
        "What was {P Ruth Berg} to do? [Q “Badly,”] [S she] [C said].",
    ],
)
def test_she_is_nobody_with_a_given_name_of_men(read, text):
    assert read(text).quote("Badly").speaker == "Ruth Berg"


def test_a_given_name_alone_chooses_nobody(read):
    text = (
        "{P Ruth Berg} and {P Anna Low} met {P Walter Moe}. [Q “It leaks,”] [S {P Moe}] [C said].\n"
        "[Q “Badly,”] [S she] [C said]."
    )
    assert read(text).quote("Badly").speaker is None


def test_an_article_that_says_she_of_walter_is_believed(read):
    text = (
        "{P Walter Moe} says she was born Ida. Her first boat was a ferry. She sold it. She bought "
        "another, and she named it. Her crew loved her. She never looked back, she and her dog, "
        "and her sister sails with her.\n[Q “Badly,”] [S she] [C said]."
    )
    assert read(text).quote("Badly").speaker == "Walter Moe"


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        (
            "Sailors like {P Ruth Berg}, a 22-year-old pupil at the {O College of Hallan}, "
            "[S who] [C says] [Q it leaks].",
            "Ruth Berg",
        ),
        ("A woman in {L Hallan} [S who] [C says] [Q it leaks] left.", None),
        (
            "They met {O the Port of Hallan}, [S which] [C said] [Q it leaks].",
            "Port of Hallan",
        ),
        ("They asked the {O Port Guild}, [S which] [C said] [Q it leaks].", "Port Guild"),
        ("{P Ruth Berg}, {O the Port Guild}, [S which] [C said] [Q it leaks].", "Port Guild"),
    ],
)
def test_who_belongs_to_a_person_and_to_no_place_inside_a_phrase(read, text, speaker):
    (quote,) = read(text).quotes
    assert quote.speaker == speaker


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        (
            "President Hale’s aides are split." + " The dike is old." * 20 + "\n"
            "Judge {P Ona Roe} and {P Ruth Hale} met.\n[S {P Hale}] [C said] [Q it leaks].",
            "Hale",
        ),
        (
            "President Hale’s aides are split.\nJudge {P Ona Roe} and {P Ruth Hale} met.\n"
            "[S {P Hale}] [C said] [Q it leaks].",
            None,
        ),
        (
            "{P Ruth Hale} met the crew.\nMr. {P Hale} arrived late.\n"
            "[S Mr. {P Hale}] [C said] [Q it leaks].",
            "Hale",
        ),
        (
            "President {P Hale} met the crew.\nIn May {P Karl Hale} was elected president.\n"
            "[S {P Hale}] [C said] [Q it leaks].",
            "Karl Hale",
        ),
        (
            "{P Ruth Hale} met the crew.\nMs. {P Hale} arrived late.\n"
            "[S Ms. {P Hale}] [C said] [Q it leaks].",
            "Ruth Hale",
        ),
    ],
)
def test_a_title_that_cannot_be_hers_is_a_namesakes(read, text, speaker):
    assert read(text).quote("it leaks").speaker == speaker


def test_the_words_before_who_are_none_of_whom_it_means(read):
    text = (
        "[S {P Ruth Berg}] had [C told] reporters [Q she “understood” the anger of her mate, "
        "{P Bo Moe}], [S who] recently [C declared] [Q war on the harbour]."
    )
    assert [speaker for speaker, _ in read(text).said] == ["Ruth Berg", "Bo Moe"]


@pytest.mark.parametrize(
    "text",
    [
        "[S {P Ruth Berg}] raised a race in which [Q {P Bo Moe}] [C was declared] [Q the winner].",
        "{P Bo Moe} [C is also expected] [Q to weigh the plan].",
        "{P Bo Moe} [C has been charged with] [Q theft].",
        "{P Bo Moe} left [Q the club] [C formerly known as] [Q the Nine].",
        "[Q A sign] [S there] [C said] [Q “cash only.”]",
    ],
)
def test_whom_others_speak_of_says_nothing(read, text):
    assert {speaker for speaker, _ in read(text).said} <= {None}


def test_a_person_joined_to_a_body_does_not_speak_alone(read):
    text = "[S {O Port Guild} and {P Bo Moe}] [C said] [Q it leaks]."
    assert read(text).quote("it leaks").speaker == "Port Guild and Bo Moe"
    text = "[S {O Health and Harbour} Secretary {P Bo Moe}] [C said] [Q it leaks]."
    assert read(text).quote("it leaks").speaker == "Bo Moe"


def test_a_paragraph_that_names_who_spoke_before_may_be_anothers(read):
    text = (
        "[Q “It leaks,”] [C said] [S {P Bo Moe}].\n“The guild has asked {P Bo Moe} to mend it. "
        "Its members are reviewing his letters.”"
    )
    assert read(text).quote("The guild").speaker is None


def test_they_are_the_several_unnamed_who_spoke_before(read):
    text = "[S Port sources] [C said] [Q it leaks]. [S They] [C said] [Q it was old]."
    assert [speaker for speaker, _ in read(text).said] == ["Port sources", "Port sources"]
