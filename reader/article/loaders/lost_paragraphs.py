"""Sentences of an article that the extractor left out, put back where the page has them.

It judges an element by its names too, so a standfirst or a paragraph in a box called
“no-caption” is thrown out. What is beside kept paragraphs, and reads as they do, is kept.
"""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate
from typing import Any

from lxml import etree

from reader.article.loaders.page_blocks import is_block, words_of_tree
from reader.article.loaders.page_marks import without_marks
from reader.article.loaders.running_text import above, is_sentence, reads_as_text

Element = Any
"""A node of lxml, which has no types of its own."""

_BETWEEN, _LEADING = 2, 3
"""Steps up to an element that holds kept paragraphs too: of what is between them, and before."""
_NEAR, _MOST_SOUGHT = 10_000, 2_000_000_000
"""Characters of the kept text: searched first, and searched in all before the search ends."""


def restore_paragraphs(body: Element, root: Element, standfirst: set[Element]) -> None:
    """Put lost paragraphs of the tree ``root`` into the extractor's ``body``.

    Those of the ``standfirst`` wherever they are.
    """
    blocks = [_bare("".join(each.itertext()) + (each.tail or "")) for each in body]
    ends = list(accumulate(map(len, blocks), initial=len(_bare(body.text or ""))))[1:]
    kept = _bare("".join(body.itertext()))
    leaves = [each for each in root.iter("p", "div", "h2", "h3") if _is_leaf(each)]
    places = _places(leaves, kept)
    leaves = leaves[: len(places)]
    holders = _holders(leaves, places)
    reached = [at for at in places if at is not None]
    if not reached:
        return
    before = -1
    lost: list[tuple[int, str]] = []
    for leaf, at in zip(leaves, places, strict=True):
        if at is not None:
            before = max(before, at)
            continue
        if before >= max(reached):
            break
        steps = _LEADING if before < 0 else _BETWEEN
        beside = any(each in holders for each in above(leaf, steps))
        if leaf in standfirst or (beside and reads_as_text(leaf)):
            behind = bisect_right(ends, before) + 1 if before >= 0 else 0
            if not _made_whole(body, blocks, behind, leaf):
                lost.append((behind, words_of_tree(leaf)))
    _insert(body, lost)


def _made_whole(body: Element, blocks: list[str], behind: int, leaf: Element) -> bool:
    """Give a kept block that lacks a few words of a paragraph all of them; whether there is one."""
    whole = _bare(leaf.text_content())
    for place in (behind, behind + 1):
        own = blocks[place] if place < len(blocks) else ""
        if body[place : place + 1] and body[place].tag == "p" and _lacks_a_piece(own, whole):
            block = body[place]
            for child in list(block):
                block.remove(child)
            block.text = words_of_tree(leaf)
            return True
    return False


def _lacks_a_piece(own: str, whole: str) -> bool:
    """Return whether ``own`` is ``whole`` but for one piece of it, the smaller part."""
    if not 0 < len(own) < len(whole) <= 2 * len(own):
        return False
    begin = next(
        (at for at, (a, b) in enumerate(zip(own, whole, strict=False)) if a != b), len(own)
    )
    rest = own[begin:]
    return whole.endswith(rest)


def _bare(words: str) -> str:
    return "".join(without_marks(words).split())


def _is_leaf(element: Element) -> bool:
    return not any(is_block(each) for each in element)


def _places(leaves: list[Element], kept: str) -> list[int | None]:
    """Return where in the kept text each element is; None for one that is not there.

    Of a page so long that the search would take minutes, only for the first of them.
    """
    places: list[int | None] = []
    cursor = sought = 0
    for each in leaves:
        words = _bare(each.text_content())
        at = kept.find(words, cursor, cursor + _NEAR + len(words)) if words else -1
        if at < 0 and words:
            sought += len(kept)
            if sought > _MOST_SOUGHT:
                break
            at = kept.find(words, cursor)
            at = at if at >= 0 else kept.find(words)
        places.append(at if at >= 0 else None)
        cursor = max(cursor, at + len(words)) if at >= 0 else cursor
    return places


def _holders(leaves: list[Element], places: list[int | None]) -> set[Element]:
    """Return the elements that paragraphs with sentences were kept of."""
    return {
        holder
        for each, at in zip(leaves, places, strict=True)
        if at is not None and is_sentence(words_of_tree(each))
        for holder in above(each, _BETWEEN)
    }


def _insert(body: Element, lost: list[tuple[int, str]]) -> None:
    """Put paragraphs into a body, each behind as many of the blocks that it has now."""
    blocks = list(body)
    now = 0
    for behind, words in lost:
        paragraph = etree.Element("p")
        paragraph.text = words
        body.extend([*blocks[now:behind], paragraph])
        now = max(now, behind)
    body.extend(blocks[now:])
