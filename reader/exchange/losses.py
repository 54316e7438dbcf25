"""Counts what a format could not hold or a file did not say, so that it can be reported."""

from __future__ import annotations

import re
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
    """Losses as they are met; the same words are counted together."""

    counts: dict[tuple[str, str], int] = field(default_factory=dict)

    def add(self, what: str, count: int = 1, *, detail: str = "") -> None:
        """Add a loss; ``what`` and ``detail`` are as ``Loss`` has them."""
        if count:
            self.counts[what, detail] = self.counts.get((what, detail), 0) + count

    def messages(self) -> list[Loss]:
        return [Loss(count, what, detail) for (what, detail), count in self.counts.items()]
