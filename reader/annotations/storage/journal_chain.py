"""Journals by their names: which one followed which, among those that were put aside."""

from __future__ import annotations

from reader.annotations.storage.journal import Reading, read_journal
from reader.annotations.storage.store_files import StoreFiles


def find_journal(files: StoreFiles, name: str, offset: int = 0) -> Reading | None:
    """Return the content from ``offset`` on of the journal with this name.

    Now that it is not the open one; None when no file has it. Raises OSError.

    The one that is being folded may be archived, and another take its place, between two looks.
    """
    folding = read_journal(files.folding)
    if folding is not None and folding.heading is not None and folding.heading.name == name:
        rest = read_journal(files.folding, offset)
        if rest is not None and rest.inode == folding.inode:
            return rest
    path = next((path for each, path in files.archived() if each == name), None)
    return read_journal(path, offset) if path is not None else None


def archived_in_order(files: StoreFiles) -> list[tuple[str, Reading]]:
    """Return the archived journals, each behind the one that it follows.

    Whatever the clock said.
    """
    found = {
        name: reading
        for name, path in files.archived()
        if (reading := read_journal(path)) is not None
    }
    next_to: dict[str | None, list[str]] = {}
    for name, reading in found.items():
        follows = reading.heading.follows if reading.heading is not None else None
        next_to.setdefault(follows if follows in found else None, []).append(name)
    waiting = next_to.get(None, [])[::-1]
    ordered: list[tuple[str, Reading]] = []
    while waiting:
        name = waiting.pop()
        ordered.append((name, found[name]))
        waiting += next_to.get(name, [])[::-1]
    return ordered


def archived_chain(files: StoreFiles, after: str | None, until: str) -> list[tuple[str, Reading]]:
    """Return the archived journals after ``after`` up to ``until``; none when one is missing."""
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
