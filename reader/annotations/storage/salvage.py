"""Reads what can be read of a damaged TinyDB file: every row that is whole."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from itertools import count
from typing import Any

from reader.annotations.record_json import is_record
from reader.annotations.storage.table_layout import (
    ABOUT,
    HISTORY,
    LONGEST_KEY,
    RECORDS,
    Tables,
)

_TABLE = re.compile(r'"((?:[^"\\\n]|\\.)*)"\s*:\s*\{(?=\s*(?:"-?[0-9]+"\s*:\s*\{|\}))')
_ROW = re.compile(r'"(-?[0-9]+)"\s*:\s*(?=\{)')


@dataclass(frozen=True, slots=True)
class Salvage:
    """The rows that are whole, by table, and how many are not."""

    tables: Tables
    damaged: int

    @property
    def rows(self) -> int:
        return sum(len(rows) for rows in self.tables.values())


def salvage(content: bytes) -> Salvage:
    """Return the rows of ``content``, from wherever one begins that parses.

    A row that does not parse is skipped up to the next one, so that a damaged stretch costs
    only the rows that it touches. The rows that reader wrote are recognized by their fields if
    the name of their table is damaged; others before any table's name are taken for records.
    """
    text = content.decode("utf-8", "replace").removeprefix("\ufeff")
    decoder = json.JSONDecoder()
    tables: Tables = {}
    name = RECORDS
    damaged = 0
    place = 0
    while True:
        row = _ROW.search(text, place)
        table = _TABLE.search(text, place, row.start() if row else len(text))
        if table is not None:
            name = _name(table[1])
            place = table.end()
            continue
        if row is None:
            return Salvage(tables, damaged)
        place = row.end()
        try:
            value, end = decoder.raw_decode(text, place)
        except (ValueError, RecursionError):
            damaged += 1
            continue
        if _ends_well(text, end) and "\ufffd" not in text[place:end]:
            _keep(tables.setdefault(_table_of(value) or name, {}), row[1], value)
            place = end
        else:
            damaged += 1


def _keep(rows: dict[str, Any], key: str, row: Any) -> None:
    """Add a row under its key, or under a free one where that is taken or too large."""
    if key in rows or len(key) > LONGEST_KEY:
        key = next(key for key in map(str, count(len(rows) + 1)) if key not in rows)
    rows[key] = row


def _table_of(row: Any) -> str | None:
    """Return the table of a row that reader wrote; None for any other row."""
    if not isinstance(row, dict):
        return None
    if {"schema", "checksum", "journal"} <= row.keys():
        return ABOUT
    if {"record", "doing", "before", "after"} <= row.keys():
        return HISTORY
    return RECORDS if is_record(row) else None


def _ends_well(text: str, end: int) -> bool:
    """Return whether a row's end is followed by what may follow it."""
    rest = text[end : end + 8].lstrip()
    return not rest or rest[0] in ",}"


def _name(escaped: str) -> str:
    try:
        return str(json.loads(f'"{escaped}"'))
    except ValueError:
        return escaped
