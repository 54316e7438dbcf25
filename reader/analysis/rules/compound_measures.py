"""Measures in two units: 6' 2", 5ft 11in, 5 feet 4 inches, 6-foot-2, 12lb 4oz. And weights."""

from __future__ import annotations

import re
from typing import NamedTuple

_FEET = re.compile(
    r"(?P<feet>\d{1,3})(?:(?:\s|-)?(?:ft|feet|foot)\b\.?,?(?:\s|-)?|['’′]\s?)"
    r"(?P<inches>\d{1,2}(?:\.\d{1,2})?)(?:\s?(?:in|inch|inches)\b|(?P<mark>[\"”″]|['’]{2})|(?<=foot-\d)\b"
    r"|(?<=foot-\d\d)\b)"
)
_POUNDS = re.compile(r"(?P<pounds>\d{1,3})\s?lbs?\.?,?\s?(?P<ounces>\d{1,2})\s?(?:oz|ounces?)\b")
_MOST_INCHES, _MOST_OUNCES = 12, 16
_OF_WEIGHT = re.compile(
    r"(?:\bweigh\w*|\btip(?:s|ped)?\s+the\s+scales\s+at|\blift\w*|\bbench(?:es|ed)?|\blost|\bgained|\bshed"
    r"|\bheavy\s+at|[\"”″]\s+and|\b(?:inches|tall|feet)(?:,|\s+and))\s+"
    r"(?:(?:about|around|over|nearly|almost|just|only|some|up\s+to|more\s+than|at\s+least)\s+)?$",
    re.IGNORECASE,
)
_OF_SOMETHING = re.compile(
    r"\s+(?:of\s+(?!public|taxpayer|state|debt|aid|damage)[a-z]|heavier|lighter)"
)


class Compound(NamedTuple):
    """What a measure in two units is worth in the smaller, and where it ends."""

    value: float
    end: int
    unit: str


def compound_measure(text: str, start: int, limit: int) -> Compound | None:
    """Return the measure in two units that begins at ``start``."""
    feet = _FEET.match(text, start, limit)
    if feet is not None and float(feet["inches"]) < _MOST_INCHES:
        value = int(feet["feet"]) * _MOST_INCHES + float(feet["inches"])
        return Compound(value, feet.end(), "inches")
    pounds = _POUNDS.match(text, start, limit)
    if pounds is not None and int(pounds["ounces"]) < _MOST_OUNCES:
        value = int(pounds["pounds"]) * _MOST_OUNCES + int(pounds["ounces"])
        return Compound(value, pounds.end(), "ounces")
    return None


def is_weight(text: str, start: int, end: int, floor: int) -> bool:
    """Return whether the pounds at ``start`` to ``end`` are a weight and no money."""
    lead = text[max(floor, start - 40) : start]
    return _OF_WEIGHT.search(lead) is not None or _OF_SOMETHING.match(text, end) is not None
