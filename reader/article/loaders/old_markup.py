"""Pages that set their text in tables, by line breaks or as it was typed, as was done of old."""

from __future__ import annotations

import re
from typing import Any

from lxml import html

from reader.article.loaders.inline_markup import unwrap

Element = Any
"""A node of lxml, which has no types of its own."""

_LEAST_OF_TEXT = 400
"""Characters in one cell above which a table is there for the layout."""
_LARGE = ("4", "5", "6", "7", "+1", "+2", "+3", "+4")
_LONGEST_HEADING = 120
_TABLE_PARTS = ("table", "tbody", "thead", "tr", "td", "th")
_CODE = re.compile(r"code|highlight|syntax|prettyprint|brush|(?:^|[\s_-])lang", re.IGNORECASE)
_LEAST_OF_SENTENCE = 50
_ENDS = '.!?:”"»)'
INLINE = frozenset(
    ("a", "abbr", "b", "big", "br", "cite", "code", "em", "font", "i", "img", "ins", "mark", "s",
     "small", "span", "strong", "sub", "sup", "time", "u")
)  # fmt: skip
"""What may stand in a sentence."""


def renew(root: Element) -> None:
    """Make tables of layout divisions, and paragraphs of what two line breaks part."""
    for typed in list(root.iter("pre")):
        if not _is_code(typed) and _is_story(typed):
            _keep_lines(typed)
            typed.tag = "div"
    for table in list(root.iter("table")):
        cells = (" ".join(each.text_content().split()) for each in table.iter("td"))
        if any(len(words) >= _LEAST_OF_TEXT for words in cells):
            for part in list(table.iter(*_TABLE_PARTS)):
                part.tag = "div"
    for font in list(root.iter("font")):
        if (font.get("size") or "").strip() in _LARGE:
            font.tag = "big"
        else:
            unwrap(font)
    for bold in list(root.iter("b", "strong", "big")):
        _free_last_break(bold)
    for element in list(root.iter("div", "body", "article", "main", "section", "td", "p")):
        if _breaks(element):
            _part(element)


def _is_code(typed: Element) -> bool:
    named = f"{typed.get('class') or ''} {typed.get('id') or ''}"
    return _CODE.search(named) is not None or typed.find(".//code") is not None


def _is_story(typed: Element) -> bool:
    """Return whether most of what is shown as it was typed is sentences in several paragraphs."""
    parts = [part.strip() for part in re.split(r"\n[ \t]*\n", typed.text_content())]
    said = sum(len(part) for part in parts if len(part) >= _LEAST_OF_SENTENCE and part[-1] in _ENDS)
    return len(parts) > 1 and 2 * said > sum(map(len, parts))


def _keep_lines(typed: Element) -> None:
    """Put a line break element for each line of what is shown as it was typed."""
    for element in list(typed.iter()):
        if not isinstance(element.tag, str):
            continue
        if element is not typed:
            _break_lines(element, "tail")
        _break_lines(element, "text")


def _break_lines(element: Element, place: str) -> None:
    first, *lines = (getattr(element, place) or "").split("\n")
    setattr(element, place, first)
    before = element if place == "tail" else None
    for line in lines:
        line_break = html.Element("br")
        line_break.tail = line
        if before is not None:
            before.addnext(line_break)
        else:
            element.insert(0, line_break)
        before = line_break


def _free_last_break(bold: Element) -> None:
    """Put a line break that ends bold words behind them."""
    last = bold[-1] if len(bold) else None
    if last is not None and last.tag == "br" and not (last.tail or "").strip():
        bold.remove(last)
        last.tail, bold.tail = bold.tail, None
        bold.addnext(last)


def _breaks(element: Element) -> bool:
    """Return whether an element has inline content alone, separated by two line breaks in a row."""
    if any(child.tag not in INLINE for child in element if isinstance(child.tag, str)):
        return False
    return any(_is_double(child) for child in element)


def _is_double(child: Element) -> bool:
    following = child.getnext()
    return (
        child.tag == "br"
        and not (child.tail or "").strip()
        and following is not None
        and following.tag == "br"
    )


def _is_heading(paragraph: Element) -> bool:
    """Return whether nothing but a few bold or large words comes before a line break."""
    if (paragraph.text or "").strip() or len(paragraph) != 1:
        return False
    only = paragraph[0]
    words = " ".join(only.text_content().split())
    bold = only.tag in ("b", "strong", "big") and not (only.tail or "").strip()
    return bold and 0 < len(words) < _LONGEST_HEADING


def _part(element: Element) -> None:
    paragraph = html.Element("p")
    paragraph.text, element.text = element.text, None
    children = list(element)
    for child in children:
        element.remove(child)
    element.append(paragraph)
    after_break = False
    for child in children:
        if child.tag == "br" and (after_break or _is_heading(paragraph)):
            paragraph = html.Element("p")
            paragraph.text = child.tail
            element.append(paragraph)
            after_break = not (child.tail or "").strip()
            continue
        after_break = child.tag == "br" and not (child.tail or "").strip()
        paragraph.append(child)
    if element.tag == "p":
        element.tag = "div"
