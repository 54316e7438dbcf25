"""What stood in the notes file when another file took its place.

A person copies an older file over it, or a program that carries files between machines brings
another one. What was saved here is put together once more, from the copy before the last fold
and the journals since, and kept as a backup: to join the two is for the person to ask.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from reader.annotations.storage.disk import Disk
from reader.annotations.storage.store_files import StoreFiles
from reader.annotations.storage.stray_notes import tables_before
from reader.annotations.storage.table_copy import copy_to
from reader.annotations.storage.table_layout import HISTORY, Tables
from reader.annotations.storage.view import View
from reader.readable_path import typed_path
from reader.text.plural import counted


@dataclass(frozen=True, slots=True)
class Former:
    """The notes that were here until ``until``, of which the file lacks ``changes``.

    ``copy`` is where they are to be kept.
    """

    tables: Tables
    changes: int
    until: datetime
    copy: Path

    @property
    def sentence(self) -> str:
        changes = counted(self.changes, "change")
        return (
            f"Another file was put in the place of your notes: {changes} made here until "
            f"{self.until.astimezone():%Y-%m-%d %H:%M} are not in it."
        )


def former_notes(files: StoreFiles, held: View) -> Former | None:
    """Return what was compacted here and is not ``held``; None when nothing is missing.

    To be called while nobody compacts. Raises OSError and StoreError.
    """
    archived = files.archived()
    if not archived or archived[-1][0] in held.position.followed:
        return None
    _, path = archived[-1]
    tables = tables_before(files)
    missing = len(_operations(_history(tables)) - _operations(held.history()))
    if not missing:
        return None
    return Former(tables, missing, files.archived_at(path), files.replaced_name())


def keep(former: Former, files: StoreFiles, disk: Disk) -> str:
    """Write the copy, unless it is there; a sentence that tells of it. Raises StoreError."""
    if not former.copy.exists():
        copy_to(former.copy, former.tables, disk)
    return (
        f"{former.sentence} What was here is kept: "
        f"reader merge {typed_path(files.base)} {typed_path(former.copy)} joins the two."
    )


def unjoined(files: StoreFiles, held: View) -> list[str]:
    """Return a sentence for each kept copy of replaced notes with changes that are not ``held``."""
    found = []
    for path in files.replaced():
        try:
            tables = json.loads(path.read_bytes())
        except (OSError, ValueError, RecursionError):
            continue
        if not isinstance(tables, dict):
            continue
        missing = len(_operations(_history(tables)) - _operations(held.history()))
        if missing:
            changes = counted(missing, "change")
            found.append(
                f"{changes} made here before another file took the place of your notes: "
                f"reader merge {typed_path(files.base)} {typed_path(path)} joins the two."
            )
    return found


def _operations(rows: Iterable[Any]) -> set[str]:
    """Return the ids of operations; a row that is none has none."""
    ids = (row.get("id") for row in rows if isinstance(row, dict))
    return {each for each in ids if isinstance(each, str)}


def _history(tables: Mapping[str, Any]) -> Iterable[Any]:
    rows = tables.get(HISTORY)
    return rows.values() if isinstance(rows, dict) else ()
