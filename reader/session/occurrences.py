"""Further places where the same words stand."""

from __future__ import annotations

from collections.abc import Iterable

from reader.article.block import Block
from reader.text.span import Span


def occurrences(
    text: str, words: str, blocks: Iterable[Block] = (), taken: Iterable[Span] = ()
) -> list[Span]:
    """Return where ``words`` stand in ``text`` as whole words, in text order.

    Left out are captions that double an earlier one, and the passages in ``taken``.
    """
    if not words.strip():
        return []
    folded = [block.span for block in blocks if block.duplicate_of is not None]
    known = set(taken)
    found = []
    start = text.find(words)
    while start >= 0:
        span = Span(start, start + len(words))
        if _whole(text, span) and span not in known and not any(map(span.overlaps, folded)):
            found.append(span)
        start = text.find(words, start + len(words))
    return found


def _whole(text: str, span: Span) -> bool:
    """Return whether no word goes on at either end."""
    return not (_joined(text, span.start) or _joined(text, span.end))


def _joined(text: str, offset: int) -> bool:
    if not 0 < offset < len(text):
        return False
    return text[offset - 1].isalnum() and text[offset].isalnum()
