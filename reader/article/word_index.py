"""Where the rarer words of a text stand, to find a changed passage by what is left of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

COMMON = 24
"""A word or pair of words that occurs more often than this says nothing about a place."""

# Characters of scripts without spaces count as words: their pairs are what words are elsewhere.
_TOKEN = re.compile("[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]|[^\\W\u3040-\u30ff\u3400-\u9fff]+")


class WordIndex:
    """Offsets of each word and each pair of neighbouring words of ``text``."""

    def __init__(self, text: str) -> None:
        self._places: dict[str, list[int]] = {}
        places = self._places
        for key, offset in _keys(text):
            hits = places.get(key)
            if hits is None:
                places[key] = [offset]
            elif len(hits) <= COMMON:
                hits.append(offset)

    def starts(self, passage: str) -> Iterator[int]:
        """For each telling word of ``passage`` and each of its places: where ``passage`` began."""
        for key, offset in _keys(passage):
            hits = self._places.get(key, ())
            if len(hits) <= COMMON:
                for place in hits:
                    yield place - offset


@lru_cache(maxsize=1)
def word_index(text: str) -> WordIndex:
    """Return the index of ``text``.

    The last one is kept, since many anchors are put on one text.
    """
    return WordIndex(text)


def _keys(text: str) -> Iterator[tuple[str, int]]:
    before = ""
    before_start = 0
    for match in _TOKEN.finditer(text):
        word, start = match[0], match.start()
        yield word, start
        if before:
            yield f"{before} {word}", before_start
        before, before_start = word, start
