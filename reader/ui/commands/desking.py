"""Commands of the desk: sorting, filtering, finding, adding, status and tags."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from reader.annotations.records import ArticleRecord, ReadingStatus
from reader.desk.filter import FilterError, parse_filter
from reader.desk.row import ORDERS, STATUSES
from reader.session.acts import READ_ONLY
from reader.session.choice import Choice, Question, Row
from reader.session.desk_view import DeskView, filter_words
from reader.session.findings_outline import snippet
from reader.session.tags import changed_tags, parsed_tags, tag_changes, tags_text
from reader.text.plural import counted
from reader.ui.key_sequences import Asked

if TYPE_CHECKING:
    from reader.session.session import Session
    from reader.session.stage import Stage

HOST_FILES = "files of the machine that runs reader, a browser tab reaches no others"

KEEP, REMOVE = "keep", "remove"
NO_ARTICLE = "There is no article here."


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
            "desk-all": lambda _: self.show_all(),
            "desk-select": lambda _: self.select(),
            "desk-range": lambda _: self.select_range(),
            "desk-select-all": lambda _: self.select_all(),
            "desk-archive": lambda _: self.archive(),
            "desk-remove": lambda _: self.remove(),
            "desk-status": lambda _: self.set_status(),
            "desk-tag": lambda _: self.tag(),
            "desk-add": lambda _: self.add(),
            "desk-analyze": lambda _: self.analyze(),
            "desk-stop": lambda _: self.stop(),
        }

    def _look(self, view: DeskView) -> None:
        self._stage.to_desk()
        self._desk.look(view)

    def show_all(self) -> None:
        """Show all articles again."""
        if not self._desk.view.line:
            self._session.refuse("No filter is set: every article is listed.")
        self._look(self._desk.view._replace(line=""))

    def sort(self) -> None:
        view = self._desk.view
        rows = [Row(name, order.label, order.letter) for name, order in ORDERS.items()]
        choice = Choice("Sort the desk by (the same again reverses the order)", rows, view.by)
        self._stage.ask(choice, lambda by: self._desk.look(view.sorted_by(by)), back="desk")

    def filter(self) -> None:
        """Ask for a filter, which narrows the desk while it is typed; tab completes a word."""
        before = self._desk.view

        def typed(line: str) -> None:
            with contextlib.suppress(FilterError):  # said once it is whole
                parse_filter(line)
                self._desk.look(before._replace(line=" ".join(line.split())))

        def answered(line: str) -> None:
            try:
                parse_filter(line)
            except FilterError as fault:
                self._session.report(str(fault))
            else:
                self._desk.look(self._desk.view._replace(line=" ".join(line.split())))

        question = Question(
            "filter:",
            f"{before.line} " if before.line else "",  # what is typed is another word
            filter_words(list(self._desk.rows or ())),
            separator=" ",
            selected=False,
            hint="status: tag: outlet: person: from: to: and words; tab completes",
            on_change=typed,
            on_cancel=lambda: self._desk.look(before),
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
        hint = 'files, folders, addresses; those with spaces in "quotation marks"'
        if self._session.settings.in_browser:
            hint = f"{HOST_FILES}; or addresses"
        self._stage.ask_line(Question("add:", hint=hint), self._session.adding.add, back="desk")

    # -- the selection

    def select(self) -> None:
        """Select the article under the cursor, or no longer, and go on to the next."""
        row = self._stage.desk_row
        if row is None:
            self._session.refuse(NO_ARTICLE)
            return
        self._desk.selection.turn(row.article_id)
        if self._stage.desk_place + 1 < len(self._desk.ids):
            self._stage.move_desk(1)
        self._session.report(self._desk.selection.report("article"))
        self._stage.show_desk()

    def select_range(self) -> None:
        if self._stage.desk_row is None:
            self._session.refuse(NO_ARTICLE)
            return
        self._desk.selection.turn_range(self._desk.ids, self._stage.desk_place)
        self._session.report(self._desk.selection.report("article"))
        self._stage.show_desk()

    def select_all(self) -> None:
        if not self._desk.ids:
            self._session.refuse(NO_ARTICLE)
        self._desk.selection.turn_all(self._desk.ids)
        self._session.report(self._desk.selection.report("article"))
        self._stage.show_desk()

    def _meant(self) -> list[ArticleRecord]:
        """Return the articles selected, else the one under the cursor, to be changed."""
        session = self._session
        row, selection = self._stage.desk_row, self._desk.selection
        chosen = selection.ids or selection.start is not None
        ids = selection.meant(self._desk.ids, self._stage.desk_place) if chosen else []
        ids = ids or ([row.article_id] if row is not None else [])
        by_id = {each.id: each for each in session.notebook.articles}
        records = [by_id[each] for each in ids if each in by_id]
        if not records:
            session.refuse(NO_ARTICLE)
        elif session.notebook.read_only:
            session.refuse(READ_ONLY)
        else:
            return records
        return []

    def _change(
        self,
        records: Sequence[ArticleRecord],
        edit: Callable[[ArticleRecord], ArticleRecord],
        doing: str,
        done: str,
    ) -> None:
        """Change articles as one step, and say so."""
        if len(records) == 1:
            self._session.current.change(edit(records[0]), doing)
        else:
            self._session.notebook.change_many(
                [each.id for each in records],
                lambda each: edit(each) if isinstance(each, ArticleRecord) else None,
                f"{doing} of {counted(len(records), 'article')}",
            )
        self._session.report(f"{done} · {self._session.key_of('undo')} undoes")

    # -- what is done with them

    def set_status(self) -> None:
        """Ask how far one is with the articles."""
        records, me = self._meant(), self._session.settings.me
        if not records:
            return
        statuses: dict[str, ReadingStatus] = {status: status for status in STATUSES}
        rows = [Row(status, status, status[0]) for status in STATUSES]

        def chosen(status: str) -> None:
            self._change(
                records,
                lambda each: replace(each, status={**each.status, me: statuses[status]}),
                "status",
                f"{_named(records)} {status}",
            )

        now_is = records[0].status.get(me, "unread")
        choice = Choice(f"Status of {_named(records)}", rows, now_is)
        self._stage.ask(choice, chosen, back="desk")

    def tag(self) -> None:
        """Ask for the tags of one article, or for those that several get or lose."""
        records, known = self._meant(), self._session.notebook.tags
        if not records:
            return
        if len(records) == 1:
            value = tags_text(records[0].tags)
            question = Question("tags of the article, separated by commas:", value, known)
        else:
            hint = "adds these tags; -tag takes one away"
            question = Question(f"tags for {len(records)} articles:", known=known, hint=hint)

        def answered(line: str) -> None:
            added, removed = tag_changes(line)
            several = len(records) > 1
            if several and not added and not removed:
                return

            def edit(each: ArticleRecord) -> ArticleRecord:
                tags = changed_tags(each.tags, added, removed) if several else parsed_tags(line)
                return replace(each, tags=tags)

            signs = (*(f"#{each}" for each in added), *(f"-#{each}" for each in removed))
            words = " ".join(signs) or "without a tag"
            self._change(records, edit, "tags", f"Tagged {_named(records)} {words}")

        self._stage.ask_line(question, answered, back="desk")

    def analyze(self) -> None:
        """Find names, quotes and figures in the articles, behind the screen."""
        session = self._session
        if records := self._meant():
            stop = session.key_of("desk-stop")
            session.report(f"Analyzing {_named(records)} behind the screen; {stop} stops it.")
            session.analyzing.start(records)

    def stop(self) -> None:
        """Stop adding, else analyzing."""
        session = self._session
        if session.adding.running:
            session.adding.stop()
        elif session.analyzing.running:
            session.analyzing.stop()
        else:
            session.refuse("Nothing is being added or analyzed.")

    def archive(self) -> None:
        """Put the articles away; where all of them are away, back on the desk."""
        records = self._meant()
        if not records:
            return
        away = not all(each.archived for each in records)
        done = f"Archived {_named(records)}. F status:archived lists it."
        self._change(
            records,
            lambda each: replace(each, archived=away),
            "archive" if away else "bring back",
            done if away else f"Brought back {_named(records)}",
        )
        self._desk.selection.clear()

    def remove(self) -> None:
        """Ask, and remove the articles with all that is noted on them."""
        session, records = self._session, self._meant()
        if not records:
            return
        here = session.notebook.article_id
        if any(each.id == here for each in records):
            session.refuse("The article in view cannot be removed; open another first.")
            return
        ids = [each.id for each in records]
        notes = sum(session.notebook.counts.get(each, 0) for each in ids)
        rows = [
            Row(KEEP, "keep", "k"),
            Row(REMOVE, f"remove, with {counted(notes, 'note')}", "r"),
        ]

        def chosen(row: str) -> None:
            if row == REMOVE:
                session.notebook.remove_articles(ids, f"remove {_named(records)}")
                self._desk.selection.clear()
                undo = session.key_of("undo")
                session.report(
                    f"Removed {_named(records)} and {counted(notes, 'note')} · {undo} undoes"
                )

        choice = Choice(f"Remove {_named(records)} from the desk?", rows)
        self._stage.ask(choice, chosen, back="desk")


def _named(records: Sequence[ArticleRecord]) -> str:
    """Return what several articles are called in a sentence."""
    if len(records) == 1:
        return f"“{snippet(records[0].title or 'untitled', 40)}”"
    return counted(len(records), "article")
