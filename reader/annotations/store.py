"""The person's records in a TinyDB file, with every change kept for undo.

``TinyDB(path).all()`` gives the records; the table ``history`` holds the operations. Each
write is made under a lock that other terminals share, on what the file holds at that moment,
to a new file that takes the old one's place.
"""

from __future__ import annotations

import contextlib
import json
import os
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from reader.annotations.history import Operation, from_row, steps, to_row
from reader.annotations.record_json import from_document, is_record, to_document
from reader.annotations.records import ArticleRecord, Document, Record, new_id, now
from reader.errors import ReaderError
from reader.whole_file import whole_file

RECORDS = "_default"
HISTORY = "history"
LOCK_PATIENCE = 10.0
"""Seconds to wait for another terminal before a save is given up."""

Tables = dict[str, dict[str, Document]]
Change = tuple[str, Document | None]


class StoreError(ReaderError):
    """Notes that cannot be read or saved; the message is one sentence that says what to do."""


def open_store(path: Path | str, *, who: str, read_only: bool = False) -> Store:
    """The store at ``path``, made at the first save; ``who`` signs what is done in it.

    Raises StoreError when the file cannot be read or is not a TinyDB file. A file or folder
    that cannot be written opens for reading.
    """
    return Store(Path(path), who=who, read_only=read_only)


class Store:
    """Records by article, kind and id; put, remove, undo. Safe to call from any thread."""

    def __init__(self, path: Path, *, who: str, read_only: bool = False) -> None:
        self.path = path.resolve()
        self.who = who
        self._guard = threading.RLock()
        self._stamp: tuple[int, int, int] | None = None
        self._tables: Tables = {}
        self._read_only = read_only or not _writable(self.path)
        self._read()

    @property
    def read_only(self) -> bool:
        return self._read_only

    def records(self, article_id: str | None = None, kind: str | None = None) -> list[Record]:
        """The records of an article and a kind, of any where None, in the file's order."""
        with self._guard:
            return [
                from_document(document)
                for document in self._documents().values()
                if is_record(document)
                and article_id in (None, document["article_id"])
                and kind in (None, document["kind"])
            ]

    def get(self, record_id: str) -> Record | None:
        with self._guard:
            held = self._held(record_id)
            return None if held is None else from_document(held)

    def articles(self) -> list[ArticleRecord]:
        return [each for each in self.records(kind="article") if isinstance(each, ArticleRecord)]

    def put(self, record: Record, doing: str = "note", *, basis: Record | None = None) -> Operation:
        """Inserts or replaces ``record``; it is durable when this returns.

        ``basis`` is the record as it was when the person began to edit it. Raises StoreError
        and leaves everything as it was when it cannot be saved.
        """
        told: list[str] = []

        def change() -> list[Change]:
            held = self._held(record.id)
            if basis is not None and held is not None and held != to_document(basis):
                told.append("Somebody changed this too while you wrote; both texts are kept.")
                return [(record.id, _both(held, self._signed(record)))]
            return [(record.id, self._signed(record))]

        operation = self._commit(change, doing)[0]
        return replace(operation, told="".join(told))

    def put_many(self, records: Iterable[Record], doing: str) -> list[Operation]:
        """Inserts or replaces all of ``records`` in one step, or none of them."""
        return self._commit(lambda: [(each.id, self._signed(each)) for each in records], doing)

    def _signed(self, record: Record) -> Document:
        """The record's document, its maker and times filled in where they are empty."""
        at = now()
        return to_document(
            replace(
                record,
                creator=record.creator or self.who,
                created=record.created or at,
                modified=record.modified or at,
            )
        )

    def remove(self, record_id: str, doing: str = "delete") -> Operation:
        """Removes a record; StoreError when there is none with this id."""
        return self._commit(lambda: [(record_id, None)], doing)[0]

    def undo(self) -> Operation | None:
        """Takes back one's own last step; None when there is none."""
        return self._take_back("undo")

    def redo(self) -> Operation | None:
        """Does again what was last undone; None when there is nothing."""
        return self._take_back("redo")

    def history(self, record_id: str) -> list[Operation]:
        """What was done to a record, oldest first."""
        with self._guard:
            return [each for each in self._operations() if each.record == record_id]

    def refresh(self) -> bool:
        """Reads what other terminals saved; True when something changed."""
        with self._guard:
            return self._read()

    def close(self) -> None:
        """Ends the use of the store; everything is saved already."""

    def _documents(self) -> dict[str, Document]:
        return self._tables.setdefault(RECORDS, {})

    def _held(self, record_id: str) -> Document | None:
        for document in self._documents().values():
            if document.get("id") == record_id and is_record(document):
                return document
        return None

    def _operations(self) -> list[Operation]:
        return [from_row(row) for row in self._tables.get(HISTORY, {}).values()]

    def _take_back(self, doing: str) -> Operation | None:
        done: list[Operation] = []

        def changes() -> list[Change]:
            mine = steps(self._operations(), self.who)
            reachable = mine.undoable if doing == "undo" else mine.redoable
            if not reachable:
                return []
            done.extend(reversed(reachable[-1]))
            for operation in done:
                if self._held(operation.record) != operation.after:
                    raise StoreError(
                        f"This was changed since, so “{operation.doing}” is not taken back."
                    )
            return [(operation.record, operation.before) for operation in done]

        made = self._commit(changes, doing, undoes=done)
        return made[0] if made else None

    def _commit(
        self,
        changes: Callable[[], list[Change]],
        doing: str,
        undoes: list[Operation] | None = None,
    ) -> list[Operation]:
        """Applies ``changes``, worked out on what the file holds under the lock."""
        with self._guard, self._locked():
            self._read()
            wanted = changes()
            if not wanted:
                return []
            tables = {name: dict(rows) for name, rows in self._tables.items()}
            batch = new_id() if len(wanted) > 1 else None
            made = []
            for place, (record_id, after) in enumerate(wanted):
                operation = Operation(
                    id=new_id(),
                    record=record_id,
                    before=self._held(record_id),
                    after=after,
                    who=self.who,
                    when=now(),
                    doing=f"{doing} {undoes[place].doing}" if undoes else doing,
                    undoes=undoes[place].id if undoes else None,
                    batch=batch,
                )
                _apply(tables, operation)
                made.append(operation)
            self._write(tables)
            return made

    @contextlib.contextmanager
    def _locked(self) -> Iterator[None]:
        from filelock import FileLock, Timeout

        if self._read_only:
            raise StoreError(
                f"{self.path} cannot be written: give yourself the right to, or "
                "choose another file with --notes."
            )
        lock = FileLock(f"{self.path}.lock", timeout=LOCK_PATIENCE, thread_local=False, mode=0o600)
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            lock.acquire()
        except Timeout:
            raise StoreError(
                "Another terminal has been writing the notes for too long: try again, or close it."
            ) from None
        except OSError as fault:
            raise StoreError(f"{self.path} cannot be locked: {fault.strerror}.") from fault
        try:
            yield
        finally:
            lock.release()

    def _read(self) -> bool:
        content: Any = None
        try:
            facts = self.path.stat()
            stamp = (facts.st_ino, facts.st_size, facts.st_mtime_ns)
            if stamp == self._stamp:
                return False
            content = json.loads(self.path.read_bytes()) if facts.st_size else {}
        except FileNotFoundError:
            return False
        except OSError as fault:
            raise StoreError(f"{self.path} cannot be read: {fault.strerror}.") from fault
        except ValueError:
            pass  # told below
        if not _is_tinydb(content):
            raise StoreError(
                f"{self.path} is not a TinyDB file; it is left as it is: choose another "
                "with --notes."
            )
        self._tables, self._stamp = content, stamp
        return True

    def _write(self, tables: Tables) -> None:
        try:
            content = json.dumps(tables, separators=(",", ":"), allow_nan=False).encode("ascii")
            with whole_file(self.path) as file:
                file.write(content)
            facts = self.path.stat()
        except (TypeError, ValueError) as fault:
            raise StoreError(f"This cannot be written as JSON: {fault}.") from fault
        except OSError as fault:
            raise StoreError(f"The notes cannot be saved: {fault.strerror}.") from fault
        self._tables = tables
        self._stamp = (facts.st_ino, facts.st_size, facts.st_mtime_ns)


def _apply(tables: Tables, operation: Operation) -> None:
    rows = tables.setdefault(RECORDS, {})
    history = tables.setdefault(HISTORY, {})
    place = next((key for key, row in rows.items() if row.get("id") == operation.record), None)
    if operation.after is None and place is None:
        raise StoreError("This note is not there any more: somebody removed it.")
    history[_next_key(history)] = to_row(operation)
    if operation.after is None:
        assert place is not None
        del rows[place]
    else:
        rows[place or _next_key(rows, history)] = operation.after


def _both(theirs: Document, mine: Document) -> Document:
    """Mine, with the text of theirs below it where the two differ."""
    texts = [held.get("body") for held in (mine, theirs)]
    if texts[0] == texts[1] or not all(isinstance(text, str) for text in texts):
        return mine
    return mine | {"body": "\n\n".join(str(text) for text in texts)}


def _next_key(*tables: dict[str, Any]) -> str:
    return str(1 + max((int(key) for rows in tables for key in rows), default=0))


def _is_tinydb(content: Any) -> bool:
    return isinstance(content, dict) and all(
        isinstance(rows, dict) and all(isinstance(row, dict) for row in rows.values())
        for rows in content.values()
    )


def _writable(path: Path) -> bool:
    if path.exists():
        return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)
    folder = path.parent
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return os.access(folder, os.W_OK)
