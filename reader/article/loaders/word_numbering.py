"""How the lists of a Word document count (ECMA-376, 17.9)."""

from __future__ import annotations

from typing import Any

from reader.article.loaders.numbered_lists import Level, Numbering

Element = Any
"""A node of lxml, which has no types of its own."""

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def word_numbering(root: Element | None) -> Numbering:
    """Return what counts the lists that ``numbering.xml`` describes; bullets alone without it."""
    if root is None:
        return Numbering({})
    abstract: dict[str, dict[int, Level]] = {}
    for each in root.iter(f"{_W}abstractNum"):
        abstract[str(each.get(f"{_W}abstractNumId"))] = dict(map(_level, each.iter(f"{_W}lvl")))
    levels: dict[tuple[str, int], Level] = {}
    shares: dict[str, str] = {}
    restarts: dict[tuple[str, int], int] = {}
    for each in root.iter(f"{_W}num"):
        list_id, base = str(each.get(f"{_W}numId")), _value(each, "abstractNumId")
        shares[list_id] = base
        for depth, level in abstract.get(base, {}).items():
            levels[list_id, depth] = level
        for other in each.iter(f"{_W}lvlOverride"):
            depth = _whole(other.get(f"{_W}ilvl"), 0) + 1
            own = other.find(f"{_W}lvl")
            if own is not None:
                levels[list_id, depth] = _level(own)[1]
            again = _value(other, "startOverride")
            if again.isdecimal():
                restarts[list_id, depth] = _whole(again, 1)
    return Numbering(levels, shares, restarts)


def _level(element: Element) -> tuple[int, Level]:
    """Return a depth from 1 and how it counts."""
    depth = _whole(element.get(f"{_W}ilvl"), 0) + 1
    text = _value(element, "lvlText")
    plain = text == f"%{depth}."
    start = _whole(_value(element, "start"), 1)
    return depth, Level(_value(element, "numFmt"), start, "" if plain else text)


def _value(element: Element, name: str) -> str:
    found = element.find(f"{_W}{name}")
    return str(found.get(f"{_W}val") or "") if found is not None else ""


def _whole(number: str | None, otherwise: int) -> int:
    return int(number) if number and number.isdecimal() and len(number) < 9 else otherwise
