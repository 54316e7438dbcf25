"""Scores the parts of attributions with given tokens, as Wang et al., "CofeNet" (COLING 2022).

Exact match is F1 over the stretches. The Jaccard figure is a mean: each gold stretch counts the
share of tokens it has in common with the found stretch that is most like it, each found stretch
that touches no gold one counts nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reader.training.entity_evaluation import Tag
from reader.training.mistakes import Mistake, Mistakes
from reader.training.scoring import Scores, tag_scores, tag_spans
from reader.training.tagged_units import TaggedUnit

PARTS = ("Source", "Cue", "Content")
_SHOWN = 25


@dataclass(frozen=True)
class AttributionEvaluation:
    """Exact scores and mean Jaccard by part."""

    units: int
    exact: Scores
    jaccard: Mapping[str, float]
    mistakes: tuple[Mistake, ...]


def evaluate_attribution(units: Sequence[TaggedUnit], tag: Tag) -> AttributionEvaluation:
    """Score ``tag`` on the words of ``units``, whose tags are gold."""
    gold = [unit.tags for unit in units]
    found = tag([unit.words for unit in units])
    return AttributionEvaluation(
        len(units),
        tag_scores(gold, found),
        {part: mean_jaccard(gold, found, part) for part in PARTS},
        _mistakes(units, found),
    )


def mean_jaccard(
    gold: Sequence[Sequence[str]], found: Sequence[Sequence[str]], label: str
) -> float:
    """Return the mean of the Jaccard figures of all stretches with ``label``.

    0 when there are none.
    """
    figures: list[float] = []
    for gold_tags, found_tags in zip(gold, found, strict=True):
        right = [span for span in tag_spans(gold_tags) if span[2] == label]
        own = [span for span in tag_spans(found_tags) if span[2] == label]
        figures += [max((_jaccard(span, other) for other in own), default=0.0) for span in right]
        figures += [0.0 for span in own if not any(_jaccard(span, other) for other in right)]
    return sum(figures) / len(figures) if figures else 0.0


def _jaccard(one: tuple[int, int, str], other: tuple[int, int, str]) -> float:
    shared = max(0, min(one[1], other[1]) - max(one[0], other[0]))
    return shared / (one[1] - one[0] + other[1] - other[0] - shared)


def _mistakes(units: Sequence[TaggedUnit], found: Sequence[Sequence[str]]) -> tuple[Mistake, ...]:
    mistakes = Mistakes()
    for unit, tags in zip(units, found, strict=True):
        gold, own = set(tag_spans(unit.tags)), set(tag_spans(tags))
        for span in sorted(own - gold):
            mistakes.add(_what(span, gold - own), _shown(unit, span))
        for span in sorted(gold - own):
            if not any(_jaccard(span, other) for other in own):
                mistakes.add(f"{span[2]} not found", _shown(unit, span))
    return mistakes.most_frequent()


def _what(wrong: tuple[int, int, str], missed: set[tuple[int, int, str]]) -> str:
    near = [span for span in missed if _jaccard(wrong, span)]
    if not near:
        return f"{wrong[2]} where there is none"
    right = max(near, key=lambda span: _jaccard(wrong, span))
    if right[2] != wrong[2]:
        return f"{right[2]} taken for {wrong[2]}"
    sides = [
        side
        for side, differs in (("start", right[0] != wrong[0]), ("end", right[1] != wrong[1]))
        if differs
    ]
    return f"{wrong[2]} with another {' and '.join(sides)}"


def _shown(unit: TaggedUnit, span: tuple[int, int, str]) -> str:
    words = [*unit.words[span[0] : span[1]]]
    if len(words) > _SHOWN:
        words = [*words[: _SHOWN - 8], "…", *words[-8:]]
    before = unit.words[max(0, span[0] - 6) : span[0]]
    after = unit.words[span[1] : span[1] + 6]
    return " ".join([*before, "[", *words, "]", *after])
