"""Two versions of an article as lines to draw: beside each other, or one below the other.

Lines are stretches of text with the names of their inks; colours are those of the style sheet.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from reader.annotations.rechecking import Rechecked, gravest_first
from reader.annotations.records import Claim, Mark
from reader.article.anchoring import place
from reader.article.text_comparison import Row, compare
from reader.review.placed_records import Anchored, Placed
from reader.text.cells import CellMap, printable
from reader.text.plural import counted
from reader.text.span import Span
from reader.text.wrap import Segment, WrapIndex

BESIDE = 100
"""Columns from which the two texts stand beside each other."""
GUTTER = 3
"""Cells left of a text: the sign of the row, the letter of a mark, a blank."""
_SIGNS = {"changed": ("-", "+"), "gone": ("-", " "), "come": (" ", "+"), "moved": ("«", "»")}


class Ground(NamedTuple):
    """A mark of the person's own on one of the texts: its letter, its ink, its place."""

    span: Span
    ink: str
    letter: str


@dataclass(frozen=True)
class Changes:
    """Two texts compared, and what became of the marks: the gravest first."""

    old: str
    new: str
    rows: tuple[Row, ...]
    marks: tuple[Rechecked, ...]
    old_grounds: tuple[Ground, ...]
    new_grounds: tuple[Ground, ...]

    @property
    def differ(self) -> bool:
        return any(row.kind != "same" for row in self.rows)


class Piece(NamedTuple):
    """A stretch of a line, its ``inks`` the lowest first."""

    text: str
    inks: tuple[str, ...] = ()


class Drawn(NamedTuple):
    """One line of the page.

    ``right`` is None where the line goes over the whole width; ``row`` is the place of its row
    among all, -1 outside of any.
    """

    left: tuple[Piece, ...]
    right: tuple[Piece, ...] | None = None
    row: int = -1


def changes_between(old: str, old_fingerprint: str, new: str, placed: Iterable[Placed]) -> Changes:
    """Return ``new`` compared with ``old``; ``placed`` are the marks as they stand on ``new``.

    Takes a while for long texts: to be called behind the screen.
    """
    every = list(placed)
    on_new = [ground for each in every for ground in _grounds(each.record, each.spans)]
    on_old = [
        ground
        for each in every
        for ground in _grounds(each.record, place(each.record.anchor, old, old_fingerprint).spans)
    ]
    marks = gravest_first(
        Rechecked(each.record, each.record.anchor, each.placement) for each in every
    )
    return Changes(old, new, compare(old, new), marks, tuple(on_old), tuple(on_new))


def _grounds(record: Anchored, spans: Sequence[Span]) -> Iterator[Ground]:
    for span in spans:
        if isinstance(record, Claim):
            yield Ground(span, "claim", "c")
        elif isinstance(record, Mark):
            yield Ground(span, "note" if record.body else "highlight", "n" if record.body else "h")
        else:
            yield Ground(span, "highlight", "l")


class Page:
    """``changes`` at ``width`` cells; rows that are the same are left out unless ``whole``."""

    def __init__(self, changes: Changes, width: int, *, whole: bool = False) -> None:
        self.changes = changes
        self.beside = width >= BESIDE
        self.column = (width - 1) // 2 if self.beside else width
        self.width = width
        self._old = _Column(changes.old, changes.old_grounds, self.column)
        self._new = _Column(changes.new, changes.new_grounds, self.column)
        self.lines: list[Drawn] = [*self._summary(), *self._rows(whole)]
        self.stops = [
            at
            for at, line in enumerate(self.lines)
            if line.row >= 0
            and changes.rows[line.row].kind != "same"
            and (at == 0 or self.lines[at - 1].row != line.row)
        ]
        """The first line of each row that is not the same."""

    def offset_at(self, number: int) -> int | None:
        """Return where the new text is at line ``number`` or next below it."""
        for line in self.lines[max(0, number) :]:
            row = self.changes.rows[line.row] if line.row >= 0 else None
            if row is not None and row.new is not None:
                return row.new_changes[0].start if row.new_changes else row.new.start
        return None

    def _summary(self) -> Iterator[Drawn]:
        """Yield what became of the marks; those that are as they were are only counted."""
        stirred = [mark for mark in self.changes.marks if mark.placement.outcome != "unchanged"]
        for mark in stirred:
            sign = "! " if mark.changed else "- "
            text = printable(sign + mark.summary)
            ink = "grave" if mark.changed else "aside"
            for start, end in _wrapped(text, self.width, hanging=2):
                blanks = "  " if start else ""
                yield Drawn((Piece(blanks + text[start:end], (ink,)),))
        as_they_were = len(self.changes.marks) - len(stirred)
        if as_they_were:
            several = "1 note stays" if as_they_were == 1 else f"{as_they_were} notes stay"
            yield Drawn((Piece(f"{several} unchanged.", ("aside",)),))
        if self.changes.marks:
            yield Drawn(())

    def _rows(self, whole: bool) -> Iterator[Drawn]:
        left_out = 0
        for number, row in enumerate(self.changes.rows):
            if row.kind == "same" and not whole and not self._is_marked(row):
                left_out += 1
                continue
            yield from _left_out(left_out)
            left_out = 0
            yield from (drawn._replace(row=number) for drawn in self._row(row))
            yield Drawn((), () if self.beside else None)
        yield from _left_out(left_out)

    def _is_marked(self, row: Row) -> bool:
        return bool(
            (row.old and self._old.is_marked(row.old)) or (row.new and self._new.is_marked(row.new))
        )

    def _row(self, row: Row) -> Iterator[Drawn]:
        old_sign, new_sign = _SIGNS.get(row.kind, (" ", " "))
        old = self._old.lines(row.old, old_sign, row.old_changes, "gone", whole=row.kind == "gone")
        new = self._new.lines(row.new, new_sign, row.new_changes, "come", whole=row.kind == "come")
        if row.here == "old":
            new = [_moved("moved from here")]
        elif row.here == "new":
            old = [_moved("moved to here")]
        if self.beside:
            for at in range(max(len(old), len(new))):
                yield Drawn(old[at] if at < len(old) else (), new[at] if at < len(new) else ())
            return
        if row.kind != "same":
            yield from (Drawn(line) for line in old)
        yield from (Drawn(line) for line in new)


class _Column:
    """One of the two texts, broken into lines of ``width`` cells with its gutter."""

    def __init__(self, text: str, grounds: Sequence[Ground], width: int) -> None:
        self._text = text
        self._grounds = sorted(grounds)
        self._width = max(1, width - GUTTER)

    def is_marked(self, span: Span) -> bool:
        return any(ground.span.overlaps(span) for ground in self._grounds)

    def lines(
        self, span: Span | None, sign: str, changes: Sequence[Span], ink: str, *, whole: bool
    ) -> list[tuple[Piece, ...]]:
        """Return the lines of a paragraph.

        ``ink`` is that of words that differ, of all if ``whole``.
        """
        if span is None:
            return []
        wrapped = WrapIndex(self._text, [Segment(span.start, span.end, flows=True)], self._width)
        marked = [ground for ground in self._grounds if ground.span.overlaps(span)]
        drawn = []
        for number in range(wrapped.line_count):
            line = wrapped.line(number)
            shown = Span(line.start, line.end)
            starting = [
                mark.letter
                for mark in marked
                if shown.start <= mark.span.start < max(shown.end, shown.start + 1)
                or (number == 0 and mark.span.start < shown.start)
            ]
            letter = starting[0] if starting else " "
            base = (f"{ink}-paragraph",) if whole else ()
            head = (
                Piece(sign, ("sign", f"{ink}-paragraph")),
                Piece(letter, ("letter",)),
                Piece(" "),
            )
            drawn.append((*head, *self._pieces(shown, marked, changes, ink, base)))
        return drawn

    def _pieces(
        self,
        line: Span,
        marked: Sequence[Ground],
        changes: Sequence[Span],
        ink: str,
        base: tuple[str, ...],
    ) -> Iterator[Piece]:
        cells = CellMap(self._text[line.start : line.end])
        every = [*((mark.span, mark.ink) for mark in marked), *((each, ink) for each in changes)]
        here = [(span, name) for span, name in every if span.overlaps(line)]
        cuts = {line.start, line.end}
        for span, _ in here:
            cuts.update(each for each in (span.start, span.end) if line.start < each < line.end)
        for start, end in pairwise(sorted(cuts)):
            inks = tuple(name for span, name in here if span.start < end and start < span.end)
            text = cells.drawn(start - line.start, end - line.start)
            yield Piece(printable(text), (*base, *inks))


def _moved(sentence: str) -> tuple[Piece, ...]:
    return (Piece(" " * GUTTER), Piece(sentence, ("aside",)))


def _left_out(number: int) -> Iterator[Drawn]:
    if number:
        yield Drawn((Piece(f"   ⋯ {counted(number, 'paragraph')} as before", ("aside",)),))
        yield Drawn(())


def _wrapped(text: str, width: int, hanging: int) -> Iterator[tuple[int, int]]:
    index = WrapIndex(text, [Segment(0, len(text), hanging=hanging)], max(1, width))
    for number in range(index.line_count):
        line = index.line(number)
        yield line.start, line.end
