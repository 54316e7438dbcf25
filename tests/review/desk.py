"""Articles for the desk: the seeds with their gold answers, and small ones written on the spot."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from reader.analysis.findings import Entity, Figure, Findings, Quote, finding_id
from reader.annotations.records import ArticleRecord, Record
from reader.article.article import Article, fingerprint
from reader.article.block import Block
from reader.article.opening import open_article
from reader.review.annotated_article import AnnotatedArticle, annotated
from reader.text.span import Span

SEEDS = Path(__file__).resolve().parents[2] / "seeds"
_FIGURE = re.compile(r"\d+ (\w+)")


def seed(name: str, records: Iterable[Record] = ()) -> AnnotatedArticle:
    """Return a sample article with its gold answers as findings; its name is its id."""
    gold = json.loads((SEEDS / f"{name}.gold.json").read_text(encoding="utf-8"))
    article = open_article(str(SEEDS / gold["article"]))
    assert article.fingerprint.endswith(gold["fingerprint"].removeprefix("sha256:"))
    findings = Findings(
        article.fingerprint,
        language="en",
        entities=tuple(_entity(each) for each in gold["entities"]),
        quotes=_quotes(gold["quotes"]),
        figures=tuple(_figure(each) for each in gold["figures"]),
    )
    return annotated(article, findings, records, record=ArticleRecord(article_id=name, id=name))


def _spans(pairs: Sequence[Sequence[int]] | None) -> tuple[Span, ...] | None:
    return None if pairs is None else tuple(Span(start, end) for start, end in pairs)


def _entity(each: dict[str, Any]) -> Entity:
    span = Span(each["start"], each["end"])
    identity = finding_id(f"entity {each['type']}", [span], each["text"])
    kind = each["type"]
    return Entity(identity, span.start, span.end, each["text"], kind, kind, each["text"])


def _quotes(golds: Sequence[dict[str, Any]]) -> tuple[Quote, ...]:
    ids = [finding_id("quote", _spans(each["spans"]) or (), each["text"]) for each in golds]
    return tuple(
        Quote(
            identity,
            each["kind"],
            _spans(each["spans"]) or (),
            each["text"],
            cue=_spans(each["cue"]),
            source=_spans(each["source"]),
            speaker=each["speaker"],
            speaker_kind=each["speaker_kind"],
            parent=None if each["parent"] is None else ids[each["parent"]],
        )
        for identity, each in zip(ids, golds, strict=True)
    )


def _figure(each: dict[str, Any]) -> Figure:
    span = Span(each["start"], each["end"])
    return Figure(finding_id("figure", [span], each["text"]), **each)


def written(
    text: str,
    quotes: Sequence[tuple[str, str]] = (),
    *,
    article_id: str = "a",
    title: str = "",
    names: Sequence[str] = (),
    records: Iterable[Record] = (),
    kind: str = "direct",
    block: str = "paragraph",
) -> AnnotatedArticle:
    """One paragraph: ``quotes`` are (words, speaker), each number with a noun is a figure.

    Said by the speaker of the quote that holds it.
    """
    found = []
    for words, speaker in quotes:
        span = Span(text.index(words), text.index(words) + len(words))
        report = "named" if speaker else "unknown"
        identity = finding_id("quote", [span], words)
        found.append(
            Quote(identity, kind, (span,), words, speaker=speaker or None, speaker_kind=report)
        )
    figures = []
    for match in _FIGURE.finditer(text):
        span = Span(*match.span())
        holder = next((quote for quote in found if quote.spans[0].covers(span)), None)
        figures.append(
            Figure(
                finding_id("figure", [span], match[0]),
                span.start,
                span.end,
                match[0],
                "count",
                float(match[0].split()[0]),
                unit=match[1],
                speaker=holder.speaker if holder else None,
            )
        )
    entities = [
        Entity(
            f"e{place}", text.index(name), text.index(name) + len(name), name, "x", "person", name
        )
        for place, name in enumerate(names)
    ]
    key = fingerprint(text)
    findings = Findings(
        key, language="en", quotes=tuple(found), figures=tuple(figures), entities=tuple(entities)
    )
    blocks = (Block(block, 0, len(text)),)
    article = Article(text, blocks, title or article_id, "-", "test 1")
    record = ArticleRecord(article_id=article_id, id=article_id)
    return annotated(article, findings, records, record=record)
