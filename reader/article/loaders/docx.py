"""Word documents (.docx): paragraphs, headings, lists, quotations, tables by line, and links.

A document is a zip with XML in it (ECMA-376). What was deleted under tracked changes is left out,
what was inserted is read; comments, footnotes, heads and feet of pages are left out. The date of
creation is often that of a template, and is not taken for that of publication.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator

from reader.article.article import Article, ArticleError
from reader.article.block import BlockKind
from reader.article.composed_text import ComposedText
from reader.article.loaders.clean_markup import Element, local_name, words_of
from reader.article.loaders.plain_text import first_words
from reader.article.newswire import refined
from reader.article.source import Source

NAME = "docx 1"
LARGEST_UNPACKED = 64 * 1024 * 1024

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_HEADING = re.compile(r"(?:heading|berschrift|titre|ttulo|titolo|kop)\s*(\d)", re.IGNORECASE)
_SKIPPED = frozenset(("del", "movefrom", "instrtext", "ppr", "rpr", "footnotereference", "drawing",
                      "pict", "object", "fallback", "commentreference"))  # fmt: skip


def load(source: Source) -> Article:
    """The article of a Word document; ArticleError when it is damaged or without text."""
    try:
        with zipfile.ZipFile(io.BytesIO(source.data)) as package:
            body = _tree(source, package, "word/document.xml")
            names = package.namelist()
            about = (
                _tree(source, package, "docProps/core.xml")
                if "docProps/core.xml" in names
                else None
            )
            ties = "word/_rels/document.xml.rels"
            links = _targets(_tree(source, package, ties)) if ties in names else {}
    except (zipfile.BadZipFile, zlib.error, KeyError, EOFError, NotImplementedError, RuntimeError):
        raise _damaged(source) from None
    composed = ComposedText()
    _Writer(composed, links).write(body)
    if not composed.blocks:
        raise ArticleError(f"{source.name} is a Word document without text.")
    return _article(source, composed, about)


def _article(source: Source, composed: ComposedText, about: Element | None) -> Article:
    text = composed.text()
    structure = refined(text, composed.blocks)
    told = {local_name(each): words_of(each) for each in about} if about is not None else {}
    creator = told.get("creator", "")
    return Article(
        text=text,
        blocks=structure.blocks,
        title=structure.title or told.get("title") or first_words(text),
        location=source.location,
        loader=NAME,
        authors=structure.authors or ((creator,) if creator else ()),
        outlet=structure.outlet,
        language=told.get("language") or None,
        links=tuple(sorted(composed.links, key=lambda link: (link.start, link.end))),
        notices=source.notices,
    )


class _Writer:
    def __init__(self, composed: ComposedText, links: dict[str, str]) -> None:
        self.composed = composed
        self.links = links

    def write(self, element: Element) -> None:
        """The paragraphs and tables in an element, in order."""
        for child in element:
            name = local_name(child)
            if name == "p":
                self._paragraph(child)
            elif name == "tbl":
                self._table(child)
            elif name and name not in _SKIPPED:
                self.write(child)

    def _paragraph(self, element: Element) -> None:
        if not "".join(_words(element)).strip():
            return
        kind, level = self._kind(element)
        blocks = self.composed.blocks
        close = kind == "list item" and bool(blocks) and blocks[-1].kind == "list item"
        self.composed.begin(kind, level, close=close)
        if kind == "list item":
            self.composed.write("• ")
        self._inline(element)
        self.composed.finish()

    def _kind(self, element: Element) -> tuple[BlockKind, int]:
        properties = element.find(f"{_W}pPr")
        if properties is None:
            return "paragraph", 0
        style = properties.find(f"{_W}pStyle")
        name = str(style.get(f"{_W}val") or "") if style is not None else ""
        first = not self.composed.blocks
        if name.lower() in ("title", "titel", "titre"):
            return ("headline", 0) if first else ("heading", 1)
        heading = _HEADING.search(name)
        if heading:
            level = max(1, int(heading[1]))
            return ("headline", 0) if first and level == 1 else ("heading", max(2, level))
        if name.lower() in ("caption", "beschriftung"):
            return "caption", 0
        if "quote" in name.lower() or "zitat" in name.lower():
            return "quotation", 1
        numbering = properties.find(f"{_W}numPr")
        if numbering is not None or name.lower().startswith("list"):
            depth = numbering.find(f"{_W}ilvl") if numbering is not None else None
            return "list item", int(depth.get(f"{_W}val") or 0) + 1 if depth is not None else 1
        return "paragraph", 0

    def _inline(self, element: Element) -> None:
        for child in element:
            name = local_name(child)
            start = self.composed.size
            if name == "hyperlink":
                self.composed.write("".join(_words(child)))
                self.composed.link(start, self.links.get(str(child.get(f"{_R}id")), ""))
            elif name not in _SKIPPED:
                self.composed.write("".join(_words(child)))

    def _table(self, element: Element) -> None:
        lines = []
        for row in element.iter(f"{_W}tr"):
            cells = (" ".join("".join(_words(cell)).split()) for cell in row.iter(f"{_W}tc"))
            lines.append(" | ".join(cells))
        self.composed.block("paragraph", "\n".join(line for line in lines if line.strip(" |")))


def _words(element: Element) -> Iterator[str]:
    """The words of an element as Word shows them."""
    name = local_name(element)
    if not name or name in _SKIPPED:
        return
    if name == "t":
        yield element.text or ""
    elif name == "tab":
        yield "\t"
    elif name in ("br", "cr"):
        yield "\n"
    elif name == "nobreakhyphen":
        yield "\u2011"
    else:
        for child in element:
            yield from _words(child)
        if name == "p":
            yield " "


def _targets(ties: Element) -> dict[str, str]:
    """The outside addresses that links point to, by their id."""
    return {
        str(each.get("Id")): str(each.get("Target"))
        for each in ties
        if each.get("TargetMode") == "External" and "://" in str(each.get("Target"))
    }


def _tree(source: Source, package: zipfile.ZipFile, member: str) -> Element:
    from lxml import etree

    with package.open(member) as file:
        data = file.read(LARGEST_UNPACKED + 1)
    if len(data) > LARGEST_UNPACKED:
        raise ArticleError(
            f"{source.name} unpacks to more than {LARGEST_UNPACKED // 1024**2} MiB; "
            "split it into parts."
        )
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True
    )
    try:
        return etree.fromstring(data, parser=parser)
    except (etree.XMLSyntaxError, ValueError):
        raise _damaged(source) from None


def _damaged(source: Source) -> ArticleError:
    return ArticleError(f"{source.name} is a damaged Word document; save it once more.")
