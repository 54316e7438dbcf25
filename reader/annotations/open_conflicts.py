"""Fields of a record of which two versions came together, until a person decides.

A merge or an import that finds a field changed on both sides keeps the local value and puts the
other one into the record's ``conflicts``. An entry stays open until it says what was ``decided``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from reader.annotations.reconcile import CONFLICTS
from reader.annotations.record_json import from_document, to_document
from reader.annotations.records import Document, Mark, Record
from reader.annotations.wording import field as field_name
from reader.annotations.wording import value as value_words
from reader.errors import ReaderError

DECIDED = "decided"
FROM_FILE = "import"
"""Who brought a version that came in a file without a name."""
Side = Literal["mine", "theirs"]


class UndecidableError(ReaderError):
    """The other version cannot take the place of the one that is here."""


@dataclass(frozen=True, slots=True)
class OpenConflict:
    """A field with the value that is here and the one that ``by`` brought, last changed ``at``."""

    record: Record
    field: str
    mine: Any
    theirs: Any
    by: str = ""
    at: str = ""

    @property
    def name(self) -> str:
        """The field as a person calls it."""
        return field_name(self.field)

    @property
    def other(self) -> str:
        """Whose version the other one is: a person's, a file's, or unknown."""
        return {"": "the other version", FROM_FILE: "the file’s version"}.get(
            self.by, f"{self.by}’s version"
        )

    @property
    def versions(self) -> tuple[str, str]:
        """Mine and theirs in words."""
        return value_words(self.mine), value_words(self.theirs)


def open_conflicts(record: Record) -> list[OpenConflict]:
    """Return what is still to be decided about ``record``."""
    if not record.extra.get(CONFLICTS):
        return []
    document = to_document(record)
    return [
        OpenConflict(
            record, each["field"], document.get(each["field"]), each["value"],
            str(each.get("by") or ""), str(each.get("at") or ""),
        )
        for each in entries(document)
        if DECIDED not in each and each["value"] != document.get(each["field"])
    ]  # fmt: skip


def all_open(records: Iterable[Record]) -> list[OpenConflict]:
    return [each for record in records for each in open_conflicts(record)]


def decided(record: Record, side: Side, at: str, field: str | None = None) -> Record:
    """``record`` with its open conflicts decided, or those of one ``field``; dated ``at``.

    Raises UndecidableError where another version does not fit the record by itself.
    """
    document = to_document(record)
    made: list[Any] = []
    wanted = [each.field for each in open_conflicts(record) if field in (None, each.field)]
    for each in document[CONFLICTS] if wanted else ():
        if isinstance(each, dict) and each.get("field") in wanted and DECIDED not in each:
            if side == "theirs":
                document[each["field"]] = each["value"]
            each = {**each, DECIDED: side}
        made.append(each)
    if not wanted:
        return record
    if isinstance(record, Mark) and "body" in wanted:
        document["kind"] = "note" if document["body"] else "highlight"
    changed = from_document({**document, CONFLICTS: made, "modified": at})
    if type(changed) is not type(record):
        raise UndecidableError(
            f"The other version of this {record.kind} cannot be taken by itself. Import its file "
            "again with --prefer theirs, or keep yours."
        )
    return changed


def entries(document: Document) -> list[Document]:
    """Return the entries under ``conflicts`` of a document that are readable."""
    rows = document.get(CONFLICTS)
    return [
        each
        for each in (rows if isinstance(rows, list) else [])
        if isinstance(each, dict) and isinstance(each.get("field"), str) and "value" in each
    ]
