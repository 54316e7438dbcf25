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
    r"|(?:BC|AM|PM|AP|EU|US|UK|AS|ML|AF|LT|CN)(?:-[A-Z]{2,12})?--[\w&’'.-]{2,40}"
    r"(?: [\w&’'.-]{1,40}){1,5}"
    r"|[A-Z0-9]{2,}(?:[-_/][A-Z0-9&’'.]{2,}){2,})"
    r"(?:,\s?[^.!?]{0,80}|\s*/\s*\d{2,4}|\s+\d{2,4})?"
)
_TAKE = re.compile(
    r"(?:(?:\d+(?:st|nd|rd|th)\s+)?(?:Ld|Lead|Writethru|Add|Update)\b[\w -]{0,30}|ADD\s+\d.{0,40}"
    r"|URGENT|BULLETIN|FLASH|ADVISORY|FOR IMMEDIATE RELEASE:?|PRESS RELEASE:?|NEWS RELEASE:?"
    r"|With\s+(?:[A-Z]{2,5}\s+)?(?:Photos?|Graphics?|Video)\b.{0,80})",
)
_CONTACT = re.compile(r"(?:(?:Media|Press|News) )?Contacts?:\s?\S.{0,200}", re.IGNORECASE)
_FOLLOW = re.compile(
    r"(?:Follow|Email|E-mail|Contact) [^.!?:“”\"]{2,80}"
    r" (?:(?:on|at) (?:Twitter|X|Facebook|Instagram|Bluesky|Mastodon|Threads|LinkedIn)\b"
    r"|at \S+@\S+).{0,80}",
    re.IGNORECASE,
)
_RELEASED = re.compile(r"\W*(?:FOR IMMEDIATE RELEASE|PRESS RELEASE|NEWS RELEASE)\b.{0,40}")
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
    released = bool(paragraphs) and _RELEASED.fullmatch(paragraphs[0]) is not None
    for at, words in enumerate(paragraphs):
        if len(words) > _LONGEST:
            continue
        at_head, at_foot = at < _HEAD, at >= count - _FOOT
        if _is_mark(words, at, count, released=released):
            lines.add(at)
        elif (at_head or at_foot) and _EDITORS.fullmatch(words):
            lines.add(at)
            notices.append(f"The agency notes: {words.strip('()')}")
        elif at_head and _EMBARGO.fullmatch(words):
            lines.add(at)
            notices.append(f"This text is under embargo: {words}")
    if len(lines) == count:
        return Furniture(frozenset(), ())
    return Furniture(frozenset(lines), tuple(notices))


def _is_mark(words: str, at: int, count: int, *, released: bool) -> bool:
    """Return whether the line ``at`` of ``count`` is for editors alone."""
    head, foot = at < _HEAD, at >= count - _FOOT
    if head and (_SLUG.fullmatch(words) or _TAKE.fullmatch(words)):
        return True
    if at == 0:
        return False
    if head and released and _CONTACT.fullmatch(words):
        return True
    if foot and _FOLLOW.fullmatch(words):
        return True
    return (foot or "MORE" in words.upper()) and _is_end(words)


def _is_end(words: str) -> bool:
    return _END.fullmatch(words) is not None and words not in _BARE
