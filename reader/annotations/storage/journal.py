"""The journal beside the TinyDB file: one line for each save, each with its checksum.

A line is the CRC-32 of what follows it in eight hex digits, a space, and JSON in ASCII: either
the heading of the journal, or the list of the rows that one save changed, whole as they are
afterwards, so that reading it twice gives what reading it once gives. An operation of the
history comes with the record as it left it: its row has no ``after``, and names the key
of that record in the same line. A journal names the one that it follows; by these names a
terminal, or a rescue, knows which of them it has read.
"""

from __future__ import annotations

import json
import os
import re
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from pathlib import Path
from typing import Any

from reader.annotations.records import Document
from reader.annotations.storage.table_layout import HISTORY, RECORDS

Change = tuple[str, str, Document | None]
"""Table, key, and the row as it is afterwards: None when it was removed."""

_ENCODE = json.JSONEncoder(separators=(",", ":"), allow_nan=False).encode
_LINE = re.compile(rb"([0-9a-f]{8}) (?=[\[{])")


@dataclass(frozen=True, slots=True)
class Heading:
    """A journal's name, that of the one it follows, and the highest keys given before it.

    The name before is None for the first; the keys are by table.
    """

    name: str
    follows: str | None
    high: dict[str, int]


@dataclass(frozen=True, slots=True)
class Reading:
    """The content of a stretch of a journal.

    ``end`` is the offset behind the last good line; whatever is behind it was never said to be
    saved. ``damaged`` are the stretches before ``end`` that cannot be read, as offsets.
    ``zeros`` are the bytes of zero behind ``end``: no save leaves any, a loss of power does.
    ``inode`` and ``size`` are those of the file that was read.
    """

    heading: Heading | None
    changes: tuple[Change, ...]
    end: int
    damaged: tuple[tuple[int, int], ...]
    inode: int = 0
    size: int = 0
    zeros: int = 0


def new_name() -> str:
    """Return a name that no other journal has."""
    return os.urandom(16).hex()


def line(payload: Any) -> bytes:
    """One line of the journal; ValueError for a number that JSON does not have."""
    text = _ENCODE(payload).encode("ascii")
    return b"%08x %s\n" % (zlib.crc32(text), text)


def heading_line(heading: Heading) -> bytes:
    return line({"journal": heading.name, "follows": heading.follows, "high": heading.high})


def changes_line(changes: Iterable[Change]) -> bytes:
    """One line for ``changes``, in which a record precedes the operation that made it."""
    written: list[tuple[Any, ...]] = []
    records: dict[int, str] = {}
    for table, key, row in changes:
        if table == RECORDS and row is not None:
            records[id(row)] = key
        elif table == HISTORY and row is not None and (of := records.get(id(row.get("after")))):
            row = {name: value for name, value in row.items() if name != "after"}
            written.append((table, key, row, of))
            continue
        written.append((table, key, row))
    return line(written)


def starts_like_journal(start: bytes) -> bool:
    """Return whether a file that starts so may be a journal."""
    return _LINE.match(start) is not None


def read_journal(path: Path, offset: int = 0) -> Reading | None:
    """Return the content of the journal from ``offset`` on; None when there is no such file."""
    try:
        with path.open("rb") as file:
            facts = os.fstat(file.fileno())
            file.seek(offset)
            return replace(parse(file.read(), offset), inode=facts.st_ino, size=facts.st_size)
    except FileNotFoundError:
        return None


def parse(data: bytes, offset: int = 0) -> Reading:
    """Return the content of ``data``, which begins at ``offset`` of its journal.

    Bad lines with a good one after them are damage; those at the end are a save that was cut
    off.
    """
    heading: Heading | None = None
    changes: list[Change] = []
    damaged: list[tuple[int, int]] = []
    doubtful: list[tuple[int, int]] = []
    end = place = 0
    while place < len(data):
        stop = data.find(b"\n", place)
        payloads, whole = _payloads(data[place:stop]) if stop >= 0 else ([], False)
        behind = stop + 1 if stop >= 0 else len(data)
        if not whole:
            doubtful.append((offset + place, offset + behind))
        if payloads:
            damaged += doubtful
            doubtful.clear()
            end = behind
        for payload in payloads:
            if isinstance(payload, list):
                changes += _changes(payload)
            else:
                heading = _heading(payload) or heading
        place = behind
    zeros = data.count(0, end)
    return Reading(heading, tuple(changes), offset + end, tuple(damaged), zeros=zeros)


def _payloads(text: bytes) -> tuple[list[Any], bool]:
    """Return what a line without its end holds, and whether it is one good line.

    A line whose end is damaged runs into the next one; what has a good checksum is taken.
    """
    if _LINE.match(text):
        payload = _checked(text[:8], text[9:])
        if payload is not None:
            return [payload], True
    return list(_pieces(text)), False


def _pieces(text: bytes) -> Iterator[Any]:
    places = [found.start() for found in _LINE.finditer(text)]
    for place in places:
        rest = text[place + 9 :]
        payload = _checked(text[place : place + 8], rest)
        if payload is None:
            try:
                _, length = json.JSONDecoder().raw_decode(rest.decode("latin-1"))
            except ValueError:
                continue
            payload = _checked(text[place : place + 8], rest[:length])
        if payload is not None:
            yield payload


def _checked(checksum: bytes, text: bytes) -> Any:
    """Return the JSON of ``text``, None when its checksum or its shape is not right."""
    if int(checksum, 16) != zlib.crc32(text):
        return None
    try:
        payload = json.loads(text)
    except ValueError:
        return None
    return payload if _well_formed(payload) else None


def _well_formed(payload: Any) -> bool:
    if isinstance(payload, dict):
        return _heading(payload) is not None
    return isinstance(payload, list) and all(_is_change(each, payload) for each in payload)


def _is_change(each: Any, payload: list[Any]) -> bool:
    if not (isinstance(each, list) and len(each) in (3, 4)):
        return False
    table, key, row, *of = each
    if not (isinstance(table, str) and isinstance(key, str)):
        return False
    return not of or (isinstance(row, dict) and any(one[:2] == [RECORDS, *of] for one in payload))


def _changes(payload: list[list[Any]]) -> Iterator[Change]:
    records: dict[str, Document | None] = {}
    for table, key, row, *of in payload:
        if table == RECORDS:
            records[key] = row
        yield table, key, {**row, "after": records[of[0]]} if of else row


def _heading(payload: dict[str, Any]) -> Heading | None:
    name, follows, high = (payload.get(key) for key in ("journal", "follows", "high"))
    if isinstance(name, str) and isinstance(follows, str | None) and isinstance(high, dict):
        return Heading(name, follows, high)
    return None


@dataclass(frozen=True, slots=True)
class RecordChange:
    """A change of a record: its id.

    None where nothing says it, its key, the row as it is afterwards, and the operation of the
    history that it was saved with.
    """

    record: str | None
    key: str
    row: Document | None
    operation: Document | None


def record_changes(changes: Sequence[Change]) -> Iterator[RecordChange]:
    """Yield the changes of records among ``changes``; an operation follows right after its own."""
    for (table, key, row), (next_table, _, operation) in zip_longest(
        changes, changes[1:], fillvalue=("", "", None)
    ):
        if table != RECORDS:
            continue
        identity = (row or {}).get("id")
        if next_table != HISTORY or operation is None:
            operation = None
        elif row is None:
            operation = operation if operation.get("after") is None else None
            identity = (operation or {}).get("record")
        elif operation.get("record") != identity:
            operation = None
        yield RecordChange(identity if isinstance(identity, str) else None, key, row, operation)
