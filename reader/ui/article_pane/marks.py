"""The marks on the text of an article pane: of several kinds, in layers.

A layer finds the marks on a line without looking at the others: it files each mark by the
stretches of text it touches, so that one more mark among many thousands costs next to nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from reader.text.span import Span, hull

Channel = Literal["entity", "quote", "figure", "label", "highlight", "note", "claim"]

FOUND: frozenset[Channel] = frozenset({"entity", "quote", "figure", "label"})
"""The channels of what is in the text itself, found by the machine or labelled by hand."""

OWN: frozenset[Channel] = frozenset({"highlight", "note", "claim"})
"""The channels of what a person says about the text."""

_STRETCH = 10
"""Marks are filed by stretches of 2 to this power characters."""

_WIDE = 64
"""A mark over more stretches than this is kept apart and looked at for every line."""


@dataclass(frozen=True, slots=True)
class PaneMark:
    """One mark as the pane draws it: where it is, and in which channel.

    ``type`` is the entity's type, the quote's or figure's kind, a claim's status; ``label`` the
    words that tell what it is (full name, speaker, first line of a note); ``colour`` one that
    Textual knows, None for that of the theme; ``person`` is the sign of the other person whose
    mark it is, "" for one of the person's own, and ``hue`` the number of that person's colour.
    """

    id: str
    spans: tuple[Span, ...]
    channel: Channel
    type: str = ""
    label: str = ""
    colour: str | None = None
    person: str = ""
    hue: int | None = None

    @property
    def start(self) -> int:
        return self.spans[0].start

    @property
    def end(self) -> int:
        return self.spans[-1].end

    def covers(self, offset: int) -> bool:
        """Return whether one of its passages holds the character at ``offset``."""
        return any(offset in span for span in self.spans)

    def span_at(self, offset: int) -> Span | None:
        """Return the passage that holds ``offset``."""
        return next((span for span in self.spans if offset in span), None)

    @property
    def size(self) -> int:
        """Characters marked."""
        return sum(len(span) for span in self.spans)


def _place(mark: PaneMark) -> tuple[int, int, str]:
    """Text order: by start, the longer first, then by id so that the order is settled."""
    return mark.spans[0].start, -mark.spans[-1].end, mark.id


class MarkLayer:
    """The marks of one layer, by id. Marks without a passage are left out."""

    def __init__(self, marks: Iterable[PaneMark] = ()) -> None:
        self._fill(marks)

    def _fill(self, marks: Iterable[PaneMark]) -> None:
        self._marks: dict[str, PaneMark] = {mark.id: mark for mark in marks if mark.spans}
        self._filed: defaultdict[int, list[tuple[Span, PaneMark]]] = defaultdict(list)
        self._wide: list[tuple[Span, PaneMark]] = []
        self._last = 0
        self._file(self._marks.values())

    def __len__(self) -> int:
        return len(self._marks)

    def __iter__(self) -> Iterator[PaneMark]:
        """Return the marks in text order."""
        return iter(sorted(self._marks.values(), key=_place))

    def get(self, mark_id: str) -> PaneMark | None:
        return self._marks.get(mark_id)

    def put(self, mark: PaneMark) -> tuple[Span, ...]:
        """Add ``mark`` or replace the one with its id; the passages to draw again."""
        before = self.remove(mark.id)
        if not mark.spans:
            return before
        self._marks[mark.id] = mark
        self._file((mark,))
        return before + mark.spans

    def remove(self, mark_id: str) -> tuple[Span, ...]:
        """Take a mark away; its passages, none when there is no such mark."""
        mark = self._marks.pop(mark_id, None)
        if mark is None:
            return ()
        for span in mark.spans:
            first, last = _stretches(span)
            if last - first > _WIDE:
                self._wide = [entry for entry in self._wide if entry[1] is not mark]
                continue
            for stretch in range(first, last + 1):
                kept = [entry for entry in self._filed[stretch] if entry[1] is not mark]
                self._filed[stretch] = kept
        return mark.spans

    def _file(self, marks: Iterable[PaneMark]) -> None:
        filed, furthest = self._filed, self._last
        for mark in marks:
            for span in mark.spans:
                first, last = _stretches(span)
                furthest = max(furthest, first)
                if last == first:
                    filed[first].append((span, mark))
                elif last - first > _WIDE:
                    self._wide.append((span, mark))
                else:
                    for stretch in range(first, last + 1):
                        filed[stretch].append((span, mark))
        self._last = furthest

    def replace(self, marks: Iterable[PaneMark]) -> list[Span]:
        """Make these the layer's marks; the passages that look different now."""
        if not self._marks:
            self._fill(marks)
            return _all_of(self._marks.values())
        after = {mark.id: mark for mark in marks if mark.spans}
        if not after:
            gone_with_all = _all_of(self._marks.values())
            self._fill(())
            return gone_with_all
        changed: list[Span] = []
        for gone in self._marks.keys() - after.keys():
            changed.extend(self.remove(gone))
        for mark_id, mark in after.items():
            before = self._marks.get(mark_id)
            if before is not mark and before != mark:
                changed.extend(self.put(mark))
        return changed

    def between(self, start: int, end: int) -> list[tuple[Span, PaneMark]]:
        """Return passages that share a character with ``start`` to ``end``, each with its mark."""
        found = [entry for entry in self._wide if entry[0].start < end and start < entry[0].end]
        first = start >> _STRETCH
        for stretch in range(first, (max(start, end - 1) >> _STRETCH) + 1):
            for entry in self._filed.get(stretch, ()):
                span = entry[0]
                # a passage that reaches over from the stretch before was found there
                if (
                    span.start < end
                    and start < span.end
                    and (stretch == first or span.start >> _STRETCH == stretch)
                ):
                    found.append(entry)
        return found

    def after(self, offset: int) -> Iterator[PaneMark]:
        """Mark that begin behind ``offset``, the nearest first."""
        for stretch in range(max(0, offset) >> _STRETCH, self._last + 1):
            here = self._beginning_in(stretch)
            yield from (mark for mark in here if mark.spans[0].start > offset)

    def before(self, offset: int) -> Iterator[PaneMark]:
        """Mark that begin before ``offset``, the nearest first."""
        for stretch in range(min(self._last, offset >> _STRETCH), -1, -1):
            here = self._beginning_in(stretch)
            yield from (mark for mark in reversed(here) if mark.spans[0].start < offset)

    def _beginning_in(self, stretch: int) -> list[PaneMark]:
        """Return the marks whose first passage begins in a stretch, in text order."""
        entries = [*self._filed.get(stretch, ()), *self._wide]
        here = {
            mark.id: mark
            for span, mark in entries
            if span.start >> _STRETCH == stretch and mark.spans[0] is span
        }
        return sorted(here.values(), key=_place)


def _stretches(span: Span) -> tuple[int, int]:
    """Return the first and the last stretch that ``span`` touches."""
    start, end = span.start, span.end
    return start >> _STRETCH, (end - 1 if end > start else start) >> _STRETCH


def _all_of(marks: Collection[PaneMark]) -> list[Span]:
    """One passage over all of ``marks``."""
    spans = [span for mark in marks for span in mark.spans]
    return [hull(spans)] if spans else []
