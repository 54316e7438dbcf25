"""Finds texts that say the same as another: by vectors and by words, joined into one order.

The order is that of the likeness of the vectors plus a share of the BM25 score, taken relative to
the best one. How sure a match is comes from a logistic curve fitted to posts and verified claims
(see ``WEIGHTS``), asked with and without the right claim among them: ``reader train known``.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from reader.meaning.bm25 import WordIndex, word_index
from reader.meaning.claim_words import shared_words, stems
from reader.meaning.vectors import Bytes, Floats, best, in_bytes, likeness

WORDS_SHARE = 0.25
CANDIDATES = 50
WEIGHTS = (15.44, 20.15, -1.0, -7.71)
"""Log-odds of being the same: for the likeness of vectors, the share of words, how many texts there
are (their decimal logarithm: among many, one is like it by chance), and 1."""
WORDS_ALONE = (30.8, -0.65, -2.95)
"""The same where there is no vector to compare."""
SURE = 0.8
"""A match that is less sure is not shown."""
FEWEST = 60
"""Texts that the weights were fitted among at least; of fewer no more is taken for granted."""

TextOf = Callable[[int], str]


@dataclass(frozen=True, slots=True)
class Match:
    """The text at ``place``; how ``sure`` it is that it says the same, and the words in both.

    ``sure`` is a probability from 0 to 1; ``score`` orders the matches of one query and means
    nothing beside those of another.
    """

    place: int
    sure: float
    score: float
    words: tuple[str, ...]


@dataclass(frozen=True)
class Texts:
    """Texts to be looked for.

    ``rows`` and ``scales`` are their vectors, of no rows where none are known; a scale of 0 is a
    text without a vector.
    """

    index: WordIndex
    rows: Bytes
    scales: Floats
    text_of: TextOf

    @property
    def count(self) -> int:
        return self.index.count


def texts_of(texts: Sequence[str], vectors: Sequence[Floats | None]) -> Texts:
    """Return a few texts ready to be looked for, each with its vector where it has one."""
    having = [place for place, vector in enumerate(vectors) if vector is not None]
    size = max((len(vectors[place]) for place in having), default=0)  # type: ignore[arg-type]
    rows = np.zeros((len(texts) if having else 0, size), dtype=np.int8)
    scales = np.zeros(len(rows), dtype=np.float32)
    if having:
        rows[having], scales[having] = in_bytes(np.stack([vectors[place] for place in having]))  # type: ignore[misc]
    return Texts(word_index([stems(text) for text in texts]), rows, scales, texts.__getitem__)


def matches(
    queries: Sequence[str],
    vectors: Floats | None,
    among: Texts,
    *,
    most: int = 5,
    least: float = SURE,
) -> list[list[Match]]:
    """Return for each query the texts that say the same, the best first.

    ``vectors`` has a row of length 1 for each query, None to compare by words alone. ``most`` is
    how many texts a query gets, ``least`` how sure they must be, from 0 to 1.
    """
    if not among.count:
        return [[] for _ in queries]
    alike = None
    if vectors is not None and len(among.rows):
        alike = likeness(vectors, among.rows, among.scales)
    return [
        _of_one(query, None if alike is None else alike[number], among, most, least)
        for number, query in enumerate(queries)
    ]


def _of_one(query: str, alike: Floats | None, among: Texts, most: int, least: float) -> list[Match]:
    terms = stems(query)
    candidates = among.index.likely(terms, CANDIDATES)
    if alike is not None:
        candidates = np.union1d(candidates, best(alike, CANDIDATES))
    words = among.index.scores(terms, candidates)
    top = float(words.max(initial=0.0)) or 1.0
    full = among.index.most(terms)
    ordered = []
    for place, own in zip(candidates.tolist(), words.tolist(), strict=True):
        has_vector = alike is not None and bool(among.scales[place])
        near = float(alike[place]) if alike is not None and has_vector else 0.0
        score = near + WORDS_SHARE * own / top if alike is not None else own / top
        ordered.append(
            (-score, place, sureness(near if has_vector else None, own / full, among.count))
        )
    ordered.sort()
    weight = {term: among.index.idf(term) for term in set(terms) if term in among.index.terms}
    return [
        Match(place, sure, -score, tuple(shared_words(query, among.text_of(place), weight)))
        for score, place, sure in ordered[:most]
        if sure >= least
    ]


def sureness(near: float | None, share: float, count: int) -> float:
    """Return from 0 to 1 how sure it is that two texts say the same.

    ``near`` is the likeness of their vectors, None where one has none; ``share`` is the part of
    the first one's words, by weight, that the other has, which is one of ``count`` texts.
    """
    many = math.log10(max(FEWEST, count))
    if near is None:
        odds = WORDS_ALONE[0] * share + WORDS_ALONE[1] * many + WORDS_ALONE[2]
    else:
        odds = WEIGHTS[0] * near + WEIGHTS[1] * share + WEIGHTS[2] * many + WEIGHTS[3]
    return 1 / (1 + math.exp(-odds))
