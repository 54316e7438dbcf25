"""What the items of an article say again: prior checks, claims of the desk, each other."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from reader.annotations.record_json import from_document, to_document
from reader.annotations.records import Claim, Unlike, new_id
from reader.article.anchor import anchor
from reader.meaning.check_index import RememberedChecks, built
from reader.meaning.prior_checks import PriorCheck, PriorChecks
from reader.meaning.worth_model import LAYERS
from reader.review.item import Item
from reader.review.said_before import (
    CheckMatch,
    as_evidence,
    is_linked,
    label_on,
    said_before,
    unlike_pairs,
    without_unlike,
)
from reader.review.scales import own_scale, scale_named
from reader.text.span import Span

FERRY = PriorCheck(
    "The ferry carried fewer people than the year before",
    rating="Mostly false",
    publisher="Wake Checks",
    url="https://wake.example/ferry",
)


AT = "2026-05-01T09:00:00Z"


def claim_of(words: str) -> Claim:
    held = anchor(f"{words} So it is.", [Span(0, len(words))], "sha256:other")
    return Claim(article_id="a2", id=new_id(), anchor=held, claim=words, created=AT)


def unlike_of(item: Item, of: str) -> Unlike:
    finding = {"id": item.id, "text": item.text, "spans": [[0, len(item.text)]]}
    return Unlike(article_id="a1", id="u1", finding=finding, of=of, words="as it is elsewhere")


def axis(number: int):
    """Return a vector for each layer, all of one meaning."""
    row = np.zeros(384, dtype=np.float32)
    row[number] = 1
    return np.concatenate([row] * len(LAYERS))


def quote(identity: str, text: str, start: int, **more) -> Item:
    spans = (Span(start, start + len(text)),)
    return Item(identity, "a1", "quote", spans, text, 0.5, (), **more)


FEWER = quote("q1", "Passenger numbers on the boats went down", 0, speaker="Ida Moll")
AGAIN = quote("q2", "We have lost travellers", 200, speaker="Ida Moll")
OTHER = quote("q3", "Lunch is at noon", 400, speaker="Ida Moll")


@pytest.fixture
def index(tmp_path):
    with PriorChecks(tmp_path / "checks.sqlite") as checks:
        checks.put([FERRY, PriorCheck("Tea is grown in the north", rating="True")])
        checks.put_vectors([FERRY.claim], axis(1)[None, :384])
        yield RememberedChecks(built(checks))


def test_an_item_meets_the_check_of_the_same_meaning_and_its_reason_goes_to_the_queue(index):
    found = said_before([FEWER, OTHER], [], index, {FEWER.text: axis(1), OTHER.text: axis(2)})
    (match,) = found.checks["q1"]
    assert match.check == FERRY
    assert "q3" not in found.checks
    reasons = found.reasons(frozenset(), {"q1": FEWER.text})
    assert "Mostly false" in [each.words for each in reasons["q1"]]
    pairs = unlike_pairs([unlike_of(FEWER, FERRY.id)])
    assert "Mostly false" not in [
        each.words for each in found.reasons(pairs, {"q1": FEWER.text})["q1"]
    ]


def test_a_claim_of_the_desk_in_other_words_is_found_but_not_ones_own():
    claim = claim_of("Fewer travellers take the ferry.")
    vectors = {FEWER.text: axis(1), claim.claim: axis(1)}
    assert [each.of for each in said_before([FEWER], [claim], None, vectors).claims["q1"]] == [
        claim.id
    ]
    own = replace(FEWER, claim=claim.id)
    assert said_before([own], [claim], None, vectors).claims == {}


def test_without_vectors_only_shared_words_count():
    claims = [claim_of("Passenger numbers on boats went down last year."), claim_of("Tea is dear.")]
    found = said_before([FEWER], claims, None, {})
    assert [each.of for each in found.claims["q1"]] == [claims[0].id]
    assert {"Passenger", "numbers", "boats"} <= set(found.claims["q1"][0].words)


def test_a_later_quote_of_the_same_person_says_it_again():
    vectors = {FEWER.text: axis(1), AGAIN.text: axis(1), OTHER.text: axis(2)}
    assert said_before([FEWER, AGAIN, OTHER], [], None, vectors).again == {"q2": "q1"}
    somebody = replace(AGAIN, speaker="Ole Brix")
    inside = replace(AGAIN, part_of="q1")
    for later in (somebody, inside):
        assert said_before([FEWER, later, OTHER], [], None, vectors).again == {}


def test_what_is_not_the_same_is_known_by_its_words_and_survives_the_file():
    record = unlike_of(FEWER, FERRY.id)
    assert from_document(to_document(record)) == record
    match = CheckMatch(FERRY, 0.9, ())
    pairs = unlike_pairs([record])
    assert without_unlike([match], "passenger NUMBERS on the boats went down.", pairs) == []
    assert without_unlike([match], "Somebody else's words", pairs) == [match]


@pytest.mark.parametrize(
    ("rating", "value", "label"),
    [
        ("mostly false", "", "Mostly false"),
        ("MOSTLY-FALSE", "", "Mostly false"),
        ("Pure invention", "1", "False"),
        ("Close to the facts", "4", "Mostly true"),
        ("Somewhere between", "3.7", None),
        ("Pure invention", "", None),
        ("Pure invention", "one", None),
    ],
)
def test_a_rating_has_a_place_on_the_scale_or_none(rating, value, label):
    check = replace(FERRY, rating=rating, value=value, best="5", worst="1")
    assert label_on(scale_named("truth"), check) == label


def test_a_scale_of_another_length_takes_the_ends_alone():
    scale = own_scale("three", ["Right", "Half", "Wrong"])
    for value, label in (("10", "Right"), ("0", "Wrong"), ("5", "Half"), ("7", None)):
        check = replace(FERRY, rating="", value=value, best="10", worst="0")
        assert label_on(scale, check) == label


def test_a_check_is_evidence_once():
    piece = as_evidence(FERRY, "2026-05-01")
    assert (piece.url, piece.stance) == (FERRY.url, "context")
    claim = claim_of("Fewer travellers take the ferry.")
    assert not is_linked(claim, FERRY)
    assert is_linked(replace(claim, evidence=(piece,)), FERRY)
