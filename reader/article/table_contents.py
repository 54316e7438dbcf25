"""The contents of a table of articles: a list that reads what is looked at.

A Parquet file of a million rows is listed from its footer; titles are read a page at a time, and a
text when its article is opened. CSV and JSON lines, which have no footer, are read whole.
"""

from __future__ import annotations

import io
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any, overload

from reader.article import parquet
from reader.article.article import Article, ArticleError
from reader.article.article_rows import article_of_row, mark_of
from reader.article.columns import Columns, choose
from reader.article.contents import Contents, Item
from reader.article.table_signs import kind_of_table
from reader.article.tables import read_table

KIND = "table"
PAGE = 1000
"""Rows whose titles are read together."""
WHOLE_ROWS = 64
"""Rows that are read together with their texts."""
_LONGEST_TITLE = 100


def parquet_contents(path: Path, location: str) -> Contents:
    """Return the articles of a Parquet file, or of an archive's folder. Raises ArticleError."""
    return Contents(location, location, KIND, ParquetItems(path, location))


def table_contents(data: bytes, location: str) -> Contents:
    """Return the articles of a table in CSV, JSON lines or JSON. Raises ArticleError."""
    table = read_table(io.BytesIO(data), location, kind_of_table(location) or "csv")
    columns = choose(table.columns, {}, location)
    items = []
    for number, row in enumerate(table.rows, 1):
        if isinstance(row, str):
            raise ArticleError(row)
        mark = mark_of(row, columns, number)
        own = partial(article_of_row, row, columns, f"{location}#{mark}")
        items.append(_item(row, columns, mark, own))
    return Contents(location, location, KIND, tuple(items))


def _item(row: Any, columns: Columns, mark: str, own: Any) -> Item:
    def words(*roles: str) -> str:
        cells = (row.get(columns.by_role.get(role, "")) for role in roles)
        return next((" ".join(str(cell).split()) for cell in cells if cell), "")

    return Item(
        mark=mark,
        title=words("title", "text", "url")[:_LONGEST_TITLE] or f"Row {mark}",
        published=words("published"),
        summary=words("outlet"),
        own=own,
    )


@dataclass(frozen=True)
class _File:
    """One of the files: its columns, the names to read (None for all), and its first row."""

    path: Path
    columns: Columns
    names: list[str] | None
    first: int


class ParquetItems(Sequence[Item]):
    """The articles of a Parquet file, or of all files of an archive, in their order."""

    def __init__(self, path: Path, location: str) -> None:
        self._location = location
        self._files: list[_File] = []
        self._count = 0
        for each in parquet.files_of(path):
            with parquet.opened(each) as file:
                columns, names = parquet.columns_of(file, {}, str(each))
                self._files.append(_File(each, columns, names, self._count))
                self._count += file.metadata.num_rows
        self._titles = _Rows(PAGE)
        self._whole = _Rows(WHOLE_ROWS)

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, place: int) -> Item: ...
    @overload
    def __getitem__(self, place: slice) -> list[Item]: ...
    def __getitem__(self, place: int | slice) -> Item | list[Item]:
        if isinstance(place, slice):
            return [self[each] for each in range(*place.indices(self._count))]
        if place < 0:
            place += self._count
        if not 0 <= place < self._count:
            raise IndexError(place)
        file = self._file_at(place)
        roles = file.columns.by_role
        shown = [roles[role] for role in ("title", "id", "published", "outlet") if role in roles]
        if "title" not in roles:
            shown.append(roles.get("text", roles.get("html", "")))
        row = self._titles.row(file.path, place - file.first, shown)
        mark = mark_of(row, file.columns, place + 1)
        return _item(row, file.columns, mark, partial(self._open, place, mark))

    def named(self, mark: str) -> Item | None:
        """Return the article with this mark; only the column of ids is read for it."""
        for file in self._files:
            identity = file.columns.by_role.get("id")
            if identity is not None:
                with parquet.opened(file.path) as opened:
                    ids = opened.read(columns=[identity], use_threads=False).column(0)
                place = int(ids.cast("string").index(mark).as_py())
                if place >= 0:
                    return self[file.first + place]
        number = int(mark) if mark.isascii() and mark.isdecimal() else 0
        if not 0 < number <= self._count:
            return None
        item: Item = self[number - 1]
        return item

    def file_of(self, mark: str) -> Path | None:
        """Return the file that has the article with this mark."""
        for file in self._files:
            if self._whole.path == file.path and mark in self._whole.marks:
                return file.path
        item = self.named(mark)
        place = item.own.args[0] if item is not None and isinstance(item.own, partial) else -1
        return self._file_at(place).path if place >= 0 else None

    def _file_at(self, place: int) -> _File:
        return self._files[bisect_right(self._files, place, key=lambda file: file.first) - 1]

    def _open(self, place: int, mark: str) -> Article:
        file = self._file_at(place)
        row = self._whole.row(file.path, place - file.first, file.names)
        self._whole.marks.add(mark)
        return article_of_row(row, file.columns, f"{self._location}#{mark}")


class _Rows:
    """Rows of a file by their number, so many at a time; the last ones read are kept."""

    def __init__(self, together: int) -> None:
        self._together = together
        self.path: Path | None = None
        self.marks: set[str] = set()
        self._page = -1
        self._rows: list[dict[str, Any]] = []

    def row(self, path: Path, number: int, names: list[str] | None) -> dict[str, Any]:
        page = number // self._together
        if (path, page) != (self.path, self._page):
            self._rows = self._read(path, number, names)
            self.path, self._page, self.marks = path, page, set()
        return self._rows[number % self._together]

    def _read(self, path: Path, number: int, names: list[str] | None) -> list[dict[str, Any]]:
        first = number - number % self._together
        last = first + self._together
        with parquet.opened(path) as file:
            rows: list[dict[str, Any]] = []
            before = 0
            for group in range(file.num_row_groups):
                count = file.metadata.row_group(group).num_rows
                if before + count > first and before < last:
                    batches = file.iter_batches(
                        self._together, row_groups=[group], columns=names, use_threads=False
                    )
                    rows += islice(_from(batches, before, first), last - max(first, before))
                before += count
            return rows


def _from(batches: Any, before: int, first: int) -> Iterator[dict[str, Any]]:
    """Return the rows of batches from row ``first`` on.

    The first batch begins with row ``before``.
    """
    for batch in batches:
        skipped = max(0, first - before)
        before += batch.num_rows
        if skipped < batch.num_rows:
            yield from batch.slice(skipped).to_pylist()
