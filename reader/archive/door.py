"""What scripts and notebooks import: articles analysed one after the other, and their tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, fields
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reader.analysis.findings import Findings
from reader.archive.html_view import html_view
from reader.archive.rows import Tables, joined, tables_of
from reader.article.article import Article
from reader.errors import ReaderError

if TYPE_CHECKING:
    from reader.analysis.models.pipeline import Pipeline

TOGETHER = 50
CHARACTERS_TOGETHER = 120_000
"""Articles, and characters of them, that are opened before the first of them is analysed."""


@dataclass(frozen=True)
class ArticleFindings(Findings):
    """Findings with their article; notebooks show them as HTML."""

    article: Article = field(kw_only=True)

    def to_rows(self) -> Tables:
        """Return the rows of this article in each table: see ``reader.to_rows``."""
        return tables_of(self.article, self)

    def _repr_html_(self) -> str:
        return html_view(self.article, self)


def analyze(
    articles: Iterable[Article | Path | str],
    package: Path,
    threads: int | None,
    open_article: Callable[[str], Article],
) -> Iterator[ArticleFindings]:
    """See ``reader.analyze``; ``package`` is the folder of the models. Raises ReaderError."""
    if threads is not None and threads < 1:
        raise ReaderError(f"threads is {threads}; give 1 or more, or None for all cores.")
    if isinstance(articles, str | Path | Article):
        articles = [articles]
    return _analyzed(articles, package, threads, open_article)


def _analyzed(
    articles: Iterable[Article | Path | str],
    package: Path,
    threads: int | None,
    open_article: Callable[[str], Article],
) -> Iterator[ArticleFindings]:
    for several in _groups(articles, open_article):
        pipeline = _pipeline(package, threads)
        for article, found in zip(several, pipeline.analyze_many(several), strict=True):
            yield ArticleFindings(**_values(found), article=article)


def rows(findings: Iterable[Findings], *, arrow: bool = False) -> dict[str, Any]:
    """See ``reader.to_rows``. Raises ReaderError for findings without their article."""
    several = []
    for each in findings:
        if not isinstance(each, ArticleFindings):
            raise ReaderError("to_rows needs findings with their article, as reader.analyze gives.")
        several.append(each.to_rows())
    tables = joined(several)
    if not arrow:
        return tables
    from reader.archive.arrow import arrow_table

    return {name: arrow_table(name, own) for name, own in tables.items()}


def _groups(
    articles: Iterable[Article | Path | str], open_article: Callable[[str], Article]
) -> Iterator[list[Article]]:
    group: list[Article] = []
    characters = 0
    for each in articles:
        article = each if isinstance(each, Article) else open_article(str(each))
        group.append(article)
        characters += len(article.text)
        if len(group) >= TOGETHER or characters >= CHARACTERS_TOGETHER:
            yield group
            group, characters = [], 0
    if group:
        yield group


@cache
def _pipeline(package: Path, threads: int | None) -> Pipeline:
    """Return the pipeline, loaded once for a process: a notebook asks again and again."""
    from reader.analysis.models.pipeline import Pipeline

    return Pipeline(package, threads=threads)


def _values(findings: Findings) -> dict[str, Any]:
    return {each.name: getattr(findings, each.name) for each in fields(Findings)}
