"""Units as rows of word pieces, and batches of rows about as long as each other."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import torch

from reader.analysis.models.word_pieces import WordPieces
from reader.training.soft_labels import Array, SoftUnit
from reader.training.tagged_units import TaggedUnit

_POOL = 1200


@dataclass(frozen=True, slots=True)
class Row:
    """The pieces of a unit, and where its words begin among them.

    Either ``head`` and the places of the ``right`` tags, or what a teacher thinks: ``soft``, by
    head how likely each tag is at each word.
    """

    pieces: list[int]
    shapes: list[int]
    places: list[int]
    head: str = ""
    right: list[int] = field(default_factory=list)
    soft: Mapping[str, Array] = field(default_factory=dict)


def labelled_row(
    words: WordPieces, head: str, unit: TaggedUnit, places: Mapping[str, int], longest: int
) -> Row:
    """Return the row of a unit with tags of ``head``, cut behind ``longest`` pieces."""
    pieces, shapes, begins = _cut(words, unit.words, longest)
    right = [places[tag] for tag in unit.tags[: len(begins)]]
    return Row(pieces, shapes, begins, head, right)


def soft_row(words: WordPieces, unit: SoftUnit, longest: int) -> Row:
    """Return the row of a unit that a teacher labelled, cut behind ``longest`` pieces."""
    pieces, shapes, begins = _cut(words, unit.words, longest)
    soft = {head: likely[: len(begins)] for head, likely in unit.likely.items()}
    return Row(pieces, shapes, begins, soft=soft)


def _cut(
    words: WordPieces, unit: Sequence[str], longest: int
) -> tuple[list[int], list[int], list[int]]:
    """Return the pieces of a unit, their shapes, and where its words begin."""
    pieces, shapes = [words.start], [0]
    begins: list[int] = []
    for word in unit:
        own, looks = words.of(word)
        if len(pieces) + len(own) > longest and begins:
            break
        begins.append(len(pieces))
        pieces.extend(own)
        shapes.extend(looks)
    return [*pieces, words.end], [*shapes, 0], begins


def padded(rows: Sequence[Sequence[int]]) -> torch.Tensor:
    """Return ``rows`` as a matrix with 0 behind the shorter ones."""
    longest = max(len(row) for row in rows)
    return torch.tensor([[*row, *[0] * (longest - len(row))] for row in rows])


def batches(rows: list[Row], most: int, chance: random.Random) -> list[list[Row]]:
    """Return all of ``rows`` once, in batches of rows about as long as each other.

    In chance order; a batch has at most ``most`` pieces.
    """
    chance.shuffle(rows)
    made = []
    for first in range(0, len(rows), _POOL):
        batch: list[Row] = []
        for row in sorted(rows[first : first + _POOL], key=lambda row: len(row.pieces)):
            if batch and len(row.pieces) * (len(batch) + 1) > most:
                made.append(batch)
                batch = []
            batch.append(row)
        made.append(batch)
    chance.shuffle(made)
    return made
