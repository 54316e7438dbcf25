"""Average precision and F1 of scores against yes and no, as scikit-learn defines them."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby


def average_precision(labels: Iterable[int], scores: Iterable[float]) -> float:
    """Return the mean of the precision at each right one; equal scores count as one step."""
    labels = list(labels)
    right = sum(labels)
    if not right:
        return 0.0
    total = found = taken = 0.0
    for _, group in groupby(_ordered(labels, scores), key=lambda each: each[0]):
        each = [yes for _, yes in group]
        gained = sum(each)
        found += gained
        taken += len(each)
        total += gained / right * found / taken
    return total


def f1_at(labels: Iterable[int], scores: Iterable[float], threshold: float) -> float:
    """F1 where a score of at least ``threshold`` says yes."""
    labels = list(labels)
    yes = [score >= threshold for score in scores]
    met = sum(1 for one, other in zip(yes, labels, strict=True) if one and other)
    every = sum(yes) + sum(labels)
    return 2 * met / every if every else 0.0


def best_f1(labels: Iterable[int], scores: Iterable[float]) -> tuple[float, float]:
    """Return the highest F1 that a threshold gives, and that threshold."""
    labels = list(labels)
    right = sum(labels)
    best, at = 0.0, 0.0
    found = taken = 0
    for score, group in groupby(_ordered(labels, scores), key=lambda each: each[0]):
        each = [yes for _, yes in group]
        found += sum(each)
        taken += len(each)
        f1 = 2 * found / (taken + right)
        if f1 > best:
            best, at = f1, score
    return best, at


def _ordered(labels: Iterable[int], scores: Iterable[float]) -> list[tuple[float, int]]:
    pairs = zip((float(each) for each in scores), (int(each) for each in labels), strict=True)
    return sorted(pairs, key=lambda each: -each[0])
