"""A statement beside the claims already checked: which of them it says again."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from reader.annotations.records import Assessment, Claim
from reader.review.repeats import plain_words

ALIKE = 0.75
"""Least likeness that is offered, 0 to 1."""
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


@dataclass(frozen=True, slots=True)
class KnownClaim:
    """A claim that is like a statement, how much (0 to 1), and its verdict where it has one.

    ``figures_differ``: both give numbers, and not the same ones.
    """

    claim: Claim
    likeness: float
    verdict: Assessment | None
    figures_differ: bool


def standing_verdict(claim: Claim) -> Assessment | None:
    """The final assessment; while none is final, the only one there is."""
    if claim.final is not None:
        return next((each for each in claim.assessments if each.reviewer == claim.final), None)
    return claim.assessments[0] if len(claim.assessments) == 1 else None


def known_claims(
    statement: str, claims: Iterable[Claim], *, least: float = ALIKE, most: int = 5
) -> list[KnownClaim]:
    """The claims most like ``statement``, by their wording or by the words quoted, the most
    alike first. The order of the words does not count much (token sort ratio of rapidfuzz).
    """
    every = list(claims)
    choices: list[str] = []
    owners: list[Claim] = []
    for claim in every:
        for wording in dict.fromkeys((claim.claim, claim.anchor.exact)):
            if wording.strip():
                choices.append(_plain(wording))
                owners.append(claim)
    wanted = _plain(statement)
    if not wanted:
        return []
    hits = process.extract(
        wanted, choices, scorer=fuzz.token_sort_ratio, score_cutoff=100 * least, limit=None
    )
    best: dict[str, KnownClaim] = {}
    numbers = set(_NUMBER.findall(statement))
    for wording, score, place in hits:
        claim = owners[place]
        others = set(_NUMBER.findall(wording))
        differ = bool(numbers and others and numbers != others)
        known = KnownClaim(claim, round(score / 100, 2), standing_verdict(claim), differ)
        if claim.id not in best or best[claim.id].likeness < known.likeness:
            best[claim.id] = known
    ordered = sorted(best.values(), key=lambda each: (-each.likeness, each.claim.created))
    return ordered[:most]


def _plain(text: str) -> str:
    return " ".join(plain_words(text))
