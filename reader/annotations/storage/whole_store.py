"""Puts other tables in the place of all that a store holds, at once or not at all."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from reader.annotations.storage.compaction import compact
from reader.annotations.storage.disk import Disk, write_whole
from reader.annotations.storage.journal import new_name
from reader.annotations.storage.table_copy import highest_keys
from reader.annotations.storage.table_layout import render
from reader.annotations.storage.writer import Writer
from reader.annotations.store_error import BusyError, cannot_save

COMPACT_TIMEOUT = 30.0
"""Seconds to wait for a terminal that is compacting."""


@contextlib.contextmanager
def alone(path: Path, disk: Disk | None = None) -> Iterator[Writer]:
    """Hold the lock of the store with all its journals compacted: nobody else changes it.

    Raises StoreError where it cannot be written, BusyError where another terminal is busy for
    longer than ``COMPACT_TIMEOUT`` seconds.
    """
    writer = Writer(path, disk=disk)
    for _ in range(5):
        waiting = writer.view.uncompacted or writer.files.folding.exists()
        if waiting and not compact(writer, COMPACT_TIMEOUT):
            break
        with writer.compaction_lock.held(COMPACT_TIMEOUT), writer.writing():
            if not writer.files.folding.exists():
                try:
                    yield writer
                finally:
                    writer.release()
                return
    raise BusyError("Another terminal is writing these notes: try again in a moment.")


def replace_all(writer: Writer, tables: Mapping[str, Mapping[str, Any]]) -> None:
    """Write ``tables`` as the TinyDB file; to be called within ``alone``. StoreError.

    What the open journal holds counts as compacted, so that a crash right after the file was
    replaced does not lay it over the new one.
    """
    name = writer.view.position.name or writer.view.position.last or new_name()
    given = writer.view.high
    high = {table: max(key, given.get(table, 0)) for table, key in highest_keys(tables).items()}
    about = replace(writer.view.base.about, journal=name, was=None, high=high)
    try:
        write_whole(writer.disk, writer.files.base, render(tables, about))
    except OSError as fault:
        raise cannot_save(writer.files.base, fault) from fault
    if writer.files.journal.exists():
        writer.retire_journals()
    else:
        writer.read()
