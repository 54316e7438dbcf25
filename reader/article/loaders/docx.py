"""Word documents (.docx): paragraphs, headings, lists, quotations, tables by line, and links.

A document is a zip with XML in it (ECMA-376). What was deleted under tracked changes is left out,
what was inserted is read; comments, footnotes, heads and feet of pages are left out. The date of
creation is often that of a template, and is not taken for that of publication.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, field

from reader.article.article import Article, ArticleError
from reader.article.block import BlockKind
from reader.article.loaders import zipped_xml
from reader.article.loaders.clean_markup import Element, words_of
from reader.article.loaders.formulas import local_name
from reader.article.loaders.inline_markup import nearest_above
from reader.article.loaders.named_styles import kind_by_style
from reader.article.loaders.numbered_lists import Numbering
from reader.article.loaders.office_document import OfficeDocument
from reader.article.loaders.word_numbering import word_numbering
from reader.article.loaders.word_symbols import symbol
from reader.article.source import Source

NAME = "docx 3"
LARGEST_UNPACKED = zipped_xml.LARGEST_UNPACKED

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_MOST_BASES = 20
_SKIPPED = frozenset(("del", "movefrom", "instrtext", "ppr", "rpr", "footnotereference", "drawing",
                      "pict", "object", "fallback", "commentreference", "rt"))  # fmt: skip
_NOTE_REFERENCES = ("footnotereference", "endnotereference")
_UNSEEN = ("vanish", "strike", "dstrike")
"""What is hidden or struck out: no words of the text, whatever they said before."""


def load(source: Source) -> Article:
    """Return the article of a Word document.

    ArticleError when it is damaged, locked or without text.
    """
    with zipped_xml.ZippedXml(source, "Word document", LARGEST_UNPACKED) as package:
        main = _main_part(package)
        folder, _, name = main.rpartition("/")
        body = package.tree(main)
        about = package.tree_if_there("docProps/core.xml")
        ties = package.tree_if_there(f"{folder}/_rels/{name}.rels".lstrip("/"))
        parts = _parts(ties, folder)
        styles = _styles(package.tree_if_there(parts.get("styles", "word/styles.xml")))
        numbering = package.tree_if_there(parts.get("numbering", "word/numbering.xml"))
    writer = _Writer(_targets(ties) if ties is not None else {}, styles, word_numbering(numbering))
    writer.write(body)
    if not writer.composed.blocks:
        raise ArticleError(f"{source.name} is a Word document without text.")
    properties = {local_name(each): words_of(each) for each in about} if about is not None else {}
    notes = sum(local_name(each) in _NOTE_REFERENCES for each in body.iter())
    return writer.document.article(source, NAME, properties, notes)


@dataclass(frozen=True, slots=True)
class _Style:
    """A named style: what it is called, the style that it is based on, its list if it has one."""

    name: str
    base: str
    list_id: str


class _Writer:
    """Writes the paragraphs and tables of a document, in order."""

    def __init__(
        self,
        links: dict[str, str],
        styles: dict[str, _Style],
        numbering: Numbering,
    ) -> None:
        self.document = OfficeDocument(numbering)
        self._drop_cap = ""
        self.composed = self.document.composed
        self._links = links
        self._styles = styles

    def write(self, element: Element) -> None:
        """Write the paragraphs and tables in an element, in order."""
        for child in element:
            name = local_name(child)
            if name == "p":
                self._paragraph(child)
                for box in _text_boxes(child):
                    self.write(box)
            elif name == "tbl":
                self._table(child)
            elif name and name not in _SKIPPED:
                self.write(child)

    def _paragraph(self, element: Element) -> None:
        words = " ".join("".join(_words(element)).split())
        if not words:
            return
        if _is_drop_cap(element):
            self._drop_cap += words
            return
        set_as = _properties(element)
        names = self._names(set_as.style)
        kind, level = self._kind(set_as, names)
        self.document.sign(kind, names, words)
        close = kind == "list item" and self.composed.ends_with_item
        self.composed.begin(kind, level, close=close)
        if kind == "list item":
            list_id = set_as.list_id or self._list_of(set_as.style)
            self.composed.write(self.document.numbering.lead(list_id, level))
        self.composed.write(self._drop_cap)
        self._drop_cap = ""
        self._inline(element)
        self.composed.finish()

    def _kind(self, set_as: _Properties, names: list[str]) -> tuple[BlockKind, int]:
        first = not self.composed.blocks
        kind, level = kind_by_style(names, first=first)
        if kind in ("headline", "heading", "caption", "byline"):
            return kind, level
        if set_as.list_id == "0":
            return ("paragraph", 0) if kind == "list item" else (kind, level)
        if kind == "list item" or set_as.depth is not None or self._list_of(set_as.style):
            return "list item", (set_as.depth or 0) + 1
        return kind, level

    def _names(self, style: str) -> list[str]:
        """Return the names of a style and of those that it is based on.

        Its id where there is none.
        """
        found: list[str] = []
        for _ in range(_MOST_BASES):
            known = self._styles.get(style)
            if known is None:
                return [*found, style]
            found += [known.name, style]
            style = known.base
        return found

    def _list_of(self, style: str) -> str:
        for _ in range(_MOST_BASES):
            known = self._styles.get(style)
            if known is None or known.list_id:
                return known.list_id if known is not None else ""
            style = known.base
        return ""

    def _inline(self, element: Element) -> None:
        for child in element:
            name = local_name(child)
            start = self.composed.size
            if name == "hyperlink":
                self.composed.write("".join(_words(child)))
                self.composed.link(start, self._links.get(str(child.get(f"{_R}id")), ""))
            elif name not in _SKIPPED:
                self.composed.write("".join(_words(child)))

    def _table(self, element: Element) -> None:
        lines = []
        for row in element.iter(f"{_W}tr"):
            # The words of a table in a cell are words of that cell.
            if nearest_above(row, "tbl") is element:
                cells = (cell for cell in row.iter(f"{_W}tc") if nearest_above(cell, "tr") is row)
                lines.append(" | ".join(" ".join("".join(_words(cell)).split()) for cell in cells))
        self.composed.table(lines)


@dataclass(frozen=True, slots=True)
class _Properties:
    """How a paragraph is set: its style, its list ("" for none of its own), its depth there."""

    style: str = ""
    list_id: str = ""
    depth: int | None = field(default=None)


def _properties(paragraph: Element) -> _Properties:
    properties = paragraph.find(f"{_W}pPr")
    if properties is None:
        return _Properties()
    numbering = properties.find(f"{_W}numPr")
    depth = _value(numbering, "ilvl") if numbering is not None else ""
    return _Properties(
        _value(properties, "pStyle"),
        _value(numbering, "numId") if numbering is not None else "",
        None if numbering is None else int(depth) if depth.isdecimal() else 0,
    )


def _value(element: Element, name: str) -> str:
    """Return the value of a setting inside an element; "" where it is not set."""
    found = element.find(f"{_W}{name}")
    return str(found.get(f"{_W}val") or "") if found is not None else ""


def _styles(root: Element | None) -> dict[str, _Style]:
    found = {}
    for each in root.iter(f"{_W}style") if root is not None else ():
        list_id = each.find(f"{_W}pPr/{_W}numPr/{_W}numId")
        found[str(each.get(f"{_W}styleId"))] = _Style(
            _value(each, "name"),
            _value(each, "basedOn"),
            str(list_id.get(f"{_W}val") or "") if list_id is not None else "",
        )
    return found


def _is_drop_cap(paragraph: Element) -> bool:
    """Whether a paragraph is the large first letter of the next one, which Word sets in a frame."""
    frame = paragraph.find(f"{_W}pPr/{_W}framePr")
    return frame is not None and frame.get(f"{_W}dropCap") in ("drop", "margin")


def _text_boxes(paragraph: Element) -> Iterator[Element]:
    """Yield the text boxes that hang on a paragraph, each once: captions of pictures, above all."""
    for box in paragraph.iter(f"{_W}txbxContent"):
        if not any(
            local_name(above) in ("fallback", "txbxcontent") for above in box.iterancestors()
        ):
            yield box


def _words(element: Element) -> Iterator[str]:
    """Yield the words of an element as Word shows them."""
    name = local_name(element)
    if not name or name in _SKIPPED or (name == "r" and _is_hidden(element)):
        return
    if name == "t":
        yield element.text or ""
    elif name == "tab":
        yield "\t"
    elif name in ("br", "cr"):
        yield "\n"
    elif name == "nobreakhyphen":
        yield "\u2011"
    elif name == "sym":
        yield symbol(str(element.get(f"{_W}font") or ""), str(element.get(f"{_W}char") or ""))
    else:
        for child in element:
            yield from _words(child)
        if name == "p":
            yield " "


def _is_hidden(run: Element) -> bool:
    found = (run.find(f"{_W}rPr/{_W}{name}") for name in _UNSEEN)
    return any(
        each is not None and each.get(f"{_W}val") not in ("0", "false", "off") for each in found
    )


def _main_part(package: zipped_xml.ZippedXml) -> str:
    """Return where the document itself is in the package.

    Word on the web names it document2.xml.
    """
    ties = package.tree_if_there("_rels/.rels")
    for each in ties if ties is not None else ():
        if str(each.get("Type")).endswith("/officeDocument"):
            return str(each.get("Target")).lstrip("/")
    return "word/document.xml"


def _parts(ties: Element | None, folder: str) -> dict[str, str]:
    """Return the parts that belong to the document, by their kind ("styles")."""
    return {
        str(each.get("Type")).rpartition("/")[2]: _member(str(each.get("Target")), folder)
        for each in (ties if ties is not None else ())
        if each.get("TargetMode") != "External"
    }


def _member(target: str, folder: str) -> str:
    return target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)


def _targets(ties: Element) -> dict[str, str]:
    """Return the outside addresses that links point to, by their id."""
    return {
        str(each.get("Id")): str(each.get("Target"))
        for each in ties
        if each.get("TargetMode") == "External" and "://" in str(each.get("Target"))
    }
