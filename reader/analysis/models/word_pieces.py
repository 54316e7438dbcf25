"""Cuts words into the pieces that an encoder knows, and keeps what their capitals tell.

The encoder's vocabulary has no capitals and no accents (WordPiece, as in Devlin et al., "BERT",
NAACL 2019). What the letters of a word looked like goes along as a number, its shape.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

PAD, UNKNOWN, START, END, MASK = "[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"
LONGEST = 100
"""Letters of a word at most: a longer one is unknown, as it was to the encoder."""
WORDS_KEPT = 20_000
"""Words whose pieces are kept: those met first, which are the frequent ones."""

LOWER, TITLE, INITIAL, UPPER, MIXED, DIGITS, WITH_DIGITS, OTHER = range(1, 9)
FOLLOWS = 8
"""Added to the shape of every piece of a word but its first."""
SHAPES = 2 * FOLLOWS + 1

_SPELLED = {
    "``": "“", "''": "”", "-LRB-": "(", "-RRB-": ")", "-LSB-": "[", "-RSB-": "]",
    "-LCB-": "{", "-RCB-": "}",
}  # fmt: skip
"""Marks as treebanks spell them."""
_PART = re.compile(r"[^\W_]+|\S")
_MARKS = "Mn"


class WordPieces:
    """Knows ``vocabulary``, a piece a place; a piece that goes on begins with ``##``."""

    def __init__(self, vocabulary: Sequence[str]) -> None:
        self.vocabulary = vocabulary
        self._places = {piece: place for place, piece in enumerate(vocabulary)}
        self._unknown = self._places[UNKNOWN]
        self.pad, self.start, self.end = (self._places[one] for one in (PAD, START, END))
        self._kept: dict[str, tuple[tuple[int, ...], tuple[int, ...]]] = {}

    def of(self, word: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Return the pieces of ``word`` and the shape of each; at least one."""
        found = self._kept.get(word)
        if found is None:
            found = self._cut(word)
            if len(self._kept) < WORDS_KEPT:
                self._kept[word] = found
        return found

    def _cut(self, word: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
        pieces: list[int] = []
        shapes: list[int] = []
        composed = unicodedata.normalize("NFC", _SPELLED.get(word, word))
        for part in _PART.findall(composed):
            own = self._greedy(_plain(part))
            pieces += own
            shapes += [_shape(part)] * len(own)
        if not pieces:
            return (self._unknown,), (OTHER,)
        return tuple(pieces), (shapes[0], *(shape + FOLLOWS for shape in shapes[1:]))

    def _greedy(self, letters: str) -> list[int]:
        """Return the longest pieces from the left that make up ``letters``, or the unknown one."""
        if len(letters) > LONGEST:
            return [self._unknown]
        found = []
        first, ahead = 0, ""
        while first < len(letters):
            last = len(letters)
            while last > first and ahead + letters[first:last] not in self._places:
                last -= 1
            if last == first:
                return [self._unknown]
            found.append(self._places[ahead + letters[first:last]])
            first, ahead = last, "##"
        return found


def _plain(part: str) -> str:
    """Return ``part`` in small letters without accents."""
    if part.isascii():
        return part.lower()
    apart = unicodedata.normalize("NFD", part.lower())
    return "".join(letter for letter in apart if unicodedata.category(letter) != _MARKS)


def _shape(part: str) -> int:
    if part.isdigit():
        return DIGITS
    if any(letter.isdigit() for letter in part):
        return WITH_DIGITS
    if part.islower():
        return LOWER
    if part.isupper():
        return UPPER if len(part) > 1 else INITIAL
    if part[0].isupper() and part[1:].islower():
        return TITLE
    return MIXED if part.isalpha() and part.lower() != part else OTHER
