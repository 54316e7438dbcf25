"""Teaches check-worthiness a person's own decisions, together with the base data."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from reader.annotations.records import Claim, Correction, Record
from reader.review.carrying import SENTENCE
from reader.review.corrections import family
from reader.training.progress import Listener, unheard
from reader.training.sentence_data import CLAIMWORTHY, judged_sentences
from reader.training.worth_training import (
    Example,
    LearningError,
    LearntWorth,
    Vectors,
    WorthRecipe,
    train_worth,
)

LEAST = 20
"""Decisions that are needed, some of them for a check and some against."""
COUNTS = 4.0
"""How much a decision of one's own counts, next to a sentence of the base data."""


def own_decisions(records: Iterable[Record]) -> list[Example]:
    """Return what was accepted or made a claim is worth a check, what was dismissed is not.

    The last decision on a passage counts; figures alone say too little to learn from.
    """
    decided: dict[str, bool] = {}
    every = [each for each in records if isinstance(each, Claim | Correction)]
    for record in sorted(every, key=lambda each: each.modified):
        if isinstance(record, Claim):
            decided[" ".join(record.anchor.exact.split())] = True
        elif record.decision in ("accept", "dismiss"):
            text = record.finding.get("text")
            said = family(record.finding) == "quote" or record.finding.get("kind") == SENTENCE
            if said and isinstance(text, str):
                decided[" ".join(text.split())] = record.decision == "accept"
    return [Example(text, worth, COUNTS) for text, worth in decided.items() if text]


def train_own_worth(
    records: Iterable[Record],
    data: Path,
    folder: Path,
    vectors: Vectors,
    *,
    recipe: WorthRecipe | None = None,
    listener: Listener = unheard,
) -> tuple[LearntWorth, int]:
    """Write the model to ``folder``; how many decisions it learnt from.

    Raises LearningError when there are too few, DataError.
    """
    own = own_decisions(records)
    if len(own) < LEAST or len({each.worth for each in own}) < 2:
        raise LearningError(
            f"Check-worthiness was left as it is: there are {len(own)} decisions to learn from; "
            f"it takes {LEAST}, some accepted and some dismissed."
        )
    base = judged_sentences(data / CLAIMWORTHY)
    made = train_worth([*base, *own], vectors, folder, recipe=recipe, listener=listener)
    return made, len(own)
