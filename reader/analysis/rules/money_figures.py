"""Money: behind its sign, with the scale of the language, or in coins behind the number."""

from __future__ import annotations

import re

from reader.analysis.rules.foreign_figures import scaled_abroad
from reader.analysis.rules.lexicon import lexicon
from reader.analysis.rules.numerals import as_whole
from reader.analysis.rules.units_of_measure import CURRENCY_SIGNS
from reader.analysis.rules.worth import How, Worth
from reader.text.span import Span

SIGNS = "|".join(re.escape(sign) for sign in sorted(CURRENCY_SIGNS, key=len, reverse=True))
SIGN = re.compile(SIGNS, re.IGNORECASE)
SIGN_BEFORE = re.compile(rf"^(?:{SIGNS})\s?[-−]?", re.IGNORECASE)
_PENCE = re.compile(r"\s?(?:p|pence)\b(?!\.m)")
_MOST_PENCE = 500
"""More of them are the lines of a screen: 720p."""
_COINS = lexicon(
    """cents francs pesos shillings dinars rials riyals dirhams taka ringgit rupiah pennies
    cedis birr tenge lei leva forints"""
)
"""Money of no one country, or parts of it: shown in the article's words, with no currency."""
_NOUN = re.compile(r"[ \u00a0-](?P<noun>[a-z]+)\b")


def small_change(text: str, worth: Worth, block: Span) -> Worth | None:
    """Return a number of pence (30p), or of coins that have no one country (12 francs)."""
    pence = _PENCE.match(text, worth.end, block.end)
    if pence is not None and 0 < worth.low < _MOST_PENCE and worth.high is None:
        return Worth("money", pence.end(), as_whole(worth.low / 100), None, None, "GBP")
    noun = _NOUN.match(text, worth.end, block.end)
    if noun is None or noun["noun"] not in _COINS:
        return None
    return Worth("money", noun.end(), worth.low, worth.high, noun["noun"])


def signed_money(text: str, match: re.Match[str], block: Span, worth: Worth, how: How) -> Worth:
    """Return money behind its sign, with the scale of the article's language: R$ 1,2 milhão."""
    sign = SIGN.match(match["low"])
    assert sign is not None
    low, high, end = worth.low, worth.high, worth.end
    if how.language != "en":
        own = scaled_abroad(text, end, block.end, how.language)
        if own.factor != 1 and own.kind in (None, "money"):
            low, end = as_whole(low * own.factor), own.end
            high = as_whole(high * own.factor) if high is not None else None
    if match["low"][sign.end() :].lstrip()[:1] in "-−":
        low = -low
    return Worth("money", end, low, high, None, CURRENCY_SIGNS[sign.group().upper()])
