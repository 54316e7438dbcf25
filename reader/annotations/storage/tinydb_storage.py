"""The store as a storage of TinyDB's, for scripts: ``NotesDB(path)`` or
``TinyDB(path, storage=JournaledStorage)``.

Everything that TinyDB can do works through ``JournaledStorage``: what a write changed is found
by comparing, and goes to the journal as one save. ``NotesDB`` has tables that insert, update,
remove and find by number or article without reading the rest. Changes made this way are no
operations of a person: they are not in the history, and undo does not reach them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, MutableMapping
from pathlib import Path
from typing import Any, cast

from tinydb import TinyDB
from tinydb.queries import QueryLike
from tinydb.storages import Storage
from tinydb.table import Document, Table

from reader.annotations.storage.disk import Disk
from reader.annotations.storage.journal import Change
from reader.annotations.storage.ledger import Ledger
from reader.annotations.storage.table_layout import HISTORY

Fields = Mapping[str, Any] | Callable[[MutableMapping[str, Any]], None]


class JournaledStorage(Storage):
    """A storage whose writes are durable lines of the journal beside the file.

    ``write`` leaves the history as it is: it is only ever added to, by the store. Raises
    StoreError where the file cannot be read or written.
    """

    def __init__(self, path: str | Path, *, disk: Disk | None = None) -> None:
        self.ledger = Ledger(Path(path), disk=disk)

    def read(self) -> dict[str, dict[str, Any]]:
        self.ledger.refresh()
        return self.ledger.tables()

    def write(self, data: dict[str, dict[str, Any]]) -> None:
        with self.ledger.writing():
            held = self.ledger.tables()
            changes: list[Change] = []
            for name in dict.fromkeys([*held, *data]):
                if name == HISTORY:
                    continue
                before, after = held.get(name, {}), data.get(name, {})
                for key in dict.fromkeys([*before, *(str(each) for each in after)]):
                    row = after.get(key)
                    if row != before.get(key):
                        changes.append((name, key, dict(row) if row is not None else None))
            if changes:
                self.ledger.append(changes)

    def close(self) -> None:
        """Folds the journal, so that the file alone is the whole truth."""
        from reader.annotations.storage.compaction import fold

        if self.ledger.unfolded:
            fold(self.ledger, patience=30.0)


class JournaledTable(Table):
    """A table that is right with other processes at work, and quick where records are numbered."""

    default_query_cache_capacity = 0

    @property
    def _ledger(self) -> Ledger:
        return cast(JournaledStorage, self.storage).ledger

    def insert(self, document: Mapping[str, Any]) -> int:
        return self.insert_multiple([document])[0]

    def insert_multiple(self, documents: Iterable[Mapping[str, Any]]) -> list[int]:
        """Inserts in one save; ValueError when a document brings a number that is taken."""
        with self._ledger.writing():
            number = self._ledger.next_key(self.name)
            changes: list[Change] = []
            for document in documents:
                key = number
                if isinstance(document, Document):
                    key = document.doc_id
                    if self._ledger.row(self.name, key) is not None:
                        raise ValueError(f"a document with the number {key} is there already")
                number = max(number, key + 1)
                changes.append((self.name, str(key), dict(document)))
            if changes:
                self._ledger.append(changes)
            return [int(key) for _, key, _ in changes]

    def update(
        self,
        fields: Fields,
        cond: QueryLike | None = None,
        doc_ids: Iterable[int] | None = None,
    ) -> list[int]:
        if doc_ids is None:
            return super().update(fields, cond)
        with self._ledger.writing():
            changes: list[Change] = []
            for key in doc_ids:
                row = self._ledger.row(self.name, key)
                if row is not None:
                    changed = dict(row)
                    if callable(fields):
                        fields(changed)
                    else:
                        changed.update(fields)
                    changes.append((self.name, str(key), changed))
            if changes:
                self._ledger.append(changes)
            return [int(key) for _, key, _ in changes]

    def remove(
        self, cond: QueryLike | None = None, doc_ids: Iterable[int] | None = None
    ) -> list[int]:
        if doc_ids is None:
            return super().remove(cond)
        with self._ledger.writing():
            changes: list[Change] = [
                (self.name, str(key), None)
                for key in doc_ids
                if self._ledger.row(self.name, key) is not None
            ]
            if changes:
                self._ledger.append(changes)
            return [int(key) for _, key, _ in changes]

    def of_article(self, article_id: str) -> list[Document]:
        """The records of one article, without reading those of others."""
        self._ledger.refresh()
        return [Document(row, key) for key, row in self._ledger.records(article_id)]

    def _update_table(self, updater: Callable[[dict[int, Mapping[str, Any]]], None]) -> None:
        with self._ledger.writing():
            super()._update_table(updater)


class NotesDB(TinyDB):
    """A TinyDB over the store's file, with the quick table."""

    table_class = JournaledTable
    default_storage_class = JournaledStorage  # type: ignore[assignment]
