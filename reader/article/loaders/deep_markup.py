"""Trees of HTML nested deeper than the parser goes, which drops all below without an error.

Browsers show it: marks that are opened thousands of times and never closed hide no word there.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from lxml import etree, html

Element = Any
"""A node of lxml, which has no types of its own."""

DEEPEST = 100
"""Elements within each other that are kept; those below only hold their words."""
_HOLDER = re.compile(
    r"<(?P<end>/?)(?P<name>div|span|font|section|article|center|b|i|u|em|strong|small|big|a"
    r"|blockquote|ul|ol|li|table|tbody|tr|td|form|main|ins|code|sub|sup)(?=[\s/>])[^<>]*>",
    re.IGNORECASE,
)
_IN_ITS_PLACE = dict.fromkeys(
    ("div", "section", "article", "center", "blockquote", "li", "td", "form", "main"), "<p>"
)
"""What begins a line of its own still does so; a paragraph ends where the next begins."""


def parsed(markup: str, parse: Callable[[bytes, html.HTMLParser], Element]) -> Element:
    """Return what ``parse`` makes of ``markup``, flattened where it is nested too deep.

    Raises ValueError when even that is too deep.
    """
    for words in (markup, None):
        # A parser that is given the encoding ignores what the page declares, which no longer holds.
        parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
        given = flattened(markup) if words is None else words
        tree = parse(given.encode("utf-8", "replace"), parser)
        if all(each.type != etree.ErrorTypes.ERR_RESOURCE_LIMIT for each in parser.error_log):
            return tree
    raise ValueError("nested too deep")


def flattened(markup: str) -> str:
    """Return ``markup`` without the tags of elements more than ``DEEPEST`` deep."""
    opened: list[tuple[str, bool]] = []

    def kept(found: re.Match[str]) -> str:
        name = found["name"].lower()
        if not found["end"]:
            opened.append((name, len(opened) < DEEPEST))
            return found.group() if opened[-1][1] else _IN_ITS_PLACE.get(name, "")
        if opened and opened[-1][0] == name:
            return found.group() if opened.pop()[1] else ""
        return found.group() if len(opened) < DEEPEST else ""

    return _HOLDER.sub(kept, markup)
