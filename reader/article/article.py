"""What is read: an immutable text, the blocks it is set in, and where it comes from."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from reader.article.block import Block
from reader.article.fingerprint import fingerprint as fingerprint
from reader.errors import ReaderError


class ArticleError(ReaderError):
    """An article that cannot be opened; the message is one sentence that says what to do."""


@dataclass(frozen=True, slots=True)
class Link:
    """A link of the article: the text from ``start`` to ``end`` points to ``url``."""

    start: int
    end: int
    url: str


@dataclass(frozen=True)
class Article:
    """An article as it is shown; every offset anywhere counts code points of ``text``.

    ``location`` is the path or address it was opened from ("-" for standard input), ``loader``
    the name and version of what read it ("plain text 1"), ``encoding`` the one it was decoded
    from. ``published`` and ``language`` are as the source gives them, None when it does not.
    ``notices`` are sentences for the person: where a redirect led, for example.
    """

    text: str
    blocks: tuple[Block, ...]
    title: str
    location: str
    loader: str
    encoding: str = "utf-8"
    authors: tuple[str, ...] = ()
    outlet: str | None = None
    published: str | None = None
    url: str | None = None
    language: str | None = None
    links: tuple[Link, ...] = ()
    notices: tuple[str, ...] = ()

    @cached_property
    def fingerprint(self) -> str:
        """``sha256:`` and the SHA-256 of the text's UTF-8, in hex."""
        return fingerprint(self.text)
