"""Passages that a key names: the quote, name, word, sentence or paragraph at the cursor."""

from __future__ import annotations

from typing import Literal

from reader.text.span import Span, hull
from reader.ui.article_pane.layers import Layers
from reader.ui.article_pane.marks import Channel, PaneMark
from reader.ui.article_pane.reading import Reading
from reader.ui.article_pane.selection import grown, unit_at

TextObject = Literal["quote", "entity", "word", "sentence", "paragraph"]


def text_object(
    reading: Reading,
    layers: Layers,
    offset: int,
    name: TextObject,
    *,
    count: int = 1,
    selected: Span | None = None,
) -> Span | None:
    """Return the passage that ``name`` means at ``offset``; None when there is none.

    ``count`` takes in so many words, sentences or paragraphs. When just that passage is
    ``selected`` already, one more is taken in; for a quote that its cue has split, all of it.
    """
    if name == "quote" or name == "entity":
        return _marked(reading, layers, offset, name, selected)
    if selected is not None and len(selected) > 1:
        first = unit_at(reading, selected.start, name)
        last = unit_at(reading, max(selected.start, selected.end - 1), name)
        if Span(first.start, last.end) == selected:
            return grown(reading, selected, name, count)
    return grown(reading, unit_at(reading, offset, name), name, count - 1)


def _marked(
    reading: Reading, layers: Layers, offset: int, channel: Channel, selected: Span | None
) -> Span | None:
    here = [mark for mark in layers.at(offset) if mark.channel == channel]
    for mark in here:
        span = mark.span_at(offset)
        for candidate in (span, hull(mark.spans)):
            if candidate is not None and (selected is None or _widens(candidate, selected)):
                return candidate
    if here:
        return selected
    around = _around(layers, offset, channel)
    if around is not None:
        return hull(around.spans)
    ahead = layers.next(offset, (channel,))
    if ahead is not None and ahead.start < reading.paragraph_at(offset).end:
        return ahead.spans[0]
    return None


def _widens(candidate: Span, selected: Span) -> bool:
    return len(selected) <= 1 or (candidate != selected and candidate.covers(selected))


def _around(layers: Layers, offset: int, channel: Channel) -> PaneMark | None:
    """Return a mark in several passages that has ``offset`` between two of them."""
    before = layers.previous(offset + 1, (channel,), lambda mark: len(mark.spans) > 1)
    return before if before is not None and offset < before.end else None
