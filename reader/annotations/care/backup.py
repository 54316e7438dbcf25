"""A copy of the notes as they are now, and the way back to one."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reader.annotations.storage.disk import Disk
from reader.annotations.storage.store_files import StoreFiles, moment
from reader.annotations.storage.table_copy import copy_to
from reader.annotations.storage.table_file import TableFile
from reader.annotations.storage.table_layout import HISTORY, RECORDS, NotTinyDBError
from reader.annotations.storage.whole_store import alone, replace_all
from reader.annotations.storage.writer import Writer
from reader.annotations.store_error import StoreError, cannot_read


@dataclass(frozen=True, slots=True)
class Backup:
    """A copy: where it is, and how many records and operations it holds."""

    path: Path
    records: int
    operations: int


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore put in place, and the copy of what stood there before (None if nothing)."""

    records: int
    operations: int
    before: Backup | None


def backup(path: Path, to: Path | None = None) -> Backup:
    """Copy all that is saved, the journal's part too, to one TinyDB file.

    ``to`` is a file or a folder; None means the folder of backups beside the notes. The copy is
    read back before this returns. Raises StoreError.
    """
    store = Writer(path, reading=True)
    if not store.files.base.exists():
        raise StoreError(f"There are no notes in {store.files.base} to copy.")
    return _copy(store.files, store.view.tables(), to, "", store.disk)


def restore(path: Path, source: Path, *, disk: Disk | None = None) -> Restored:
    """Put the notes of ``source`` in the place of all there are; these are copied first.

    ``source`` may be any TinyDB file with something in it. Raises StoreError, and then nothing is
    changed.
    """
    if not source.exists():
        raise StoreError(f"There is no file {source}; `reader restore` lists the backups.")
    if source.is_dir():
        raise StoreError(f"{source} is a folder; name a backup inside it.")
    try:
        chosen = TableFile.open(source)
    except NotTinyDBError:
        raise StoreError(
            f"{source} is not a notes file: name a backup, or any other TinyDB file."
        ) from None
    except OSError as fault:
        raise cannot_read(source, fault) from fault
    if chosen.blank and not source.stat().st_size:
        raise StoreError(f"{source} is empty and no backup; `reader restore` lists them.")
    tables = chosen.tables()
    with alone(path, disk) as writer:
        held = writer.view.tables()
        before = None
        if any(held.values()):
            before = _copy(writer.files, held, None, "-before-restore", writer.disk)
        replace_all(writer, tables)
    return Restored(len(tables.get(RECORDS, {})), len(tables.get(HISTORY, {})), before)


def backups(path: Path) -> list[Path]:
    """Return the copies in the folder of backups beside the notes, newest first."""
    folder = StoreFiles.at(path).backups
    return sorted(folder.glob("*.json"), reverse=True) if folder.is_dir() else []


def _copy(
    files: StoreFiles,
    tables: dict[str, dict[str, Any]],
    to: Path | None,
    ending: str,
    disk: Disk,
) -> Backup:
    target = to or files.backups
    if to is None or target.is_dir():
        target = target / f"{files.base.stem}-{moment()}{ending}.json"
    copy_to(target, tables, disk)
    copied = TableFile.open(target)
    if copied.tables() != {name: rows for name, rows in tables.items() if rows or name == RECORDS}:
        raise StoreError(f"{target} does not read back as it was written: choose another disk.")
    return Backup(target, len(tables.get(RECORDS, {})), len(tables.get(HISTORY, {})))
