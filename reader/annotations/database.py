"""The notes as a TinyDB database, for scripts and notebooks: what ``reader.open_notes`` returns.

TinyDB knows two calls of a storage: ``read`` returns all tables, ``write`` takes all of them. An
insert, update or removal reads, changes what it read in place, and writes. So ``read`` hands out
fresh rows, a table at a time, and ``write`` compares them with the rows they were made from: the
difference becomes one durable line of the journal, and one step of the history that undo takes
back. ``NotesTable`` holds the lock from read to write, so that no change of another terminal
comes between; where a storage is used without it, such a change is joined or refused, never
overwritten.
"""

from __future__ import annotations

import copy
import json
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, cast

from tinydb import TinyDB
from tinydb.queries import QueryLike
from tinydb.storages import Storage
from tinydb.table import Document, Table

from reader.annotations.row_edits import RowEdit
from reader.annotations.storage.disk import Disk
from reader.annotations.storage.table_file import rows_of_line
from reader.annotations.storage.table_layout import ABOUT, HISTORY, row_json
from reader.annotations.storage.view import View
from reader.annotations.store import Store, open_store
from reader.annotations.store_error import StoreError

DOING = "script"
"""What the history calls a change made through TinyDB."""

Rows = dict[str, Any]


def open_database(
    path: Path, *, who: str, read_only: bool = False, disk: Disk | None = None
) -> TinyDB:
    """Return the notes at ``path``; ``who`` signs what is changed. Raises StoreError."""
    return NotesDatabase(path, who=who, read_only=read_only, disk=disk)


class Snapshot(MutableMapping[str, Rows]):
    """All tables as they are in ``view``, each parsed when it is first used.

    The rows belong to the caller, who may change them; ``edits`` finds what was changed.
    """

    def __init__(self, view: View) -> None:
        self._view = view
        self._names = dict.fromkeys(view.table_names)
        self._used: dict[str, Rows] = {}

    def __getitem__(self, name: str) -> Rows:
        if name not in self._names:
            raise KeyError(name)
        if name not in self._used:
            rows, changed = self._view.table(name), self._view.overlay.rows(name)
            rows.update((key, copy.deepcopy(rows[key])) for key in changed if key in rows)
            self._used[name] = rows
        return self._used[name]

    def __setitem__(self, name: str, rows: Rows) -> None:
        self._names[name] = None
        self._used[name] = rows

    def __delitem__(self, name: str) -> None:
        del self._names[name]
        self._used[name] = {}

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)

    def edits(self) -> list[RowEdit]:
        """Return what was changed in the tables that were used.

        Raises TypeError and ValueError for what JSON does not have.
        """
        return [edit for name, rows in self._used.items() for edit in self._edits(name, rows)]

    def _edits(self, name: str, rows: Mapping[str, Any]) -> Iterator[RowEdit]:
        before = dict(self._raw(name))
        for key in dict.fromkeys([*before, *rows]):
            old = before.get(key)
            new = row_json(rows[key]) if key in rows else None
            if new != old:
                was = json.loads(old) if old is not None else None
                now = json.loads(new) if new is not None else None
                if old is None or new is None or row_json(was) != row_json(now):
                    yield RowEdit(name, key, was, now)

    def _raw(self, name: str) -> Iterator[tuple[str, bytes]]:
        """Yield the rows as JSON, which distinguishes 1 from true and is quick to compare."""
        changed = self._view.overlay.rows(name)
        for line in self._view.base.lines(name):
            head, _, row = line.partition(b'":')
            key = head[1:].decode("ascii")
            if not key.isdigit():
                ((key, value),) = rows_of_line(line).items()
                row = row_json(value)
            if key not in changed:
                yield key, row
        for key, value in changed.items():
            if value is not None:
                yield key, row_json(value)


class NotesStorage(Storage):
    """The store behind TinyDB's two calls.

    Raises StoreError where notes cannot be read or saved, and for a change of the history, which
    reader alone writes.
    """

    def __init__(
        self, path: Path, *, who: str = "", read_only: bool = False, disk: Disk | None = None
    ) -> None:
        self.store: Store = open_store(path, who=who, read_only=read_only, disk=disk, tell=_warn)

    def read(self) -> dict[str, Rows]:
        self.store.refresh()
        return cast(dict[str, Rows], Snapshot(self.store.writer.view))

    def write(self, data: Mapping[str, Rows]) -> None:
        """Save what differs from the notes as they are: rows by document id, by table.

        Raises StoreError where it cannot be saved as JSON, changes the history, or holds a row
        that no terminal could show.
        """
        with self.locked():
            if not isinstance(data, Snapshot):
                data = self._replaced_by(data)
            try:
                edits = data.edits()
            except (TypeError, ValueError) as fault:
                raise StoreError(f"This cannot be saved as JSON: {fault}.") from fault
            for edit in edits:
                if edit.table in (HISTORY, ABOUT):
                    raise StoreError(
                        f"The table “{edit.table}” is written by reader itself: change the "
                        "records, or use another table."
                    )
            self.store.put_rows(edits, DOING)

    def _replaced_by(self, tables: Mapping[str, Rows]) -> Snapshot:
        """Replace all tables but the history by ``tables``, as when TinyDB drops all of them."""
        now = Snapshot(self.store.writer.view)
        for name in {*now, *tables} - {HISTORY}:
            now[name] = tables.get(name, {})
        return now

    def locked(self) -> AbstractContextManager[object]:
        """No other terminal saves while this is entered."""
        return self.store.writer.writing()

    def next_key(self, table: str) -> int:
        return self.store.writer.view.next_key(table)

    def close(self) -> None:
        self.store.close()


class NotesTable(Table):
    """A table that stays right while other processes write, and gives no number twice.

    Nothing is cached from one query to the next: another terminal may save in between.
    """

    def __init__(self, storage: Storage, name: str, **options: Any) -> None:
        self._free = 1
        super().__init__(storage, name, **(options | {"cache_size": 0}))

    @property
    def _notes(self) -> NotesStorage:
        return cast(NotesStorage, self.storage)

    def insert(self, document: Mapping[str, Any]) -> int:
        with self._notes.locked():
            self._free = self._notes.next_key(self.name)
            return super().insert(document)

    def insert_multiple(self, documents: Iterable[Mapping[str, Any]]) -> list[int]:
        """Insert in one step. A document without a number gets one that no other brings."""
        with self._notes.locked():
            every = list(documents)
            brought = [each.doc_id for each in every if isinstance(each, Document)]
            self._free = max([self._notes.next_key(self.name), *(key + 1 for key in brought)])
            return super().insert_multiple(every)

    def upsert(self, document: Mapping[str, Any], cond: QueryLike | None = None) -> list[int]:
        with self._notes.locked():
            return super().upsert(document, cond)

    def _get_next_id(self) -> int:
        self._free += 1
        return self._free - 1

    def _update_table(self, updater: Callable[[dict[int, Mapping[str, Any]]], None]) -> None:
        with self._notes.locked():
            super()._update_table(updater)


class NotesDatabase(TinyDB):
    """A TinyDB whose tables are the notes; see ``NotesTable``."""

    table_class: type[Table] = NotesTable
    default_storage_class = NotesStorage  # type: ignore[assignment]

    def drop_table(self, name: str) -> None:
        with cast(NotesStorage, self.storage).locked():
            super().drop_table(name)


def _warn(sentence: str) -> None:
    warnings.warn(sentence, stacklevel=2)
