"""The words of a claim as they are compared: without addresses, case, accents and endings."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from reader.meaning.function_words import FUNCTION_WORDS

_ADDRESS = re.compile(r"(?:https?://|www\.|pic\.twitter\.com/)\S+")
_JOINED = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_WORD = re.compile(r"[^\W_]+")
_ENDINGS = ("ings", "ing", "edly", "ed", "ies", "es", "s", "ly")
_STEM = 3
"""Letters that are left of a word at least."""
_RARE = 0.4
"""A word that weighs less than this share of the heaviest says too little to be named."""


def without_addresses(text: str) -> str:
    return " ".join(_ADDRESS.sub(" ", text).split())


def stems(text: str) -> list[str]:
    """Return the words of ``text`` without their endings, in order; #TwoWords are two.

    Words without a meaning of their own are left out: among few texts they would count as much as
    any other.
    """
    return [stem(word) for word in _content_words(text)]


def _content_words(text: str) -> list[str]:
    words = _WORD.findall(_JOINED.sub(" ", without_addresses(text)))
    return [word for word in words if word.lower() not in FUNCTION_WORDS]


@lru_cache(maxsize=1 << 16)
def stem(word: str) -> str:
    plain = _plain(word)
    for ending in _ENDINGS:
        if plain.endswith(ending) and len(plain) - len(ending) >= _STEM:
            plain = plain[: -len(ending)]
            break
    return plain[:-1] if plain.endswith("e") and len(plain) > _STEM else plain


def same_words(text: str) -> str:
    """Return what two wordings share that differ in case, marks and accents alone."""
    return " ".join(_plain(word) for word in _WORD.findall(text))


def shared_words(text: str, other: str, weight: dict[str, float], most: int = 6) -> list[str]:
    """Return words of ``text`` that ``other`` has too, those that ``weight`` most, in order.

    Words without a meaning of their own are never among them.
    """
    there = set(stems(other))
    found: dict[str, str] = {}
    for word in _content_words(text):
        if stem(word) in there:
            found.setdefault(stem(word), word)
    least = _RARE * max((weight.get(each, 0.0) for each in found), default=0.0)
    best = sorted(found, key=lambda each: -weight.get(each, 0.0))[:most]
    return [word for each, word in found.items() if each in best and weight.get(each, 0.0) >= least]


def _plain(word: str) -> str:
    lower = word.lower()
    if lower.isascii():
        return lower
    apart = unicodedata.normalize("NFD", lower)
    return "".join(each for each in apart if unicodedata.category(each) != "Mn")
