"""Numbers with what they count, how sure they are said to be, and who gave them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence, Set
from dataclasses import replace

from reader.analysis.findings import Figure, Quote, finding_id
from reader.analysis.rules.compound_measures import compound_measure, is_weight
from reader.analysis.rules.foreign_figures import (
    DEGREES_ABROAD,
    MODIFIER_ABROAD,
    counted,
    scaled_abroad,
)
from reader.analysis.rules.money_figures import SIGN, SIGNS, signed_money, small_change
from reader.analysis.rules.not_figures import COUNTLESS, is_nickname, is_no_figure
from reader.analysis.rules.number_ranges import bare, is_range, is_ratio, same_scale, shares_percent
from reader.analysis.rules.numerals import (
    DIGIT_SCALE,
    DIGITS,
    FRACTION,
    MONEY_SCALE,
    NUMBER_BEGINS,
    WORDS,
    as_whole,
    shape_of,
    share_of,
    value_of,
)
from reader.analysis.rules.units_of_measure import (
    CURRENCY_WORDS,
    MEASURES,
    noun_after,
)
from reader.analysis.rules.worth import How, Worth
from reader.article.block import Block
from reader.text.span import Span

_CURRENCIES = "|".join(sorted(map(re.escape, CURRENCY_WORDS), key=len, reverse=True))
_NUMBER = rf"(?:{DIGITS}{DIGIT_SCALE}?|{WORDS})"
_PERCENT = r"\s?%|[\s-](?:per\s?cent|percent|percentage\s+points?|pct)\b"
_SIGNED = (
    rf"(?<![\w$€£])(?:{SIGNS})\s?[-−]?\d+(?:[.,'’]\d+|[\u00a0\u202f]\d{{3}}(?!\d))*{MONEY_SCALE}?"
)
_FIGURE = re.compile(
    rf"(?P<share>{FRACTION})"
    rf"|(?P<low>{_SIGNED}|{_NUMBER})(?P<lowscale>{_PERCENT})?"
    rf"(?:(?P<to>\s?[–—-]\s?|-to-|\s+(?:to|and|or|bis|à|a|til|till|tot|do|até|до)\s+)(?P<high>{_SIGNED}|\d+(?:[.,]\d+)*{DIGIT_SCALE}?|{WORDS}))?"
    rf"(?:(?P<percent>{_PERCENT})|(?:\s?|-)(?P<currency>{_CURRENCIES})(?!\w))?",
    re.IGNORECASE,
)
_PERCENT_BEHIND = re.compile(_PERCENT, re.IGNORECASE)
_MONEY_BEHIND = re.compile(rf"(?:\s?|-)({_CURRENCIES})(?!\w)", re.IGNORECASE)
_CODE = re.compile(r"(?<![A-Za-z])(?:US|AU?|CA?|NZ|HK|S|R|MX|CN|RMB|Rs\.?|[A-Z]{3})\s?$")
_MODIFIER = re.compile(
    r"\b(at least|at most|at the most|no (?:more|fewer|less) than|not (?:more|fewer|less) than"
    r"|(?:more|less|fewer|greater|higher|lower|larger|smaller) than|as (?:many|much|few|little) as"
    r"|up to|about|around|approximately|roughly|some|nearly|almost|close to|over|under|above|below"
    r"|only|just(?: over| under)?|well over|an estimated|an average of|a total of|near enough"
    r"|upwards of|a record|exactly|barely|fully|a mere)(?:\s+(?:a|the))?\s*$",
    re.IGNORECASE,
)
_AFTER = re.compile(r"\s+(or (?:more|less|so|fewer)|plus)\b", re.IGNORECASE)
_DEGREES = re.compile(rf"°?\s?[CF]?|degrees?|{DEGREES_ABROAD}", re.IGNORECASE)
_AGE = re.compile(r",\s*$|\b(?:aged?|is|was|were|turned|at age|at)\s+$")
_AGES = re.compile(
    r"\bage[sd]?\s+(?:of\s+)?(?:between\s+|from\s+)?(?:\d+\s+(?:to|and|or|through)\s+)?$",
    re.IGNORECASE,
)
_OLDEST = 110
_AND_LIVES = re.compile(r"[,.;]|\s+and\s+(?:has|lives?|lived|is|was|works?)\b|$")
_OF_THEM = re.compile(
    rf"\s+of\s+(?:the|his|her|its|their|our|my|these|those)\s+(?:(?:{_NUMBER})\s+)?", re.IGNORECASE
)
_ZERO_FIRST = re.compile(r"0\d")
"""The middle or the end of a longer number, or one that counts nothing."""
_COMPOUND = re.compile(r"-(?P<noun>[a-z]{3,}(?<!ed))\b(?!-)")


def figures(
    text: str,
    blocks: Sequence[Block],
    quotes: Sequence[Quote],
    dates: Sequence[Span],
    names: Sequence[Span],
    uncounted: Sequence[Span],
    closing: Set[int],
    language: str | None,
) -> tuple[Figure, ...]:
    """Return the figures of the article in text order.

    ``dates`` are the entities that are dates, ``names`` those of which a number may be a part (Zero
    Hedge, Channel 4), ``uncounted`` the stretches whose numbers count nothing (results of games),
    ``closing`` the offsets of marks that close quotations.

    Dates, times, ordinals and numbers that name things (Article 51, flight 17) are none.
    A figure belongs to the innermost quote that holds it.
    """
    givers = _Givers(quotes)
    how = How(shape_of(language), closing, language or "en")
    dated, named, games = _Places(dates), _Places(names), _Places(uncounted)
    found = []
    for block in blocks:
        for start, worth in _in_block(text, block.span, how, dated, named):
            if not games.hold(start):
                found.append(_figure(text, start, worth, givers.of(start), how.language))
    return tuple(found)


def _in_block(
    text: str, block: Span, how: How, dates: _Places, names: _Places
) -> Iterator[tuple[int, Worth]]:
    offset = block.start
    while True:
        begins = NUMBER_BEGINS.search(text, offset, block.end)
        if begins is None:
            return
        at = _with_code(text, begins.start(), offset)
        compound = compound_measure(text, at, block.end) if how.language == "en" else None
        if compound is not None and not text[at - 1 : at].isalnum():
            yield at, Worth("measure", compound.end, as_whole(compound.value), unit=compound.unit)
            offset = compound.end
            continue
        match = _FIGURE.match(text, at, block.end)
        if match is None:
            offset = max(at, begins.start()) + 1
            continue
        worth = _worth(text, match, block, how)
        own = Span(match.start(), match.end("low") if match["low"] else match.end())
        if worth is None or names.hold_part(text, own) or _is_none(text, match, worth, block):
            offset = match.end("low") if match["low"] else match.end()
            continue
        if worth.unit is None and dates.hold(match.start()):
            offset = match.end()
            continue
        signed = _signed(text, match.start(), worth, block.start)
        if signed is not None:
            yield signed
        offset = worth.end


def _is_none(text: str, match: re.Match[str], worth: Worth, block: Span) -> bool:
    end = worth.end
    if worth.kind in ("count", "other") and not match["share"]:
        end = match.end("low") if worth.high is None else match.end("high")
    joint = match["to"]
    bare = worth.kind == "count" and worth.unit is None and worth.high is not None
    if bare and joint and not joint[0].isspace():
        return True
    return is_no_figure(text, match.start(), end, worth.unit, block) or is_nickname(
        text, match.start(), worth.end
    )


def _with_code(text: str, start: int, floor: int) -> int:
    """Return where the number begins when a country's or currency's code comes before it.

    US$, EUR.
    """
    code = _CODE.search(text, max(floor, start - 5), start)
    return code.start() if code else start


def _worth(text: str, match: re.Match[str], block: Span, how: How) -> Worth | None:
    shape = how.shape
    if how.language != "en" and text[match.start()].isalpha() and not SIGN.match(match.group()):
        return None
    if match["share"]:
        share = share_of(match["share"])
        if share is None:
            return None
        return Worth("other", match.end("share"), share)
    low = value_of(bare(match["low"]), shape)
    if low is None or _ZERO_FIRST.match(match["low"]):
        return None
    end, high = match.end("low"), None
    if match["high"] and is_ratio(match, low, shape):
        return Worth("other", match.end("high"), low)
    if match["high"] and is_range(text, match, how):
        high = value_of(bare(match["high"]), shape)
        end = match.end("high") if high is not None else end
        low, high = same_scale(match, low, high)
    return _kind(text, match, block, Worth("count", end, low, high), how)


def _kind(text: str, match: re.Match[str], block: Span, worth: Worth, how: How) -> Worth | None:
    """Add what comes after the number: per cent, a currency, a measure, a noun."""
    end, low, high = worth.end, worth.low, worth.high
    sign = SIGN.match(match["low"])
    if sign:
        return signed_money(text, match, block, worth, how)
    percent = _PERCENT_BEHIND.match(text, end, block.end)
    if percent:
        return Worth("percentage", percent.end(), low, high)
    money = _MONEY_BEHIND.match(text, end, block.end)
    if money:
        code = CURRENCY_WORDS[" ".join(money[1].lower().split())]
        if money[1].lower() == "pounds" and is_weight(
            text, match.start(), money.end(), block.start
        ):
            return Worth("measure", money.end(), low, high, money[1])
        return Worth("money", money.end(), low, high, None, code)
    measure = MEASURES.match(text, end, block.end)
    if measure and not (measure["unit"] == '"' and measure.start("unit") in how.closing):
        unit = "inches" if measure["unit"] in '"″' else measure["unit"]
        return Worth("measure", measure.end("unit"), low, high, unit)
    if how.language != "en":
        return _abroad(text, match.start(), block, worth, how)
    return _counted(text, match, block, worth)


def _counted(text: str, match: re.Match[str], block: Span, worth: Worth) -> Worth | None:
    """Add the noun that an English number counts, or what else it is."""
    end, low, high = worth.end, worth.low, worth.high
    if worth.high is None and shares_percent(match, low):
        return Worth("percentage", end, low)
    compound = _COMPOUND.match(text, end, block.end)
    if compound and high is None and not COUNTLESS.match(text, end):
        return Worth("count", compound.end(), low, None, compound["noun"])
    if _AGES.search(text[max(block.start, match.start() - 30) : match.start()]) and low <= _OLDEST:
        return Worth("other", end, low, high)
    change = small_change(text, worth, block)
    if change is not None:
        return change
    noun = noun_after(text, end, block.end, plural=low != 1 or high is not None)
    if noun is None and _AGE.search(text[max(block.start, match.start() - 8) : match.start()]):
        follows = _AND_LIVES.match(text, end, block.end)
        if low == int(low) and 5 <= low <= _OLDEST and follows:
            return Worth("other", end, low, high)
    if noun is None:
        return _of_the_same(text, block, worth)
    return Worth("count", noun.end, low, high, text[noun.start : noun.end].strip("”\"’'"))


def _abroad(text: str, start: int, block: Span, worth: Worth, how: How) -> Worth | None:
    """Return what a number counts in a language other than English: 1,5 Millionen Euro."""
    own = scaled_abroad(text, worth.end, block.end, how.language)
    low, high = worth.low * own.factor, worth.high * own.factor if worth.high is not None else None
    low, high = as_whole(low), as_whole(high) if high is not None else None
    if own.kind is not None:
        return Worth(own.kind, own.end, low, high, own.unit, own.currency)
    counts = counted(text, start, own.end, block.end, how.language)
    if counts is not None:
        return Worth("count", counts.end, low, high, counts.slice(text))
    return Worth("count", own.end, low, high) if own.factor != 1 else None


def _signed(text: str, start: int, worth: Worth, floor: int) -> tuple[int, Worth] | None:
    """Return the figure with the minus before it, which degrees and shares may have.

    None for a hyphen.
    """
    before = text[start - 1] if start > floor else ""
    if before not in ("-", "−") or (start - 1 > floor and text[start - 2] not in " \n\u00a0("):
        return start, worth
    cold = worth.unit is not None and _DEGREES.fullmatch(worth.unit) is not None
    if worth.kind == "money" and SIGN.match(text, start) and worth.high is None:
        return start - 1, replace(worth, low=-worth.low)
    if worth.kind == "percentage" or (worth.kind == "measure" and cold):
        return start - 1, replace(worth, low=-worth.low)
    return (start, worth) if before == "−" else None


def _of_the_same(text: str, block: Span, worth: Worth) -> Worth:
    """Two of the officers, 200 of the 450 members: the unit comes after the whole."""
    of_them = _OF_THEM.match(text, worth.end, block.end)
    noun = noun_after(text, of_them.end(), block.end, plural=True) if of_them else None
    return replace(worth, unit=noun.slice(text).strip("”\"’'")) if noun is not None else worth


def _figure(text: str, start: int, worth: Worth, giver: Quote | None, language: str) -> Figure:
    span = Span(start, worth.end)
    modifiers = _MODIFIER if language == "en" else MODIFIER_ABROAD
    lead = modifiers.search(text[max(0, start - 24) : start])
    after = _AFTER.match(text, worth.end)
    modifier = lead[1].lower() if lead else after[1].lower() if after else None
    words = span.slice(text)
    return Figure(
        id=finding_id("figure", [span], words),
        start=start,
        end=worth.end,
        text=words,
        kind=worth.kind,
        value=worth.low,
        value_max=worth.high,
        unit=worth.unit,
        currency=worth.currency,
        modifier=modifier,
        cue=giver.cue if giver else None,
        source=giver.source if giver else None,
        speaker=giver.speaker if giver else None,
    )


class _Places:
    """Tells whether an offset lies in one of the spans, which do not overlap."""

    def __init__(self, spans: Sequence[Span]) -> None:
        self._spans = sorted(spans)
        self._starts = [span.start for span in self._spans]

    def hold(self, offset: int) -> bool:
        place = bisect_right(self._starts, offset) - 1
        return place >= 0 and offset in self._spans[place]

    def hold_part(self, text: str, number: Span) -> bool:
        """Whether a span begins with words before ``number``, or with it as a capitalised word."""
        place = bisect_right(self._starts, number.start) - 1
        if place < 0 or not self._spans[place].covers(number):
            return False
        name = self._spans[place]
        if name.start < number.start:
            return True
        return text[number.start].isupper() and name.end > number.end


class _Givers:
    """The quotes by their spans, to find the innermost one at an offset."""

    def __init__(self, quotes: Sequence[Quote]) -> None:
        by_parent = (
            [quote for quote in quotes if quote.parent is None],
            [quote for quote in quotes if quote.parent is not None],
        )
        self._layers = [
            sorted(((span, quote) for quote in layer for span in quote.spans), key=lambda p: p[0])
            for layer in by_parent
        ]
        self._starts = [[span.start for span, _ in layer] for layer in self._layers]

    def of(self, offset: int) -> Quote | None:
        giver = None
        for layer, starts in zip(self._layers, self._starts, strict=True):
            place = bisect_right(starts, offset) - 1
            if place >= 0 and offset in layer[place][0]:
                giver = layer[place][1]
        return giver
