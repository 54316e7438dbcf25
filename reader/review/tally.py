"""What a queue came to: the verdicts given, what was accepted and dismissed, what is left."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from reader.annotations.records import Claim
from reader.review.item import Item
from reader.text.plural import counted


@dataclass(frozen=True, slots=True)
class Tally:
    """``verdicts`` are labels with how often each was given, in the order of the queue.

    Of a claim that has several, the final one counts, else the last.
    """

    decided: int
    verdicts: Mapping[str, int]
    accepted: int
    dismissed: int
    evidence: int

    @property
    def parts(self) -> list[str]:
        """The tally in words, each part with its count."""
        parts = [f"{label} {count}" for label, count in self.verdicts.items()]
        parts += [f"accepted {self.accepted}"] if self.accepted else []
        parts += [f"dismissed {self.dismissed}"] if self.dismissed else []
        return parts + ([f"{counted(self.evidence, 'piece')} of evidence"] if self.evidence else [])


def tally(items: Iterable[Item], claim_of: Callable[[Item], Claim | None]) -> Tally:
    """Return the tally of the decided ones of ``items``; a claim on several of them counts once."""
    every = [item for item in items if item.decided]
    claims = {claim.id: claim for item in every if (claim := claim_of(item)) is not None}
    return Tally(
        len(every),
        Counter(verdict for each in claims.values() if (verdict := _verdict(each))),
        sum(item.status == "accepted" for item in every),
        sum(item.status == "dismissed" for item in every),
        sum(len(claim.evidence) for claim in claims.values()),
    )


def _verdict(claim: Claim) -> str:
    final = [each for each in claim.assessments if each.reviewer == claim.final]
    last = (final or claim.assessments)[-1:]
    return last[0].label if last else claim.status
