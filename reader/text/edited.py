"""A copy of a text with some stretches replaced, which knows where its characters came from."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from typing import NamedTuple

from reader.text.span import Span


class Edit(NamedTuple):
    """``words`` instead of what is at ``start`` to ``end`` of the original."""

    start: int
    end: int
    words: str


class EditedText:
    """``text`` is the copy; ``origin`` and ``place`` translate offsets (code points).

    ``edits`` are in text order and do not overlap. Where an edit keeps the length, its characters
    correspond one by one; else the whole of it corresponds to the whole of what it replaces.
    """

    def __init__(self, original: str, edits: Iterable[Edit]) -> None:
        self._edits = list(edits)
        self._copy_starts: list[int] = []
        self._starts = [edit.start for edit in self._edits]
        pieces: list[str] = []
        at = length = 0
        for edit in self._edits:
            pieces += (original[at : edit.start], edit.words)
            length += edit.start - at
            self._copy_starts.append(length)
            length += len(edit.words)
            at = edit.end
        pieces.append(original[at:])
        self.original = original
        self.text = "".join(pieces) if self._edits else original

    @property
    def unchanged(self) -> bool:
        return not self._edits

    def origin(self, span: Span) -> Span:
        """Return the stretch of the original that ``span`` of the copy (not empty) shows."""
        if not self._edits or span.end <= span.start:
            return span
        return Span(self._origin(span.start)[0], self._origin(span.end - 1)[1])

    def place(self, offset: int) -> int:
        """Return the offset in the copy of an offset in the original."""
        number = bisect_right(self._starts, offset) - 1
        if number < 0:
            return offset
        edit, copied = self._edits[number], self._copy_starts[number]
        if offset >= edit.end:
            return offset - edit.end + copied + len(edit.words)
        aligned = len(edit.words) == edit.end - edit.start
        return copied + (offset - edit.start if aligned else 0)

    def _origin(self, offset: int) -> tuple[int, int]:
        """Return where the character of the copy at ``offset`` begins and ends in the original."""
        number = bisect_right(self._copy_starts, offset) - 1
        if number < 0:
            return offset, offset + 1
        edit, copied = self._edits[number], self._copy_starts[number]
        if offset >= copied + len(edit.words):
            start = offset - copied - len(edit.words) + edit.end
            return start, start + 1
        if len(edit.words) == edit.end - edit.start:
            start = offset - copied + edit.start
            return start, start + 1
        return edit.start, edit.end
