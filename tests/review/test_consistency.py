from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.analysis.findings import Figure
from reader.annotations.records import Assessment, Claim
from reader.article.anchor import anchor
from reader.review.conflicts import agree, conflicts
from reader.review.drift import drifts
from reader.review.known_claims import KnownClaims, standing_verdict
from reader.review.queue import queue
from reader.review.same_event import on_one_event
from reader.review.speakers import said_by, speakers
from reader.review.triage import decide
from reader.text.span import Span
from tests.review.desk import seed, written

WIRE, OTHER = "harbour-wire", "harbour-second-outlet"


def given_by(conflict):
    return [(each.figure.text, each.source) for each in conflict.stated]


def test_two_counts_of_the_lost_containers_stand_side_by_side():
    (conflict,) = [each for each in conflicts([seed(WIRE)]) if each.thing == "containers"]
    assert given_by(conflict) == [
        ("15 containers", "Hallan Harbour Authority"),
        ("22 containers", "Maris Line"),
    ]
    assert not conflict.across


def test_over_two_outlets_all_three_counts_stand_in_one_conflict():
    found = conflicts([seed(WIRE), seed(OTHER)])
    (conflict,) = [each for each in found if each.thing == "containers"]
    assert [each.figure.value for each in conflict.stated] == [15, 15, 18, 22]
    assert conflict.across
    assert all("1,840" not in each.figure.text for each in conflict.stated)


def test_a_source_that_is_not_known_is_not_guessed_but_names_are_shown():
    here = seed(OTHER)
    figures = [replace(figure, speaker=None) for figure in here.machine.figures]
    here = here.with_findings(replace(here.machine, figures=tuple(figures)))
    (conflict,) = [each for each in conflicts([here]) if each.thing == "containers"]
    assert [each.source for each in conflict.stated] == [None, None]
    assert "Northern Coast Guard" in conflict.stated[1].names


def test_articles_on_other_events_do_not_contradict_each_other():
    names = ["Ada Holm", "Mia Reyes"]
    one = written("Ada Holm and Mia Reyes saw 15 boats.", names=names, article_id="a")
    two = written("Ada Holm and Mia Reyes saw 22 boats.", names=names, article_id="b")
    assert conflicts([one, two]) == []
    assert on_one_event([one, two])["a"] == frozenset()


def test_things_narrowed_down_otherwise_are_other_things():
    here = written("The port counted 40 boats. The yard counted 52 boats.")
    assert [each.thing for each in conflicts([here])] == ["boats"]
    first, second = here.machine.figures
    narrowed = (replace(first, text="40 fishing boats"), replace(second, text="52 pilot boats"))
    assert conflicts([here.with_findings(replace(here.machine, figures=narrowed))]) == []


def test_a_writer_does_not_contradict_himself():
    assert conflicts([written("It kept 40 boats. The yard sold 52 boats.")]) == []
    said = [("It kept 40 boats", "Ada Holm"), ("it had 52 boats", "Ada Holm")]
    assert conflicts([written("It kept 40 boats, and then it had 52 boats.", said)]) == []


def test_figures_of_two_years_are_both_right():
    last, this = ("40 boats came in 2025", "Ada Holm"), ("52 boats came in 2026", "Mia Reyes")
    text = "Holm said 40 boats came in 2025. Reyes said 52 boats came in 2026."
    assert conflicts([written(text, [last, this])]) == []
    same = text.replace("2026", "2025")
    (found,) = conflicts([written(same, [last, ("52 boats came in 2025", "Mia Reyes")])])
    assert given_by(found) == [("40 boats", "Ada Holm"), ("52 boats", "Mia Reyes")]


@pytest.mark.parametrize("unit", ["kilometers", "countries", "games", "seats"])
def test_measures_and_what_is_counted_everywhere_need_more_in_common(unit):
    text = f"Holm said the road has 40 {unit}. Reyes said the coast has 52 {unit}."
    said = [(f"the road has 40 {unit}", "Ada Holm"), (f"the coast has 52 {unit}", "Mia Reyes")]
    assert conflicts([written(text, said)]) == []


def test_two_articles_that_share_only_famous_names_are_on_two_events():
    famous, own = ["Ada", "Ben", "Cleo"], [f"Name{letter}" for letter in "KLMNOPQRST"]
    other = [f"Other{letter}" for letter in "KLMNOPQRST"]
    one, two = (
        written(" ".join([*famous, *names]), names=[*famous, *names], article_id=key)
        for key, names in (("a", own), ("b", other))
    )
    assert on_one_event([one, two])["a"] == frozenset()
    alike = written(" ".join(famous), names=famous, article_id="c")
    assert on_one_event([one, alike])["c"] == {"a"}


def test_a_dismissed_figure_contradicts_nothing():
    here = seed(WIRE)
    item = next(item for item in queue(here) if item.text == "22 containers")
    made = decide(here, item, "dismiss", creator="ada", at="2026-11-23T09:00:00Z")
    assert [each.thing for each in conflicts([here])].count("containers") == 1
    assert "containers" not in [each.thing for each in conflicts([seed(WIRE, [made])])]


def figure(value, modifier=None, most=None):
    return Figure("f", 0, 1, "x", "count", value, most, modifier=modifier)


@pytest.mark.parametrize(
    ("one", "other", "both_right"),
    [
        (figure(15), figure(15), True),
        (figure(15), figure(22), False),
        (figure(15, "at least"), figure(22), True),
        (figure(30, "at least"), figure(22), False),
        (figure(30, "up to"), figure(22), True),
        (figure(70, "about"), figure(74), True),
        (figure(70, "about"), figure(90), False),
        (figure(5, most=7), figure(6), True),
        (figure(5, most=7), figure(8), False),
    ],
)
def test_what_a_modifier_leaves_open_is_no_conflict(one, other, both_right):
    assert agree(one, other) is both_right


modifiers = st.sampled_from([None, "at least", "about", "up to", "nearly"])
figures = st.builds(figure, st.floats(0, 1e6), modifiers)


@given(figures, figures)
def test_agreeing_goes_both_ways_and_with_itself(one, other):
    assert agree(one, other) == agree(other, one)
    assert agree(one, one)


def test_the_changed_quote_comes_as_drift_with_the_words_that_differ():
    found = drifts([seed(WIRE), seed(OTHER)])
    (reopened,) = [each for each in found if "reopen" in each.first.text]
    assert reopened.speaker == "Tomas Ferreira"
    changes = [(each.before, each.after) for each in reopened.changes]
    assert changes == [("", "last"), ("is", "has been")]
    assert {reopened.first.article_id, reopened.second.article_id} == {WIRE, OTHER}
    for change in reopened.changes:
        assert seed(OTHER).text[change.start : change.end] == change.after


def test_words_said_alike_are_no_drift_but_can_be_asked_for():
    bolts = "God does not tighten bolts"
    articles = [seed(WIRE), seed(OTHER)]
    assert not [each for each in drifts(articles) if each.first.text == bolts]
    (same,) = [each for each in drifts(articles, same=True) if each.first.text == bolts]
    assert same.changes == ()
    assert same.likeness == 1


def test_drift_is_between_articles_and_of_one_speaker():
    assert drifts([seed(WIRE)]) == []
    one = written(
        "“We go home by the late boat,” she said.", [("We go home by the late boat", "A")]
    )
    two = written(
        "“We go home by the last boat,” he said.",
        [("We go home by the last boat", "B")],
        article_id="b",
    )
    assert drifts([one, two]) == []


def test_a_speaker_has_one_page_over_the_desk():
    found = speakers([seed(WIRE), seed(OTHER)])
    (ferreira,) = said_by(found, "ferreira")
    assert ferreira.articles == 2
    texts = [each.text for each in ferreira.statements]
    assert any("every container" in text for text in texts)
    assert any("every last container" in text for text in texts)
    every = sum(len(each.statements) for each in found)
    quotes = [*seed(WIRE).machine.quotes, *seed(OTHER).machine.quotes]
    assert every == sum(quote.speaker is not None for quote in quotes)


def test_officials_of_two_articles_are_not_the_same_people():
    one, two = (
        written(
            f"“It is shut,” officials said {day}.", [("It is shut,", "officials")], article_id=day
        )
        for day in ("today", "yesterday")
    )
    quotes = [
        here.with_findings(
            replace(
                here.machine, quotes=(replace(here.machine.quotes[0], speaker_kind="collective"),)
            )
        )
        for here in (one, two)
    ]
    assert [each.articles for each in speakers(quotes)] == [1, 1]


def claim_on(here, quote, **more):
    return Claim(
        article_id=here.article_id,
        id="c1",
        created="2026-11-23T09:00:00Z",
        anchor=anchor(here.text, quote.spans, here.fingerprint),
        **more,
    )


def verdict(reviewer="ada", label="False"):
    return Assessment(reviewer=reviewer, scale="truth", scale_version="1", label=label, value=1)


def test_a_speakers_page_shows_the_verdicts():
    here = seed(WIRE)
    quote = next(one for one in here.machine.quotes if "22 containers" in one.text)
    claim = claim_on(here, quote, assessments=(verdict(),), status="done", said_on="2026-11-17")
    (line,) = said_by(speakers([seed(WIRE, [claim])]), "Maris Line")[:1]
    (judged,) = [each for each in line.statements if each.claim == "c1"]
    assert (judged.verdicts[0].label, judged.status, judged.said_on) == (
        "False",
        "done",
        "2026-11-17",
    )


def some_claim(words, wording="", identity="c", **more):
    hold = anchor(words, [Span(0, len(words))])
    return Claim(article_id="x", id=identity, claim=wording, anchor=hold, **more)


def test_a_claim_like_one_already_checked_is_offered_with_its_verdict():
    checked = some_claim(
        "twenty-two boxes went over the side",
        "Maris Line said 22 containers were lost in the storm",
        final="ada",
        assessments=(verdict(), verdict("ben", "True")),
    )
    other = some_claim("the bridge is closed for two years", identity="d")
    (known,) = KnownClaims([other, checked]).like(
        "22 containers were lost in the storm, said Maris Line"
    )
    assert known.claim is checked
    assert known.verdict.label == "False"
    assert not known.figures_differ
    (changed,) = KnownClaims([checked]).like(
        "25 containers were lost in the storm, said Maris Line"
    )
    assert changed.figures_differ
    assert KnownClaims([checked]).like("…") == []


def test_two_verdicts_without_a_final_one_are_no_verdict():
    claim = some_claim("x", assessments=(verdict(), verdict("ben", "True")))
    assert standing_verdict(claim) is None
    assert standing_verdict(replace(claim, final="ben")).label == "True"
