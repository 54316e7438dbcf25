"""The order in which people look for titles and names, where code points are not it."""

from __future__ import annotations

import re
import unicodedata

_NUMBER = re.compile(r"(\d+)")
_ASIDE = re.compile(r"[^\w\s]|_")
Key = tuple[tuple[tuple[int, int, str], ...], str]


def human_key(text: str) -> Key:
    """Return a key to sort by: without marks, case and accents, numbers by their value.

    Texts that are the same so far are sorted as they are.
    """
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign))
    words = " ".join(_ASIDE.sub("", plain).split())
    parts = (part for part in _NUMBER.split(words) if part.strip())
    key = tuple((0, int(part), "") if part.isdecimal() else (1, 0, part.strip()) for part in parts)
    return key, text
