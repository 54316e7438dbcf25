"""Scores how well verified claims are found again that posts say in other words."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reader.analysis.models.sentence_encoder import SentenceEncoder, load_encoder
from reader.meaning.bm25 import word_index
from reader.meaning.claim_words import same_words, stems, without_addresses
from reader.meaning.matching import SURE, Match, Texts, matches
from reader.meaning.vectors import in_bytes
from reader.shipped import ENCODER
from reader.training.corpora import DataError
from reader.training.sentence_data import json_lines, text_of

DEPTH = 5


@dataclass(frozen=True)
class VerifiedClaim:
    """A claim by its id, with the title of the page that checks it."""

    id: str
    claim: str
    title: str


@dataclass(frozen=True)
class Post:
    """A text and the ids of the claims that say the same."""

    text: str
    same: frozenset[str]


@dataclass(frozen=True)
class KnownScores:
    """MAP@5, and what the threshold of the screen gives.

    ``precision`` is the share of right ones among the first matches that are sure enough to be
    shown, each post asked once with its claims there and once with them taken away; ``recall`` is
    the share of posts whose claim is shown first.
    """

    queries: int
    claims: int
    map_at_5: float
    precision: float
    recall: float

    def to_json(self) -> dict[str, Any]:
        return {
            "map@5": self.map_at_5,
            "queries": self.queries,
            "claims": self.claims,
            "threshold": SURE,
            "precision": self.precision,
            "recall": self.recall,
        }


def evaluate_known(claims_file: Path, queries_file: Path) -> KnownScores:
    """Look every post up among the claims. Raises DataError."""
    claims, posts = verified_claims(claims_file), posts_in(queries_file)
    distinct = list({same_words(one.claim) or one.id: one for one in reversed(claims)}.values())
    distinct.reverse()
    encoder = SentenceEncoder(load_encoder(ENCODER), threads=1)
    wordings = [f"{one.claim} {one.title}" for one in distinct]
    rows, scales = in_bytes(encoder.vectors([one.claim for one in distinct]))
    index = word_index([stems(wording) for wording in wordings])
    among = Texts(index, rows, scales, wordings.__getitem__)
    texts = [post.text for post in posts]
    vectors = encoder.vectors([without_addresses(text) for text in texts])
    found = matches(texts, vectors, among, most=2 * DEPTH, least=0.0)
    ids = [one.id for one in distinct]
    return _scored(posts, [[(ids[each.place], each) for each in ranked] for ranked in found], ids)


def _scored(
    posts: Sequence[Post], found: Sequence[Sequence[tuple[str, Match]]], ids: Sequence[str]
) -> KnownScores:
    total = shown = right = 0.0
    for post, ranked in zip(posts, found, strict=True):
        total += average_precision_at([identity for identity, _ in ranked], post.same)
        without = [each for each in ranked if each[0] not in post.same]
        for asked in (ranked, without):
            if asked and asked[0][1].sure >= SURE:
                shown += 1
                right += asked[0][0] in post.same
    return KnownScores(
        len(posts),
        len(ids),
        total / len(posts),
        right / shown if shown else 0.0,
        right / len(posts),
    )


def average_precision_at(ranked: Sequence[str], same: Collection[str], depth: int = DEPTH) -> float:
    """Return the mean precision at each right one of the first ``depth``."""
    met, total = 0, 0.0
    for rank, identity in enumerate(ranked[:depth], 1):
        if identity in same:
            met += 1
            total += met / rank
    return total / min(len(same), depth)


def verified_claims(path: Path) -> list[VerifiedClaim]:
    """Raise DataError."""
    found = []
    for number, row in json_lines(path):
        identity = text_of(row, "id", path, number)
        title = row.get("title")
        claim = text_of(row, "claim", path, number)
        found.append(VerifiedClaim(identity, claim, title if isinstance(title, str) else ""))
    if not found:
        raise DataError(f"{path} has no claims.")
    return found


def posts_in(path: Path) -> list[Post]:
    """Raise DataError."""
    found = []
    for number, row in json_lines(path):
        same = row.get("same")
        if not isinstance(same, list) or not same or not all(isinstance(x, str) for x in same):
            raise DataError(f'{path}, line {number} needs "same": the ids of its claims as texts.')
        found.append(Post(text_of(row, "text", path, number), frozenset(same)))
    if not found:
        raise DataError(f"{path} has no queries.")
    return found
