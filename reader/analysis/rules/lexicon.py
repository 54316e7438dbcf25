"""Lists of words written as running text, so that they can be read and kept in order."""

from __future__ import annotations


def lexicon(words: str) -> frozenset[str]:
    """Return the words of ``words``, which white space parts; an underscore means a space."""
    return frozenset(word.replace("_", " ") for word in words.split())
