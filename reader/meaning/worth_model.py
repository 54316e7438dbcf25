"""How much a sentence is worth a check, as learnt: log-odds, each part with a reason.

The words alone are weighed by plain arithmetic over a small file. Where the sentence has vectors, a
small network hears its sense; what that adds is one more reason. ``reader train worth`` makes both
files (see ``worth/MODEL_CARD.md``).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import BadZipFile

from reader.errors import ReaderError
from reader.meaning.worth_features import (
    BITS,
    LENGTH,
    NAMES,
    NUMBER,
    named_features,
    shares,
)

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FOLDER = Path(__file__).parent / "worth"
"""The model that ships with reader."""
WORDS_FILE, SENSE_FILE = "words.bin", "sense.npz"
KIND = "reader worth 1"
LAYERS = (6, 3)
"""Layers of the encoder whose vectors the network hears, in this order."""
OTHER_WORDS, SENSE = "all other words", "its sense"
_MOST_FOR, _MOST_AGAINST = 4, 3
_SMALL = 0.1
"""Log-odds below which a single word is no reason of its own."""


class WorthModelError(ReaderError):
    """A model file that cannot be used; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Part:
    """One share of the log-odds: what it comes from, the words that show it, how much."""

    what: str
    words: str
    weight: float


@dataclass(frozen=True)
class WordModel:
    """What the words weigh.

    ``table`` holds a signed byte for each hashed feature, to be taken times ``scale``;
    ``named`` a weight for each of ``NAMES``. ``start`` is the log-odds of a text with nothing in
    it; above ``threshold`` a sentence counts as worth a check.
    """

    table: bytes
    scale: float
    named: tuple[float, ...]
    start: float
    threshold: float

    def log_odds(self, text: str, figures: Sequence[str] = ()) -> float:
        """Return how much is for a check of ``text``: the natural logarithm of the odds.

        0 is as likely worth a check as not. ``figures`` are the words of the figures found in it.
        """
        return self.start + sum(part.weight for part in self._every(text, figures))

    def parts(self, text: str, figures: Sequence[str] = ()) -> list[Part]:
        """Return what the log-odds of ``text`` are made of beside ``start``.

        These are the named features and the words that weigh most, and all the rest as one.

        ``figures`` are the words of the figures found in it.
        """
        named: dict[str, Part] = {}
        by_word: dict[str, float] = {}
        total = 0.0
        for part in self._every(text, figures):
            total += part.weight
            if part.what:
                before = named.get(part.what, Part(part.what, part.words, 0.0))
                words = before.words or part.words
                named[part.what] = Part(part.what, words, before.weight + part.weight)
            else:
                by_word[part.words] = by_word.get(part.words, 0.0) + part.weight
        ordered = sorted(by_word.items(), key=lambda each: -each[1])
        parts = [Part("words", *each) for each in ordered[:_MOST_FOR] if each[1] >= _SMALL]
        parts += [Part("words", *each) for each in ordered[-_MOST_AGAINST:] if each[1] <= -_SMALL]
        parts += [
            part for part in named.values() if part.what != LENGTH and abs(part.weight) >= _SMALL
        ]
        return [*parts, Part(OTHER_WORDS, "", total - sum(part.weight for part in parts))]

    def _every(self, text: str, figures: Sequence[str]) -> Iterator[Part]:
        shown = named_features(text, figures)
        for name, weight, one in zip(NAMES, self.named, shown, strict=True):
            if one.value:
                yield Part(name, one.words, weight * one.value)
        for group, value in shares(text):
            unit = self.scale * value
            for place, words in group.items():
                if byte := self.table[place]:
                    is_number = not words.strip("0 ")
                    shown_as = "" if is_number else words.replace("0", "#")
                    weight = unit * (byte - 256 if byte > 127 else byte)
                    yield Part(NUMBER if is_number else "", shown_as, weight)


@dataclass(frozen=True)
class SenseModel:
    """Networks of one hidden layer, and how their log-odds join those of the words.

    The result is the sum of ``mix`` times words, network and 1.
    """

    hidden: Sequence[NDArray[np.float32]]
    hidden_bias: Sequence[NDArray[np.float32]]
    out: Sequence[NDArray[np.float32]]
    out_bias: Sequence[float]
    mix: tuple[float, float, float]
    threshold: float

    def log_odds(self, text: str, vectors: NDArray[np.float32], words: float) -> float:
        """Return the log-odds of ``text``.

        ``vectors`` are its own, one behind the other; ``words`` is what its words give.
        """
        import numpy as np

        given = network_input(text, vectors)
        heard = 0.0
        layers = zip(self.hidden, self.hidden_bias, self.out, self.out_bias, strict=True)
        for hidden, bias, out, out_bias in layers:
            heard += float(np.maximum(given @ hidden + bias, 0) @ out) + out_bias
        first, second, start = self.mix
        return first * words + second * heard / len(self.hidden) + start


def network_input(text: str, vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return what the network is given: vectors made as large as the rest, named features."""
    import numpy as np

    named = [shown.value for shown in named_features(text)]
    return np.concatenate([3 * vectors, 0.5 * np.array(named)]).astype(np.float32)


@cache
def word_model(folder: Path = FOLDER) -> WordModel:
    """Raise WorthModelError."""
    path = folder / WORDS_FILE
    try:
        head, _, table = path.read_bytes().partition(b"\n")
        made = json.loads(head)
        if made["kind"] != KIND or len(table) != 1 << BITS or len(made["named"]) != len(NAMES):
            raise ValueError(made["kind"])
        return WordModel(
            table, made["scale"], tuple(made["named"]), made["start"], made["threshold"]
        )
    except (OSError, ValueError, KeyError, TypeError):
        raise WorthModelError(
            f"{path} is no check-worthiness model that this reader can use; "
            "install reader again, or make the model again with `reader train worth`."
        ) from None


@cache
def sense_model(folder: Path = FOLDER) -> SenseModel:
    """Raise WorthModelError."""
    import numpy as np

    path = folder / SENSE_FILE
    try:
        with np.load(path, allow_pickle=False) as file:
            every: Mapping[str, NDArray[np.float32]] = {
                name: file[name].astype(np.float32) for name in file.files
            }
        first, second, start = (float(each) for each in every["mix"])
        return SenseModel(
            list(every["hidden"]),
            list(every["hidden_bias"]),
            list(every["out"]),
            [float(each) for each in every["out_bias"]],
            (first, second, start),
            float(every["threshold"]),
        )
    except (OSError, EOFError, ValueError, KeyError, TypeError, BadZipFile):
        raise WorthModelError(
            f"{path} is no check-worthiness model that this reader can use; "
            "install reader again, or make the model again with `reader train worth`."
        ) from None
