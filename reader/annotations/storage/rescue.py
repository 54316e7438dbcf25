"""Rebuilds the notes from what is left.

The damaged file, the copy before it, and the later journals.
"""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from reader.annotations.storage.disk import Disk, keep_copy, write_whole
from reader.annotations.storage.journal import Reading, read_journal
from reader.annotations.storage.journal_chain import archived_chain, archived_in_order
from reader.annotations.storage.overlay import Overlay
from reader.annotations.storage.salvage import Salvage, salvage
from reader.annotations.storage.store_files import StoreFiles
from reader.annotations.storage.table_file import TableFile
from reader.annotations.storage.table_layout import (
    ABOUT,
    About,
    NotTinyDBError,
    Tables,
    about_from,
    render,
)
from reader.annotations.store_error import cannot_read, cannot_save, not_tinydb


@dataclass(frozen=True, slots=True)
class Rescued:
    """The tables, what the mended file says of itself, and what was done, in a sentence."""

    tables: Tables
    about: About
    sentence: str


def gather(files: StoreFiles) -> Rescued:
    """Return what the TinyDB file should hold, without the journals that are not folded yet.

    Whole rows of the damaged file come first, then those of the copy before it with the later
    journals. Raises StoreError when nothing shows that this was ever a notes file.
    """
    left = _left_of(files.base)
    known = files.traces()
    if not known and (left is None or not left.rows):
        raise not_tinydb(files.base)
    tables, about = copy_before(files)
    names = [
        reading.heading
        for path in (files.folding, files.journal)
        if (reading := read_journal(path)) is not None and reading.heading is not None
    ]
    archived = archived_in_order(files)
    until = names[0].follows if names else (archived[-1][0] if archived else None)
    between = journals_between(files, about, until)
    for name, reading in between:
        about = About(journal=name, high=_higher(about, reading))
    added = Overlay(change for _, reading in between for change in reading.changes)
    added.over_all(tables)
    read = damaged = 0
    if left is not None:
        read, damaged = left.rows, left.damaged
        said = about_from(left.tables.pop(ABOUT, {}))
        about = About(
            journal=until or said.journal or about.journal,
            high={
                table: max(about.high.get(table, 0), said.high.get(table, 0))
                for table in {*about.high, *said.high}
            },
        )
        for table, rows in left.tables.items():
            tables.setdefault(table, {}).update(rows)
    total = sum(len(rows) for rows in tables.values())
    return Rescued(tables, about, _summary(read, damaged, max(0, total - read)))


def _summary(read: int, damaged: int, back: int) -> str:
    unread = f", {damaged} could not" if damaged else ""
    return (
        f"The notes file was damaged: {read} of its rows could be read{unread}; {back} came back "
        "from the copy before it and the journals."
    )


def mend(files: StoreFiles, disk: Disk) -> list[str]:
    """Put the rescued notes in place of the damaged file, which is kept; what was done.

    To be called under the lock; does nothing when another terminal was faster. Raises
    StoreError.
    """
    with contextlib.suppress(FileNotFoundError, NotTinyDBError):
        if not TableFile.open(files.base).blank:
            return []
    rescued = gather(files)
    kept = files.damaged_name()
    sentence = rescued.sentence
    try:
        if files.base.exists():
            keep_copy(disk, files.base, kept)
            disk.sync_folder(files.folder)
            sentence = f"{sentence} The damaged file is kept as {kept.name}."
        write_whole(disk, files.base, render(rescued.tables, rescued.about))
    except OSError as fault:
        raise cannot_save(files.base, fault) from fault
    return [sentence]


def _left_of(path: Path) -> Salvage | None:
    try:
        return salvage(path.read_bytes())
    except FileNotFoundError:
        return None
    except OSError as fault:
        raise cannot_read(path, fault) from fault


def copy_before(files: StoreFiles) -> tuple[Tables, About]:
    """Return the file as it was before the last fold; no tables where there is none. StoreError."""
    try:
        before = TableFile.open(files.previous)
    except (OSError, NotTinyDBError):
        left = _left_of(files.previous)
        if left is None:
            return {}, About()
        return left.tables, about_from(left.tables.pop(ABOUT, {}))
    return before.tables(), before.about


def journals_between(
    files: StoreFiles, about: About, until: str | None
) -> Sequence[tuple[str, Reading]]:
    """Return the archived journals from the file described by ``about`` to ``until``.

    The last of them leads to the state after the journal ``until``.
    """
    if until is None or until == about.journal:
        return []
    found = archived_chain(files, about.journal, until)
    if found or about.journal is not None:
        return found
    return archived_in_order(files)


def _higher(about: About, reading: Reading) -> dict[str, int]:
    high = dict(about.high)
    for table, key, _ in reading.changes:
        if key.isdigit():
            high[table] = max(high.get(table, 0), int(key))
    return high
