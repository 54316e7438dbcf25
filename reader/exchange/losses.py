"""Counts what a format could not hold or a file did not say, so that it can be reported."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

_EITHER = re.compile(r"\[([^|\[\]]*)(?:\|([^\[\]]*))?\]")


@dataclass(frozen=True, slots=True)
class Loss:
    """Something that was lost or changed: how many, and what happened to them.

    ``what`` holds both numbers: ``mark[s] [was|were] joined``. ``detail`` is shown as it is.
    """

    count: int
    what: str
    detail: str = ""

    def __str__(self) -> str:
        words = _EITHER.sub(self._number, self.what)
        return f"{self.count} {words}" + (f": {self.detail}" if self.detail else "")

    def _number(self, either: re.Match[str]) -> str:
        one, many = either.groups()
        if many is None:
            one, many = "", one
        return str(one if self.count == 1 else many)


def in_short(words: str) -> str:
    """Return the beginning of ``words`` as a detail of a loss, so that it can be found again."""
    plain = " ".join(words.split())
    return f"“{plain[:60]}…”" if len(plain) > 61 else f"“{plain}”"


@dataclass(slots=True)
class Losses:
    """Losses as they are met; the same words are counted together.

    ``assumed`` is what was read by a guess that a person should know of; nothing is lost by it.
    """

    counts: dict[tuple[str, str], int] = field(default_factory=dict)
    assumed: dict[str, int] = field(default_factory=dict)

    def add(self, what: str, count: int = 1, *, detail: str = "") -> None:
        """Add a loss; ``what`` and ``detail`` are as ``Loss`` has them."""
        if count:
            self.counts[what, detail] = self.counts.get((what, detail), 0) + count

    def assume(self, what: str, count: int = 1) -> None:
        """Count something that was guessed; ``what`` as ``Loss`` has it."""
        if count:
            self.assumed[what] = self.assumed.get(what, 0) + count

    @contextmanager
    def passing_over(self, what: str, *, detail: str = "") -> Iterator[None]:
        """Count an entry whose shape is none that its format knows, and goes on behind it."""
        try:
            yield
        except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
            self.add(what, detail=detail)

    def messages(self) -> list[Loss]:
        lost = [Loss(count, what, detail) for (what, detail), count in self.counts.items()]
        return lost + [Loss(count, what) for what, count in self.assumed.items()]
