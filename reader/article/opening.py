"""Opens an article from a path or from standard input."""

from __future__ import annotations

import os
import re
import stat
import sys
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import BinaryIO
from urllib.parse import unquote, urlsplit

from reader.article.article import Article, ArticleError
from reader.article.contents import (
    Contents,
    SeveralArticlesError,
    open_item,
    open_listed,
    split_location,
)
from reader.article.loaders.from_bytes import LARGEST, article_from_bytes, too_large
from reader.article.network import OFFLINE, Network
from reader.article.table_signs import is_archive, is_parquet, kind_of_table

STANDARD_INPUT = "-"
_LOOKED_AT = 64 * 1024
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]+://", re.IGNORECASE)
_HANDED_OVER = re.compile(r"/dev/(?:stdin|fd/\d+)|/proc/(?:self|\d+)/fd/\d+")
_KINDS = (
    (stat.S_ISFIFO, "a named pipe"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
    (stat.S_ISSOCK, "a socket"),
)


def open_article(
    location: str, *, stdin: BinaryIO | None = None, network: Network = OFFLINE
) -> Article:
    """Return the article at ``location``.

    A path, a ``file:`` or web address, "-" for standard input.

    An address is fetched only when ``network`` allows it; one that was fetched before opens
    without. A "#" and a number or mark behind it name one of several articles. Raises
    ArticleError, one sentence that names the location, when there is nothing to read, and
    SeveralArticlesError when the location is a feed or an archive of several.
    """
    if not location:
        raise ArticleError("The name of the article is empty; give a file or an address.")
    whole, part = split_location(location)
    if not part or (not _ADDRESS.match(location) and Path(_in_home(location)).exists()):
        return _open(location, stdin, network)
    try:
        article = _open(whole, stdin, network)
    except SeveralArticlesError as several:
        return open_item(
            several.contents, part, partial(open_article, network=network.led_from(whole))
        )
    if _ADDRESS.match(location):
        return replace(article, location=location)
    if part != "1":
        raise ArticleError(f"{whole} is one article; leave out #{part}.")
    return article


def _open(location: str, stdin: BinaryIO | None, network: Network) -> Article:
    if location == STANDARD_INPUT:
        stream = stdin or sys.stdin.buffer
        return article_from_bytes(stream.read(LARGEST + 1), location)
    if location.lower().startswith("file://"):
        return article_from_bytes(_read(unquote(urlsplit(location).path)), location)
    if _ADDRESS.match(location):
        from reader.article.web import open_address

        return open_address(location, network)
    path = Path(_in_home(location))
    if is_archive(path) or is_parquet(path):
        from reader.article.table_contents import parquet_contents

        return _of_table(parquet_contents(path, location))
    data = _read(location)
    if kind_of_table(location) is not None and _is_table(data, location):
        from reader.article.table_contents import table_contents

        return _of_table(table_contents(data, location))
    return article_from_bytes(data, location)


def _is_table(data: bytes, location: str) -> bool:
    # What reads tables is loaded for files that are called like one.
    from reader.article.tables import looks_like_articles

    return looks_like_articles(data[:_LOOKED_AT], location)


def _of_table(contents: Contents) -> Article:
    """Return the article of a table with one row; SeveralArticlesError for more."""
    if not contents.items:
        raise ArticleError(f"{contents.location} has no rows; there is nothing to read.")
    if len(contents.items) > 1:
        raise SeveralArticlesError(contents)
    return open_listed(contents, contents.items[0])


def _in_home(location: str) -> str:
    """Return ``location`` with ~ for the home folder.

    A name that begins otherwise (./~x) as it is.
    """
    return os.path.expanduser(location)  # noqa: PTH111 a path would lose the ./


def _read(location: str) -> bytes:
    path = Path(_in_home(location))
    try:
        handed_over = _HANDED_OVER.fullmatch(location) is not None
        if not handed_over:
            _refuse_what_is_no_file(location, path.stat())
        # Without O_NONBLOCK a pipe put in the file's place meanwhile would never open.
        flags = os.O_RDONLY | (0 if handed_over else getattr(os, "O_NONBLOCK", 0))
        with os.fdopen(os.open(path, flags | getattr(os, "O_BINARY", 0)), "rb") as file:
            if not handed_over:
                _refuse_what_is_no_file(location, os.fstat(file.fileno()))
            return file.read(LARGEST + 1)
    except FileNotFoundError:
        raise ArticleError(f"There is no file {location}; check its name and folder.") from None
    except PermissionError:
        raise ArticleError(f"{location} may not be read; check its permissions.") from None
    except (OSError, ValueError) as fault:
        reason = fault.strerror if isinstance(fault, OSError) and fault.strerror else str(fault)
        raise ArticleError(
            f"{location} cannot be read: {reason[:1].lower()}{reason[1:]}."
        ) from None


def _refuse_what_is_no_file(location: str, status: os.stat_result) -> None:
    if stat.S_ISDIR(status.st_mode):
        raise ArticleError(f"{location} is a folder; name an article inside it.")
    for is_kind, words in _KINDS:
        if is_kind(status.st_mode):
            raise ArticleError(
                f"{location} is {words}, not a file; pipe its text in: reader - < {location}"
            )
    if status.st_size > LARGEST:
        raise too_large(location)
