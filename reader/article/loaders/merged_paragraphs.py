"""Paragraphs of a short page, which the extractor gives back as one.

Where it finds little text it falls back on all words of the article's element, set in a row.
"""

from __future__ import annotations

from typing import Any

from lxml import etree

from reader.article.loaders.page_blocks import is_block, words_of_tree
from reader.article.loaders.page_marks import without_marks

Element = Any
"""A node of lxml, which has no types of its own."""

_MOST = 3
"""Blocks of a body that may be such a row; a body of more was taken out block by block."""
_LEAVES = ("p", "div", "li", "blockquote", "h1", "h2", "h3", "h4", "dt", "dd", "summary", "section")


def part_merged(body: Element, root: Element) -> None:
    """Change ``body`` so that a row of blocks of the tree ``root`` is several blocks again."""
    merged = [each for each in body if each.tag == "p"]
    if not merged or len(body) > _MOST:
        return
    leaves = [each for each in root.iter(*_LEAVES) if not any(is_block(below) for below in each)]
    words = [_bare(each.text_content()) for each in leaves]
    known = set(words)
    for paragraph in merged:
        whole = _bare("".join(paragraph.itertext()))
        if whole and whole not in known:
            _part(paragraph, whole, leaves, words)


def _part(paragraph: Element, whole: str, leaves: list[Element], words: list[str]) -> None:
    held: list[Element] = []
    cursor = 0
    for leaf, own in zip(leaves, words, strict=True):
        if own and whole.startswith(own, cursor):
            held.append(leaf)
            cursor += len(own)
    if cursor < len(whole) or len(held) < 2:
        return
    paragraph.getparent().text = None
    for leaf in held:
        paragraph.addprevious(_made(leaf))
    paragraph.getparent().remove(paragraph)


def _made(leaf: Element) -> Element:
    heading = leaf.tag in ("h2", "h3", "h4")
    made = etree.Element("head" if heading else "p")
    if heading:
        made.set("rend", leaf.tag)
    made.text = words_of_tree(leaf)
    if any(each.tag == "blockquote" for each in (leaf, *leaf.iterancestors())):
        quote = etree.Element("quote")
        quote.append(made)
        return quote
    return made


def _bare(words: str) -> str:
    return "".join(without_marks(words).split())
