"""What the taggers hand over: a text, its blocks, and its tokens with two tags each.

``entity`` and ``attribution`` are BIOES tags ("B-Person", "S-Cue") or "O". The labels of
attribution are Source, Cue and Content, as in PolNeAR (Newell et al., LREC 2018). Nothing here
knows Stanza, so that what is made of the tags can be tried on tags written by hand.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from reader.article.block import Block
from reader.text.span import Span

Layer = Literal["entity", "attribution"]

OUTSIDE = "O"
UNMEASURED = 0.9
"""How sure a tag counts as whose tagger does not tell: about as often right as tags are."""


class Tag(NamedTuple):
    """A BIOES tag or "O", and how probable the tagger holds its label at this token (0 to 1)."""

    name: str
    sure: float = UNMEASURED


@dataclass(frozen=True, slots=True)
class TaggedToken:
    """A token at ``start`` to ``end`` (code points of the article, end exclusive).

    ``entity_sure`` and ``attribution_sure`` tell how probable the tags' labels are.
    """

    start: int
    end: int
    entity: str = OUTSIDE
    attribution: str = OUTSIDE
    entity_sure: float = UNMEASURED
    attribution_sure: float = UNMEASURED

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


@dataclass(frozen=True)
class TaggedText:
    """An article's text with its blocks and tokens in text order.

    ``tokens`` may be empty, or all their tags "O", where no model fits the language: quotation
    marks are then all there is to go by. ``title`` is the headline where the caller knows it.
    """

    text: str
    blocks: tuple[Block, ...]
    tokens: tuple[TaggedToken, ...] = ()
    language: str | None = None
    title: str | None = None


@dataclass(frozen=True, slots=True)
class TagRun:
    """A stretch under one label: ``first`` to ``last`` are token positions, last exclusive.

    ``sure`` is the mean of its tokens'.
    """

    label: str
    start: int
    end: int
    first: int
    last: int
    sure: float = UNMEASURED

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


def tag_runs(
    tokens: Sequence[TaggedToken], layer: Layer, breaks: Iterable[int] = ()
) -> list[TagRun]:
    """Return the labelled stretches of ``layer``, in text order.

    Tags that break the BIOES scheme (an I with no B, an E that never comes) still give the
    stretch they most likely meant. No stretch reaches over one of the offsets in ``breaks``
    (the starts of blocks).
    """
    starts = sorted(breaks)
    runs: list[TagRun] = []
    label, first, block = "", 0, 0

    def close(last: int) -> None:
        if label:
            sure = _mean_sure(tokens[first:last], layer)
            runs.append(TagRun(label, tokens[first].start, tokens[last - 1].end, first, last, sure))

    for position, token in enumerate(tokens):
        tag = token.entity if layer == "entity" else token.attribution
        if tag == OUTSIDE and not label:
            continue
        prefix, _, own_label = tag.partition("-")
        own_block = bisect_right(starts, token.start)
        if own_label != label or prefix in ("B", "S") or own_block != block:
            close(position)
            label, first, block = own_label, position, own_block
        if prefix in ("E", "S"):
            close(position + 1)
            label = ""
    close(len(tokens))
    return runs


def _mean_sure(tokens: Sequence[TaggedToken], layer: Layer) -> float:
    if layer == "entity":
        return sum(token.entity_sure for token in tokens) / len(tokens)
    return sum(token.attribution_sure for token in tokens) / len(tokens)


def runs_of(tagged: TaggedText, layer: Layer) -> list[TagRun]:
    """Return the labelled stretches of ``layer``, none of them reaching over a block's border."""
    return tag_runs(tagged.tokens, layer, (block.start for block in tagged.blocks))
