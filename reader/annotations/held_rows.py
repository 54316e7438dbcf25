"""The rows that a store holds: those of the TinyDB file, with what changed since laid over."""

from __future__ import annotations

import json
import threading
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from typing import Any, cast

from reader.annotations.overlay import Overlay
from reader.annotations.records import Document
from reader.annotations.table_file import TableFile, rows_of_line
from reader.annotations.table_layout import HISTORY, RECORDS


class HeldRows:
    """``base`` is the TinyDB file as it was opened, ``overlay`` what changed since, ``high`` the
    highest key ever given by table; ``guard`` is held while any of them is used or replaced.
    """

    guard: threading.RLock
    base: TableFile
    overlay: Overlay
    high: dict[str, int]

    def make_sure_intact(self) -> None:
        """Reads the file anew when another program wrote into it in place."""
        raise NotImplementedError

    def records(
        self, article_id: str | None = None, kind: str | None = None
    ) -> list[tuple[int, Document]]:
        """Keys and documents of the table of records, by key: of one article, of one kind.

        Only those asked for are read, by article where both are given.
        """
        with self.guard:
            self.make_sure_intact()
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

    def tally(self) -> Counter[tuple[str, str]]:
        """How many records there are by article and kind."""
        with self.guard:
            self.make_sure_intact()
            found = self.base.tally()
            for before, after in self._changed_records():
                for row, count in ((before, -1), (after, 1)):
                    if row is not None and "kind" in row and "article_id" in row:
                        found[row["article_id"], row["kind"]] += count
            return +found

    def tags(self) -> Counter[str]:
        """How many records have each tag."""
        with self.guard:
            self.make_sure_intact()
            found = self.base.tags()
            for before, after in self._changed_records():
                found.subtract((before or {}).get("tags") or ())
                found.update((after or {}).get("tags") or ())
            return +found

    def _changed_records(self) -> Iterator[tuple[Document | None, Document | None]]:
        """What changed since the file was opened, as it stands there and as it is now."""
        for text, row in self.overlay.rows(RECORDS).items():
            position = bisect_left(self.base.keys, int(text))
            there = position < len(self.base) and self.base.keys[position] == int(text)
            yield self.base.row(position) if there else None, row

    def find(self, record_id: str) -> tuple[int, Document] | None:
        """Key and document of the record with this id."""
        with self.guard:
            self.make_sure_intact()
            changed = self.overlay.rows(RECORDS)
            text = self.overlay.key_of(record_id)
            if text is not None:
                row = changed[text]
                return None if row is None else (int(text), row)
            position = self.base.position(record_id)
            if position is None or str(self.base.keys[position]) in changed:
                return None
            return self.base.keys[position], self.base.row(position)

    def row(self, table: str, key: int) -> Document | None:
        """The row of ``table`` with this key."""
        with self.guard:
            self.make_sure_intact()
            changed = self.overlay.rows(table)
            if str(key) in changed:
                return cast(Document | None, changed[str(key)])
            if table != RECORDS:
                return self.tables().get(table, {}).get(str(key))
            position = bisect_left(self.base.keys, key)
            if position < len(self.base) and self.base.keys[position] == key:
                return self.base.row(position)
            return None

    def history(
        self, record_id: str | None = None, *, newest_first: bool = False
    ) -> Iterator[Document]:
        """The rows of the history in order; only those about one record where it is given."""
        with self.guard:
            self.make_sure_intact()
            changed = dict(self.overlay.rows(HISTORY))
            lines = self.base.history_lines(newest_first=newest_first)
        late = [changed[key] for key in sorted(changed, key=int) if changed[key] is not None]
        needle = b""
        if record_id is not None:
            late = [row for row in late if row.get("record") == record_id]
            needle = b'"record":%s' % json.dumps(record_id).encode("ascii")
        if newest_first:
            yield from reversed(late)
        for line in lines:
            if needle in line:
                for key, row in rows_of_line(line).items():
                    if key not in changed and record_id in (None, row.get("record")):
                        yield row
        if not newest_first:
            yield from late

    def tables(self) -> dict[str, dict[str, Any]]:
        """Every row of every table but the one about the file."""
        with self.guard:
            self.make_sure_intact()
            tables = self.base.tables()
            self.overlay.lay_over(tables)
            return tables

    def next_key(self, table: str) -> int:
        """A key that no row of ``table`` has or ever had."""
        if table in self.high:
            return self.high[table] + 1
        rows = self.tables().get(table, {})
        return max((int(key) for key in rows if key.isdigit()), default=0) + 1
