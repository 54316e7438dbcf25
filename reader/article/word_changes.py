"""What changed between two wordings, word by word."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

_TOKEN = re.compile(r"\w+(?:['’.,-]\w+)*|[^\w\s]")


@dataclass(frozen=True, slots=True)
class WordChange:
    """``before`` became ``after``; one of them is empty when words went or came.

    ``start`` and ``end`` are offsets of ``after`` in the new text.
    """

    before: str
    after: str
    start: int
    end: int

    def __str__(self) -> str:
        if not self.before:
            return f"“{self.after}” added"
        if not self.after:
            return f"“{self.before}” left out"
        return f"“{self.before}” became “{self.after}”"


def word_changes(old: str, new: str, offset: int = 0) -> tuple[WordChange, ...]:
    """The changes from ``old`` to ``new`` in order; white space does not count.

    ``offset`` is where ``new`` starts in its text.
    """
    before = [match.span() for match in _TOKEN.finditer(old)]
    after = [match.span() for match in _TOKEN.finditer(new)]
    operations = Levenshtein.opcodes(
        [old[start:end] for start, end in before], [new[start:end] for start, end in after]
    )
    found: list[WordChange] = []
    pending: tuple[int, int, int, int] | None = None
    for operation in operations:
        if operation.tag == "equal":
            if pending:
                found.append(_change(old, new, before, after, pending, offset))
            pending = None
        elif pending:
            pending = (pending[0], operation.src_end, pending[2], operation.dest_end)
        else:
            pending = (
                operation.src_start,
                operation.src_end,
                operation.dest_start,
                operation.dest_end,
            )
    if pending:
        found.append(_change(old, new, before, after, pending, offset))
    return tuple(found)


def _change(
    old: str,
    new: str,
    before: list[tuple[int, int]],
    after: list[tuple[int, int]],
    where: tuple[int, int, int, int],
    offset: int,
) -> WordChange:
    first, last, new_first, new_last = where
    gone = old[before[first][0] : before[last - 1][1]] if last > first else ""
    if new_last > new_first:
        start, end = after[new_first][0], after[new_last - 1][1]
    else:
        start = end = after[new_first - 1][1] if new_first else 0
    return WordChange(gone, new[start:end], offset + start, offset + end)
