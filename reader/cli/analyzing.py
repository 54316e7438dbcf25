"""Analysis of many articles, some at a time, so that it goes on where it was broken off."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from reader.cli.desk import article_at
from reader.cli.terminal_guard import show_line

if TYPE_CHECKING:
    from reader.analysis.findings import Findings
    from reader.article.article import Article
    from reader.config import Settings

AT_ONCE = 20
"""Articles in memory together. What is found in them is kept before the next are opened."""


def analysed(
    places: Sequence[str],
    settings: Settings,
    *,
    fresh: bool = False,
    threads: int | None = None,
    refused: Callable[[str], None],
) -> Iterator[tuple[Article, Findings]]:
    """Yield each article with its findings, those that are kept from earlier taken from there.

    ``refused`` is given a sentence for each that cannot be opened. Raises ModelError.
    """
    from reader.article.article import ArticleError
    from reader.cli.findings import Analysis

    analysis = Analysis(settings, fresh=fresh, threads=threads)
    for first in range(0, len(places), AT_ONCE):
        articles = []
        for place in places[first : first + AT_ONCE]:
            try:
                articles.append(article_at(place, settings))
            except ArticleError as fault:
                refused(str(fault))
        if len(places) > AT_ONCE and sys.stderr.isatty():
            show_line(f"Article {first + 1} of {len(places)}")
        yield from zip(articles, analysis.of(articles), strict=True)
