"""Commands of the desk: going through it, sorting, filtering, finding, status and tags."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from reader.annotations.records import ArticleRecord, now
from reader.desk.filter import FilterError, parse_filter
from reader.desk.row import ORDERS, STATUSES
from reader.session.desk_view import DeskView, filter_words
from reader.ui.key_sequences import Asked

if TYPE_CHECKING:
    from reader.session.desk import Desk
    from reader.ui.read_screen import ReadScreen


class Desking:
    """What is done with the list of articles."""

    def __init__(self, screen: ReadScreen) -> None:
        self._screen = screen

    def commands(self) -> dict[str, Callable[[Asked], None]]:
        return {
            "desk-open": lambda _: self._screen.desk_list.choose(),
            "desk-sort": lambda _: self.sort(),
            "desk-filter": lambda _: self.filter(),
            "desk-find": lambda _: self.find(),
            "desk-all": lambda _: self._look(self._desk.view._replace(line="")),
            "desk-status": lambda _: self.set_status(),
            "desk-tag": lambda _: self.tag(),
            "desk-add": lambda _: self.add(),
            "desk-stop": lambda _: self._screen.app.adding.stop(),
            "desk-page-down": lambda asked: self._turn(asked, 1),
            "desk-page-up": lambda asked: self._turn(asked, -1),
            "desk-half-down": lambda asked: self._turn(asked, 0.5),
            "desk-half-up": lambda asked: self._turn(asked, -0.5),
            "desk-top": lambda _: self._screen.desk_list.go_to(0),
            "desk-bottom": lambda _: self._screen.desk_list.go_to(len(self._desk.rows or ())),
        }

    @property
    def _desk(self) -> Desk:
        return self._screen.app.desk

    def _turn(self, asked: Asked, pages: float) -> None:
        rows = self._screen.desk_list
        step = max(1, round(rows.page * abs(pages))) * (asked.count or 1)
        rows.move(step if pages > 0 else -step)

    def _look(self, view: DeskView) -> None:
        self._screen.windows.desk()
        self._desk.look(view)

    def sort(self) -> None:
        from reader.session.choice import Row
        from reader.ui.dialogs.choice import Choice

        screen, view = self._screen, self._desk.view
        rows = [Row(name, order.told, order.letter) for name, order in ORDERS.items()]

        def chosen(by: str | None) -> None:
            screen.windows.desk()
            if by is not None:
                self._desk.look(view.sorted_by(by))

        title = "Sort the desk by (the same again turns it round)"
        screen.app.push_screen(Choice(title, rows, view.by), chosen)

    def filter(self) -> None:
        """Ask for a filter, a word of it completed with tab."""
        screen = self._screen

        def answered(line: str) -> None:
            try:
                parse_filter(line)
            except FilterError as fault:
                screen.tell(str(fault))
                screen.windows.desk()
                return
            self._look(self._desk.view._replace(line=" ".join(line.split())))

        screen.prompt.ask(
            "filter:",
            answered,
            value=self._desk.view.line,
            known=filter_words(list(self._desk.rows or ())),
            parting=" ",
            selected=False,
            given_up=screen.windows.desk,
            hint="status: tag: outlet: person: from: to: and words; tab completes",
        )

    def find(self) -> None:
        """Ask for words; the desk shows the articles that have them."""
        screen = self._screen
        screen.prompt.ask(
            "find on the desk:",
            lambda words: self._look(self._desk.view.with_words(words)),
            value=self._desk.view.wanted.words,
            given_up=screen.windows.desk,
        )

    def add(self) -> None:
        """Ask for files, folders and addresses, and add them behind the screen."""
        screen = self._screen

        def answered(line: str) -> None:
            screen.windows.desk()
            screen.app.adding.add(line)

        hint = 'files, folders, addresses; with blanks in "quotation marks"'
        screen.prompt.ask("add:", answered, given_up=screen.windows.desk, hint=hint)

    def _record(self) -> ArticleRecord | None:
        """The record of the article under the cursor, where it can be changed."""
        app, row = self._screen.app, self._screen.desk_list.row
        if row is None:
            self._screen.refuse("There is no article here.")
        elif app.notebook.read_only:
            self._screen.refuse("The notes can only be read.")
        else:
            articles = app.notebook.articles
            return next((each for each in articles if each.id == row.article_id), None)
        return None

    def _put(self, changed: ArticleRecord, doing: str) -> None:
        self._screen.app.change_article(replace(changed, modified=now()), doing)

    def set_status(self) -> None:
        """Ask how far one is with the article under the cursor."""
        from reader.session.choice import Row
        from reader.ui.dialogs.choice import Choice

        screen, record = self._screen, self._record()
        if record is None:
            return
        me = screen.settings.me
        rows = [Row(status, status, status[0]) for status in STATUSES]

        def chosen(status: str | None) -> None:
            screen.windows.desk()
            if status is not None:
                self._put(replace(record, status={**record.status, me: status}), "status")

        title = f"Status of “{record.title or 'untitled'}”"
        screen.app.push_screen(Choice(title, rows, record.status.get(me, "unread")), chosen)

    def tag(self) -> None:
        """Ask for the tags of the article under the cursor."""
        from reader.session.tags import parsed_tags, told_tags

        screen, record = self._screen, self._record()
        if record is None:
            return

        def answered(line: str) -> None:
            screen.windows.desk()
            self._put(replace(record, tags=parsed_tags(line)), "tags")

        screen.prompt.ask(
            "tags of the article, parted by commas:",
            answered,
            value=told_tags(record.tags),
            known=screen.app.notebook.tags,
            given_up=screen.windows.desk,
        )
