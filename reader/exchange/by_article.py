"""The articles of the desk, each with its records: what every format is written from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from reader.annotations.records import ArticleRecord, Record, Revision
from reader.article.article import Article
from reader.article.fingerprint import fingerprint as fingerprint_of
from reader.review.annotated_article import AnnotatedArticle, annotated

if TYPE_CHECKING:
    from reader.analysis.findings import Findings
    from reader.article.anchoring import Former
    from reader.desk.library import Library

    Loaded = tuple[str | None, Findings | None]


def nothing_loaded(_: ArticleRecord) -> Loaded:
    return None, None


def loaded_from(library: Library, *, findings: bool) -> Callable[[ArticleRecord], Loaded]:
    """Load an article's newest stored text, and with ``findings`` what was found in it."""

    def load(record: ArticleRecord) -> Loaded:
        text = library.text_of(record)
        if text is None or not findings:
            return text, None
        return text, library.findings_of(fingerprint_of(text))

    return load


def by_article(
    records: Iterable[Record],
    load: Callable[[ArticleRecord], Loaded] = nothing_loaded,
    former: Former | None = None,
) -> Iterator[AnnotatedArticle]:
    """Yield the records gathered by article, articles in the order in which they were first seen.

    Records whose article has no record of its own are gathered under one made from its id.
    ``load`` gives text and findings, asked for one article at a time; ``former`` the texts that
    decisions were made on.
    """
    articles: dict[str, ArticleRecord] = {}
    hanging: dict[str, list[Record]] = {}
    for record in records:
        if isinstance(record, ArticleRecord):
            articles[record.article_id] = record
        else:
            hanging.setdefault(record.article_id, []).append(record)
    for identity in [*articles, *(key for key in hanging if key not in articles)]:
        record = articles.get(identity) or ArticleRecord(article_id=identity, id=identity)
        yield from_desk(record, hanging.get(identity, ()), *load(record), former)


def from_desk(
    record: ArticleRecord,
    records: Iterable[Record] = (),
    text: str | None = None,
    findings: Findings | None = None,
    former: Former | None = None,
) -> AnnotatedArticle:
    """Return an article as the desk has it; its text is empty where none is stored."""
    location = record.locations[-1] if record.locations else "-"
    article = Article(text or "", (), record.title, location, "")
    bare = annotated(article, findings, record=record, former=former)
    return bare.with_own_records(tuple(records))


def without_paths(article: ArticleRecord) -> ArticleRecord:
    """Return the record with paths cut to file names.

    A folder's name may tell what nobody should know.
    """
    return replace(
        article,
        locations=tuple(map(file_name, article.locations)),
        revisions=tuple(
            Revision(seen.fingerprint, seen.loader, seen.seen, file_name(seen.location))
            for seen in article.revisions
        ),
    )


def file_name(location: str) -> str:
    return location if "://" in location else Path(location).name or location


def count_by_kind(article: AnnotatedArticle) -> Mapping[str, int]:
    counts: dict[str, int] = {}
    for record in article.records.records:
        counts[record.kind] = counts.get(record.kind, 0) + 1
    return counts
