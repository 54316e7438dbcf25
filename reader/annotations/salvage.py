"""Reads what can be read of a spoilt TinyDB file: every row that is whole."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from reader.annotations.table_layout import RECORDS, Tables

_TABLE = re.compile(r'"((?:[^"\\\n]|\\.)*)"\s*:\s*\{(?=\s*(?:"-?[0-9]+"\s*:\s*\{|\}))')
_ROW = re.compile(r'"(-?[0-9]+)"\s*:\s*(?=\{)')


@dataclass(frozen=True, slots=True)
class Salvage:
    """The rows that are whole, by table, and how many are not."""

    tables: Tables
    spoilt: int

    @property
    def rows(self) -> int:
        return sum(len(rows) for rows in self.tables.values())


def salvage(content: bytes) -> Salvage:
    """The rows of ``content``, from wherever one begins that parses.

    A row that does not parse is passed over up to the next one, so that a spoilt stretch costs
    the rows that it touches. Rows before any table's name are taken for records.
    """
    text = content.decode("utf-8", "replace").removeprefix("\ufeff")
    decoder = json.JSONDecoder()
    tables: Tables = {}
    rows: dict[str, Any] = tables.setdefault(RECORDS, {})
    spoilt = 0
    place = 0
    while True:
        row = _ROW.search(text, place)
        table = _TABLE.search(text, place, row.start() if row else len(text))
        if table is not None:
            rows = tables.setdefault(_name(table[1]), {})
            place = table.end()
            continue
        if row is None:
            return Salvage({name: rows for name, rows in tables.items() if rows}, spoilt)
        place = row.end()
        try:
            value, end = decoder.raw_decode(text, place)
        except (ValueError, RecursionError):
            spoilt += 1
            continue
        if _ends_well(text, end) and "\ufffd" not in text[place:end]:
            rows[row[1]] = value
            place = end
        else:
            spoilt += 1


def _ends_well(text: str, end: int) -> bool:
    """Whether a row's end is followed by what may follow it."""
    rest = text[end : end + 8].lstrip()
    return not rest or rest[0] in ",}"


def _name(escaped: str) -> str:
    try:
        return str(json.loads(f'"{escaped}"'))
    except ValueError:
        return escaped
