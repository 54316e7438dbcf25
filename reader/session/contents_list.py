"""The list of a feed or an archive: an article chosen from it, and the way to the next one."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from reader.session.choice import Choice, Row
from reader.session.events import Asked
from reader.session.findings_outline import one_line

if TYPE_CHECKING:
    from reader.article.article import Article
    from reader.article.contents import Contents, Item
    from reader.session.state import SessionState

MAX_ROWS = 1000
"""Articles that are listed together; a longer list has pages."""
PAGE_ROW = "page "
MAX_REMARK = 140
"""Characters of a summary in the list."""


class ArticleOpened(NamedTuple):
    """An article was loaded; ``remark`` says where its text is from."""

    article: Article
    remark: str = ""


class ArticleRefused(NamedTuple):
    """An article could not be opened; one sentence says why."""

    sentence: str


class ContentsFound(NamedTuple):
    """Several articles are where one was requested."""

    contents: Contents


class ContentsList:
    """``contents`` is what was listed last, None when nothing was."""

    def __init__(self, state: SessionState, contents: Contents | None) -> None:
        self._state = state
        self.contents = contents
        self._at = 0
        self._shown: Article | None = None
        state.when(ContentsFound, self._found)

    def _found(self, news: ContentsFound) -> None:
        self.contents = news.contents
        self._at = 0
        self.ask()

    def ask(self) -> None:
        """List the articles to choose one from."""
        state, contents = self._state, self.contents
        if contents is None:
            state.refuse("No feed or web archive is open: reader FEED lists what is in it.")
            return
        count = len(contents.items)
        title = f"{one_line(contents.title)}: {count:,} {contents.unit}"
        choice = Choice(title, _page(contents, self._at), str(self._at))
        state.emit(Asked(choice, self._chosen, article=True))
        for notice in contents.notices:
            state.report(notice, loud=True)

    @property
    def _in_view(self) -> bool:
        reading = self._state.reading
        return (
            self.contents is not None and reading is not None and (reading.article is self._shown)
        )

    @property
    def next_title(self) -> str:
        """The next article of the list, "" where the one in view is not of it."""
        if self.contents is None or not self._in_view:
            return ""
        items = self.contents.items
        return one_line(items[(self._at + 1) % len(items)].title)

    def _chosen(self, row: str) -> None:
        """Open the article of a row, or list the page that the row leads to."""
        page = row.removeprefix(PAGE_ROW)
        if page == row:
            self._open(int(row))
        else:
            self._at = int(page)
            self.ask()

    def open_next(self, by: int) -> bool:
        """Open the next article of the list, where the one in view is of it; whether it is."""
        if self.contents is None or not self._in_view:
            return False
        self._open((self._at + by) % len(self.contents.items))
        return True

    def _open(self, place: int) -> None:
        """Load an article of the list behind the screen."""
        state, contents = self._state, self.contents
        assert contents is not None
        self._at = place
        item = contents.items[place]
        state.report(f"Opening “{one_line(item.title)}” …")

        def load() -> None:
            from reader.article.article import ArticleError
            from reader.article.contents import open_listed
            from reader.article.opening import open_article

            network = state.settings.network.led_from(contents.location)
            fetched = partial(open_article, network=network)
            try:
                article = open_listed(contents, item, fetched)
            except ArticleError as fault:
                news: ArticleRefused | ArticleOpened = ArticleRefused(str(fault))
            else:
                news = ArticleOpened(article, " ".join(article.notices))
            # Another one was chosen meanwhile: what comes late is not shown over it.
            if place == self._at and contents is self.contents:
                if isinstance(news, ArticleOpened):
                    self._shown = news.article
                state.hear(news)

        state.behind(load, "opening the article", group="opening", exclusive=True)


def _page(contents: Contents, at: int) -> list[Row]:
    """Return the page that place ``at`` is on, with rows that lead to the pages around it."""
    count = len(contents.items)
    first = at - at % MAX_ROWS
    last = min(first + MAX_ROWS, count)
    rows = [
        Row(str(place), _label(item), remark=_remark(item))
        for place, item in enumerate(contents.items[first:last], first)
    ]
    if first:
        rows.insert(0, _page_row(first - MAX_ROWS, first))
    if last < count:
        rows.append(_page_row(last, min(last + MAX_ROWS, count)))
    return rows


def _page_row(first: int, last: int) -> Row:
    return Row(f"{PAGE_ROW}{first}", f"Articles {first + 1:,} to {last:,} …")


def _label(item: Item) -> str:
    day = f"{item.day}  " if item.published else ""
    return f"{day}{one_line(item.title)}"


def _remark(item: Item) -> str:
    words = one_line(item.summary)
    return words if len(words) <= MAX_REMARK else f"{words[:MAX_REMARK]}…"
