"""Second files of the notes, which a synchronised folder makes when two machines write.

They are known by what is in them: a TinyDB file or a journal next to the notes that has something
the notes lack and shares something with them. One that shares nothing, as when both machines
started their notes, is known by the names that such programs give.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reader.annotations.history import same_state
from reader.annotations.record_json import is_record
from reader.annotations.records import Document
from reader.annotations.storage.journal_copy import may_be_journal, tables_of_journal
from reader.annotations.storage.store_files import StoreFiles
from reader.annotations.storage.table_file import TableFile
from reader.annotations.storage.table_layout import HISTORY, RECORDS, NotTinyDBError, Tables
from reader.annotations.storage.view import View
from reader.annotations.store_error import StoreError
from reader.readable_path import typed_path
from reader.text.plural import counted

SNIFFED = 4096
"""Bytes at the start of a file by which one that may be TinyDB's is known."""

_CONFLICT = re.compile(
    "conflict|conflit|konflikt|конфликт|競合|冲突|衝突|충돌|çakış", re.IGNORECASE
)
_COPY = re.compile(
    r"[ _-]\(?\d{1,2}\)?$|\b(?:copy|copie|copia|cópia|kopie|kopia|kopi)\b|\.remote$", re.IGNORECASE
)
_MACHINE = re.compile(r"-[A-Z0-9]{2,15}(?:-[A-Z0-9]{1,15}){0,4}$")
"""The name of a computer behind that of the file, as OneDrive writes it."""


@dataclass(frozen=True, slots=True)
class SecondFile:
    """A second file of the notes at ``notes``.

    ``records`` are the ids of those that it has otherwise, or that the notes lack.
    """

    path: Path
    notes: Path
    records: frozenset[str]

    @property
    def sentence(self) -> str:
        if not self.records:
            return (
                f"{self.path.name} is a second file of your notes with nothing that they lack: "
                "you can delete it."
            )
        missing = counted(len(self.records), "record")
        return (
            f"{self.path.name} is a second file of your notes and has {missing} that they lack: "
            f"reader merge {typed_path(self.notes)} {typed_path(self.path)} joins the two."
        )


def second_files(files: StoreFiles, held: View) -> list[SecondFile]:
    """Return the second files of the notes ``held``, by name.

    A file that cannot be read is none.
    """
    candidates = list(_candidates(files))
    if not candidates:
        return []
    history = list(held.history())
    records = {row["id"]: row for _, row in held.records() if is_record(row)}
    operations = _texts(history, "id")
    known = _texts(history, "record") | records.keys()
    found = []
    for path in candidates:
        tables = _tables_of(path)
        if tables is None:
            continue
        copied = {row["id"]: row for row in tables.get(RECORDS, {}).values() if is_record(row)}
        later = [row for row in tables.get(HISTORY, {}).values() if isinstance(row, dict)]
        shares = not known.isdisjoint(copied)
        lacking = {
            *(str(row.get("record")) for row in later if not operations >= _texts([row], "id")),
            *_newer(copied, records, known),
        }
        if (lacking and shares) or _is_named_as_copy(path, files.base, empty=not copied):
            found.append(SecondFile(path, files.base, frozenset(lacking)))
    return found


def _tables_of(path: Path) -> Tables | None:
    """Return the rows of a second file; None where it cannot be read."""
    try:
        rows = tables_of_journal(path)
        return TableFile.open(path).tables() if rows is None else rows
    except (OSError, NotTinyDBError, StoreError):
        return None


def _texts(rows: Iterable[Mapping[str, Any]], name: str) -> set[str]:
    """Return what rows have as ``name``, where that is text.

    Other programs may have put anything.
    """
    return {value for row in rows if isinstance(value := row.get(name), str)}


def _newer(
    copied: Mapping[str, Document], records: Mapping[str, Document], known: Collection[Any]
) -> Iterator[str]:
    """Yield the ids of copied records that the notes never had, or have in an older state."""
    for identity, row in copied.items():
        held = records.get(identity)
        if held is None:
            if identity not in known:
                yield identity
        elif not same_state(held, row) and str(row.get("modified")) > str(held.get("modified")):
            yield identity


def _is_named_as_copy(path: Path, notes: Path, *, empty: bool) -> bool:
    """Return whether the name is that of the notes with a program's word for a second file."""
    name = path.name.removesuffix(".journal")
    if notes.name in name:
        added = name.replace(notes.name, " ", 1).rstrip()
    elif name.startswith(notes.stem):
        added = name.removeprefix(notes.stem).removesuffix(notes.suffix)
    else:
        return False
    copied = _COPY.search(added) or _MACHINE.search(added)
    return bool(_CONFLICT.search(added) or (not empty and copied))


def _candidates(files: StoreFiles) -> Iterator[Path]:
    """Yield files next to the notes, none of the store's own, that may be TinyDB's or journals."""
    try:
        beside = sorted(files.folder.iterdir())
    except OSError:
        return
    for path in beside:
        alike = path.suffix == files.base.suffix or path.name.startswith(files.base.stem)
        if not alike or files.is_own(path) or not path.is_file():
            continue
        if _may_be_tinydb(path) or may_be_journal(path):
            yield path


def _may_be_tinydb(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            start = file.read(SNIFFED).strip()
    except OSError:
        return False
    tables = (b'"_default"' in start, b'"history"' in start, start == b"{}")
    return start.startswith(b"{") and any(tables)
