"""The entries of a live blog: plain sections, each with its time of day before its first words."""

from __future__ import annotations

import re
from typing import Any

Element = Any
"""A node of lxml, which has no types of its own."""

_TIME_OF_DAY = re.compile(
    r"\d{1,2}[.:h]\d\d(?: ?[ap]\.?m\.?)?(?: (?:[A-Z]{2,4}|[-+]\d\d:\d\d))?", re.IGNORECASE
)
_CLOCK = re.compile(r"\d{4}-\d\d-\d\d[T ](\d\d:\d\d)(?::\d\d(?:\.\d+)?)?\s*(Z|[-+]\d\d:?\d\d)?")
_HEADINGS = ("h2", "h3", "h4")
_LONGEST = 4
"""How many elements up from its time an entry is looked for."""
_POST = re.compile(r"post|entry|update|live|block|item|moment", re.IGNORECASE)


def settle_entries(root: Element, headline: Element | None) -> None:
    """Make every entry a plain section, so that no single one is taken for the article."""
    _write_clocks(root)
    for entry in list(root.iter("article")):
        inside = next(entry.iterancestors("article", "main"), None) is not None
        if inside and (headline is None or entry not in headline.iterancestors()):
            _make_section(entry)
    times = [each for each in root.iter("time") if _TIME_OF_DAY.fullmatch(_words(each))]
    if len(times) > 1:
        for time in times:
            _settle(time, headline)


def _write_clocks(root: Element) -> None:
    """Write the time of day of an entry that says when only from today (“3 hours ago”)."""
    entries = [each for each in root.iter("article", "li", "div", "section") if _is_entry(each)]
    times = [time for entry in entries if (time := _own_time(entry)) is not None]
    if len(times) < 2:
        return
    for time in times:
        clock = _CLOCK.match((time.get("datetime") or "").strip())
        if clock is not None and not _TIME_OF_DAY.fullmatch(_words(time)):
            for child in list(time):
                time.remove(child)
            time.text = clock[1] + _zone(clock[2])


def _is_entry(element: Element) -> bool:
    if element.tag == "article":
        return next(element.iterancestors("article", "main"), None) is not None
    return _POST.search(element.get("class") or "") is not None and element.find("p") is not None


def _own_time(entry: Element) -> Element | None:
    """Return the time that comes before the words of an entry and has a time of day."""
    time = next(entry.iter("time"), None)
    first = next((each for each in entry.iter("p") if _words(each)), None)
    if time is None or first is None or not _CLOCK.match((time.get("datetime") or "").strip()):
        return None
    if first in time.iterancestors():
        return None
    return time if next(each for each in entry.iter("time", "p") if _words(each)) is time else None


def _zone(zone: str | None) -> str:
    if zone in ("Z", "+00:00", "+0000"):
        return " UTC"
    return f" {zone[:3]}:{zone[-2:]}" if zone else ""


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
