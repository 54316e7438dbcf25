"""The search for names, quotes and figures in the article in view."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from reader.session import analyst
from reader.session.events import FindingsGlimpsed, ReadingChanged, Working

if TYPE_CHECKING:
    from reader.analysis.findings import Findings
    from reader.article.article import Article
    from reader.session.state import SessionState


class Finder:
    """Keeps the reading in step with the analyst.

    ``found`` is called when findings are known, ``failed`` when there will be none.
    """

    def __init__(
        self, state: SessionState, *, found: Callable[[], None], failed: Callable[[], None]
    ) -> None:
        self._state = state
        self._when_found = found
        self._when_failed = failed
        self._due: Article | None = None
        state.when(analyst.Progressed, self._progressed)
        state.when(analyst.Glimpsed, self._glimpsed)
        state.when(analyst.Found, self._found)
        state.when(analyst.NotFound, self._not_found)

    def known(self, article: Article) -> Findings | None:
        """Return the stored findings of an article that comes into view now."""
        self._state.analyst.cancel()
        self._due = None
        return self._state.analyst.known(article)

    def find_soon(self, article: Article) -> None:
        """Have findings made once the article is on the screen."""
        self._due = article
        self._state.workers.after_frame(partial(self._find, article))

    def _find(self, article: Article) -> None:
        state = self._state
        if self._due is article:
            self._due = None
        if state.reading is not None and state.reading.article is article:
            state.emit(Working("work", "Finding names and quotes"))
            state.analyst.find(article, state.in_view())

    def look_again(self) -> None:
        """Have the findings made once more, after a crash or with other models."""
        if self._state.reading is not None:
            self._find(self._state.reading.article)

    @property
    def looking(self) -> bool:
        """Whether findings for the article in view are made, or will be with the next frame."""
        return self._state.analyst.busy or self._due is not None

    def look_if_stopped(self) -> None:
        """Have the findings made that nobody is making, since the search for them was stopped."""
        reading = self._state.reading
        if reading is not None and reading.findings.found is None and not self.looking:
            self.look_again()

    def _is_here(self, fingerprint: str) -> bool:
        reading = self._state.reading
        return reading is not None and reading.fingerprint == fingerprint

    def _progressed(self, news: analyst.Progressed) -> None:
        if self._is_here(news.fingerprint) and self._state.analyst.busy:
            words = f"Finding names and quotes {news.done}/{news.units}"
            self._state.emit(Working("work", words))

    def _glimpsed(self, news: analyst.Glimpsed) -> None:
        reading = self._state.reading
        here = self._is_here(news.findings.fingerprint) and self._state.analyst.busy
        if reading is not None and here and reading.findings.found is None:
            self._state.emit(FindingsGlimpsed(news.findings))

    def _found(self, news: analyst.Found) -> None:
        state = self._state
        if state.reading is not None and self._is_here(news.findings.fingerprint):
            state.emit(Working("work"))
            state.reading = state.reading.with_findings(news.findings)
            state.emit(ReadingChanged(state.reading))
            state.report_all(news.findings.notices)
            self._when_found()

    def _not_found(self, news: analyst.NotFound) -> None:
        if self._is_here(news.fingerprint):
            self._state.emit(Working("work"))
            self._state.emit(FindingsGlimpsed(None))
            if news.sentence:
                self._state.report(news.sentence, loud=True)
            self._when_failed()
