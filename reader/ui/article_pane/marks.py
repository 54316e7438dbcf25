"""What stands on the text of an article pane: marks of several kinds, in layers.

A layer finds the marks on a line without looking at the others: it files each mark by the
stretches of text it touches, so that one more mark among many thousands costs next to nothing.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from reader.text.span import Span

Channel = Literal["entity", "quote", "figure", "label", "highlight", "note", "claim"]

FOUND: frozenset[Channel] = frozenset({"entity", "quote", "figure", "label"})
"""The channels of what stands in the text itself, found by the machine or labelled by hand."""

OWN: frozenset[Channel] = frozenset({"highlight", "note", "claim"})
"""The channels of what a person says about the text."""

_STRETCH = 10
"""Marks are filed by stretches of 2 to this power characters."""

_WIDE = 64
"""A mark over more stretches than this is kept apart and looked at for every line."""


@dataclass(frozen=True, slots=True)
class PaneMark:
    """One mark as the pane draws it: where it stands, and in which channel.

    ``type`` is the entity's type, the quote's or figure's kind, a claim's status; ``told`` the
    words that tell what it is (full name, speaker, first line of a note); ``colour`` one that
    Textual knows, None for that of the theme.
    """

    id: str
    spans: tuple[Span, ...]
    channel: Channel
    type: str = ""
    told: str = ""
    colour: str | None = None

    @property
    def start(self) -> int:
        return self.spans[0].start

    @property
    def end(self) -> int:
        return self.spans[-1].end

    def covers(self, offset: int) -> bool:
        """Whether one of its passages holds the character at ``offset``."""
        return any(offset in span for span in self.spans)

    def span_at(self, offset: int) -> Span | None:
        """The passage that holds ``offset``."""
        return next((span for span in self.spans if offset in span), None)

    @property
    def size(self) -> int:
        """Characters marked."""
        return sum(len(span) for span in self.spans)


def _place(mark: PaneMark) -> tuple[int, int, str]:
    """Text order: by start, the longer first, then by id so that the order is settled."""
    return mark.start, -mark.size, mark.id


class MarkLayer:
    """The marks of one layer, by id. Marks without a passage are left out."""

    def __init__(self, marks: Iterable[PaneMark] = ()) -> None:
        self._marks: dict[str, PaneMark] = {}
        self._filed: dict[int, list[tuple[Span, PaneMark]]] = {}
        self._wide: list[tuple[Span, PaneMark]] = []
        self._order: list[tuple[int, int, str]] | None = None
        for mark in marks:
            self.put(mark)

    def __len__(self) -> int:
        return len(self._marks)

    def __iter__(self) -> Iterator[PaneMark]:
        """The marks in text order."""
        return (self._marks[name] for _, _, name in self._places())

    def get(self, mark_id: str) -> PaneMark | None:
        return self._marks.get(mark_id)

    def put(self, mark: PaneMark) -> tuple[Span, ...]:
        """Add ``mark`` or replace the one with its id; the passages to draw again."""
        before = self.remove(mark.id)
        if not mark.spans:
            return before
        self._marks[mark.id] = mark
        for span in mark.spans:
            first, last = span.start >> _STRETCH, max(span.start, span.end - 1) >> _STRETCH
            if last - first > _WIDE:
                self._wide.append((span, mark))
                continue
            for stretch in range(first, last + 1):
                self._filed.setdefault(stretch, []).append((span, mark))
        if self._order is not None:
            insort(self._order, _place(mark))
        return before + mark.spans

    def remove(self, mark_id: str) -> tuple[Span, ...]:
        """Take a mark away; its passages, none when there is no such mark."""
        mark = self._marks.pop(mark_id, None)
        if mark is None:
            return ()
        for span in mark.spans:
            first, last = span.start >> _STRETCH, max(span.start, span.end - 1) >> _STRETCH
            if last - first > _WIDE:
                self._wide = [entry for entry in self._wide if entry[1] is not mark]
                continue
            for stretch in range(first, last + 1):
                kept = [entry for entry in self._filed.get(stretch, ()) if entry[1] is not mark]
                self._filed[stretch] = kept
        if self._order is not None:
            del self._order[bisect_left(self._order, _place(mark))]
        return mark.spans

    def replace(self, marks: Iterable[PaneMark]) -> list[Span]:
        """Make these the layer's marks; the passages that look different now."""
        after = {mark.id: mark for mark in marks if mark.spans}
        changed: list[Span] = []
        if not self._marks:
            for mark in after.values():
                changed.extend(self.put(mark))
            return changed
        for gone in self._marks.keys() - after.keys():
            changed.extend(self.remove(gone))
        for mark_id, mark in after.items():
            before = self._marks.get(mark_id)
            if before is not mark and before != mark:
                changed.extend(self.put(mark))
        return changed

    def between(self, start: int, end: int) -> list[tuple[Span, PaneMark]]:
        """Passages that share a character with ``start`` to ``end``, each with its mark."""
        found = [entry for entry in self._wide if entry[0].start < end and start < entry[0].end]
        first, last = start >> _STRETCH, max(start, end - 1) >> _STRETCH
        for stretch in range(first, last + 1):
            for entry in self._filed.get(stretch, ()):
                span = entry[0]
                if span.start < end and start < span.end:
                    known = stretch > first and span.start >> _STRETCH < stretch
                    if not known:
                        found.append(entry)
        return found

    def after(self, offset: int) -> Iterator[PaneMark]:
        """Marks that begin behind ``offset``, the nearest first."""
        places = self._places()
        at = bisect_left(places, (offset + 1,))
        return (self._marks[name] for _, _, name in places[at:])

    def before(self, offset: int) -> Iterator[PaneMark]:
        """Marks that begin before ``offset``, the nearest first."""
        places = self._places()
        at = bisect_left(places, (offset,))
        return (self._marks[places[index][2]] for index in range(at - 1, -1, -1))

    def _places(self) -> list[tuple[int, int, str]]:
        if self._order is None:
            self._order = sorted(map(_place, self._marks.values()))
        return self._order
