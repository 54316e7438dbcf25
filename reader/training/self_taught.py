"""Units of plain news that a tagger labelled itself, for another one to learn from.

What a tagger finds in text of the kind it will read teaches its successor more words and turns
of phrase than the labelled text has: Yarowsky, "Unsupervised word sense disambiguation rivaling
supervised methods" (ACL 1995), known as self-training.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

from reader.training.tagged_units import OUTSIDE, TaggedUnit, Tokenize

Tag = Callable[[Sequence[Sequence[str]]], list[list[str]]]
"""Gives the BIOES tags of the words of each unit."""

SHORTEST, LONGEST = 60, 1500
"""Characters of a paragraph that is read."""
_SOURCE = "news"
_AT_ONCE = 512


def self_taught_units(
    passages: Sequence[str],
    tokenize: Tokenize,
    tag: Tag,
    chance: random.Random,
    *,
    words: int,
    longest_unit: int = 150,
    needed: str = "",
    empty: float = 0.5,
) -> list[TaggedUnit]:
    """About ``words`` words of ``passages``, drawn by chance, with the tags that ``tag`` gives.

    A unit with findings is kept when it has one of the label ``needed`` ("": of any); of those
    with none, the share ``empty``. Units are cut at ``longest_unit`` words.
    """
    read = _drawn(passages, tokenize, chance, words, longest_unit)
    kept = []
    for unit, tags in zip(read, tag(read), strict=True):
        if all(one == OUTSIDE for one in tags):
            wanted = chance.random() < empty
        else:
            wanted = any(one.endswith(needed) for one in tags if one != OUTSIDE)
        if wanted:
            kept.append(TaggedUnit(_SOURCE, unit, tuple(tags), ()))
    return kept


def _drawn(
    passages: Sequence[str],
    tokenize: Tokenize,
    chance: random.Random,
    words: int,
    longest_unit: int,
) -> list[tuple[str, ...]]:
    order = [passage for passage in passages if SHORTEST < len(passage) < LONGEST]
    chance.shuffle(order)
    units: list[tuple[str, ...]] = []
    count = 0
    for first in range(0, len(order), _AT_ONCE):
        some = order[first : first + _AT_ONCE]
        for passage, tokens in zip(some, tokenize(some), strict=True):
            unit = tuple(span.slice(passage) for span in tokens[:longest_unit])
            if unit:
                units.append(unit)
                count += len(unit)
        if count >= words:
            break
    return units
