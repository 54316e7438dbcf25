"""How far two people agree, in the usual figures.

Krippendorff's alpha (nominal) and Cohen's kappa are computed over weighted units, since long
stretches of a text carry the same pair of values; the packages ``krippendorff`` and
``scikit-learn``, which take one unit at a time, are what the tests hold them to. Sources: K.
Krippendorff, Computing Krippendorff's Alpha-Reliability (2011); J. Cohen, A Coefficient of
Agreement for Nominal Scales (1960).
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Hashable, Iterable, Sequence

from reader.text.runs import RunIndex
from reader.text.span import Span

Parts = tuple[Span, ...]
"""The passages of one mark."""

Pairs = Counter[tuple[Hashable, Hashable]]
"""How many units got which value from the one and which from the other."""


def f1(matches: int, mine: int, theirs: int) -> float | None:
    """Return the harmonic mean of precision and recall, None where nobody marked anything."""
    return 2 * matches / (mine + theirs) if mine + theirs else None


def exact_matches(mine: Iterable[Parts], theirs: Iterable[Parts]) -> int:
    """Return how many marks stand on the same passages, each counted once."""
    return (Counter(mine) & Counter(theirs)).total()


def overlapping_pairs(mine: Sequence[Parts], theirs: Sequence[Parts]) -> list[tuple[int, int]]:
    """Return as many pairs of overlapping marks as there can be, no mark in two of them.

    Positions in the two sequences; marks on the same passages are paired first. By augmenting
    paths (Kuhn's algorithm), each the shortest there is.
    """
    near = _overlapped(mine, theirs)
    partner = _same_passages(mine, theirs)
    taken = {other: number for number, other in partner.items()}
    for start in range(len(mine)):
        if start in partner:
            continue
        reached: dict[int, int] = {}
        waiting = deque([start])
        while waiting:
            number = waiting.popleft()
            fresh = [other for other in near[number] if other not in reached]
            reached.update((other, number) for other in fresh)
            free = next((other for other in fresh if other not in taken), None)
            if free is not None:
                _pass_on(start, free, reached, partner, taken)
                break
            waiting += (taken[other] for other in fresh)
    return sorted(partner.items())


def _overlapped(mine: Sequence[Parts], theirs: Sequence[Parts]) -> list[list[int]]:
    """Return for each of mine the positions of theirs that overlap it, by their beginning."""
    owners = [number for number, parts in enumerate(theirs) for _ in parts]
    index = RunIndex([part for parts in theirs for part in parts])
    return [
        sorted(
            {
                owners[member]
                for part in parts
                for run in index.between(part.start, part.end)
                for member in run.members
            },
            key=lambda number: (theirs[number], number),
        )
        for parts in mine
    ]


def _same_passages(mine: Sequence[Parts], theirs: Sequence[Parts]) -> dict[int, int]:
    left: dict[Parts, deque[int]] = {}
    for number, parts in enumerate(theirs):
        left.setdefault(parts, deque()).append(number)
    return {number: left[parts].popleft() for number, parts in enumerate(mine) if left.get(parts)}


def _pass_on(
    start: int, free: int, reached: dict[int, int], partner: dict[int, int], taken: dict[int, int]
) -> None:
    """Give ``free`` to the one from whom it was reached, whose own goes on, back to ``start``."""
    other = free
    while True:
        number = reached[other]
        former = partner.get(number, -1)
        partner[number], taken[other] = other, number
        if number == start:
            return
        other = former


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
