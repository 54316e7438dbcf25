"""The records that the screen shows: changed in memory at once, saved behind it.

All work on the store is done by one thread, in order. Results come back as events that the
screen hands to ``take`` on its own thread, so that the records in memory have one owner.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple

from reader.annotations.records import ArticleRecord, Record, now
from reader.errors import ReaderError

if TYPE_CHECKING:
    from reader.annotations.history import Operation
    from reader.annotations.store import Store
    from reader.session.drafts import Drafts

COUNTED = frozenset({"highlight", "note", "claim", "label"})
"""The kinds of records that the desk counts as notes."""
SAVING = "saving the notes"


class Held(NamedTuple):
    """What the store holds: the desk's articles and counts, one article's records.

    ``tags`` are those of the whole desk, the most used first; None where they were not read.
    """

    articles: tuple[ArticleRecord, ...]
    counts: Mapping[str, int]
    article_id: str | None
    records: tuple[Record, ...]
    tags: tuple[str, ...] | None = None


class Opened(NamedTuple):
    held: Held
    read_only: bool


class Changed(NamedTuple):
    """The store was read again: another terminal's changes, another article, an undo."""

    held: Held


class Admitted(NamedTuple):
    """An article has its record on the desk; ``held`` are the records on it."""

    record: ArticleRecord
    held: Held


class Saved(NamedTuple):
    """``told`` are sentences on what stood in the way (somebody else's edit)."""

    ids: tuple[str, ...]
    ticket: int
    messages: tuple[str, ...] = ()


class Undone(NamedTuple):
    """``operation`` is None when there was nothing to undo or redo."""

    doing: str
    operation: Operation | None


class Failed(NamedTuple):
    """One sentence on what did not work; ``ids`` are the records that are not saved, ``kept``
    whether all of them are drafts on the disk.
    """

    sentence: str
    ids: tuple[str, ...] = ()
    opening: bool = False
    kept: bool = True


class Noticed(NamedTuple):
    """Sentences of the store on what it found and mended while it was open."""

    sentences: tuple[str, ...]


Event = Opened | Admitted | Changed | Saved | Undone | Failed | Noticed


@dataclass(slots=True)
class _Waiting:
    """A change that is not yet durable; ``record`` None removes it."""

    record_id: str
    record: Record | None
    doing: str
    ticket: int
    basis: Record | None = None
    refused: bool = False


@dataclass
class Notebook:
    """Records by id of the article in view, and what waits to be saved.

    ``announce`` is called from the store's thread with each event; ``told`` makes a sentence of
    what was being done ("opening the notes") and the fault that was met.
    """

    open_store: Callable[[], Store]
    announce: Callable[[Event], None]
    drafts: Drafts
    describe: Callable[[str, BaseException], str]
    articles: tuple[ArticleRecord, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    tags: tuple[str, ...] = ()
    read_only: bool = False
    fault: str = ""
    notices: tuple[str, ...] = ()
    article_id: str | None = None

    def __post_init__(self) -> None:
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="notes")
        self._store: Store | None = None
        self._records: dict[str, Record] = {}
        self._waiting: dict[str, _Waiting] = {}
        self._tickets = 0
        self._polling: Future[None] | None = None
        self._closed = False
        self._is_open = False
        self._hindered = ""

    @property
    def records(self) -> tuple[Record, ...]:
        """The article's records as the screen shows them, saved or not."""
        return tuple(self._records.values())

    @property
    def saving(self) -> int:
        """Changes on their way to the disk."""
        return sum(not change.refused for change in self._waiting.values())

    @property
    def unsaved(self) -> tuple[str, ...]:
        """Ids of the records that the store refused and that can be tried again."""
        return tuple(change.record_id for change in self._waiting.values() if change.refused)

    def get(self, record_id: str) -> Record | None:
        return self._records.get(record_id)

    @property
    def opened(self) -> bool:
        """Whether the store is open; its articles are known then."""
        return self._is_open

    @property
    def closed(self) -> bool:
        """Whether it takes nothing more, since the app is being left: what is still to be done is
        not done, what is still to be saved is kept as a draft.
        """
        return self._closed

    @property
    def store(self) -> Store | None:
        """The store once it is open, for those who only read it; it is safe from any thread."""
        return self._store

    def behind(self, work: Callable[[], None], doing: str) -> Future[None]:
        """Do some other work on files in the store's thread; a fault of ``doing`` it is told as
        ``Failed``.
        """
        return self._do(work, doing)

    def start(self) -> Future[None]:
        """Open the store; ``Opened`` or ``Failed`` follows."""
        return self._do(self._open, "opening the notes", opening=True)

    def admit(self, make: Callable[[list[ArticleRecord]], ArticleRecord]) -> Future[None]:
        """Give an article its place on the desk and read its records; ``Admitted`` follows."""
        self.article_id = None
        self._records = {}
        return self._do(lambda: self._admit(make), "reading the notes", opening=True)

    def make_one(self, older: str, newer: str) -> Future[None]:
        """Make the article ``newer`` a version of ``older``, in one step; ``Admitted`` follows."""
        return self._do(lambda: self._make_one(older, newer), "making them one article")

    def everything(self, look: Callable[[list[Record]], None], doing: str) -> Future[None]:
        """Hand all records of the desk to ``look``, in the store's thread."""
        return self.with_store(lambda store: look(store.records()), doing)

    def with_store(self, look: Callable[[Store], None], doing: str) -> Future[None]:
        """Hand the store to ``look`` in its thread, once all that was changed before is in it.

        It may be read from any thread afterwards.
        """
        return self._do(lambda: look(self._opened()), doing)

    def put(self, records: Iterable[Record], doing: str, basis: Record | None = None) -> None:
        """Show ``records`` at once and save them as one step.

        ``basis`` is the one record as it was when the person began to edit it.
        """
        several = tuple(records)
        ticket = self._ticket()
        for record in several:
            self._waiting[record.id] = _Waiting(record.id, record, doing, ticket, basis)
            if record.article_id == self.article_id and not isinstance(record, ArticleRecord):
                self._records[record.id] = record
            self.tags += tuple(tag for tag in record.tags if tag not in self.tags)
        self._recount()
        ids = [each.id for each in several]
        self._do(lambda: self._save(several, doing, ticket, basis), SAVING, ids=ids)

    def put_article(self, record: ArticleRecord, doing: str) -> None:
        """Save another state of an article's own record, and list it so at once."""
        self.put([record], doing)
        self.articles = tuple(record if each.id == record.id else each for each in self.articles)

    def remove(self, record_ids: Iterable[str], doing: str = "delete") -> None:
        """Take records away as one step."""
        several = tuple(record_ids)
        ticket = self._ticket()
        for record_id in several:
            self._waiting[record_id] = _Waiting(record_id, None, doing, ticket)
            self._records.pop(record_id, None)
        self._recount()
        self._do(lambda: self._remove(several, doing, ticket), SAVING, ids=several)

    def change_many(
        self, record_ids: Sequence[str], edit: Callable[[Record], Record | None], doing: str
    ) -> None:
        """Replace records, also of other articles, by what ``edit`` makes of each as it is in the
        store; None leaves one as it is. It is one step; ``Changed`` and ``Saved`` follow.
        """
        self._do(lambda: self._change_many(record_ids, edit, doing), SAVING)

    def _change_many(
        self, record_ids: Sequence[str], edit: Callable[[Record], Record | None], doing: str
    ) -> None:
        store = self._opened()
        held = (store.get(each) for each in record_ids)
        edited = (edit(each) for each in held if each is not None)
        changed = [replace(each, modified=now()) for each in edited if each is not None]
        if changed:
            store.put_many(changed, doing)
        self.announce(Changed(self._held_with_tags()))
        self.announce(Saved(tuple(each.id for each in changed), 0))

    def undo(self) -> None:
        self._do(lambda: self._take_back("undo"), "undo")

    def redo(self) -> None:
        self._do(lambda: self._take_back("redo"), "redo")

    def poll(self) -> None:
        """Look for other terminals' changes, unless the last look is not over."""
        if self._closed:
            return
        if self._store is not None and (self._polling is None or self._polling.done()):
            self._polling = self._do(self._refresh, "looking for what other terminals saved")

    def try_again(self) -> int:
        """Save what was refused once more; how many changes that is."""
        refused = [change for change in self._waiting.values() if change.refused]
        if self._store is None:
            self.start()
        for change in refused:
            change.refused = False
            if change.record is None:
                self.remove([change.record_id], change.doing)
            else:
                self.put([change.record], change.doing, change.basis)
        return len(refused)

    def take(self, event: Event) -> None:
        """Bring the records in memory up to date; to be called by their owner alone."""
        if isinstance(event, Opened):
            self.read_only, self.fault, self._is_open = event.read_only, "", True
            self._hold(event.held)
        elif isinstance(event, Admitted):
            self.article_id = event.record.article_id
            self._hold(event.held)
        elif isinstance(event, Changed):
            self._hold(event.held)
        elif isinstance(event, Saved):
            for record_id in event.ids:
                change = self._waiting.get(record_id)
                if change is not None and change.ticket == event.ticket:
                    del self._waiting[record_id]
        elif isinstance(event, Failed):
            if event.opening:
                self.fault = event.sentence
            for record_id in event.ids:
                if record_id in self._waiting:
                    self._waiting[record_id].refused = True
        elif isinstance(event, Noticed):
            new = (each for each in event.sentences if each not in self.notices)
            self.notices = (*self.notices, *new)

    def keep_waiting(self) -> bool:
        """Keep as drafts what is not saved yet, when the store takes too long; whether all is."""
        return self._keep_refused(tuple(self._waiting))

    def close(self) -> Future[None]:
        """Save what is on its way and let the store go; the future is done when it has."""
        self._closed = True
        done = self._thread.submit(self._close)
        self._thread.shutdown(wait=False)
        return done

    def _hold(self, held: Held) -> None:
        self.articles, self.counts = held.articles, held.counts
        if held.tags is not None:
            self.tags = held.tags
        if held.article_id != self.article_id:
            return
        self._records = {record.id: record for record in held.records}
        for change in self._waiting.values():
            if change.record is None:
                self._records.pop(change.record_id, None)
            elif change.record.article_id == self.article_id:
                self._records[change.record_id] = change.record
        for record_id in [
            record.id for record in self._records.values() if isinstance(record, ArticleRecord)
        ]:
            del self._records[record_id]
        self._recount()

    def _recount(self) -> None:
        if self.article_id is not None:
            number = sum(record.kind in COUNTED for record in self._records.values())
            self.counts = {**self.counts, self.article_id: number}

    def _ticket(self) -> int:
        self._tickets += 1
        return self._tickets

    def _do(
        self,
        work: Callable[[], None],
        doing: str,
        *,
        ids: Iterable[str] = (),
        opening: bool = False,
    ) -> Future[None]:
        concerned = tuple(ids)

        def report(done: Future[None]) -> None:
            fault = done.exception()
            if fault is not None:
                kept = self._keep_refused(concerned)
                self.announce(Failed(self.describe(doing, fault), concerned, opening, kept))
            self._notice()

        if self._closed:
            if concerned:
                kept = self._keep_refused(concerned)
                self.announce(Failed("The notes are closed already.", concerned, kept=kept))
            return _too_late()
        future = self._thread.submit(work)
        future.add_done_callback(report)
        return future

    def _keep_refused(self, ids: Iterable[str]) -> bool:
        """Keep what could not be saved where the next start finds it; whether all of it is there.

        The drafts hold in memory what the disk refuses as well.
        """
        kept = True
        for record_id in ids:
            change = self._waiting.get(record_id)
            if change is not None and change.record is not None:
                try:
                    self.drafts.keep_record(change.record)
                except OSError:
                    kept = False
        return kept

    def _notice(self) -> None:
        """Pass on what the store found while it worked."""
        sentences = tuple(self._store.notices()) if self._store is not None else ()
        if sentences:
            self.announce(Noticed(sentences))

    def _open(self) -> None:
        store = self._opened()
        self.announce(Opened(self._held_with_tags(), store.read_only))
        if others := store.second_files():
            self.announce(Noticed(tuple(each.sentence for each in others)))

    def _opened(self) -> Store:
        if self._store is None:
            self._store = self.open_store()
        return self._store

    def _admit(self, make: Callable[[list[ArticleRecord]], ArticleRecord]) -> None:
        record = self._opened().admit(make)
        self.announce(Admitted(record, self._held(record.article_id)))

    def _make_one(self, older: str, newer: str) -> None:
        from reader.annotations.articles import MAKING_ONE
        from reader.annotations.versions import made_one

        store = self._opened()
        first, second = store.get(older), store.get(newer)
        if not isinstance(first, ArticleRecord) or not isinstance(second, ArticleRecord):
            raise ReaderError("One of the two articles is not on the desk any more.")
        records = made_one(first, second, store.records(newer), now())
        store.put_many(records, MAKING_ONE, removed=(newer,))
        joined = store.get(older)
        assert isinstance(joined, ArticleRecord)
        self.announce(Admitted(joined, self._held(older)))

    def _save(
        self, records: tuple[Record, ...], doing: str, ticket: int, basis: Record | None
    ) -> None:
        store = self._opened()
        if len(records) == 1:
            made = [store.put(records[0], doing, basis=basis)]
        else:
            made = store.put_many(records, doing)
        for record in records:
            self.drafts.forget_record(record.id)
        messages = tuple(operation.message for operation in made if operation.message)
        self.announce(Saved(tuple(record.id for record in records), ticket, messages))
        home = _new_home(records, made)
        if home is not None and isinstance(article := store.get(home), ArticleRecord):
            self.announce(Admitted(article, self._held(home)))
        elif messages:
            self.announce(Changed(self._held(self.article_id)))

    def _remove(self, record_ids: tuple[str, ...], doing: str, ticket: int) -> None:
        store = self._opened()
        for record_id in record_ids:
            self.drafts.forget_record(record_id)
        store.put_many([], doing, removed=record_ids)
        self.announce(Saved(record_ids, ticket))

    def _take_back(self, doing: str) -> None:
        store = self._opened()
        operation = store.undo() if doing == "undo" else store.redo()
        self.announce(Changed(self._held(self.article_id)))
        self.announce(Undone(doing, operation))

    def _refresh(self) -> None:
        try:
            changed = self._opened().refresh()
        except Exception as fault:
            # What goes on hindering every look is told once.
            before, self._hindered = self._hindered, str(fault)
            if before == self._hindered:
                return
            raise
        self._hindered = ""
        if changed:
            self.announce(Changed(self._held(self.article_id)))

    def _close(self) -> None:
        if self._store is not None:
            try:
                self._store.close()
            finally:
                self._notice()

    def _held_with_tags(self) -> Held:
        used = self._opened().tags()
        tags = tuple(sorted(used, key=lambda tag: (-used[tag], tag)))
        return self._held(self.article_id)._replace(tags=tags)

    def _held(self, article_id: str | None) -> Held:
        store = self._opened()
        counts = {
            article: sum(number for kind, number in kinds.items() if kind in COUNTED)
            for article, kinds in store.counts().items()
        }
        return Held(
            tuple(store.articles()),
            counts,
            article_id,
            tuple(store.records(article_id)) if article_id else (),
        )


def _new_home(records: Iterable[Record], made: Iterable[Operation]) -> str | None:
    """The article that ``records`` are on now, where it is another one or was saved with them."""
    articles = {record.id: record.article_id for record in records}
    for each in made:
        article = (each.after or {}).get("article_id")
        if isinstance(article, str) and articles.get(each.record) != article:
            return article
    return None


def _too_late() -> Future[None]:
    never: Future[None] = Future()
    never.cancel()
    never.set_running_or_notify_cancel()
    return never
