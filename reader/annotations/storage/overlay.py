"""The rows that journals changed, laid over those of the TinyDB file. A value: it never changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from reader.annotations.storage.journal import Change
from reader.annotations.storage.table_layout import RECORDS

Row = Any
"""A document, or None for a row that was removed."""

MISSING: Any = object()
"""The value for a row that did not change."""

MANY = 128
"""Late rows from which on they are counted among the early ones."""

_Level = dict[str | None, dict[str, Row]]


class Overlay:
    """Changed rows by table and key, the newest state of each; keys of records by id under None.

    In two levels, so that the next overlay shares the many ``early`` rows with this one, and
    copies only the few ``late`` ones.
    """

    __slots__ = ("_early", "_late")

    def __init__(self, changes: Iterable[Change] = ()) -> None:
        self._early: _Level = {}
        self._late: _Level = {}
        _take(self._early, changes)

    def plus(self, changes: Iterable[Change]) -> Overlay:
        """Return the same with later changes."""
        other = Overlay()
        other._early = self._early
        other._late = {name: dict(rows) for name, rows in self._late.items()}
        _take(other._late, changes)
        if sum(map(len, other._late.values())) > MANY:
            names = [*self._early, *other._late]
            other._early, other._late = {name: other._both(name) for name in names}, {}
        return other

    def _both(self, name: str | None) -> dict[str, Row]:
        return self._early.get(name, {}) | self._late.get(name, {})

    def __bool__(self) -> bool:
        return bool(self._early or self._late)

    @property
    def names(self) -> Iterable[str]:
        return [name for name in dict.fromkeys([*self._early, *self._late]) if name is not None]

    def get(self, table: str | None, key: str) -> Row:
        """Return the row with this key, MISSING where it did not change."""
        late = self._late.get(table)
        if late is not None and key in late:
            return late[key]
        early = self._early.get(table)
        return early.get(key, MISSING) if early is not None else MISSING

    def rows(self, table: str) -> Mapping[str, Row]:
        """Return every changed row of a table by key."""
        return self._both(table) if table in self._late else self._early.get(table, {})

    def key_of(self, record_id: str) -> str | None:
        """Return the key that a changed record has or had."""
        key = self.get(None, record_id)
        return None if key is MISSING else key

    def ids(self, prefix: str) -> Iterable[str]:
        """Return the ids of changed records that start so, also of those that were removed."""
        return (each for each in self._both(None) if each.startswith(prefix))

    def over(self, name: str, rows: dict[str, Any]) -> dict[str, Any]:
        """Return the rows of a table, which are changed in place, with the changes."""
        for key, row in self.rows(name).items():
            if row is None:
                rows.pop(key, None)
            else:
                rows[key] = row
        return rows

    def over_all(self, tables: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
        """Return the same of all tables."""
        for name in self.names:
            self.over(name, tables.setdefault(name, {}))
        return tables


def _take(level: _Level, changes: Iterable[Change]) -> None:
    for table, key, row in changes:
        level.setdefault(table, {})[key] = row
        if table == RECORDS and row is not None and isinstance(row.get("id"), str):
            level.setdefault(None, {})[row["id"]] = key


NOTHING_CHANGED = Overlay()
