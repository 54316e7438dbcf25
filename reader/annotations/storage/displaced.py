"""What another program took away.

A journal cut or removed under an open terminal, or one whose TinyDB file is another now.

What a terminal has shown as saved it still holds. It is lost from the disk when the journal that
held it is shorter or gone, and neither the TinyDB file nor the archive has taken it in. It is
stranded when the file has rows of others under the keys that the journal gave. Both are saved
again by the ids of records, never by their keys.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from reader.annotations.reconcile import reconcile
from reader.annotations.records import Document
from reader.annotations.storage.journal import Change, record_changes
from reader.annotations.storage.journal_chain import find_journal
from reader.annotations.storage.overlay import MISSING
from reader.annotations.storage.store_files import StoreFiles
from reader.annotations.storage.table_layout import HISTORY, RECORDS
from reader.annotations.storage.view import View


def lost(before: View, now: View, files: StoreFiles) -> Sequence[Change]:
    """Return what a terminal held ``before`` and is on the disk no more.

    Though no terminal took it.
    """
    if before.stamp is not None and now.stamp is None:
        tables = before.tables()
        return [(name, key, row) for name, rows in tables.items() for key, row in rows.items()]
    was, place = before.position, now.position
    compacted = now.base.about.journal
    if (
        was.name is None
        or was.name in place.followed
        or (place.name == was.name and now.recent[: len(before.recent)] == before.recent)
        or (compacted not in was.followed if compacted is not None else was.followed)
        or find_journal(files, was.name) is not None
    ):
        return ()
    return before.recent


@dataclass(slots=True)
class _Course:
    """What became of one record.

    Its states in order, its last key, and the last operation on it where there is a history.
    """

    key: str
    states: list[Document | None]
    last: Document | None = None

    @property
    def operation(self) -> Any:
        return (self.last or {}).get("id")


def missing(rows: View, changes: Sequence[Change], same_file: bool) -> list[Change]:
    """Return the rows to save again.

    Those of ``changes`` that ``rows`` lack and nobody has saved again.

    ``same_file`` tells that the keys of both are of one file. Each record comes right before the
    last operation on it, as in any save.
    """
    known = {row.get("id") for row in rows.history()}
    records: dict[Any, list[Change]] = {}
    for operation, change in _missing_records(rows, _courses(changes), known, same_file):
        records.setdefault(operation, []).append(change)
    found = records.pop(None, [])
    number = rows.next_key(HISTORY)
    others: dict[tuple[str, str], Document | None] = {}
    for table, key, row in changes:
        if table == HISTORY and row is not None and row.get("id") not in known:
            known.add(row.get("id"))
            found += [*records.pop(row.get("id"), ()), (table, str(number), row)]
            number += 1
        elif table not in (RECORDS, HISTORY):
            others[table, key] = row
    for (table, key), row in others.items():
        if rows.row(table, key) is None:
            found.append((table, key, row))
    return found


def _courses(changes: Sequence[Change]) -> dict[str, _Course]:
    """By the record's id; by its key where it has none, or where nothing says whose it was."""
    courses: dict[str, _Course] = {}
    names: dict[str, str] = {}
    for each in record_changes(changes):
        name = names[each.key] = each.record or names.get(each.key) or f"key {each.key}"
        course = courses.setdefault(name, _Course(each.key, []))
        course.key, course.last = each.key, each.operation
        course.states.append(each.row)
    return courses


def _missing_records(
    rows: View, courses: Mapping[str, _Course], known: set[Any], same_file: bool
) -> Iterator[tuple[Any, Change]]:
    """Yield each with the id of the last operation on it."""
    number = max([rows.next_key(RECORDS), *(int(one.key) + 1 for one in courses.values())])
    for name, course in courses.items():
        if course.last is not None and course.operation in known:
            continue
        found = rows.find(name)
        under_key = rows.row(RECORDS, course.key)
        if found is None and same_file and under_key is not None and name == f"key {course.key}":
            found = int(course.key), under_key
        held = found[1] if found is not None else None
        after = reconcile(_origin(rows, course, found, same_file), held, course.states[-1])
        if after.document == held:
            continue
        if found is not None:
            key = str(found[0])
        elif under_key is None:
            key = course.key
        else:
            key, number = str(number), number + 1
        yield course.operation, (RECORDS, key, after.document)


def _origin(
    rows: View, course: _Course, found: tuple[int, Document] | None, same_file: bool
) -> Document | None:
    """Return the state from which the record that is held, and the last one of ``course``.

    Were made.

    It is the one held where the record is back in a state that it had before it was changed.
    """
    before = (course.last or {}).get("before")
    if found is None:
        return None
    key, held = found
    untouched = same_file and rows.overlay.get(RECORDS, str(key)) is MISSING
    return held if untouched or held == before or held in course.states else before
