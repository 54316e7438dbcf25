"""What a teacher thinks of news that nobody labelled, for a smaller tagger to learn from.

For each word how likely each tag is, which says more than the best tag alone (Hinton et al.,
"Distilling the knowledge in a neural network", 2015).
"""

from __future__ import annotations

import json
import random
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reader.analysis.models.encoder_tagger import HEADS, EncoderTagger
from reader.training.corpora import DataError
from reader.training.progress import Listener, Progress, unheard
from reader.training.tagged_units import Tokenize, tokens_of
from reader.whole_file import whole_file

Array = NDArray[Any]

_BATCH_WORDS = 2048
_TOLD_EVERY = 50


@dataclass(frozen=True, slots=True)
class SoftUnit:
    """Words, and by head how likely each tag is at each of them (word, tag)."""

    words: tuple[str, ...]
    likely: Mapping[str, Array]


def drawn_passages(
    passages: Iterable[str], tokenize: Tokenize, chance: random.Random, words: int, longest: int
) -> list[tuple[str, ...]]:
    """Return the words of passages drawn by chance, ``words`` in all; longer ones are left out."""
    every = list(passages)
    chance.shuffle(every)
    drawn: list[tuple[str, ...]] = []
    count = 0
    for passage in every:
        own = tuple(span.slice(passage) for span in tokens_of(passage, tokenize))
        if not 0 < len(own) <= longest:
            continue
        drawn.append(own)
        count += len(own)
        if count >= words:
            break
    return drawn


def soft_units(
    teacher: EncoderTagger, units: Sequence[Sequence[str]], listener: Listener = unheard
) -> Iterator[SoftUnit]:
    """Yield each of ``units`` with what ``teacher`` thinks of it, the longest first."""
    order = sorted((unit for unit in units if unit), key=len, reverse=True)
    done = batches = 0
    while done < len(order):
        batch = order[done : done + max(1, _BATCH_WORDS // len(order[done]))]
        likely = {head: teacher.likely(batch, head) for head in HEADS}
        for row, unit in enumerate(batch):
            yield SoftUnit(
                tuple(unit), {head: likely[head][row].astype(np.float16) for head in HEADS}
            )
        done, batches = done + len(batch), batches + 1
        if batches % _TOLD_EVERY == 0:
            listener(Progress("soft", done, len(order), "passages labelled"))


def write_soft_units(path: Path, units: Sequence[SoftUnit]) -> None:
    """Write the units to a file of NumPy arrays."""
    words = json.dumps([unit.words for unit in units], ensure_ascii=False).encode()
    likely = {head: np.concatenate([unit.likely[head] for unit in units]) for head in HEADS}
    path.parent.mkdir(parents=True, exist_ok=True)
    with whole_file(path) as file:
        np.savez_compressed(
            file,
            words=np.frombuffer(words, dtype=np.uint8),
            entities=likely["entities"],
            attribution=likely["attribution"],
        )


def read_soft_units(path: Path) -> list[SoftUnit]:
    """Return what ``write_soft_units`` wrote. Raises DataError when it cannot be read."""
    try:
        with np.load(path, allow_pickle=False) as kept:
            words = [tuple(unit) for unit in json.loads(kept["words"].tobytes())]
            ends = np.cumsum([len(unit) for unit in words])[:-1]
            likely = {head: np.split(kept[head], ends) for head in HEADS}
    except (OSError, ValueError, KeyError, zipfile.BadZipFile) as error:
        raise DataError(f"{path} cannot be read; remove it and train it again.") from error
    return [
        SoftUnit(unit, {head: likely[head][row] for head in HEADS})
        for row, unit in enumerate(words)
    ]
