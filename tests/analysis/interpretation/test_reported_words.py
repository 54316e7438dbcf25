"""What is reported is what was said: not whom it was said to or of, nor when."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("marked", "said"),
    [
        (
            "[S {P Ann Lee}] [C explained] [Q to the dockers why the gate is shut].",
            "why the gate is shut",
        ),
        ("[S {P Ann Lee}] [C said] [Q to go there is to drown].", "to go there is to drown"),
        ("[S {P Ann Lee}] [C told] [Q them to leave the dike].", "to leave the dike"),
        ("[S {P Ann Lee}] [C said] [Q on Monday it would rain all day].", "it would rain all day"),
        (
            "[S {P Ann Lee}] [C said] [Q on Monday nobody works at the lock].",
            "on Monday nobody works at the lock",
        ),
        (
            "[S {P Ann Lee}] [C accused] [Q the warden of hiding the keys].",
            "hiding the keys",
        ),
        (
            "[S {P Ann Lee}] [C spoke of] [Q the warden of hiding places].",
            "the warden of hiding places",
        ),
        ("A dike [Q which], [S she] [C said], [Q “has had its day”].", "has had its day"),
    ],
)
def test_who_is_addressed_or_accused_is_no_part_of_the_words(read, marked, said):
    (quote,) = read(marked).quotes
    assert quote.text == said


def test_words_in_marks_are_never_cut(read):
    (quote,) = read("[S {P Ann Lee}] [C told] [Q “them to leave the dike”].").quotes
    assert quote.text == "them to leave the dike"


def test_words_and_their_translation_are_two_quotes(read):
    found = read("[S {P Ann Lee}] [C said] [Q “все хорошо” — “all is well”].").quotes
    assert [quote.text for quote in found] == ["все хорошо", "all is well"]
    assert {quote.speaker for quote in found} == {"Ann Lee"}


def test_a_dash_between_words_of_one_script_parts_nothing(read):
    (quote,) = read("[S {P Ann Lee}] [C said] [Q “all is well” — “for now”].").quotes
    assert quote.text == "all is well … for now"


def test_a_phrase_in_marks_that_hardly_anybody_said_is_left_out(read):
    doubted = "[S {O The guild}] [C deplored] [Q Lee and her “first” medal]."
    assert read(doubted, sure=0.8).quotes == ()
    assert read(doubted, sure=1.0).quotes != ()
