"""All words of a page in order, without white space, and where it stood; and the page's links.

The extractor glues words at some tags and tears them at others. What it gives back is set again as
the page has it, and the links, which it is not asked for, are found again by their words.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from reader.article.block import BlockKind
from reader.article.composed_text import ComposedText
from reader.article.loaders.clean_markup import BLOCKS
from reader.article.loaders.page_marks import without_marks

Element = Any
"""A node of lxml, which has no types of its own."""

_AROUND = 24
_SHORT = 4
"""Letters; a link of fewer is looked for together with the words behind it."""
_SILENT = ("script", "style", "head", "template", "svg")


@dataclass(frozen=True, slots=True)
class PageLink:
    """A link from ``begin`` to ``end`` of the page's words."""

    begin: int
    end: int
    url: str


class PageWords:
    """The words below ``root``."""

    def __init__(self, root: Element) -> None:
        self._parts: list[str] = []
        self._size = 0
        self._spaces: set[int] = set()
        self._links: list[PageLink] = []
        self._gather(root)
        self.bare = "".join(self._parts)

    def respaced(self, composed: ComposedText) -> ComposedText:
        """Return the same blocks with white space where the page has it."""
        made = ComposedText()
        text = composed.text()
        cursor = 0
        for block in composed.blocks:
            lead, words = _lead(block.kind, block.span.slice(text))
            bare = "".join(words.split())
            at = self.bare.find(bare, cursor)
            at = at if at >= 0 else self.bare.find(bare)
            if at >= 0:
                cursor = at
                words = self._spaced(words, at)
            words = lead + words
            close = block.kind == "list item" and made.ends_with_item
            made.block(block.kind, words, block.level, close=close)
        return made

    def lay_links(self, composed: ComposedText, base: str) -> None:
        """Add the page's links where their words stand; one that is not found is left out."""
        text = composed.text()
        places = [at for at, char in enumerate(text) if not char.isspace()]
        bare = "".join(text[at] for at in places)
        cursor = 0
        for link in sorted(self._links, key=lambda each: (each.begin, each.end)):
            at = self._place(bare, link, cursor)
            if at is not None:
                cursor = at + link.end - link.begin
                composed.link_at(places[at], places[cursor - 1] + 1, link.url, base)

    def _spaced(self, words: str, at: int) -> str:
        made: list[str] = []
        before = ""
        for char in words:
            if char.isspace():
                before += char
                continue
            if made and at in self._spaces:
                made.append("\n" if "\n" in before else " ")
            made.append(char)
            before = ""
            at += 1
        return "".join(made)

    def _place(self, bare: str, link: PageLink, cursor: int) -> int | None:
        """Return where a link's words begin.

        With all the words around them, or those on one side.
        """
        words = self.bare[link.begin : link.end]
        before = self.bare[max(0, link.begin - _AROUND) : link.begin]
        after = self.bare[link.end : link.end + _AROUND]
        half = _AROUND // 2
        for one, other in (
            (before, after),
            (before[-half:], after[:half]),
            (before[-half:], ""),
            ("", after[:half]),
        ):
            if len(one) + len(other) < half and len(words) < 2 * _SHORT:
                continue
            at = bare.find(f"{one}{words}{other}", max(0, cursor - len(one)))
            if at >= 0:
                return at + len(one)
        return None

    def _gather(self, element: Element) -> None:
        if not isinstance(element.tag, str) or element.tag in _SILENT:
            return
        begin = self._size
        if element.tag in BLOCKS or element.tag == "br":
            self._spaces.add(self._size)
        self._keep(element.text)
        for child in element:
            self._gather(child)
            self._keep(child.tail)
        if element.tag in BLOCKS:
            self._spaces.add(self._size)
        if element.tag == "a" and element.get("href") and self._size > begin:
            self._links.append(PageLink(begin, self._size, str(element.get("href"))))

    def _keep(self, words: str | None) -> None:
        if not words:
            return
        if words.isspace():
            self._spaces.add(self._size)
            return
        words = without_marks(words)
        parts = words.split()
        if words[:1].isspace():
            self._spaces.add(self._size)
        for number, part in enumerate(parts):
            if number:
                self._spaces.add(self._size)
            self._parts.append(part)
            self._size += len(part)
        if words[-1:].isspace():
            self._spaces.add(self._size)


def _lead(kind: BlockKind, words: str) -> tuple[str, str]:
    """Return the bullet or number of a list item, which the page's words lack, and its words."""
    lead, space, rest = words.partition(" ")
    return (lead + space, rest) if kind == "list item" else ("", words)
