from __future__ import annotations

from dataclasses import replace

import pytest

from reader.annotations.record_json import from_document, to_document
from reader.annotations.records import Claim, Evidence
from reader.review.claims import (
    ClaimError,
    appearance_of,
    assessed,
    claim_from,
    day_of,
    finalised,
    neutral_wording,
    partial_date,
    step_done,
    unassessed,
    with_checklist,
    with_evidence,
    with_status,
    without_evidence,
)
from reader.review.queue import queue
from reader.review.scales import SHIPPED, assess, scale_named
from reader.review.second_reading import (
    as_seen_by,
    awaits_second,
    comparisons,
    disagreements,
    hidden_verdicts,
)
from reader.text.span import Span
from tests.review.desk import seed, written

AT = "2026-11-23T09:00:00Z"
LATER = "2026-11-23T10:00:00Z"
STEPS = ("Original source found", "Date is right")


def made(words="22 containers were lost", name="harbour-wire", kind="quote", **more) -> Claim:
    here = seed(name)
    item = next(item for item in queue(here) if words in item.text and item.kind == kind)
    return claim_from(here, item, creator="ada", at=AT, checklist=STEPS, **more)


def verdict(label, reviewer="ada", scale="truth", at=AT, **more):
    return assess(scale_named(scale), label, reviewer=reviewer, at=at, **more)


def test_a_claim_from_a_quote_has_its_speaker_and_both_wordings():
    claim = made()
    assert claim.claimant == "Maris Line"
    assert claim.claim == "22 containers were lost."
    assert claim.anchor.exact == "22 containers were lost"
    assert (claim.status, claim.language) == ("todo", "en")
    assert [step.step for step in claim.checklist] == list(STEPS)
    assert from_document(to_document(claim)) == claim


def test_a_figure_is_claimed_with_the_clause_it_is_in():
    claim = made("61 knots", kind="figure")
    assert claim.anchor.exact.startswith("winds off the coast reached 61 knots")
    assert claim.claimant == "National Weather Institute"


def test_a_sentence_that_nobody_said_is_the_outlets_own():
    claim = made("70 per cent", kind="sentence")
    assert claim.claimant == "Northgate Wire"
    assert claim.claim.startswith("About 70 per cent")


@pytest.mark.parametrize(
    ("text", "speaker", "wording"),
    [
        ("that the “old” pier was sold,", "Ada Holm", "The old pier was sold."),
        ("We sold\n   the pier,", "Ada Holm", "Ada Holm: We sold the pier."),
        ("Is it sold?", None, "Is it sold?"),
        ("“”", None, ""),
    ],
)
def test_a_neutral_wording_is_a_sentence_without_marks(text, speaker, wording):
    assert neutral_wording(text, [Span(0, len(text))], speaker) == wording


def test_what_somebody_denied_is_not_claimed_by_them():
    claim = made("checks had been cut short")
    assert claim.claim == "Maris Line denied the checks had been cut short."
    assert claim.claimant == "Maris Line"


def test_the_date_said_is_the_articles():
    assert day_of("2026-11-17T08:00:00+01:00") == "2026-11-17"
    assert day_of("2026-11") == "2026-11"
    assert day_of("yesterday") is None
    assert day_of(None) is None


@pytest.mark.parametrize("date", ["2026", "2026-11", "2026-11-23", "2026-11-23T09:00:00Z"])
def test_partial_dates_are_taken(date):
    assert partial_date(date) == date


@pytest.mark.parametrize("date", ["23.11.2026", "2026-13", "2026-11-40", "soon", "2026-1"])
def test_what_is_no_date_is_reported(date):
    with pytest.raises(ClaimError, match="no date"):
        partial_date(date)


def test_status_and_verdict_are_apart():
    claim = with_status(made(), "In-progress", at=LATER)
    assert (claim.status, claim.assessments, claim.modified) == ("in progress", (), LATER)
    claim = assessed(claim, verdict("False"), at=LATER)
    assert claim.status == "in progress"
    with pytest.raises(ClaimError, match="second look"):
        with_status(claim, "false", at=LATER)


def test_each_reviewer_has_one_verdict_and_one_is_final():
    claim = assessed(made(), verdict("False"), at=AT)
    claim = assessed(claim, verdict("Half true", "ben"), at=AT)
    claim = assessed(claim, verdict("Mostly false"), at=LATER)
    assert {each.reviewer: each.label for each in claim.assessments} == {
        "ada": "Mostly false",
        "ben": "Half true",
    }
    claim = finalised(claim, "ben", at=LATER)
    assert claim.final == "ben"
    assert finalised(claim, "", at=LATER).final is None
    with pytest.raises(ClaimError, match=r"verdicts are from ben, ada"):
        finalised(claim, "cleo", at=LATER)
    assert unassessed(claim, "ben", at=LATER).final is None


def test_evidence_is_added_replaced_and_taken_away():
    source = Evidence(url="https://example.org/tally", stance="refutes", excerpt="15 lost")
    claim = with_evidence(made(), source, at=LATER)
    context = Evidence(title="The manifest", stance="context")
    claim = with_evidence(claim, context, at=LATER)
    archived = Evidence(
        url=source.url, excerpt="15 lost", archived="https://example.org/a", stance="refutes"
    )
    claim = with_evidence(claim, archived, at=LATER)
    assert claim.evidence == (context, archived)
    assert without_evidence(claim, 1, at=LATER).evidence == (archived,)
    with pytest.raises(ClaimError, match="no evidence 3"):
        without_evidence(claim, 3, at=LATER)
    with pytest.raises(ClaimError, match="supports, refutes or context"):
        with_evidence(claim, Evidence(url="https://example.org", stance="proves"), at=AT)
    with pytest.raises(ClaimError, match="needs an address"):
        with_evidence(claim, Evidence(), at=AT)


def test_a_step_is_done_by_somebody_at_a_time():
    claim = step_done(made(), "date", by="ben", at=LATER)
    assert (claim.checklist[1].by, claim.checklist[1].at) == ("ben", LATER)
    assert claim.checklist[0].at == ""
    assert step_done(claim, "2", by="ada", at=LATER, done=False).checklist == made().checklist
    with pytest.raises(ClaimError, match="Original source found; Date is right"):
        step_done(claim, "rang them", by="ben", at=LATER)


def test_a_changed_checklist_keeps_what_was_done():
    claim = step_done(made(), "1", by="ben", at=LATER)
    claim = with_checklist(claim, ["Rang the source"])
    assert [(step.step, step.by) for step in claim.checklist] == [
        ("Rang the source", ""),
        ("Original source found", "ben"),
    ]


def test_a_step_that_a_merge_left_twice_is_one_and_done():
    claim = made()
    done = step_done(claim, "1", by="ben", at=LATER)
    both = replace(claim, checklist=(*done.checklist, *claim.checklist))
    assert with_checklist(both, STEPS).checklist == done.checklist


def test_nobody_differs_from_an_earlier_verdict_of_their_own():
    claim = replace(made(), assessments=(verdict("True"), verdict("False", at=LATER)))
    assert comparisons(claim) == []


def test_the_same_claim_in_another_article():
    claim = made()
    other = written("Maris Line said 22 containers were lost.", article_id="b")
    found = appearance_of(claim, other, [Span(16, 39)], creator="ben", at=LATER)
    assert (found.claim_id, found.article_id) == (claim.id, "b")
    assert found.anchor.exact == "22 containers were lost"
    with pytest.raises(ClaimError, match="made on"):
        appearance_of(claim, seed("harbour-wire"), claim.anchor.spans, creator="ben", at=LATER)


def second_look(*verdicts):
    claim = with_status(made(), "second look", at=AT)
    for each in verdicts:
        claim = assessed(claim, each, at=AT)
    return claim


def test_the_first_verdict_is_hidden_until_the_second_is_given():
    claim = finalised(second_look(verdict("False", explanation="The port says 15.")), "ada", at=AT)
    assert awaits_second(claim, "ben")
    seen = as_seen_by(claim, "ben")
    assert (seen.assessments, seen.final, hidden_verdicts(claim, "ben")) == ((), None, 1)
    assert as_seen_by(claim, "ada") == claim
    claim = assessed(claim, verdict("Half true", "ben", at=LATER), at=LATER)
    assert as_seen_by(claim, "ben") == claim
    assert hidden_verdicts(claim, "ben") == 0


def test_only_a_second_look_is_blind():
    claim = assessed(made(), verdict("False"), at=AT)
    assert as_seen_by(claim, "ben") == claim


def test_two_verdicts_are_compared_with_both_reasons():
    claim = second_look(
        verdict("Half true", "ben", at=LATER, explanation="It depends when."),
        verdict("False", explanation="The port says 15."),
    )
    (found,) = comparisons(claim)
    assert (found.first.explanation, found.second.explanation) == (
        "The port says 15.",
        "It depends when.",
    )
    assert not found.agree
    assert found.distance == 0.5


def test_disagreements_come_furthest_apart_first():
    near = second_look(verdict("Half true"), verdict("Mostly false", "ben"))
    far = second_look(verdict("True"), verdict("False", "ben"))
    same = second_look(verdict("True"), verdict("True", "ben"))
    unlike = second_look(verdict("True"), verdict("True", "ben", scale="verdict"))
    found = disagreements([near, same, far, unlike])
    assert [each.claim for each in found] == [far, unlike, near]


def test_whoever_settles_between_two_verdicts_sees_both():
    claim = second_look(verdict("True"), verdict("False", "ben"))
    assert as_seen_by(claim, "cleo") == claim


def test_verdicts_outside_the_order_have_no_distance():
    scale = SHIPPED[1].name
    claim = second_look(verdict("Unproven", scale=scale), verdict("True", "ben", scale=scale))
    (found,) = comparisons(claim)
    assert found.distance is None
    assert not found.agree
