"""What two notes files have differently, record by record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from reader.annotations.record_json import is_record
from reader.annotations.records import Document
from reader.annotations.storage.table_layout import RECORDS
from reader.annotations.storage.writer import Writer
from reader.annotations.store_error import StoreError

Change = Literal["added", "removed", "changed"]


@dataclass(frozen=True, slots=True)
class FieldDifference:
    """A field and its value in each file, None where the field is missing."""

    name: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Difference:
    """A record that only one file has (``fields`` is empty), or that is not the same in both.

    ``document`` is the newer state where there is one, else the older.
    """

    record: str
    article: str
    kind: str
    change: Change
    fields: tuple[FieldDifference, ...]
    document: Document


def difference(before: Path, after: Path) -> list[Difference]:
    """Return the differences between two notes files, by article and then by id; StoreError."""
    return differences(records_by_id(tables_of(before)), records_by_id(tables_of(after)))


def differences(before: Mapping[str, Document], after: Mapping[str, Document]) -> list[Difference]:
    """Return the same of records by id."""
    found = []
    for identity in before.keys() | after.keys():
        old, new = before.get(identity), after.get(identity)
        held = new or old
        if old == new or held is None:
            continue
        change: Change = "added" if old is None else "removed" if new is None else "changed"
        fields: list[FieldDifference] = []
        if old is not None and new is not None:
            fields = [
                FieldDifference(name, old.get(name), new.get(name))
                for name in dict.fromkeys([*old, *new])
                if old.get(name) != new.get(name)
            ]
        found.append(
            Difference(identity, held["article_id"], held["kind"], change, tuple(fields), held)
        )
    return sorted(found, key=lambda each: (each.article, each.record))


def tables_of(path: Path) -> dict[str, dict[str, Any]]:
    """Return all that a notes file and its journal hold.

    StoreError where there is no file, or a damaged one, so that what was lost passes for nobody's
    doing.
    """
    store = Writer(path, reading=True)
    if not store.files.base.exists():
        raise StoreError(f"There is no notes file {path}: check its name.")
    if store.view.rescued:
        raise StoreError(
            f"{path} is damaged: repair it first with `reader check --repair --notes {path}`."
        )
    return store.view.tables()


def records_by_id(tables: Mapping[str, Mapping[str, Any]]) -> dict[str, Document]:
    return {row["id"]: row for row in tables.get(RECORDS, {}).values() if is_record(row)}
