"""Puts other tables in the place of all that a store holds, at once or not at all."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from reader.annotations.storage.compaction import fold
from reader.annotations.storage.disk import Disk, write_whole
from reader.annotations.storage.journal import new_name
from reader.annotations.storage.ledger import Ledger
from reader.annotations.storage.table_layout import HISTORY, RECORDS, About, render
from reader.annotations.store_error import BusyError, StoreError, cannot_save

PATIENCE = 30.0
"""Seconds to wait for a terminal that is folding."""


@contextlib.contextmanager
def alone(path: Path, disk: Disk | None = None) -> Iterator[Ledger]:
    """The store with all its journals folded and its lock held: nobody else changes it.

    Raises StoreError where it cannot be written or another terminal is busy for too long.
    """
    ledger = Ledger(path, disk=disk)
    for _ in range(5):
        if (ledger.unfolded or ledger.files.folding.exists()) and not fold(ledger, PATIENCE):
            break
        with ledger.fold_lock.held(PATIENCE), ledger.writing():
            if not ledger.files.folding.exists():
                try:
                    yield ledger
                finally:
                    ledger.release()
                return
    raise BusyError("Another terminal is writing these notes: try again in a moment.")


def replace_all(ledger: Ledger, tables: Mapping[str, Mapping[str, Any]]) -> None:
    """Writes ``tables`` as the TinyDB file; to be called within ``alone``. StoreError.

    What the open journal holds counts as folded, so that a crash right after the file was
    replaced does not lay it over the new one.
    """
    name = ledger.position.name or ledger.position.last or new_name()
    high = {
        table: max(
            [ledger.high.get(table, 0), *(int(key) for key in tables.get(table, {}))],
        )
        for table in (RECORDS, HISTORY)
    }
    about = replace(ledger.base.about, journal=name, was=None, high=high)
    try:
        write_whole(ledger.disk, ledger.files.base, render(tables, about))
    except OSError as fault:
        raise cannot_save(ledger.files.base, fault) from fault
    if ledger.files.journal.exists():
        ledger.retire_journals()
    else:
        ledger.load()


def copy_to(path: Path, tables: Mapping[str, Mapping[str, Any]], disk: Disk) -> None:
    """Writes ``tables`` as a TinyDB file of its own; StoreError when it is there already."""
    if path.exists():
        raise StoreError(f"{path} is there already: name another file.")
    high = {
        table: max((int(key) for key in tables.get(table, {})), default=0)
        for table in (RECORDS, HISTORY)
    }
    try:
        if not path.parent.exists():
            disk.make_folder(path.parent)
            disk.sync_folder(path.parent.parent)
        write_whole(disk, path, render(tables, About(high=high)))
    except OSError as fault:
        raise cannot_save(path, fault) from fault
