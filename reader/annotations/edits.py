"""What an edit does to the record that is held when it comes, which another may have changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from reader.annotations.history import (
    Operation,
    is_place_only,
    operations,
    same_state,
    to_row,
    with_place,
)
from reader.annotations.reconcile import reconcile
from reader.annotations.record_json import to_document
from reader.annotations.records import Document, Record, new_id, now
from reader.annotations.storage.journal import Change
from reader.annotations.storage.table_layout import HISTORY, RECORDS
from reader.annotations.storage.view import View
from reader.annotations.store_error import StoreError


def operation(
    who: str,
    record_id: str,
    before: Document | None,
    after: Document | None,
    doing: str,
    batch: str | None = None,
    undoes: str | None = None,
) -> Operation:
    """Return an operation of ``who``, done now."""
    return Operation(new_id(), record_id, before, after, who, now(), doing, undoes, batch)


def last_editor(held: View, record_id: str) -> str:
    """Return who did the last operation on a record, "" when nobody has."""
    for row in held.history(record_id, newest_first=True):
        return str(row.get("who", ""))
    return ""


def edit(
    held: View,
    who: str,
    record: Record,
    origin: Document | None,
    before: Document | None,
    *,
    sure: bool,
    doing: str,
    batch: str | None,
) -> Operation:
    """Return the operation of ``who`` that replaces ``before``, the state held now, by ``record``.

    ``record`` was edited from ``origin``; ``sure`` says that the caller knows ``origin``. If
    someone else changed the record meanwhile, their changes are kept and the operation says so.
    """
    after = _signed(record, before, who)
    if before is None and origin is not None:
        other = last_editor(held, record.id) or "Someone else"
        message = f"{other} removed this while you edited it. Your version is kept."
        return replace(operation(who, record.id, None, after, doing, batch), message=message)
    if before is None or same_state(before, after):
        return operation(who, record.id, before, after, doing, batch)
    if not sure and before == origin and record.modified < str(before.get("modified", "")):
        origin = _state_of(held, record)
    if origin is None or same_state(before, origin):
        return operation(who, record.id, before, after, doing, batch)
    other = last_editor(held, record.id)
    made = reconcile(origin, after, before, other).document
    message = f"{other or 'Someone else'} also changed this. Both versions are kept."
    return replace(operation(who, record.id, before, made, doing, batch), message=message)


def taken_back(
    held: View, who: str, step: Sequence[Operation], doing: str
) -> tuple[list[Operation], dict[str, int]]:
    """Return the operations of ``who`` that take ``step`` back, by undo or redo.

    With them come the keys of those of its records that are there. Raises StoreError where somebody
    changed one of them since.
    """
    batch = new_id() if len(step) > 1 else None
    made = []
    keys: dict[str, int] = {}
    for each in reversed(step):
        found = held.find(each.record)
        now_held = None
        if found is not None:
            keys[each.record], now_held = found
        if not same_state(now_held, each.after):
            raise StoreError(
                f"Can't undo “{each.doing}”: {last_editor(held, each.record) or 'someone'} "
                "has changed it since."
            )
        plain = each.doing.removeprefix("undo ").removeprefix("redo ")
        after = with_place(each.before, now_held)
        made.append(
            operation(who, each.record, now_held, after, f"{doing} {plain}", batch, each.id)
        )
    return made, keys


def _state_of(held: View, record: Record) -> Document | None:
    """Return the state of a record that had the same time of its last change."""
    for row in operations(held.history(record.id, newest_first=True)):
        if row.after and row.after.get("modified") == record.modified:
            return row.after
    return None


def _signed(record: Record, before: Document | None, who: str) -> Document:
    """Return the record's document, its maker and times filled in where the caller left them."""
    document = to_document(record)
    if before is None and not record.creator:
        document["creator"] = who
    for field in ("created", "modified"):
        if not document[field]:
            document[field] = now()
    if before is not None and before != document and before.get("modified") == record.modified:
        document["modified"] = max(now(), record.modified)
    return document


def changes_of(
    view: View,
    made: Sequence[Operation],
    held: Mapping[str, int],
    rows: Sequence[Change] = (),
) -> list[Change]:
    """Return the rows of ``made`` with their history, behind ``rows``, which have none.

    ``held`` are the keys of those records that are there, by id; new ones get free keys.
    """
    changes = list(rows)
    number = view.next_key(HISTORY)
    taken = [*held.values(), *(int(key) for table, key, _ in rows if table == RECORDS)]
    fresh = max([view.next_key(RECORDS), *(key + 1 for key in taken)])
    keys = dict(held)
    for each in made:
        if each.before == each.after:
            continue
        key = keys.get(each.record)
        if key is None:
            key = keys[each.record] = fresh
            fresh += 1
        changes.append((RECORDS, str(key), each.after))
        if not is_place_only(each):
            changes.append((HISTORY, str(number), to_row(each)))
            number += 1
    return changes
