"""What a person has decided in an article, counted from the records alone."""

from __future__ import annotations

from collections.abc import Iterable

from reader.annotations.records import Claim, Correction, Record


def is_judged(claim: Claim) -> bool:
    """Return whether a claim has a verdict, or is closed without one."""
    return bool(claim.assessments) or claim.status in ("done", "not checkable")


def decisions_in(records: Iterable[Record]) -> int:
    """Return how many passages are decided: by a verdict, or accepted or dismissed.

    It does not depend on what the machine found, so that it holds after an update of the models.
    """
    passages: set[object] = set()
    for record in records:
        if isinstance(record, Claim) and is_judged(record):
            passages.add((record.anchor.spans[0].start, record.anchor.spans[-1].end))
        elif isinstance(record, Correction) and record.decision in ("accept", "dismiss"):
            start, end = record.finding.get("start"), record.finding.get("end")
            passages.add(record.finding.get("id") if None in (start, end) else (start, end))
    return len(passages)
