"""BM25 over many short texts (Robertson and Zaragoza, 2009), worked out once, kept as arrays."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reader.meaning.vectors import best

K1, B = 1.2, 0.75
OFTEN = 2000
"""A term that more texts have than this, and than one in twenty, is a frequent one."""
FEW = 3
"""Terms of a query that count whatever their number of texts."""
_FILES = ("starts", "texts", "weights")


@dataclass(frozen=True)
class WordIndex:
    """For each term the texts that have it and what it weighs in each.

    ``terms`` gives each term its place; its texts are from ``starts[place]`` on in ``texts`` and
    ``weights``.
    """

    count: int
    terms: dict[str, int]
    starts: NDArray[np.int64]
    texts: NDArray[np.int32]
    weights: NDArray[np.float32]

    def idf(self, term: str) -> float:
        """Return how rare a term is; one that no text has weighs as much as the rarest."""
        place = self.terms.get(term)
        have = 0 if place is None else int(self.starts[place + 1] - self.starts[place])
        return math.log(1 + (self.count - have + 0.5) / (have + 0.5))

    def likely(self, terms: Iterable[str], count: int) -> NDArray[np.intp]:
        """Return the places of about ``count`` texts that the terms fit best, best first, (n,).

        Terms that very many texts have decide nothing here, where there are rarer ones.
        """
        own = sorted((self._of(term) for term in set(terms) if term in self.terms), key=_length)
        often = max(OFTEN, self.count // 20)
        some = [each for each in own[:FEW] if len(each[0])]
        found = np.zeros(self.count, dtype=np.float32)
        for texts, weights in [*some, *(each for each in own[FEW:] if len(each[0]) <= often)]:
            # A term is once in a text at most, so plain addition at those places is right.
            found[texts] += weights
        places = best(found, count)
        return places[found[places] > 0]

    def scores(self, terms: Iterable[str], places: NDArray[np.intp]) -> NDArray[np.float32]:
        """Return the BM25 score of each text at ``places``, (n,), for the terms of a query."""
        found = np.zeros(len(places), dtype=np.float32)
        for term in set(terms) & self.terms.keys():
            texts, weights = self._of(term)
            at = np.searchsorted(texts, places).clip(max=len(texts) - 1)
            found += np.where(texts[at] == places, weights[at], 0)
        return found

    def _of(self, term: str) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
        """Return the texts that have a term, in order, and what it weighs in each."""
        place = self.terms[term]
        first, last = self.starts[place], self.starts[place + 1]
        return self.texts[first:last], self.weights[first:last]

    def most(self, terms: Iterable[str]) -> float:
        """Return about the score of a text that has all of the terms."""
        return sum(self.idf(term) * (K1 + 1) / 2 for term in set(terms)) or 1.0

    def save(self, folder: Path) -> None:
        for name in _FILES:
            np.save(folder / f"{name}.npy", getattr(self, name))
        words = sorted(self.terms, key=self.terms.__getitem__)
        (folder / "terms.txt").write_text(f"{self.count}\n" + "\n".join(words), encoding="utf-8")


def _length(postings: tuple[NDArray[np.int32], NDArray[np.float32]]) -> int:
    return len(postings[0])


def load_index(folder: Path) -> WordIndex:
    """Return the index that ``save`` wrote, its arrays mapped into memory.

    Raises OSError, ValueError.
    """
    count, *words = (folder / "terms.txt").read_text(encoding="utf-8").split("\n")
    arrays: dict[str, Any] = {
        name: np.load(folder / f"{name}.npy", mmap_mode="r", allow_pickle=False).view(np.ndarray)
        for name in _FILES
    }
    terms = {word: place for place, word in enumerate(words) if word}
    return WordIndex(int(count), terms, **arrays)


def word_index(texts: Sequence[Sequence[str]]) -> WordIndex:
    """Work out the index of texts that are given as their terms."""
    terms: dict[str, int] = {}
    places: list[int] = []
    owners: list[int] = []
    counts: list[int] = []
    for number, words in enumerate(texts):
        for word, count in Counter(words).items():
            places.append(terms.setdefault(word, len(terms)))
            owners.append(number)
            counts.append(count)
    lengths = np.array([len(words) for words in texts], dtype=np.float32)
    mean = float(lengths.mean()) if len(texts) and lengths.any() else 1.0
    order = np.argsort(np.array(places, dtype=np.int64), kind="stable")
    sorted_places = np.array(places, dtype=np.int64)[order]
    texts_of = np.array(owners, dtype=np.int32)[order]
    often = np.array(counts, dtype=np.float32)[order]
    have = np.bincount(sorted_places, minlength=len(terms))
    starts = np.concatenate([[0], np.cumsum(have)]).astype(np.int64)
    idf = np.log(1 + (len(texts) - have + 0.5) / (have + 0.5))
    damped = often + K1 * (1 - B + B * lengths[texts_of] / mean)
    weights = (idf[sorted_places] * often * (K1 + 1) / damped).astype(np.float32)
    return WordIndex(len(texts), terms, starts, texts_of, weights)
