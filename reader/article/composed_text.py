"""The text of an article as a loader composes it from marked-up parts, with blocks and links."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urljoin

from reader.article.article import Link
from reader.article.block import Block, BlockKind


class ComposedText:
    """The text as it grows. Blocks are separated by a blank line, or by one newline when close."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.links: list[Link] = []
        self.size = 0
        self._parts: list[str] = []
        self._open: tuple[int, BlockKind, int] | None = None
        self._first_part = 0

    def text(self) -> str:
        return "".join(self._parts)

    @property
    def ends_with_item(self) -> bool:
        """Whether the last block is an item of a list, below which the next one is close."""
        return bool(self.blocks) and self.blocks[-1].kind == "list item"

    def links_in_order(self) -> tuple[Link, ...]:
        return tuple(sorted(self.links, key=lambda link: (link.start, link.end)))

    def write(self, words: str) -> None:
        self._parts.append(words)
        self.size += len(words)

    def begin(self, kind: BlockKind, level: int = 0, *, close: bool = False) -> None:
        """Start a block, one line below the last when ``close``, else after a blank line."""
        if self.blocks:
            self.write("\n" if close else "\n\n")
        self._open = (self.size, kind, level)
        self._first_part = len(self._parts)

    def finish(self) -> None:
        """End the block; white space at its edges is left out of it, an empty one is dropped."""
        if self._open is None:
            return
        start, kind, level = self._open
        self._open = None
        words = "".join(self._parts[self._first_part :])
        lead = len(words) - len(words.lstrip())
        body = words.strip()
        if body:
            self.blocks.append(Block(kind, start + lead, start + lead + len(body), level=level))

    def block(self, kind: BlockKind, words: str, level: int = 0, *, close: bool = False) -> None:
        """Add a whole block at once."""
        if words.strip():
            self.begin(kind, level, close=close)
            self.write(words.strip())
            self.finish()

    def table(self, rows: Iterable[str]) -> None:
        """Add a table, a line for each of its rows that has words."""
        self.block("paragraph", "\n".join(row for row in rows if row.strip(" |")))

    def link(self, start: int, url: str, base: str = "") -> None:
        """Link what was written since ``start`` to ``url``, relative to ``base``.

        Nothing when that is nothing, or no address.
        """
        self.link_at(start, self.size, url, base)

    def link_at(self, start: int, end: int, url: str, base: str = "") -> None:
        """Link the words from ``start`` to ``end`` to ``url``; as for ``link``."""
        try:
            url = urljoin(base, url)
        except ValueError:
            return
        if url and end > start:
            self.links.append(Link(start, end, url))
