"""The rows that a store holds: those of the TinyDB file, with what changed since laid over."""

from __future__ import annotations

import json
import threading
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, cast

from reader.annotations.records import Document
from reader.annotations.storage.journal import Change
from reader.annotations.storage.overlay import Overlay
from reader.annotations.storage.table_file import TableFile, rows_of_line
from reader.annotations.storage.table_layout import HISTORY, RECORDS, row_sum


class HeldRows:
    """``base`` is the TinyDB file as it was opened, ``overlay`` what changed since, ``high`` the
    highest key ever given by table, ``changed_articles`` see ``take_changed_articles``; ``guard``
    is held while any of them is used or replaced.
    """

    guard: threading.RLock
    base: TableFile
    overlay: Overlay
    high: dict[str, int]
    changed_articles: set[str] | None = None

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

    def sums(self) -> dict[str, int]:
        """A number for each article that is another when a record of it is another."""
        with self.guard:
            self.make_sure_intact()
            found = self.base.sums()
            for before, after in self._changed_records():
                for row, sign in ((before, -1), (after, 1)):
                    if row is not None and isinstance(row.get("article_id"), str):
                        held = found.get(row["article_id"], 0)
                        found[row["article_id"]] = held + sign * row_sum(row)
            return {article: total for article, total in found.items() if total}

    def take_changed_articles(self) -> set[str] | None:
        """Ids of the articles of which a record changed since the last call; None when that is
        not known, because everything was read anew.
        """
        with self.guard:
            taken, self.changed_articles = self.changed_articles, set()
            return taken

    def note_changed_articles(self, changes: Iterable[Change]) -> None:
        """To be called before ``changes`` are laid over what is held."""
        if self.changed_articles is None:
            return
        for table, key, row in changes:
            if table == RECORDS:
                held = self.overlay.rows(RECORDS)
                before = held[key] if key in held else self._base_row(int(key))
                for each in (before, row):
                    if each is not None and isinstance(each.get("article_id"), str):
                        self.changed_articles.add(each["article_id"])

    def _base_row(self, key: int) -> Document | None:
        """The record with this key as the TinyDB file has it."""
        position = bisect_left(self.base.keys, key)
        if position < len(self.base) and self.base.keys[position] == key:
            return self.base.row(position)
        return None

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
            yield self._base_row(int(text)), row

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

    def ids(self, begun: str) -> set[str]:
        """The ids of the records that begin so."""
        with self.guard:
            self.make_sure_intact()
            known = {*self.base.ids(begun), *self.overlay.ids(begun)}
            return {each for each in known if self.find(each) is not None}

    def row(self, table: str, key: int) -> Document | None:
        """The row of ``table`` with this key."""
        with self.guard:
            self.make_sure_intact()
            changed = self.overlay.rows(table)
            if str(key) in changed:
                return cast(Document | None, changed[str(key)])
            if table != RECORDS:
                return self.tables().get(table, {}).get(str(key))
            return self._base_row(key)

    def history(
        self, record_id: str | None = None, *, newest_first: bool = False
    ) -> Iterator[Document]:
        """The rows of the history in order; only those about one record where it is given."""
        with self.guard:
            self.make_sure_intact()
            changed = dict(self.overlay.rows(HISTORY))
            lines = self.base.lines(HISTORY, newest_first=newest_first)
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
