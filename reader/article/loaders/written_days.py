"""The day that a short line of a page gives, whatever language its month is written in.

A line that may be read in two ways gives none.
"""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from functools import cache

_EAST_ASIAN = re.compile(r"(\d{4})\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일]")
_EITHER_ORDER = re.compile(r"\b(\d{1,2})[/-](\d{1,2})[/-]\d{4}\b")
_CLOCK = re.compile(r"\b\d{1,2}:\d{2}(?::\d{2})?(?!\d)")
_BARS = re.compile(r"(?<=\d)\s\|\s(?=\d)")
_MONTHS = 12
_NUMBER = re.compile(r"\d+")
_MONTH = r"(?P<month>[^\W\d_]{3,20})\.?"
_DAY_FIRST = re.compile(
    rf"\b(?P<day>\d{{1,2}})(?:\.|º|°|er|-?го)?\s(?:de\s|di\s|d['’])?{_MONTH},?\s(?:de\s|del\s)?"
    r"(?P<year>\d{4})\b",
    re.IGNORECASE,
)
_MONTH_FIRST = re.compile(
    rf"\b{_MONTH}\s(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s(?P<year>\d{{4}})\b", re.IGNORECASE
)
_YEAR_FIRST = re.compile(rf"\b(?P<year>\d{{4}})\.?\s{_MONTH}\s(?P<day>\d{{1,2}})\b", re.IGNORECASE)
_LANGUAGES = (
    "bg", "ca", "cs", "da", "de", "de_AT", "el", "en", "es", "et", "eu", "fi", "fr", "gl", "hr",
    "hu", "id", "it", "lt", "lv", "nb", "nl", "pl", "pt", "ro", "ru", "sk", "sl", "sr", "sv", "tr",
    "uk",
)  # fmt: skip
_EARLIEST = datetime(1995, 1, 1)


def day_of_line(line: str) -> str | None:
    """Return the day (ISO 8601) that a line gives with its year and in one reading alone."""
    from htmldate.extractors import custom_parse

    line = _BARS.sub(".", _CLOCK.sub("", _EAST_ASIAN.sub(r"\1-\2-\3", line)))
    line = " ".join(line.split())
    either = _EITHER_ORDER.search(line)
    if either is not None and either[1] != either[2] and max(map(int, either.groups())) <= _MONTHS:
        return None
    numbers = {int(each) for each in _NUMBER.findall(line)}
    if not any(1900 < each < 2200 for each in numbers):
        return None
    latest = datetime.now(UTC).replace(tzinfo=None) + timedelta(days=1)
    day = _by_name(line, latest.date()) or custom_parse(line, "%Y-%m-%d", _EARLIEST, latest)
    # A day that the line does not name was made up from its year.
    if day is None or {int(day[:4]), int(day[8:])} - numbers:
        return None
    return day


def _by_name(line: str, latest: date) -> str | None:
    for form in (_DAY_FIRST, _MONTH_FIRST, _YEAR_FIRST):
        for found in form.finditer(line):
            months = _months().get(found["month"].casefold(), set())
            if len(months) != 1:
                continue
            (month,) = months
            try:
                day = date(int(found["year"]), month, int(found["day"]))
            except ValueError:
                continue
            if _EARLIEST.date() <= day <= latest:
                return day.isoformat()
    return None


@cache
def _months() -> dict[str, set[int]]:
    """Return the months that a name means: listopad is October in one language, November in two."""
    from babel.dates import get_month_names

    known: dict[str, set[int]] = defaultdict(set)
    for language in _LANGUAGES:
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in get_month_names(width, context, language).items():
                    known[name.casefold().rstrip(".")].add(number)
    known["sept"].add(9)
    return known
