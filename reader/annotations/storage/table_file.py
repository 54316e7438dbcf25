"""A TinyDB file opened for reading: where its rows are, and the rows requested.

Opening reads the file once, checks its checksum and notes where each line begins and of which
article it is, without parsing any JSON; only the rows requested are parsed. A file that
another program formatted is parsed whole and formatted again in memory.
"""

from __future__ import annotations

import json
import zlib
from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

from reader.annotations.records import Document
from reader.annotations.storage.file_source import (
    NO_STAMP,
    MemorySource,
    Source,
    Stamp,
    file_source,
)
from reader.annotations.storage.table_layout import (
    ABOUT,
    BETWEEN,
    HISTORY,
    OPENING,
    RECORDS,
    ROW,
    ROW_ID,
    TAGS,
    About,
    Tables,
    about_from,
    parse,
    render,
    row_sum,
    table_head,
)

CHUNK = 4 << 20
TAIL = 64 << 10
IDS_AT_ONCE = 20_000


def about_of(path: Path) -> About | None:
    """Return what the file tells of itself, from its end alone; None where it tells nothing."""
    try:
        source = file_source(path)
        return read_about(source)[1]
    except (OSError, _IrregularError):
        return None


def read_about(source: Source) -> tuple[int, About]:
    """Return where the table about the file begins, and what it says."""
    size = source.size
    tail = source.read(max(0, size - TAIL), size)
    head = b"\n" + table_head(ABOUT)
    place = tail.rfind(head)
    if place < 0:
        raise _IrregularError
    try:
        rows = json.loads(b"{" + tail[place + len(head) : -len(b"}\n")])
    except ValueError:
        raise _IrregularError from None
    return max(0, size - TAIL) + place + 1, about_from(rows)


class TableFile:
    """The rows of a TinyDB file, records by key and article, history in order.

    ``regular``: the file is as reader wrote it, checksum and all; ``blank``: it is empty.
    """

    blank = False

    def __init__(self, source: Source, stamp: Stamp, *, regular: bool) -> None:
        self.source = source
        self.stamp = stamp
        self.regular = regular
        self.keys = array("q")
        self.starts = array("Q")
        self._articles: dict[bytes, array[int]] = {}
        self._odd: array[int] = array("L")
        self._kinds = array("H")
        self._kind_names: dict[bytes | None, int] = {None: 0}
        self._ids: dict[bytes, int] | None = None
        self._index()

    @classmethod
    def open(cls, path: Path) -> TableFile:
        """Return the file at ``path``. Raises OSError, NotTinyDBError for another kind of file."""
        source = file_source(path)
        try:
            return cls(source, source.stamp, regular=True)
        except _IrregularError:
            content = source.read(0, source.size)
        tables = parse(content)
        made = cls.of(tables, about_from(tables.get(ABOUT, {})), source.stamp)
        made.blank = content.strip() in (b"", b"null")
        return made

    @classmethod
    def of(cls, tables: Tables, about: About, stamp: Stamp = NO_STAMP) -> TableFile:
        """Return the tables as a file that is in memory only."""
        return cls(MemorySource(render(tables, about)), stamp, regular=False)

    def _index(self) -> None:
        source = self.source
        about_start, self.about = read_about(source)
        if source.read(0, len(OPENING)) != OPENING:
            raise _IrregularError
        checksum = zlib.crc32(OPENING)
        place, held = len(OPENING), b""
        last = False
        while not last:
            chunk = source.read(place + len(held), min(place + len(held) + CHUNK, about_start))
            held += chunk
            used, last = self._index_rows(held, place)
            checksum = zlib.crc32(memoryview(held)[:used], checksum)
            held = held[used:]
            place += used
            last = last or not chunk or b"\n" in held
        self.rows_end = place
        for start in range(place, about_start, CHUNK):
            checksum = zlib.crc32(source.read(start, min(start + CHUNK, about_start)), checksum)
        if checksum != self.about.checksum:
            raise _IrregularError
        self._find_tables(place, about_start)

    def _index_rows(self, data: bytes, offset: int) -> tuple[int, bool]:
        """Note the rows at the beginning of ``data``.

        Its length used, and whether a row without a comma, the table's last, was among them.
        """
        place = 0
        number = len(self.keys)
        keys, starts, articles = self.keys.append, self.starts.append, self._articles
        kinds, names = self._kinds.append, self._kind_names
        for found in ROW.finditer(data):
            start, end = found.span()
            if start != place:
                break
            key, article, kind, comma = found.groups()
            keys(int(key))
            starts(offset + start)
            kinds(names.setdefault(kind, len(names)))
            if article is None:
                self._odd.append(number)
            else:
                try:
                    articles[article].append(number)
                except KeyError:
                    articles[article] = array("L", (number,))
            number += 1
            place = end
            if not comma:
                return place, True
        return place, False

    def _find_tables(self, place: int, about_start: int) -> None:
        """Where the tables of others and the history stand, as (start, end) of their rows."""
        self.others: dict[str, tuple[int, int]] = {}
        self.history = (about_start, about_start)
        between = self.source.read(place, min(place + TAIL, about_start))
        if between.startswith(BETWEEN + table_head(HISTORY)):
            start = place + len(BETWEEN + table_head(HISTORY))
            self.history = (start, about_start - len(BETWEEN))
            return
        text = self.source.read(place, about_start)
        while text[len(BETWEEN) :]:
            stop = text.index(b": {\n", len(BETWEEN))
            name = json.loads(text[len(BETWEEN) : stop])
            start = stop + len(b": {\n")
            end = (
                len(text) - len(BETWEEN)
                if name == HISTORY
                else text.index(b"\n},\n", start - 1) + 1
            )
            if name == HISTORY:
                self.history = (place + start, place + end)
            else:
                self.others[name] = (place + start, place + end)
            text = text[end:]
            place += end

    def __len__(self) -> int:
        return len(self.keys)

    @property
    def intact(self) -> bool:
        return self.source.intact()

    def start(self, position: int) -> int:
        return self.starts[position] if position < len(self.starts) else self.rows_end

    def rows(self, article_id: str | None = None) -> Iterator[tuple[int, Document]]:
        """Yield keys and records, of one article or of all; ValueError when a line is damaged."""
        if article_id is None:
            yield from self.rows_at(range(len(self.keys)))
            return
        yield from self.rows_at(self._articles.get(_escaped(article_id), ()))
        for key, row in self.rows_at(self._odd):
            if row.get("article_id") == article_id:
                yield key, row

    def rows_of_kind(self, kind: str) -> Iterator[tuple[int, Document]]:
        """Yield keys and records of one kind, by key."""
        code = self._kind_names.get(_escaped(kind))
        positions = (place for place, each in enumerate(self._kinds) if each in (0, code))
        for key, row in self.rows_at(positions):
            if row.get("kind") == kind:
                yield key, row

    def tally(self) -> Counter[tuple[str, str]]:
        """Return how many records there are by article and kind."""
        names = {code: _plain(name) for name, code in self._kind_names.items() if name is not None}
        found: Counter[tuple[str, str]] = Counter()
        for article, positions in self._articles.items():
            identity = _plain(article)
            for code, count in Counter(map(self._kinds.__getitem__, positions)).items():
                if code:
                    found[identity, names[code]] += count
        unknown = (place for place, code in enumerate(self._kinds) if not code)
        for _, row in self.rows_at(unknown):
            if isinstance(row.get("article_id"), str) and isinstance(row.get("kind"), str):
                found[row["article_id"], row["kind"]] += 1
        return found

    def sums(self) -> dict[str, int]:
        """Return the sum of ``row_sum`` over the rows of each article, by its id."""
        owners: list[bytes | None] = [None] * len(self.keys)
        for article, positions in self._articles.items():
            for position in positions:
                owners[position] = article
        found: dict[bytes, int] = dict.fromkeys(self._articles, 0)
        for first, last, begin, text in self.blocks():
            rows = memoryview(text)
            for number in range(first, last):
                owner = owners[number]
                if owner is not None:
                    row = bytes(rows[self.start(number) - begin : self.start(number + 1) - begin])
                    start = len(str(self.keys[number])) + 3
                    found[owner] += zlib.crc32(row[start:].rstrip(b",\n"))
        named = {_plain(article): total for article, total in found.items()}
        for _, odd in self.rows_at(self._odd):
            if isinstance(odd.get("article_id"), str):
                named[odd["article_id"]] = named.get(odd["article_id"], 0) + row_sum(odd)
        return named

    @cached_property
    def tags(self) -> Counter[str]:
        """How many records have each tag."""
        found: Counter[str] = Counter()
        decode = json.JSONDecoder().raw_decode
        for _, _, _, text in self.blocks():
            for place in TAGS.finditer(text):
                line = text[place.end() : text.index(b"\n", place.end())]
                tags = decode(line.decode("ascii"))[0]
                found.update(each for each in tags if isinstance(each, str))
        return found

    def blocks(self) -> Iterator[tuple[int, int, int, bytes]]:
        """Yield the lines of many rows: the first, the one after the last, their start, bytes."""
        for first in range(0, len(self.keys), IDS_AT_ONCE):
            last = min(first + IDS_AT_ONCE, len(self.keys))
            begin = self.start(first)
            yield first, last, begin, self.source.read(begin, self.start(last))

    def row(self, position: int) -> Document:
        return next(self.rows_at([position]))[1]

    def make_index(self) -> dict[bytes, int]:
        """Return the index by id, which takes a second to make for half a million records."""
        if self._ids is None:
            self._ids = self._read_ids()
        return self._ids

    def position(self, record_id: str) -> int | None:
        """Return the position among the rows of the record with this id."""
        return self.make_index().get(record_id.encode("utf-8", "surrogatepass"))

    def ids(self, prefix: str) -> Iterator[str]:
        """Return the ids of records that start so."""
        every = (each.decode("utf-8", "surrogatepass") for each in self.make_index())
        return (each for each in every if each.startswith(prefix))

    def _read_ids(self) -> dict[bytes, int]:
        ids: dict[bytes, int] = {}
        match = ROW_ID.match
        for first, last, begin, text in self.blocks():
            for number, start in enumerate(self.starts[first:last], first):
                found = match(text, start - begin)
                if found is not None:
                    ids[found[1]] = number
        for number in self._odd:
            identity = self.row(number).get("id")
            if isinstance(identity, str):
                ids[identity.encode("utf-8", "surrogatepass")] = number
        return ids

    def rows_at(self, positions: Iterable[int]) -> Iterator[tuple[int, Document]]:
        """Yield the rows at ascending ``positions``; neighbours are read and parsed in one go."""
        run: list[int] = []
        for position in positions:
            if run and (position != run[-1] + 1 or len(run) >= 2_000):
                yield from self._run(run[0], run[-1])
                run = []
            run.append(position)
        if run:
            yield from self._run(run[0], run[-1])

    def _run(self, first: int, last: int) -> Iterator[tuple[int, Document]]:
        text = self.source.read(self.start(first), self.start(last + 1)).rstrip(b",\n")
        for key, row in rows_of_line(text).items():
            yield int(key), row

    def by_key(self, key: int) -> Document | None:
        """Return the record with this key."""
        position = bisect_left(self.keys, key)
        return self.row(position) if key in self.keys[position : position + 1] else None

    def table(self, name: str) -> dict[str, Any]:
        """Return all rows of a table by key; none where there is no such table."""
        if name == RECORDS:
            return {str(key): row for key, row in self.rows()}
        return rows_of_line(self.source.read(*self._extent(name)))

    def tables(self) -> dict[str, dict[str, Any]]:
        """Return every table but the one about the file, parsed."""
        names = [RECORDS, *self.others]
        names += [HISTORY] if self.history[0] < self.history[1] else []
        return {name: self.table(name) for name in names}

    def lines(self, name: str, *, newest_first: bool = False) -> Iterator[bytes]:
        """Yield the lines of a table, each ``"key":{…}`` without its comma."""
        start, end = self._extent(name)
        if newest_first:
            yield from self._lines_backward(start, end)
            return
        held = b""
        while start < end and (chunk := self.source.read(start, min(start + CHUNK, end))):
            start += len(chunk)
            *whole, held = (held + chunk).split(b"\n")
            for text in whole:
                yield text.removesuffix(b",")

    def _extent(self, name: str) -> tuple[int, int]:
        """Return where the rows of a table start and end; nothing where there is no such table."""
        if name == RECORDS:
            return len(OPENING), self.rows_end
        return self.history if name == HISTORY else self.others.get(name, (0, 0))

    def _lines_backward(self, start: int, end: int) -> Iterator[bytes]:
        held = b""
        while start < end:
            first = max(start, end - TAIL)
            held = self.source.read(first, end) + held
            end = first
            cut = held.find(b"\n") + 1 if first > start else 0
            if first > start and not cut:
                continue
            whole, held = held[cut:], held[:cut]
            for text in filter(None, reversed(whole.split(b"\n"))):
                yield text.removesuffix(b",")

    def last_key(self, name: str) -> int:
        """Return the highest key that a row of records or history has, 0 where there is none."""
        if name != HISTORY:
            return max(0, self.keys[-1]) if self.keys else 0
        last = next(self.lines(HISTORY, newest_first=True), b'"0":')
        return int(last[1 : last.index(b'"', 1)])


def _escaped(text: str) -> bytes:
    """Return a text as JSON in ASCII writes it between quotation marks."""
    return json.dumps(text)[1:-1].encode("ascii")


def _plain(escaped: bytes) -> str:
    return str(json.loads(b'"%s"' % escaped))


class _IrregularError(Exception):
    """A file that reader did not write, or that was changed since."""


def rows_of_line(text: bytes) -> dict[str, Any]:
    """Return lines of a table as {key: row}; ValueError when one is damaged."""
    rows: dict[str, Any] = json.loads(b"{" + text + b"}")
    return rows
