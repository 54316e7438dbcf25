"""Apostrophes, which look like quotation marks and are none."""

from __future__ import annotations

import re

_CUT_WORD = re.compile(
    r"(?:\d0s|n|em|tis|twas|twere|til|till|cause|cuz|cos|bout|round)\b", re.IGNORECASE
)
"""What an apostrophe that begins a word leaves cut off: ’90s, ’n’, ’em, ’tis."""
_YEAR = re.compile(r"\d\d\b(?!\s*(?:percent|per cent|%|[a-z]))")
_HEIGHT = re.compile(r"\d['’′]\s?\d{1,2}$")


def is_apostrophe(text: str, offset: int) -> bool:
    """Return whether the single mark at ``offset`` is sure to be an apostrophe.

    A mark between two letters or digits is one (don't, O’Brien); so is one before a cut word
    or year (’90s, ’16, rock ’n’ roll). A mark at the end of a word may be either and is left
    to the pairing.
    """
    before = text[offset - 1] if offset else ""
    after = text[offset + 1] if offset + 1 < len(text) else ""
    if before.isalnum():
        return after.isalnum() or text[max(0, offset - 2) : offset].lower() in ("’n", "'n")
    if _CUT_WORD.match(text, offset + 1):
        return True
    return text[offset] == "’" and _YEAR.match(text, offset + 1) is not None


def is_inch(text: str, offset: int) -> bool:
    """Return whether the double mark at ``offset`` means inches, as in 6'2"."""
    return _HEIGHT.search(text, max(0, offset - 5), offset) is not None
