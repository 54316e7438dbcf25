"""Marks that go through the extractor with the words, and come out as captions and numbers.

Characters of private use, so that no page has them; whatever of them is left where nobody looks
for it is taken out of the text.
"""

from __future__ import annotations

import re

HELD_SPACE = "\ue0a0"
"""Represents the space between the thousands of a number, which the extractor would make one
between two numbers; it becomes a no-break space again.
"""
_CAPTION = re.compile("\ue0a1(\\d+)\ue0a2\\s*")
_LEAD = re.compile("\ue0a3([^\ue0a4]*)\ue0a4\\s*")
_AGAIN = "\ue0a5"
_ANY = re.compile("\ue0a1\\d+\ue0a2 ?|[\ue0a1-\ue0a5]")


def caption_mark(number: int) -> str:
    """Return what comes before the words of the caption of this number."""
    return f"\ue0a1{number}\ue0a2 "


def has_caption(words: str) -> bool:
    return _CAPTION.search(words) is not None


def caption_number(words: str) -> tuple[int | None, str]:
    """Return the number of a marked caption and its words.

    None and the words for any other text.
    """
    match = _CAPTION.match(words)
    return (int(match[1]), words[match.end() :]) if match else (None, words)


def lead_mark(lead: str) -> str:
    """Return what comes before the words of an item whose number is ``lead`` ("9. ")."""
    return f"\ue0a3{lead.strip()}\ue0a4 "


def lead_of(words: str) -> tuple[str, str]:
    """Return the number of a marked item, with a space, and its words; "" for any other."""
    match = _LEAD.match(words.lstrip())
    return (f"{match[1]} ", words.lstrip()[match.end() :]) if match else ("", words)


def again_mark(number: int) -> str:
    """Return what comes after a paragraph that says for the ``number``-th time what is before it.

    The extractor drops a paragraph that repeats the one before it.
    """
    return _AGAIN * number


def without_marks(words: str) -> str:
    return words if words.isascii() else _ANY.sub("", words)
