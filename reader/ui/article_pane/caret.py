"""The text cursor of an article, and all that moves with it: selection, jumps, places, hits.

Pure: it knows the page and the marks, not the widget. Whoever moves it looks afterwards where
it is and what has to be drawn again.
"""

from __future__ import annotations

from typing import Literal

from reader.text.span import Span
from reader.ui.article_pane import motions
from reader.ui.article_pane.found import Found
from reader.ui.article_pane.jumps import Jumps
from reader.ui.article_pane.layers import Layers
from reader.ui.article_pane.marks import FOUND, OWN, Channel, PaneMark
from reader.ui.article_pane.page import Page
from reader.ui.article_pane.reading import Reading
from reader.ui.article_pane.selection import Selection, Unit, grown, selecting, span_of
from reader.ui.article_pane.text_objects import TextObject, text_object

Walked = Literal["reached", "wrapped", "only", "none"]
"""Where a walk through marks ended: further on, past the end, at the one mark here, nowhere."""


class Caret:
    """A cursor in ``reading``. ``page`` is set again when the width changes."""

    def __init__(self, reading: Reading, page: Page, offset: int = 0) -> None:
        self.reading = reading
        self.page = page
        self.layers = Layers()
        self.found = Found()
        self.jumps = Jumps()
        self.places: dict[str, int] = {}
        self.selection: Selection | None = None
        self.rows = 20
        """Screen rows that show text: the size of a page up or down."""
        self._selected: tuple[Selection, Span] | None = None
        self._goal: int | None = None
        self._turn = 0
        self.is_meant = False
        """Whether the mark here was asked for itself, and not only the place that it is on."""
        self.offset = reading.shown(offset)

    def to(self, offset: int, *, keep_cell: bool = False) -> None:
        """Go to ``offset``, or the nearest place that is shown; a selection is drawn along."""
        self.offset = self.reading.grapheme_at(self.reading.shown(offset)).start
        self._turn = 0
        self.is_meant = False
        if not keep_cell:
            self._goal = None
        if self.selection is not None:
            self.selection = self.selection.to(self.offset)

    def jump(self, offset: int) -> None:
        """Go to ``offset`` and keep the place left in the list of jumps."""
        if self.reading.shown(offset) != self.offset:
            self.jumps.leave(self.offset)
        self.to(offset)

    def move(self, motion: motions.Motion, count: int = 1) -> None:
        self.to(motions.repeated(motion, self.reading, self.offset, count))

    def move_lines(self, lines: int) -> None:
        self.to(motions.by_lines(self.page, self.offset, self._cell(), lines), keep_cell=True)

    def move_rows(self, rows: int) -> None:
        self.to(motions.by_rows(self.page, self.offset, self._cell(), rows), keep_cell=True)

    def _cell(self) -> int:
        """Return the cell that lines moved over are entered at."""
        if self._goal is None:
            self._goal = self.page.cell_of(self.offset)[1]
        return self._goal

    def selected(self) -> Span | None:
        """Return the passage that is selected."""
        if self.selection is None:
            return None
        if self._selected is None or self._selected[0] != self.selection:
            self._selected = self.selection, span_of(self.reading, self.selection)
        return self._selected[1]

    def passage(self) -> tuple[Span, ...]:
        """Return what an act on the text means: the selection, else the sentence at the cursor."""
        if self.reading.is_empty:
            return ()
        return (self.selected() or self.reading.sentence_at(self.offset),)

    def start_selecting(self, unit: Unit) -> None:
        """Begin a selection here; the same unit again ends it, another one takes it over."""
        if self.reading.is_empty:
            return
        if self.selection is None:
            self.selection = Selection(self.offset, self.offset, unit)
        elif self.selection.unit == unit:
            self.selection = None
        else:
            self.selection = Selection(self.selection.anchor, self.selection.head, unit)

    def select(self, span: Span) -> None:
        """Select ``span``; the cursor goes to its last character."""
        self.selection = selecting(self.reading, span)
        self.offset = self.selection.head
        self._goal = None

    def select_object(self, name: TextObject, count: int = 1) -> bool:
        """Select the passage that ``name`` means here; False when there is none."""
        span = text_object(
            self.reading, self.layers, self.offset, name, count=count, selected=self.selected()
        )
        if span is None or not len(span):
            return False
        self.select(span)
        return True

    def turn_selection(self) -> None:
        """Move on with the other end."""
        if self.selection is not None:
            self.selection = self.selection.turned()
            self.offset = self.selection.head
            self._goal = None

    def resize_selection(self, by: int, unit: Unit = "word") -> None:
        """Move the end that the cursor is at ``by`` units outwards."""
        span = self.selected()
        if span is None or self.selection is None:
            return
        backwards = self.selection.head < self.selection.anchor
        span = grown(self.reading, span, unit, by, backwards=backwards)
        self.selection = selecting(self.reading, span, backwards=backwards)
        self.offset = self.selection.head

    def marks_here(self) -> list[PaneMark]:
        """Return the marks on the character at the cursor, innermost first."""
        return self.layers.at(self.offset)

    @property
    def mark(self) -> PaneMark | None:
        """The one of the marks here that is meant."""
        here = self.marks_here()
        return here[self._turn % len(here)] if here else None

    def next_mark_here(self) -> None:
        """Mean the next of the marks here."""
        self._turn += 1
        self.is_meant = True

    def mean(self, mark_id: str) -> None:
        """Mean the mark with this id, when it is here."""
        here = [mark.id for mark in self.marks_here()]
        if mark_id in here:
            self._turn = here.index(mark_id)
            self.is_meant = True

    def to_finding(self, steps: int) -> Walked:
        """Go ``steps`` findings ahead (back, when negative), past the end to the first one."""
        return self._walk(FOUND, steps)

    def to_own_mark(self, steps: int) -> Walked:
        """Go ``steps`` of the person's own marks ahead (back, when negative), as above."""
        return self._walk(OWN, steps)

    def _walk(self, channels: frozenset[Channel], steps: int) -> Walked:
        look = self.layers.next if steps > 0 else self.layers.previous
        beyond = -1 if steps > 0 else len(self.reading.text) + 1
        reached: PaneMark | None = None
        offset, wrapped = self.offset, False
        for _ in range(abs(steps)):
            mark = look(offset, channels, self._is_shown)
            if mark is None:
                mark, wrapped = look(beyond, channels, self._is_shown), True
            if mark is None:
                return "none"
            reached, offset = mark, mark.start
        if reached is None:
            return "none"
        if wrapped and abs(steps) == 1 and reached.start == self.offset:
            return "only"
        self.to(reached.start)
        self.mean(reached.id)
        return "wrapped" if wrapped else "reached"

    def _is_shown(self, mark: PaneMark) -> bool:
        return self.reading.is_shown(mark.start)

    def to_hit(self, steps: int) -> bool:
        """Go to the hit of the search ``steps`` behind (before, when negative)."""
        hit = self.found.go(self.offset, steps)
        if hit is None:
            return False
        self.jump(hit.start)
        return True

    def jump_back(self) -> bool:
        place = self.jumps.back(self.offset)
        if place is not None:
            self.to(place)
        return place is not None

    def jump_forward(self) -> bool:
        place = self.jumps.forward()
        if place is not None:
            self.to(place)
        return place is not None

    def to_place(self, letter: str) -> bool:
        """Go to the place kept under ``letter``; ' and ` mean where the last jump started."""
        if letter in "'`":
            return self.jump_back()
        if letter not in self.places:
            return False
        self.jump(self.places[letter])
        return True
