"""Which source, verb and words belong together where a sentence holds several of each."""

from __future__ import annotations

import pytest


def by_words(one):
    """Return the source's own words for each quote, by what the quote begins with."""
    return {
        quote.text.split()[0]: quote.source and [part.slice(one.text) for part in quote.source]
        for quote in one.quotes
    }


@pytest.mark.parametrize("pronoun", ["who", "whose staff"])
def test_a_relative_clause_has_a_subject_of_its_own(read, pronoun):
    one = read(
        f"[S {{P Ida Holm}}], [S {pronoun}] [C knew] [Q that the dike was weak], "
        "[C told] the guild [Q to clear the quay]."
    )
    assert by_words(one) == {"that": [pronoun], "to": ["Ida Holm"]}


def test_the_speaker_before_a_relative_clause_keeps_the_quotation(read):
    one = read(
        "[Q “The dike holds,”] [C said] [S {P Ida Holm}], [S who] [C stressed] "
        "[Q that it was checked]."
    )
    assert by_words(one) == {"The": ["Ida Holm"], "that": ["who"]}


def test_a_participle_belongs_to_the_clause_before_it(read):
    one = read(
        "[S {P Ida Holm}] met the crew, [C promising] [Q to keep the fares down], "
        "not what [S {P Ben Ode}] [C wants]."
    )
    assert by_words(one)["to"] == ["Ida Holm"]


def test_according_to_is_no_participle(read):
    one = read(
        "[Q The quay, called “a marsh”] by [S the crew], [Q is dry], [C according to] "
        "[S {P Ida Holm}]."
    )
    assert by_words(one)["The"] == ["Ida Holm"]


def test_by_names_who_does_it(read):
    one = read(
        "[Q The ferry], [C endorsed] by [S {O the guild}], is what [S {P Ben Ode}] [C wants] "
        "[Q to sell]."
    )
    assert by_words(one) == {"The": ["the guild"], "to": ["Ben Ode"]}


def test_two_sources_side_by_side_keep_their_verbs(read):
    one = read(
        "[Q “It will rain,”] [C said] [S {P Ida Holm}], [S a man] [C focused on] [Q storms]. "
        "[Q “Hard.”]"
    )
    assert by_words(one)["storms"] == ["a man"]
    assert by_words(one)["It"] == ["Ida Holm"]


def test_a_pronoun_before_the_verb_is_its_subject(read):
    one = read(
        "[S {P Ida Holm}] [C said] [Q the quay was dry], but they [C also warned] [Q of floods]."
    )
    assert by_words(one)["of"] == ["they"]


@pytest.mark.parametrize("verb", ["was called", "is known as", "were shown"])
def test_who_is_called_something_does_not_say_it(read, verb):
    one = read(
        f"[S {{P Ida Holm}}] [C praised] [Q the rest of the quay] in what [C {verb}] [Q a fair]."
    )
    assert by_words(one).get("a") is None


def test_an_answer_leaves_its_question_to_who_asked(read):
    one = read("Asked [Q why the ferry stopped], [S {P Ida Holm}] [C said] [Q that it was late].")
    (answer,) = (quote for quote in one.quotes if quote.speaker)
    assert answer.text == "that it was late"


def test_a_clause_around_its_verb_stays_whole(read):
    one = read("[Q The toll] that [S experts] [C say] [Q it costs to cross] fell.")
    (quote,) = one.quotes
    assert quote.text == "The toll … it costs to cross"


def test_a_title_in_the_name_of_a_source_is_not_what_it_says(read):
    one = read("[S “Tin Roof” star {P Ida Holm}] [C asked] [Q actors to be quiet].")
    assert [quote.text for quote in one.quotes] == ["actors to be quiet"]


@pytest.mark.parametrize("title", ["Mr.", "Sen.", "Dr."])
def test_the_dot_of_a_title_does_not_end_a_name(read, title):
    one = read(f"[Q “Is it late?”] [C asked] {title} {{P Ode}}, looking at the quay.")
    assert by_words(one) == {"Is": [f"{title} Ode"]}


@pytest.mark.parametrize("source", ["One study", "The harbour’s average", "Its survey"])
@pytest.mark.parametrize("finding", ["31 leaks in a year", "the guild ahead by two points"])
def test_a_study_that_found_something_reports_it(read, source, finding):
    (quote,) = read(f"[S {source}] [C found] [Q {finding}].").quotes
    assert quote.text == finding


def test_a_person_who_found_something_reports_nothing(read):
    assert read("[S {P Ida Holm}] [C found] [Q a wallet on the quay].").quotes == ()


def test_a_person_who_found_that_something_is_so_reports_it(read):
    (quote,) = read("[S {P Ida Holm}] [C found] [Q the ferry would raise fares].").quotes
    assert quote.speaker == "Ida Holm"


def test_whom_somebody_calls_something_is_no_name_that_is_given(read):
    (quote,) = read("[S One of the guild] [C called] [Q Ben Ode a cheat and a bore].").quotes
    assert quote.text == "Ben Ode a cheat and a bore"


def test_what_somebody_is_blamed_for_is_reported(read):
    (quote,) = read("[S {P Ida Holm}] [C blasted] [Q Ben Ode for not closing the quay].").quotes
    assert quote.speaker == "Ida Holm"


@pytest.mark.parametrize(
    "view",
    [
        "[C sees] [Q the ferry as a danger to the quay]",
        "[C slammed] [Q the plan as too vague]",
        "[C repeated] [Q claims that the dike leaks]",
        "[C stated] [Q her intention to close the quay]",
    ],
)
def test_a_view_of_a_thing_is_reported(read, view):
    assert len(read(f"[S {{P Ida Holm}}] {view}.").quotes) == 1


@pytest.mark.parametrize(
    "act", ["[C saw] [Q the ferry as it left]", "[C noted] [Q the number as well]"]
)
def test_what_is_merely_seen_or_noted_is_not(read, act):
    assert read(f"[S {{P Ida Holm}}] {act}.").quotes == ()


@pytest.mark.parametrize("cue", ["uses footage of", "ends with a clip of", "shows video of"])
def test_who_is_shown_speaking_speaks(read, cue):
    one = read(f"[S The ad] [C {cue}] [Q {{P Ida Holm}} asking at noon, “Why is the ferry late?”]")
    (quote,) = one.quotes
    assert (quote.speaker, quote.text) == ("Ida Holm", "Why is the ferry late?")


@pytest.mark.parametrize("verb", ["stripped", "robbed", "has deprived"])
def test_what_is_taken_away_is_not_said_even_if_it_is_in_marks(read, verb):
    assert read(f"[S {{O The guild}}] [C {verb}] [Q Ida Holm of her “first” belt].").quotes == ()
