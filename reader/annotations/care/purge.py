"""Removes for good what was deleted: from the history, the archived journals, the backups."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reader.annotations.history import operations
from reader.annotations.records import Document
from reader.annotations.storage.disk import Disk, keep_copy, write_whole
from reader.annotations.storage.table_file import TableFile
from reader.annotations.storage.table_layout import (
    ABOUT,
    HISTORY,
    RECORDS,
    NotTinyDBError,
    Tables,
    about_from,
    parse,
    render,
)
from reader.annotations.storage.whole_store import alone, replace_all
from reader.annotations.storage.writer import Writer
from reader.annotations.store_error import StoreError, cannot_save

SHORTEST = 8
"""Characters from which on a text is one of its own."""


@dataclass(frozen=True, slots=True)
class Purged:
    """What was removed.

    Ids of records, the number of their operations, files that went and files that were rewritten
    without them.
    """

    records: tuple[str, ...]
    operations: int
    removed: tuple[Path, ...]
    rewritten: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Deleted:
    """A record that is deleted but still in the history: its last state, who deleted it, when."""

    record: str
    last: Document
    who: str
    when: str


def deleted(path: Path, prefixes: Collection[str] | None = None) -> list[Deleted]:
    """Return what a purge would remove, in the order in which it was deleted.

    All, or those whose ids start with one of ``prefixes``. Raises StoreError if a prefix fits none
    of them, or several.
    """
    tables = Writer(path, reading=True).view.tables()
    gone = _deleted(tables)
    chosen = gone if prefixes is None else {_whole_id(each, gone) for each in prefixes}
    found: dict[str, Deleted] = {}
    for row in operations(tables.get(HISTORY, {}).values()):
        if row.record in chosen and row.before is not None:
            found.pop(row.record, None)
            found[row.record] = Deleted(row.record, row.before, row.who, row.when)
    return list(found.values())


def purge(
    path: Path, records: Collection[str] | None = None, *, disk: Disk | None = None
) -> Purged:
    """Remove deleted records, all of them or those given, from everything beside the notes.

    Undo does not bring them back after this. Copies that were made elsewhere are not reached.
    Raises StoreError, for a record that is still there too: it must be deleted first.
    """
    with alone(path, disk) as writer:
        tables = writer.view.tables()
        gone = _deleted(tables)
        chosen = gone if records is None else {_whole_id(each, gone) for each in records}
        count = len(tables.get(HISTORY, {}))
        words = [*chosen, *_words(tables, chosen)]
        _drop(tables, chosen)
        try:
            replace_all(writer, tables)
            removed = _remove_files(writer, words)
            rewritten = _rewrite_copies(writer, chosen)
        except OSError as fault:
            raise cannot_save(writer.files.base, fault) from fault
        count -= len(tables.get(HISTORY, {}))
    return Purged(tuple(sorted(chosen)), count, tuple(removed), tuple(rewritten))


def _whole_id(prefix: str, gone: Collection[str]) -> str:
    fitting = [prefix] if prefix in gone else [each for each in gone if each.startswith(prefix)]
    if not fitting or not prefix:
        raise StoreError(
            f"No deleted note has an id that starts with “{prefix}”. "
            "Delete the note first, then purge it."
        )
    if len(fitting) > 1:
        raise StoreError(
            f"The ids of {len(fitting)} deleted notes start with “{prefix}”. Type more of the id."
        )
    return fitting[0]


def _deleted(tables: Tables) -> set[str]:
    return _names(tables, HISTORY, "record") - _names(tables, RECORDS, "id")


def _names(tables: Tables, table: str, field: str) -> set[str]:
    """Return what rows have as ``field``, where that is a name at all."""
    found = (row.get(field) for row in tables.get(table, {}).values() if isinstance(row, dict))
    return {each for each in found if isinstance(each, str)}


def _drop(tables: Tables, chosen: Collection[str]) -> None:
    for name, field in ((RECORDS, "id"), (HISTORY, "record")):
        if name in tables:
            tables[name] = {
                key: row
                for key, row in tables[name].items()
                if not isinstance(row, dict) or not _is_named(row.get(field), chosen)
            }


def _is_named(value: Any, chosen: Collection[str]) -> bool:
    return isinstance(value, str) and value in chosen


def _words(tables: Tables, chosen: Collection[str]) -> Iterator[str]:
    """Yield what was written in the chosen records, as JSON has it.

    A damaged file may lack their ids.
    """
    for operation in operations(tables.get(HISTORY, {}).values()):
        for state in (operation.before, operation.after) if operation.record in chosen else ():
            for field in ("body", "claim"):
                text = (state or {}).get(field)
                if isinstance(text, str) and len(text) >= SHORTEST:
                    yield json.dumps(text)[1:-1]


def _remove_files(writer: Writer, words: Collection[str]) -> list[Path]:
    """Journals, all of which the file holds by now, and what was set aside with these words."""
    files, disk = writer.files, writer.disk
    removed = [path for _, path in files.archived()]
    removed += [
        path
        for path in (files.torn, *files.damaged())
        if path.exists() and _mentions(path.read_bytes(), words)
    ]
    for path in removed:
        disk.unlink(path)
    if removed and files.archive.is_dir():
        disk.sync_folder(files.archive)
    disk.sync_folder(files.folder)
    return removed


def _rewrite_copies(writer: Writer, chosen: Collection[str]) -> list[Path]:
    files, disk = writer.files, writer.disk
    rewritten = []
    if files.previous.exists():
        keep_copy(disk, files.base, files.previous)
        disk.sync_folder(files.folder)
        rewritten.append(files.previous)
    copies = sorted(files.backups.glob("*.json")) if files.backups.is_dir() else []
    rewritten += [
        path for path in (files.original, *copies) if path.exists() and _rewrite(disk, path, chosen)
    ]
    return rewritten


def _rewrite(disk: Disk, path: Path, chosen: Collection[str]) -> bool:
    content = path.read_bytes()
    if not _mentions(content, chosen):
        return False
    with contextlib.suppress(NotTinyDBError):
        tables: dict[str, dict[str, Any]] = parse(content)
        about = about_from(tables.get(ABOUT, {}))
        _drop(tables, chosen)
        write_whole(disk, path, render(tables, about))
        return TableFile.open(path).regular
    disk.unlink(path)
    return True


def _mentions(content: bytes, words: Collection[str]) -> bool:
    return any(each.encode("ascii", "backslashreplace") in content for each in words)
