"""The same words of the same speaker in two articles, compared.

What was said, and what became of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from rapidfuzz import fuzz

from reader.analysis.findings import Quote
from reader.article.word_changes import WordChange, word_changes
from reader.review.annotated_article import AnnotatedArticle
from reader.review.repeats import LEAST_WORDS, marked_passages, plain_words
from reader.review.speakers import key_of
from reader.text.sentences import sentences
from reader.text.span import Span

ALIKE = 0.72
"""Least likeness of two wordings of one statement, 0 to 1 (indel ratio of their words)."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence of a quote as one article has it, without the comma or stop at its end."""

    article_id: str
    title: str
    outlet: str | None
    published: str | None
    quote: str
    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Drift:
    """One statement in two articles.

    ``changes`` leads from the first wording to the second; it is empty when the words are the same.
    """

    speaker: str
    first: Statement
    second: Statement
    changes: tuple[WordChange, ...]
    likeness: float


@dataclass(frozen=True, slots=True)
class _Passage:
    statement: Statement
    words: tuple[str, ...]
    raw: str
    distinct: frozenset[str]


def drifts(articles: Iterable[AnnotatedArticle], *, same: bool = False) -> list[Drift]:
    """Return statements between marks that two articles word differently, the most alike first.

    A sentence is compared with the one most like it in each other article. With ``same`` those
    with identical wording come too, after the others.
    """
    by_speaker: dict[str, tuple[str, dict[str, list[_Passage]]]] = {}
    for article in articles:
        for quote in article.standing.quotes:
            if quote.speaker is None or quote.kind == "indirect":
                continue
            if quote.speaker_kind != "named":
                continue
            _, passages = by_speaker.setdefault(key_of(article, quote)[0], (quote.speaker, {}))
            passages.setdefault(article.article_id, []).extend(_passages(article, quote))
    found = [
        drift
        for speaker, passages in by_speaker.values()
        for drift in _of_one_speaker(speaker, passages)
        if drift.changes or same
    ]
    return sorted(found, key=lambda each: (not each.changes, -each.likeness, each.speaker))


def _passages(article: AnnotatedArticle, quote: Quote) -> Iterator[_Passage]:
    for passage in marked_passages(quote, article.text):
        for span in sentences(article.text, passage.start, passage.end):
            words = plain_words(span.slice(article.text))
            if len(words) < LEAST_WORDS:
                continue
            text = " ".join(span.slice(article.text).split()).rstrip(',.;:!?…”’"')
            statement = Statement(
                article.article_id,
                article.title,
                article.outlet,
                article.published,
                quote.id,
                span,
                text,
            )
            raw = span.slice(article.text).rstrip(",.;:!?…”’\"'")
            yield _Passage(statement, words, raw, frozenset(words))


def _of_one_speaker(speaker: str, passages: Mapping[str, list[_Passage]]) -> Iterator[Drift]:
    every = list(passages.values())
    for place, first in enumerate(every):
        for second in every[place + 1 :]:
            yield from _between(speaker, first, second)


def _between(speaker: str, first: list[_Passage], second: list[_Passage]) -> Iterator[Drift]:
    """Yield each sentence of the one article with the one of the other that is most like it."""
    pairs = sorted(
        (
            (fuzz.ratio(one.words, other.words, score_cutoff=100 * ALIKE) / 100, here, there)
            for here, one in enumerate(first)
            for there, other in enumerate(second)
            if _may_be_alike(one, other)
        ),
        reverse=True,
    )
    used: set[tuple[str, int]] = set()
    for likeness, here, there in pairs:
        if likeness < ALIKE or ("first", here) in used or ("second", there) in used:
            continue
        used.update({("first", here), ("second", there)})
        one, other = first[here], second[there]
        changes: tuple[WordChange, ...] = ()
        if one.words != other.words:
            changes = tuple(
                change
                for change in word_changes(one.raw, other.raw, other.statement.span.start)
                if plain_words(change.before) != plain_words(change.after)
            )
        yield Drift(speaker, one.statement, other.statement, changes, round(likeness, 2))


def _may_be_alike(one: _Passage, other: _Passage) -> bool:
    """Return whether two passages share words enough for ``ALIKE``, as a quick check."""
    wanted = ALIKE * (len(one.words) + len(other.words)) / 2
    if min(len(one.words), len(other.words)) < wanted:
        return False
    repeated = min(len(one.words) - len(one.distinct), len(other.words) - len(other.distinct))
    return len(one.distinct & other.distinct) + repeated >= wanted
