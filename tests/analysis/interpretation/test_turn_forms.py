"""Turns in the forms that programs, parliaments and papers write them in."""

from __future__ import annotations

import pytest


def said(one):
    return [(quote.speaker, quote.text) for quote in one.quotes]


@pytest.mark.parametrize(
    "text",
    [
        "<v {P Ann Lee}>It leaks.\n<v.loud {P Bo Moe}>Who <i>says</i> so?</v>",
        "[03/05/2024, 09:41:12] {P Ann Lee}: It leaks.\n[03/05/2024, 09:42:01] {P Bo Moe}: Who so?",
        "{P Ann Lee}  9:41 AM\nIt leaks.\n{P Bo Moe}  9:42 AM\nWho so?",
        "0:45 {P Ann Lee}: It leaks.\n0:50 {P Bo Moe}: Who so?",
    ],
)
def test_a_label_of_a_program(read, text):
    one = read(text)
    assert [quote.speaker for quote in one.quotes] == ["Ann Lee", "Bo Moe"]
    assert one.quotes[0].text == "It leaks."
    assert not any("<" in quote.text for quote in one.quotes)


def test_a_given_name_that_is_a_word_labels_turns_too(read):
    one = read(
        "{P Ann Lee} met {P Per Moe}.\nAnn: It leaks.\nPer: Yes.\nAnn: Since when?\nPer: May."
    )
    assert [quote.speaker for quote in one.quotes] == ["Ann Lee", "Per Moe"] * 2


def test_what_a_house_does_is_in_nobodys_turn(read):
    one = read(
        "ANN LEE: The dike leaks.\nBO MOE: It does.\nSeveral hon. Members rose—\n"
        "ANN LEE: I go on.\nThe House divided: Ayes 40, Noes 12."
    )
    assert said(one) == [
        ("Ann Lee", "The dike leaks."),
        ("Bo Moe", "It does."),
        ("Ann Lee", "I go on."),
    ]


def test_initials_stand_for_whom_the_article_names(read):
    one = read(
        "{P Mira Tanz} wrote a book.\n{P Dana Lahti} met her.\n"
        "{O DL}: How long?\n{L MT}: Nine years.\n{O DL}: Why?\n{O MT}: Lies."
    )
    assert [quote.speaker for quote in one.quotes] == ["Dana Lahti", "Mira Tanz"] * 2
    assert [person.name for person in one.people] == ["Mira Tanz", "Dana Lahti"]


def test_initials_of_two_stand_for_nobody(read):
    one = read(
        "{P Mira Tanz} met {P Max Thorn}.\nDL: How long?\nMT: Nine years.\nDL: Why?\nMT: Lies."
    )
    assert not {"Mira Tanz", "Max Thorn"} & {quote.speaker for quote in one.quotes}


LEAD = "An interview with {P Ann Lee}\n"


def test_an_interview_in_dashes(read):
    one = read(f"{LEAD}– What leaks here?\n– Everything.\n— And there?\n— A pipe. I shut it.")
    assert said(one) == [
        (None, "What leaks here?"),
        ("Ann Lee", "Everything."),
        (None, "And there?"),
        ("Ann Lee", "A pipe. I shut it."),
    ]


def test_who_asks_may_make_a_remark(read):
    one = read(
        f"{LEAD}– What leaks?\n– A pipe.\n– And there?\n– A pump.\n– You joke.\n– Not on pumps."
    )
    assert said(one)[4:] == [(None, "You joke."), ("Ann Lee", "Not on pumps.")]


def test_where_both_ask_only_the_paragraph_behind_a_question_answers(read):
    one = read(
        f"{LEAD}– What leaks?\n– A pipe.\n– So.\n– And you?\n– I ask here.\n– Do you?\n– Yes."
    )
    answers = [words for speaker, words in said(one) if speaker == "Ann Lee"]
    assert "So." not in answers
    assert "A pipe." in answers


def test_a_list_in_dashes_is_no_interview(read):
    one = read("What to bring:\n– A coat.\n– A rope.\n– A lamp?\n– Bread.")
    assert one.quotes == ()


def test_dashes_in_a_story_of_two_name_nobody(read):
    one = read("{P Ann Lee} met {P Bo Moe}.\n– Is it far?\n– No.\n– Is it deep?\n– Very.")
    assert {quote.speaker for quote in one.quotes} <= {None}
