"""How reader sets out a TinyDB file: valid JSON in ASCII, one row a line, records first.

::

    {"_default": {
    "1":{"article_id":"…","id":"…","kind":"note",…},
    "4":{…}
    },
    "history": {
    "1":{"id":"…","record":"…",…}
    },
    "reader": {
    "1":{"schema":1,"journal":"…","was":[…],"high":{…},"checksum":…}
    }}

The tables of other programs are between the records and the history. The last table is about the
file itself; its checksum is the CRC-32 of everything before it, which tells a file that
reader wrote from one that something else wrote or damaged.
"""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from reader.annotations.records import Document
from reader.annotations.store_error import StoreError

RECORDS = "_default"
HISTORY = "history"
ABOUT = "reader"
SCHEMA = 1

OPENING = b'{"_default": {\n'
BETWEEN = b"},\n"
ROW = re.compile(
    rb'"(-?[0-9]+)":\{(?:"article_id":"([^"\\\n]*)","id":"[^"\\\n]*",'
    rb'(?:"kind":"([^"\\\n]*)",)?)?[^\n]*\}(,?)\n'
)
TAGS = re.compile(rb'"tags":(?=\["[^\n]*\n)')
ROW_ID = re.compile(rb'"-?[0-9]+":\{"article_id":"[^"\\\n]*","id":"([^"\\\n]*)",')

Tables = dict[str, dict[str, Any]]


LONGEST_KEY = 18
"""Digits of a key: a key has 64 bits."""


class NotTinyDBError(ValueError):
    """JSON that is no TinyDB file, or no JSON at all."""


@dataclass(frozen=True, slots=True)
class About:
    """What the file tells of itself.

    ``journal`` is the last one folded into it, ``was`` size and modification time (ns) of the
    file that it replaced, ``high`` the highest key ever given by table. ``others`` are fields
    that this version does not know.
    """

    journal: str | None = None
    was: tuple[int, int] | None = None
    high: Mapping[str, int] = field(default_factory=dict)
    schema: int = SCHEMA
    checksum: int | None = None
    others: Mapping[str, Any] = field(default_factory=dict)


def about_from(rows: Mapping[str, Any]) -> About:
    """Return the table about the file; fields that are missing or of another shape are left out."""
    row = rows.get("1")
    row = dict(row) if isinstance(row, Mapping) else {}
    schema, journal, was, high, checksum = (
        row.pop(key, None) for key in ("schema", "journal", "was", "high", "checksum")
    )
    high = high if isinstance(high, dict) else {}
    return About(
        journal=journal if isinstance(journal, str) else None,
        was=(was[0], was[1]) if isinstance(was, list) and len(was) == 2 else None,
        high={
            key: value
            for key, value in high.items()
            if isinstance(value, int) and 0 <= value < 10**LONGEST_KEY
        },
        schema=schema if isinstance(schema, int) else SCHEMA,
        checksum=checksum if isinstance(checksum, int) else None,
        others=row,
    )


_ENCODE = json.JSONEncoder(separators=(",", ":")).encode


def row_json(row: Any) -> bytes:
    """Return a row as one line of ASCII, what it is found by first."""
    if isinstance(row, dict):
        row = ordered(row)
    return _ENCODE(row).encode("ascii")


def ordered(row: Document) -> Document:
    """Return ``row`` with ``article_id``, ``id`` and ``kind`` first, by which lines are found."""
    first = {key: row[key] for key in ("article_id", "id", "kind") if key in row}
    return first | row if len(first) == 3 else row


def row_line(key: int | str, row: Any) -> bytes:
    """Return a row without the comma and the newline that part it from the next."""
    return b"%s:%s" % (json.dumps(str(key)).encode("ascii"), row_json(row))


def row_sum(row: Any) -> int:
    """Return the CRC-32 of a row as its line has it, without the key."""
    return zlib.crc32(row_json(row))


def table_head(name: str) -> bytes:
    return b"%s: {\n" % json.dumps(name).encode("ascii")


def about_table(about: About, checksum: int) -> bytes:
    """Return the last table and the end of the file."""
    row = {
        **about.others,
        "schema": about.schema,
        "journal": about.journal,
        "was": about.was,
        "high": dict(about.high),
        "checksum": checksum,
    }
    return b"%s%s\n}}\n" % (table_head(ABOUT), row_line(1, row))


def laid_out(chunks: Iterable[bytes], about: About) -> Iterator[bytes]:
    """Yield ``chunks``, which are everything before the table about the file, and that table."""
    checksum = 0
    for chunk in chunks:
        checksum = zlib.crc32(chunk, checksum)
        yield chunk
    yield about_table(about, checksum)


def body(tables: Mapping[str, Mapping[str, Any]]) -> Iterator[bytes]:
    """Yield all tables but the one about the file, records first and history last."""
    names = [name for name in tables if name not in (RECORDS, HISTORY, ABOUT)]
    for name in (RECORDS, *names, HISTORY):
        rows = tables.get(name, {})
        if name == HISTORY and not rows:
            continue
        yield OPENING if name == RECORDS else table_head(name)
        yield from lines(rows, numbered=name in (RECORDS, HISTORY))
        yield BETWEEN


def lines(rows: Mapping[str, Any], *, numbered: bool) -> Iterator[bytes]:
    """Yield the lines of a table, by number where keys are numbers."""
    keys = sorted(rows, key=int) if numbered else list(rows)
    for place, key in enumerate(keys):
        yield row_line(key, rows[key]) + (b",\n" if place < len(keys) - 1 else b"\n")


def render(tables: Mapping[str, Mapping[str, Any]], about: About) -> bytes:
    """Return a whole file."""
    return b"".join(laid_out(body(tables), about))


def parse(content: bytes) -> Tables:
    """Return the tables of any TinyDB file, whatever program set it out.

    Keys of records and history become plain numbers; where two rows share one, the second
    gets a key of its own. An empty file and ``null`` have no tables. Raises NotTinyDBError.
    """
    if not content.strip():
        return {}
    tables = _loads(content)
    if tables is None:
        return {}
    if not isinstance(tables, dict) or not all(isinstance(rows, dict) for rows in tables.values()):
        raise NotTinyDBError("not a table of tables")
    if RECORDS not in tables and ABOUT in tables:
        raise NotTinyDBError("a file written by reader, without its records")
    for name in (RECORDS, HISTORY):
        if name in tables:
            tables[name] = _numbered(tables[name])
    return tables


def _loads(content: bytes) -> Any:
    try:
        return json.loads(content, object_pairs_hook=_object)
    except UnicodeDecodeError:
        pass  # written in the encoding of a Windows of old
    except (ValueError, RecursionError) as fault:
        raise NotTinyDBError(str(fault)) from fault
    try:
        return json.loads(content.decode("cp1252"), object_pairs_hook=_object)
    except (ValueError, RecursionError) as fault:
        raise NotTinyDBError(str(fault)) from fault


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return the object of ``pairs``; rows with a key that is taken are kept under a free one."""
    made = dict(pairs)
    if len(made) == len(pairs) or not all(_is_number(key) for key in made):
        return made
    made = {}
    for key, value in pairs:
        made[_free(made, key) if key in made else key] = value
    return made


def _free(rows: Mapping[str, Any], key: str) -> str:
    number = max(int(each) for each in rows) + 1
    return str(max(number, int(key) + 1))


def _is_number(key: str) -> bool:
    return key.removeprefix("-").isascii() and key.removeprefix("-").isdigit()


def _numbered(rows: dict[str, Any]) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for key, row in rows.items():
        if not _is_number(key) or not isinstance(row, dict):
            raise NotTinyDBError("a row without a number")
        if len(key) > LONGEST_KEY:
            shown = key if len(key) <= 60 else f"{key[:60]}…"
            raise StoreError(
                f"The notes file has a row with the key {shown}, which is too large: give that row "
                f"a key of at most {LONGEST_KEY} digits in a text editor."
            )
        plain = str(int(key))
        made[_free(made, plain) if plain in made else plain] = row
    return made
