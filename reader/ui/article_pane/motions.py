"""Where the cursor of an article goes: by cluster, word, sentence, paragraph, and by line.

A motion takes a reading and an offset and gives another, which is never in hidden text.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from reader.text import motions
from reader.ui.article_pane.page import Page
from reader.ui.article_pane.reading import Reading

Motion = Callable[[Reading, int], int]


def right(reading: Reading, offset: int) -> int:
    return min(reading.shown(motions.next_grapheme(reading.text, offset)), reading.last)


def left(reading: Reading, offset: int) -> int:
    before = motions.previous_grapheme(reading.text, offset)
    return max(reading.shown(before, backwards=True), reading.first)


def next_word(reading: Reading, offset: int) -> int:
    return min(reading.shown(motions.next_word(reading.text, offset)), reading.last)


def previous_word(reading: Reading, offset: int) -> int:
    before = motions.previous_word(reading.text, offset)
    if not reading.is_shown(before):
        last_shown = reading.shown(before, backwards=True)
        before = motions.previous_word(reading.text, last_shown + 1)
    return max(before, reading.first)


def word_end(reading: Reading, offset: int) -> int:
    after = motions.word_end(reading.text, offset)
    if not reading.is_shown(after):
        first_shown = reading.shown(after)
        after = motions.word_end(reading.text, max(0, first_shown - 1))
    return min(after, reading.last)


def next_sentence(reading: Reading, offset: int) -> int:
    block = reading.block_at(offset)
    if block is None:
        return offset
    after = motions.next_start(reading.sentences_of(block), offset)
    if after is None:
        following = reading.block_after(offset)
        after = reading.sentences_of(following)[0].start if following else reading.last
    return after


def previous_sentence(reading: Reading, offset: int) -> int:
    block = reading.block_at(offset)
    if block is None:
        return offset
    before = motions.previous_start(reading.sentences_of(block), offset)
    if before is None:
        earlier = reading.block_before(block.start)
        before = reading.sentences_of(earlier)[-1].start if earlier else reading.first
    return before


def next_paragraph(reading: Reading, offset: int) -> int:
    after = motions.next_start(reading.paragraphs, offset)
    return reading.last if after is None else after


def previous_paragraph(reading: Reading, offset: int) -> int:
    before = motions.previous_start(reading.paragraphs, offset)
    return reading.first if before is None else before


MOTIONS: Mapping[str, Motion] = {
    "left": left,
    "right": right,
    "word-next": next_word,
    "word-previous": previous_word,
    "word-end": word_end,
    "sentence-next": next_sentence,
    "sentence-previous": previous_sentence,
    "paragraph-next": next_paragraph,
    "paragraph-previous": previous_paragraph,
}
"""The motions that a count repeats, by their command."""


def repeated(motion: Motion, reading: Reading, offset: int, count: int) -> int:
    """Return ``motion`` done ``count`` times, stopping early where it goes no further."""
    for _ in range(count):
        after = motion(reading, offset)
        if after == offset:
            break
        offset = after
    return offset


def by_lines(page: Page, offset: int, cell: int, lines: int) -> int:
    """Return the offset ``lines`` lines of text below (above when negative), at ``cell``.

    Blank lines between paragraphs are stepped over and do not count.
    """
    number = page.line_of(offset)
    step = 1 if lines > 0 else -1
    last = page.line_count - 1
    for _ in range(abs(lines)):
        ahead = number + step
        while 0 <= ahead <= last and page.is_blank(ahead):
            ahead += step
        if not 0 <= ahead <= last:
            break
        number = ahead
    return page.offset_at(number, cell)


def by_rows(page: Page, offset: int, cell: int, rows: int) -> int:
    """Return the offset ``rows`` screen rows below (above when negative), blank rows counted."""
    number = max(0, min(page.line_of(offset) + rows, page.line_count - 1))
    return page.offset_at(number, cell)


def line_start(page: Page, offset: int) -> int:
    return page.offset_at(page.line_of(offset), 0)


def line_end(page: Page, offset: int) -> int:
    return page.offset_at(page.line_of(offset), page.width)
