"""Speech set off by dashes: the novel's and the newspaper's way in many languages.

A paragraph that begins with a dash is spoken: “—No lo sé —dijo Ana—. Mañana veremos.”, “– Vi går,
säger Anna.”, “— Не знаю, — сказал он. — Посмотрим.” The narrator's words in between
are recognised by the dashes around them, the spaces next to these, or a verb after a comma.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from reader.analysis.rules.marks import Quotation
from reader.text.span import Span

LANGUAGES = frozenset(
    [
        "bg",
        "ca",
        "cs",
        "da",
        "el",
        "es",
        "et",
        "eu",
        "fi",
        "fr",
        "gl",
        "hr",
        "hu",
        "is",
        "it",
        "lt",
        "lv",
        "nb",
        "nn",
        "no",
        "pl",
        "pt",
        "ro",
        "ru",
        "sk",
        "sl",
        "sr",
        "sv",
        "tr",
        "uk",
    ]
)
"""Languages in which a dash opens speech; elsewhere it begins a credit or an item of a list."""

_OPENS = re.compile(r"[—–―]\s?(?=[\w¿¡«„“\"…])")
_HUGGING = re.compile(r"\s[—–―](?=[^\W\d_])")
"""The dash that opens the teller's words in Spanish: a blank before it, none behind."""
_HUGGING_BACK = re.compile(r"(?<=[\w.!?…»”])[—–―](?=[.,;:!?…]|\s|$)[.,;:…]?\s*")
_SPACED = re.compile(r"(?P<before>[,!?….»”\w])\s+[—–―]\s+(?=(?P<after>\S))")
_NEEDS_COMMA = frozenset(["ru", "uk", "bg", "sr"])
"""Languages that write a comma before the dash of the teller's words, so that a dash without one
is the speaker's own."""

TELLING_VERBS = (
    # Swedish, Norwegian, Danish
    "säger|sade|sa|berättar|berättade|menar|skriver|förklarar|tillägger|konstaterar|svarar|undrar"
    "|sier|siger|sagde|forteller|fortalte|fortæller|forklarer|mener|legger|tilføjer|svarer|spør"
    # Finnish
    "|sanoo|sanoi|kertoo|kertoi|toteaa|totesi|arvioi|korostaa|muistuttaa|kysyy|vastaa|lisää"
    # French
    "|dit|disait|répond|répondit|ajoute|ajouta|demande|demanda|explique|expliqua|déclare|déclara"
    "|affirme|raconte|lance|lança|précise|poursuit|confie|s['’]exclame|a-t-(?:il|elle|on)"
    "|a (?:dit|répondu|ajouté|expliqué|déclaré|affirmé|raconté|lancé|précisé)"
    # Italian
    "|dice|disse|dichiara|spiega|spiegò|aggiunge|risponde|rispose|racconta"
    "|ha (?:detto|spiegato|aggiunto|risposto|raccontato|dichiarato)"
    # Portuguese, Spanish, Catalan
    "|diz|afirma|afirmou|explica|explicou|conta|contou|dijo|explicó|respondió|diu"
    # Greek
    "|είπε|λέει|απάντησε|ρώτησε|δήλωσε|πρόσθεσε|εξηγεί"
    # Russian, Ukrainian, Polish, Czech
    "|сказал|сказала|говорит|ответил|ответила|сказав|каже|відповів"
    "|mówi|powiedział|powiedziała|říká|řekl|řekla"
)
_TELLING = re.compile(
    rf"[,!?…]\s+(?:{TELLING_VERBS})\b"
    rf"|[,!?…]\s+(?:[^\W\d_a-z][\w.’'-]{{0,30}}\s){{1,3}}(?:{TELLING_VERBS})(?=[.,]|$)|,\s+\w+-(?:t-)?(?:il|elle|ils|elles|on|je)\b"
)


def with_dialogue(
    text: str, blocks: Sequence[Span], quotations: Sequence[Quotation], language: str
) -> list[Quotation]:
    """Return ``quotations`` with the paragraphs set off by dashes among them, in text order."""
    if language not in LANGUAGES:
        return list(quotations)
    spoken = [
        Quotation(spans, spans, text[spans[0].start - 1] if spans[0].start else "—")
        for spans in (tuple(_spoken(text, block, language)) for block in blocks)
        if spans
    ]
    if not spoken:
        return list(quotations)
    every = [(one.outer[0], False, one) for one in spoken]
    every += [(one.outer[0], True, one) for one in quotations]
    # Speech first where both begin at once, so that the marks stand in it.
    ordered = [one for *_, one in sorted(every, key=lambda each: (each[0].start, each[1]))]
    places = {id(one): place for place, one in enumerate(ordered)}
    return [_placed(one, places, quotations, spoken) for one in ordered]


def _placed(
    one: Quotation,
    places: dict[int, int],
    quotations: Sequence[Quotation],
    spoken: Sequence[Quotation],
) -> Quotation:
    parent = None
    if one.parent is not None:
        parent = places[id(quotations[one.parent])]
    elif one not in spoken:
        holding = (each for each in spoken if any(s.covers(one.outer[0]) for s in each.outer))
        parent = next((places[id(each)] for each in holding), None)
    return Quotation(one.spans, one.outer, one.mark, parent, one.closed)


def _spoken(text: str, block: Span, language: str) -> Iterator[Span]:
    """Yield the passages of a paragraph that are spoken, none where it begins with no dash."""
    opening = _OPENS.match(text, block.start, block.end)
    if opening is None:
        return
    at = opening.end()
    while at < block.end:
        end, after = _speech_end(text, at, block.end, language)
        span = _trimmed(text, at, end)
        if span:
            yield span
        if after is None:
            return
        at = after


def _speech_end(text: str, at: int, end: int, language: str) -> tuple[int, int | None]:
    """Return where the speech from ``at`` stops, and where it goes on behind the teller's words."""
    hugging = _HUGGING.search(text, at, end)
    spaced = _speech_clause(text, at, end, language)
    telling = _TELLING.search(text, at, end)
    stops = [found.start() for found in (hugging, telling) if found]
    if spaced is not None:
        stops.append(spaced.end("before"))
    if not stops:
        return end, None
    first = min(stops)
    if hugging is not None and hugging.start() == first:
        back = _HUGGING_BACK.search(text, hugging.end(), end)
        return first, back.end() if back else None
    if spaced is not None and spaced.end("before") == first:
        back = next((one for one in _SPACED.finditer(text, spaced.end(), end) if _ends(one)), None)
        return first, back.end() if back else None
    assert telling is not None
    first += 1 if text[telling.start()] in "!?…" else 0
    for one in _SPACED.finditer(text, telling.end(), end):
        if _ends(one):
            return first, one.end()
    return first, None


def _speech_clause(text: str, at: int, end: int, language: str) -> re.Match[str] | None:
    """Return the dash with blanks around it that opens the teller's words."""
    for found in _SPACED.finditer(text, at, end):
        pointed = found["before"] in ",!?…»”"
        if found["after"].islower() and (pointed or language not in _NEEDS_COMMA):
            return found
    return None


def _ends(found: re.Match[str]) -> bool:
    """Return whether speech goes on behind a dash.

    A sentence or clause of the teller's ended there.
    """
    return found["before"] in ".,!?…"


def _trimmed(text: str, start: int, end: int) -> Span:
    while end > start and (text[end - 1].isspace() or text[end - 1] in ",—–―"):
        end -= 1
    while start < end and text[start].isspace():
        start += 1
    return Span(start, end)
