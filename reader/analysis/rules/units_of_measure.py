"""What numbers count: currencies, measures, and the noun that follows."""

from __future__ import annotations

import re

from reader.analysis.rules.lexicon import lexicon
from reader.text.span import Span

CURRENCY_SIGNS = {
    "$": "USD", "US$": "USD", "USD": "USD", "A$": "AUD", "AU$": "AUD", "AUD": "AUD",
    "C$": "CAD", "CA$": "CAD", "CAD": "CAD", "NZ$": "NZD", "HK$": "HKD", "S$": "SGD",
    "R$": "BRL", "MX$": "MXN", "€": "EUR", "EUR": "EUR", "£": "GBP", "GBP": "GBP",
    "¥": "JPY", "JPY": "JPY", "CN¥": "CNY", "RMB": "CNY", "CNY": "CNY", "₹": "INR",
    "RS": "INR", "RS.": "INR", "INR": "INR", "₩": "KRW", "KRW": "KRW", "₪": "ILS", "ILS": "ILS",
    "₽": "RUB", "RUB": "RUB", "₺": "TRY", "₴": "UAH", "₦": "NGN", "฿": "THB", "₫": "VND",
    "₱": "PHP", "CHF": "CHF", "SEK": "SEK", "NOK": "NOK", "DKK": "DKK", "PLN": "PLN",
}  # fmt: skip
"""Signs and codes that stand before a number, with the ISO 4217 code."""

CURRENCY_WORDS = {
    "dollars": "USD", "dollar": "USD", "us dollars": "USD", "u.s. dollars": "USD",
    "australian dollars": "AUD", "canadian dollars": "CAD", "euros": "EUR", "euro": "EUR",
    "pounds sterling": "GBP", "pounds": "GBP", "swiss francs": "CHF", "yen": "JPY",
    "yuan": "CNY", "renminbi": "CNY", "rupees": "INR", "indian rupees": "INR",
    "roubles": "RUB", "rubles": "RUB", "shekels": "ILS", "lira": "TRY", "hryvnia": "UAH",
    "zloty": "PLN", "zlotys": "PLN", "swedish kronor": "SEK", "kronor": "SEK",
    "norwegian kroner": "NOK", "danish kroner": "DKK", "rand": "ZAR", "reais": "BRL",
    "naira": "NGN", "baht": "THB", "korean won": "KRW", "euro cents": "EUR",
    "€": "EUR", "usd": "USD", "eur": "EUR", "gbp": "GBP", "chf": "CHF",
}  # fmt: skip
"""Names and signs that stand behind a number."""

_MEASURE = (
    r"basis\s+points? bps "
    "seconds? minutes? hours? days? nights? weeks? fortnights? months? years? decades? centuries"
    " century km kilometres? kilometers? metres? meters? centimetres? centimeters? millimetres?"
    " millimeters? cm mm miles? yards? feet foot ft inch(?:es)? acres? hectares? kg kilograms?"
    " kilogrammes? kilos? grams? tonnes? tons? ounces? litres? liters? gallons? barrels? degrees?"
    " knots? mph kph (?:kilo|mega|giga|tera)?watt-?hours? (?:kilo|mega|giga|tera)?watts?"
    " [kMGT]W [kMG]Wp [kMGT]?Wh kV volts? [kMG]?Hz hertz hPa dB mg ml"
    " megabytes? gigabytes? terabytes? [MGT]B lbs? km[²³23] [cm]?m[²³23]"
)
_RATE = (
    r"/(?:h|hr|hour|s|sec|second|min|minute|day|week|month|year|l|litre|liter|kg|km|ha"
    r"|[cm]?m[²³23]?)\b"
)
MEASURES = re.compile(
    r"(?:\s|\u00a0|-)?(?:square\s+|cubic\s+|nautical\s+|light[- ]|metric\s+)?"
    rf"(?P<unit>(?:{'|'.join(_MEASURE.split())})\b(?:{_RATE})?|m{_RATE}|(?<=\d)[\"″]|°\s?[CF]?\b|°"
    r"|(?<=\d)[CF]\b(?![+#])|(?<=\d[\s\u00a0])m\b(?=\s+(?:at|in|above|below|high|tall|deep|long|wide"
    r"|thick|away|from|by|on|across|up|down)\b|[.;)]))"
)
"""A unit of measure right behind a number."""

_STOP = lexicon(
    """a an the and or but nor of in on at by for from to with as than that which who whose whom
    when where while if because so not is are was were be been being has have had do does did
    will would can could should may might must shall said says say told he she they it we you i
    his her their its our my your this these those there here more less per each every after
    before since until about against between during into over under up down out off all both
    also still just only now then ago later earlier yet never always again even"""
)
_WORD = re.compile(
    r"[\s\u00a0-]*(?P<open>[“\"‘'(]?)(?P<word>[^\W\d_](?:[\w’'.-]*\w)?)(?P<close>[”\"’']?)"
)
_IRREGULAR = lexicon(
    """people men women children police troops personnel cattle sheep fish staff feet teeth
    aircraft spacecraft mice geese oxen salmon deer crew data media dead wounded injured
    policemen policewomen fishermen firemen gunmen servicemen lawmakers percent fishermen"""
)
_NOT_PLURAL = lexicon("was has is does this us less plus his its thus news as yes")
REACH = 4
"""How many words behind a number are looked at for the noun it counts."""


def noun_after(text: str, start: int, end: int, *, plural: bool) -> Span | None:
    """From the first word behind a number to the noun it counts; None where none is plain.

    The noun is the first plural among the next words, as long as no function word or
    punctuation comes between; ``plural`` is False after "a single".
    """
    offset, first, opened = start, None, ""
    for _ in range(REACH):
        found = _WORD.match(text, offset, end)
        if found is None:
            return None
        word = found["word"].rstrip(".")
        low = word.lower()
        if low in _STOP:
            return None
        opened = opened or found["open"]
        first = found.start("word") if first is None else first
        close = found.end("close") if opened and found["close"] else found.start("word") + len(word)
        if _counts(low, plural):
            return Span(found.start("word"), close)
        if found["close"] and not opened:
            return None
        if "." in found["word"][-1:] and len(word) > 3:
            return None
        offset = found.end("word")
    return None


def _counts(word: str, plural: bool) -> bool:
    if word in _IRREGULAR:
        return True
    if not plural:
        return True
    regular = word.endswith("s") and not word.endswith(("ss", "us", "is", "'s", "’s"))
    return regular and word not in _NOT_PLURAL and len(word) > 2
