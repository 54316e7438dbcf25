"""Copies of a journal, which a synchronized folder makes when two machines save at once."""

from __future__ import annotations

from pathlib import Path

from reader.annotations.storage.journal import read_journal, starts_like_journal
from reader.annotations.storage.overlay import Overlay
from reader.annotations.storage.table_layout import Tables

SNIFFED = 64
"""Bytes at the start of a file by which a journal is known."""


def may_be_journal(path: Path) -> bool:
    """Return whether a file starts as a journal does; also false for a file that cannot be read."""
    try:
        with path.open("rb") as file:
            return starts_like_journal(file.read(SNIFFED))
    except OSError:
        return False


def tables_of_journal(path: Path) -> Tables | None:
    """Return the rows that a copy of a journal holds, as tables; None where the file is no journal.

    Rows that the journal removed are only in its history. Raises OSError.
    """
    if not may_be_journal(path):
        return None
    reading = read_journal(path)
    if reading is None or reading.heading is None:
        return None
    return Overlay(reading.changes).over_all({})
