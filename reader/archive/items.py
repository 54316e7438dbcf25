"""What goes to the process that analyzes it.

A file, row, page or mail as it was read, not yet opened, since to open it is half of the work.

Items are plain values that can be sent; ``digest`` changes with anything that they hold.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any

from reader.article.article import Article, ArticleError
from reader.article.article_rows import article_of_row
from reader.article.columns import Columns
from reader.article.contents import SeveralArticlesError, open_item
from reader.article.source import Source

PACKING = 8
"""So many bytes of a page or mail count as one of plain text, when shards are made alike."""


@dataclass(frozen=True)
class InputItem:
    """``location`` is where the article is from, as it is printed and stored."""

    location: str

    def articles(self) -> Iterator[Article | str]:
        """Return what it holds: one article mostly; a sentence for one that cannot be opened.

        Raises ArticleError.
        """
        raise NotImplementedError

    @property
    def weight(self) -> int:
        """About how many bytes of plain text it holds."""
        raise NotImplementedError

    @cached_property
    def digest(self) -> bytes:
        """A SHA-256 of all that it holds."""
        made = hashlib.sha256(type(self).__name__.encode())
        # Not of a pickle: equal values do not always make equal ones.
        for each in fields(self):
            value = getattr(self, each.name)
            data = value if isinstance(value, bytes) else repr(value).encode("utf-8", "replace")
            made.update(b"%d\n" % len(data))
            made.update(data)
        return made.digest()


@dataclass(frozen=True)
class FileItem(InputItem):
    """The bytes of a file, which may be a book of several chapters."""

    data: bytes

    def articles(self) -> Iterator[Article | str]:
        from reader.article.loaders.from_bytes import article_from_bytes

        try:
            yield article_from_bytes(self.data, self.location)
        except SeveralArticlesError as several:
            if several.contents.kind == "feed":
                raise
            for item in several.contents.items:
                try:
                    yield open_item(several.contents, item.mark)
                except ArticleError as fault:
                    yield str(fault)

    @property
    def weight(self) -> int:
        plain = self.location.lower().endswith((".txt", ".md"))
        return len(self.data) // (1 if plain else PACKING) + 1


@dataclass(frozen=True)
class RowItem(InputItem):
    """A row of a table, the columns in use."""

    row: Mapping[str, Any]
    columns: Columns

    def articles(self) -> Iterator[Article | str]:
        yield article_of_row(self.row, self.columns, self.location)

    @property
    def weight(self) -> int:
        roles = self.columns.by_role
        return len(str(self.row.get(roles.get("text", roles.get("html", ""))) or "")) + 1


@dataclass(frozen=True)
class PageItem(InputItem):
    """A page of a web archive, the ``number``-th in it."""

    page: Any
    number: int

    def articles(self) -> Iterator[Article | str]:
        from reader.article.loaders.web_archive import page_article

        yield page_article(Source("", self.location.rpartition("#")[0]), self.page, self.number)

    @property
    def weight(self) -> int:
        return len(self.page.data) // PACKING + 1


@dataclass(frozen=True)
class MailItem(InputItem):
    """A mail of a mailbox; ``mark`` names it there."""

    data: bytes
    mark: str

    def articles(self) -> Iterator[Article | str]:
        from reader.article.loaders.mailbox import mail_article

        yield mail_article(Source("", self.location.rpartition("#")[0]), self.data, f"#{self.mark}")

    @property
    def weight(self) -> int:
        return len(self.data) // PACKING + 1


@dataclass(frozen=True)
class OpenedItem(InputItem):
    """An article that is open already: one from an address or from standard input."""

    article: Article

    def articles(self) -> Iterator[Article | str]:
        yield self.article

    @property
    def weight(self) -> int:
        return len(self.article.text) + 1


@dataclass(frozen=True)
class BadItem(InputItem):
    """What could not even be read, and why."""

    sentence: str

    def articles(self) -> Iterator[Article | str]:
        """Raise ArticleError: the source cannot be read."""
        raise ArticleError(self.sentence)

    @property
    def weight(self) -> int:
        return 1
