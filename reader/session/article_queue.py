"""Articles come to the screen: by their location, from the desk, or as the one next to this."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from reader.annotations.articles import location_of
from reader.annotations.records import ArticleRecord
from reader.ui.behind import run_behind
from reader.ui.messages import ArticleOpened, ArticleRefused, ContentsFound

if TYPE_CHECKING:
    from reader.article.article import Article
    from reader.ui.app import ReaderApp


class Loading:
    """``locations`` are those named at the start, opened when they are reached."""

    def __init__(self, app: ReaderApp, locations: Sequence[str]) -> None:
        self._app = app
        self._locations = list(locations)
        self._shown: list[str] = []
        self._awaited: str | None = None

    def open_from_desk(self, article_id: str) -> None:
        """Open another article of the desk, from its place or from the text kept of it."""
        app = self._app
        record = next((one for one in app.notebook.articles if one.id == article_id), None)
        if record is not None and article_id != app.notebook.article_id:
            self._behind(partial(self._open_record, record))
        elif record is None and app.notebook.fault:
            app.reader.tell(app.notebook.fault)
        elif record is None and not app.notebook.opened:
            self._awaited = article_id
            app.reader.tell("Opening it when the notes are read …")

    def _open_record(self, record: ArticleRecord) -> None:
        from reader.article.article import ArticleError

        app = self._app
        try:
            opened = app.settings.library.open(record)
        except ArticleError as fault:
            app.post_message(ArticleRefused(str(fault)))
        else:
            app.post_message(ArticleOpened(opened.article, opened.message))

    def open_location(self, location: str) -> None:
        """Load an article beside the screen; it is shown when it is there."""
        self._behind(partial(self._open_location, location))

    def _behind(self, load: Callable[[], None]) -> None:
        """Load in a thread; one that is still at it has come too late."""
        run_behind(self._app, load, "opening the article", group="opening", exclusive=True)

    def _open_location(self, location: str) -> None:
        from reader.article.article import ArticleError
        from reader.article.contents import SeveralArticlesError
        from reader.article.opening import open_article

        try:
            article = open_article(location, network=self._app.settings.network)
        except SeveralArticlesError as several:
            self._app.post_message(ContentsFound(several.contents))
        except ArticleError as fault:
            self._app.post_message(ArticleRefused(str(fault)))
        else:
            self._app.post_message(ArticleOpened(article, " ".join(article.notices)))

    def open_beside(self, by: int) -> None:
        """Open the next article of those named at the start, else of the desk."""
        app = self._app
        if app.picking.beside(by):
            return
        beside = self._named_beside(by)
        if beside is not None:
            self.open_location(beside)
            return
        on_desk = app.desk.beside(by)
        if on_desk is not None:
            self.open_from_desk(on_desk)
        else:
            app.reader.refuse("There is no other article on the desk.")

    def _named_beside(self, by: int) -> str | None:
        """The location next to the article in view among those named at the start."""
        reading = self._app.reader.reading
        every = [*self._shown[:1], *self._locations] if self._locations else []
        if reading is None or not every:
            return None
        here = location_of(reading.article)
        places = [place for place, each in enumerate(every) if self._same(each, here)]
        if not places:
            return None
        return every[(places[0] + by) % len(every)]

    @staticmethod
    def _same(location: str, absolute: str) -> bool:
        from pathlib import Path

        return location == absolute or str(Path(location).resolve()) == absolute

    def shown(self, article: Article) -> None:
        """An article came into view."""
        location = location_of(article)
        if location not in self._shown:
            self._shown.append(location)

    def notes_are_read(self) -> bool:
        """Open what waited for the notes; whether anything did."""
        awaited, self._awaited = self._awaited, None
        if awaited is not None:
            self.open_from_desk(awaited)
        return awaited is not None
