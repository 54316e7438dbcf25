"""A journal whose bytes a loss of power turned into zeros: what it held, as far as that is known.

Each save notes in the lock file, without waiting for the disk, which journal it wrote to and the
highest keys that were given until then. Keys are never given twice, so that the keys in that note
and those that can still be read show how many saves are missing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from reader.annotations.storage.store_files import StoreFiles
from reader.annotations.storage.table_layout import HISTORY, RECORDS
from reader.annotations.storage.view import View
from reader.text.plural import counted

_LONGEST = 200


@dataclass(frozen=True, slots=True)
class LastSave:
    """The journal of the last save, and the highest keys of records and of operations then."""

    journal: str
    records: int
    operations: int


def note_of(journal: str, high: Mapping[str, int]) -> bytes:
    """Return the last save as the lock file has it: one line of one length."""
    return b"%-32s %20d %20d\n" % (journal.encode("ascii"), high[RECORDS], high[HISTORY])


def last_save(files: StoreFiles) -> LastSave | None:
    """Return what the lock file says of the last save; None where it says nothing."""
    try:
        with files.lock.open("rb") as file:
            journal, records, operations = file.read(_LONGEST).split()
            return LastSave(journal.decode("ascii"), int(records), int(operations))
    except (OSError, ValueError):
        return None


def zeroed(files: StoreFiles, view: View) -> str:
    """Return a sentence where the end of a journal is zeros, "" where it is not."""
    if not view.zeros:
        return ""
    last, place = last_save(files), view.position
    lost = "what was saved there is lost"
    if last is not None and not place.is_over(last.journal) and place.name in (None, last.journal):
        changes = last.operations - view.high.get(HISTORY, 0)
        records = last.records - view.high.get(RECORDS, 0)
        if changes <= 0:
            return ""  # zeros of a save that never ended: nobody called it saved
        notes = counted(max(records, 0), "new note")
        lost = f"{counted(changes, 'saved change')} ({notes}) cannot be read"
    return (
        f"The end of {files.journal.name} is zeros ({counted(view.zeros, 'byte')}), as after a "
        f"loss of power: {lost}. If another copy of your notes has them, reader merge or reader "
        "restore brings them back."
    )
