"""What an article reads like, whatever the width: paragraphs, sentences, words, what is hidden.

Some of an article's text is not shown (a caption that occurs twice, source indentation). A
place in hidden text is taken for the next one that is shown.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from functools import cached_property

from reader.article.article import Article, Link
from reader.article.block import Block
from reader.article.reading_order import segments
from reader.text import motions, words
from reader.text.span import Span


class Reading:
    """An article in reading order. Offsets are those of the article's text."""

    def __init__(self, article: Article) -> None:
        self.article = article
        self.text = article.text
        self.segments = [part for part in segments(article) if part.start < part.end]
        self._starts = [part.start for part in self.segments]
        self._sentences: dict[int, list[Span]] = {}

    @cached_property
    def blocks(self) -> list[Block]:
        """The blocks that are shown."""
        return [
            block
            for block in self.article.blocks
            if block.duplicate_of is None and block.start < block.end
        ]

    @cached_property
    def _block_starts(self) -> list[int]:
        return [block.start for block in self.blocks]

    @cached_property
    def paragraphs(self) -> list[Span]:
        """Blocks set on the same lines taken together, in text order."""
        found: list[Span] = []
        for block in self.blocks:
            if found and "\n" not in self.text[found[-1].end : block.start]:
                found[-1] = Span(found[-1].start, block.end)
            else:
                found.append(block.span)
        return found

    @cached_property
    def _paragraph_starts(self) -> list[int]:
        return [span.start for span in self.paragraphs]

    @property
    def is_empty(self) -> bool:
        return not self.segments

    @property
    def first(self) -> int:
        """The first place to be: 0 in an empty article."""
        return self._starts[0] if self._starts else 0

    @property
    def last(self) -> int:
        """The last character shown."""
        return self._last_of(len(self.segments) - 1) if self.segments else 0

    def _last_of(self, at: int) -> int:
        """Return the last character of a segment."""
        part = self.segments[at]
        return max(part.start, motions.previous_grapheme(self.text, part.end))

    def is_shown(self, offset: int) -> bool:
        at = bisect_right(self._starts, offset) - 1
        return at >= 0 and offset < self.segments[at].end

    def shown(self, offset: int, *, backwards: bool = False) -> int:
        """Return ``offset`` if it is shown, else the next place that is (or the one before)."""
        if not self.segments:
            return 0
        at = bisect_right(self._starts, offset) - 1
        if at >= 0 and offset < self.segments[at].end:
            return offset
        if at < 0:
            return self.first
        if backwards or at + 1 == len(self.segments):
            return self._last_of(at)
        return self.segments[at + 1].start

    def block_at(self, offset: int) -> Block | None:
        """Return the shown block that holds ``offset``, else the nearest before it.

        Else the first.
        """
        if not self.blocks:
            return None
        return self.blocks[max(0, bisect_right(self._block_starts, offset) - 1)]

    def blocks_between(self, start: int, end: int) -> list[Block]:
        """Return the shown blocks that share a character with ``start`` to ``end``."""
        at = max(0, bisect_right(self._block_starts, start) - 1)
        found = []
        while at < len(self.blocks) and self.blocks[at].start < end:
            if self.blocks[at].end > start:
                found.append(self.blocks[at])
            at += 1
        return found

    def block_after(self, offset: int) -> Block | None:
        """Return the first shown block that begins behind ``offset``."""
        at = bisect_right(self._block_starts, offset)
        return self.blocks[at] if at < len(self.blocks) else None

    def block_before(self, offset: int) -> Block | None:
        """Return the last shown block that begins before ``offset``."""
        at = bisect_left(self._block_starts, offset)
        return self.blocks[at - 1] if at else None

    def paragraph_number(self, offset: int) -> int:
        """Return the index of the paragraph that holds ``offset`` or is the nearest before it."""
        return max(0, bisect_right(self._paragraph_starts, offset) - 1)

    def paragraph_at(self, offset: int) -> Span:
        """Return the paragraph that holds ``offset``, without white space around it."""
        if not self.paragraphs:
            return Span(0, 0)
        return self.trimmed(self.paragraphs[self.paragraph_number(offset)])

    def sentences_of(self, block: Block) -> list[Span]:
        from reader.text.sentences import sentences

        known = self._sentences.get(block.start)
        if known is None:
            known = sentences(self.text, block.start, block.end) or [self.trimmed(block.span)]
            self._sentences[block.start] = known
        return known

    def sentence_at(self, offset: int) -> Span:
        """Return the sentence that holds ``offset``; between two, the one before."""
        block = self.block_at(offset)
        if block is None:
            return Span(0, 0)
        found = self.sentences_of(block)
        at = bisect_right(found, offset, key=lambda span: span.start) - 1
        return found[max(0, at)]

    def word_at(self, offset: int) -> Span:
        """Return the word that holds ``offset``; one cluster where there is none."""
        place = self.shown(offset)
        return words.word_at(self.text, place) or self.grapheme_at(place)

    def grapheme_at(self, offset: int) -> Span:
        """Return the cluster that holds ``offset``, without what of it is hidden."""
        start = motions.grapheme_start(self.text, offset)
        at = bisect_right(self._starts, offset) - 1
        if at >= 0:
            start = max(start, self._starts[at])
        return Span(start, motions.next_grapheme(self.text, start))

    def links_between(self, start: int, end: int) -> list[Span]:
        """Return the links that share a character with ``start`` to ``end``."""
        links = self.article.links
        if not links:
            return []
        found = []
        for number in range(bisect_left(self._link_ends, start + 1), len(links)):
            if links[number].start >= end:
                break
            found.append(Span(links[number].start, links[number].end))
        return found

    def link_at(self, offset: int) -> Link | None:
        """Return the link that ``offset`` is on."""
        at = bisect_left(self._link_ends, offset + 1)
        links = self.article.links
        return links[at] if at < len(links) and links[at].start <= offset else None

    @cached_property
    def _link_ends(self) -> list[int]:
        return [link.end for link in self.article.links]

    def trimmed(self, span: Span) -> Span:
        """Return ``span`` without white space at its ends."""
        words = self.text[span.start : span.end]
        start = span.start + len(words) - len(words.lstrip())
        return Span(start, max(start, span.start + len(words.rstrip())))
