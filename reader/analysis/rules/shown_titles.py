"""Words in marks that are titles or headings, and quotations that are alone in their paragraph."""

from __future__ import annotations

import re

from reader.analysis.rules.attribution import SMALL_IN_TITLES, Paragraph, Piece, is_title

_WORD = re.compile(r"[\w’'-]+")
BARE = 4
"""Words up to which a paragraph that ends in a colon is but who says the next one."""


def is_shown_title(paragraph: Paragraph, piece: Piece) -> bool:
    """Return whether it is a title with a mark of its own, in a sentence that nobody speaks.

    Saw “Help!”.
    """
    words = _WORD.findall(paragraph.text[piece.start : piece.end])
    starts = piece.start == paragraph.sentence_of(piece.start).start
    return not starts and not piece.tagged and len(words) <= BARE and is_title(words)


def is_heading(words: str) -> bool:
    """Several words that begin like a title's, in a script that has capitals."""
    bare = [word.strip("’'") for word in _WORD.findall(words)]
    bare = [word for word in bare if word]
    small = [word for word in bare if not word[0].isupper()]
    asked = words.rstrip("”\"’'» ").endswith(("!", "?"))
    return (
        len(bare) - len(small) > 1 and not asked and all(word in SMALL_IN_TITLES for word in small)
    )


def stands_alone(paragraph: Paragraph, piece: Piece) -> bool:
    around = (
        paragraph.text[paragraph.block.start : piece.start]
        + paragraph.text[piece.end : paragraph.block.end]
    )
    return not _WORD.search(around)
