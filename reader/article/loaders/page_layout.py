"""From the lines on a page to columns, and from columns to paragraphs.

A page is cut along the white space that runs through it (the XY cut of Nagy and Seth, 1984): into
columns where a gutter parts lines that are long enough to be text, after the full-width lines
above and below are set aside. What then is on one line is joined; lines become paragraphs by
their distance, indent, size and weight, and by how full they are.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise
from statistics import median

ENDS = (".", "!", "?", "”", '"', "’", ":", "»", ")")
BULLET = re.compile(r"(?:[•◦▪‣●■–·*-]|\(?\d{1,2}[.)])\s+\S")
_LONE_BULLET = re.compile(r"[•◦▪‣●■–·*-]|\(?\d{1,2}[.)]")
_FULL = 0.8
_WIDE_GAP = 1.3
"""A distance of lines above this multiple of the usual one parts paragraphs."""
_SAME_SIZE = 0.08
_LARGER = 1.2
_GUTTER = 0.7
_LEAST_ROWS = 3
_LEAST_WIDTH = 10.0
"""A gutter is as wide as this much of a line's size; a column has so many rows, that are, in the
middle, so many times as wide as high.
"""
_CELLS_APART, _NEAR = 1.8, 0.7
"""Cells of a table are so far apart, and beside a row that is, so far."""


@dataclass(frozen=True, slots=True)
class Line:
    """Points from the left and top edge of the page; ``size`` is the height of its letters."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    size: float
    bold: bool = False
    italic: bool = False


@dataclass(frozen=True, slots=True)
class PageLines:
    """The lines of a page of this height, in no order."""

    height: float
    lines: list[Line]


@dataclass(slots=True)
class Paragraph:
    """Lines that belong together.

    ``indent`` and ``inset`` are how far all of them stand from the left and right edge of the
    column, in units of their size.
    """

    text: str
    size: float
    bold: bool
    italic: bool
    page: int
    indent: float = 0.0
    inset: float = 0.0
    lines: list[Line] = field(default_factory=list)


def columns(lines: list[Line]) -> list[list[Line]]:
    """Return the columns of a page in reading order, the lines of each from top to bottom."""
    if not lines:
        return []
    above, below = _above_heading(lines)
    if above:
        return [*columns(above), *columns(below)]
    gutter = _gutter(lines)
    if gutter is not None:
        before = [line for line in lines if line.right <= gutter]
        after = [line for line in lines if line.right > gutter]
        return [*columns(before), *columns(after)]
    groups = _groups(lines)
    if len(groups) > 1:
        return [column for group in groups for column in columns(group)]
    return [_rows(lines)]


def _above_heading(lines: list[Line]) -> tuple[list[Line], list[Line]]:
    """Return what is above a heading that begins at the left edge.

    Below all columns and with nothing beside it, and the rest; nothing above where there is none.
    """
    size = median(line.size for line in lines)
    left = min(line.left for line in lines)
    bands = _bands(lines)
    for at, (before, band) in enumerate(pairwise(bands), 1):
        first = min(band, key=lambda each: each.top)
        gap = first.top - max(each.bottom for each in before)
        beside = any(each is not first and each.top < first.bottom - 0.3 * size for each in band)
        starts = first.left < left + size and first.size > _LARGER * size and not beside
        if starts and gap > 0.2 * size and _gutter(_merged(bands[:at])) is not None:
            return _merged(bands[:at]), _merged(bands[at:])
    return [], lines


def _merged(bands: list[list[Line]]) -> list[Line]:
    return [line for band in bands for line in band]


def _gutter(lines: list[Line]) -> float | None:
    """Return the middle of the leftmost white space that parts two columns of text.

    None without.
    """
    size = median(line.size for line in lines)
    edge: float | None = None
    for line in sorted(lines, key=lambda each: each.left):
        if edge is not None and line.left - edge >= _GUTTER * size:
            middle = (edge + line.left) / 2
            before = [each for each in lines if each.right <= middle]
            after = [each for each in lines if each.left >= middle]
            if _is_column(before) and _is_column(after) and _side_by_side(before, after):
                return middle
        edge = line.right if edge is None else max(edge, line.right)
    return None


def _is_column(lines: list[Line]) -> bool:
    rows = _bands(lines)
    if len(rows) < _LEAST_ROWS:
        return False
    widths = [max(each.right for each in row) - min(each.left for each in row) for row in rows]
    return median(widths) >= _LEAST_WIDTH * median(line.size for line in lines)


def _side_by_side(one: list[Line], other: list[Line]) -> bool:
    top = max(min(line.top for line in each) for each in (one, other))
    bottom = min(max(line.bottom for line in each) for each in (one, other))
    return bottom - top > 2 * median(line.size for line in one)


def _groups(lines: list[Line]) -> list[list[Line]]:
    """Run of rows from top to bottom: those that a gutter goes through together, and the rest."""
    bands = _bands(lines)
    groups: list[tuple[bool, list[Line]]] = []
    at = 0
    while at < len(bands):
        end = _as_far_as_parted(bands, at, lines)
        run = _merged(bands[at:end])
        if _gutter(run) is not None:
            groups.append((True, run))
        elif groups and not groups[-1][0]:
            groups[-1][1].extend(run)
        else:
            groups.append((False, run))
        at = end
    return [group for _, group in groups]


def _as_far_as_parted(bands: list[list[Line]], at: int, lines: list[Line]) -> int:
    """Return the end of the bands from ``at`` that white space in the first goes through."""
    left, right = min(line.left for line in lines), max(line.right for line in lines)
    least = _GUTTER * median(line.size for line in lines)
    white = _white(bands[at], left, right)[1:-1]
    for end in range(at, len(bands)):
        here = _white(bands[end], left, right)
        common = [(max(one[0], other[0]), min(one[1], other[1])) for one in white for other in here]
        white = [(start, stop) for start, stop in common if stop - start >= least]
        if not white:
            return max(end, at + 1)
    return len(bands)


def _white(band: list[Line], left: float, right: float) -> list[tuple[float, float]]:
    """Return the white space beside and between the lines of a band."""
    found = []
    edge = left
    for line in sorted(band, key=lambda each: each.left):
        found.append((edge, line.left))
        edge = max(edge, line.right)
    return [*found, (edge, right)]


def _bands(lines: Iterable[Line]) -> list[list[Line]]:
    """Lines that overlap from the side, from top to bottom."""
    found: list[list[Line]] = []
    bottom = 0.0
    for line in sorted(lines, key=lambda each: each.top):
        if found and line.top < bottom - 0.3 * line.size:
            found[-1].append(line)
            bottom = max(bottom, line.bottom)
        else:
            found.append([line])
            bottom = line.bottom
    return found


def _rows(lines: list[Line]) -> list[Line]:
    """Return what is on one line made one, the cells of a table separated by bars."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda each: each.bottom):
        if rows and abs(line.bottom - rows[-1][0].bottom) < 0.4 * max(line.size, rows[-1][0].size):
            rows[-1].append(line)
        else:
            rows.append([line])
    ordered = [sorted(row, key=lambda each: each.left) for row in rows]
    found = []
    for number, row in enumerate(ordered):
        beside = [*ordered[max(0, number - 1) : number], *ordered[number + 1 : number + 2]]
        near = [each for each in beside if len(each) == len(row)]
        apart = _apart(row)
        is_table = apart > _CELLS_APART if near else False
        is_table = is_table or (apart > _NEAR and any(_apart(each) > _CELLS_APART for each in near))
        found.append(_joined_row(row, " | " if is_table else " "))
    return found


def _apart(row: list[Line]) -> float:
    """Return the least distance of what is on a line, in units of its size.

    0 for text and lists.
    """
    if len(row) < 2 or _LONE_BULLET.fullmatch(row[0].text):
        return 0.0
    return min((after.left - before.right) / after.size for before, after in pairwise(row))


def _joined_row(row: list[Line], between: str) -> Line:
    main = max(row, key=lambda each: len(each.text))
    kept = [
        each for each in row
        if each is main or not (each.size < 0.8 * main.size and each.text.isdecimal())
        or each.left <= main.left
    ]  # fmt: skip
    return replace(
        main,
        text=between.join(each.text for each in kept),
        left=row[0].left,
        right=max(each.right for each in row),
        bold=all(each.bold for each in row),
        italic=all(each.italic for each in row),
    )


def body_size(pages: Iterable[PageLines]) -> float:
    """Return the size that most letters are set in."""
    counted: Counter[float] = Counter()
    for page in pages:
        for line in page.lines:
            counted[round(line.size, 1)] += len(line.text)
    return counted.most_common(1)[0][0] if counted else 0.0


def paragraphs(pages: list[list[list[Line]]]) -> list[Paragraph]:
    """Return the paragraphs of pages, each a list of columns; one may go on in the next column."""
    found: list[Paragraph] = []
    indented = any(_uses_indents(column) for page in pages for column in page)
    for number, page in enumerate(pages):
        for column in page:
            for nth, several in enumerate(_parted(column)):
                made = _paragraph(several, column, number)
                before = None if nth else _interrupted(found, made, indented=indented)
                if before is None:
                    found.append(made)
                else:
                    before.text = joined(before.text, made.text)
                    before.lines += made.lines
    return found


def _paragraph(lines: list[Line], column: list[Line], page: int) -> Paragraph:
    text = lines[0].text
    for line in lines[1:]:
        text = joined(text, line.text)
    size = median(line.size for line in lines)
    left, right = _edges(column)
    indent = (min(line.left for line in lines) - left) / size
    inset = (right - max(line.right for line in lines)) / size
    return Paragraph(
        text,
        size,
        all(line.bold for line in lines),
        all(line.italic for line in lines),
        page,
        indent,
        inset,
        lines,
    )


def _interrupted(found: list[Paragraph], made: Paragraph, *, indented: bool) -> Paragraph | None:
    """Return the paragraph that ``made``, the first of its column, goes on with.

    None when it begins.
    """
    if BULLET.match(made.text):
        return None
    for back in range(1, min(3, len(found)) + 1):
        before = found[-back]
        if not _alike(before.lines[-1], made.lines[0]) or abs(before.indent - made.indent) > 0.3:
            continue
        if before.text[-1:] not in ENDS:
            plain = made.text[:1].islower() or (back == 1 and not before.bold)
            return before if plain and (back == 1 or made.text[:1].islower()) else None
        starts = made.lines[0].left - min(line.left for line in made.lines) > 0.5 * made.size
        alone = len(made.lines) == 1
        goes_on = back == 1 and indented and len(before.lines) > 1 and not (starts or alone)
        return before if goes_on else None
    return None


def _parted(column: list[Line]) -> Iterator[list[Line]]:
    """Yield the lines of a column, paragraph by paragraph."""
    edges = _edges(column)
    pitch = _pitch(column)
    open_: list[Line] = []
    for line in column:
        if open_ and _begins(open_, line, edges, pitch):
            yield open_
            open_ = []
        open_.append(line)
    if open_:
        yield open_


def _begins(open_: list[Line], line: Line, edges: tuple[float, float], pitch: float) -> bool:
    """Return whether ``line`` begins a paragraph below the lines of the one before."""
    before = open_[-1]
    if not _alike(before, line) or BULLET.match(line.text):
        return True
    if line.top - before.top > _WIDE_GAP * pitch * line.size:
        return True
    if " | " in line.text or " | " in before.text:
        return True
    left, right = edges
    moved = abs(line.left - before.left) > 0.3 * line.size
    if moved and (before.italic != line.italic or (line.left < before.left and _is_flush(open_))):
        return True
    step = (line.left - before.left) / line.size
    if step > 0.6 and not _hangs(open_, line):
        return True
    if before.text[-1:] in ("-", "\u00ad") and before.text[-2:-1].isalpha():
        return False
    share = (before.right - left) / max(1.0, right - left)
    if share < _FULL and not (before.text[-1:] not in ENDS and line.text[:1].islower()):
        return True
    first = line.text.split(" ", 1)[0]
    letter = (line.right - line.left) / max(1, len(line.text))
    return before.text[-1:] in ENDS and before.right + (len(first) + 2) * letter < right


def _is_flush(lines: list[Line]) -> bool:
    """Return whether several lines begin at one edge, as those of a quotation do."""
    lefts = [line.left for line in lines]
    return len(lefts) > 1 and max(lefts) - min(lefts) < 0.2 * lines[0].size


def _hangs(open_: list[Line], line: Line) -> bool:
    """Return whether ``line`` goes on with a list item whose first line is further out."""
    return len(open_) == 1 and BULLET.match(open_[0].text) is not None and line.left > open_[0].left


def _alike(one: Line, other: Line) -> bool:
    same = abs(one.size - other.size) <= _SAME_SIZE * max(one.size, other.size)
    return same and one.bold == other.bold


def _edges(column: list[Line]) -> tuple[float, float]:
    """Return where the lines of a column begin and end, but for a few that stand out."""
    lefts = sorted(line.left for line in column)
    rights = sorted(line.right for line in column)
    return lefts[len(lefts) // 20], rights[int((len(rights) - 1) * 0.95)]


def _pitch(column: list[Line]) -> float:
    """Return the usual distance of two lines of a paragraph, in units of their size."""
    steps = [
        (below.top - above.top) / below.size
        for above, below in pairwise(column)
        if _alike(above, below) and below.top > above.top
    ]
    return sorted(steps)[len(steps) // 4] if steps else 1.2


def _uses_indents(column: list[Line]) -> bool:
    left = _edges(column)[0]
    stepped = sum(0.6 < (line.left - left) / line.size < 4 for line in column)
    return 0 < stepped < len(column) / 3


def joined(before: str, line: str) -> str:
    """Two lines as one: a word split by a hyphen is joined, unless its second half is a name."""
    if before.endswith("\u00ad"):
        return before[:-1] + line
    if before.endswith("-") and before[-2:-1].isalpha() and line[:1].islower():
        return before[:-1] + line
    return f"{before}{'' if before.endswith('-') else ' '}{line}"
