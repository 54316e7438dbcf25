"""Dates as feeds and mails write them, as ISO 8601; one that cannot be read stays as it is."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

_ISO = re.compile(
    r"(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(:\d\d)?(?:[.,]\d+)?\s*(Z|UTC|GMT|[-+]\d\d:?\d\d)?)?",
    re.IGNORECASE,
)
_YEAR_FIRST = re.compile(r"(\d{4})[/.](\d{1,2})[/.](\d{1,2})(?:[T ]+(\d{1,2}):(\d\d)(?::\d\d)?)?")
_MAIL = re.compile(
    r"(?:[A-Za-z]{3,9},?\s+)?(\d{1,2}\s+[A-Za-z]{3}[a-z]*\.?\s+\d{2,4}\s+\d{1,2}:\d\d(?::\d\d)?)"
    r"(?:\s+([A-Za-z]{1,5}|[-+]\d{4}|[-+]\d\d:\d\d))?(?:\s*\(.*\))?"
)
_ZONES = {
    "UT": "+0000", "UTC": "+0000", "GMT": "+0000", "Z": "+0000", "WET": "+0000",
    "WEST": "+0100", "CET": "+0100", "MET": "+0100", "CEST": "+0200", "MEST": "+0200",
    "EET": "+0200", "EEST": "+0300", "MSK": "+0300", "JST": "+0900", "KST": "+0900",
    "AEST": "+1000", "AEDT": "+1100", "NZST": "+1200", "NZDT": "+1300", "EST": "-0500",
    "EDT": "-0400", "CST": "-0600", "CDT": "-0500", "MST": "-0700", "MDT": "-0600",
    "PST": "-0800", "PDT": "-0700",
}  # fmt: skip
"""Zones with one meaning, or with one in RFC 2822; of others the time is kept without a zone."""


def iso_date(written: str) -> str:
    """Return ``written`` as ``2026-11-30``.

    ``2026-11-30T10:00`` (no zone known) or with Z for UTC.
    """
    words = " ".join(written.split())
    return _from_iso(words) or _year_first(words) or _from_mail(words) or words


def day_of_publication(published: str) -> str:
    """Return the day alone; what is no date of ISO 8601 as it is."""
    return published[:10] if re.match(r"\d{4}-\d\d-\d\d(?!\d)", published) else published


def _from_iso(words: str) -> str:
    match = _ISO.fullmatch(words)
    if match is None:
        return ""
    day, clock, _, zone = match.groups()
    if not clock:
        return day
    zone = (
        "+0000" if zone and zone.upper() in ("Z", "UTC", "GMT") else (zone or "").replace(":", "")
    )
    return _read(f"{day} {clock} {zone}".strip(), "%Y-%m-%d %H:%M")


def _year_first(words: str) -> str:
    match = _YEAR_FIRST.fullmatch(words)
    if match is None:
        return ""
    year, month, day, hour, minute = match.groups()
    if hour is None:
        try:
            return datetime(int(year), int(month), int(day), tzinfo=UTC).strftime("%Y-%m-%d")
        except ValueError:
            return ""
    return _read(f"{year}-{month}-{day} {hour}:{minute}", "%Y-%m-%d %H:%M")


def _from_mail(words: str) -> str:
    match = _MAIL.fullmatch(words)
    if match is None:
        return ""
    zone = (match[2] or "").replace(":", "")
    zone = _ZONES.get(zone.upper(), zone if zone[:1] in "+-" else "")
    try:
        moment = parsedate_to_datetime(f"{match[1]} {zone}".strip())
    except (ValueError, TypeError):
        return ""
    return _shown(moment)


def _read(words: str, form: str) -> str:
    try:
        if words[-5:-4] in ("+", "-") and words[-4:].isdecimal():
            return _shown(datetime.strptime(words, f"{form} %z"))
        return _shown(datetime.strptime(words, form))
    except (ValueError, OverflowError):
        return ""


def _shown(moment: datetime) -> str:
    if moment.tzinfo is None:
        return moment.strftime("%Y-%m-%dT%H:%M")
    try:
        return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%MZ")
    except OverflowError:
        return ""
