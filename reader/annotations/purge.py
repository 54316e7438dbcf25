"""Removes for good what was deleted: from the history, the archived journals, the backups."""

from __future__ import annotations

import contextlib
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reader.annotations.disk import Disk, keep_copy, write_whole
from reader.annotations.ledger import Ledger
from reader.annotations.store_error import StoreError, cannot_save
from reader.annotations.table_file import TableFile
from reader.annotations.table_layout import (
    ABOUT,
    HISTORY,
    RECORDS,
    NotTinyDBError,
    Tables,
    about_from,
    parse,
    render,
)
from reader.annotations.whole_store import alone, replace_all


@dataclass(frozen=True, slots=True)
class Purged:
    """What was removed: ids of records, the number of their operations, files that went and
    files that were written anew without them.
    """

    records: tuple[str, ...]
    operations: int
    removed: tuple[Path, ...]
    rewritten: tuple[Path, ...]


def deleted(path: Path) -> list[str]:
    """The ids of the records that are deleted but still in the history."""
    return sorted(_deleted(Ledger(path, reading=True).tables()))


def purge(path: Path, records: Collection[str] | None = None) -> Purged:
    """Removes deleted records, all of them or those given, from everything beside the notes.

    Undo does not bring them back after this. Copies that were made elsewhere are not reached.
    Raises StoreError, for a record that is still there too: it must be deleted first.
    """
    with alone(path) as ledger:
        tables = ledger.tables()
        gone = _deleted(tables)
        chosen = gone if records is None else set(records)
        if chosen - gone:
            raise StoreError(
                f"{min(chosen - gone)} is no deleted note: delete it first, then purge."
            )
        operations = len(tables.get(HISTORY, {}))
        _drop(tables, chosen)
        try:
            replace_all(ledger, tables)
            removed = _remove_files(ledger, chosen)
            rewritten = _rewrite_copies(ledger, chosen)
        except OSError as fault:
            raise cannot_save(ledger.files.base, fault) from fault
        operations -= len(tables.get(HISTORY, {}))
    return Purged(tuple(sorted(chosen)), operations, tuple(removed), tuple(rewritten))


def _deleted(tables: Tables) -> set[str]:
    held = {row.get("id") for row in tables.get(RECORDS, {}).values()}
    known = {row.get("record") for row in tables.get(HISTORY, {}).values()}
    return {each for each in known - held if isinstance(each, str)}


def _drop(tables: Tables, chosen: Collection[str]) -> None:
    for name, field in ((RECORDS, "id"), (HISTORY, "record")):
        if name in tables:
            tables[name] = {
                key: row for key, row in tables[name].items() if row.get(field) not in chosen
            }


def _remove_files(ledger: Ledger, chosen: Collection[str]) -> list[Path]:
    """Journals, all of which the file holds by now, and what was set aside of the chosen."""
    files, disk = ledger.files, ledger.disk
    removed = [path for _, path in files.archived()]
    removed += [
        path
        for path in (files.torn, *files.damaged())
        if path.exists() and _mentions(path.read_bytes(), chosen)
    ]
    for path in removed:
        disk.unlink(path)
    if removed and files.archive.is_dir():
        disk.sync_folder(files.archive)
    disk.sync_folder(files.folder)
    return removed


def _rewrite_copies(ledger: Ledger, chosen: Collection[str]) -> list[Path]:
    files, disk = ledger.files, ledger.disk
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


def _mentions(content: bytes, chosen: Collection[str]) -> bool:
    return any(each.encode("ascii", "backslashreplace") in content for each in chosen)
