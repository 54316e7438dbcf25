"""Prior checks: 100,000 of them searched by vectors and words, and sentences made vectors.

Beside each search a brute-force one of numpy over the same vectors as float32, in the same run.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator

import numpy as np

from reader.article.opening import open_article
from reader.meaning.bm25 import word_index
from reader.meaning.claim_words import stems
from reader.meaning.matching import Texts, matches
from reader.meaning.vectors import in_bytes
from reader.shipped import shipped_folder
from reader.text.sentences import sentences

CHECKS, ITEMS, SIZE = 100_000, 60, 384
VOCABULARY, WORDS_EACH = 20_000, 18
RUNS = 5
SENTENCES = 400
LEAST_WORDS, WORDS_OF_A_CLAIM = 5, 30


def measure() -> Iterator[dict[str, object]]:
    chance = np.random.default_rng(5)
    vectors = _of_length_one(chance.normal(size=(CHECKS, SIZE)))
    claims = _claims(random.Random(5))
    rows, scales = in_bytes(vectors)
    among = Texts(word_index([stems(claim) for claim in claims]), rows, scales, claims.__getitem__)
    asked = [claims[place] for place in range(0, CHECKS, CHECKS // ITEMS)][:ITEMS]
    queries = vectors[:: CHECKS // ITEMS][:ITEMS]
    for count in (1, ITEMS):
        own, given = asked[:count], queries[:count]
        ours = _best_of(lambda own=own, given=given: matches(own, given, among))  # type: ignore[misc]
        brute = _best_of(lambda given=given: np.argmax(given @ vectors.T, axis=1))  # type: ignore[misc]
        size = f"{count} of an article among {CHECKS} prior checks"
        yield _row("prior checks found", size, ours, "s", "numpy float32, no words", brute)
    yield from _encoded(_sentences())


def _encoded(texts: list[str]) -> Iterator[dict[str, object]]:
    from reader.analysis.models.sentence_encoder import shipped_encoder

    encoder = shipped_encoder(threads=1)
    encoder.vectors(texts[:20])
    taken = _best_of(lambda: encoder.vectors(texts))
    yield _row(
        "sentence vectors", f"{len(texts)} claims", len(texts) / taken, "claims/s", "least", 150
    )


def _sentences() -> list[str]:
    """Return sentences of the sample articles, as long as claims are, each another text."""
    texts = [open_article(str(path)).text for path in sorted(shipped_folder("seeds").glob("*.txt"))]
    found = [span.slice(text) for text in texts for span in sentences(text, 0, len(text))]
    claims = [each for each in found if LEAST_WORDS <= len(each.split()) <= WORDS_OF_A_CLAIM]
    return [f"{claims[number % len(claims)]} ({number})" for number in range(SENTENCES)]


def _row(
    bench: str, size: str, value: float, unit: str, beside: str, against: float
) -> dict[str, object]:
    return {
        "bench": bench,
        "size": size,
        "value": round(value, 4),
        "unit": unit,
        "against": {beside: round(against, 4)},
        "ratio": round(value / against, 2),
    }


def _best_of(work: Callable[[], object]) -> float:
    taken = []
    for _ in range(RUNS):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return min(taken)


def _of_length_one(rows: np.ndarray) -> np.ndarray:
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


def _claims(chance: random.Random) -> list[str]:
    """Return texts whose words are as unevenly frequent as those of a language."""
    words = [f"w{number:x}o" for number in range(VOCABULARY)]
    weights = [1 / (rank + 3) for rank in range(VOCABULARY)]
    drawn = chance.choices(words, weights, k=CHECKS * WORDS_EACH)
    return [
        " ".join(drawn[start : start + WORDS_EACH]) for start in range(0, len(drawn), WORDS_EACH)
    ]
