"""Two people's labels of one passage: where they differ, and what a decision leaves."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.annotations.record_json import from_document, to_document
from reader.annotations.records import Label
from reader.article.anchor import anchor
from reader.article.article import Article
from reader.review.label_differences import (
    ADJUDICATED,
    adjudicated,
    decision_on,
    label_differences,
)
from reader.review.placed_records import PlacedRecords
from reader.text.span import Span

TEXT = "The budget is a slap in the face of every teacher.\n\nNobody will drown in paper again.\n"


def label(who: str, words: str, kind: str, layer: str = "metaphor") -> Label:
    start = TEXT.index(words)
    held = anchor(TEXT, [Span(start, start + len(words))])
    return Label(
        article_id="a", id=f"{who} {kind} {words}", creator=who, anchor=held, layer=layer, type=kind
    )


def found(*labels: Label):
    return label_differences(PlacedRecords(Article(TEXT, (), "T", "-", "test 1"), labels).placed)


ADA = label("ada", "slap in the face", "violence")
BO = label("bo", "slap in the face", "body")
SHORT = label("bo", "slap", "violence")


@pytest.mark.parametrize(
    ("other", "what"),
    [(BO, "label"), (SHORT, "span"), (label("bo", "slap", "body"), "label and span")],
)
def test_a_difference_says_what_differs(other, what):
    (difference,) = found(other, ADA)
    assert (difference.first.label, difference.second.label) == (ADA, other)
    assert difference.what == what


def test_labels_that_agree_or_are_one_persons_are_no_difference():
    assert found(ADA, replace(ADA, id="2", creator="bo")) == []
    assert found(ADA, replace(BO, creator="ada")) == []
    assert found(ADA) == []


def test_who_never_used_a_layer_differs_from_nobody_in_it():
    assert found(ADA, label("bo", "budget", "count", layer="figure")) == []


def test_a_passage_that_one_alone_labelled_is_a_difference():
    alone = label("ada", "drown in paper", "water")
    agreed = replace(ADA, id="2", creator="bo")
    (difference,) = found(ADA, agreed, alone)
    assert (difference.first.label, difference.second) == (alone, None)
    assert "ada" in difference.what


@pytest.mark.parametrize(
    ("choice", "stay", "go"),
    [
        ("first", [ADA.id], [BO.id]),
        ("second", [BO.id], [ADA.id]),
        ("both", [ADA.id, BO.id], []),
        ("neither", [], [ADA.id, BO.id]),
    ],
)
def test_a_decision_keeps_what_was_chosen_and_leaves_no_difference(choice, stay, go):
    (difference,) = found(ADA, BO)
    edit = adjudicated(difference, choice, by="cy", at="2026-11-30T10:00:00Z")
    assert [each.id for each in edit.changed] == stay
    assert list(edit.removed) == go
    assert found(*edit.changed) == []


def test_what_stays_says_what_it_was_weighed_against_and_who_decided():
    (difference,) = found(ADA, BO)
    (kept,) = adjudicated(difference, "first", by="cy", at="2026-11-30T10:00:00Z").changed
    assert isinstance(kept, Label)
    assert all(word in decision_on(kept) for word in ("bo", "body", "slap in the face", "cy"))
    again = from_document(to_document(kept))
    assert isinstance(again, Label)
    assert decision_on(again) == decision_on(kept)
    assert decision_on(ADA) == ""


def test_a_new_label_is_weighed_against_one_that_was_decided():
    (difference,) = found(ADA, BO)
    (kept,) = adjudicated(difference, "first", by="cy", at="").changed
    (later,) = found(kept, replace(BO, id="new"))
    assert later.second is not None


@given(st.one_of(st.text(), st.integers(), st.lists(st.dictionaries(st.text(), st.text()))))
def test_a_field_that_another_program_wrote_is_survived(written):
    odd = replace(ADA, extra={ADJUDICATED: written})
    decision_on(odd)
    assert len(found(odd, BO)) == 1
