"""Articles to come into view: by their location, from the desk, or as the next one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from reader.annotations.articles import location_of
from reader.annotations.records import ArticleRecord
from reader.article.article import ArticleError
from reader.session.contents_list import (
    ArticleOpened,
    ArticleRefused,
    ContentsFound,
    ContentsList,
)

if TYPE_CHECKING:
    from reader.article.article import Article
    from reader.session.desk import Desk
    from reader.session.state import SessionState


class ArticleQueue:
    """``locations`` are those named at the start, opened when they are reached."""

    def __init__(
        self, state: SessionState, desk: Desk, contents: ContentsList, locations: Sequence[str]
    ) -> None:
        self._state = state
        self._desk = desk
        self._contents = contents
        self._locations = list(locations)
        self._shown: list[str] = []
        self._awaited: str | None = None
        state.when(ArticleRefused, lambda news: state.report(news.sentence, loud=True))

    def open_row(self, article_id: str) -> None:
        """Open an article chosen on the desk; at the first hit where words were looked for."""
        words = self._desk.view.wanted.words
        if words:
            self._desk.librarian.find_first(words, article_id)
        else:
            self.open_from_desk(article_id)

    def open_from_desk(self, article_id: str) -> None:
        """Open another article of the desk, from its place or from its stored text."""
        state, notebook = self._state, self._state.notebook
        record = next((one for one in notebook.articles if one.id == article_id), None)
        if record is not None and article_id != notebook.article_id:
            self._behind(partial(self._open_record, record))
        elif record is None and notebook.fault:
            state.report(notebook.fault)
        elif record is None and not notebook.opened:
            self._awaited = article_id
            state.report("It opens when the notes are loaded …")

    def _open_record(self, record: ArticleRecord) -> None:
        try:
            opened = self._state.settings.library.open(record)
        except ArticleError as fault:
            self._state.hear(ArticleRefused(str(fault)))
        else:
            self._state.hear(ArticleOpened(opened.article, opened.message))

    def open_location(self, location: str) -> None:
        """Load an article behind the screen; it comes into view when it is there."""
        self._behind(partial(self._open_location, location))

    def _behind(self, load: Callable[[], None]) -> None:
        """Load in a thread; one that is still at it is too late."""
        self._state.behind(load, "opening the article", group="opening", exclusive=True)

    def _open_location(self, location: str) -> None:
        from reader.article.contents import SeveralArticlesError
        from reader.article.opening import open_article

        state = self._state
        try:
            article = open_article(location, network=state.settings.network)
        except SeveralArticlesError as several:
            state.hear(ContentsFound(several.contents))
        except ArticleError as fault:
            state.hear(ArticleRefused(str(fault)))
        else:
            state.hear(ArticleOpened(article, " ".join(article.notices)))

    def open_next(self, by: int) -> None:
        """Open the next article of the list in use, of those named at the start, or of the desk."""
        if self._contents.open_next(by):
            return
        named = self._next_named(by)
        if named is not None:
            self.open_location(named)
            return
        on_desk = self._desk.next_to(by)
        if on_desk is not None:
            self.open_from_desk(on_desk)
        else:
            self._state.refuse("There is no other article on the desk.")

    def next_title(self) -> str:
        """Return the article that comes next, by its title or file name.

        "" where that is not known.
        """
        if listed := self._contents.next_title:
            return listed
        named = self._next_named(1)
        if named is not None:
            return Path(named).name
        following = self._desk.next_to(1)
        rows = self._desk.rows or ()
        return next((row.title for row in rows if row.article_id == following), "")

    def _next_named(self, by: int) -> str | None:
        """Return the location next to the article in view among those named at the start."""
        reading = self._state.reading
        every = [*self._shown[:1], *self._locations] if self._locations else []
        if reading is None or not every:
            return None
        here = location_of(reading.article)
        places = [place for place, each in enumerate(every) if _same(each, here)]
        if not places:
            return None
        return every[(places[0] + by) % len(every)]

    def shown(self, article: Article) -> None:
        """Note that an article came into view."""
        location = location_of(article)
        if location not in self._shown:
            self._shown.append(location)

    def notes_are_read(self) -> bool:
        """Open what waited for the notes; whether anything did."""
        awaited, self._awaited = self._awaited, None
        if awaited is not None:
            self.open_from_desk(awaited)
        return awaited is not None


def _same(location: str, absolute: str) -> bool:
    return location == absolute or str(Path(location).resolve()) == absolute
