"""A statement beside the claims already checked: which of them it says again."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz, process

from reader.annotations.records import Assessment, Claim
from reader.review.repeats import plain_words

ALIKE = 0.75
"""Least likeness that is offered, 0 to 1."""
_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class KnownClaim:
    """A claim that is like a statement, how much (0 to 1), and its verdict where it has one.

    ``figures_differ``: both give numbers, and not the same ones. ``words`` are those in both, of a
    claim that says the same ``in_other_words``; its likeness is how sure that is.
    """

    claim: Claim
    likeness: float
    verdict: Assessment | None
    figures_differ: bool
    in_other_words: bool = False
    words: tuple[str, ...] = ()


def standing_verdict(claim: Claim) -> Assessment | None:
    """Return the final assessment; while none is final, the only one there is."""
    if claim.final is not None:
        return next((each for each in claim.assessments if each.reviewer == claim.final), None)
    return claim.assessments[0] if len(claim.assessments) == 1 else None


class KnownClaims:
    """Claims made ready to be looked for, by their wording and by the words quoted."""

    def __init__(self, claims: Iterable[Claim]) -> None:
        self._wordings: list[str] = []
        self._owners: list[Claim] = []
        for claim in claims:
            for wording in dict.fromkeys((claim.claim, claim.anchor.exact)):
                if plain := _sorted_words(wording):
                    self._wordings.append(plain)
                    self._owners.append(claim)

    def like(
        self, statement: str, *, least: float = ALIKE, most: int = 5, but: str | None = None
    ) -> list[KnownClaim]:
        """Return the claims most like ``statement``, the most alike first.

        ``but`` is the id of one that is not meant. The order of the words does not count (ratio of
        the sorted words).
        """
        wanted = _sorted_words(statement)
        if not wanted:
            return []
        hits = process.extract(
            wanted, self._wordings, scorer=fuzz.ratio, score_cutoff=100 * least, limit=None
        )
        best: dict[str, KnownClaim] = {}
        numbers = set(_NUMBER.findall(wanted))
        for wording, score, place in hits:
            claim = self._owners[place]
            differ = _differ(numbers, set(_NUMBER.findall(wording)))
            known = KnownClaim(claim, round(score / 100, 2), standing_verdict(claim), differ)
            if claim.id != but and (
                claim.id not in best or best[claim.id].likeness < known.likeness
            ):
                best[claim.id] = known
        ordered = sorted(best.values(), key=lambda each: (-each.likeness, each.claim.created))
        return ordered[:most]


def in_other_words(claim: Claim, statement: str, sure: float, words: tuple[str, ...]) -> KnownClaim:
    """Return a claim that says the same as ``statement``, found by its meaning."""
    differ = figures_differ(statement, claim.claim or claim.anchor.exact)
    verdict = standing_verdict(claim)
    return KnownClaim(claim, round(sure, 2), verdict, differ, in_other_words=True, words=words)


def figures_differ(one: str, other: str) -> bool:
    """Return whether both texts give numbers, and not the same ones."""
    return _differ(set(_NUMBER.findall(one)), set(_NUMBER.findall(other)))


def _differ(numbers: set[str], others: set[str]) -> bool:
    return bool(numbers and others and numbers != others)


@lru_cache(maxsize=1 << 15)
def _sorted_words(text: str) -> str:
    return " ".join(sorted(plain_words(text)))
