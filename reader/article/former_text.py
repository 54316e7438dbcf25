"""Whether words that are in a text now are those of a former text, or another's."""

from __future__ import annotations

from reader.article.anchor import Part
from reader.article.passage_search import likeness
from reader.text.span import Span

_AROUND = 200
"""Characters on either side that tell one saying of the same words from another."""
_LEAD = 0.1
_TELLING = 12
_MOST = 100


def said_by_another(part: Part, former: str, text: str, span: Span, *, agrees: bool) -> bool:
    """Return whether the words of ``part`` at ``span`` of ``text`` may be another's.

    They are compared with those that ``part`` holds in ``former``; ``agrees`` says that the nearest
    surroundings are alike.

    They may where they were said more than once and these are not surely the same, and where they
    are now in the company of words that were another's.
    """
    others = [at for at in _places(former, part.exact) if at != part.start]
    if not others:
        return not agrees and _took_a_place(part, former, text, span)
    if not agrees:
        return True
    own = _alike(former, part.start, text, span)
    return any(_alike(former, at, text, span) > own - _LEAD for at in others)


def _places(text: str, words: str) -> list[int]:
    found: list[int] = []
    at = text.find(words)
    while at >= 0 and len(found) < _MOST:
        found.append(at)
        at = text.find(words, at + 1)
    return found


def _alike(former: str, at: int, text: str, span: Span) -> float:
    """Return how alike the surroundings of a place in the former text and of ``span`` are.

    0 to 1.
    """
    end = at + len(span)
    before = likeness(former[max(0, at - _AROUND) : at], text[_from(span.start) : span.start])
    behind = likeness(former[end : end + _AROUND], text[span.end : span.end + _AROUND])
    return (before + behind) / 2


def _from(start: int) -> int:
    return max(0, start - _AROUND)


def _took_a_place(part: Part, former: str, text: str, span: Span) -> bool:
    """Whether words of the same paragraph that are around ``span`` now were around others."""
    before = text[_from(span.start) : span.start].rpartition("\n")[2][-2 * _TELLING :]
    behind = text[span.end : span.end + _AROUND].partition("\n")[0][: 2 * _TELLING]
    own_before = former[_from(part.start) : part.start]
    own_behind = former[part.end : part.end + _AROUND]
    return any(
        len(side.strip()) >= _TELLING and side in former and side not in own
        for side, own in ((before, own_before), (behind, own_behind))
    )
