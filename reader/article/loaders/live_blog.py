"""The entries of a live blog: plain sections, each with its time of day before its first words."""

from __future__ import annotations

import re
from typing import Any

Element = Any
"""A node of lxml, which has no types of its own."""

_TIME_OF_DAY = re.compile(r"\d{1,2}[.:h]\d\d(?: ?[ap]\.?m\.?)?(?: [A-Z]{2,4})?", re.IGNORECASE)
_HEADINGS = ("h2", "h3", "h4")
_LONGEST = 4
"""How many elements up from its time an entry is looked for."""


def settle_entries(root: Element, headline: Element | None) -> None:
    """Make every entry a plain section, so that no single one is taken for the article."""
    for entry in list(root.iter("article")):
        inside = next(entry.iterancestors("article", "main"), None) is not None
        if inside and (headline is None or entry not in headline.iterancestors()):
            _make_section(entry)
    times = [each for each in root.iter("time") if _TIME_OF_DAY.fullmatch(_words(each))]
    if len(times) > 1:
        for time in times:
            _settle(time, headline)


def _make_section(entry: Element) -> None:
    entry.tag = "div"
    entry.attrib.clear()
    for head in entry.iter("header"):
        head.tag = "div"


def _settle(time: Element, headline: Element | None) -> None:
    """Put a time before the heading or the first paragraph of its entry."""
    for above in list(time.iterancestors())[:_LONGEST]:
        if above.tag in ("article", "main", "body") or (
            headline is not None and headline in above.iter()
        ):
            return
        first = next((each for each in above.iter(*_HEADINGS, "p") if _words(each)), None)
        if first is None or time in first.iter():
            continue
        words = _words(time)
        if words not in first.text_content():
            first.text = f"{words} {(first.text or '').lstrip()}"
            time.drop_tree()
        above.tag = "div"
        above.attrib.clear()
        for around in above.iterancestors():
            if around.tag in ("article", "main", "body"):
                break
            around.attrib.pop("class", None)
        return


def _words(element: Element) -> str:
    return " ".join(element.text_content().split())
