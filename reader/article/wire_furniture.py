"""The lines around a wire story that are for editors: slugs, notes, MORE, -30-.

They are known by their shape, at the head and foot of a text alone but for the marks of a page's
end. A note to editors and an embargo are said as notices.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_HEAD, _FOOT = 6, 4
"""How many paragraphs from either end may be furniture."""
_LONGEST = 400
_SLUG = re.compile(
    r"[\^~]?(?:(?:BC|AM|PM|AP|EU|US|UK|AS|ML|AF|LT|CN)-{1,2}[\w&’'.-]{2,}"
    r"|[A-Z0-9]{2,}(?:[-_/][A-Z0-9&’'.]{2,}){2,})"
    r"(?:,\s?[^.!?]{0,80}|\s*/\s*\d{2,4}|\s+\d{2,4})?"
)
_TAKE = re.compile(
    r"(?:(?:\d+(?:st|nd|rd|th)\s+)?(?:Ld|Lead|Writethru|Add|Update)\b[\w -]{0,30}|ADD\s+\d.{0,40}"
    r"|URGENT|BULLETIN|FLASH|ADVISORY|FOR IMMEDIATE RELEASE:?|PRESS RELEASE:?|NEWS RELEASE:?"
    r"|With\s+(?:[A-Z]{2,5}\s+)?(?:Photos?|Graphics?|Video)\b.{0,80})",
)
_EDITORS = re.compile(
    r"\(?(?:Eds|EDS|Editors|EDITORS|Editor|Editors’ note|Editor’s note|EDITOR’S NOTE"
    r"|Editors' note|Editor's note|EDITOR'S NOTE|ATTENTION EDITORS|Attention editors)"
    r"\s*[:—–]\s*\S.*",
    re.DOTALL,
)
_EMBARGO = re.compile(
    r"(?:STRICTLY\s+|Strictly\s+)?(?:EMBARGO(?:ED)?|Embargo(?:ed)?|HOLD FOR RELEASE|NOT FOR "
    r"(?:PUBLICATION|RELEASE)|Not for (?:publication|release))\b.{0,160}",
    re.DOTALL,
)
_END = re.compile(
    r"[-–—(#* ]*(?:30|MORE|More to come|more|END|ENDS|End|Ends|XXX|-0-|0)[-–—)#* ]*|#(?:\s*#){2,}"
)
_BARE = ("0", "30", "more", "End", "Ends")
"""What ends a text only between marks of its own: a line “30” may be a figure."""


@dataclass(frozen=True, slots=True)
class Furniture:
    """The paragraphs of a text (by number) that are for editors, and what a reader is to know."""

    lines: frozenset[int]
    notices: tuple[str, ...]


def furniture(paragraphs: list[str]) -> Furniture:
    """Return what of the paragraphs, each on one line, is furniture; not all of them ever is."""
    lines: set[int] = set()
    notices: list[str] = []
    count = len(paragraphs)
    for at, words in enumerate(paragraphs):
        if len(words) > _LONGEST:
            continue
        if (_is_end(words) and (at > 0 and (at >= count - _FOOT or "MORE" in words.upper()))) or (
            at < _HEAD and (_SLUG.fullmatch(words) or _TAKE.fullmatch(words))
        ):
            lines.add(at)
        elif (at < _HEAD or at >= count - _FOOT) and _EDITORS.fullmatch(words):
            lines.add(at)
            notices.append(f"The agency notes: {words.strip('()')}")
        elif at < _HEAD and _EMBARGO.fullmatch(words):
            lines.add(at)
            notices.append(f"This text is under embargo: {words}")
    if len(lines) == count:
        return Furniture(frozenset(), ())
    return Furniture(frozenset(lines), tuple(notices))


def _is_end(words: str) -> bool:
    return _END.fullmatch(words) is not None and words not in _BARE
