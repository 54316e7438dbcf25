"""What is selected, the same for keyboard and mouse.

A selection has two ends and a unit. Both ends are offsets of characters that belong to it; the
span it selects takes in the whole unit (cluster, word, sentence, paragraph) at either end.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from reader.text import motions
from reader.text.span import Span, hull
from reader.ui.article_pane.motions import (
    Motion,
    left,
    next_paragraph,
    next_sentence,
    next_word,
    previous_paragraph,
    previous_sentence,
    previous_word,
    right,
    word_end,
)
from reader.ui.article_pane.reading import Reading

Unit = Literal["character", "word", "sentence", "paragraph"]


@dataclass(frozen=True, slots=True)
class Selection:
    """From ``anchor``, which stays, to ``head``, which moves with the cursor."""

    anchor: int
    head: int
    unit: Unit = "character"

    def to(self, head: int) -> Selection:
        return replace(self, head=head)

    def turned(self) -> Selection:
        """Return the same with the other end to be moved."""
        return replace(self, anchor=self.head, head=self.anchor)


def unit_at(reading: Reading, offset: int, unit: Unit) -> Span:
    """Return the character, word, sentence or paragraph that holds ``offset``."""
    if unit == "paragraph":
        return reading.paragraph_at(offset)
    if unit == "sentence":
        return reading.sentence_at(offset)
    if unit == "word":
        return reading.word_at(offset)
    return reading.grapheme_at(offset)


def span_of(reading: Reading, selection: Selection) -> Span:
    """Return the passage that is selected, in whole clusters."""
    if reading.is_empty:
        return Span(0, 0)
    return hull(unit_at(reading, end, selection.unit) for end in (selection.anchor, selection.head))


def selecting(reading: Reading, span: Span, *, backwards: bool = False) -> Selection:
    """Return the selection by character that covers ``span`` (at least one cluster)."""
    first = motions.grapheme_start(reading.text, span.start)
    last = motions.previous_grapheme(reading.text, span.end) if span.end > first else first
    last = max(first, last)
    return Selection(last, first) if backwards else Selection(first, last)


def grown(reading: Reading, span: Span, unit: Unit, by: int, *, backwards: bool = False) -> Span:
    """Return ``span`` with its end (its start, with ``backwards``) ``by`` units further out.

    A negative ``by`` draws the end in. At least one unit stays, and nothing leaves the text.
    """
    for _ in range(abs(by)):
        if backwards:
            before = _START_OUT if by > 0 else _START_IN
            start = before[unit](reading, span.start)
            span = Span(start, span.end) if start < span.end else span
        elif by > 0:
            span = Span(span.start, max(span.end, _end_out(reading, span.end, unit)))
        else:
            span = Span(span.start, _end_in(reading, span, unit))
    return span


_START_OUT: Mapping[Unit, Motion] = {
    "character": left,
    "word": previous_word,
    "sentence": previous_sentence,
    "paragraph": previous_paragraph,
}
_START_IN: Mapping[Unit, Motion] = {
    "character": right,
    "word": next_word,
    "sentence": next_sentence,
    "paragraph": next_paragraph,
}


def _end_out(reading: Reading, end: int, unit: Unit) -> int:
    last = motions.previous_grapheme(reading.text, end)
    if unit == "character":
        return reading.grapheme_at(right(reading, last)).end
    if unit == "word":
        return reading.grapheme_at(word_end(reading, last)).end
    here = unit_at(reading, last, unit)
    if here.end > end:
        return here.end
    return unit_at(reading, _START_IN[unit](reading, last), unit).end


def _end_in(reading: Reading, span: Span, unit: Unit) -> int:
    kept = reading.text[span.start : max(span.start, _START_OUT[unit](reading, span.end))]
    if unit != "character":
        kept = kept.rstrip()
    return span.start + len(kept) if kept else span.end
