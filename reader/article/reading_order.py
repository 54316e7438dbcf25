"""What of an article is shown, in which order and set how."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reader.article.article import Article
from reader.article.block import Block
from reader.text.wrap import Segment

_LIST_MARKER = re.compile(r"(?:[-*•–]|\[?\w{1,3}[.)\]])\s+")


def shown_blocks(article: Article) -> list[Block]:
    """Return the blocks without those that say again what an earlier one said."""
    return [block for block in article.blocks if block.duplicate_of is None]


def segments(article: Article) -> list[Segment]:
    """Return the stretches of the text that the screen shows, in order.

    Blocks with no newline between them share one segment. One blank line parts segments, none
    the items of a list; indentation and blank lines of the source lie between segments and are
    not shown.
    """
    found: list[Segment] = []
    before: Block | None = None
    for group in _lines(article):
        first, last = group[0], group[-1]
        in_list = before is not None and before.kind == "list item" == first.kind
        indent, hanging = 0, 0
        if first.kind == "list item":
            indent = 2 * max(0, first.level - 1)
            marker = _LIST_MARKER.match(article.text, first.start, first.end)
            hanging = marker.end() - marker.start() if marker else 0
        elif first.kind == "quotation":
            indent = 2 * max(1, first.level)
        found.append(
            Segment(
                first.start,
                last.end,
                indent=indent,
                gap=0 if before is None or in_list else 1,
                hanging=hanging,
                flows=first.flows,
            )
        )
        before = last
    return found


def _lines(article: Article) -> Iterator[list[Block]]:
    """Yield the shown blocks, those that are set on the same line together."""
    group: list[Block] = []
    for block in shown_blocks(article):
        if group and "\n" in article.text[group[-1].end : block.start]:
            yield group
            group = []
        group.append(block)
    if group:
        yield group
