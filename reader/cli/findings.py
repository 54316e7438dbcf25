"""Findings for a command: from the cache where they are, else from the pipeline itself."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from reader.config import Settings

if TYPE_CHECKING:
    from reader.analysis.findings import Findings
    from reader.article.article import Article


def cached_findings(article: Article, settings: Settings) -> Findings | None:
    """What an earlier run found with the models in use, None when there was none."""
    from reader.analysis.cache import FindingsCache
    from reader.analysis.packages import stamp_of_all

    return FindingsCache(settings.findings_cache).load(
        article.fingerprint, stamp_of_all(settings.package)
    )


def findings_of(
    articles: Sequence[Article], settings: Settings, *, fresh: bool = False
) -> list[Findings]:
    """The findings of each article, in their order; progress is told on standard error.

    Raises ModelError when the models cannot be used.
    """
    found = {} if fresh else {a.fingerprint: cached_findings(a, settings) for a in articles}
    missing = {a.fingerprint: a for a in articles if found.get(a.fingerprint) is None}
    results: dict[str, Findings] = {key: kept for key, kept in found.items() if kept is not None}
    if missing:
        results.update(_analyse(list(missing.values()), settings))
    return [results[article.fingerprint] for article in articles]


def _analyse(articles: list[Article], settings: Settings) -> dict[str, Findings]:
    from reader.analysis.cache import FindingsCache
    from reader.analysis.packages import stamp_of_all
    from reader.analysis.pipeline import Pipeline

    counter = _Counter()
    pipeline = Pipeline(settings.package)
    every = pipeline.analyze_many(articles, progress=counter)
    counter.end()
    cache = FindingsCache(settings.findings_cache)
    results = {}
    for article, findings in zip(articles, every, strict=True):
        cache.save(findings, stamp_of_all(settings.package))
        results[article.fingerprint] = findings
    return results


class _Counter:
    """Tells progress on a terminal's one line, and nothing to a log file."""

    def __init__(self) -> None:
        self.shown = sys.stderr.isatty()

    def __call__(self, done: int, units: int) -> None:
        if self.shown:
            print(f"\rFinding names and quotes {done}/{units}", end="", file=sys.stderr, flush=True)

    def end(self) -> None:
        if self.shown:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)
