"""Gathers what a model gets wrong: the most frequent kinds first, examples of each."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass

from reader.text.span import Span

EXAMPLES = 5
_AROUND = 40


@dataclass(frozen=True)
class Mistake:
    """A kind of mistake, how often it was made, and a few passages where it was."""

    what: str
    count: int
    examples: tuple[str, ...]


class Mistakes:
    """Counts mistakes by what they are."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()
        self._examples: dict[str, list[str]] = defaultdict(list)

    def add(self, what: str, example: str) -> None:
        self._counts[what] += 1
        if len(self._examples[what]) < EXAMPLES:
            self._examples[what].append(example)

    def most_frequent(self, limit: int = 20) -> tuple[Mistake, ...]:
        return tuple(
            Mistake(what, count, tuple(self._examples[what]))
            for what, count in self._counts.most_common(limit)
        )


def in_context(text: str, span: Span) -> str:
    """Return the passage on one line, in brackets, with some of the text around it."""
    before = text[max(0, span.start - _AROUND) : span.start]
    after = text[span.end : span.end + _AROUND]
    return " ".join(f"{before}[{span.slice(text)}]{after}".split())
