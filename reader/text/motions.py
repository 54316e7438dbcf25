"""Where a cursor goes: by cluster, by word as in vim, and over given spans.

All functions are pure; offsets are code points of the text, and every answer is the start of a
cluster or, when there is nowhere further to go, the end (or start) of the text.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cache
from typing import Any

from reader.text.cells import graphemes, is_simple
from reader.text.span import Span
from reader.text.words import SCRIPT_RUNS, WORD_RUN

_PIECE = rf"{SCRIPT_RUNS}|{WORD_RUN}|[^\w\s]+"
_NEAR = 64
_FAR = 1024


@cache
def _piece(direction: str) -> Any:
    """Return the pattern of a word or a run of punctuation.

    A start without a motion pays for none.
    """
    import regex

    return regex.compile(direction + _PIECE, regex.V1)


def _forward() -> Any:
    return _piece("")


def _backward() -> Any:
    return _piece("(?r)")


def next_word(text: str, offset: int) -> int:
    """Vim's ``w``: the start of the next word or run of punctuation; else the text's end."""
    here = _forward().match(text, offset)
    found = _forward().search(text, here.end() if here else offset)
    return found.start() if found else len(text)


def previous_word(text: str, offset: int) -> int:
    """Vim's ``b``: the start of this word, or of the one before; else 0."""
    found = _backward().search(text, 0, offset)
    return found.start() if found else 0


def word_end(text: str, offset: int) -> int:
    """Vim's ``e``: the last cluster of this word, or of the next when there; else the last one."""
    after = next_grapheme(text, offset)
    found = _forward().search(text, after)
    return previous_grapheme(text, found.end() if found else len(text))


def next_grapheme(text: str, offset: int) -> int:
    """Return the start of the cluster after the one that holds ``offset``.

    At most the text's end.
    """
    for reach in (_NEAR, _FAR):
        begin = _safe_start(text, offset)
        window = text[begin : offset + reach]
        for span in graphemes(window):
            if begin + span.end > offset and span.end < len(window):
                return begin + span.end
    return min(len(text), offset + reach)


def previous_grapheme(text: str, offset: int) -> int:
    """Return the start of the cluster before ``offset``, or of the one around it."""
    if offset <= 0:
        return 0
    begin = _safe_start(text, offset - 1)
    starts = [begin + span.start for span in graphemes(text[begin : offset + _NEAR])]
    return starts[max(0, bisect_left(starts, offset) - 1)]


def grapheme_start(text: str, offset: int) -> int:
    """Return the start of the cluster that holds ``offset``; the text's end when behind it."""
    if offset >= len(text):
        return len(text)
    begin = _safe_start(text, offset)
    starts = [begin + span.start for span in graphemes(text[begin : offset + _NEAR])]
    return starts[bisect_right(starts, offset) - 1]


def next_start(spans: Sequence[Span], offset: int) -> int | None:
    """Return the start of the first of ``spans`` (in order) behind ``offset``.

    None when there is none.

    Sentence and paragraph motions are these two over sentences and blocks.
    """
    at = bisect_right(spans, offset, key=lambda span: span.start)
    return spans[at].start if at < len(spans) else None


def previous_start(spans: Sequence[Span], offset: int) -> int | None:
    """Return the start of the last of ``spans`` (in order) before ``offset``.

    None when there is none.
    """
    at = bisect_left(spans, offset, key=lambda span: span.start)
    return spans[at - 1].start if at else None


def span_at(spans: Sequence[Span], offset: int) -> int | None:
    """Return the index of that of ``spans`` (in order, apart) that holds ``offset``."""
    at = bisect_right(spans, offset, key=lambda span: span.start) - 1
    return at if at >= 0 and offset < spans[at].end else None


def _safe_start(text: str, offset: int) -> int:
    """Return an offset at or before ``offset`` where a cluster surely begins, as near as may be."""
    floor = max(0, offset - _FAR)
    at = min(offset, len(text))
    while at > floor:
        if at < len(text) and text[at] == "\n":
            return at
        if at < len(text) and is_simple(text[at - 1 : at + 1]):
            return at
        at -= 1
    return at
