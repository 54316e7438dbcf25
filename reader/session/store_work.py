"""What the thread of the store does for the notebook; each piece of work announces its result."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from reader.annotations.codebook import Edit
from reader.annotations.record_json import from_document, is_record
from reader.annotations.records import CODEBOOK, ArticleRecord, Record, SourceName, Tag, now
from reader.errors import ReaderError
from reader.session.store_news import (
    MANY,
    Admitted,
    Changed,
    Event,
    Held,
    Noticed,
    Opened,
    Saved,
    Undone,
    WideStep,
)

if TYPE_CHECKING:
    from reader.annotations.history import Operation
    from reader.annotations.store import Store
    from reader.session.drafts import Drafts

BRINGING = frozenset({"import", "merge"})
"""What the steps are called by which notes of others come in."""
COUNTED = frozenset({"highlight", "note", "claim", "label"})
"""The kinds of records that the desk counts as notes."""


class StoreWork:
    """The store, opened by the first work that needs it; all methods run in its one thread.

    ``store`` is None until it is open. ``shown`` gives the id of the article in view.
    """

    def __init__(
        self,
        open_store: Callable[[], Store],
        announce: Callable[[Event], None],
        drafts: Drafts,
        shown: Callable[[], str | None],
    ) -> None:
        self.store: Store | None = None
        self._open_store = open_store
        self._announce = announce
        self._drafts = drafts
        self._shown = shown
        self._hindered = ""

    def notice(self) -> None:
        """Pass on what the store found while it worked."""
        sentences = tuple(self.store.notices()) if self.store is not None else ()
        if sentences:
            self._announce(Noticed(sentences))

    def open(self) -> None:
        store = self.opened()
        self._announce(Opened(self._held_with_tags(), store.read_only))
        if others := store.second_files():
            self._announce(Noticed(tuple(each.sentence for each in others)))

    def opened(self) -> Store:
        if self.store is None:
            self.store = self._open_store()
        return self.store

    def admit(self, make: Callable[[list[ArticleRecord]], ArticleRecord]) -> None:
        record = self.opened().admit(make)
        self._announce(Admitted(record, self._held(record.article_id)))

    def save_place(self, make: Callable[[list[ArticleRecord]], ArticleRecord]) -> None:
        """Give an article that is out of view its place on the desk, and keep where it was left."""
        if not self.opened().read_only:
            self.opened().admit(make)
            self._announce(Changed(self._held(self._shown())))

    def make_one(self, older: str, newer: str) -> None:
        """Join two articles, named by their ids, into the older one. Raises ReaderError."""
        from reader.annotations.articles import MAKING_ONE
        from reader.annotations.versions import made_one

        store = self.opened()
        first, second = store.get(older), store.get(newer)
        if not isinstance(first, ArticleRecord) or not isinstance(second, ArticleRecord):
            raise ReaderError("One of the two articles is not on the desk any more.")
        records = made_one(first, second, store.records(newer), now())
        store.put_many(records, MAKING_ONE, removed=(newer,))
        joined = store.get(older)
        assert isinstance(joined, ArticleRecord)
        self._announce(Admitted(joined, self._held(older)))

    def save(
        self, records: tuple[Record, ...], doing: str, ticket: int, basis: Record | None
    ) -> None:
        """Save records as one step that undo reverts; ``ticket`` names it in the news."""
        store = self.opened()
        if len(records) == 1:
            made = [store.put(records[0], doing, basis=basis)]
        else:
            made = store.put_many(records, doing)
        for record in records:
            self._drafts.forget_record(record.id)
        messages = tuple(operation.message for operation in made if operation.message)
        self._announce(Saved(tuple(record.id for record in records), ticket, messages))
        home = _new_home(records, made)
        if home is not None and isinstance(article := store.get(home), ArticleRecord):
            self._announce(Admitted(article, self._held(home)))
        elif messages:
            self._announce(Changed(self._held(self._shown())))

    def remove(self, record_ids: tuple[str, ...], doing: str, ticket: int) -> None:
        store = self.opened()
        for record_id in record_ids:
            self._drafts.forget_record(record_id)
        store.put_many([], doing, removed=record_ids)
        self._announce(Saved(record_ids, ticket))

    def change_many(
        self, record_ids: Sequence[str], edit: Callable[[Record], Record | None], doing: str
    ) -> None:
        store = self.opened()
        held = (store.get(each) for each in record_ids)
        edited = (edit(each) for each in held if each is not None)
        changed = [replace(each, modified=now()) for each in edited if each is not None]
        self.put_together(Edit(tuple(changed)), doing)

    def change_tags(
        self, names: Iterable[str], edit: Callable[[list[Record]], Edit], doing: str
    ) -> None:
        from reader.annotations.storage.tagged import tagged

        store = self.opened()
        rows = [each for each in tagged(store.writer.view, names) if is_record(each)]
        every = [*map(from_document, rows), *store.records(CODEBOOK)]
        self.put_together(edit(every), doing)

    def put_together(self, edit: Edit, doing: str) -> None:
        """Save what an edit found, as one step."""
        if edit.changed or edit.removed:
            self.opened().put_many(edit.changed, doing, removed=edit.removed)
        self._announce(Changed(self._held_with_tags()))
        self._announce(Saved(tuple(each.id for each in edit.changed), 0))

    def remove_articles(self, article_ids: Sequence[str], doing: str) -> None:
        """Remove articles with all records on them, and where their claims appear elsewhere."""
        from reader.annotations.removal import removed_with

        store = self.opened()
        gone = removed_with(store, article_ids)
        store.put_many([], doing, removed=gone)
        self._announce(Changed(self._held_with_tags()))
        self._announce(Saved(tuple(gone), 0))

    def take_back(self, doing: str, *, sure: bool = False) -> None:
        """Undo or redo a step.

        One that another session made of an import, or brought in many records by, only where that
        is sure.
        """
        store = self.opened()
        step = store.next_step(doing)
        if doing == "undo" and not sure and _is_of_elsewhere(step, store.own_steps):
            self._announce(WideStep(step[0], len(step)))
            return
        operation = store.undo() if doing == "undo" else store.redo()
        self._announce(Changed(self._held(self._shown())))
        self._announce(Undone(doing, operation, len(step), _articles_of(step)))

    def refresh(self) -> None:
        try:
            changed = self.opened().refresh()
        except Exception as fault:
            # A lasting hindrance is reported once.
            before, self._hindered = self._hindered, str(fault)
            if before == self._hindered:
                return
            raise
        self._hindered = ""
        if changed:
            self._announce(Changed(self._held(self._shown())))

    def close(self) -> None:
        if self.store is not None:
            try:
                self.store.close()
            finally:
                self.notice()

    def _held_with_tags(self) -> Held:
        used = self.opened().tags()
        tags = tuple(sorted(used, key=lambda tag: (-used[tag], tag)))
        return self._held(self._shown())._replace(tags=tags)

    def _held(self, article_id: str | None) -> Held:
        store = self.opened()
        counts = {
            article: sum(number for kind, number in kinds.items() if kind in COUNTED)
            for article, kinds in store.counts().items()
        }
        return Held(
            tuple(store.articles()),
            counts,
            article_id,
            tuple(store.records(article_id)) if article_id else (),
            codebook=tuple(each for each in store.records(CODEBOOK) if isinstance(each, Tag)),
            sources=tuple(
                each for each in store.records(kind="source") if isinstance(each, SourceName)
            ),
        )


def _is_of_elsewhere(step: Sequence[Operation], own: Collection[str]) -> bool:
    """Return whether a step brought in notes by a command, or many in another session."""
    if not step or step[0].step in own:
        return False
    doing = step[0].doing.removeprefix("redo ")
    return doing in BRINGING or sum(each.before is None for each in step) >= MANY


def _articles_of(step: Iterable[Operation]) -> int:
    """Return how many articles the operations are on."""
    return len({(each.after or each.before or {}).get("article_id") for each in step})


def _new_home(records: Iterable[Record], made: Iterable[Operation]) -> str | None:
    """Return the article that ``records`` are on now.

    Where it is another one or was saved with them.
    """
    articles = {record.id: record.article_id for record in records}
    for each in made:
        article = (each.after or {}).get("article_id")
        if isinstance(article, str) and articles.get(each.record) != article:
            return article
    return None
