"""An article with the records that hang on it: what every format is written from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from reader.annotations.records import ArticleRecord, Record, Revision
from reader.article.fingerprint import fingerprint as fingerprint_of

if TYPE_CHECKING:
    from reader.analysis.findings import Findings
    from reader.desk.library import Library

    Loaded = tuple[str | None, Findings | None]


@dataclass(frozen=True, slots=True)
class Dossier:
    """One article and its records in text order; records without a place come last.

    ``text`` is that of the newest revision, None when it is not kept; ``findings`` are those of
    that text, None when it was not analysed or they are not asked for.
    """

    article: ArticleRecord
    records: tuple[Record, ...]
    text: str | None = None
    findings: Findings | None = None


def start_of(record: Record) -> int | None:
    """Where in the text a record begins, None for one that has no place there."""
    anchor = getattr(record, "anchor", None)
    return anchor.parts[0].start if anchor is not None and anchor.parts else None


def nothing_loaded(_: ArticleRecord) -> Loaded:
    return None, None


def loaded_from(library: Library, *, findings: bool) -> Callable[[ArticleRecord], Loaded]:
    """Loads an article's newest stored text, and with ``findings`` what was found in it."""

    def load(record: ArticleRecord) -> Loaded:
        text = library.text_of(record)
        if text is None or not findings:
            return text, None
        return text, library.findings_of(fingerprint_of(text))

    return load


def dossiers(
    records: Iterable[Record], load: Callable[[ArticleRecord], Loaded] = nothing_loaded
) -> Iterator[Dossier]:
    """The records gathered by article, articles in the order in which they were first seen.

    Records whose article has no record of its own are gathered under one made from its id.
    ``load`` gives text and findings, asked for one article at a time.
    """
    articles: dict[str, ArticleRecord] = {}
    hanging: dict[str, list[Record]] = {}
    for record in records:
        if isinstance(record, ArticleRecord):
            articles[record.article_id] = record
        else:
            hanging.setdefault(record.article_id, []).append(record)
    for identity in [*articles, *(key for key in hanging if key not in articles)]:
        article = articles.get(identity) or ArticleRecord(article_id=identity, id=identity)
        text, findings = load(article)
        yield Dossier(article, tuple(sorted(hanging.get(identity, ()), key=_place)), text, findings)


def without_paths(article: ArticleRecord) -> ArticleRecord:
    """The record with paths cut to file names: a folder's name may tell what nobody should know."""
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


def count_by_kind(dossier: Dossier) -> Mapping[str, int]:
    counts: dict[str, int] = {}
    for record in dossier.records:
        counts[record.kind] = counts.get(record.kind, 0) + 1
    return counts


def _place(record: Record) -> tuple[bool, int, str, str]:
    start = start_of(record)
    return (start is None, start or 0, record.created, record.id)
