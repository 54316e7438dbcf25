"""Which of several verdicts on a claim is told where only one can be."""

from __future__ import annotations

from reader.annotations.records import Assessment, Claim


def final_verdict(claim: Claim) -> Assessment | None:
    """The assessment that stands: the final reviewer's, else the last one."""
    chosen = [each for each in claim.assessments if each.reviewer == claim.final]
    every = chosen or claim.assessments
    return every[-1] if every else None
