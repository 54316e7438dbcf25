"""Numbers written in digits or English words, and what they are worth."""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import isfinite

_UNITS = {
    word: value
    for value, word in enumerate(
        """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen
        fifteen sixteen seventeen eighteen nineteen""".split()  # noqa: SIM905
    )
}
_TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50,
    "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
_SCALES = {
    "hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12,
    "dozen": 12.0, "mn": 1e6, "m": 1e6, "bn": 1e9, "b": 1e9, "tn": 1e12, "k": 1e3,
    "lakh": 1e5, "crore": 1e7, "lakhcrore": 1e12, "thousandcrore": 1e10, "cr": 1e7,
}  # fmt: skip
_PARTS = {
    "half": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7,
    "eighth": 8, "ninth": 9, "tenth": 10,
}  # fmt: skip

COMMA_DECIMALS = frozenset(
    ("bg", "cs", "da", "de", "el", "es", "fi", "fr", "hu", "id", "it", "nb", "nl", "nn", "no",
     "pl", "pt", "ro", "ru", "sk", "sl", "sv", "tr", "uk")
)  # fmt: skip
"""Languages that write a decimal comma, and part thousands by points or spaces."""

SPACED = frozenset(
    ("bg", "cs", "da", "et", "fi", "fr", "hu", "lt", "lv", "nb", "nn", "no", "pl", "pt", "ru", "sk",
     "sv", "uk")
)  # fmt: skip
"""Languages that part thousands by blanks."""

_SMALL = "|".join([*_TENS, *sorted(_UNITS, key=len, reverse=True)])
_WORD_NUMBER = rf"(?:{_SMALL})(?:[- ](?:{_SMALL}))?"
_SCALE = (
    r"(?:(?:lakh|thousand)[\s-]+crore|hundred|thousand|million|billion|trillion|dozen|lakh|crore)"
)
WORDS = (
    rf"\b(?:{_WORD_NUMBER}[\s-]and[\s-]an?[\s-](?:half|quarter)(?:\s+{_SCALE})?"
    rf"|(?:an?|one|two|three|four)[\s-](?:third|quarter|fifth)s?\s+of\s+an?\s+{_SCALE}"
    rf"|(?:half\s+a|an?|{_WORD_NUMBER})[\s-]{_SCALE}"
    rf"(?:\s+(?:and\s+)?(?:{_WORD_NUMBER}(?:\s+{_SCALE})?|{_SCALE})){{0,3}}|{_WORD_NUMBER}"
    r"|an?\s+single)\b"
)
"""A number in words: twenty-two, a dozen, three hundred and five, two and a half million."""
DIGITS = r"(?<![\w.,:/#@$])(?<![^\s(]-)\d+(?:[.,'’\u00a0\u202f]\d+)*"
_LETTER_SCALE = (
    r"(?:(?<=\d)[mbk]\b(?=\s*(?:[–—-]|to|and)\s*\d[\d.]*[mbk]\b|\s+(?!hurdles|runners|races|sprints"
    r"|relays|waves|swells|from|of|by|tall|walls|poles|trees|yachts|boats)(?:[a-z]+s|people|men"
    r"|women|children)\b))"
)
"""1.2m people, 1.2m–1.4m; not 1.2m tall, where the letter is a measure."""
DIGIT_SCALE = rf"(?:[\s\u00a0-]?{_SCALE}s?\b|\s?(?:mn|bn|tn)\b|{_LETTER_SCALE})"
MONEY_SCALE = rf"(?:[\s\u00a0-]?{_SCALE}s?\b|\s?(?:mn|bn|tn|cr|[mbk])\b)"
_AND_A_PART = re.compile(rf"(?P<whole>.+) and an? (?P<part>half|quarter)(?: (?P<scale>{_SCALE}))?")
_PART_OF_A = re.compile(
    rf"(?P<count>an?|one|two|three|four) (?P<part>third|quarter|fifth)s? of an? (?P<scale>{_SCALE})"
)
NUMBER_BEGINS = re.compile(
    rf"(?=[\dA-Za-z$€£¥₹₩₪₽₺₴₦฿₫₱])(?:\d|[$€£¥₹₩₪₽₺₴₦฿₫₱]|\b(?=[oOtTfFsSeEnNzZhHaA])"
    rf"(?:{_SMALL}|half|an?\s+(?:single|{_SCALE}|third|quarter|fourth|fifth|sixth|seventh"
    r"|eighth|ninth|tenth))\b)",
    re.IGNORECASE,
)
"""Where a figure may begin: a cheap test before the dear one."""
FRACTION = (
    r"\b(?:(?:an?|one|two|three|four|five|seven|nine)[\s-]"
    rf"(?:third|quarter|fourth|fifth|sixth|seventh|eighth|ninth|tenth)s?(?!\s+of\s+an?\s+{_SCALE})"
    rf"|half(?!\s+(?:an?\s+)?{_SCALE})|(?:{_WORD_NUMBER}|\d+)\s+(?:in|out\s+of)\s+(?:every\s+)?(?:{_WORD_NUMBER}|\d+))\b"
)
"""A share: a third, two thirds, half, one in ten."""


@dataclass(frozen=True, slots=True)
class Shape:
    """How a language writes numbers in digits."""

    decimal: str = "."
    grouping: str = ","


def shape_of(language: str | None) -> Shape:
    return Shape(",", ".") if language in COMMA_DECIMALS else Shape()


def value_of(words: str, shape: Shape) -> float | None:
    """Return what a number is worth; None when ``words`` are no number after all.

    A scale in letters is part of it: "2.5 million" is worth 2500000.
    """
    digits = re.match(r"\d+(?:[.,'’\u00a0\u202f]\d+)*", words)
    if digits is None:
        return _in_words(words)
    value = _in_digits(digits.group(), shape)
    scale = re.sub(r"[\s\u00a0-]", "", words[digits.end() :]).lower()
    if value is None or not scale:
        return value
    factor = _SCALES.get(scale) or _SCALES.get(scale.rstrip("s"))
    return as_whole(value * factor) if factor else value


def scale_of(words: str) -> float:
    """Return the last scale that ``words`` name: 1000000 for "3 million", 1 for "12"."""
    named = re.findall(rf"{_SCALE}|mn|bn|tn|cr\b|(?<=\d)[mbk]\b", words.lower())
    return _SCALES[re.sub(r"\s", "", named[-1])] if named else 1


def share_of(words: str) -> float | None:
    """Return what a fraction is worth: 0.25 for a quarter, 0.1 for one in ten."""
    low = words.lower()
    ratio = re.split(r"(?<!\s)\s+(?:in|out\s+of)\s+(?:every\s+)?", low)
    if len(ratio) == 2:
        part, whole = value_of(ratio[0], Shape()), value_of(ratio[1], Shape())
        return round(part / whole, 4) if part and whole else None
    if low == "half":
        return 0.5
    count, _, part_name = re.sub(r"[\s-]+", " ", low).partition(" ")
    divisor = _PARTS.get(part_name) or _PARTS.get(part_name.rstrip("s"))
    number = 1 if count in ("a", "an") else _UNITS.get(count)
    return round(number / divisor, 4) if number and divisor else None


def _in_digits(written: str, shape: Shape) -> float | None:
    plain = re.sub(r"['’\u00a0\u202f]", shape.grouping, written)
    groups = plain.split(shape.grouping)
    if len(groups) > 1:
        last = groups[-1].partition(shape.decimal)[0]
        grouped = all(len(group) == 3 for group in groups[1:-1]) and len(last) == 3
        indian = all(len(group) in (2, 3) for group in groups[1:-1]) and len(last) == 3
        if len(groups[0]) > 3 or not (grouped or indian):
            return None
    number = "".join(groups).replace(shape.decimal, ".")
    return as_whole(float(number)) if number.count(".") <= 1 else None


def _in_words(words: str) -> float | None:
    """Return the value of a number in English words: the parts before each scale are multiplied."""
    words = re.sub(r"[\s-]+", " ", words.lower())
    words = re.sub(r"\b(lakh|thousand) crore\b", r"\1crore", words)
    broken = _AND_A_PART.fullmatch(words)
    if broken is not None:
        whole = _in_words(broken["whole"])
        scale = _SCALES[broken["scale"]] if broken["scale"] else 1
        return as_whole((whole + 1 / _PARTS[broken["part"]]) * scale) if whole is not None else None
    part_of = _PART_OF_A.fullmatch(words)
    if part_of is not None:
        count = _UNITS.get(part_of["count"], 1)
        return as_whole(count * _SCALES[part_of["scale"]] / _PARTS[part_of["part"]])
    total, part = 0.0, 0.0
    for word in words.split():
        if word in ("and", ""):
            continue
        if word in ("a", "an"):
            part += 0 if part else 1
        elif word == "single":
            part = 1
        elif word == "half":
            part = 0.5
        elif word in _UNITS or word in _TENS:
            part += _UNITS.get(word, 0) + _TENS.get(word, 0)
        elif word in ("hundred", "dozen"):
            part = (part or 1) * _SCALES[word]
        elif word in _SCALES:
            total += (part or 1) * _SCALES[word]
            part = 0.0
        else:
            return None
        if "half" in words and word == "a":
            part = 0.5
    return as_whole(total + part)


def as_whole(value: float) -> float:
    """Return the same number, as an integer where it is one, so that it is written without ".0"."""
    if not isfinite(value):
        return value
    rounded = round(value, 6)
    return int(rounded) if rounded == int(rounded) and abs(rounded) < 1e15 else rounded
