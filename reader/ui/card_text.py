"""What the card of a finding or record says, as plain lines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from reader.analysis.findings import Entity, Figure, Finding, Findings, Quote
from reader.annotations.open_conflicts import open_conflicts
from reader.annotations.records import Claim, Label, Mark
from reader.review.checkworthiness import START
from reader.review.item import Item
from reader.review.label_differences import decision_on
from reader.review.own_findings import given_speaker
from reader.review.placed_records import Placed
from reader.session.findings_outline import ONE_OF, one_line, quoted, snippet
from reader.session.people_signs import Person

WORDS = 200


@dataclass(frozen=True, slots=True)
class CardLine:
    text: str
    style: Literal["title", "text", "remark"] = "text"
    hue: int | None = None
    """That of the other person whom the line names."""


def finding_card(finding: Finding, findings: Findings, accepted: bool) -> list[CardLine]:
    """Return the card of something the machine found."""
    if isinstance(finding, Entity):
        lines, keys = list(_entity(finding, findings)), "R label"
    elif isinstance(finding, Quote):
        lines, keys = list(_quote(finding, findings)), "R label · S speaker"
    else:
        lines, keys = list(_figure(finding)), "S speaker"
    if accepted:
        lines.append(CardLine("accepted", "remark"))
    lines.append(CardLine(f"A accept · x dismiss · {keys} · > < size · s other end", "remark"))
    return lines


def _entity(entity: Entity, findings: Findings) -> Iterator[CardLine]:
    yield CardLine(one_line(entity.name), "title")
    kind = ONE_OF.get(entity.type, entity.type)
    yield CardLine(f"{kind} · “{one_line(entity.text)}” here{_score(entity.score)}", "remark")
    person = next((one for one in findings.people if one.id == entity.person), None)
    if person is not None:
        if person.role:
            yield CardLine(one_line(person.role))
        if person.aliases:
            yield CardLine("also: " + ", ".join(map(one_line, person.aliases)))
        said = sum(quote.person == person.id for quote in findings.quotes)
        if said:
            yield CardLine(f"{said} quote{'s' if said > 1 else ''} in this article")


def _quote(quote: Quote, findings: Findings) -> Iterator[CardLine]:
    yield CardLine(one_line(quote.speaker or "Speaker unknown"), "title")
    yield CardLine(f"{quote.kind} quote · {quote.speaker_kind}{_score(quote.score)}", "remark")
    yield CardLine(snippet(quote.text, WORDS))
    person = next((one for one in findings.people if one.id == quote.person), None)
    if person is not None and person.role:
        yield CardLine(one_line(person.role))
    if quote.rule:
        yield CardLine(f"Why: {quote.rule}", "remark")


def _figure(figure: Figure) -> Iterator[CardLine]:
    yield CardLine(one_line(figure.text), "title")
    parts = [figure.kind, figure.modifier, figure.unit, figure.currency]
    yield CardLine(" · ".join(one_line(part) for part in parts if part), "remark")
    yield CardLine(f"from: {one_line(figure.speaker or 'nobody named')}")


def _score(score: float | None) -> str:
    return "" if score is None else f" · {score:.0%} sure"


def record_card(placed: Placed, person: Person | None = None) -> list[CardLine]:
    """Return the card of a record, with the other ``person`` who made it."""
    record = placed.record
    lines = [CardLine(quoted(record.anchor.exact, WORDS), "remark")]
    if isinstance(record, Mark):
        lines.insert(0, CardLine("Note" if record.body else "Highlight", "title"))
        lines += [CardLine(line) for line in record.body.split("\n") if record.body]
    elif isinstance(record, Claim):
        lines.insert(0, CardLine(f"Claim · {record.status}", "title"))
        lines.append(CardLine(one_line(record.claim)))
        lines.append(CardLine(f"by {one_line(record.claimant or 'nobody named')}"))
    elif isinstance(record, Label):
        lines.insert(0, CardLine(f"Label · {record.layer}: {record.type}", "title"))
        if record.layer in ("quote", "figure"):
            lines.append(CardLine(f"by {given_speaker(record) or 'nobody named'}"))
        if decided := decision_on(record):
            lines.append(CardLine(one_line(decided), "remark"))
    if record.tags:
        lines.append(CardLine(" ".join(f"#{tag}" for tag in record.tags)))
    for each in open_conflicts(record):
        mine, theirs = map(one_line, each.versions)
        lines.append(CardLine(f"two versions of the {each.name}: alt+c decides", "remark"))
        lines += [CardLine(f"your version: {mine}"), CardLine(f"{one_line(each.other)}: {theirs}")]
    for change in placed.placement.changes:
        lines.append(CardLine(f"reworded: {change}", "remark"))
    if placed.placement.outcome != "unchanged":
        lines.append(CardLine(f"in this version: {placed.placement.outcome}", "remark"))
    when = record.modified[:16].replace("T", " ")
    who = f"{person.sign} {record.creator}" if person else record.creator or "you"
    lines.append(CardLine(f"{one_line(who)}, {when}", "remark", person.hue if person else None))
    edit = {"note": "a edit · ", "highlight": "a note · ", "claim": "c word · "}
    if isinstance(record, Label):
        edit["label"] = "R label · S speaker · " if record.layer != "entity" else "R label · "
    keys = f"{edit.get(record.kind, '')}T tags · > < size · s other end · dd delete"
    lines.append(CardLine(keys, "remark"))
    return lines


def reasons_card(item: Item) -> list[CardLine]:
    """Why an item is worth a check."""
    lines = [CardLine(f"Worth a check: {item.score:.2f}", "title")]
    lines += [CardLine(str(reason)) for reason in item.reasons]
    if item.reasons:
        rule = f"The score starts at {START:.2f}; each reason moves it (log-odds)."
        lines.append(CardLine(rule, "remark"))
    if item.trust is not None:
        lines.append(CardLine(f"Detection confidence: {item.trust:.2f}", "remark"))
    return lines
