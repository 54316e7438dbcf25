"""Commands of the desk: sorting, filtering, finding, adding, status and tags."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from reader.annotations.records import ArticleRecord, ReadingStatus
from reader.desk.filter import FilterError, parse_filter
from reader.desk.row import ORDERS, STATUSES
from reader.session.choice import Choice, Question, Row
from reader.session.desk_view import DeskView, filter_words
from reader.session.tags import parsed_tags, tags_text
from reader.ui.key_sequences import Asked

if TYPE_CHECKING:
    from reader.session.session import Session
    from reader.session.stage import Stage


class Desking:
    """What is done with the list of articles."""

    def __init__(self, session: Session, stage: Stage) -> None:
        self._session = session
        self._stage = stage
        self._desk = session.desk

    def commands(self) -> dict[str, Callable[[Asked], None]]:
        return {
            "desk-sort": lambda _: self.sort(),
            "desk-filter": lambda _: self.filter(),
            "desk-find": lambda _: self.find(),
            "desk-all": lambda _: self._look(self._desk.view._replace(line="")),
            "desk-status": lambda _: self.set_status(),
            "desk-tag": lambda _: self.tag(),
            "desk-add": lambda _: self.add(),
            "desk-stop": lambda _: self._session.adding.stop(),
        }

    def _look(self, view: DeskView) -> None:
        self._stage.to_desk()
        self._desk.look(view)

    def sort(self) -> None:
        view = self._desk.view
        rows = [Row(name, order.label, order.letter) for name, order in ORDERS.items()]
        choice = Choice("Sort the desk by (the same again turns it round)", rows, view.by)
        self._stage.ask(choice, lambda by: self._desk.look(view.sorted_by(by)), back="desk")

    def filter(self) -> None:
        """Ask for a filter, a word of it completed with tab."""

        def answered(line: str) -> None:
            try:
                parse_filter(line)
            except FilterError as fault:
                self._session.report(str(fault))
            else:
                self._desk.look(self._desk.view._replace(line=" ".join(line.split())))

        question = Question(
            "filter:",
            self._desk.view.line,
            filter_words(list(self._desk.rows or ())),
            separator=" ",
            selected=False,
            hint="status: tag: outlet: person: from: to: and words; tab completes",
        )
        self._stage.ask_line(question, answered, back="desk")

    def find(self) -> None:
        """Ask for words; the desk shows the articles that have them."""
        self._stage.ask_line(
            Question("find on the desk:", self._desk.view.wanted.words),
            lambda words: self._desk.look(self._desk.view.with_words(words)),
            back="desk",
        )

    def add(self) -> None:
        """Ask for files, folders and addresses, and add them behind the screen."""
        hint = 'files, folders, addresses; with blanks in "quotation marks"'
        self._stage.ask_line(Question("add:", hint=hint), self._session.adding.add, back="desk")

    def _record(self) -> ArticleRecord | None:
        """Return the record of the article under the cursor, where it can be changed."""
        session, row = self._session, self._stage.desk_row
        if row is None:
            session.refuse("There is no article here.")
        elif session.notebook.read_only:
            session.refuse("The notes can only be read.")
        else:
            articles = session.notebook.articles
            return next((each for each in articles if each.id == row.article_id), None)
        return None

    def set_status(self) -> None:
        """Ask how far one is with the article under the cursor."""
        record, me = self._record(), self._session.settings.me
        if record is None:
            return
        statuses: dict[str, ReadingStatus] = {status: status for status in STATUSES}
        rows = [Row(status, status, status[0]) for status in STATUSES]

        def chosen(status: str) -> None:
            changed = replace(record, status={**record.status, me: statuses[status]})
            self._session.current.change(changed, "status")

        title = f"Status of “{record.title or 'untitled'}”"
        now_is = record.status.get(me, "unread")
        self._stage.ask(Choice(title, rows, now_is), chosen, back="desk")

    def tag(self) -> None:
        """Ask for the tags of the article under the cursor."""
        record = self._record()
        if record is None:
            return
        question = Question(
            "tags of the article, separated by commas:",
            tags_text(record.tags),
            self._session.notebook.tags,
        )
        self._stage.ask_line(
            question,
            lambda line: self._session.current.change(
                replace(record, tags=parsed_tags(line)), "tags"
            ),
            back="desk",
        )
