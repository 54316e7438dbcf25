"""What a sentence shows that the learnt check-worthiness weighs: words, letters, names, figures.

Words, pairs of words and the letter groups of words are hashed into ``2 ** BITS`` places; digits
count by their number only. Each other feature has a name and the words that show it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from zlib import crc32

from reader.meaning.worth_words import AGAINST, FOR, small

BITS = 18
SHORTEST, LONGEST = 2, 5
"""Letters of a letter group."""
_TOKEN = re.compile(r"\w[\w'’]*|[%$€£?!]")
_NUMBER = re.compile(r"\d[\d,.]*\d|\d")
_MOST_DIGITS = 5

_SAYS_I = re.compile(r"\b(?:I|I['’](?:m|ve|d|ll))\b")
_SAYS_WE = re.compile(r"\b(?:we|our|us)\b", re.IGNORECASE)
_OF_OTHERS = re.compile(r"\b(?:he|she|they|his|her|their)\b", re.IGNORECASE)
_TO_YOU = re.compile(r"\byou\b", re.IGNORECASE)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_PAST = re.compile(r"\b\w+ed\b")
_WAS = re.compile(r"\b(?:was|were|had|did|has|have)\b", re.IGNORECASE)
_TO_COME = re.compile(r"\b(?:will|would|should|going to|must|can)\b", re.IGNORECASE)
_SHARE = re.compile(r"%|percent|per cent", re.IGNORECASE)
_MONEY = re.compile(r"[$€£]")
_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("a share", _SHARE),
    ("money", _MONEY),
    ("own experience", _SAYS_I),
    ("“we”", _SAYS_WE),
    ("about others", _OF_OTHERS),
    ("a year", _YEAR),
    ("spoken to “you”", _TO_YOU),
    ("the past", _PAST),
    ("the past", _WAS),
    ("the future", _TO_COME),
)
LENGTH, NUMBER = "length", "a number"
NAMES = (
    *(LENGTH, LENGTH, NUMBER, NUMBER, "a question", "few words", "few words", "names"),
    *(name for name, _ in _PATTERNS),
    *(name for name, _ in FOR),
    *(name for name, _ in AGAINST),
)
"""The name of each feature with a name, in order; two that share a name count as one."""


@dataclass(frozen=True, slots=True)
class Shown:
    """``value`` of a named feature, and the words that show it."""

    value: float
    words: str = ""


def named_features(text: str, figures: Sequence[str] = ()) -> list[Shown]:
    """Return the features with a name, in the order of ``NAMES``.

    ``figures`` are the words of those found in the text; they count where it has no digits.
    """
    words = text.split()
    count = len(words)
    numbers = _NUMBER.findall(text) or list(figures)
    capitals = [each for each in words[1:] if each[:1].isupper()]
    lower = small(text)
    shown = [
        Shown(min(count, 50) / 20),
        Shown(math.log1p(count)),
        Shown(float(bool(numbers)), " ".join((*figures, *numbers, "")[0].split())),
        Shown(min(len(numbers), 4) / 2),
        Shown(float(text.rstrip(" ”’\"'").endswith("?")), "?"),
        Shown(float(count < 6)),
        Shown(float(count < 9)),
        Shown(len(capitals) / 5, " ".join(capitals[:2])),
    ]
    for _, pattern in _PATTERNS:
        found = pattern.search(text)
        shown.append(Shown(float(bool(found)), found[0] if found else ""))
    for _, kind in (*FOR, *AGAINST):
        has = kind.search(text, lower)
        shown.append(Shown(float(bool(has)), has))
    return shown


def tokens(text: str) -> list[str]:
    """Return words and a few signs in lower case, each number as zeros, at most five."""
    plain = text.lower().replace("’", "'")
    return _TOKEN.findall(_NUMBER.sub(_zeros, plain))


def _zeros(number: re.Match[str]) -> str:
    return "0" * min(sum(map(str.isdigit, number[0])), _MOST_DIGITS)


def word_places(words: list[str]) -> dict[int, str]:
    """Return the places of the words and pairs of words, each with what it is made of."""
    found: dict[int, str] = {}
    for word in words:
        found.setdefault(_place(word), word)
    for first, second in zip(["<", *words], [*words, ">"], strict=True):
        pair = f"{first} {second}"
        found.setdefault(_place(pair), pair.strip("<> "))
    return found


def letter_places(words: list[str]) -> dict[int, str]:
    """Return the places of the letter groups, each with the first word that has it."""
    found: dict[int, str] = {}
    for word in dict.fromkeys(words):
        for place in _letters(word):
            found.setdefault(place, word)
    return found


@lru_cache(maxsize=1 << 14)
def _letters(word: str) -> tuple[int, ...]:
    return tuple(_place(group) for group in dict.fromkeys(_groups(f"^{word}$")))


def _groups(marked: str) -> Iterator[str]:
    for size in range(SHORTEST, LONGEST + 1):
        for start in range(len(marked) - size + 1):
            yield f"#{marked[start : start + size]}"


def _place(feature: str) -> int:
    return crc32(feature.encode()) & ((1 << BITS) - 1)


def shares(text: str) -> list[tuple[Mapping[int, str], float]]:
    """Return the two groups of hashed features of ``text``, each with its members' value."""
    words = tokens(text)
    groups = (word_places(words), letter_places(words))
    return [(group, len(group) ** -0.5) for group in groups if group]
