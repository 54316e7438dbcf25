"""Writes the blocks of a web page from the tree that the extractor gives back."""

from __future__ import annotations

import re
from typing import Any

from reader.article.composed_text import ComposedText
from reader.article.loaders.numbered_lists import BULLET
from reader.article.loaders.page_marks import caption_number, lead_of, without_marks
from reader.article.loaders.page_tree import Element, PageTree, words_of

_INLINE = ("ref", "hi", "del", "lb")
_SPACE = re.compile(r"[ \t\r\n\f]+")


def composed_page(page: PageTree, body: Element, title: str | None) -> ComposedText:
    composed = ComposedText()
    composed.block("headline", title or "")
    writer = _Writer(composed, title)
    paragraphs = (words_of("".join(each.itertext())) for each in body.iter("p", "item"))
    first = next((words for words in paragraphs if caption_number(words)[0] is None), "")
    marked = (caption_number(words_of("".join(each.itertext())))[0] for each in body.iter("p"))
    kept = {number for number in marked if number is not None}
    for caption in page.first_captions(first, kept):
        composed.block("caption", caption)
    writer.children(body)
    return composed


class _Writer:
    """Goes through the extractor's tree (p, head, list, quote, table, ref) and writes blocks."""

    def __init__(self, composed: ComposedText, title: str | None) -> None:
        self.composed = composed
        self.title = " ".join((title or "").lower().split())
        self._depth = 0
        self._quoted = 0

    def children(self, parent: Element) -> None:
        """Write what is in an element; loose words and links in a row are one block."""
        loose: list[Any] = [parent.text]
        for child in parent:
            if child.tag in _INLINE:
                loose.append(child)
            else:
                self._loose(loose)
                self._element(child)
                loose = []
            loose.append(child.tail)
        self._loose(loose)

    def _element(self, element: Element) -> None:
        match element.tag:
            case "head":
                words = words_of("".join(element.itertext()))
                if words.lower() != self.title:
                    level = (element.get("rend") or "h2").removeprefix("h")
                    self._block(element, "heading", max(2, int(level) if level.isdigit() else 2))
            case "list":
                self._list(element)
            case "quote":
                self._quote(element)
            case "table":
                self._table(element)
            case "p" | "code" | "fw" | "ab":
                self._paragraph(element)
            case "graphic" | "lb":
                pass
            case "div" | "body" | "section":
                self.children(element)
            case _:
                self._paragraph(element)

    def _loose(self, parts: list[Any]) -> None:
        """Write a block of words and inline elements."""
        pairs = [(part, _text_of(part)) for part in parts if part is not None]
        if not "".join(words for _, words in pairs).strip():
            return
        self.composed.begin("quotation" if self._quoted else "paragraph", self._quoted)
        for part, _ in pairs:
            if isinstance(part, str):
                self._words(part)
            elif part.tag == "lb":
                self.composed.write("\n")
            else:
                self._inline(part)
        self.composed.finish()

    def _paragraph(self, element: Element) -> None:
        number, words = caption_number(words_of("".join(element.itertext())))
        if number is not None:
            self.composed.block("caption", without_marks(words))
        elif words.lower() == self.title and len(self.composed.blocks) <= 1:
            return
        else:
            self._block(element, "quotation" if self._quoted else "paragraph", self._quoted)

    def _block(self, element: Element, kind: Any, level: int = 0, *, lead: str = "") -> None:
        if not "".join(element.itertext()).strip():
            return
        self.composed.begin(kind, level, close=bool(lead) and self.composed.ends_with_item)
        self.composed.write(lead)
        self._inline(element)
        self.composed.finish()

    def _inline(self, element: Element) -> None:
        """Write the words of an element, line breaks kept."""
        self._words(element.text)
        for child in element:
            if child.tag == "lb":
                self.composed.write("\n")
            elif child.tag not in ("graphic", "list"):
                self._inline(child)
            self._words(child.tail)

    def _words(self, words: str | None) -> None:
        if words:
            self.composed.write(_SPACE.sub(" ", without_marks(words)))

    def _list(self, element: Element) -> None:
        self._depth += 1
        numbered = element.get("rend") == "ol"
        for number, item in enumerate(element.iterchildren("item"), 1):
            own, words = lead_of(item.text or "")
            if own:
                item.text = words
            lead = own or (f"{number}. " if numbered else BULLET)
            self._block(item, "list item", self._depth, lead=lead)
            for inner in item.iterchildren("list"):
                self._list(inner)
        self._depth -= 1

    def _quote(self, element: Element) -> None:
        self._quoted += 1
        if any(child.tag in ("p", "list", "quote", "head") for child in element):
            self.children(element)
        else:
            self._block(element, "quotation", self._quoted)
        self._quoted -= 1

    def _table(self, element: Element) -> None:
        rows = [[words_of(without_marks("".join(cell.itertext()))) for cell in row.iter("cell")]
                for row in element.iter("row")]  # fmt: skip
        lines = [" | ".join(row) for row in rows if any(row)]
        self.composed.block("paragraph", "\n".join(lines))


def _text_of(part: Any) -> str:
    return part if isinstance(part, str) else "".join(part.itertext())
