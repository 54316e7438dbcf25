"""What changed between two wordings, word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

from reader.text.span import Span

_TOKEN = re.compile(r"\w+(?:['’.,-]\w+)*|[^\w\s]")
_NUMBER_WORD = re.compile(
    "zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven"
    "|eigh|nine)teen|(?:twen|thir|for|fif|six|seven|eigh|nine)ty|hundreds?|thousands?|millions?"
    "|billions?|dozens?|half|quarter|third|twice"
)


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

    @property
    def of_figure(self) -> bool:
        """Whether a number is not what it was: in digits, or in English words."""
        return _numbers(self.before) != _numbers(self.after)

    @property
    def of_marks(self) -> bool:
        """Whether punctuation alone changed, such as curly quotation marks to straight ones."""
        return not any(map(str.isalnum, self.before + self.after))


def word_changes(old: str, new: str, offset: int = 0) -> tuple[WordChange, ...]:
    """Return the changes from ``old`` to ``new`` in order; white space does not count.

    ``offset`` is where ``new`` starts in its text.
    """
    return tuple(
        WordChange(before.slice(old), after.slice(new), offset + after.start, offset + after.end)
        for before, after in word_differences(old, new)
    )


def word_differences(old: str, new: str) -> Iterator[tuple[Span, Span]]:
    """Yield where words of ``old`` differ from those of ``new``, in order, as spans of both.

    A span is empty where words only came or went. White space does not count.
    """
    before = [Span(*match.span()) for match in _TOKEN.finditer(old)]
    after = [Span(*match.span()) for match in _TOKEN.finditer(new)]
    pending: tuple[int, int, int, int] | None = None
    for step in Levenshtein.opcodes(
        [span.slice(old) for span in before], [span.slice(new) for span in after]
    ):
        if step.tag == "equal":
            if pending:
                yield _difference(before, after, pending)
            pending = None
        elif pending:
            pending = (pending[0], step.src_end, pending[2], step.dest_end)
        else:
            pending = (step.src_start, step.src_end, step.dest_start, step.dest_end)
    if pending:
        yield _difference(before, after, pending)


def _difference(
    before: list[Span], after: list[Span], where: tuple[int, int, int, int]
) -> tuple[Span, Span]:
    return _hull(before, *where[:2]), _hull(after, *where[2:])


def _hull(tokens: list[Span], first: int, last: int) -> Span:
    """From the token ``first`` up to ``last``; empty, behind the one before, when there is none."""
    if last > first:
        return Span(tokens[first].start, tokens[last - 1].end)
    at = tokens[first - 1].end if first else 0
    return Span(at, at)


def _numbers(words: str) -> list[str]:
    return [
        token
        for token in (match[0].casefold() for match in _TOKEN.finditer(words))
        if _NUMBER_WORD.fullmatch(token) or any(map(str.isdigit, token))
    ]
