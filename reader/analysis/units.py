"""Cuts an article into the units that the taggers read: paragraphs, as in their training.

Every block is tokenised by itself, for articles often part their blocks by a single newline,
which no tokenizer takes for a border. The tokens of a block make one unit, whatever sentences
they form, up to a limit that keeps time and memory in bounds.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reader.article.block import Block
from reader.text.span import Span

UNIT_TOKENS = 400
"""Tokens in a unit at most; the longest paragraphs of the training texts have about as many."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of one stretch of text, as parallel lists.

    ``starts`` and ``ends`` are code points of the text given, ``words`` the tokens as a tagger
    is to see them, ``sentence_ends`` the positions behind the last token of each sentence.
    """

    starts: list[int]
    ends: list[int]
    words: list[str]
    sentence_ends: list[int]

    def __len__(self) -> int:
        return len(self.starts)

    def sentences(self, shift: int = 0) -> Iterator[Span]:
        """Yield the stretch of each sentence, its offsets moved by ``shift``."""
        first = 0
        for last in self.sentence_ends:
            yield Span(self.starts[first] + shift, self.ends[last - 1] + shift)
            first = last


def passages(text: str, blocks: Sequence[Block]) -> list[Span]:
    """Return the blocks to read, in text order.

    Those with words in them that no other one repeats.
    """
    return [
        block.span
        for block in blocks
        if block.duplicate_of is None and block.span.slice(text).strip()
    ]


def unit_bounds(count: int, sentence_ends: Sequence[int], limit: int = UNIT_TOKENS) -> list[int]:
    """Return where ``count`` tokens are cut into units: the position behind each unit's last token.

    Cuts stand at sentence ends as far apart as ``limit`` allows; a sentence longer than the
    limit is cut at the limit.
    """
    bounds: list[int] = []
    start = 0
    fitting = 0
    for end in [*sentence_ends, count]:
        while end - start > limit:
            start = fitting if fitting > start else start + limit
            bounds.append(start)
        fitting = end
    if start < count:
        bounds.append(count)
    return bounds
