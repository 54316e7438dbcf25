"""Saves again what another program took away: a journal cut or removed under an open terminal,
or one whose TinyDB file is another now.

What this terminal was told is saved it still holds. It is lost from the disk when the journal
that held it is shorter or gone, and neither the TinyDB file nor the archive has taken it in. It
is stranded when the file has rows of others under the keys that the journal gave. Both are laid
beside what is there by the ids of records, never by their keys.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from reader.annotations.records import Document
from reader.annotations.storage.journal import Change
from reader.annotations.storage.journal_chain import find_journal
from reader.annotations.storage.table_layout import HISTORY, RECORDS

if TYPE_CHECKING:
    from reader.annotations.storage.appending import Position
    from reader.annotations.storage.followed_files import FollowedFiles
    from reader.annotations.storage.ledger import Ledger
    from reader.annotations.storage.overlay import Overlay
    from reader.annotations.storage.table_file import TableFile


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
    """Saves what is lost or stranded and was not saved again by another; to be called within
    ``writing``.
    """
    count = 0
    for changes, same_file in ((ledger.lost, True), (ledger.stranded, False)):
        missing = list(_missing(ledger, changes, same_file)) if changes else []
        if missing:
            ledger.append(missing)
            count += sum(table == RECORDS for table, _, _ in missing)
    if count:
        ledger.notices.append(
            "Another program cut, removed or replaced files of your notes: what it took is saved "
            f"again ({count})."
        )
    ledger.lost, ledger.stranded = [], []


@dataclass(slots=True)
class _Course:
    """What became of one record: its states in order, its last key, and the last operation on it
    where there is a history.
    """

    key: str
    states: list[Document | None]
    last: Document | None = None


def _missing(ledger: Ledger, changes: Sequence[Change], same_file: bool) -> Iterator[Change]:
    """Each record stands right before the last operation on it, as in any save."""
    known = {row.get("id") for row in ledger.history()}
    records: dict[Any, list[Change]] = {}
    for course, change in _missing_records(ledger, _courses(changes), known, same_file):
        records.setdefault(course.last and course.last.get("id"), []).append(change)
    yield from records.pop(None, ())
    number = ledger.next_key(HISTORY)
    others: dict[tuple[str, str], Document | None] = {}
    for table, key, row in changes:
        if table == HISTORY and row is not None and row.get("id") not in known:
            known.add(row.get("id"))
            yield from records.pop(row.get("id"), ())
            yield table, str(number), row
            number += 1
        elif table not in (RECORDS, HISTORY):
            others[table, key] = row
    for (table, key), row in others.items():
        if ledger.row(table, int(key)) is None:
            yield table, key, row


@dataclass(frozen=True, slots=True)
class Step:
    """A change of a record: its id, None where nothing tells it, its key, the row as it is
    afterwards, and the operation of the history that it was saved with.
    """

    record: str | None
    key: str
    row: Document | None
    operation: Document | None


def steps(changes: Sequence[Change]) -> Iterator[Step]:
    """The changes of records among ``changes``; an operation stands right behind its own."""
    for (table, key, row), (behind, _, operation) in zip_longest(
        changes, changes[1:], fillvalue=("", "", None)
    ):
        if table != RECORDS:
            continue
        identity = (row or {}).get("id")
        if behind != HISTORY or operation is None:
            operation = None
        elif row is None:
            operation = operation if operation.get("after") is None else None
            identity = (operation or {}).get("record")
        elif operation.get("record") != identity:
            operation = None
        yield Step(identity if isinstance(identity, str) else None, key, row, operation)


def _courses(changes: Sequence[Change]) -> dict[str, _Course]:
    """By the record's id; by its key where it has none, or where nothing tells whose it was."""
    courses: dict[str, _Course] = {}
    names: dict[str, str] = {}
    for step in steps(changes):
        name = names[step.key] = step.record or names.get(step.key) or f"key {step.key}"
        course = courses.setdefault(name, _Course(step.key, []))
        course.key, course.last = step.key, step.operation
        course.states.append(step.row)
    return courses


def _missing_records(
    ledger: Ledger, courses: Mapping[str, _Course], known: Collection[Any], same_file: bool
) -> Iterator[tuple[_Course, Change]]:
    number = max([ledger.next_key(RECORDS), *(int(one.key) + 1 for one in courses.values())])
    for name, course in courses.items():
        if course.last is not None and course.last.get("id") in known:
            continue
        found = ledger.find(name)
        held = ledger.row(RECORDS, int(course.key))
        if found is None and same_file and held is not None and name == f"key {course.key}":
            found = int(course.key), held
        row = course.states[-1]
        if found is not None:
            newer = row is not None and _modified(row) >= _modified(found[1])
            if row != found[1] and (newer or _is_as_it_was(ledger, found, course, same_file)):
                yield course, (RECORDS, str(found[0]), row)
        elif row is None:
            continue
        elif held is None:
            yield course, (RECORDS, course.key, row)
        else:
            yield course, (RECORDS, str(number), row)
            number += 1


def _is_as_it_was(
    ledger: Ledger, found: tuple[int, Document], course: _Course, same_file: bool
) -> bool:
    """Whether a record is back in a state that it had before it was changed or removed."""
    before = (course.last or {}).get("before")
    unchanged = same_file and str(found[0]) not in ledger.overlay.rows(RECORDS)
    return unchanged or found[1] == before or found[1] in course.states


def _modified(row: Document) -> str:
    return str(row.get("modified", ""))
