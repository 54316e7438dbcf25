"""Composes an article from markup that holds nothing but the article: XHTML, NITF, book chapters.

Elements are known by their local names. White space is that of markup; what is not known is
gone through for the blocks inside it.
"""

from __future__ import annotations

import html
import re
from typing import Any

from reader.article.block import BlockKind
from reader.article.composed_text import ComposedText
from reader.article.loaders.inline_markup import local_name, roles, settle_inline

Element = Any
"""A node of lxml, which has no types of its own."""

_SPACE = re.compile(r"[ \t\r\n\f]+")
_HEADINGS = {f"h{level}": level for level in range(1, 7)} | {"hl1": 1, "hl2": 2, "title": 1}
_CAPTIONS = frozenset(("figcaption", "media-caption", "caption"))
_QUOTES = frozenset(("blockquote", "bq"))
_SKIPPED = frozenset(
    ("head", "script", "style", "nav", "template", "img", "svg", "math", "object", "audio", "video",
     "media-metadata", "media-reference", "media-producer", "media-object", "noscript", "iframe")
)  # fmt: skip
_INLINE = frozenset(
    ("a", "abbr", "b", "bdi", "bdo", "big", "br", "cite", "code", "data", "dfn", "del", "em", "i",
     "ins", "kbd", "mark", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup",
     "time", "tt", "u", "var", "font", "wbr", "person", "org", "location", "chron", "event",
     "money", "num", "function", "object.title", "virtloc", "lang", "pronounce", "classifier",
     "city", "state", "region", "country", "sublocation", "name.given", "name.family", "postaddr",
     "copyrite", "frac", "frac-num", "frac-den", "frac-sep", "alt-code")
)  # fmt: skip


class MarkupWriter:
    """Writes elements into ``composed``; ``base`` is what links are relative to.

    A heading that says the ``headline`` again is left out.
    """

    def __init__(self, composed: ComposedText, base: str = "", headline: str | None = None) -> None:
        self.composed = composed
        self.base = base
        self.headline = (headline or "").casefold()
        self._depth = 0
        self._quoted = 0

    def write(self, element: Element) -> None:
        """The blocks of an element and of all that is in it; its tree is changed for that."""
        settle_inline(element)
        self._write(element)

    def _write(self, element: Element) -> None:
        name = local_name(element)
        if not name or name in _SKIPPED or "titlepage" in roles(element):
            return
        level = _HEADINGS.get(name)
        if level is not None:
            if words_of(element).casefold() != self.headline:
                self._block(element, "heading", max(2, level))
        elif name in _CAPTIONS:
            self._block(element, "caption")
        elif name in _QUOTES:
            self._quoted += 1
            self._inside(element)
            self._quoted -= 1
        elif name in ("ul", "ol", "dl"):
            self._list(element, numbered=name == "ol")
        elif name == "table":
            self._table(element)
        elif name == "pre":
            self.composed.block("paragraph", "".join(element.itertext()).strip("\n"))
        else:
            self._inside(element)

    def _inside(self, element: Element) -> None:
        """A block of its own where all is inline, else what is in it, loose words as paragraphs."""
        if all(_is_inline(child) for child in element):
            self._block(element, "quotation" if self._quoted else "paragraph", self._quoted)
            return
        self._loose(element.text)
        for child in element:
            if _is_inline(child):
                self._loose("".join(child.itertext()))
            else:
                self._write(child)
            self._loose(child.tail)

    def _loose(self, words: str | None) -> None:
        if words and words.strip():
            kind: BlockKind = "quotation" if self._quoted else "paragraph"
            self.composed.block(kind, _SPACE.sub(" ", words), self._quoted)

    def _block(self, element: Element, kind: BlockKind, level: int = 0, lead: str = "") -> None:
        if not words_of(element):
            return
        close = kind == "list item" and self.composed.ends_with_item
        self.composed.begin(kind, level, close=close)
        self.composed.write(lead)
        self._inline(element)
        self.composed.finish()

    def _inline(self, element: Element) -> None:
        self._words(element.text)
        for child in element:
            start = self.composed.size
            name = local_name(child)
            if name == "br":
                self.composed.write("\n")
            elif name and name not in _SKIPPED and name not in ("ul", "ol"):
                self._inline(child)
            elif not name:
                self._words(_entity(child))
            if name == "a" and child.get("href"):
                self.composed.link(start, child.get("href"), self.base)
            self._words(child.tail)

    def _words(self, words: str | None) -> None:
        if words:
            self.composed.write(_SPACE.sub(" ", words))

    def _list(self, element: Element, *, numbered: bool) -> None:
        self._depth += 1
        number = 0
        for item in element:
            if local_name(item) not in ("li", "dt", "dd"):
                continue
            number += 1
            lead = f"{number}. " if numbered else "• "
            self._block(item, "list item", self._depth, lead)
            for inner in item:
                if local_name(inner) in ("ul", "ol"):
                    self._list(inner, numbered=local_name(inner) == "ol")
        self._depth -= 1

    def _table(self, element: Element) -> None:
        lines = []
        for part in element.iter():
            if local_name(part) in _CAPTIONS:
                self._block(part, "caption")
            elif local_name(part) == "tr":
                cells = [words_of(cell) for cell in part if local_name(cell) in ("td", "th")]
                lines.append(" | ".join(cells))
        self.composed.table(lines)


def fragment(markup: str) -> Element | None:
    """The tree of a bit of HTML, in an element of its own; None where there is none."""
    from lxml import etree, html

    try:
        return html.fragment_fromstring(markup, create_parent="div")
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None


def words_of(element: Element | None) -> str:
    """The words of an element on one line; "" for none."""
    return " ".join("".join(element.itertext()).split()) if element is not None else ""


def _is_inline(element: Element) -> bool:
    name = local_name(element)
    return not name or (
        (name in _INLINE or name in _SKIPPED) and all(_is_inline(child) for child in element)
    )


def _entity(node: Element) -> str:
    """An entity that XHTML and NITF know (&mdash;); others, which a file defines itself, are not
    resolved.
    """
    words = str(node.text or "")
    if not words.startswith("&"):
        return ""
    known = html.unescape(words)
    return known if known != words else ""
