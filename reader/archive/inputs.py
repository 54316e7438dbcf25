"""Reads places one item at a time: files, tables, web archives and mailboxes of any size."""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from mmap import ACCESS_READ, mmap
from pathlib import Path
from shutil import copyfileobj
from typing import BinaryIO, cast

from reader.archive.items import (
    BadItem,
    FileItem,
    InputItem,
    MailItem,
    OpenedItem,
    PageItem,
    RowItem,
)
from reader.article import parquet
from reader.article.article import Article, ArticleError
from reader.article.article_rows import mark_of
from reader.article.columns import choose
from reader.article.loaders.from_bytes import LARGEST
from reader.article.loaders.registry import format_of
from reader.article.source import Source
from reader.article.table_signs import is_archive, is_parquet, kind_of_table
from reader.article.tables import Table, read_table
from reader.text.plural import counted

_LOOKED_AT = 64 * 1024
BATCH_ROWS = 256
"""Rows of a Parquet file that are in memory together."""


@dataclass
class Inputs:
    """``places`` are files and addresses, in their order.

    ``columns`` maps roles to the columns of tables; ``open_address`` opens what is no file;
    ``report`` is given sentences for the person.

    ``position`` of ``size`` bytes are read: about, since tables are packed.
    """

    places: tuple[str, ...]
    open_address: Callable[[str], Article]
    report: Callable[[str], object]
    columns: Mapping[str, str] = field(default_factory=dict)
    position: int = 0
    size: int = 0

    def __post_init__(self) -> None:
        self.size = sum(map(_size, self.places))

    def items(self) -> Iterator[InputItem]:
        """Yield each item in turn. Raises ArticleError where a whole place cannot be used."""
        before = 0
        for place in self.places:
            for item, position in self._items(place):
                self.position = before + position
                yield item
            before += _size(place)
            self.position = before

    def _items(self, place: str) -> Iterator[tuple[InputItem, int]]:
        path = Path(place).expanduser()
        if not _is_file(path) and not is_archive(path):
            yield self._opened(place), 0
            return
        try:
            yield from self._of_path(place, path)
        except ArticleError as fault:
            yield BadItem(place, str(fault)), 0
        except OSError:
            yield self._opened(place), 0  # which says what is wrong, as for every file

    def _opened(self, place: str) -> InputItem:
        try:
            return OpenedItem(place, self.open_address(place))
        except ArticleError as fault:
            return BadItem(place, str(fault))

    def _of_path(self, place: str, path: Path) -> Iterator[tuple[InputItem, int]]:
        if is_archive(path) or is_parquet(path):
            yield from self._parquet(place, path)
            return
        with path.open("rb") as file:
            begin = file.read(_LOOKED_AT)
            form = format_of(begin, place).module if begin else ""
            file.seek(0)
            kind = kind_of_table(place) if form in ("plain_text", "") else None
            if kind is not None and begin:
                yield from self._table(place, read_table(file, place, kind), file)
                return
            if form == "web_archive":
                yield from self._pages(place, file)
            elif form == "mailbox":
                yield from _mails(place, file)
            elif path.stat().st_size > LARGEST:
                yield self._opened(place), 0
            else:
                yield FileItem(place, file.read()), path.stat().st_size

    def _table(self, place: str, table: Table, file: BinaryIO) -> Iterator[tuple[InputItem, int]]:
        columns = choose(table.columns, self.columns, place)
        self.report(f"{place}: {columns.summary}")
        used = columns.by_role.values()
        for number, row in enumerate(table.rows, 1):
            if isinstance(row, str):
                yield BadItem(f"{place}#{number}", row), file.tell()
                continue
            own = {name: row[name] for name in used if name in row}
            location = f"{place}#{mark_of(own, columns, number)}"
            yield RowItem(location, own, columns), file.tell()

    def _parquet(self, place: str, path: Path) -> Iterator[tuple[InputItem, int]]:
        position = number = 0
        for each in parquet.files_of(path):
            with parquet.opened(each) as file:
                columns, names = parquet.columns_of(file, self.columns, str(each))
                if number == 0:
                    self.report(f"{place}: {columns.summary}")
                share = each.stat().st_size / max(1, file.metadata.num_rows)
                for batch in file.iter_batches(BATCH_ROWS, columns=names, use_threads=False):
                    for row in batch.to_pylist():
                        number += 1
                        position += int(share)
                        mark = mark_of(row, columns, number)
                        yield RowItem(f"{place}#{mark}", row, columns), position

    def _pages(self, place: str, file: BinaryIO) -> Iterator[tuple[InputItem, int]]:
        """Return the pages of a web archive, each once.

        Those without a title are frames and the like.
        """
        if file.read(2) != b"PK":
            yield from self._pages_of(place, file, None)
            return
        from reader.article.loaders.web_archive import addresses_of

        try:
            with zipfile.ZipFile(file) as package:
                names = package.namelist()
                lists = [name for name in names if name.lower().endswith("pages.jsonl")]
                listed = {a for name in lists for a in addresses_of(package.read(name))}
                for name in names:
                    if name.lower().endswith((".warc", ".warc.gz")):
                        with tempfile.TemporaryFile() as warc, package.open(name) as packed:
                            copyfileobj(packed, warc)
                            warc.flush()
                            yield from self._pages_of(place, cast(BinaryIO, warc), listed)
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError):
            raise ArticleError(f"{place} is a damaged web archive; archive it once more.") from None

    def _pages_of(
        self, place: str, file: BinaryIO, listed: set[str] | None
    ) -> Iterator[tuple[InputItem, int]]:
        from reader.article.loaders.web_archive import streamed_pages

        seen: set[bytes] = set()
        damaged = number = 0
        for page, position in streamed_pages(Source("", place), file):
            if page is None:
                damaged += 1
                continue
            if listed and page.address not in listed:
                continue
            if page.media_type in _HTML and not page.packed and not page.title:
                continue
            item = PageItem(f"{place}#{number + 1}", page, number + 1)
            if _identity(item) not in seen:
                seen.add(_identity(item))
                number += 1
                yield item, position
        if damaged:
            self.report(
                f"{place} is damaged at {counted(damaged, 'place')}; pages are missing there."
            )


_HTML = ("text/html", "application/xhtml+xml")


def _identity(item: PageItem) -> bytes:
    return PageItem("", item.page, 0).digest[:16]


def _mails(place: str, file: BinaryIO) -> Iterator[tuple[InputItem, int]]:
    from reader.article.loaders.mailbox import mails_in
    from reader.article.loaders.mailbox import mark_of as mark_of_mail

    with mmap(file.fileno(), 0, access=ACCESS_READ) as data:
        for mail, position in mails_in(data):
            mark = mark_of_mail(mail)
            yield MailItem(f"{place}#{mark}", mail, mark), position


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):  # no name that the system knows
        return False


def _size(place: str) -> int:
    path = Path(place).expanduser()
    try:
        if is_archive(path):
            return sum(each.stat().st_size for each in parquet.files_of(path))
        return path.stat().st_size if path.is_file() else 0
    except (OSError, ValueError):
        return 0


def articles_of(items: Iterable[InputItem], refused: Callable[[str], object]) -> Iterator[Article]:
    """Return the articles of items in turn.

    ``refused`` is given a sentence for what cannot be opened.
    """
    for item in items:
        try:
            for article in item.articles():
                if isinstance(article, str):
                    refused(article)
                else:
                    yield article
        except ArticleError as fault:
            refused(str(fault))
        except Exception as fault:  # noqa: BLE001  a loader's own fault must not stop the rest
            refused(f"{item.location} cannot be read ({type(fault).__name__}).")
