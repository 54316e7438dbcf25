"""What a number in an article is worth, and how its language writes numbers."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass

from reader.analysis.findings import FigureKind
from reader.analysis.rules.numerals import Shape


@dataclass(frozen=True, slots=True)
class Worth:
    """What a matched number is: its kind, the end of its text, values, unit and currency."""

    kind: FigureKind
    end: int
    low: float
    high: float | None = None
    unit: str | None = None
    currency: str | None = None


@dataclass(frozen=True, slots=True)
class How:
    """How the article's language writes numbers, and where its quotations close."""

    shape: Shape
    closing: Set[int]
    language: str
