"""Addresses that stand in a text as they are."""

from __future__ import annotations

import re

from reader.article.article import Link

_ADDRESS = re.compile(r"\b(?:https?://|www\.)[^\s<>“”\"]+", re.IGNORECASE)
_TRAILING = ".,;:!?'’)]}»"


def bare_links(text: str) -> list[Link]:
    """A link for each web address in ``text``, without the punctuation that follows it."""
    found = []
    for match in _ADDRESS.finditer(text):
        address = match[0]
        while address and address[-1] in _TRAILING:
            if address[-1] == ")" and address.count("(") >= address.count(")"):
                break
            address = address[:-1]
        if "." in address:
            url = address if "://" in address else f"https://{address}"
            found.append(Link(match.start(), match.start() + len(address), url))
    return found
