"""Learns which sentences are worth a check.

The words are learnt by logistic regression, the sense by a small network on the vectors of the
encoder; both are scikit-learn's, which only training needs.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from reader.errors import ReaderError
from reader.meaning.worth_features import BITS, NAMES, named_features, shares
from reader.meaning.worth_model import KIND, SENSE_FILE, WORDS_FILE, network_input
from reader.training.progress import Listener, Progress, unheard
from reader.training.worth_scores import average_precision, best_f1, f1_at
from reader.whole_file import whole_file

Array = Any
Vectors = Callable[[Sequence[str]], Array]
"""Gives the vectors of the layers in use for each text, one behind the other."""


class LearningError(ReaderError):
    """What stops the training; the message says what to do."""


@dataclass(frozen=True)
class WorthRecipe:
    """``folds`` give the scores on which the two parts are joined and the threshold is chosen."""

    strength: float = 5.0
    hidden: int = 128
    networks: int = 3
    decay: float = 3e-2
    rounds: int = 12
    folds: int = 4
    seed: int = 0


@dataclass(frozen=True)
class Example:
    """A sentence, whether it is worth a check, and how much it counts."""

    text: str
    worth: bool
    weight: float = 1.0


@dataclass(frozen=True)
class LearntWorth:
    """What was made and what it scores on folds: AP and F1 of the words, then of both."""

    folder: Path
    words: tuple[float, float]
    both: tuple[float, float]


def train_worth(
    examples: Sequence[Example],
    vectors: Vectors,
    folder: Path,
    *,
    recipe: WorthRecipe | None = None,
    listener: Listener = unheard,
) -> LearntWorth:
    """Write the two files of the model to ``folder``. Raises LearningError."""
    recipe = recipe or WorthRecipe()
    labels = np.array([each.worth for each in examples], dtype=int)
    if min(np.bincount(labels, minlength=2)) < recipe.folds:
        raise LearningError("There are too few sentences of one kind to learn from.")
    rows, given = _matrix(examples), _inputs(examples, vectors)
    learner = _Learner(rows, given, labels, np.array([each.weight for each in examples]), recipe)
    words, heard = learner.out_of_fold(listener)
    joined = _joined(words, heard, labels)
    both = joined[0] * words + joined[1] * heard + joined[2]
    calibrated = _joined(words, None, labels)
    everyone = np.arange(len(examples))
    word_weights, start = learner.words(everyone)
    listener(Progress("worth", recipe.folds + 1, recipe.folds + 1))
    networks = learner.networks(everyone)
    folder.mkdir(parents=True, exist_ok=True)
    alone = calibrated[0] * words + calibrated[2]
    _write_words(
        folder / WORDS_FILE,
        word_weights * calibrated[0],
        start * calibrated[0] + calibrated[2],
        best_f1(labels, alone)[1],
    )
    scale = joined[0] / calibrated[0]
    mix = (scale, joined[1], joined[2] - scale * calibrated[2])
    _write_sense(folder / SENSE_FILE, networks, mix, best_f1(labels, both)[1])
    return LearntWorth(folder, _scored(labels, alone), _scored(labels, both))


def _scored(labels: Array, scores: Array) -> tuple[float, float]:
    return average_precision(labels, scores), f1_at(labels, scores, best_f1(labels, scores)[1])


class _Learner:
    def __init__(
        self, rows: Array, given: Array, labels: Array, weights: Array, recipe: WorthRecipe
    ) -> None:
        self.rows, self.given, self.labels, self.weights = rows, given, labels, weights
        self.recipe = recipe

    def words(self, places: Array) -> tuple[Array, float]:
        """Return the weight of each feature, and the log-odds of a sentence without any."""
        from sklearn.linear_model import LogisticRegression

        model = LogisticRegression(C=self.recipe.strength, max_iter=3000, solver="liblinear")
        model.fit(self.rows[places], self.labels[places], sample_weight=self.weights[places])
        return model.coef_[0], float(model.intercept_[0])

    def networks(self, places: Array) -> list[Any]:
        import warnings

        from sklearn.exceptions import ConvergenceWarning
        from sklearn.neural_network import MLPClassifier

        recipe = self.recipe
        made = []
        for number in range(recipe.networks):
            network = MLPClassifier(
                (recipe.hidden,),
                alpha=recipe.decay,
                max_iter=recipe.rounds,
                batch_size=min(128, len(places)),
                random_state=recipe.seed + number,
            )
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", ConvergenceWarning)  # the rounds are few on purpose
                network.fit(
                    self.given[places], self.labels[places], sample_weight=self.weights[places]
                )
            made.append(network)
        return made

    def out_of_fold(self, listener: Listener) -> tuple[Array, Array]:
        """Return the log-odds of each sentence by words and by sense, learnt without its fold."""
        from sklearn.model_selection import StratifiedKFold

        words, heard = np.zeros(len(self.labels)), np.zeros(len(self.labels))
        recipe = self.recipe
        folds = StratifiedKFold(recipe.folds, shuffle=True, random_state=recipe.seed)
        for number, (inside, outside) in enumerate(folds.split(self.labels, self.labels), 1):
            weights, start = self.words(inside)
            words[outside] = self.rows[outside] @ weights + start
            heard[outside] = _heard(self.networks(inside), self.given[outside])
            listener(Progress("worth", number, recipe.folds + 1, "learnt without its fold"))
        return words, heard


def _heard(networks: Sequence[Any], given: Array) -> Array:
    total = np.zeros(len(given))
    for network in networks:
        (first, second), (bias, out_bias) = network.coefs_, network.intercepts_
        total += (np.maximum(given @ first + bias, 0) @ second)[:, 0] + out_bias[0]
    return total / len(networks)


def _joined(words: Array, heard: Array | None, labels: Array) -> tuple[float, float, float]:
    """Weights of words, sense and 1 that make the log-odds true."""
    from sklearn.linear_model import LogisticRegression

    parts = words[:, None] if heard is None else np.stack([words, heard], axis=1)
    model = LogisticRegression(C=100).fit(parts, labels)
    weights = [float(each) for each in model.coef_[0]]
    return weights[0], weights[1] if heard is not None else 0.0, float(model.intercept_[0])


def _matrix(examples: Sequence[Example]) -> Array:
    from scipy.sparse import csr_matrix, hstack

    values: list[float] = []
    places: list[int] = []
    ends = [0]
    for each in examples:
        for group, value in shares(each.text):
            places += group
            values += [value] * len(group)
        ends.append(len(places))
    hashed = csr_matrix((values, places, ends), shape=(len(examples), 1 << BITS))
    named = [[0.5 * one.value for one in named_features(each.text)] for each in examples]
    return hstack([hashed, csr_matrix(np.array(named))]).tocsr()


def _inputs(examples: Sequence[Example], vectors: Vectors) -> Array:
    texts = [each.text for each in examples]
    rows = vectors(texts)
    return np.stack([network_input(text, row) for text, row in zip(texts, rows, strict=True)])


def _write_words(path: Path, weights: Array, start: float, threshold: float) -> None:
    hashed, named = weights[: 1 << BITS], weights[1 << BITS :] * 0.5
    scale = float(np.abs(hashed).max()) / 127 or 1.0
    table = np.round(hashed / scale).astype(np.int8).tobytes()
    head = {
        "kind": KIND,
        "scale": scale,
        "named": [round(float(each), 4) for each in named],
        "start": round(start, 4),
        "threshold": round(threshold, 4),
    }
    if len(named) != len(NAMES):
        raise ValueError(f"{len(named)} named weights for {len(NAMES)} names")
    with whole_file(path, mode=0o644) as file:
        file.write(json.dumps(head).encode() + b"\n" + table)


def _write_sense(
    path: Path, networks: Sequence[Any], mix: tuple[float, float, float], threshold: float
) -> None:
    arrays = {
        "hidden": [one.coefs_[0] for one in networks],
        "hidden_bias": [one.intercepts_[0] for one in networks],
        "out": [one.coefs_[1][:, 0] for one in networks],
        "out_bias": [one.intercepts_[1][0] for one in networks],
        "mix": mix,
        "threshold": threshold,
    }
    packed = {name: np.array(own, dtype=np.float16) for name, own in arrays.items()}
    packed |= {name: np.array(arrays[name], dtype=np.float64) for name in ("mix", "threshold")}
    with whole_file(path, mode=0o644) as file:
        np.savez_compressed(file, allow_pickle=False, **packed)
