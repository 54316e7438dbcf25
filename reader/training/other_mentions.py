"""Copies of labelled paragraphs in which names are exchanged for others of the same kind.

A tagger that has met few names leans on those it has met; with others in their places it learns
to go by the words around them. After "mention replacement" in Dai and Adel, "An analysis of
simple data augmentation for named entity recognition" (COLING 2020).
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Collection, Sequence

from reader.training.scoring import tag_spans
from reader.training.tagged_units import TaggedUnit

Words = tuple[str, ...]


def with_other_mentions(
    units: Sequence[TaggedUnit],
    chance: random.Random,
    *,
    share: float = 0.5,
    kept: Collection[str] = ("Date", "Money"),
) -> list[TaggedUnit]:
    """Return a copy of each of ``units`` that has a mention, some of them exchanged.

    About ``share`` of the mentions give way to one drawn from all of the same label in
    ``units``; in one paragraph the same words give way to the same words. Labels in ``kept``
    stay. The copies stand nowhere: they have no spans.
    """
    drawn = _mentions_by_label(units)
    return [_copy(unit, drawn, chance, share, kept) for unit in units if tag_spans(unit.tags)]


def _mentions_by_label(units: Sequence[TaggedUnit]) -> dict[str, list[Words]]:
    found: dict[str, list[Words]] = defaultdict(list)
    for unit in units:
        for first, last, label in tag_spans(unit.tags):
            found[label].append(unit.words[first:last])
    return found


def _copy(
    unit: TaggedUnit,
    drawn: dict[str, list[Words]],
    chance: random.Random,
    share: float,
    kept: Collection[str],
) -> TaggedUnit:
    words: list[str] = []
    tags: list[str] = []
    given: dict[tuple[str, Words], Words] = {}
    at = 0
    for first, last, label in tag_spans(unit.tags):
        words += unit.words[at:first]
        tags += unit.tags[at:first]
        mention = unit.words[first:last]
        if label not in kept and chance.random() < share:
            mention = given.setdefault((label, mention), chance.choice(drawn[label]))
        words += mention
        tags += _tags(label, len(mention))
        at = last
    words += unit.words[at:]
    tags += unit.tags[at:]
    return TaggedUnit(unit.article, tuple(words), tuple(tags), ())


def _tags(label: str, length: int) -> list[str]:
    if length == 1:
        return [f"S-{label}"]
    return [f"B-{label}", *[f"I-{label}"] * (length - 2), f"E-{label}"]
