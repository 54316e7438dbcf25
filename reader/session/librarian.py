"""The index of the desk behind the screen: one thread that keeps it, lists and finds.

Results come back as events; nothing here touches a widget, and no other thread the index.
"""

from __future__ import annotations

import contextlib
import threading
from collections import deque
from collections.abc import Callable, Collection, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from reader.annotations.store import Store
    from reader.config import Settings
    from reader.desk.index import DeskIndex
    from reader.desk.row import DeskRow
    from reader.desk.search import DeskHit
    from reader.session.desk_view import DeskView
    from reader.session.queue_counts import QueueCounter

FIRST_LOOK_TIMEOUT = 1.0
"""Seconds that the notes wait for the desk to be listed from its index."""
PREVIEW = 2_000
"""Characters of an article that are read to preview it."""
FEW = 200
"""Changed rows that are read by themselves; with more of them all are read."""


class Listed(NamedTuple):
    """The articles that ``view`` shows, in order, of ``total`` on the desk."""

    rows: Sequence[DeskRow]
    total: int
    view: DeskView


class Indexing(NamedTuple):
    """How many articles of how many are indexed; ``done`` equals ``number`` at the end."""

    done: int
    number: int


class HitsFound(NamedTuple):
    """With an ``article_id`` it is the first hit of that article, to be gone to.

    ``missing`` is of how many articles no text is kept that could be searched.
    """

    words: str
    hits: Sequence[DeskHit]
    article_id: str = ""
    missing: int = 0


class Previewed(NamedTuple):
    """The beginning of an article's text, "" where none is stored."""

    article_id: str
    beginning: str


class Hindered(NamedTuple):
    """One sentence on what did not work, or on what had to be rebuilt."""

    sentence: str
    loud: bool = False


Event = Listed | Indexing | HitsFound | Previewed | Hindered


class Librarian:
    """``store`` gives the open store or None; ``announce`` is called from the thread.

    ``describe`` makes a sentence of a fault; the thread calls ``await_turn`` before its work.
    """

    def __init__(
        self,
        settings: Settings,
        store: Callable[[], Store | None],
        announce: Callable[[Event], None],
        describe: Callable[[str, BaseException], str],
        view: DeskView,
        await_turn: Callable[[], object] = lambda: None,
    ) -> None:
        self._await_turn = await_turn
        self._settings = settings
        self._store = store
        self._announce = announce
        self._describe = describe
        self._view = view
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="desk")
        self._closing = threading.Event()
        self._asked_first = threading.Event()
        self._guard = threading.Lock()
        self._due: set[str] = set()
        self._quick: deque[Callable[[], None]] = deque()
        self._index: DeskIndex | None = None
        self._count_queue: QueueCounter | None = None
        self._rows: dict[str, DeskRow] | None = None
        self._previewed = ""

    def start(self) -> None:
        """List what the index knows from earlier; ``Listed`` follows where it knows anything."""
        self._do("open", self._first_list)

    def first_listing(self) -> None:
        """Wait, in another thread and not for long, until the index was listed from."""
        self._asked_first.wait(FIRST_LOOK_TIMEOUT)

    def _first_list(self) -> None:
        try:
            self._list()
        finally:
            self._asked_first.set()

    def update(self) -> None:
        """Take in what changed in the store; ``Listed`` follows."""
        self._do("update", self._update)

    def look(self, view: DeskView) -> None:
        """List other articles, or in another order; ``Listed`` follows."""
        self._view = view
        self._do("list", self._list, quick=True)

    def find(self, words: str, first: str = "") -> None:
        """Find words on the whole desk; ``HitsFound`` follows."""
        self._do(None, lambda: self._find(words, first), quick=True)

    def preview(self, article_id: str) -> None:
        """Read the beginning of an article; ``Previewed`` follows, of the last one asked for."""
        self._previewed = article_id
        self._do(None, lambda: self._preview(article_id), quick=True)

    def _preview(self, article_id: str) -> None:
        if article_id == self._previewed:
            beginning = self._opened().beginning(article_id, PREVIEW)
            self._announce(Previewed(article_id, beginning))

    def find_first(self, words: str, article_id: str) -> None:
        """Find where an article has the words first; ``HitsFound`` follows."""
        self._do(None, lambda: self._find(words, "", article_id), quick=True)

    def close(self) -> Future[None]:
        """Let the index go; what is being taken in is left for the next start."""
        self._closing.set()
        done = self._thread.submit(self._close)
        self._thread.shutdown(wait=False)
        return done

    def _do(self, name: str | None, work: Callable[[], None], *, quick: bool = False) -> None:
        """Do some work in the thread; work of the same name that waits already is enough.

        What is ``quick`` need not wait until the whole desk is indexed.
        """
        with self._guard:
            if self._closing.is_set() or name in self._due:
                return
            if name is not None:
                self._due.add(name)

        def do() -> None:
            with self._guard:
                self._due.discard(name or "")
            self._await_turn()
            if not self._closing.is_set():
                self._guarded(work)

        if quick:
            self._quick.append(do)
        self._thread.submit(self._do_quick if quick else do)

    def _do_quick(self) -> None:
        while self._quick:
            self._quick.popleft()()

    def _indexed(self, done: int, number: int) -> None:
        self._announce(Indexing(done, number))
        self._do_quick()

    def _guarded(self, work: Callable[[], None]) -> None:
        """Do it; if the index is corrupt, rebuild it, say so and do it again."""
        from reader.desk.index_file import DamagedIndexError

        try:
            try:
                work()
            except DamagedIndexError:
                self._anew()
                work()
        except Exception as fault:  # noqa: BLE001 whatever it is, the thread goes on with what it is asked
            self._announce(Indexing(0, 0))
            message = self._describe("reading the index of the desk", fault)
            self._announce(Hindered(message, loud=True))

    def _anew(self) -> None:
        from reader.desk.index_file import throw_away

        path = self._index.path if self._index is not None else None
        if self._index is not None:
            self._index.close()
        self._index, self._rows, self._count_queue = None, None, None
        if path is not None:
            with contextlib.suppress(OSError):
                throw_away(path)
        self._announce(Hindered("The library index was corrupt; rebuilding it."))
        self._update()

    def _opened(self) -> DeskIndex:
        if self._index is None:
            from reader.desk.index import DeskIndex
            from reader.desk.index_file import DeskIndexError, index_path
            from reader.desk.upkeep import open_index

            settings = self._settings
            try:
                self._index, message = open_index(index_path(settings.cache_folder, settings.notes))
            except DeskIndexError as fault:
                self._index, message = DeskIndex(None), f"{fault} This session uses one in memory."
            if message:
                self._announce(Hindered(message))
        return self._index

    def _update(self) -> None:
        from reader.desk.people import people_found
        from reader.desk.upkeep import bring_up_to_date, take_in_people

        store, settings = self._store(), self._settings
        if store is None:
            return
        index = self._opened()
        changed = bring_up_to_date(
            index,
            store,
            settings.library.texts,
            on_progress=self._indexed,
            listed=self._read_and_list,
            stopped=self._closing.is_set,
        )
        if self._closing.is_set():
            return
        named = take_in_people(index, *people_found(settings.library), changed)
        if named or len(changed) > FEW or self._rows is None:
            self._read_and_list()
        elif changed:
            for article_id in changed:
                self._rows.pop(article_id, None)
            rows = index.rows(settings.me, changed)
            self._rows.update((row.article_id, row) for row in rows)
            self._list()
        self._count_queues(store)

    def _count_queues(self, store: Store) -> None:
        """Count what is left to decide in articles that changed; the rest when all else is done."""
        from reader.desk.upkeep import take_in_queues
        from reader.session.queue_counts import QueueCounter

        index = self._opened()
        if self._count_queue is None or self._count_queue.store is not store:
            self._count_queue = QueueCounter(self._settings, index, store)
        counted = take_in_queues(index, store, self._count_queue)
        if counted and self._rows is not None:
            rows = index.rows(self._settings.me, counted)
            self._rows.update((row.article_id, row) for row in rows)
            self._list()
        if counted and not self._closing.is_set():
            self._do("queues", lambda: self._count_queues(store))

    def _read_and_list(self) -> None:
        self._rows = None
        self._list()

    def _list(self) -> None:
        from reader.desk.query import QueryError, parse_query
        from reader.desk.row import ordered

        index, view = self._opened(), self._view
        if self._rows is None:
            rows = index.rows(self._settings.me)
            if not rows and not index.about("state"):
                return  # nothing is known yet, which is not the same as nothing to list
            self._rows = {row.article_id: row for row in rows}
        wanted = view.wanted
        having: Collection[str] | None = None
        if wanted.words:
            try:
                having = index.articles_with(parse_query(wanted.words))
            except QueryError as fault:
                self._announce(Hindered(str(fault)))
        shown = [
            row
            for row in self._rows.values()
            if (having is None or row.article_id in having) and wanted.takes(row)
        ]
        rows = ordered(shown, view.by, turned=view.turned)
        self._announce(Listed(rows, sum(not row.archived for row in self._rows.values()), view))

    def _find(self, words: str, first: str, article_id: str = "") -> None:
        from reader.desk.search import MOST, find_on_desk

        among, most = ({article_id}, 1) if article_id else (None, MOST)
        index = self._opened()
        hits = find_on_desk(index, words, most=most, first=first, among=among)
        self._announce(HitsFound(words, hits, article_id, index.without_text()))

    def _close(self) -> None:
        if self._index is not None:
            self._index.close()
