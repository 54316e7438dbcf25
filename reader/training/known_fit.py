"""Fits how sure a match is that a claim says the same, from posts and verified claims.

Posts are asked among more and fewer claims, half of them with their own claim there. The best match
of each is right or not; a logistic curve over the likeness of vectors, the share of words and the
number of claims separates the two. It is fitted to the training posts and measured on the others.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from reader.meaning.bm25 import word_index
from reader.meaning.claim_words import same_words, stems, without_addresses
from reader.meaning.matching import SURE, WORDS_SHARE
from reader.meaning.vectors import Floats, in_bytes, likeness
from reader.training.known_evaluation import Post, VerifiedClaim, posts_in, verified_claims

CLAIMS = "known-claims.jsonl.gz"
QUERIES = "known-claims-queries-{}.jsonl.gz"
SIZES = (60, 200, 1000)
"""Claims that are asked among, beside all of them."""
ROUNDS = 4
POSTS = 80
"""Posts asked in each round; among all claims there is one round with more."""
Vectors = Callable[[Sequence[str]], Floats]
Rows = tuple[Any, Any]


@dataclass(frozen=True)
class SizeScores:
    """Of the first matches among ``claims`` claims that are sure enough, the share that is right.

    ``recall`` is the share of the posts with their claim there for which it is shown.
    """

    claims: int
    precision: float
    recall: float


@dataclass(frozen=True)
class KnownFit:
    """``weights`` and ``words_alone`` as ``reader.meaning.matching`` has them."""

    weights: tuple[float, ...]
    words_alone: tuple[float, ...]
    scores: tuple[SizeScores, ...]


@dataclass(frozen=True)
class _Asked:
    """Claims and posts with their vectors; ``right`` are the places of a post's claims."""

    words: Sequence[Sequence[str]]
    rows: Floats
    posts: Sequence[Post]
    vectors: Floats
    right: Sequence[frozenset[int]]


def fit_known(data: Path, vectors: Vectors, *, seed: int = 0) -> KnownFit:
    """Raise DataError."""
    from sklearn.linear_model import LogisticRegression

    claims = verified_claims(data / CLAIMS)
    words = [stems(f"{each.claim} {each.title}") for each in _distinct(claims)]
    rows = vectors([each.claim for each in _distinct(claims)])
    sizes = [size for size in SIZES if size < len(words)] + [len(words)]
    samples: dict[str, list[Rows]] = {}
    for part in ("train", "dev"):
        posts = posts_in(data / QUERIES.format(part))
        own = vectors([without_addresses(post.text) for post in posts])
        asked = _Asked(words, rows, posts, own, _places(claims, posts))
        chance = np.random.default_rng(seed)
        samples[part] = [_sample(asked, size, chance) for size in sizes]
    known = np.vstack([given for given, _ in samples["train"]])
    right = np.concatenate([each for _, each in samples["train"]])
    both = LogisticRegression(C=100).fit(known, right)
    alone = LogisticRegression(C=100).fit(known[:, 1:], right)
    scores = [
        _scored(size, both.predict_proba(given)[:, 1], each)
        for size, (given, each) in zip(sizes, samples["dev"], strict=True)
    ]
    return KnownFit(_weights(both), _weights(alone), tuple(scores))


def _distinct(claims: Sequence[VerifiedClaim]) -> list[VerifiedClaim]:
    found: dict[str, VerifiedClaim] = {}
    for each in claims:
        found.setdefault(same_words(each.claim), each)
    return list(found.values())


def _places(claims: Sequence[VerifiedClaim], posts: Sequence[Post]) -> list[frozenset[int]]:
    """Return for each post the places of its claims among the distinct ones."""
    place = {same_words(each.claim): number for number, each in enumerate(_distinct(claims))}
    by_id = {each.id: place[same_words(each.claim)] for each in claims}
    return [frozenset(by_id[one] for one in post.same if one in by_id) for post in posts]


def _sample(asked: _Asked, size: int, chance: np.random.Generator) -> Rows:
    """Return what is known of the best match of each post, and whether it is right."""
    whole = size >= len(asked.words)
    known, right = [], []
    for _ in range(1 if whole else ROUNDS):
        count = min(len(asked.posts), 2 * POSTS if whole else POSTS)
        posts = chance.permutation(len(asked.posts))[:count]
        there = {place for post in posts[: count // 2] for place in asked.right[post]}
        away = {place for post in posts for place in asked.right[post]} - there
        others = [place for place in chance.permutation(len(asked.words)) if place not in away]
        fillers = [place for place in others if place not in there]
        places = np.array([*there, *fillers[: max(0, size - len(there))]])
        index = word_index([asked.words[place] for place in places])
        bytes_, scales = in_bytes(asked.rows[places])
        alike = likeness(asked.vectors[posts], bytes_, scales)
        for number, post in enumerate(posts):
            terms = stems(asked.posts[post].text)
            words = index.scores(terms, np.arange(len(places)))
            order = alike[number] + WORDS_SHARE * words / (words.max(initial=0.0) or 1.0)
            best = int(np.argmax(order))
            share = words[best] / index.most(terms)
            known.append((alike[number][best], share, np.log10(len(places))))
            right.append(int(places[best]) in asked.right[post])
    return np.array(known), np.array(right)


def _scored(size: int, sure: Any, right: Any) -> SizeScores:
    shown = sure >= SURE
    asked_with = len(right) / 2
    precision = float(right[shown].mean()) if shown.any() else 0.0
    return SizeScores(size, precision, float(right[shown].sum() / asked_with))


def _weights(fitted: Any) -> tuple[float, ...]:
    return (*map(float, fitted.coef_[0]), float(fitted.intercept_[0]))
