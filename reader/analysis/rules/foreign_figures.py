"""Figures in languages other than English: by their own rules, or none.

A bare number may be a date, a line of the tram or an hour; what counts has a noun behind it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from reader.analysis.findings import FigureKind
from reader.analysis.rules.lexicon import lexicon
from reader.text.span import Span

_MONTH = (
    r"(?:janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
    r"|januar[iy]?|jänner|februar[iy]?|märz|maart|april|abril|aprile|maio|mei|juni|juli|august(?:us)?"
    r"|septem[bv][er]+|o[kc]tob[er]+|novem[bv][er]+|de[zc]em[bv][er]+|enero|febrero|marzo|mayo|junio"
    r"|julio|agosto|septiembre|octubre|noviembre|diciembre|gennaio|febbraio|maggio|giugno|luglio"
    r"|settembre|ottobre|dicembre|janeiro|fevereiro|março|junho|julho|setembro|outubro|dezembro"
    r"|mars|maj|augusti|stycznia|lutego|marca|kwietnia|maja|czerwca|lipca|sierpnia|września"
    r"|października|listopada|grudnia|ledna|února|března|dubna|května|června|července|září|října"
    r"|listopadu|prosince|ocak|şubat|nisan|mayıs|haziran|temmuz|ağustos|eylül|ekim|kasım|aralık"
    r"|(?:tammi|helmi|maalis|huhti|touko|kesä|heinä|elo|syys|loka|marras|joulu)kuuta"
    r"|január\w*|február\w*|március\w*|április\w*|május\w*|június\w*|július\w*|augusztus\w*"
    r"|ianuarie|februarie|martie|aprilie|iunie|iulie|septembrie|octombrie|noiembrie|decembrie|января|февраля|марта|апреля|мая|июня|июля|августа|сентября"
    r"|октября|ноября|декабря)"
)
_DATE_AFTER = re.compile(rf"\.?º?(?:er)?\s+(?:de\s+|di\s+|d['’])?{_MONTH}\b", re.IGNORECASE)
_DATE_BEFORE = re.compile(rf"\b{_MONTH}\s+(?:de\s+)?$", re.IGNORECASE)
_NAMED = re.compile(
    r"\b(?:ligne|linien?|línea|linea|linha|linje|lijn|linia|article|artikel|artículo|articolo|artigo"
    r"|seite|page|página|pagina|strona|side|sida|nr\.?|n[°º]|numéro|número|numero|nummer|platz|bus|tram"
    r"|§|kapitel|chapitre|capítulo|capitolo|chambre|zimmer|straße|rue|salle|route|autobahn"
    r"|saison|staffel|klasse|gruppe|groupe|année|jahr|siècle)\s*$",
    re.IGNORECASE,
)
_HOUR = re.compile(
    r"\s?(?:Uhr|heures?|h\d{0,2}|ore|horas?|godz\w*|час\w*|klokken|kl\.?)\b|[:.]\d\d\b",
    re.IGNORECASE,
)
_MINUTES = re.compile(r"\d\s?h\s?$")
"""Before the minutes of a time: 8 h 15."""
_ORDINAL = re.compile(r"\.(?=\s+[^\W\d_])|(?:er|re|e|ème|eme|º|ª|°|:a|:e)\b")
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
_OF_YEARS = re.compile(r"год[ау]?|году|рік|року|році|roku|rok|година|godine?", re.IGNORECASE)
"""What follows the number of a year in languages that name it so."""
_NOUN = re.compile(r"[\s\u00a0]+(?:(?:de\s+|d['’]\s?|di\s+))?(?P<word>[^\W\d_][\w-]{2,})")
_SMALL = lexicon(
    """les des une pour par dans sur avec und oder von mit bei aus der die das den dem ein eine
    och med till och por para con del los las una que qui est sono sind war waren est sont ont
    plus moins non nicht auch dans dans chez che per dei delle alla allo não com dos das som
    selon suivant contre après avant vers sous chaque seit nach vor beim laut gegen pro je als oder
    según desde contra tras ante sobre secondo dopo prima contro segundo após desde contra sobre
    det ikke fra til een van het met voor was zijn niet oraz dla nie jest lub"""
)


def counted(text: str, start: int, end: int, limit: int, language: str) -> Span | None:
    """Return the noun that the number at ``start`` to ``end`` counts.

    None where it counts nothing.
    """
    lead = text[max(0, start - 24) : start]
    if not text[start : start + 1].isdigit() or _DATE_BEFORE.search(lead) or _NAMED.search(lead):
        return None
    if _MINUTES.search(lead):
        return None
    if (
        _DATE_AFTER.match(text, end, limit)
        or _HOUR.match(text, end, limit)
        or _ORDINAL.match(text, end, limit)
    ):
        return None
    noun = _NOUN.match(text, end, limit)
    if noun is None or noun["word"].lower() in _SMALL:
        return None
    if _YEAR.fullmatch(text, start, end) and _OF_YEARS.fullmatch(noun["word"]):
        return None
    if language == "de" and not noun["word"][0].isupper():
        return None
    return Span(*noun.span("word"))


_THOUSAND = (
    r"tausend|tsd\.?|mille|mil|bin|ezer|mii|tisíc\w*|tuhat(?:ta)?|tisuć\w*|hiljad\w*|ribu|þúsund"
    r"|tūkst\w*|хиляди|χιλιάδες|tusen|tusind|duizend|tys\.?|tysi[ęą]c\w*|тыс\.?|тысяч\w*"
)
_MILLION = (
    r"mio\.?|millionen|million|millions?|mill[oó]n(?:es)?|milh(?:ões|ão)|milion[ei]|miljo(?:ner|n|en)"
    r"|miljoonaa?|milyon|millió|milioane|mili[oó]n\w{0,3}|milijun\w*|milijon\w*|miljon\w{0,3}"
    r"|milljón\w*|juta|милион\w*|εκατ(?:ομμύρι[οα])?\.?"
    r"|millioner|milion(?:ów|y)?|mln|млн\.?|миллион\w*|мільйон\w*|милион\w*"
)
_BILLION = (
    r"mrd\.?|milyar|milliárd|miliarde|miliard\w{0,2}|miljardi[a]?|milijard\w*|miljard\w{0,3}"
    r"|milljarð\w*|miliar|δισ(?:εκατομμύρι[οα])?\.?|milliarden?|milliards?|miliard[io]|miljard(?:er)?|milliard(?:er)?|miliard(?:ów|y)?"
    r"|mld\.?|bilh(?:ões|ão)|mil\s+mill?[oi]nes|млрд\.?|миллиард\w*|мільярд\w*|милиард\w*"
)
_TRILLION = (
    r"billionen|billion[es]{0,2}|bio\.?|billones|biljoner|trilh(?:ões|ão)|трлн\.?|триллион\w*"
)
_SCALES = {"billions": 1e9, "trillions": 1e12, "millions": 1e6, "thousands": 1e3}
_SCALED = re.compile(
    rf"[\s\u00a0](?:(?P<billions>{_BILLION})|(?P<trillions>{_TRILLION})|(?P<millions>{_MILLION})"
    rf"|(?P<thousands>{_THOUSAND}))(?!\w)",
    re.IGNORECASE,
)
_PERCENT = re.compile(
    r"[\s\u00a0-]?(?:prozent|v\.\s?h\.|pour\s?cent|por\s?ciento|por\s?cento|per\s?cento|procent\w{0,3}"
    r"|prosent\w{0,3}|prosenttia|процент\w*|відсот\w*|proc\.)(?!\w)",
    re.IGNORECASE,
)
DEGREES_ABROAD = r"grad|degrés?|grados?|gradi|graus?|graden|grader|stopni\w*|градус\w*"
_DEGREES = re.compile(rf"[\s\u00a0](?P<unit>{DEGREES_ABROAD})(?!\w)", re.IGNORECASE)
_CURRENCIES = {
    "EUR": r"euros?|euroa|евро|євро|ευρώ",
    "USD": r"(?:us-)?dollars?|dólare?s?|dolar(?:es|ów|y|a)?|dollari|доллар\w*|долар\w*",
    "GBP": r"pfund|livres sterling|libras(?: esterlinas)?|sterline|фунт\w*",
    "CHF": r"(?:schweizer )?franken|francs suisses|franchi svizzeri",
    "RUB": r"rubel|roubles?|rublos|rubli|рубл\w*|руб\.?",
    "PLN": r"złot(?:ych|y|e)|zł|zloty",
    "UAH": r"гриве?н\w*",
    "SEK": r"(?:svenska )?kronor",
    "NOK": r"(?:norske )?kroner",
    "DKK": r"danske kroner",
    "CZK": r"korun\w*|kč",
    "HUF": r"forint\w*|ft",
    "RON": r"lei",
    "BGN": r"лева|лв\.?",
    "TRY": r"(?:türk )?lirası|lira",
    "JPY": r"yen|yens|ienes|иен\w*",
}
_CURRENCY = re.compile(
    r"[\s\u00a0](?:de[\s\u00a0]|d['’]|di[\s\u00a0])?(?:"
    + "|".join(f"(?P<{code}>{words})" for code, words in _CURRENCIES.items())
    + r")(?!\w)",
    re.IGNORECASE,
)
MODIFIER_ABROAD = re.compile(
    r"(?<!\w)(mindestens|höchstens|rund|etwa|circa|ca\.|fast|über|mehr als|weniger als|bis zu|knapp"
    r"|ungefähr|au moins|au plus|environ|près de|plus de|moins de|jusqu['’]à|quelque|al menos"
    r"|por lo menos|cerca de|más de|menos de|hasta|unos|unas|casi|almeno|oltre|più di|meno di"
    r"|fino a|quasi|pelo menos|mais de|até|quase|ongeveer|minstens|ruim|bijna|meer dan"
    r"|minder dan|omkring|över|mer än|mindre än|drygt|nästan|minst|mer enn|mindre enn|nesten"
    r"|co najmniej|ponad|około|prawie|около|более|менее|почти|не менее|до|близько|понад|майже)\s*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Abroad:
    """What is behind a number: its scale, and a currency, per cent or degrees; ``end`` of these."""

    factor: float
    end: int
    kind: FigureKind | None = None
    unit: str | None = None
    currency: str | None = None


def scaled_abroad(text: str, end: int, limit: int, language: str) -> Abroad:
    """Return the scale behind a number that ends at ``end``, and what it is a number of.

    ``language`` tells whose kroner they are.
    """
    factor = 1.0
    scale = _SCALED.match(text, end, limit)
    if scale is not None and scale.lastgroup is not None:
        factor, end = _SCALES[scale.lastgroup], scale.end()
    percent = _PERCENT.match(text, end, limit)
    if percent is not None:
        return Abroad(factor, percent.end(), "percentage")
    degrees = _DEGREES.match(text, end, limit)
    if degrees is not None:
        return Abroad(factor, degrees.end(), "measure", degrees["unit"])
    currency = _CURRENCY.match(text, end, limit)
    if currency is not None:
        code = currency.lastgroup
        if code == "NOK" and language == "da":
            code = "DKK"
        return Abroad(factor, currency.end(), "money", None, code)
    return Abroad(factor, end)
