"""What a store holds at one moment, as a value: the TinyDB file with its journals laid over it.

A view is read without a lock, from any thread, while others save: they make new views.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, cast

from reader.annotations.records import Document
from reader.annotations.storage.file_source import Stamp
from reader.annotations.storage.journal import Change
from reader.annotations.storage.overlay import MISSING, NOTHING_CHANGED, Overlay
from reader.annotations.storage.table_file import TableFile, rows_of_line
from reader.annotations.storage.table_layout import HISTORY, RECORDS, row_sum

Stamps = tuple[Stamp | None, tuple[int, int] | None]
"""Stamp of the TinyDB file; inode and size of the open journal; None where there is no file."""


@dataclass(frozen=True, slots=True)
class Position:
    """How far the journals are read.

    ``name`` (None while it is empty), ``inode`` and ``offset`` are those of the open one,
    ``followed`` the names of those read to their end, the last one last, ``passed`` of those that
    belong to another file.
    """

    name: str | None = None
    inode: int = 0
    offset: int = 0
    followed: tuple[str, ...] = ()
    passed: tuple[str, ...] = ()

    @property
    def last(self) -> str | None:
        return self.followed[-1] if self.followed else None

    def is_over(self, name: str | None) -> bool:
        """Return whether nothing of the journal with this name is to be read any more."""
        return name is not None and (name in self.followed or name in self.passed)


@dataclass(frozen=True)
class View:
    """``base`` is the TinyDB file as it was opened.

    ``overlay`` is what changed since: ``settled`` from journals that get no more lines, and
    ``recent`` from the open one, read to ``position``.

    ``stamp`` is that of the file now, which may be a later one that holds what the overlay has
    (None where there is none), ``high`` the highest keys ever given by table.
    ``passed_over`` is what journals hold that belong to another file; ``rescued`` is a sentence
    where the file is damaged and ``base`` what could be rescued, "" where it is sound. ``zeros``
    are the bytes of zero at the journals' ends, which no save leaves.
    """

    base: TableFile
    stamp: Stamp | None
    position: Position
    high: Mapping[str, int]
    settled: Overlay = NOTHING_CHANGED
    recent: tuple[Change, ...] = ()
    overlay: Overlay = NOTHING_CHANGED
    passed_over: tuple[Change, ...] = field(default=(), repr=False)
    rescued: str = ""
    zeros: int = 0

    @property
    def behind(self) -> bool:
        """Whether another terminal compacted into the file what the overlay holds already."""
        return self.stamp is not None and self.stamp != self.base.stamp

    @property
    def stamps(self) -> Stamps:
        """What a look at the files finds while nothing is new."""
        place = self.position
        return self.stamp, (place.inode, place.offset) if place.inode else None

    @property
    def uncompacted(self) -> int:
        """About how many bytes of the journals are not in the TinyDB file."""
        return self.position.offset or (1 if self.settled else 0)

    def plus(self, changes: Iterable[Change], position: Position | None = None) -> View:
        """With later lines of the open journal, read to ``position``."""
        added = tuple(changes)
        high = dict(self.high)
        for table, key, _ in added:
            if table in high:
                high[table] = max(high[table], int(key))
        return replace(
            self,
            recent=self.recent + added,
            overlay=self.overlay.plus(added),
            high=high,
            position=position or self.position,
        )

    def at(self, position: Position) -> View:
        """Return the same rows, read to ``position``."""
        return replace(self, position=position)

    def closed(self, *names: str) -> View:
        """Return the view once the open journal and those with these ``names`` are closed."""
        position = Position(followed=(*self.position.followed, *names))
        return replace(self, position=position, settled=self.overlay, recent=())

    def on(self, base: TableFile) -> View:
        """On the file into which all that is settled was compacted."""
        return replace(
            self,
            base=base,
            stamp=base.stamp,
            settled=NOTHING_CHANGED,
            overlay=Overlay(self.recent),
        )

    def records(
        self, article_id: str | None = None, kind: str | None = None
    ) -> list[tuple[int, Document]]:
        """Return keys and documents of the table of records, by key: of one article, of one kind.

        Only those requested are read, by article where both are given.
        """
        changed = self.overlay.rows(RECORDS)
        if article_id is None and kind is not None:
            base = self.base.rows_of_kind(kind)
        else:
            base = self.base.rows(article_id)
        held = {key: row for key, row in base if str(key) not in changed}
        for text, row in changed.items():
            if row is not None and article_id in (None, row.get("article_id")):
                held[int(text)] = row
        rows = ((key, held[key]) for key in sorted(held))
        return [(key, row) for key, row in rows if kind in (None, row.get("kind"))]

    def newest_first(self, size: int) -> Iterator[list[Document]]:
        """Yield the documents of the table of records in groups of about ``size``.

        What changed last, then the rows of the file from its end.
        """
        changed = self.overlay.rows(RECORDS)
        late = [changed[key] for key in sorted(changed, key=int, reverse=True)]
        yield [row for row in late if row is not None]
        for last in range(len(self.base), 0, -size):
            rows = list(self.base.rows_at(range(max(0, last - size), last)))
            yield [row for key, row in reversed(rows) if str(key) not in changed]

    def tally(self) -> Counter[tuple[str, str]]:
        """Return how many records there are by article and kind."""
        found = self.base.tally()
        for before, after in self._changed_records():
            for row, count in ((before, -1), (after, 1)):
                if row is not None and "kind" in row and "article_id" in row:
                    found[row["article_id"], row["kind"]] += count
        return +found

    def counts(self) -> dict[str, dict[str, int]]:
        """Return the same by article: {article_id: {kind: count}}."""
        found: dict[str, dict[str, int]] = {}
        for (article_id, kind), count in self.tally().items():
            found.setdefault(article_id, {})[kind] = count
        return found

    def sums(self) -> dict[str, int]:
        """Return a number for each article that is another when a record of it is another."""
        found = self.base.sums()
        for before, after in self._changed_records():
            for row, sign in ((before, -1), (after, 1)):
                if row is not None and isinstance(row.get("article_id"), str):
                    held = found.get(row["article_id"], 0)
                    found[row["article_id"]] = held + sign * row_sum(row)
        return {article: total for article, total in found.items() if total}

    def tags(self) -> Counter[str]:
        """Return how many records have each tag."""
        found = Counter(self.base.tags)
        for before, after in self._changed_records():
            found.subtract((before or {}).get("tags") or ())
            found.update((after or {}).get("tags") or ())
        return +found

    def _changed_records(self) -> Iterator[tuple[Document | None, Document | None]]:
        """Yield what changed since the file was opened, as it is there and as it is now."""
        for text, row in self.overlay.rows(RECORDS).items():
            yield self.base.by_key(int(text)), row

    def articles_of(self, changes: Iterable[Change]) -> set[str]:
        """Return the ids of the articles that later ``changes`` touch.

        As they are here, or become.
        """
        rows = [
            each
            for table, key, row in changes
            if table == RECORDS
            for each in (self.row(RECORDS, key), row)
        ]
        ids = (row.get("article_id") for row in rows if row is not None)
        return {each for each in ids if isinstance(each, str)}

    def find(self, record_id: str) -> tuple[int, Document] | None:
        """Key and document of the record with this id."""
        text = self.overlay.key_of(record_id)
        if text is not None:
            row = self.overlay.get(RECORDS, text)
            return None if row is None else (int(text), row)
        place = self.base.position(record_id)
        if place is None or self.overlay.get(RECORDS, str(self.base.keys[place])) is not MISSING:
            return None
        return self.base.keys[place], self.base.row(place)

    def found(self, record_ids: Iterable[str]) -> dict[str, tuple[int, Document]]:
        """Return keys and documents of those of these records that are there, by id."""
        every = ((each, self.find(each)) for each in record_ids)
        return {each: held for each, held in every if held is not None}

    def ids(self, prefix: str) -> set[str]:
        """Return the ids of the records that start so."""
        known = {*self.base.ids(prefix), *self.overlay.ids(prefix)}
        return {each for each in known if self.find(each) is not None}

    def row(self, table: str, key: str) -> Document | None:
        """Return the row of ``table`` with this key."""
        changed = self.overlay.get(table, key)
        if changed is not MISSING:
            return cast(Document | None, changed)
        if table == RECORDS:
            return self.base.by_key(int(key))
        return self.base.table(table).get(key)

    def history(
        self, record_id: str | None = None, *, newest_first: bool = False
    ) -> Iterator[Document]:
        """Yield the rows of the history in order; only those about one record where it is given."""
        changed = self.overlay.rows(HISTORY)
        late = [changed[key] for key in sorted(changed, key=int) if changed[key] is not None]
        needle = b""
        if record_id is not None:
            late = [row for row in late if row.get("record") == record_id]
            needle = b'"record":%s' % json.dumps(record_id).encode("ascii")
        if newest_first:
            yield from reversed(late)
        for line in self.base.lines(HISTORY, newest_first=newest_first):
            if needle in line:
                for key, row in rows_of_line(line).items():
                    if key not in changed and record_id in (None, row.get("record")):
                        yield row
        if not newest_first:
            yield from late

    @property
    def table_names(self) -> list[str]:
        """The records' first, the history last where there is one; that about the file is none."""
        names = dict.fromkeys([RECORDS, *self.base.others, *self.overlay.names])
        past = self.base.history[0] < self.base.history[1] or HISTORY in names
        return [name for name in names if name != HISTORY] + ([HISTORY] if past else [])

    def table(self, name: str) -> dict[str, Any]:
        """Return the rows of a table by key. Those that changed belong to the view."""
        return self.overlay.over(name, self.base.table(name))

    def tables(self) -> dict[str, dict[str, Any]]:
        """Return every row of every table but the one about the file."""
        return {name: self.table(name) for name in self.table_names}

    def next_key(self, table: str) -> int:
        """Return a key that no row of ``table`` has or ever had."""
        if table in self.high:
            return self.high[table] + 1
        return max((int(key) for key in self.table(table) if key.isdigit()), default=0) + 1
