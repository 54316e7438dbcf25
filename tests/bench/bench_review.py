"""What the queue costs: made, filtered, sorted, moved in; conflicts and drift over a desk."""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import replace

from reader.analysis.findings import Entity, Figure, Findings, Quote, finding_id
from reader.annotations.records import ArticleRecord, Correction, Record
from reader.article.article import Article, fingerprint
from reader.article.block import Block
from reader.review.annotated_article import AnnotatedArticle, annotated
from reader.review.claims import claim_from
from reader.review.conflicts import conflicts
from reader.review.drift import drifts
from reader.review.item import Item
from reader.review.judging import claim_for, judged
from reader.review.known_claims import KnownClaims
from reader.review.queue import few, queue
from reader.review.queue_view import QueueView
from reader.review.review_session import ReviewSession
from reader.review.scales import scale_named
from reader.review.speakers import speakers
from reader.review.triage import Filter, chosen, decide
from reader.text.span import Span

ITEMS = 5_000
ARTICLES = 100
REPORTED_BY = 5
"""Articles on one event: they name the same people."""
NAMES = ("Ada Holm", "Mia Reyes", "Tomas Quist", "Ines Valente", "Olav Brekke")
RUNS = 5
NOTICED = 0.1
"""Seconds below which an answer feels immediate (Miller 1968; Nielsen 1993)."""


def measure() -> Iterator[dict[str, object]]:
    desk = [_article(number, ITEMS // (2 * ARTICLES)) for number in range(ARTICLES)]
    one = _article(ARTICLES, ITEMS // 2)
    items = queue(one)
    many = [item for article in desk for item in queue(article)]
    yield _row("queue made of one article", len(items), lambda: queue(_fresh(one)), 1.0)
    yield _row("queue made of a desk", len(many), lambda: [queue(_fresh(a)) for a in desk], 1.0)
    by_speaker = Filter(speaker="holm", kinds=frozenset({"quote"}), least=0.2)
    yield _row("queue filtered", len(items), lambda: chosen(items, by_speaker), NOTICED)
    by_words = Filter(words="harbour")
    yield _row("queue filtered by words", len(items), lambda: chosen(items, by_words), NOTICED)
    yield _row(
        "queue sorted by score", len(items), lambda: chosen(items, Filter(), "score"), NOTICED
    )
    yield _row("the few of the queue", len(items), lambda: few(items), NOTICED)
    yield _row("next open item", len(items), lambda: _next_open(items), NOTICED)
    view = QueueView.through(tuple(items), entire=True).at(len(items) // 2)
    yield _row("moved to the next item", len(items), lambda: view.step(1).item, NOTICED)
    narrowed = replace(view, wanted=by_speaker)
    yield _row(
        "a filter put on, the next item found",
        len(items),
        lambda: replace(narrowed, order="score").onward(0).item,
        NOTICED,
    )
    sitting, record = _half_done(one)
    yield _row(
        "a verdict given among 1,000, and on",
        len(items),
        lambda: view.after_decision(sitting.with_records(record()).items).item,
        NOTICED,
    )
    decided = _with_decisions(one, items)
    yield _row("queue made, a tenth decided", len(items), lambda: queue(_fresh(decided)), 1.0)
    yield _row("conflicts over a desk", len(desk), lambda: conflicts(map(_fresh, desk)), 1.0)
    yield _row("drift over a desk", len(desk), lambda: drifts(map(_fresh, desk)), 1.0)
    yield _row("speakers over a desk", len(desk), lambda: speakers(map(_fresh, desk)), 1.0)
    claims = _claims(one, items)
    words = items[7].text
    yield _row(
        "known claims like one", len(claims), lambda: KnownClaims(claims).like(words), NOTICED
    )


def _row(name: str, size: int, work: Callable[[], object], wanted: float) -> dict[str, object]:
    taken = []
    for _ in range(RUNS):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    value = statistics.median(taken)
    return {
        "bench": f"review: {name}",
        "size": size,
        "value": round(value, 5),
        "unit": "s",
        "against": {"a wait that is noticed": wanted},
        "ratio": round(value / wanted, 3),
    }


def _fresh(article: AnnotatedArticle) -> AnnotatedArticle:
    """Return the article without what it has worked out already."""
    return annotated(article.article, article.machine, record=article.record)


def _next_open(items: list[Item]) -> Item | None:
    return next((item for item in reversed(items) if item.status == "open"), None)


def _article(number: int, count: int) -> AnnotatedArticle:
    """Return ``count`` quotes with a figure in each: twice as many items."""
    dice = random.Random(number)
    names = [f"{name} {number // REPORTED_BY}" for name in NAMES]
    parts: list[str] = []
    quotes: list[Quote] = []
    figures: list[Figure] = []
    blocks: list[Block] = []
    at = 0
    for place in range(count):
        speaker, value = dice.choice(names), dice.randrange(2, 90)
        noun = dice.choice(("boats", "crates", "planks", "gulls"))
        words = f"We counted {value} {noun} in the harbour on day {place} because it was law,"
        line = f"“{words}” said {speaker}.\n\n"
        start = at + 1
        span = Span(start, start + len(words))
        identity = finding_id("quote", [span], words)
        quotes.append(
            Quote(identity, "direct", (span,), words, speaker=speaker, speaker_kind="named")
        )
        where = start + words.index(f"{value} {noun}")
        text = f"{value} {noun}"
        found = Span(where, where + len(text))
        figures.append(
            Figure(
                finding_id("figure", [found], text),
                found.start,
                found.end,
                text,
                "count",
                value,
                unit=noun,
                speaker=speaker,
            )
        )
        blocks.append(Block("paragraph", at, at + len(line) - 2))
        parts.append(line)
        at += len(line)
    text = "".join(parts)
    entities = tuple(
        Entity(f"e{place}", text.find(name), text.find(name) + len(name), name, "P", "person", name)
        for place, name in enumerate(names)
        if name in text
    )
    key = fingerprint(text)
    findings = Findings(
        key, language="en", quotes=tuple(quotes), figures=tuple(figures), entities=entities
    )
    name = f"article {number}"
    article = Article(text, tuple(blocks), "", "-", "bench 1")
    return annotated(article, findings, record=ArticleRecord(article_id=name, id=name))


def _with_decisions(article: AnnotatedArticle, items: list[Item]) -> AnnotatedArticle:
    made: list[Correction] = [
        decide(article, item, "dismiss", creator="ada", at="2026-11-23T09:00:00Z")
        for item in items[:: max(1, len(items) // 500)]
    ]
    return article.with_records(made)


def _half_done(article: AnnotatedArticle) -> tuple[ReviewSession, Callable[[], list[Record]]]:
    """Make a sitting of 500 decisions and verdicts, and its records with one verdict more."""
    sitting, at = ReviewSession.on(article), "2026-11-23T09:00:00Z"
    quotes = [item for item in sitting.items if item.kind == "quote"]

    def verdict(item: Item) -> Record:
        claim = claim_for(article, item, None, creator="ada", at=at)
        return judged(claim, scale_named(""), "5", reviewer="ada", at=at)

    made: list[Record] = [
        decide(article, item, "accept", creator="ada", at=at) for item in quotes[:500]
    ]
    made += map(verdict, quotes[500:1000])
    return sitting.with_records(made), lambda: [*made, verdict(quotes[1000])]


def _claims(article: AnnotatedArticle, items: list[Item]) -> list[object]:
    quotes = [item for item in items if item.kind == "quote"]
    return [
        claim_from(article, item, creator="ada", at="2026-11-23T09:00:00Z")
        for item in quotes[:1000]
    ]
