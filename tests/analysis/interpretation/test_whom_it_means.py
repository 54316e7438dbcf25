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


def test_he_is_nobody_whom_only_his_own_words_name(read):
    text = "[Q “Max has been kind. He knows {P Max Kay},”] [S he] [C said]."
    assert read(text).quotes[0].speaker is None


def test_he_is_open_where_another_speaks_in_what_was_reported(read):
    text = (
        "[S {P Bo Moe}] [C said] [Q that {P Max Kay} told {P Ann Lee} that news would come]. "
        "[Q “It will sink,”] [S he] [C said]."
    )
    assert read(text).quote("It will sink").speaker is None
    text = "[S {P Bo Moe}] [C said] [Q that {P Max Kay} was late]. [Q “It leaks,”] [S he] [C said]."
    assert read(text).quote("It leaks").speaker == "Bo Moe"


def test_a_second_verb_shares_the_subject_of_the_first(read):
    text = (
        "Under fire from [S both the left and the right], [S {P Bo Moe}] [C laid out] [Q his plan] "
        "and [C spoke of] [Q a day without dikes]."
    )
    assert {speaker for speaker, _ in read(text).said} == {"Bo Moe"}


def test_a_source_that_runs_on_into_another_clause_is_none(read):
    text = (
        "[S {P Ruth Berg}], who has an “A” from [S the {O Port Guild} and was elected in a year "
        "that {P Bo Moe} won,] [C stressed] [Q the need for dikes]."
    )
    assert read(text).quote("the need").speaker in ("Ruth Berg", None)


def test_an_article_alone_is_no_source(read):
    assert read("[S The] [C fear is] [Q that it leaks].").quotes[0].speaker is None


def test_what_comes_of_another_behind_a_semicolon_is_not_said(read):
    text = "[S {P Ruth Berg}] [C says] [Q she has an offer]; driver {P Bo Moe} got [Q $3 more]."
    assert [words for speaker, words in read(text).said if speaker == "Ruth Berg"] == [
        "she has an offer"
    ]


def test_a_column_that_asks_itself_is_no_interview(read):
    text = (
        "{P Ruth Berg} asked on Monday who had cut the dike.\n"
        "The council sold the dike. Problem solved, right?\n"
        "I doubt it. We have seen {P Berg} at work, and I would not bet on the council.\n"
        "So we did what we do. We blamed the sea. Where is the good in that?\n"
        "I think {P Berg} was thrown to the fish. We all were.\n"
        "Come on. It was a dike. Should we mend it?\n"
        "I say we should, and {P Berg} must help."
    )
    assert [quote for quote in read(text).quotes if quote.rule.startswith("turn")] == []


def test_questions_put_to_a_guest_are_an_interview(read):
    text = (
        "{P Ruth Berg} spoke to us about the dike.\n"
        "Why did it leak?\nI think it was old. We never mended it.\n"
        "Who should pay?\nThe town, I say. We have the money.\n"
        "Will it hold?\nI hope so. My house is behind it."
    )
    answers = [quote.speaker for quote in read(text).quotes if "answer" in quote.rule]
    assert answers == ["Ruth Berg"] * 3


def test_who_is_beside_the_speaker_does_not_speak(read):
    text = "[S {P Ruth Berg}, flanked by {P Bo Moe}, {P Max Kay} and {P Ann Lee},] "
    text += "[C said] [Q it leaks]."
    assert read(text).quotes[0].speaker == "Ruth Berg"
    text = "[S {P Ruth Berg}, {P Bo Moe} and {P Max Kay}] [C said] [Q it leaks]."
    assert read(text).quotes[0].speaker == "Ruth Berg, Bo Moe and Max Kay"


def test_the_church_is_open_where_two_bodies_have_the_word(read):
    text = (
        "{O The Church of Hallan} met at {O St Oda’s Church}. [S The church] [C said] [Q it leaks]."
    )
    assert read(text).quotes[0].speaker in ("church", None)
    text = "They met at {O St Oda’s Church}. [S The church] [C said] [Q it leaks]."
    assert read(text).quotes[0].speaker == "St Oda’s Church"


def test_a_name_cut_from_its_office_is_the_name(read):
    text = "Secretary {P of State Ruth Berg} came. [S {P Berg}] [C said] [Q it leaks]."
    assert read(text).quotes[0].speaker == "Ruth Berg"


@pytest.mark.parametrize(
    "lead",
    [
        "{P President Bo Moe} met Danish President {P Max Kay}.",
        "President Moe met Danish President {P Max Kay}.",
        "{P Bo Moe} met Danish President {P Max Kay}. {P Moe} smiled. {P Moe} left.",
    ],
)
def test_the_president_is_not_the_only_one_whose_nation_is_given(read, lead):
    assert read(f"{lead}\n[S The president] [C said] [Q it leaks].").quotes[0].speaker != "Max Kay"


def test_a_title_inside_the_name_is_its_bearers_office(read):
    text = "{P President Bo Moe} met {P Max Kay}. [S The president] [C said] [Q it leaks]."
    assert read(text).quotes[0].speaker == "Bo Moe"


def test_a_pronoun_behind_a_name_that_no_tag_knows_tells_nothing_of_another(read):
    text = (
        "[Q “It leaks,”] [C said] [S {P Max Kay}].\n{P Kim Roe} spent the night attacking Ida Low "
        "for her letters. {P Roe} has done it before. [Q “It will sink,”] [S he] [C said]."
    )
    assert read(text).quote("It will sink").speaker == "Kim Roe"


def test_a_quotation_goes_on_behind_who_relayed_it(read):
    text = (
        "[Q “It leaks,”] [S {P Bo Moe}] [C said], [C according to] [S {O Coast News}]. "
        "[Q “It was old.”]"
    )
    assert read(text).quote("It was old").speaker == "Bo Moe"


def test_the_heading_of_an_editors_note_is_no_source(read):
    text = "[S CLARIFICATION][C :] [Q this story has been changed]."
    assert {speaker for speaker, _ in read(text).said} <= {None}


def test_an_office_of_a_state_is_nobodys_name(read):
    one = read("{P President of the United States} came. [S He] [C said] [Q it leaks].")
    assert [person.name for person in one.people] == []
    assert one.quotes[0].speaker is None


def test_somebody_unnamed_who_spoke_last_leaves_a_pronoun_open(read):
    text = (
        "[S A survivor of the flood] [C asked] [Q the guild to answer for {P Kim Roe}]. "
        "[Q “It leaks,”] [S she] [C said]."
    )
    assert read(text).quote("It leaks").speaker != "Kim Roe"


@pytest.mark.parametrize(
    "states", ["{L United States}", "United States", "{O Hallan States}", "Hallan Posts"]
)
def test_what_ends_like_a_verb_of_speech_is_no_surname(read, states):
    one = read(f"[S {{P Ruth Berg}}] [C said] [Q the {states} should expect rain and more of it].")
    assert [person.name for person in one.people] == ["Ruth Berg"]
    assert one.quotes[0].speaker == "Ruth Berg"


def test_a_given_name_before_a_title_is_no_title(read):
    one = read("{P James Earl Roe} came. [S {P Roe}] [C said] [Q it leaks].")
    assert [person.name for person in one.people] == ["James Earl Roe"]


def test_two_verbs_in_capitals_are_nobodys_name(read):
    one = read("The news was called “Crew Was Warned of the leak in the dike yesterday”.")
    assert one.people == ()
