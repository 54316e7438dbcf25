"""The records that the screen shows: changed in memory at once, saved behind it.

All work on the store is done by one thread, in order. Results come back as events that the
screen hands to ``take`` on its own thread, so that the records in memory have one owner.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from reader.annotations.records import ArticleRecord, Record, SourceName, Tag
from reader.session.store_news import Admitted, Changed, Event, Failed, Held, Noticed, Opened, Saved
from reader.session.store_work import COUNTED, StoreWork

if TYPE_CHECKING:
    from reader.annotations.codebook import Edit
    from reader.annotations.store import Store
    from reader.session.drafts import Drafts

SAVING = "saving the notes"
LOOK_ONLY = "These notes are shown read-only; nothing can be changed or written here."


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

    ``announce`` is called from the store's thread with each event; ``describe`` makes a sentence of
    what was being done ("opening the notes") and the fault that was met. ``look_only`` refuses
    every change, before it shows.
    """

    open_store: Callable[[], Store]
    announce: Callable[[Event], None]
    drafts: Drafts
    describe: Callable[[str, BaseException], str]
    articles: tuple[ArticleRecord, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    tags: tuple[str, ...] = ()
    codebook: tuple[Tag, ...] = ()
    sources: tuple[SourceName, ...] = ()
    read_only: bool = False
    fault: str = ""
    notices: tuple[str, ...] = ()
    article_id: str | None = None
    look_only: bool = False

    def __post_init__(self) -> None:
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="notes")
        self._work = StoreWork(self.open_store, self.announce, self.drafts, lambda: self.article_id)
        self._records: dict[str, Record] = {}
        self._waiting: dict[str, _Waiting] = {}
        self._tickets = 0
        self._polling: Future[None] | None = None
        self._closed = False
        self._is_open = False

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
        """Whether it takes nothing more, since the app is being left.

        What is still to be done is not done, what is still to be saved is kept as a draft.
        """
        return self._closed

    @property
    def store(self) -> Store | None:
        """The store once it is open, for those who only read it; it is safe from any thread."""
        return self._work.store

    def behind(self, work: Callable[[], None], doing: str) -> Future[None]:
        """Do some other work on files in the store's thread.

        A fault of it is announced as ``Failed``.
        """
        return self._do(work, doing)

    def start(self) -> Future[None]:
        """Open the store; ``Opened`` or ``Failed`` follows."""
        return self._do(self._work.open, "opening the notes", opening=True)

    def admit(
        self,
        make: Callable[[list[ArticleRecord]], ArticleRecord],
        first: Callable[[], object] = lambda: None,
    ) -> Future[None]:
        """Give an article its place on the desk and read its records; ``Admitted`` follows.

        The store's thread does ``first`` before.
        """
        self.article_id = None
        self._records = {}

        def admit() -> None:
            first()
            self._work.admit(make)

        return self._do(admit, "reading the notes", opening=True)

    def save_place(self, make: Callable[[list[ArticleRecord]], ArticleRecord]) -> None:
        """Keep the place in an article that is left before it has its own on the desk."""
        if not self.look_only:
            self._do(lambda: self._work.save_place(make), "saving the place in the article")

    def make_one(self, older: str, newer: str) -> Future[None]:
        """Make the article ``newer`` a version of ``older``, in one step; ``Admitted`` follows."""
        if self._refused():
            return _too_late()
        return self._do(lambda: self._work.make_one(older, newer), "making them one article")

    def everything(self, look: Callable[[list[Record]], None], doing: str) -> Future[None]:
        """Hand all records of the desk to ``look``, in the store's thread."""
        return self.with_store(lambda store: look(store.records()), doing)

    def with_store(self, look: Callable[[Store], None], doing: str) -> Future[None]:
        """Hand the store to ``look`` in its thread, once all that was changed before is in it.

        It may be read from any thread afterwards.
        """
        return self._do(lambda: look(self._work.opened()), doing)

    def put(self, records: Iterable[Record], doing: str, basis: Record | None = None) -> None:
        """Show ``records`` at once and save them as one step.

        ``basis`` is the one record as it was when the person began to edit it.
        """
        if self._refused():
            return
        several = tuple(records)
        ticket = self._ticket()
        for record in several:
            self._waiting[record.id] = _Waiting(record.id, record, doing, ticket, basis)
            if record.article_id == self.article_id and not isinstance(record, ArticleRecord):
                self._records[record.id] = record
            self.tags += tuple(tag for tag in record.tags if tag not in self.tags)
        self._overlay_sources(self.sources)
        self._recount()
        ids = [each.id for each in several]
        self._do(lambda: self._work.save(several, doing, ticket, basis), SAVING, ids=ids)

    def put_article(self, record: ArticleRecord, doing: str) -> None:
        """Save another state of an article's own record, and list it so at once."""
        if self._refused():
            return
        self.put([record], doing)
        self.articles = tuple(record if each.id == record.id else each for each in self.articles)

    def remove(self, record_ids: Iterable[str], doing: str = "delete") -> None:
        """Take records away as one step."""
        if self._refused():
            return
        several = tuple(record_ids)
        ticket = self._ticket()
        for record_id in several:
            self._waiting[record_id] = _Waiting(record_id, None, doing, ticket)
            self._records.pop(record_id, None)
        self._overlay_sources(self.sources)
        self._recount()
        self._do(lambda: self._work.remove(several, doing, ticket), SAVING, ids=several)

    def change_many(
        self, record_ids: Sequence[str], edit: Callable[[Record], Record | None], doing: str
    ) -> None:
        """Replace records, also of other articles, by what ``edit`` makes of each.

        It gets each as it is in the store; None leaves one as it is. It is one step; ``Changed``
        and ``Saved`` follow.
        """
        if self._refused():
            return
        self._do(lambda: self._work.change_many(record_ids, edit, doing), SAVING)

    def change_tags(
        self, names: Iterable[str], edit: Callable[[list[Record]], Edit], doing: str
    ) -> None:
        """Make the changes that ``edit`` finds in the codebook and all records with some tags.

        Those are ``names`` and the levels below them. It is one step; ``Changed`` and ``Saved``
        follow.
        """
        if self._refused():
            return
        self._do(lambda: self._work.change_tags(names, edit, doing), SAVING)

    def put_together(self, edit: Edit, doing: str) -> None:
        """Save and remove records as one step; ``Changed`` and ``Saved`` follow."""
        if self._refused():
            return
        self._do(lambda: self._work.put_together(edit, doing), SAVING)

    def remove_articles(self, article_ids: Sequence[str], doing: str) -> None:
        """Remove articles with all their notes, as one step; ``Changed`` and ``Saved`` follow."""
        if self._refused():
            return
        self._do(lambda: self._work.remove_articles(article_ids, doing), SAVING)

    def undo(self, *, sure: bool = False) -> None:
        """Take back one's last step; ``Undone`` follows, or ``WideStep`` unless it is sure."""
        if self._refused():
            return
        self._do(lambda: self._work.take_back("undo", sure=sure), "undo")

    def redo(self) -> None:
        if self._refused():
            return
        self._do(lambda: self._work.take_back("redo"), "redo")

    def poll(self) -> None:
        """Look for other terminals' changes, unless the last look is not over."""
        if self._closed:
            return
        if self._work.store is not None and (self._polling is None or self._polling.done()):
            self._polling = self._do(self._work.refresh, "looking for what other terminals saved")

    def try_again(self) -> int:
        """Save what was refused once more; how many changes that is."""
        refused = [change for change in self._waiting.values() if change.refused]
        if self._work.store is None:
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
        done = self._thread.submit(self._work.close)
        self._thread.shutdown(wait=False)
        return done

    def _refused(self) -> bool:
        """Return whether the notes may only be looked at, and announce it."""
        if self.look_only:
            self.announce(Failed(LOOK_ONLY))
        return self.look_only

    def _hold(self, held: Held) -> None:
        self.articles, self.counts = held.articles, held.counts
        self.codebook = held.codebook
        if held.tags is not None:
            self.tags = held.tags
        self._overlay_sources(held.sources)
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

    def _overlay_sources(self, sources: Iterable[SourceName]) -> None:
        """Take ``sources`` with the changes that are on their way."""
        known = {each.id: each for each in sources}
        for change in self._waiting.values():
            if change.record is None:
                known.pop(change.record_id, None)
            elif isinstance(change.record, SourceName):
                known[change.record_id] = change.record
        self.sources = tuple(known.values())

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
            self._work.notice()

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


def _too_late() -> Future[None]:
    never: Future[None] = Future()
    never.cancel()
    never.set_running_or_notify_cancel()
    return never
