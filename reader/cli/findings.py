"""Findings for a command: from the cache where they are, else from the pipeline itself."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from reader.analysis.late_imports import put_off_unused
from reader.cli.terminal_guard import show_line
from reader.config import Settings

if TYPE_CHECKING:
    from reader.analysis.findings import Findings
    from reader.analysis.models.pipeline import Pipeline
    from reader.article.article import Article


def findings_of(
    articles: Sequence[Article], settings: Settings, *, fresh: bool = False
) -> list[Findings]:
    """Return the findings of each article, in their order; progress goes to standard error.

    Raises ModelError when the models cannot be used.
    """
    return Analysis(settings, fresh=fresh).of(articles)


class Analysis:
    """Finds in articles, some at a time; the models are loaded when the first needs them.

    With ``fresh`` what was found earlier is not used; ``threads`` are the cores to use.
    """

    def __init__(
        self, settings: Settings, *, fresh: bool = False, threads: int | None = None
    ) -> None:
        self._settings = settings
        self._threads = threads
        self._fresh = fresh
        self._pipeline: Pipeline | None = None
        self._library = settings.library

    def of(self, articles: Sequence[Article]) -> list[Findings]:
        """Return the findings of each, in their order; kept before this returns.

        Raises ModelError.
        """
        results: dict[str, Findings] = {}
        for article in () if self._fresh else articles:
            kept = self._library.findings_of(article.fingerprint) or self._archived(article)
            if kept is not None:
                results[article.fingerprint] = kept
        missing = {a.fingerprint: a for a in articles if a.fingerprint not in results}
        if missing:
            results.update(self._analyse(list(missing.values())))
        return [results[article.fingerprint] for article in articles]

    def _archived(self, article: Article) -> Findings | None:
        """Return what the archive holds that an article is from."""
        if "#" not in article.location:
            return None
        from reader.archive.reading import findings_at

        return findings_at(article, self._settings.package)

    def _analyse(self, articles: list[Article]) -> dict[str, Findings]:
        settings, counter = self._settings, _Counter()
        found = self._by_running_engine(articles, counter)
        if found is not None:
            self._library.store_findings(found)
            counter.end()
            return {found.fingerprint: found}
        put_off_unused()
        from reader.analysis.models.pipeline import Pipeline

        if self._pipeline is None:
            self._pipeline = Pipeline(settings.package, threads=self._threads)
        every = self._pipeline.analyze_many(articles, progress=counter)
        results = {}
        for article, findings in zip(articles, every, strict=True):
            self._library.store_findings(findings)
            results[article.fingerprint] = findings
        counter.end()
        return results

    def _by_running_engine(self, articles: list[Article], counter: _Counter) -> Findings | None:
        """Have a single article read by the engine of an open terminal, if there is one.

        Several are read together here, which is faster and changes scores a little.
        """
        shares = self._settings.shared_engine and self._threads is None
        if not shares or len(articles) > 1 or self._pipeline is not None:
            return None
        from reader.analysis.shared.talking import running_engine_s_findings

        (article,), settings = articles, self._settings
        found = running_engine_s_findings(article, settings.package, settings.engine_log, counter)
        fits = found is not None and found.fingerprint == article.fingerprint
        return found if fits else None


class _Counter:
    """Tells progress on a terminal's one line, and nothing to a log file."""

    def __init__(self) -> None:
        self.shown = sys.stderr.isatty()

    def __call__(self, done: int, units: int) -> None:
        if self.shown:
            show_line(f"Finding names and quotes {done}/{units}")

    def end(self) -> None:
        if self.shown:
            show_line()
