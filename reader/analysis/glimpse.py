"""What can be said of the paragraphs in view before the whole article is read.

Where something is, and of what kind. Who somebody is and who speaks needs the whole article: until
then a name is its own words, and every quote is without a speaker.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from reader.analysis.findings import Findings
from reader.article.block import Block
from reader.text.span import Span

SHARE = 8
"""Paragraphs in view are read first where the whole is so many times as long, or longer."""


def blocks_in_view(blocks: Sequence[Block], view: Span) -> list[Block]:
    """Return the blocks that are at least in part in ``view``; none where to wait is no worse."""
    near = [block for block in blocks if block.start < view.end and view.start < block.end]
    size = sum(block.end - block.start for block in near)
    return near if size * SHARE <= sum(block.end - block.start for block in blocks) else []


def glimpse(found: Findings, blocks: Sequence[Block]) -> Findings:
    """Return what was ``found`` within ``blocks``, without all that other paragraphs may change."""

    def is_within(spans: Sequence[Span]) -> bool:
        return all(any(b.start <= s.start and s.end <= b.end for b in blocks) for s in spans)

    return Findings(
        found.fingerprint,
        found.language,
        found.models,
        entities=tuple(
            replace(each, name=each.text, person=None)
            for each in found.entities
            if is_within([each.span])
        ),
        quotes=tuple(
            replace(
                each,
                cue=None,
                source=None,
                speaker=None,
                speaker_kind="unknown",
                person=None,
                parent=None,
                rule="",
            )
            for each in found.quotes
            if is_within(each.spans)
        ),
        figures=tuple(
            replace(each, cue=None, source=None, speaker=None)
            for each in found.figures
            if is_within([each.span])
        ),
    )
