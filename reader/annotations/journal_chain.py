"""Journals by their names: which one followed which, among those that were put aside."""

from __future__ import annotations

from pathlib import Path

from reader.annotations.journal import Reading, read_journal
from reader.annotations.store_files import StoreFiles


def find_journal(files: StoreFiles, name: str) -> Path | None:
    """Where the journal with this name is, now that it is not the open one."""
    folding = read_journal(files.folding)
    if folding is not None and folding.heading is not None and folding.heading.name == name:
        return files.folding
    return next((path for each, path in files.archived() if each == name), None)


def archived_chain(files: StoreFiles, after: str | None, until: str) -> list[tuple[str, Reading]]:
    """The archived journals after ``after`` up to ``until``; none when one is missing."""
    archived = dict(files.archived())
    found: list[tuple[str, Reading]] = []
    name: str | None = until
    while name != after:
        path = archived.pop(name, None) if name is not None else None
        reading = read_journal(path) if path is not None else None
        if name is None or reading is None or reading.heading is None:
            return []
        found.append((name, reading))
        name = reading.heading.follows
    return found[::-1]
