"""The rows that journals changed, laid over those of the TinyDB file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from reader.annotations.storage.journal import Change
from reader.annotations.storage.table_layout import RECORDS

Row = Any
"""A document, or None for a row that was removed."""


class Overlay:
    """Changed rows by table and key, the newest state of each; records by their id too."""

    def __init__(self, changes: Iterable[Change] = ()) -> None:
        self._tables: dict[str, dict[str, Row]] = {}
        self._ids: dict[str, str] = {}
        self.take(changes)

    def take(self, changes: Iterable[Change]) -> None:
        for table, key, row in changes:
            self._tables.setdefault(table, {})[key] = row
            if table == RECORDS and row is not None and isinstance(row.get("id"), str):
                self._ids[row["id"]] = key

    def copy(self) -> Overlay:
        other = Overlay()
        other._tables = {name: dict(rows) for name, rows in self._tables.items()}
        other._ids = dict(self._ids)
        return other

    def __bool__(self) -> bool:
        return bool(self._tables)

    @property
    def names(self) -> Iterable[str]:
        return self._tables.keys()

    def rows(self, table: str) -> Mapping[str, Row]:
        return self._tables.get(table, {})

    def key_of(self, record_id: str) -> str | None:
        """The key under which a changed record stands or stood."""
        return self._ids.get(record_id)

    def ids(self, begun: str) -> Iterable[str]:
        """The ids of records that changed and begin so, also of those that were removed."""
        return (each for each in self._ids if each.startswith(begun))

    def lay_over(self, tables: dict[str, dict[str, Any]]) -> None:
        """Makes ``tables`` what they are with the changes."""
        for name, rows in self._tables.items():
            table = tables.setdefault(name, {})
            for key, row in rows.items():
                if row is None:
                    table.pop(key, None)
                else:
                    table[key] = row
