"""Web archives: WARC files, packed or not (ISO 28500, read by warcio), and WACZ, a zip of them.

The pages in it open as they were archived; nothing is fetched. Pictures, scripts, answers other
than 200 and frames without a title are left out; one page alone opens at once.
"""

from __future__ import annotations

import contextlib
import html
import io
import json
import math
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from mmap import ACCESS_READ, mmap
from typing import Any, BinaryIO
from urllib.parse import urlsplit

import brotli
from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from reader.article.article import Article, ArticleError
from reader.article.contents import Contents, Item, SeveralArticlesError
from reader.article.declared_encoding import declared_in_page, decode_declared
from reader.article.loaders.from_bytes import article_from_source
from reader.article.loaders.gzip_members import GZIP, Member, unpacked
from reader.article.source import Source

NAME = "web archive 1"
LARGEST_UNPACKED = 512 * 1024 * 1024
"""Bytes of records that are unpacked in all."""
LARGEST_PAGE = 32 * 1024 * 1024

GAPS = "The archive is damaged: part of it cannot be read, and pages may be missing."
_CHUNK = 1 << 20
_CANNOT_UNPACK = ("zstd", "compress", "dcb", "dcz")
_RECORD = re.compile(rb"WARC/1\.\d\r?\n(?=[A-Z][\w-]+:)")
_PAGES = ("text/html", "application/xhtml+xml")
_DOCUMENTS: tuple[str, ...] = (*_PAGES, "application/pdf")
_TEXTS: tuple[str, ...] = (*_DOCUMENTS, "text/plain")
_TITLE = re.compile(
    r"<title\b[^<>]*>((?:[^<]++|<(?!/?title\b))*+)</title", re.IGNORECASE | re.DOTALL
)
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([^\s;\"']+)", re.IGNORECASE)
_HEAD = 64 * 1024


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it was archived: ``date`` in UTC, ``charset`` as the server declared it.

    Whether the archive has ``whole`` of it; how it is still ``packed``, "" for not at all.
    """

    address: str
    date: str
    media_type: str
    charset: str | None
    data: bytes
    whole: bool
    packed: str = ""

    @property
    def title(self) -> str:
        if self.media_type not in _PAGES or self.packed:
            return ""
        head = self.data[:_HEAD]
        text, _ = decode_declared(head, self.address, self.charset or declared_in_page(head))
        found = _TITLE.search(text)
        return " ".join(html.unescape(found[1]).split()) if found else ""


@dataclass(frozen=True, slots=True)
class _Found:
    """The pages of an archive, and at how many places it is damaged."""

    pages: list[Page]
    gaps: int = 0


def load(source: Source) -> Article:
    """Return the article of an archive of one page; SeveralArticlesError for more.

    ArticleError for none and for a damaged archive.
    """
    try:
        found = _of_zip(source) if source.data.startswith(b"PK") else _of_warc(source, source.data)
    except (zipfile.BadZipFile, zlib.error, KeyError, EOFError, NotImplementedError, RuntimeError):
        raise _damaged(source) from None
    if found.gaps:
        source = replace(source, notices=(*source.notices, GAPS))
    items = _items(source, found.pages)
    if not items:
        raise ArticleError(f"{source.name} is a web archive without a page to read.")
    contents = Contents(source.name, source.location, "web archive", items, source.notices)
    own = items[0].own
    if len(items) == 1 and own is not None:
        article = own()
        return replace(
            article, location=source.location, notices=(*source.notices, *article.notices)
        )
    raise SeveralArticlesError(contents)


def _items(source: Source, pages: list[Page]) -> tuple[Item, ...]:
    titled = [(page, _title(page)) for page in pages]
    # Frames and advertisements have none where pages have.
    with_title = [(page, title) for page, title in titled if title]
    return tuple(
        Item(
            mark=str(number),
            title=title or page.address,
            published=page.date,
            summary=page.address,
            own=partial(page_article, source, page, number),
        )
        for number, (page, title) in enumerate(with_title or titled, 1)
    )


def _title(page: Page) -> str:
    try:
        return page.title or ("" if page.media_type in _PAGES and not page.packed else page.address)
    except ArticleError:
        return ""


def page_article(source: Source, page: Page, number: int) -> Article:
    """Return the article of an archived page, the ``number``-th of its archive.

    Raises ArticleError.
    """
    if page.packed:
        raise ArticleError(
            f"{source.location}#{number} is packed with {page.packed}, which reader cannot unpack; "
            "archive the page once more."
        )
    remarks = [f"This is the page as it was archived on {page.date[:10]}."]
    if not page.whole:
        remarks.append("The archive is damaged: the end of the page is missing.")
    where = Source("", f"{source.location}#{number}", address=page.address, notices=tuple(remarks))
    article = article_from_source(page.data, where, page.media_type, page.charset)
    return replace(article, url=article.url or page.address)


def _of_zip(source: Source) -> _Found:
    """Return the pages of a WACZ: those that its list of pages names, all where it names none."""
    with zipfile.ZipFile(io.BytesIO(source.data)) as package:
        members = package.infolist()
        archives = [
            each for each in members if each.filename.lower().endswith((".warc", ".warc.gz"))
        ]
        if not archives:
            raise ArticleError(f"{source.name} is a zip file without a web archive in it.")
        if sum(each.file_size for each in members) > LARGEST_UNPACKED:
            raise _too_large(source)
        found = [_of_warc(source, package.read(each)) for each in archives]
        lists = [each for each in members if each.filename.lower().endswith("pages.jsonl")]
        named = {address for each in lists for address in addresses_of(package.read(each))}
    pages = [page for each in found for page in each.pages]
    listed = [page for page in pages if page.address in named] or pages
    return _Found(listed, sum(each.gaps for each in found))


def streamed_pages(source: Source, file: BinaryIO) -> Iterator[tuple[Page | None, int]]:
    """Yield the pages of a WARC file of any size, one at a time.

    Each comes with the place in the file that is reached; None for each place where it is damaged.
    """
    if file.seek(0, io.SEEK_END) == 0:
        return
    with mmap(file.fileno(), 0, access=ACCESS_READ) as data:
        if data[:2] != GZIP:
            for page in _records(source, data, each=True):
                yield page, data.tell()
            return
        for member in unpacked(data, math.inf, LARGEST_UNPACKED):
            if member.whole is None:
                yield None, member.end
                continue
            for page in _records(source, member.data, each=True):
                yield page, member.end


def addresses_of(lines: bytes) -> Iterator[str]:
    for line in lines.splitlines():
        with contextlib.suppress(ValueError, AttributeError):
            yield str(json.loads(line).get("url"))


def _of_warc(source: Source, data: bytes) -> _Found:
    """Return the pages of one WARC file, each once; what is cut off at its end is left out."""
    found: dict[tuple[str, bytes], Page] = {}
    gaps = 0
    left = LARGEST_UNPACKED
    members = unpacked(data, left) if data.startswith(GZIP) else iter([Member(data, whole=True)])
    for member in members:
        left -= len(member.data) if data.startswith(GZIP) else 0
        if left < 0:
            raise _too_large(source)
        if member.whole is None:
            gaps += 1
            continue
        for page in _records(source, member.data):
            if page is None:
                gaps += 1
            else:
                found[page.address, page.data] = page
    if gaps and not found:
        raise _damaged(source)
    return _Found(list(found.values()), gaps)


def _records(source: Source, data: bytes | mmap, *, each: bool = False) -> Iterator[Page | None]:
    """Return the pages of an unpacked file; None for each place where it is damaged.

    Behind such a place it goes on with the next record. What may be unpacked is limited in all, or
    for ``each`` record.
    """
    left = LARGEST_UNPACKED
    at = 0
    while at < len(data):
        records = ArchiveIterator(_from(data, at))
        begins = 0
        try:
            while (record := _next(records)) is not None:
                begins = records.offset
                payload, left = _payload(source, record, LARGEST_UNPACKED if each else left)
                page = _page(record, payload)
                if page is not None:
                    yield page
            return
        except (ArchiveLoadFailed, ValueError, EOFError, zlib.error, AttributeError, OSError):
            yield None
        following = _RECORD.search(data, at + begins + 1)
        if following is None:
            return
        at = following.start()


def _from(data: bytes | mmap, at: int) -> BinaryIO | mmap:
    """Return a stream of ``data`` from ``at`` on; a mapped file is its own, and is not copied."""
    if isinstance(data, mmap):
        data.seek(at)
        return data
    return io.BytesIO(data[at:] if at else data)


def _next(records: ArchiveIterator) -> Any:
    """Return the next record, None behind the last.

    ArchiveLoadFailed where one is not followed by one.

    What the library writes of a file to the screen is swallowed.
    """
    with contextlib.redirect_stderr(io.StringIO()):
        record = next(iter(records), None)
    if records.err_count:
        raise ArchiveLoadFailed("a record is longer or shorter than it says")
    return record


def _payload(source: Source, record: Any, left: int) -> tuple[bytes, int]:
    """Return what a record holds, unpacked, and how much may be unpacked after it."""
    parts = []
    size = 0
    for part in _content(record):
        left -= len(part)
        size += len(part)
        if left < 0:
            raise _too_large(source)
        if size <= LARGEST_PAGE:
            parts.append(part)
    return b"".join(parts), left


def _content(record: Any) -> Iterator[bytes]:
    """Yield the content of a record, piece by piece; what Brotli packed is unpacked here."""
    http = record.http_headers
    packed = str(http.get_header("Content-Encoding") or "").lower() if http is not None else ""
    if packed != "br":
        stream = record.content_stream()
        while part := stream.read(_CHUNK):
            yield part
        return
    # The library asks of Brotli what its current versions do not have.
    http.remove_header("Content-Encoding")
    stream = record.content_stream()
    decompressor = brotli.Decompressor()
    while part := stream.read(_CHUNK):
        yield decompressor.process(part, output_buffer_limit=_CHUNK)
        while not decompressor.can_accept_more_data():
            yield decompressor.process(b"", output_buffer_limit=_CHUNK)


def _page(record: Any, payload: bytes) -> Page | None:
    """Return the page of a record, None for what is no page of one's own."""
    address = str(record.rec_headers.get_header("WARC-Target-URI") or "").strip("<>")
    date = str(record.rec_headers.get_header("WARC-Date") or "")
    http = record.http_headers
    if record.rec_type == "response" and http is not None:
        kind, wanted = str(http.get_header("Content-Type") or ""), _DOCUMENTS
        if not str(http.get_statuscode()).startswith("200"):
            return None
    elif record.rec_type in ("resource", "conversion"):
        kind, wanted = str(record.rec_headers.get_header("Content-Type") or ""), _TEXTS
    else:
        return None
    media_type = kind.partition(";")[0].strip().lower()
    if media_type not in wanted or not payload.strip():
        return None
    if urlsplit(address).path.endswith("/robots.txt") or not address.startswith("http"):
        return None
    charset = _CHARSET.search(kind)
    whole = not getattr(record.raw_stream, "limit", 0)
    packed = str(http.get_header("Content-Encoding") or "").lower() if http is not None else ""
    packed = packed if packed in _CANNOT_UNPACK else ""
    known = charset[1] if charset else None
    return Page(address, date, media_type, known, payload, whole, packed)


def _damaged(source: Source) -> ArticleError:
    return ArticleError(f"{source.name} is a damaged web archive; archive the page once more.")


def _too_large(source: Source) -> ArticleError:
    return ArticleError(
        f"{source.name} unpacks to more than {LARGEST_UNPACKED // 1024**2} MiB; split it."
    )
