"""The parts an article is set in: headline, paragraph, caption and so on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from reader.text.span import Span

BlockKind = Literal[
    "headline",
    "byline",
    "dateline",
    "caption",
    "paragraph",
    "heading",
    "list item",
    "quotation",
    "credit",
]


@dataclass(frozen=True, slots=True)
class Block:
    """One block of an article, as offsets into ``Article.text``.

    Blocks stand in text order and do not overlap. Two blocks with no newline between them
    (a dateline and its paragraph, a last paragraph and its credit) are set on the same line.
    ``duplicate_of`` is the index of the earlier block that says the same (a doubled caption);
    ``level`` is the depth of a heading or list item, counted from 1, and 0 elsewhere. A block that
    ``flows`` was cut into lines by its source: its newlines count as spaces.
    """

    kind: BlockKind
    start: int
    end: int
    duplicate_of: int | None = None
    level: int = 0
    flows: bool = False

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)
