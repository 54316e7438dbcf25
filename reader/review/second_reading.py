"""Two people's verdicts: the first hidden until the second is given, then compared."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import combinations

from reader.annotations.records import Assessment, Claim
from reader.text.span import Span, hull

SECOND_LOOK = "second look"
"""The status of a claim that wants a second verdict."""
SECOND_READING = "second reading"
"""The name of the part of a queue that wants one from the person at work."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two verdicts on a claim.

    ``distance`` is how far they lie apart on the scale, 0 to 1, None when they are of different
    scales or outside the order of one. ``other`` is the claim that the second verdict is on where
    two people made a claim each of the same passage.
    """

    claim: Claim
    first: Assessment
    second: Assessment
    distance: float | None
    other: Claim | None = None

    @property
    def agree(self) -> bool:
        same_scale = self.first.scale == self.second.scale
        return same_scale and self.first.label.casefold() == self.second.label.casefold()


def awaits_second(claim: Claim, reviewer: str) -> bool:
    """Return whether a second verdict is wanted of ``reviewer``.

    Who has given none while there is one.

    Once there are two, whoever settles between them sees both.
    """
    return (
        claim.status == SECOND_LOOK
        and len(claim.assessments) < 2
        and all(each.reviewer != reviewer for each in claim.assessments)
    )


def as_seen_by(claim: Claim, reviewer: str) -> Claim:
    """Return the claim as ``reviewer`` may see it.

    Without others' verdicts while theirs is awaited.
    """
    if not awaits_second(claim, reviewer):
        return claim
    return replace(claim, assessments=(), final=None)


def hidden_verdicts(claim: Claim, reviewer: str) -> int:
    """Return how many verdicts ``as_seen_by`` keeps from ``reviewer``."""
    return len(claim.assessments) if awaits_second(claim, reviewer) else 0


def compare(claim: Claim, first: Assessment, second: Assessment) -> Comparison:
    return Comparison(claim, first, second, _distance(first, second))


def comparisons(claim: Claim) -> list[Comparison]:
    """Return every two people's verdicts on a claim, the earlier first; of each person the last."""
    ordered = sorted(claim.assessments, key=lambda each: each.at)
    last = {each.reviewer: each for each in ordered}
    return [compare(claim, one, other) for one, other in combinations(last.values(), 2)]


def disagreements(claims: Iterable[Claim]) -> list[Comparison]:
    """Return where two people differ, the furthest apart first.

    On one claim, or each on a claim of their own of the same passage, as two files bring them
    together.
    """
    every = list(claims)
    pairs = [each for claim in every for each in comparisons(claim)]
    pairs += [each for one, other in _made_twice(every) for each in between(one, other)]
    found = [each for each in pairs if not each.agree]
    return sorted(found, key=lambda each: -(each.distance if each.distance is not None else 1.0))


def between(one: Claim, other: Claim) -> list[Comparison]:
    """Return the verdicts on two claims of one passage, each with each.

    None where a person judged both, who then holds them for two.
    """
    if {each.reviewer for each in one.assessments} & {each.reviewer for each in other.assessments}:
        return []
    return [
        replace(compare(one, first, second), other=other)
        for first in one.assessments
        for second in other.assessments
    ]


def _made_twice(claims: Iterable[Claim]) -> Iterator[tuple[Claim, Claim]]:
    """Any two claims on the same passage of the same text."""
    from reader.review.carrying import ENOUGH, shared  # the first frame does without

    by_text: dict[tuple[str, str], list[tuple[Span, Claim]]] = {}
    for claim in claims:
        key = (claim.article_id, claim.anchor.fingerprint)
        by_text.setdefault(key, []).append((hull(claim.anchor.spans), claim))
    for placed in by_text.values():
        placed.sort(key=lambda each: each[0])
        for place, (span, claim) in enumerate(placed):
            for later, other in placed[place + 1 :]:
                if later.start >= span.end:
                    break
                if shared(span, later) >= ENOUGH:
                    yield claim, other


def _distance(one: Assessment, other: Assessment) -> float | None:
    if one.scale != other.scale or one.value is None or other.value is None:
        return None
    if one.best is None or one.worst is None or (one.best, one.worst) != (other.best, other.worst):
        return None
    width = abs(one.best - one.worst)
    return abs(one.value - other.value) / width if width else 0.0
