"""Picks an article out of a feed or an archive: the list, and the way from one to the next."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from reader.session.findings_outline import one_line
from reader.ui.behind import run_behind
from reader.ui.messages import ArticleOpened, ArticleRefused, ContentsFound

if TYPE_CHECKING:
    from reader.article.article import Article
    from reader.article.contents import Contents, Item
    from reader.ui.app import ReaderApp

_LONGEST_REMARK = 140


class Picking:
    """``contents`` is what was listed last, None when nothing was."""

    def __init__(self, app: ReaderApp, contents: Contents | None) -> None:
        self._app = app
        self.contents = contents
        self._at = 0
        self._shown: Article | None = None

    def take(self, message: ContentsFound) -> None:
        """Several articles were found where one was asked for."""
        self.contents = message.contents
        self._at = 0
        self.ask()

    def ask(self) -> None:
        """List the articles to choose one from."""
        from reader.session.choice import Row
        from reader.ui.dialogs.choice import Choice

        app, contents = self._app, self.contents
        if contents is None:
            app.reader.refuse("No feed or web archive is open: reader FEED lists what is in it.")
            return
        rows = [Row(str(place), _told(item), remark=_remark(item))
                for place, item in enumerate(contents.items)]  # fmt: skip

        def chosen(place: str | None) -> None:
            app.reader.windows.leave_drawer()
            if place is not None:
                self._open(int(place))
            elif app.opening.reading is None:
                app.reader.windows.desk()

        title = f"{one_line(contents.title)}: {len(rows)} {contents.unit}"
        app.push_screen(Choice(title, rows, str(self._at)), chosen)
        for notice in contents.notices:
            app.reader.tell(notice, loud=True)

    def beside(self, by: int) -> bool:
        """Open the next article of the list, where the one in view is of it; whether it is."""
        reading = self._app.opening.reading
        if self.contents is None or reading is None or reading.article is not self._shown:
            return False
        self._open((self._at + by) % len(self.contents.items))
        return True

    def _open(self, place: int) -> None:
        """Load an article of the list beside the screen."""
        app, contents = self._app, self.contents
        assert contents is not None
        self._at = place
        item = contents.items[place]
        app.reader.tell(f"Opening “{one_line(item.title)}” …")

        def load() -> None:
            from reader.article.article import ArticleError
            from reader.article.contents import open_item
            from reader.article.opening import open_article

            fetched = partial(
                open_article, network=app.settings.network.led_from(contents.location)
            )
            try:
                article = open_item(contents, item.mark, fetched)
            except ArticleError as fault:
                told: ArticleRefused | ArticleOpened = ArticleRefused(str(fault))
            else:
                told = ArticleOpened(article, " ".join(article.notices))
            # Another one was picked meanwhile: what comes late is not shown over it.
            if place == self._at and contents is self.contents:
                self._shown = getattr(told, "article", self._shown)
                app.post_message(told)

        run_behind(app, load, "opening the article", group="opening", exclusive=True)


def _told(item: Item) -> str:
    day = f"{item.day}  " if item.published else ""
    return f"{day}{one_line(item.title)}"


def _remark(item: Item) -> str:
    words = one_line(item.summary)
    return words if len(words) <= _LONGEST_REMARK else f"{words[:_LONGEST_REMARK]}…"
