"""What comes before the items of a numbered list of HTML: ``start``, ``value`` and the rest."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from reader.article.loaders.numbered_lists import written

Element = Any
"""A node of lxml, which has no types of its own."""

_NUMBER = re.compile(r"\s*([-+]?\d{1,9})")
_KINDS = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}


def list_leads(element: Element) -> Iterator[str]:
    """Yield what comes before each item of an ``<ol>``, as a browser counts."""
    items = [each for each in element if str(each.tag).rpartition("}")[2].lower() == "li"]
    falls = element.get("reversed") is not None
    number = _number(element.get("start"), len(items) if falls else 1)
    kind = _KINDS.get((element.get("type") or "").strip(), "decimal")
    for item in items:
        number = _number(item.get("value"), number)
        yield written(number, kind)
        number += -1 if falls else 1
    while True:
        yield written(number, kind)
        number += 1


def _number(written: str | None, otherwise: int) -> int:
    match = _NUMBER.match(written or "")
    return int(match[1]) if match else otherwise
