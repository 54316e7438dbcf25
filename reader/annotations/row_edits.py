"""Rows that a script changed, as the store saves them.

Records through the history, so that the user can undo it; rows of other programs as they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from reader.annotations.edits import edit, operation
from reader.annotations.history import Operation
from reader.annotations.record_json import from_document, is_record, misshapen
from reader.annotations.records import Document, new_id
from reader.annotations.storage.journal import Change
from reader.annotations.storage.table_layout import RECORDS
from reader.annotations.storage.view import View
from reader.annotations.store_error import StoreError

CHANGED_MEANWHILE = "Another terminal changed these notes meanwhile: run this again."


@dataclass(frozen=True, slots=True)
class RowEdit:
    """A changed row: as it was read (None: a new row), and as it becomes (None: removed)."""

    table: str
    key: str
    before: Any
    after: Any

    @property
    def is_of_record(self) -> bool:
        """A new row with an article and a kind is meant as a record."""
        if self.table != RECORDS:
            return False
        if self.before is not None:
            return is_record(self.before)
        return "article_id" in self.after and "kind" in self.after


class RowEdits:
    """``edits`` of ``who`` as ``operations`` on records, and other ``rows``.

    ``keys`` are those of the records by id. Raises StoreError where an edit cannot be made.

    ``held`` is what the store holds now.
    """

    def __init__(
        self,
        held: View,
        who: str,
        doing: str,
        edits: Sequence[RowEdit],
    ) -> None:
        self._held, self._who, self._doing = held, who, doing
        self._batch = new_id() if len(edits) > 1 else None
        self.operations: list[Operation] = []
        self.keys: dict[str, int] = {}
        self.rows: list[Change] = []
        tables: dict[str, dict[str, Any]] = {}
        for each in edits:
            if each.is_of_record:
                self.operations.append(self._operation(each))
                continue
            if each.table not in tables:
                tables[each.table] = held.table(each.table)
            if tables[each.table].get(each.key) == each.before:
                self.rows.append((each.table, each.key, each.after))
            else:
                raise StoreError(CHANGED_MEANWHILE)

    def _operation(self, row: RowEdit) -> Operation:
        before, after = row.before, row.after
        if before is None:
            after = {"id": new_id()} | after
        identity = (before or after)["id"]
        found = self._held.find(identity)
        held = found[1] if found is not None else None
        if after is None:
            if held not in (None, before):
                raise StoreError(CHANGED_MEANWHILE)
            made = operation(self._who, identity, held, None, self._doing, self._batch)
        else:
            _check(before, after)
            if before is None and (held is not None or identity in self.keys):
                raise StoreError(f"There is a record with the id {identity}: update that one.")
            made = edit(
                self._held, self._who, from_document(after), before, held,
                sure=True, doing=self._doing, batch=self._batch,
            )  # fmt: skip
        if found is not None:
            self.keys[identity] = found[0]
        elif self._held.row(RECORDS, row.key) is None:
            self.keys[identity] = int(row.key)
        return made


def _check(before: Document | None, after: Document) -> None:
    """Refuse a record that no terminal could show. Raises StoreError."""
    if not is_record(after):
        raise StoreError("A record has the texts article_id, id and kind: set all three.")
    if before is not None and before["id"] != after["id"]:
        raise StoreError("The id of a record stays as it is: insert a new record instead.")
    wrong = misshapen(after)
    if wrong and (before is None or not misshapen(before)):
        raise StoreError(
            f"The field “{wrong}” of this {after['kind']} is missing or has another type than "
            "reader writes there: look at a record that reader made."
        )
