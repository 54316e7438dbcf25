"""A TinyDB file of its own, with all that a store holds."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from reader.annotations.storage.disk import Disk, write_whole
from reader.annotations.storage.table_layout import HISTORY, RECORDS, About, render
from reader.annotations.store_error import StoreError, cannot_save

Tables = Mapping[str, Mapping[str, Any]]


def highest_keys(tables: Tables) -> dict[str, int]:
    """Return the highest key of the records and of the history, 0 where there is none."""
    return {
        name: max((int(key) for key in tables.get(name, {})), default=0)
        for name in (RECORDS, HISTORY)
    }


def copy_to(path: Path, tables: Tables, disk: Disk) -> None:
    """Write ``tables`` as a new file; StoreError when there is one already."""
    if path.exists():
        raise StoreError(f"{path} is there already: name another file.")
    try:
        if not path.parent.exists():
            disk.make_folder(path.parent)
            disk.sync_folder(path.parent.parent)
        write_whole(disk, path, render(tables, About(high=highest_keys(tables))))
    except OSError as fault:
        raise cannot_save(path, fault) from fault
