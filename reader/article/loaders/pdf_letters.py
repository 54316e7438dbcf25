"""From the letters of a PDF to the words of a line, in the order in which they are read.

A file draws letters in any order and direction: glyphs out of order, Hebrew and Arabic from the
left, headings with a space behind each letter, large first letters, lines that are turned.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from statistics import median
from typing import Any

from reader.article.loaders.page_layout import Line, PageLines

Letter = Any
"""An LTChar of pdfminer, which knows its box and its text."""

_GAP = 0.15
"""White space between letters, in units of their size, that is a space between words."""
_BACK = 0.25
"""How far, in units of its size, a letter is left of the one before it when out of order."""
_CAP = 1.7
_SPACED_LETTERS = 5
_WIDER = 1.6
_LEAST_TURNED = 20
_MIRRORED = str.maketrans("()[]{}<>«»", ")(][}{><»«")
_RTL = ("R", "AL")
_LTR_RUN = re.compile(
    r"[0-9A-Za-z\u00c0-\u024f](?:[^\u0590-\u08ff\ufb1d-\ufefc]*[0-9A-Za-z\u00c0-\u024f%])?"
)


def in_order(letters: Sequence[Letter]) -> list[Letter]:
    """Return the letters of a line from left to right; as they came where they are so already."""
    moved = any(
        after.x0 < before.x0 - _BACK * max(before.size, 1.0)
        for before, after in itertools.pairwise(letters)
    )
    return sorted(letters, key=lambda each: float(each.x0)) if moved else list(letters)


def words_by_place(letters: Sequence[Letter]) -> str:
    """Return the words of letters that go from left to right, by the white space between them."""
    made: list[str] = []
    before: Letter | None = None
    for each in letters:
        if before is not None and each.x0 - before.x1 > _GAP * each.size:
            made.append(" ")
        made.append(each.get_text())
        before = each
    return "".join(made)


def is_right_to_left(words: str) -> bool:
    """Return whether most letters of a line are Hebrew.

    Arabic or of another script from the right.
    """
    kinds = [unicodedata.bidirectional(char) for char in words if char.isalpha()]
    return 2 * sum(kind in _RTL for kind in kinds) > len(kinds) > 0


def as_read(seen: str) -> str:
    """Return a line from the right as it is read, of one as it is seen from left to right.

    Figures and words from the left keep their order; joined forms become plain letters.
    """
    turned = seen[::-1].translate(_MIRRORED)
    turned = _LTR_RUN.sub(lambda run: run[0][::-1].translate(_MIRRORED), turned)
    return "".join(
        unicodedata.normalize("NFKC", char) if "\ufb1d" <= char <= "\ufefc" else char
        for char in turned
    )


def without_letter_spacing(letters: Sequence[Letter], words: str) -> str:
    """Return ``words`` put together again where they were set with a space behind each letter.

    Where the gaps between letters are even, the wider ones are between words.
    """
    parts = words.split()
    if len(parts) < _SPACED_LETTERS or sum(len(part) == 1 for part in parts) < 0.8 * len(parts):
        return words
    shown = [each for each in letters if each.get_text().strip()]
    gaps = [after.x0 - before.x1 for before, after in itertools.pairwise(shown)]
    usual = median(gaps) if gaps else 0.0
    if not 0 < usual < 1.2 * shown[0].size:
        return words
    if not all(each.get_text().isalpha() for each in shown[:_SPACED_LETTERS]):
        return words
    made = [shown[0].get_text()]
    for gap, each in zip(gaps, shown[1:], strict=True):
        made.append(f"{' ' if gap > _WIDER * usual else ''}{each.get_text()}")
    return "".join(made)


def large_first(letters: Sequence[Letter]) -> Letter | None:
    """Return the first letter of a line where it is a drop cap."""
    shown = [each for each in letters if each.get_text().strip()]
    if len(shown) < 3 or not shown[0].get_text().isalpha():
        return None
    usual = median(each.size for each in shown[1:])
    return shown[0] if shown[0].size > _CAP * usual and shown[1].size < _CAP * usual else None


def with_drop_caps(page: PageLines) -> PageLines:
    """Return a page whose large first letters, where they are lines of their own.

    Begin their words.

    The lines beside one begin at its left edge.
    """
    lines = list(page.lines)
    for cap in [each for each in lines if len(each.text) == 1 and each.text.isalpha()]:
        beside = [each for each in lines if each is not cap and _is_beside(cap, each)]
        if not beside:
            continue
        first = min(beside, key=lambda each: each.top)
        lines.remove(cap)
        for each in beside:
            words = f"{cap.text}{each.text}" if each is first else each.text
            lines[lines.index(each)] = replace(each, text=words, left=cap.left)
    return replace(page, lines=lines)


def _is_beside(cap: Line, line: Line) -> bool:
    """Return whether a line of text is at the right of a large letter."""
    if cap.size < _CAP * line.size or not 0 <= line.left - cap.right + 1 < 2 * line.size:
        return False
    middle = (line.top + line.bottom) / 2
    return cap.top - line.size < middle < cap.bottom + 0.2 * line.size


def turned_lines(letters: Sequence[Letter], width: float, height: float) -> list[Line]:
    """Return the lines of letters that are turned by a quarter.

    As they stand on the page turned back.
    """
    found: list[Line] = []
    for up in (True, False):
        own = [each for each in letters if (each.matrix[1] > 0) is up]
        if len(own) < _LEAST_TURNED:
            continue
        rows: list[list[Letter]] = []
        for each in sorted(own, key=lambda one: float(one.x0)):
            if rows and each.x0 - rows[-1][-1].x0 < 0.3 * (each.x1 - each.x0):
                rows[-1].append(each)
            else:
                rows.append([each])
        found += [line for row in rows if (line := _turned_back(row, up, width, height))]
    return found


def _turned_back(row: list[Letter], up: bool, width: float, height: float) -> Line | None:
    ordered = sorted(row, key=lambda each: float(each.y0 if up else -each.y1))
    size = median(each.x1 - each.x0 for each in row)
    made: list[str] = []
    edge: float | None = None
    for each in ordered:
        begin, end = (each.y0, each.y1) if up else (-each.y1, -each.y0)
        if edge is not None and begin - edge > _GAP * size:
            made.append(" ")
        made.append(each.get_text())
        edge = end
    text = " ".join("".join(made).split())
    if not text:
        return None
    low, high = min(each.y0 for each in row), max(each.y1 for each in row)
    near, far = min(each.x0 for each in row), max(each.x1 for each in row)
    left, right = (low, high) if up else (height - high, height - low)
    top, bottom = (near, far) if up else (width - far, width - near)
    return Line(text=text, left=left, right=right, top=top, bottom=bottom, size=size)
