"""Cuts a plain text into paragraphs, however its source set it in lines.

A blank line always parts paragraphs. Without one, either every line is a paragraph of its own,
or the text was wrapped by hand or machine and its lines belong together: decided once for the
whole text, by whether lines end where the next word had no more room.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

_LINE = re.compile(r"(?<![^\S\n])[^\S\n]*+(\S(?:[^\n]*\S)?)")
_LIST_MARKER = re.compile(r"(?:[-*•]|\d{1,3}[.)])\s+\S")
_WIDEST_WRAP = 110
_NARROWEST_WRAP = 25
_FULL_ENOUGH = 0.7


class Paragraph(NamedTuple):
    """``start`` to ``end`` without indentation and trailing white space; never empty.

    It ``flows`` when it holds newlines that only wrap it. ``spaced`` tells whether a blank line
    (or the start of the text) precedes it.
    """

    start: int
    end: int
    flows: bool
    spaced: bool


class _Line(NamedTuple):
    start: int
    end: int
    indent: int
    spaced: bool

    @property
    def columns(self) -> int:
        return self.indent + self.end - self.start


def paragraphs(text: str) -> list[Paragraph]:
    """Return the paragraphs of ``text`` in order."""
    lines = list(_lines(text))
    wrapped = _is_wrapped(text, lines)
    found: list[Paragraph] = []
    group: list[_Line] = []
    for line in lines:
        if group and not (wrapped and _continues(text, group, line)):
            found.append(_joined(group))
            group = []
        group.append(line)
    if group:
        found.append(_joined(group))
    return found


def is_list_item(text: str, start: int) -> bool:
    """Return whether a line that starts at ``start`` begins with a bullet or a number."""
    return _LIST_MARKER.match(text, start) is not None


def _joined(group: list[_Line]) -> Paragraph:
    return Paragraph(group[0].start, group[-1].end, len(group) > 1, group[0].spaced)


def _lines(text: str) -> Iterator[_Line]:
    """Yield the lines that are not blank."""
    before = -1
    for match in _LINE.finditer(text):
        start, end = match.span(1)
        line_start = match.start()
        lead = start - line_start
        indent = len(text[line_start:start].expandtabs(4)) if lead else 0
        yield _Line(start, end, indent, before < 0 or text.count("\n", before, line_start) > 1)
        before = end


def _continues(text: str, group: list[_Line], line: _Line) -> bool:
    """Return whether ``line`` goes on with the paragraph of ``group``.

    In a text that is wrapped.
    """
    if line.spaced or is_list_item(text, line.start):
        return False
    # A first line may be set in deeper than the others, or a list item's less deep than its own.
    return line.indent <= group[-1].indent or is_list_item(text, group[0].start)


def _is_wrapped(text: str, lines: list[_Line]) -> bool:
    """Whether most lines that another follows at once had no room for that one's first word."""
    joints = [
        (line, after)
        for line, after in pairwise(lines)
        if not after.spaced and not is_list_item(text, after.start)
    ]
    if not joints:
        return False
    widest = max(max(line.columns, after.columns) for line, after in joints)
    if not _NARROWEST_WRAP <= widest <= _WIDEST_WRAP:
        return False
    full = 0
    judged = 0
    for line, after in joints:
        if after.indent > line.indent:
            continue  # a new paragraph by its indent
        judged += 1
        space = text.find(" ", after.start, after.end)
        word = (space if space > 0 else after.end) - after.start
        full += line.columns + 1 + word > widest - 2
    return judged > 0 and full >= _FULL_ENOUGH * judged and (judged > 1 or _runs_on(text, joints))


def _runs_on(text: str, joints: list[tuple[_Line, _Line]]) -> bool:
    """Return whether the only joint there is lies within a sentence."""
    line, after = joints[0]
    return text[line.end - 1] not in '.!?”"’:' and text[after.start].islower()
