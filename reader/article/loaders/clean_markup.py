"""Composes an article from markup that holds nothing but the article: XHTML, NITF, book chapters.

Elements are known by their local names. White space is that of markup; what is not known is
gone through for the blocks inside it.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from itertools import repeat
from typing import Any

from reader.article.block import BlockKind
from reader.article.composed_text import ComposedText
from reader.article.loaders.formulas import local_name
from reader.article.loaders.html_lists import list_leads
from reader.article.loaders.inline_markup import nearest_above, roles, settle_inline
from reader.article.loaders.numbered_lists import BULLET

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
_ITEMS = frozenset(("li", "dt", "dd"))
_PARTED = _ITEMS | frozenset(
    ("p", "div", "table", "tr", "blockquote", "section", "figure", "pre", "ul", "ol", "dl")
)
"""What is on lines of its own inside an item of a list."""
BLOCKS = frozenset(
    ("address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details",
     "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form",
     "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "html", "legend", "li", "main",
     "menu", "nav", "ol", "option", "p", "pre", "section", "summary", "table", "tbody", "td",
     "tfoot", "th", "thead", "title", "tr", "ul",
     "abstract", "block", "body.content", "body.end", "body.head", "bq", "byline", "byttl",
     "credit", "dateline", "datacontent", "fn", "hedline", "hl1", "hl2", "media", "media-caption",
     "note", "nitf-table", "series", "tagline", "version")
)  # fmt: skip
"""What begins a line of its own in XHTML and NITF. An element that is not known is words in a
sentence, as in a browser.
"""


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
        """Write the blocks of an element and of all that is in it; this changes its tree."""
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
        """Write the blocks inside; words and inline elements in a row make a paragraph."""
        row: list[Any] = [element.text]
        for child in element:
            if _is_inline(child):
                row.append(child)
            else:
                self._row(row)
                self._write(child)
                row = []
            row.append(child.tail)
        self._row(row)

    def _row(self, row: list[Any]) -> None:
        kind: BlockKind = "quotation" if self._quoted else "paragraph"
        for pieces in _parted_by_breaks(row):
            if not "".join(map(_piece_text, pieces)).strip():
                continue
            self.composed.begin(kind, self._quoted)
            for each in pieces:
                if isinstance(each, str):
                    self._words(each)
                else:
                    self._child(each)
            self.composed.finish()

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
            splits, inner = local_name(child) in _PARTED, _is_inner_list(child)
            preceded = child.getprevious() is not None or (element.text or "").strip()
            if splits and preceded and not inner:
                self.composed.write("\n")
            self._child(child)
            if splits and (child.tail or "").strip():
                self.composed.write("\n")
            self._words(child.tail)

    def _child(self, child: Element) -> None:
        start = self.composed.size
        name = local_name(child)
        if name == "br":
            self.composed.write("\n")
        elif name and name not in _SKIPPED and not _is_inner_list(child):
            self._inline(child)
        elif not name:
            self._words(_entity(child))
        if name == "a" and child.get("href"):
            self.composed.link(start, child.get("href"), self.base)

    def _words(self, words: str | None) -> None:
        if words:
            self.composed.write(_SPACE.sub(" ", words))

    def _list(self, element: Element, *, numbered: bool) -> None:
        self._depth += 1
        leads = list_leads(element) if numbered else repeat(BULLET)
        for item in element:
            if local_name(item) not in _ITEMS:
                continue
            lead = next(leads)
            self._block(item, "list item", self._depth, lead)
            for inner in item:
                if _is_inner_list(inner):
                    self._list(inner, numbered=local_name(inner) == "ol")
        self._depth -= 1

    def _table(self, element: Element) -> None:
        lines = []
        for part in element.iter():
            if nearest_above(part, "table", "td", "th") is not element:
                continue
            if local_name(part) in _CAPTIONS:
                self._block(part, "caption")
            elif local_name(part) == "tr":
                cells = (cell for cell in part if local_name(cell) in ("td", "th"))
                lines.append(" | ".join(" ".join("".join(_apart(cell)).split()) for cell in cells))
        self.composed.table(lines)


def fragment(markup: str) -> Element | None:
    """Return the tree of a bit of HTML, in an element of its own; None where there is none."""
    from lxml import etree, html

    from reader.article.loaders.deep_markup import parsed

    def parse(given: bytes, parser: html.HTMLParser) -> Element:
        return html.fragment_fromstring(given, create_parent="div", parser=parser)

    try:
        return parsed(markup, parse)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None


def words_of(element: Element | None) -> str:
    """Return the words of an element on one line, those of its blocks apart; "" for none."""
    return " ".join("".join(_apart(element)).split()) if element is not None else ""


def _is_inline(element: Element) -> bool:
    name = local_name(element)
    return name not in BLOCKS and all(_is_inline(child) for child in element)


def _parted_by_breaks(row: list[Any]) -> Iterator[list[Any]]:
    """Yield the words and elements of a row, paragraph by paragraph: two line breaks part them."""
    part: list[Any] = []
    broken = False
    for piece in row:
        if piece is None:
            continue
        is_break = not isinstance(piece, str) and local_name(piece) == "br"
        if is_break and broken:
            while part and not _piece_text(part[-1]).strip():
                part.pop()
            yield part
            part = []
        else:
            part.append(piece)
        if is_break or not isinstance(piece, str) or piece.strip():
            broken = is_break
    yield part


def _piece_text(piece: Any) -> str:
    """Return the words of a piece of a row: of words themselves, an entity or an element."""
    if isinstance(piece, str):
        return piece
    name = local_name(piece)
    if not name:
        return _entity(piece)
    return "" if name in _SKIPPED else "".join(_apart(piece))


def _apart(element: Element) -> Iterator[str]:
    """Yield the words of an element, with a space where a line or a block begins or ends."""
    yield element.text or ""
    for child in element:
        name = local_name(child)
        space = " " if name == "br" or name in BLOCKS else ""
        yield space
        yield _piece_text(child)
        yield space + (child.tail or "")


def _is_inner_list(element: Element) -> bool:
    """Return whether an element is a list that is written below the item it is in."""
    return local_name(element) in ("ul", "ol") and local_name(element.getparent()) in _ITEMS


def _entity(node: Element) -> str:
    """Return an entity that XHTML and NITF know (&mdash;).

    Others, which a file defines itself, are not resolved.
    """
    words = str(node.text or "")
    if not words.startswith("&"):
        return ""
    known = html.unescape(words)
    return known if known != words else ""
