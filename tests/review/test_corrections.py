from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.analysis.findings import Entity, Figure, Findings, Person, Quote, finding_id
from reader.review.corrections import apply_corrections, correction, family, finding_copy
from reader.text.span import Span

TEXT = "Ada Reyes said “we will not go” and Holm told 15 ships. Holm left."


def entity(start, end, kind="person"):
    words = TEXT[start:end]
    identity = finding_id("entity", [Span(start, end)], words)
    return Entity(identity, start, end, words, "Person", kind, words, score=0.5)


ADA, HOLM, HOLM_AGAIN = entity(0, 9), entity(36, 40), entity(56, 60)
QUOTE = Quote(
    finding_id("quote", [Span(15, 31)], TEXT[15:31]), "direct", (Span(15, 31),), TEXT[15:31]
)
FIGURE = Figure("figure", 46, 54, TEXT[46:54], "count", value=15)
FOUND = Findings(
    "f",
    people=(Person("p1", "Ada Reyes", ("Reyes",)),),
    entities=(ADA, HOLM, HOLM_AGAIN),
    quotes=(QUOTE,),
    figures=(FIGURE,),
)


def made(finding, decision, after=None, at="2026-01-01T00:00:00Z", **more):
    return correction("a", finding, decision, creator="ada", at=at, after=after, **more)


def corrected(*corrections, found=FOUND, text=TEXT):
    return apply_corrections(found, corrections, text)


def test_no_decision_changes_nothing():
    assert corrected() == FOUND


def test_accepting_leaves_a_finding_as_it_is():
    assert corrected(made(ADA, "accept")) == FOUND


def test_a_dismissed_finding_is_gone_and_its_like_stays():
    assert corrected(made(HOLM, "dismiss")).entities == (ADA, HOLM_AGAIN)


def test_dismissing_in_the_whole_article():
    assert corrected(made(HOLM, "dismiss", scope="article")).entities == (ADA,)


def test_the_later_decision_holds():
    dismissed = made(ADA, "dismiss", at="2026-01-01T00:00:00Z")
    accepted = made(ADA, "accept", at="2026-01-02T00:00:00Z")
    assert corrected(accepted, dismissed).entities == FOUND.entities


def test_another_label():
    assert corrected(made(ADA, "relabel", "organisation")).entities[0].type == "organisation"
    assert corrected(made(QUOTE, "relabel", "mixed")).quotes[0].kind == "mixed"
    assert corrected(made(ADA, "relabel", "nonsense")) == FOUND


@pytest.mark.parametrize(
    ("speaker", "name", "kind", "person"),
    [
        ("Reyes", "Ada Reyes", "named", "p1"),
        ("the minister", "the minister", "role", None),
        (None, None, "unknown", None),
    ],
)
def test_another_speaker(speaker, name, kind, person):
    (quote,) = corrected(made(QUOTE, "respeak", speaker)).quotes
    assert (quote.speaker, quote.speaker_kind, quote.person) == (name, kind, person)


def test_other_spans_keep_the_finding_s_id():
    (quote,) = corrected(made(QUOTE, "respan", [[15, 23], [27, 31]])).quotes
    assert quote.id == QUOTE.id
    assert quote.text == f"{TEXT[15:23]} … {TEXT[27:31]}"


@pytest.mark.parametrize("finding", [ADA, FIGURE])
def test_other_spans_of_a_name_or_figure(finding):
    found = corrected(made(finding, "respan", [[4, 9]]))
    texts = [each.text for each in (*found.entities, *found.figures) if each.id == finding.id]
    assert texts == ["Reyes"]


@pytest.mark.parametrize("after", [None, [], [[3, 3]], [[0, 9999]], [["a", "b"]], [[1]], 7])
def test_spans_that_do_not_fit_change_nothing(after):
    assert corrected(made(QUOTE, "respan", after)) == FOUND


def test_in_an_edited_text_a_decision_finds_its_words_again():
    moved = replace(ADA, id="other", start=5, end=14)
    found = replace(FOUND, entities=(moved, HOLM, HOLM_AGAIN))
    assert corrected(made(ADA, "dismiss"), found=found).entities == (HOLM, HOLM_AGAIN)


def test_in_an_edited_text_it_does_not_guess_among_several():
    several = (replace(HOLM, id="x"), replace(HOLM_AGAIN, id="y"))
    found = replace(FOUND, entities=several)
    assert corrected(made(HOLM, "dismiss"), found=found).entities == several


def test_a_decision_carries_what_was_there_before():
    assert made(ADA, "relabel", "place").before == "person"
    assert made(QUOTE, "respan", [[0, 1]]).before == [[15, 31]]
    assert made(QUOTE, "respeak", "x").before is None


@pytest.mark.parametrize("finding", [ADA, QUOTE, FIGURE])
def test_a_copy_is_json_and_tells_its_family(finding):
    copy = json.loads(json.dumps(finding_copy(finding)))
    assert copy["id"] == finding.id
    assert copy["text"] == finding.text
    assert family(copy) == family(finding)


@given(
    st.lists(
        st.tuples(
            st.sampled_from([ADA, HOLM, QUOTE, FIGURE]),
            st.sampled_from(["accept", "dismiss", "relabel", "respan", "respeak"]),
            st.sampled_from([None, "place", "mixed", "Reyes", [[0, 4]], [[4, 2]], {"a": 1}]),
            st.sampled_from(["this", "article", "all"]),
        ),
        max_size=6,
    )
)
def test_any_decisions_leave_findings_whose_text_is_the_article_s(decisions):
    records = [made(f, d, after, scope=scope) for f, d, after, scope in decisions]
    found = corrected(*records)
    ids = [finding.id for finding in (*found.entities, *found.quotes, *found.figures)]
    assert len(ids) == len(set(ids))
    for finding in (*found.entities, *found.figures):
        assert finding.text == TEXT[finding.start : finding.end]
    for quote in found.quotes:
        assert quote.text == " … ".join(span.slice(TEXT) for span in quote.spans)
