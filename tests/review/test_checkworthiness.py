from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.meaning.worth_words import AGAINST, FOR, small
from reader.review.checkworthiness import DeskWords, Reason, is_checkable, judged, worth


def kinds_of_words(passage):
    """Return the kinds of words in a passage that speak for a check or against one."""
    found = [(name, kind.search(passage, small(passage))) for name, kind in (*FOR, *AGAINST)]
    return [(name, words) for name, words in found if words]


def kinds(passage, **more):
    return {reason.what for reason in worth(passage, **more).reasons}


@pytest.mark.parametrize(
    ("passage", "what", "words"),
    [
        ("The ferry is older than the pier it uses", "a comparison", "older than"),
        ("Fares rose again in the spring", "a comparison", "rose"),
        ("The roof fell in because nobody had cleared the snow", "a cause", "because"),
        ("The sale breached Article 12 of the town charter", "a law or rule", "breached"),
        ("It was the wettest month on the island", "a superlative", "wettest"),
        ("She accused the owners of hiding the log", "an accusation", "accused"),
        ("Thousands marched on the harbour front", "an amount", "Thousands"),
    ],
)
def test_what_makes_a_sentence_worth_a_check(passage, what, words):
    assert is_checkable(passage)
    assert dict(kinds_of_words(passage))[what] == words
    assert worth(passage).score > worth("I think that we will see, my friends").score


@pytest.mark.parametrize(
    ("passage", "what"),
    [
        ("The ferry will be the oldest on the coast by spring", "a prediction"),
        ("We hope that the ferry is faster than the bus", "a wish or call"),
        ("I think it is the worst ferry on the coast", "an opinion"),
        ("I was on the oldest ferry of the coast", "own experience"),
        ("Is this the oldest ferry of them all?", "a question"),
    ],
)
def test_what_cannot_be_checked_counts_against(passage, what):
    assert not is_checkable(passage)
    if what != "a question":
        assert what in dict(kinds_of_words(passage))


def test_a_minimum_is_no_superlative_and_a_test_is_none():
    assert kinds_of_words("At least forty boxes stood in the west of the forest") == []


def test_the_cue_tells_what_the_words_alone_do_not():
    assert "accuses or denies" in kinds("the checks had been short", cue="denied")
    assert "a prediction" in kinds("a long closure of the port", cue="warned of")


def test_other_languages_are_judged_without_english_words():
    assert kinds("Will man die Fest-Gäste warnen, so fest", english=False) == set()


def test_each_reason_says_its_words_and_weight():
    (reason,) = worth("15 Boote kamen in den Hafen", figures=["15 Boote"], english=False).reasons
    assert str(reason) == "a number “15 Boote” +1.40"


def test_the_reasons_add_up_to_the_score():
    report = worth("Ferry fares rose by 12 percent in the town last year", attributed=True)
    assert judged(report.reasons).score == report.score
    assert {"a share", "a number", "attributed to a speaker"} <= {
        each.what for each in report.reasons
    }


def test_the_words_that_weigh_are_named():
    report = worth("Unemployment fell by half a million in the last four years")
    assert "unemployment" in {each.words for each in report.reasons if each.weight > 0}


def test_a_figure_counts_in_digits_and_in_words():
    plain = worth("The town lost boats in the storm of that winter").score
    assert worth("The town lost 15 boats in the storm of that winter").score > plain
    spelled = "The town lost fifteen boats in the storm of that winter"
    assert worth(spelled, figures=["fifteen boats"]).score > worth(spelled).score


def test_a_desk_weighs_words_of_its_own_and_sees_them_in_the_reasons():
    words = DeskWords({"school  meals": 2.0, "fish": -1.0})
    passage = "The council pays for School\nmeals in every town"
    report = worth(passage, desk_words=words)
    assert report.score > worth(passage).score
    assert ("School meals", 2.0) in {(each.words, each.weight) for each in report.reasons}
    assert worth("Fishers left the town early", desk_words=words).reasons == (
        worth("Fishers left the town early").reasons
    )


weights = st.lists(st.floats(-5, 5).filter(bool), max_size=12)


@given(weights)
def test_a_score_stays_between_nothing_and_one(given_weights):
    report = judged(Reason("x", "", weight) for weight in given_weights)
    assert 0 <= report.score <= 1
    assert sorted(report.reasons, key=lambda each: -abs(each.weight)) == list(report.reasons)


@given(weights, st.floats(0.01, 0.5))
def test_one_more_reason_for_never_lowers_a_score(given_weights, more):
    reasons = [Reason("x", "", weight) for weight in given_weights]
    assert judged([*reasons, Reason("y", "", more)]).score >= judged(reasons).score


@given(st.text())
def test_any_text_can_be_judged(text):
    assert 0 <= worth(text).score <= 1
