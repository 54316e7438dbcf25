"""Decisions made on one text, held to another: they follow their passage, spans and all."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reader.analysis.findings import Entity, Findings, finding_id
from reader.annotations.records import Correction
from reader.article.anchor import anchor
from reader.article.article import fingerprint
from reader.review.carrying import FindingIndex, anchored_copy, carry_over
from reader.review.corrections import apply_corrections, correction
from reader.text.span import Span

OLD = (
    "Holm Lines said the pier was sold on Monday in the early morning. "
    "Divers had asked for it to be kept. Holm, who runs the harbour, told reporters that "
    "nobody had been warned. The rest of Holm is fenced off until the end of the summer."
)
NEW = "A line that came in the night, and says little. " + OLD


def holms(text: str) -> tuple[Entity, ...]:
    found = []
    at = text.find("Holm")
    while at >= 0:
        identity = finding_id("entity person", [Span(at, at + 4)], "Holm")
        found.append(Entity(identity, at, at + 4, "Holm", "Person", "person", "Holm"))
        at = text.find("Holm", at + 1)
    return tuple(found)


def findings(text: str) -> Findings:
    return Findings(fingerprint(text), entities=holms(text))


def decided(number: int, decision, after=None) -> Correction:
    finding = holms(OLD)[number]
    made = correction("a", finding, decision, creator="ada", at="2026-01-01T00:00:00Z", after=after)
    return replace(made, finding=anchored_copy(made.finding, anchor(OLD, [finding.span])))


def standing(text: str, *made: Correction) -> list[tuple[str, str]]:
    carried = carry_over(made, FindingIndex(findings(text)), text, fingerprint(text))
    found = apply_corrections(findings(text), [each.correction for each in carried], text)
    assert all(each.span.slice(text) == each.text for each in found.entities)
    return [(each.text, each.type) for each in found.entities]


@pytest.mark.parametrize("text", [OLD, NEW])
def test_one_of_several_like_it_is_dismissed_in_an_edited_text_too(text: str) -> None:
    assert standing(text, decided(2, "dismiss")) == [("Holm", "person")] * 2
    assert standing(text, decided(0, "relabel", "organisation")) == [
        ("Holm", "organisation"),
        ("Holm", "person"),
        ("Holm", "person"),
    ]


@pytest.mark.parametrize("text", [OLD, NEW])
def test_a_span_that_was_grown_moves_along(text: str) -> None:
    start = holms(OLD)[0].start
    grown = decided(0, "respan", [[start, start + len("Holm Lines")]])
    assert standing(text, grown)[0] == ("Holm Lines", "person")


def test_a_span_on_words_that_are_others_now_is_left_to_a_person() -> None:
    start = holms(OLD)[1].start
    grown = decided(1, "respan", [[start, start + len("Holm, who runs")]])
    text = NEW.replace("Holm, who runs the harbour,", "The harbour master")
    carried = carry_over([grown], FindingIndex(findings(text)), text, fingerprint(text))
    assert carried[0].unsure or not carried[0].targets
    assert standing(text, grown) == [("Holm", "person")] * 2


def test_a_decision_does_not_move_onto_the_same_words_elsewhere() -> None:
    gone = decided(1, "dismiss")
    text = OLD.replace("Holm, who runs the harbour, told", "He told").replace("Holm Lines", "It")
    assert [each.text for each in holms(text)] == ["Holm"]
    (guessed,) = carry_over([gone], FindingIndex(findings(text)), text, fingerprint(text))
    assert guessed.targets
    former = {fingerprint(OLD): OLD}.get
    (carried,) = carry_over([gone], FindingIndex(findings(text)), text, fingerprint(text), former)
    assert not carried.targets
    assert carried.unsure


@pytest.mark.parametrize("number", range(3))
def test_the_former_text_changes_nothing_for_passages_that_are_still_there(number: int) -> None:
    former = {fingerprint(OLD): OLD}.get
    made = decided(number, "dismiss")
    for text in (OLD, NEW):
        index = FindingIndex(findings(text))
        (carried,) = carry_over([made], index, text, fingerprint(text), former)
        assert carried.targets == {holms(text)[number].id}
