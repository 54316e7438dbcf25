"""Searching the desk, and going to a hit, also in an article that is opened for it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from reader.annotations.records import ArticleRecord, Record
from reader.session import librarian
from reader.session.desk_view import one_term
from reader.session.events import GoTo, HitsListed

if TYPE_CHECKING:
    from reader.desk.search import DeskHit
    from reader.session.article_queue import ArticleQueue
    from reader.session.state import SessionState


class DeskSearched(NamedTuple):
    """All articles and notes were searched for a pattern."""

    query: str
    found: Sequence[DeskHit]
    missing: int


class DeskHits:
    """A hit that was chosen waits until its article is in view."""

    def __init__(self, state: SessionState, queue: ArticleQueue) -> None:
        self._state = state
        self._queue = queue
        self._wanted: DeskHit | None = None
        self._sought = ""
        state.when(DeskSearched, lambda news: state.emit(HitsListed(*news)))
        state.when(librarian.HitsFound, self._hits_found)

    def search(self, query: str) -> None:
        """Look for a pattern in all articles and notes; ``HitsListed`` follows."""
        state, reading = self._state, self._state.reading
        here, articles = state.notebook.article_id, state.notebook.articles

        def look(records: list[Record]) -> None:
            from reader.session.desk_search import search_desk

            library, missing = state.settings.library, set[str]()

            def text_of(article: ArticleRecord) -> str | None:
                if reading is not None and article.article_id == here:
                    return reading.text
                text = library.text_of(article)
                if text is None:
                    missing.add(article.article_id)
                return text

            found = search_desk(articles, records, text_of, query, regex=True, first=here)
            state.hear(DeskSearched(query, found, len(missing)))

        state.notebook.everything(look, "searching the desk")

    def _hits_found(self, news: librarian.HitsFound) -> None:
        if not news.article_id:
            self._state.emit(HitsListed(news.words, news.hits, news.missing))
        elif news.hits:
            self.go_to(news.hits[0], news.words)
        else:
            self._queue.open_from_desk(news.article_id)

    def go_to(self, hit: DeskHit, words: str = "") -> None:
        """Go to a hit of the desk, in another article when it is opened.

        Where ``words`` are one word or phrase, its hits are shown there, for the keys that go to
        the next.
        """
        self._sought = one_term(words)
        if hit.article_id == self._state.notebook.article_id:
            self._go_to(hit)
        else:
            self._wanted = hit
            self._queue.open_from_desk(hit.article_id)

    def go_to_place(self, article_id: str, offset: int) -> None:
        """Go to a place of an article, which is opened for it."""
        from reader.desk.search import DeskHit

        self.go_to(DeskHit(article_id, "", "", offset))

    def _go_to(self, hit: DeskHit) -> None:
        if hit.record is not None:
            self._state.emit(GoTo(hit.record))
        elif hit.offset is not None:
            self._state.emit(GoTo(hit.offset, self._sought))

    def arrived(self, article_id: str) -> None:
        """Go to the hit that was wanted in an article, now in view with its records."""
        wanted, self._wanted = self._wanted, None
        if wanted is not None and wanted.article_id == article_id:
            self._go_to(wanted)
