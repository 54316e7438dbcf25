"""JSON Lines: one record a line as the store keeps it, articles before what hangs on them.

A line of kind ``article`` carries the article's text as well, where it is kept.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from reader.annotations.record_json import UNREADABLE, from_document, is_record, to_document
from reader.annotations.records import ArticleRecord, Record
from reader.exchange.export_options import DEFAULT_OPTIONS, ExportOptions
from reader.exchange.losses import Loss, Losses
from reader.review.annotated_article import AnnotatedArticle

if TYPE_CHECKING:
    from reader.exchange.arrival import Arrival


encoded = json.JSONEncoder(ensure_ascii=False).encode
"""A value as JSON in one line, quicker than making an encoder for each."""


def write(
    articles: Iterable[AnnotatedArticle], out: TextIO, _: ExportOptions = DEFAULT_OPTIONS
) -> list[Loss]:
    """Nothing is lost in this format."""
    for one in articles:
        out.writelines(
            encoded(document) + "\n"
            for document in (article_document(one), *map(to_document, one.records.in_order))
        )
    return []


def read(path: Path, losses: Losses) -> Iterator[Arrival]:
    """Yield articles as they come; a line that is no record is counted."""
    articles: dict[str, Mapping[str, Any]] = {}
    hanging: dict[str, list[Record]] = {}
    with path.open(encoding="utf-8-sig") as file:
        for line in file:
            if not line.strip():
                continue
            document = _document(line)
            if document is None:
                losses.add("line[s] that [is no record was|are no records were] passed over")
            elif document["kind"] == "article":
                articles[document["article_id"]] = document
                hanging.setdefault(document["article_id"], [])
            else:
                hanging.setdefault(document["article_id"], []).append(from_document(document))
    for identity, records in hanging.items():
        yield arrived(articles.get(identity), identity, records, losses)


def article_document(one: AnnotatedArticle) -> dict[str, Any]:
    """Return the article's record with its newest text, for reading it back elsewhere."""
    document = to_document(one.record)
    return document if not one.text else document | {"text": one.text}


def arrived(
    document: Mapping[str, Any] | None,
    identity: str,
    records: Iterable[Record],
    losses: Losses,
) -> Arrival:
    """Return what was written of an article, read back; ``document`` None where it is missing."""
    # An export, which must start fast, needs nothing of what reading needs.
    from reader.exchange.arrival import Arrival, headline_of

    bare: dict[str, Any] = {"article_id": identity, "id": identity, "kind": "article"}
    fields = dict(document) if document is not None else bare
    text = fields.pop("text", None)
    article = from_document(fields)
    if not isinstance(article, ArticleRecord):
        article = ArticleRecord(article_id=identity, id=identity)
    if odd := article.extra.get(UNREADABLE):
        losses.add("field[s] of an article cannot be read and [is|are] set aside", len(odd))
    text = text if isinstance(text, str) else None
    if not article.title and text and text.strip():
        article = replace(article, title=headline_of(text).slice(text))
    return Arrival(article, text, tuple(records))


def _document(line: str) -> dict[str, Any] | None:
    try:
        document = json.loads(line)
    except ValueError:
        return None
    return document if isinstance(document, dict) and is_record(document) else None
