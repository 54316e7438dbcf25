"""Chooses one of several verdicts on a claim, for formats that hold only one."""

from __future__ import annotations

from reader.annotations.records import Assessment, Claim


def final_verdict(claim: Claim) -> Assessment | None:
    """Return the assessment that counts: the final reviewer's, else the last one."""
    chosen = [each for each in claim.assessments if each.reviewer == claim.final]
    every = chosen or claim.assessments
    return every[-1] if every else None
