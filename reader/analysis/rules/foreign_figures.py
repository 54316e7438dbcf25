"""Figures in languages other than English: by their own rules, or none.

A bare number may be a date, a line of the tram or an hour; what counts has a noun behind it.
"""

from __future__ import annotations

import re

from reader.analysis.rules.lexicon import lexicon
from reader.text.span import Span

_MONTH = (
    r"(?:janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
    r"|januar[iy]?|jänner|februar[iy]?|märz|maart|april|abril|aprile|maio|mei|juni|juli|august(?:us)?"
    r"|septem[bv][er]+|o[kc]tob[er]+|novem[bv][er]+|de[zc]em[bv][er]+|enero|febrero|marzo|mayo|junio"
    r"|julio|agosto|septiembre|octubre|noviembre|diciembre|gennaio|febbraio|maggio|giugno|luglio"
    r"|settembre|ottobre|dicembre|janeiro|fevereiro|março|junho|julho|setembro|outubro|dezembro"
    r"|mars|maj|augusti|stycznia|lutego|marca|kwietnia|maja|czerwca|lipca|sierpnia|września"
    r"|października|listopada|grudnia|января|февраля|марта|апреля|мая|июня|июля|августа|сентября"
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
_ORDINAL = re.compile(r"\.(?=\s+[^\W\d_])|(?:er|re|e|ème|eme|º|ª|°|:a|:e)\b")
_NOUN = re.compile(r"[\s\u00a0]+(?:(?:de|d['’]|di)\s*)?(?P<word>[^\W\d_][\w-]{2,})")
_SMALL = lexicon(
    """les des une pour par dans sur avec und oder von mit bei aus der die das den dem ein eine
    och med till och por para con del los las una que qui est sono sind war waren est sont ont
    plus moins non nicht auch dans dans chez che per dei delle alla allo não com dos das som
    det ikke fra til een van het met voor was zijn niet oraz dla nie jest lub"""
)


def counted(text: str, start: int, end: int, limit: int, language: str) -> Span | None:
    """Return the noun that the number at ``start`` to ``end`` counts.

    None where it counts nothing.
    """
    lead = text[max(0, start - 24) : start]
    if not text[start : start + 1].isdigit() or _DATE_BEFORE.search(lead) or _NAMED.search(lead):
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
    if language == "de" and not noun["word"][0].isupper():
        return None
    return Span(*noun.span("word"))
