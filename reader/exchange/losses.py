"""What a format could not hold or a file could not tell: counted, so that it can be said."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Loss:
    """Something that did not go through: how many, and what became of them."""

    count: int
    what: str

    def __str__(self) -> str:
        return f"{self.count} {self.what}"


@dataclass(slots=True)
class Losses:
    """Losses as they are met; the same words are counted together."""

    counts: dict[str, int] = field(default_factory=dict)

    def add(self, what: str, count: int = 1) -> None:
        if count:
            self.counts[what] = self.counts.get(what, 0) + count

    def told(self) -> list[Loss]:
        return [Loss(count, what) for what, count in self.counts.items()]
