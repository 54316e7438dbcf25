from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.review.checkworthiness import Reason, judged, worth


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
    told = worth(passage)
    assert told.checkable
    assert words in {reason.words for reason in told.reasons if reason.what == what}
    assert told.score > worth("The boat came in with the tide").score


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
    told = worth(passage)
    assert what in {reason.what for reason in told.reasons}
    assert not told.checkable


def test_a_minimum_is_no_superlative_and_a_test_is_none():
    assert "a superlative" not in kinds("At least forty boxes stood in the west of the forest")


def test_the_cue_tells_what_the_words_alone_do_not():
    assert "accuses or denies" in kinds("the checks had been short", cue="denied")
    assert "a prediction" in kinds("a long closure of the port", cue="warned of")


def test_other_languages_are_judged_without_english_words():
    assert kinds("Will man die Fest-Gäste warnen, so fest", english=False) == set()


def test_each_reason_says_its_words_and_weight():
    (reason,) = worth("15 boats came into harbour", figures=["15 boats"]).reasons
    assert str(reason) == "a number “15 boats” +0.35"


weights = st.lists(st.floats(-0.5, 0.5).filter(bool), max_size=12)


@given(weights)
def test_a_score_stays_between_nothing_and_one(given_weights):
    told = judged(Reason("x", "", weight) for weight in given_weights)
    assert 0 <= told.score <= 1
    assert sorted(told.reasons, key=lambda each: -abs(each.weight)) == list(told.reasons)


@given(weights, st.floats(0.01, 0.5))
def test_one_more_reason_for_never_lowers_a_score(given_weights, more):
    reasons = [Reason("x", "", weight) for weight in given_weights]
    assert judged([*reasons, Reason("y", "", more)]).score >= judged(reasons).score


@given(st.text())
def test_any_text_can_be_judged(text):
    assert 0 <= worth(text).score <= 1
