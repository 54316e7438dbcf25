"""OpenDocument texts (.odt): paragraphs, headings, lists, quotations, tables by line, and links.

A document is a zip with XML in it (OASIS OpenDocument). What was deleted under tracked changes,
comments, footnotes, heads and feet of pages are left out; captions stand in frames that hang on a
paragraph, and come after it. The date of creation is not taken for that of publication.
"""

from __future__ import annotations

from collections.abc import Iterator

from reader.article.article import Article, ArticleError
from reader.article.block import BlockKind
from reader.article.loaders.clean_markup import Element, words_of
from reader.article.loaders.formulas import local_name
from reader.article.loaders.inline_markup import drop, nearest_above
from reader.article.loaders.named_styles import kind_by_style
from reader.article.loaders.numbered_lists import Level, Numbering
from reader.article.loaders.office_document import OfficeDocument
from reader.article.loaders.zipped_xml import LARGEST_UNPACKED, ZippedXml
from reader.article.source import Source

NAME = "odt 1"

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_LINK = "{http://www.w3.org/1999/xlink}"
_MOST_BASES = 20
_SKIPPED = frozenset(("note", "annotation", "annotation-end", "tracked-changes", "desc", "title",
                      "sequence-decls", "forms", "table-of-content", "bibliography"))  # fmt: skip
_COUNTS = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman",
           "I": "upperRoman"}  # fmt: skip


def load(source: Source) -> Article:
    """Return the article of a document; ArticleError when it is damaged, locked or without text."""
    with ZippedXml(source, "OpenDocument text", LARGEST_UNPACKED) as package:
        manifest = package.tree_if_there("META-INF/manifest.xml")
        if manifest is not None and any(
            local_name(each) == "encryption-data" for each in manifest.iter()
        ):
            raise package.locked()
        content = package.tree("content.xml")
        named = package.tree_if_there("styles.xml")
        meta = package.tree_if_there("meta.xml")
    roots = [content, *([named] if named is not None else [])]
    _drop_unseen(content, roots)
    notes = sum(1 for _ in content.iter(f"{_TEXT}note"))
    writer = _Writer(roots)
    for body in content.iter(f"{_OFFICE}text"):
        writer.write(body)
    if not writer.composed.blocks:
        raise ArticleError(f"{source.name} is an OpenDocument text without text.")
    return writer.document.article(source, NAME, _properties(meta), notes)


def _drop_unseen(content: Element, roots: list[Element]) -> None:
    """Take the words out that are hidden or struck out, by the names of their styles."""
    unseen = {
        str(style.get(f"{_STYLE}name"))
        for root in roots
        for style in root.iter(f"{_STYLE}style")
        if any(map(_is_unseen, style.iter(f"{_STYLE}text-properties")))
    }
    for span in list(content.iter(f"{_TEXT}span")):
        if span.get(f"{_TEXT}style-name") in unseen and span.getparent() is not None:
            drop(span)


def _is_unseen(properties: Element) -> bool:
    struck = properties.get(f"{_STYLE}text-line-through-style") or "none"
    struck_as = properties.get(f"{_STYLE}text-line-through-type") or "none"
    return {struck, struck_as} != {"none"} or properties.get(f"{_TEXT}display") == "none"


def _properties(meta: Element | None) -> dict[str, str]:
    """Return what a document says of itself; its creator is whoever began it."""
    fields: dict[str, str] = {}
    for each in meta.iter() if meta is not None else ():
        fields.setdefault(local_name(each), words_of(each))
    return fields | {"creator": fields.get("initial-creator") or fields.get("creator") or ""}


class _Writer:
    """Writes the blocks of a document, in order; ``roots`` hold its styles."""

    def __init__(self, roots: list[Element]) -> None:
        self._bases: dict[str, tuple[str, str]] = {}
        levels: dict[tuple[str, int], Level] = {}
        for root in roots:
            for style in root.iter(f"{_STYLE}style"):
                shown = style.get(f"{_STYLE}display-name") or ""
                base = style.get(f"{_STYLE}parent-style-name") or ""
                self._bases[str(style.get(f"{_STYLE}name"))] = (str(shown), str(base))
            for kind in root.iter(f"{_TEXT}list-style"):
                for level in kind.iter(f"{_TEXT}list-level-style-number"):
                    at = str(level.get(f"{_TEXT}level") or "1")
                    if at.isdecimal():
                        levels[str(kind.get(f"{_STYLE}name")), int(at)] = _level(level, int(at))
        self.document = OfficeDocument(Numbering(levels))
        self.composed = self.document.composed

    def write(self, element: Element, depth: int = 0, listed: str = "") -> None:
        """Write the blocks in an element, in order; ``listed`` is the list they are items of."""
        own = _whole(element.get(f"{_TEXT}start-value"))
        for child in element:
            name = local_name(child)
            if name == "h":
                self._heading(child)
            elif name == "p":
                self._paragraph(child, depth, listed, own)
                own = None
            elif name == "list":
                style = str(child.get(f"{_TEXT}style-name") or "") or listed
                self.write(child, depth + 1, style)
            elif name == "table":
                self._table(child)
            elif name and name not in _SKIPPED:
                self.write(child, depth, listed)

    def _heading(self, element: Element) -> None:
        level = str(element.get(f"{_TEXT}outline-level") or "1")
        number = int(level) if level.isdecimal() else 1
        first = not self.composed.blocks
        if first and number == 1:
            self._block(element, "headline", 0)
        else:
            self._block(element, "heading", max(2, number))

    def _paragraph(
        self, element: Element, depth: int, listed: str, number: int | None = None
    ) -> None:
        names = self._names(str(element.get(f"{_TEXT}style-name") or ""))
        kind, level = kind_by_style(names, first=not self.composed.blocks)
        words = " ".join("".join(_words(element)).split())
        self.document.sign(kind, names, words)
        if depth and kind not in ("heading", "headline", "caption"):
            lead = self.document.numbering.lead(listed, depth, number) if words else ""
            self._block(element, "list item", depth, lead)
        else:
            self._block(element, "paragraph" if kind == "list item" else kind, level)
        for box in element.iter():
            if local_name(box) == "text-box":
                self.write(box)

    def _names(self, style: str) -> list[str]:
        found: list[str] = []
        for _ in range(_MOST_BASES):
            if not style:
                break
            shown, base = self._bases.get(style, ("", ""))
            found += [shown or style.replace("_20_", " ")]
            style = base
        return found

    def _block(self, element: Element, kind: BlockKind, level: int, lead: str = "") -> None:
        if not "".join(_words(element)).strip():
            return
        close = kind == "list item" and self.composed.ends_with_item
        self.composed.begin(kind, level, close=close)
        self.composed.write(lead)
        self._inline(element)
        self.composed.finish()

    def _inline(self, element: Element) -> None:
        self.composed.write(element.text or "")
        for child in element:
            start = self.composed.size
            if local_name(child) == "a":
                self._inline(child)
                self.composed.link(start, str(child.get(f"{_LINK}href") or ""))
            elif local_name(child) == "span":
                self._inline(child)
            else:
                self.composed.write("".join(_words(child)))
            self.composed.write(child.tail or "")

    def _table(self, element: Element) -> None:
        lines = []
        for row in element.iter(f"{_TABLE}table-row"):
            # The words of a table in a cell are words of that cell.
            if nearest_above(row, "table") is element:
                cells = (
                    " ".join(" ".join(_paragraphs(cell)).split())
                    for cell in row.iter(f"{_TABLE}table-cell")
                    if nearest_above(cell, "table-row") is row
                )
                lines.append(" | ".join(cells))
        self.composed.table(lines)


def _level(style: Element, depth: int) -> Level:
    """Return how a list counts at a depth."""
    kind = _COUNTS.get(str(style.get(f"{_STYLE}num-format") or ""), "")
    shown = _whole(style.get(f"{_TEXT}display-levels")) or 1
    places = ".".join(f"%{at}" for at in range(max(1, depth - shown + 1), depth + 1))
    before, after = (style.get(f"{_STYLE}num-{side}fix") for side in ("pre", "suf"))
    plain = shown == 1 and not before and after in (None, "", ".")
    text = "" if plain else f"{before or ''}{places}{after or ''}"
    return Level(kind, _whole(style.get(f"{_TEXT}start-value")) or 1, text)


def _whole(number: str | None) -> int | None:
    return int(number) if number and number.isdecimal() and len(number) < 9 else None


def _paragraphs(cell: Element) -> Iterator[str]:
    """Yield the words of each paragraph in a cell, in lists and tables inside it too."""
    for each in cell.iter(f"{_TEXT}p", f"{_TEXT}h"):
        above = nearest_above(each, *_SKIPPED, "text-box", "p", "h", "table-cell")
        if above is not None and local_name(above) == "table-cell":
            yield "".join(_words(each))


def _words(element: Element) -> Iterator[str]:
    """Yield the words of an element without those of the frames that hang on it."""
    name = local_name(element)
    if not name or name in _SKIPPED or name == "text-box":
        return
    if name == "s":
        count = str(element.get(f"{_TEXT}c") or "1")
        yield " " * (int(count) if count.isdecimal() and len(count) < 4 else 1)
    elif name == "tab":
        yield "\t"
    elif name == "line-break":
        yield "\n"
    else:
        yield element.text or ""
        for child in element:
            yield from _words(child)
            yield child.tail or ""
