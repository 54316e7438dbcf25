"""What was typed onto a PDF's page: filled-in fields and text boxes, which are no part of its text.

A page's annotations are drawn over it, so that the letters of the page itself lack them. Comments
that a viewer opens at a click are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from reader.article.loaders.page_layout import Line

_HIDDEN = 2 | 32
"""Flags of an annotation that no viewer shows."""
_PASSWORD = 8192
_SIZE = re.compile(r"(?<![\d.])([\d.]{1,8})\s{1,4}Tf")
_USUAL_SIZE = 10.0
_LEADING = 1.2


def annotation_lines(page: Any, height: float) -> Iterator[Line]:
    """Yield the lines typed onto a page of pdfminer that is ``height`` points high."""
    from pdfminer.pdftypes import resolve1

    for each in resolve1(page.annots) or ():
        found = resolve1(each)
        box = _numbers(found.get("Rect")) if isinstance(found, dict) else None
        if box is None or _whole(found.get("F")) & _HIDDEN:
            continue
        size = _size(found)
        left, right = (edge - page.mediabox[0] for edge in (box[0], box[2]))
        top = height - (box[3] - page.mediabox[1]) if not page.rotate % 360 else height - size
        for number, words in enumerate(filter(None, map(_joined, _typed(found).splitlines()))):
            at = top + number * size * _LEADING
            yield Line(words, left, right, at, at + size, size)


def _typed(found: dict[str, Any]) -> str:
    """Return what is written in a text box or in the field of a form; "" for all else."""
    if _name(found.get("Subtype")) == "FreeText":
        return _text(found.get("Contents"))
    if _name(found.get("Subtype")) != "Widget" or _whole(_inherited(found, "Ff")) & _PASSWORD:
        return ""
    if _name(_inherited(found, "FT")) not in ("Tx", "Ch"):
        return ""
    value = _inherited(found, "V")
    return "\n".join(map(_text, value)) if isinstance(value, list) else _text(value)


def _inherited(found: dict[str, Any], name: str) -> Any:
    """Return what a field says itself or, of a part of one, what the whole field says."""
    from pdfminer.pdftypes import resolve1

    for _ in range(8):
        if name in found:
            return resolve1(found[name])
        above = resolve1(found.get("Parent"))
        if not isinstance(above, dict):
            return None
        found = above
    return None


def _text(value: Any) -> str:
    from pdfminer.pdftypes import resolve1
    from pdfminer.utils import decode_text

    value = resolve1(value)
    words = decode_text(value) if isinstance(value, bytes) else ""
    return words.replace("\r\n", "\n").replace("\r", "\n")


def _name(value: Any) -> str:
    from pdfminer.pdftypes import resolve1

    return str(getattr(resolve1(value), "name", ""))


def _whole(value: Any) -> int:
    from pdfminer.pdftypes import resolve1

    value = resolve1(value)
    return value if isinstance(value, int) else 0


def _numbers(value: Any) -> list[float] | None:
    from pdfminer.pdftypes import resolve1

    value = resolve1(value)
    box = [resolve1(each) for each in value] if isinstance(value, list) else []
    return box if len(box) == 4 and all(isinstance(each, (int, float)) for each in box) else None


def _size(found: dict[str, Any]) -> float:
    """Return the size of the letters, as the appearance of a field says it."""
    stated = _SIZE.search(_text(_inherited(found, "DA")))
    try:
        size = float(stated[1]) if stated is not None else 0.0
    except ValueError:
        size = 0.0
    return size if 0 < size < 100 else _USUAL_SIZE


def _joined(line: str) -> str:
    return " ".join(line.split())
