"""Saves again what another program took away: a journal cut or removed under an open terminal.

What this terminal was told is saved it still holds. It is lost from the disk when the journal
that held it is shorter or gone, and neither the TinyDB file nor the archive has taken it in.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader.annotations.journal import Change
from reader.annotations.journal_chain import find_journal
from reader.annotations.records import Document
from reader.annotations.table_layout import HISTORY, RECORDS

if TYPE_CHECKING:
    from reader.annotations.appending import Position
    from reader.annotations.followed_files import FollowedFiles
    from reader.annotations.ledger import Ledger
    from reader.annotations.overlay import Overlay
    from reader.annotations.table_file import TableFile


@dataclass(frozen=True, slots=True)
class Known:
    """What a terminal held before it read everything anew."""

    base: TableFile
    overlay: Overlay
    recent: list[Change]
    position: Position
    there: bool


def known(files: FollowedFiles) -> Known:
    return Known(files.base, files.overlay, files.recent, files.position, files.seen[0] is not None)


def lost(files: FollowedFiles, before: Known) -> list[Change]:
    """What was held ``before`` and is on the disk no more, though nobody of reader's took it."""
    if before.there and files.seen[0] is None:
        tables = before.base.tables()
        before.overlay.lay_over(tables)
        return [(name, key, row) for name, rows in tables.items() for key, row in rows.items()]
    was, now = before.position, files.position
    folded = files.base.about.journal
    if (
        was.name is None
        or was.name in now.followed
        or (now.name == was.name and files.recent[: len(before.recent)] == before.recent)
        or (folded not in was.followed if folded is not None else was.followed)
        or find_journal(files.files, was.name) is not None
    ):
        return []
    return before.recent


def write_back(ledger: Ledger) -> None:
    """Saves what is lost and was not saved again by another; to be called within ``writing``."""
    changes = list(_missing(ledger, ledger.lost))
    if changes:
        ledger.append(changes)
        ledger.notices.append(
            "Another program cut, removed or replaced files of your notes: what it took is saved "
            f"again ({sum(table == RECORDS for table, _, _ in changes)})."
        )
    ledger.lost = []


def _missing(ledger: Ledger, changes: Sequence[Change]) -> Iterator[Change]:
    last = {(table, key): row for table, key, row in changes}
    yield from _missing_records(ledger, [each for each in changes if each[0] == RECORDS])
    known = {row.get("id") for row in ledger.overlay.rows(HISTORY).values() if row}
    number = ledger.next_key(HISTORY)
    for (table, key), row in last.items():
        if table == HISTORY and row is not None and row.get("id") not in known:
            yield table, str(number), row
            number += 1
        elif table not in (RECORDS, HISTORY) and ledger.row(table, int(key)) is None:
            yield table, key, row


def _missing_records(ledger: Ledger, changes: Sequence[Change]) -> Iterator[Change]:
    number = ledger.next_key(RECORDS)
    states: dict[str, list[Document | None]] = {}
    for _, key, row in changes:
        states.setdefault(key, []).append(row)
    kept = {row.get("id") for *_, row in states.values() if row is not None}
    for key, (*former, row) in states.items():
        if row is None:
            held = ledger.row(RECORDS, int(key))
            # A removal that was taken back gave the record another key.
            back = held is not None and held.get("id") in kept
            if not back and _is_as_it_was(ledger, key, former):
                yield RECORDS, key, None
        elif (found := ledger.find(str(row.get("id")))) is not None:
            if found[1] != row and _modified(row) >= _modified(found[1]):
                yield RECORDS, str(found[0]), row
        elif ledger.row(RECORDS, int(key)) is None:
            yield RECORDS, key, row
        else:
            yield RECORDS, str(number), row
            number += 1


def _is_as_it_was(ledger: Ledger, key: str, former: Sequence[Document | None]) -> bool:
    """Whether a record that was removed is back in one of its ``former`` states."""
    held = ledger.row(RECORDS, int(key))
    return held is not None and (held in former or key not in ledger.overlay.rows(RECORDS))


def _modified(row: Document) -> str:
    return str(row.get("modified", ""))
