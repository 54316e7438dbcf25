"""Scores the check-worthiness model on sentences that people judged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from reader.analysis.models.sentence_encoder import SentenceEncoder, load_encoder
from reader.meaning.worth_model import FOLDER, LAYERS, sense_model, word_model
from reader.shipped import ENCODER
from reader.training.sentence_data import judged_sentences
from reader.training.worth_scores import average_precision, f1_at


@dataclass(frozen=True)
class WorthScores:
    """How well the model tells what is worth a check.

    ``ap`` and ``f1`` (at ``threshold``, in log-odds) are those of words and sense; beside them
    those of the words alone, which a sentence has before its vector is known.
    """

    sentences: int
    worth: int
    ap: float
    f1: float
    threshold: float
    words_ap: float
    words_f1: float


def layer_vectors(texts: Sequence[str]) -> Any:
    """Return the vectors that the network hears, one behind the other, a row for each text."""
    encoder = SentenceEncoder(load_encoder(ENCODER), threads=1)
    return np.hstack(encoder.layers(texts, LAYERS))


def evaluate_worth(path: Path, folder: Path = FOLDER) -> WorthScores:
    """Scores the model in ``folder`` on the sentences in ``path``.

    Raises DataError, WorthModelError.
    """
    examples = judged_sentences(path)
    words, sense = word_model(folder), sense_model(folder)
    texts = [each.text for each in examples]
    labels = [int(each.worth) for each in examples]
    alone = [words.log_odds(text) for text in texts]
    rows = zip(texts, layer_vectors(texts), alone, strict=True)
    both = [sense.log_odds(text, row, odds) for text, row, odds in rows]
    return WorthScores(
        len(labels),
        sum(labels),
        average_precision(labels, both),
        f1_at(labels, both, sense.threshold),
        sense.threshold,
        average_precision(labels, alone),
        f1_at(labels, alone, words.threshold),
    )
