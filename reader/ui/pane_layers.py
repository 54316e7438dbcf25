"""Turns findings and records into the marks that the article pane draws."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from reader.analysis.findings import Entity, Finding, Findings, Quote
from reader.annotations.records import Claim, Label, Mark
from reader.review.placed_records import Placed
from reader.session.findings_outline import one_line, snippet
from reader.session.people_signs import Person
from reader.ui.article_pane.marks import Channel, PaneMark

FINDINGS, NOTES = "findings", "notes"


def finding_marks(findings: Findings) -> Iterator[PaneMark]:
    """Return a mark for each entity, quote and figure."""
    return map(finding_mark, findings.every)


def finding_mark(finding: Finding) -> PaneMark:
    if isinstance(finding, Entity):
        name = one_line(finding.name)
        return PaneMark(finding.id, (finding.span,), "entity", finding.type, name)
    if isinstance(finding, Quote):
        speaker = one_line(finding.speaker or "")
        return PaneMark(finding.id, finding.spans, "quote", finding.kind, speaker)
    counts = one_line(finding.unit or finding.text)
    return PaneMark(finding.id, (finding.span,), "figure", finding.kind, counts)


def record_marks(
    placed: Iterable[Placed], colours: Mapping[str, str], people: Mapping[str, Person]
) -> Iterator[PaneMark]:
    """Yield a mark for each record that is on the text.

    ``colours`` are those of tags, ``people`` the others who made some of them.
    """
    for each in placed:
        mark = record_mark(each, colours)
        if mark is not None:
            person = people.get(each.record.creator)
            yield replace(mark, person=person.sign, hue=person.hue) if person else mark


def record_mark(placed: Placed, colours: Mapping[str, str]) -> PaneMark | None:
    """Return the record's mark, None when it is lost or not one that is drawn."""
    record, spans = placed.record, placed.spans
    if not spans:
        return None
    if isinstance(record, Mark):
        colour = record.colour or next(
            (colours[tag] for tag in record.tags if tag in colours), None
        )
        label = snippet(record.body) if record.body else " ".join(f"#{tag}" for tag in record.tags)
        channel: Channel = "note" if record.body else "highlight"
        return PaneMark(record.id, spans, channel, "", label, colour)
    if isinstance(record, Claim):
        verdict = record.assessments[-1].label if record.assessments else record.status
        return PaneMark(record.id, spans, "claim", record.status, one_line(verdict))
    if isinstance(record, Label):
        return PaneMark(
            record.id,
            spans,
            "label",
            record.type,
            f"{record.layer}: {record.type}",
            colours.get(record.type),
        )
    return None
