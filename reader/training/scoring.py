"""Precision, recall and F1 over labelled stretches."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Score:
    """Counts of what was found: ``right`` of ``found``, where ``gold`` were to be found."""

    right: int
    gold: int
    found: int

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        return self.right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall; 0 when nothing is right."""
        return 2 * self.right / (self.gold + self.found) if self.right else 0.0

    def __add__(self, other: Score) -> Score:
        return Score(self.right + other.right, self.gold + other.gold, self.found + other.found)


@dataclass(frozen=True)
class Scores:
    """A score over all labels together, and one a label."""

    overall: Score
    by_label: Mapping[str, Score]


def scores(gold: Iterable[tuple[Hashable, str]], found: Iterable[tuple[Hashable, str]]) -> Scores:
    """Exact scores of ``found`` against ``gold``: pairs of a place and its label."""
    gold_set, found_set = set(gold), set(found)
    counts: dict[str, Counter[str]] = {"gold": Counter(), "found": Counter(), "right": Counter()}
    for name, entries in (
        ("gold", gold_set),
        ("found", found_set),
        ("right", gold_set & found_set),
    ):
        counts[name].update(label for _, label in entries)
    by_label = {
        label: Score(counts["right"][label], counts["gold"][label], counts["found"][label])
        for label in sorted(counts["gold"] | counts["found"])
    }
    return Scores(sum(by_label.values(), Score(0, 0, 0)), by_label)


def tag_spans(tags: Sequence[str]) -> list[tuple[int, int, str]]:
    """Return the stretches that BIOES ``tags`` tell: first position, last exclusive, label.

    A stretch that breaks the scheme is none, as in the scorers of CoNLL and CofeNet.
    """
    spans = []
    first: int | None = None
    for place, tag in enumerate(tags):
        kind, _, label = tag.partition("-")
        if kind in ("B", "S"):
            first = place
        elif kind not in ("I", "E") or (first is not None and tags[first][2:] != label):
            first = None
        if kind in ("S", "E") and first is not None:
            spans.append((first, place + 1, label))
            first = None
    return spans


def tag_scores(gold: Sequence[Sequence[str]], found: Sequence[Sequence[str]]) -> Scores:
    """Exact scores of the stretches in BIOES tags, unit by unit.

    Raises ValueError when the two do not have the same units.
    """
    if [len(unit) for unit in gold] != [len(unit) for unit in found]:
        raise ValueError("the tags are not of the same units")
    return scores(_placed(gold), _placed(found))


def _placed(units: Sequence[Sequence[str]]) -> Iterable[tuple[Hashable, str]]:
    for number, tags in enumerate(units):
        for first, last, label in tag_spans(tags):
            yield (number, first, last), label
