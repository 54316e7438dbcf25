"""Numbers that count nothing: dates, times, ordinals, and numbers that are names."""

from __future__ import annotations

import re

from reader.text.span import Span

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_MONTH_BEFORE = re.compile(rf"\b{_MONTH}\.?\s+$", re.IGNORECASE)
_MONTH_AFTER = re.compile(rf"(?:st|nd|rd|th)?(?:\s+of)?\s+{_MONTH}\b", re.IGNORECASE)
_CLOCK_AFTER = re.compile(
    r"(?::\d\d|\.\d\d(?=\s*[ap]\.?m))|\s+past\s+(?:the\s+hour|noon|midnight|[a-z]+)\b|\s?(?:[ap]\.?m\b|o['’]clock|GMT|UTC|hrs\b|[ECMP][SD]?T\b)",
    re.IGNORECASE,
)
_TIME_OF_ENTRY = re.compile(r"(?:[01]?\d|2[0-3])[.:h][0-5]\d(?=\s*(?:[—–|:-]|$)|\s+[A-Z])")
"""The time that an entry of a live blog begins with."""
_NUMBER_OF_ITEM = re.compile(r"\d{1,2}[.)][ \t\u00a0]+[^\W\d_a-z\s]")
"""The number that an item of a list begins with."""
_ORDINAL_AFTER = re.compile(r"(?:st|nd|rd|th)\b|['’]?s\b")
_LABEL_BEFORE = re.compile(
    r"\b(?:article|section|chapter|clause|paragraph|rule|title|page|pages|no\.?|number|room|route"
    r"|highway|interstate|flight|channel|group|grade|class|type|phase|part|volume|vol\.?|version"
    r"|level|tier|schedule|appendix|figure|table|line|gate|pier|platform|district|ward|unit|area"
    r"|proposition|prop\.?|amendment|resolution|directive|covid|psalm|apollo|boeing|airbus"
    r"|windows|iphone|model|series|season|episode|act|scene|verse|bus|box|suite|apartment|apt\.?"
    r"|zone|station|step|question|item|exhibit|lot|stage|track|exit|junction|runway|bay|lesson|rank|seat"
    r"|chart|q|zone|round|fortune|top|tweet_id|timestamp|id)\s*+(?:[=#:-]\s*+)?[\"“]?$",
    re.IGNORECASE,
)
COUNTLESS = re.compile(
    r"-(?:way|sided|time|timer|faced|fold|piece|dimensional|track|tier|part|ply|pronged)\b"
)
"""What comes after a number and counts nothing: a two-way race, one-sided."""
_NAMED_BEFORE = re.compile(r"\b(?:Round|Day|Week|Part|Phase|Chapter|Game|Act|Tier|War)\s+$")
_STREET_AFTER = re.compile(
    r"\s+(?:[^\W\d_a-z][\w.’'-]*\s+){1,3}(?:Street|St|Road|Rd|Lane|Avenue|Ave|Drive|Square"
    r"|Place|Way|Boulevard|Blvd|Terrace|Close|Row|Crescent)\b(?!\s+[a-z]+s\b)"
)
_TELEPHONE = re.compile(
    r"(?:\+\d{1,3}[\s-]?|\(0?\d{1,4}\)\s?|\b0)\d{1,5}(?:[\s-]?\d{2,5}){1,4}(?![\d%]|[.,]\d)"
    r"|\b\d{3}[.-]\d{3}[.-]\d{4}\b"
)
_NAME_BEFORE = re.compile(r"(?<![.!?:;“\"] )(?<!^)\b[^\W\d_a-z][\w’'&-]*\s+$")
_BRACKETED = re.compile(r"[\[(]\^?$")
_PART_BEFORE = re.compile(r"[^\W\d_a-z][\w’-]{0,60}+\s+[\"“'‘]$")
_PART_AFTER = re.compile(r"[\"”'’]\s+[^\W\d_a-z]")
_AT = re.compile(r"\b(?:at|by|until|till|after|before|around|past|from|since)\s+$", re.IGNORECASE)
_YEAR_BEFORE = re.compile(
    r"\b(?:in|since|by|of|from|until|till|before|after|during|late|early|mid|the|to|and|for"
    r"|year|election|circa|next|last|this|autumn|spring|summer|winter|fall)[\s-]+$|[(,–-]\s*$",
    re.IGNORECASE,
)
_PRONOUN_BEFORE = re.compile(
    r"\b(?:the|these|those|first|last|next|other|no|any|each|every|this|that|which|my|your|his"
    r"|her|our|their|its|latter|former|some|big|little|only)\s+$",
    re.IGNORECASE,
)
_ONE = re.compile(r"one\b", re.IGNORECASE)
_ONE_OF_MANY = re.compile(
    r"one[\s-]+(?:in|out|and[\s-]+an?|lakh|crore|hundred|thousand|[mbt]\w+illion|third|quarter|fifth|tenth|per)\b",
    re.IGNORECASE,
)
_NUMBER_GOES_ON = re.compile(r"[/:@#_]\w|[-–]\d|\.\d|,\d|[-–]?[^\W\d_]")
_DIGITS_WITHIN = re.compile(r"\d\($|[\w/:@#_.+]$|(?<![\s(])-$|[\w][-–]$")


def is_no_figure(text: str, start: int, end: int, unit: str | None, block: Span) -> bool:
    """Return whether the number at ``start`` to ``end`` is a date, a time, an ordinal or a name."""
    lead = text[max(block.start, start - 24) : start]
    tail = text[end : min(block.end, end + 16)]
    written = text[start:end]
    if start == block.start and (
        _TIME_OF_ENTRY.match(text, start, block.end)
        or _NUMBER_OF_ITEM.match(text, start, block.end)
    ):
        return True
    if unit is None and (_ONE.fullmatch(written) or COUNTLESS.match(tail)):
        return True
    if _ONE.match(written) and not _ONE_OF_MANY.match(written + tail):
        return True
    if _CLOCK_AFTER.match(tail) or _MONTH_BEFORE.search(lead) or _MONTH_AFTER.match(tail):
        return True
    if _in_address(text, start, end, block):
        return True
    if not written[0].isdigit():
        return unit is None and _vague(written, lead, tail)
    return _is_name_or_year(written, lead, tail, unit)


def is_nickname(text: str, start: int, end: int) -> bool:
    """Return whether the words stand in marks between two parts of a name.

    Rosie “Two Sheds” Calloway.
    """
    before = _PART_BEFORE.search(text, max(0, start - 40), start)
    return before is not None and _PART_AFTER.match(text, end) is not None


def _in_address(text: str, start: int, end: int, block: Span) -> bool:
    """Return whether the number is of a house in a street, or part of a telephone number."""
    if re.fullmatch(r"0\d+", text[start:end]):
        return True
    if text[start].isdigit() and _STREET_AFTER.match(text, end, block.end):
        return True
    first = max(block.start, start - 20)
    return any(
        found.start() <= start and end <= found.end()
        for found in _TELEPHONE.finditer(text, first, min(block.end, end + 20))
    )


def _vague(written: str, lead: str, tail: str) -> bool:
    """Small numbers in words that stand for things named before, or for the hour."""
    if written[0] in "$€£¥₹₩₪₽₺฿" or not written[0].isalpha():
        return False
    if re.match(r"(?:US|A|C|NZ|HK|S|[A-Z]{3})\s?[$€£\d]", written):
        return False
    if _NAMED_BEFORE.search(lead):
        return True
    if _AT.search(lead) and re.match(r"\s*[,.;:!?”\"]|\s+(?:in|on|every|since)\b|$", tail):
        return True
    return _PRONOUN_BEFORE.search(lead) is not None and not written.startswith(("half", "a "))


def _is_name_or_year(written: str, lead: str, tail: str, unit: str | None) -> bool:
    if _ORDINAL_AFTER.match(tail) or _NUMBER_GOES_ON.match(tail) or _DIGITS_WITHIN.search(lead):
        return True
    if _LABEL_BEFORE.search(lead) or (_BRACKETED.search(lead) and tail.startswith("]")):
        return True
    if re.fullmatch(r"(?:1[5-9]|20)\d\d", written.split()[0]) and (
        unit is None or _YEAR_BEFORE.search(lead) or not lead.strip()
    ):
        return True
    return unit is None and written.isdigit() and _NAME_BEFORE.search(lead) is not None
