"""How far two people agree, in the usual figures.

Krippendorff's alpha (nominal) and Cohen's kappa are computed over weighted units, since long
stretches of a text carry the same pair of values. Sources: K. Krippendorff, Computing
Krippendorff's Alpha-Reliability (2011); J. Cohen, A Coefficient of Agreement for Nominal
Scales (1960).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from functools import partial

from reader.text.span import Span

Parts = tuple[Span, ...]
"""The passages of one mark."""

Pairs = Counter[tuple[Hashable, Hashable]]
"""How many units got which value from the one and which from the other."""


def f1(matches: int, mine: int, theirs: int) -> float | None:
    """The harmonic mean of precision and recall, None where nobody marked anything."""
    return 2 * matches / (mine + theirs) if mine + theirs else None


def exact_matches(mine: Iterable[Parts], theirs: Iterable[Parts]) -> int:
    """How many marks stand on the same passages, each counted once."""
    return (Counter(mine) & Counter(theirs)).total()


def overlapping_pairs(mine: Sequence[Parts], theirs: Sequence[Parts]) -> list[tuple[int, int]]:
    """As many pairs of overlapping marks as there can be, no mark in two of them.

    Positions in the two sequences. By augmenting paths (Kuhn's algorithm).
    """
    near = [
        sorted(
            (number for number, other in enumerate(theirs) if overlap(parts, other)),
            key=partial(_strangeness, parts, theirs),
        )
        for parts in mine
    ]
    taken: dict[int, int] = {}

    def place_for(number: int, tried: set[int]) -> bool:
        for other in near[number]:
            if other in tried:
                continue
            tried.add(other)
            if other not in taken or place_for(taken[other], tried):
                taken[other] = number
                return True
        return False

    for number in range(len(mine)):
        place_for(number, set())
    return sorted((number, other) for other, number in taken.items())


def _strangeness(parts: Parts, theirs: Sequence[Parts], number: int) -> tuple[bool, int]:
    """Puts the same passages first, then what begins first."""
    return theirs[number] != parts, theirs[number][0].start


def overlap(one: Parts, other: Parts) -> bool:
    return any(part.overlaps(span) for part in one for span in other)


def kappa(pairs: Pairs) -> float | None:
    """Cohen's kappa, None where it is not defined: no units, or all of one value."""
    total = pairs.total()
    if not total:
        return None
    mine: Counter[Hashable] = Counter()
    theirs: Counter[Hashable] = Counter()
    for (one, other), count in pairs.items():
        mine[one] += count
        theirs[other] += count
    observed = sum(count for (one, other), count in pairs.items() if one == other) / total
    expected = sum(mine[value] * theirs[value] for value in mine) / total**2
    return (observed - expected) / (1 - expected) if expected < 1 else None


def alpha(pairs: Pairs) -> float | None:
    """Krippendorff's alpha for nominal values and two people who both valued every unit."""
    values: Counter[Hashable] = Counter()
    apart = 0
    for (one, other), count in pairs.items():
        values[one] += count
        values[other] += count
        apart += 2 * count * (one != other)
    total = values.total()
    expected = total**2 - sum(count**2 for count in values.values())
    if not expected:
        return None
    return 1 - (total - 1) * apart / expected
