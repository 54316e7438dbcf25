"""The page of all notes: every note of the desk as a row, filtered while one types.

One thread reads and another filters; what they find comes back as news, so that no key waits.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from reader.annotations.records import ArticleRecord, Record
from reader.session.events import AllNotesListed, NotePreviewed
from reader.session.people_signs import people_signs
from reader.session.row_selection import RowSelection

if TYPE_CHECKING:
    from reader.annotations.records import Document
    from reader.annotations.store import Store
    from reader.desk.note_table import Narrowing, NoteRow, NoteTable
    from reader.session.note_preview import NotePreview
    from reader.session.people_signs import Person
    from reader.session.state import SessionState

FIRST, MORE = 300, 4_000
"""Records read before the first rows show, and at a time after them."""
DOING = "listing all notes"


class NotesView(NamedTuple):
    """``line`` is a filter as a person writes it, ``by`` one of the table's orders."""

    line: str = ""
    by: str = "changed"
    turned: bool = False

    def sorted_by(self, by: str) -> NotesView:
        """Sorted so, or the other way round when it is sorted so already."""
        return self._replace(by=by, turned=by == self.by and not self.turned)


class TableRead(NamedTuple):
    """``reading`` is how many records are read so far, None when all are."""

    table: NoteTable
    reading: int | None


class NotesFiltered(NamedTuple):
    """The rows that ``view`` shows; ``fault`` says why its line is no filter."""

    view: NotesView
    rows: Sequence[NoteRow]
    fault: str = ""


class PreviewRead(NamedTuple):
    preview: NotePreview


class AllNotes:
    """``rows`` are those in view, of ``total``.

    ``reading`` counts the records while they are read, ``fault`` says why the line that is typed is
    no filter, and ``listed`` how often rows were listed.
    """

    def __init__(self, state: SessionState) -> None:
        self._state = state
        self.view = NotesView()
        self.rows: Sequence[NoteRow] = ()
        self.table: NoteTable | None = None
        self.reading: int | None = 0
        self.fault = ""
        self.listed = 0
        self.selection = RowSelection()
        self.preview: NotePreview | None = None
        self.shown = False
        self._reader = ThreadPoolExecutor(max_workers=1, thread_name_prefix="reading-notes")
        self._quick = ThreadPoolExecutor(max_workers=1, thread_name_prefix="filtering-notes")
        self._narrowing: Narrowing | None = None
        self._closing = threading.Event()
        self._source: tuple[Store, Callable[[], set[str] | None]] | None = None
        self._by_article: dict[str, list[NoteRow]] = {}
        self._wanted = NotesView()
        self._previewed: str | None = None
        state.when(TableRead, self._table_read)
        state.when(NotesFiltered, self._filtered)
        state.when(PreviewRead, self._preview_read)

    @property
    def total(self) -> int:
        return len(self.table.rows) if self.table is not None else 0

    @property
    def people(self) -> Mapping[str, Person]:
        """The other people who made some of the notes."""
        names = self.table.people if self.table is not None else ()
        return people_signs(names, self._state.settings.me)

    @property
    def ids(self) -> list[str]:
        """The ids of the rows in view, in their order."""
        return [row.record_id for row in self.rows]

    def open(self) -> None:
        """List all notes, those of last time at once; ``AllNotesListed`` follows."""
        self.shown = True
        if self._source is None:
            self._state.notebook.with_store(self._opened, DOING)
        else:
            self.update()

    def _opened(self, store: Store) -> None:
        if self._source is None:
            self._source = store, partial(store.writer.take_changes, store.writer.watch())
            self._do(self._read)

    def leave(self) -> None:
        """Close the page: what changes from now on is read when it is opened again."""
        self.shown = False

    def update(self) -> None:
        """Read what changed in the store, while the page is open."""
        if self._source is not None and self.shown:
            self._state.notebook.with_store(self._saved, DOING)

    def _saved(self, _: Store) -> None:
        self._do(self._update)

    def close(self) -> None:
        """Let the thread end; what it is reading is given up."""
        self._closing.set()
        for each in (self._reader, self._quick):
            each.shutdown(wait=False, cancel_futures=True)

    def look(self, view: NotesView) -> None:
        """Show other rows, or in another order; ``AllNotesListed`` follows."""
        self.view = self._wanted = view
        self._do(self._filter, quick=True)

    def show_preview(self, row: NoteRow | None) -> None:
        """Read a note with the words around its passage; ``NotePreviewed`` follows."""
        self._previewed = row.record_id if row is not None else None
        if row is not None:
            self._do(lambda: self._read_preview(row), quick=True)

    # -- news

    def _table_read(self, news: TableRead) -> None:
        self.table, self.reading = news
        if news.reading is None:
            self.selection.keep(row.record_id for row in news.table.rows)
        self._do(self._filter, quick=True)

    def _filtered(self, news: NotesFiltered) -> None:
        self.listed += 1
        if news.view == self.view:
            self.fault = news.fault
            self.rows = news.rows if not news.fault else self.rows
            self._state.emit(AllNotesListed())

    def _preview_read(self, news: PreviewRead) -> None:
        if news.preview.record_id == self._previewed:
            self.preview = news.preview
            self._state.emit(NotePreviewed())

    # -- in the thread

    def _do(self, work: Callable[[], object], *, quick: bool = False) -> None:
        """Do some work in a thread: what is ``quick`` does not wait for what is being read."""
        if not self._closing.is_set():
            (self._quick if quick else self._reader).submit(self._state.guarded(work, DOING))

    def _filter(self) -> None:
        """Filter by what is wanted now: of several lines typed meanwhile, by the last alone."""
        from reader.desk.filter import FilterError
        from reader.desk.note_table import Narrowing, parse_note_filter

        view, table, held = self._wanted, self.table, self._narrowing
        if table is None:
            return
        if held is None or held.table is not table:
            held = self._narrowing = Narrowing(table)
        try:
            rows = held.matching(parse_note_filter(view.line), view.by, turned=view.turned)
        except FilterError as fault:
            self._state.hear(NotesFiltered(view, (), str(fault)))
        else:
            self._state.hear(NotesFiltered(view, rows))

    def _read(self) -> None:
        """Read all notes, and publish the first of them before the rest is read."""
        from reader.desk.note_table import NoteRows

        if self._source is None:
            return
        store, changes = self._source
        changes()
        make, number = NoteRows(store.articles()), 0
        by_article: dict[str, list[NoteRow]] = {}
        for documents in self._groups(store):
            if self._closing.is_set():
                return
            first = not by_article
            for row in make.of(documents):
                by_article.setdefault(row.article_id, []).append(row)
            number += len(documents)
            if first and by_article:
                self._publish(by_article, number)
        self._by_article = by_article
        self._publish(by_article, None)
        self._place(store)

    @staticmethod
    def _groups(store: Store) -> Iterable[list[Document]]:
        """Yield documents in small groups at first, then in large ones."""
        held: list[Document] = []
        shown = False
        for documents in store.writer.view.newest_first(FIRST):
            held += documents
            if len(held) >= (MORE if shown else 1):
                yield held
                held, shown = [], True
        yield held

    def _place(self, store: Store) -> None:
        """Look for notes on earlier texts in the newest ones, which may take long."""
        from reader.desk.note_table import EARLIER, NoteRows

        of_earlier = [
            article
            for article, rows in self._by_article.items()
            if any(EARLIER in row.status for row in rows)
        ]
        if not of_earlier:
            return
        make = NoteRows(store.articles(), self._state.settings.library.text_of)
        for article in of_earlier:
            if self._closing.is_set():
                return
            self._by_article[article] = make.of(store.documents(article))
        self._publish(self._by_article, None)

    def _update(self) -> None:
        from reader.desk.note_table import NoteRows

        if self._source is None:
            return
        store, changes = self._source
        changed = changes()
        if changed is None:
            self._read()
        elif changed:
            make = NoteRows(store.articles(), self._state.settings.library.text_of)
            for article in changed:
                rows = make.of(store.documents(article))
                if rows:
                    self._by_article[article] = rows
                else:
                    self._by_article.pop(article, None)
            self._publish(self._by_article, None)

    def _publish(self, by_article: dict[str, list[NoteRow]], reading: int | None) -> None:
        from reader.desk.note_table import NoteTable

        rows = [row for each in by_article.values() for row in each]
        rows.sort(key=lambda row: row.modified, reverse=True)
        self._state.hear(TableRead(NoteTable(rows), reading))

    def _read_preview(self, row: NoteRow) -> None:
        if row.record_id != self._previewed or self._source is None:
            return
        from reader.session.note_preview import preview_of

        store, _ = self._source
        record, articles = store.get(row.record_id), store.articles()
        article = next((each for each in articles if each.article_id == row.article_id), None)
        if record is not None:
            preview = preview_of(record, article, self._text_of(article))
            self._state.hear(PreviewRead(preview))

    def _text_of(self, article: ArticleRecord | None) -> str | None:
        reading = self._state.reading
        if article is None:
            return None
        if reading is not None and reading.article_id == article.article_id:
            return reading.article.text
        return self._state.settings.library.text_of(article)

    # -- changes

    def change(
        self, record_ids: Sequence[str], edit: Callable[[Record], Record | None], doing: str
    ) -> None:
        """Replace these records by what ``edit`` makes of each, as one step.

        None leaves one as it is.
        """
        self._state.notebook.change_many(record_ids, edit, doing)

    def remove(self, record_ids: Sequence[str]) -> None:
        """Delete records as one step."""
        doing = "delete" if len(record_ids) == 1 else f"delete {len(record_ids)} notes"
        self._state.notebook.remove(record_ids, doing)
        self.selection.clear()
