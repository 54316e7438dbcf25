"""What a Kindle writes about a clipping, in the languages of its screen: kind, place and date."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from itertools import chain
from typing import Literal

Kind = Literal["highlight", "note", "bookmark", ""]

_KINDS: dict[Kind, re.Pattern[str]] = {
    "highlight": re.compile(
        r"highlight|subrayado|markierung|surlign|evidenziazione|destaque|markering|"
        r"ハイライト|标注|標註|выделен|\bclip\b|ausschnitt|clip this article",
        re.IGNORECASE,
    ),
    "bookmark": re.compile(
        r"bookmark|marcador|lesezeichen|signet|segnalibro|bladwijzer|ブックマーク|书签|書籤|закладк",
        re.IGNORECASE,
    ),
    "note": re.compile(r"\bnot[ae]\b|\bnotiz\b|notitie|メモ|笔记|筆記|заметк", re.IGNORECASE),
}
_PLACE = re.compile(r"(\d+)(?:\s*(?:[-–—]|t/m|bis|to|à|al?)\s*(\d+))?")
_CLOCK = re.compile(
    r"(\d{1,2})\s*(?:[:.](?=\d\d)|h)\s*(\d\d)(?:\s*(?:[:.]|min|m)\s*(\d\d))?", re.IGNORECASE
)
_ZONE = re.compile(r"(?:GMT|UTC|Z)\s*(?:([+-])\s*(\d{1,2}):?(\d\d)?)?\b")
_ISO_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_DOTTED_DAY = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})")
_CJK_DAY = re.compile(r"(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日")
_AFTER_NOON = re.compile(r"\bp\.?\s?m\b|下午|午後", re.IGNORECASE)
_BEFORE_NOON = re.compile(r"\ba\.?\s?m\b|上午|午前", re.IGNORECASE)
_MONTHS = (
    "january february march april may june july august september october november december",
    "januar februar märz april mai juni juli august september oktober november dezember",
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "januari februari maart april mei juni juli augustus september oktober november december",
    "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
)
_MONTH = {"mrt": 3} | dict(
    chain.from_iterable(zip(names.split(), range(1, 13), strict=True) for names in _MONTHS)
)


def kind_of(about: str) -> Kind:
    """Return what the line says the clipping is, "" when none of its words is known."""
    return next((kind for kind, words in _KINDS.items() if words.search(about)), "")


def place_of(about: str) -> tuple[int, int]:
    """Return the location, else the page, as first and last; (0, 0) where there is neither.

    The last one may be shortened: 1180-82.
    """
    found = _PLACE.findall(about)
    if not found:
        return 0, 0
    first, last = found[-1]
    if last and len(last) < len(first):
        last = first[: len(first) - len(last)] + last
    return int(first), int(last or first)


def date_of(about: str) -> datetime | None:
    """Return date and time, with the zone if there is one; None where they cannot be read."""
    zone = _ZONE.search(about)
    words = about[: zone.start()] + about[zone.end() :] if zone else about
    days = [each for each in (_ISO_DAY.search(words), _DOTTED_DAY.search(words)) if each]
    rest = words[: days[0].start()] + words[days[0].end() :] if days else words
    clock = _CLOCK.search(rest)
    if clock is None:
        return None
    hour = int(clock[1])
    if _AFTER_NOON.search(rest) and hour < 12:
        hour += 12
    elif _BEFORE_NOON.search(rest) and hour == 12:
        hour = 0
    day = _numbers(days[0]) if days else _day(rest[: clock.start()]) or _day(rest[clock.end() :])
    try:
        when = datetime(*day, hour, int(clock[2]), int(clock[3] or 0)) if day else None
        return when.replace(tzinfo=_offset(zone)) if when and zone else when
    except (ValueError, OverflowError):
        return None


def _numbers(found: re.Match[str]) -> tuple[int, int, int]:
    first, month, last = (int(each) for each in found.groups())
    return (first, month, last) if first > 31 else (last, month, first)


def _offset(zone: re.Match[str]) -> timezone:
    if zone[1] is None:
        return UTC
    away = timedelta(hours=int(zone[2]), minutes=int(zone[3] or 0))
    return timezone(-away if zone[1] == "-" else away)


def _day(date: str) -> tuple[int, int, int] | None:
    """Year, month and day of the words before or behind the time."""
    cjk = _CJK_DAY.search(date)
    if cjk is not None:
        return int(cjk[1]), int(cjk[2]), int(cjk[3])
    words = re.findall(r"\d+|[^\W\d_]+", date.casefold())
    # A day of the week may be shortened as a month is ("mar." in French); it comes first.
    named = [_MONTH[word] for word in words if word in _MONTH][:1]
    month = next(iter(named or [n for word in reversed(words) if (n := _month(word))]), None)
    year = next((int(word) for word in words if word.isdigit() and len(word) == 4), None)
    day = next((int(word) for word in words if word.isdigit() and len(word) <= 2), None)
    return (year, month, day) if year and month and day else None


def _month(word: str) -> int | None:
    """Return the month that a word shortens clearly."""
    if len(word) < 3 or word.isdigit():
        return None
    numbers = {number for name, number in _MONTH.items() if name.startswith(word)}
    return numbers.pop() if len(numbers) == 1 else None
