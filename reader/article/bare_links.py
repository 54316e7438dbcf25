"""Addresses that stand in a text as they are."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reader.article.article import Link

_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>“”\"]+", re.IGNORECASE)
_TRAILING = ".,;:!?'’)]}»"


def bare_links(text: str) -> list[Link]:
    """Return a link for each web address in ``text``, without the punctuation that follows it."""
    found: list[Link] = []
    for start in sorted({*_starts(text, "://"), *_starts(text, "www.")}):
        match = _ADDRESS.match(text, start)
        if match is None or (found and start < found[-1].end):
            continue
        address = match[0]
        while address and address[-1] in _TRAILING:
            if address[-1] == ")" and address.count("(") >= address.count(")"):
                break
            address = address[:-1]
        if "." in address:
            url = address if "://" in address else f"https://{address}"
            found.append(Link(start, start + len(address), url))
    return found


def _starts(text: str, sign: str) -> Iterator[int]:
    """Yield where the word that holds ``sign`` begins, for each place of it.

    Such a search costs next to nothing, where a pattern would walk through every letter.
    """
    at = text.find(sign)
    while at >= 0:
        start = at
        while start > 0 and at - start < 5 and text[start - 1].isalnum():
            start -= 1
        yield start
        at = text.find(sign, at + len(sign))
