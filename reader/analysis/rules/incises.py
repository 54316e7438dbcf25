"""The narrator's words inside the marks.

As in: « Nous partons, assure Anne Roy. Tout est prêt. »

French and Italian papers leave the marks open around them; elsewhere it is a slip. What the
teller says between is cut out of what is said.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from reader.analysis.rules.cues import CUE
from reader.analysis.rules.dialogue import TELLING_VERBS
from reader.analysis.rules.marks import Quotation
from reader.text.span import Span

LANGUAGES = frozenset({"fr", "it", "es", "pt", "ca"})
BETWEEN_DASHES = frozenset({"ru", "uk", "be", "bg", "mk", "sr"})
"""Languages whose papers set the teller between dashes: «Нет, — сказал Пётр. — Поздно»."""

_FRENCH = (
    "assure|estime|juge|souligne|rappelle|confirme|regrette|insiste|résume|soupire|reconnaît"
    "|témoigne|note|constate|prévient|reprend|conclut|renchérit|plaisante|indique|souffle|détaille"
    "|tranche|martèle|ironise|nuance|admet|glisse|avertit|commente|observe|relève|répète|promet"
    "|prévoit|écrit|annonce|accuse|dénonce|prédit|murmure|crie|s['’](?:inquiète|indigne|étonne"
    "|agace|amuse|emporte|interroge|exclame|insurge)|se (?:félicite|réjouit|souvient|défend|désole"
    "|plaint|justifie)"
    r"|déplore|lâche|plaide|tonne|fulmine|peste|hurle|gémit|maugrée|rassure|tempère|relativise"
    r"|justifie|argumente|développe|décrit|raille|rétorque|réplique|rapporte|révèle|sourit|analyse"
    r"|complète|concède|considère|espère|craint|expliquent|assurent|affirment|regrettent|dénoncent"
    r"|s['’](?:alarme|excuse|énerve|enthousiasme)|se (?:lamente|rassure)"
)
_DONE = r"(?:[\w-]+(?:é|i|u|is|it|ert))"
_VERB = (
    rf"(?:{TELLING_VERBS}|{_FRENCH}|(?:a|avait|ont|s['’]est|s['’]était)\s+(?:aussi\s+|ensuite\s+)?{_DONE}"
    rf"|(?:a|avait|ont|s['’]est)-t-(?:il|elle|on|ils|elles)\s+{_DONE}"
    r"|[\w'’]+-(?:t-)?(?:il|elle|ils|elles|on|je)(?:\s+[\w-]+é)?)"
)
_SUBJECT = r"(?:[^\W\d_a-z][\w’'.-]*(?:\s+(?:de\s|du\s|d['’])?[^\W\d_a-z][\w’'.-]*)*)"
_OPENS = re.compile(rf"(?P<before>[,!?…])\s+(?P<verb>{_VERB})(?=[\s.,:])")
_SENTENCE_ENDS = re.compile(r"(?<![.!?…])[.!?…]++(?=\s+[^\W\d_a-z]|\s*$)")
_CLAUSE_ENDS = re.compile(
    rf"(?:\s+{_SUBJECT}|\s+(?:il|elle|on))?(?:\s+(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche"
    r"|hier|aujourd['’]hui))?"
    r"(?P<apposition>,\s+(?:l[ae]s?|l['’]|une?|des?|son|sa|ses|\d+ ans|ancien\w*+|vice-"
    r"|[a-zà-ÿ]{3,20}\s)[^,.!?]*)?"
    r",\s+(?=(?:et|mais|ou|car|nous|je|on|ils?|elles?|vous|tu|ce|c['’]|j['’]|qui|que|qu['’]|si|ne|n['’])\b)",
)
_SAYS = re.compile(
    r"сказа|говор|заяв|отмет|отмеч|добав|подчеркн|подчёркив|сообщ|рассказ|поясн|объясн|ответ|счита"
    r"|уточн|призна|спрос|призва|напомн|увер|продолж|вспомин|замет|предупред|воскликн|напис|каза"
    r"|каже|додав|додал|зазнач|повідом|розпов|наголос|відпов|вважа|запита|посочи|обясни"
)
_DASHED = re.compile(
    r"(?P<before>[,!?…])\s{1,3}[—–]\s{1,3}(?P<between>[^«»„“”\"—–]{2,200}[.,])\s{1,3}[—–]\s{1,3}"
)
_SET_BY_DASHES = re.compile(
    rf",?\s(?:[—–-]\s|[—–])(?:{_VERB}|(?:ha|hanno|aveva|han)\s[a-zà-ù]{{3,20}}[aoie]|[a-zà-ÿ]{{2,15}}(?:ó|ou))\b"
    r"[^«»„“”\"—–]{0,80}?,?(?:\s[—–-]|[—–])[,.]?\s"
)
"""«Non ci sono soldi — ha aggiunto — e non ce ne saranno»."""
_ALONE = re.compile(r"(?:\s[\w-]{2,20})?,\s")
_PRONOUN_VERB = re.compile(r"-(?:t-)?(?:il|elle|ils|elles|on|je)(?:\s[\w-]{2,20})?$")
"""Behind a verb and its pronoun nothing more tells who speaks: a-t-il ajouté."""
_ENGLISH = re.compile(
    rf"(?P<before>[,!?])\s+(?:(?P<verb>{CUE.pattern})\s+(?P<behind>he|she|they|{_SUBJECT})"
    rf"|(?P<ahead>he|she|they|{_SUBJECT})\s+(?P<late>{CUE.pattern}))(?P<stop>[.,])\s+",
)


def without_tellers(text: str, quotations: Sequence[Quotation], language: str) -> list[Quotation]:
    """Return ``quotations`` with the passages around the teller's words in place of the whole."""
    if language in BETWEEN_DASHES:
        return [_parted(text, one, _said_between_dashes) for one in quotations]
    if language not in LANGUAGES:
        return list(quotations)
    return [_parted(text, one, _said_around) for one in quotations]


def _said_between_dashes(text: str, inner: Span) -> Iterator[Span]:
    at = inner.start
    for found in _DASHED.finditer(text, inner.start, inner.end):
        if not _SAYS.search(found["between"]):
            continue
        stop = found.start() + (found["before"] != ",")
        if stop > at:
            yield Span(at, stop)
        at = found.end()
    if at < inner.end:
        yield Span(at, inner.end)


def _parted(text: str, one: Quotation, said: Callable[[str, Span], Iterator[Span]]) -> Quotation:
    spans: list[Span] = []
    outer: list[Span] = []
    for inner, marks in zip(one.spans, one.outer, strict=True):
        parts = list(said(text, inner)) or [inner]
        spans += parts
        for place, part in enumerate(parts):
            start = marks.start if place == 0 else part.start
            outer.append(Span(start, marks.end if place == len(parts) - 1 else part.end))
    return replace(one, spans=tuple(spans), outer=tuple(outer))


def _said_around(text: str, inner: Span) -> Iterator[Span]:
    """Yield what is said around tellers, between dashes or commas."""
    at = inner.start
    for found in _SET_BY_DASHES.finditer(text, inner.start, inner.end):
        yield from _said(text, Span(at, found.start()))
        at = found.end()
    yield from _said(text, Span(at, inner.end))


def _said(text: str, inner: Span) -> Iterator[Span]:
    at = inner.start
    while at < inner.end:
        opens = _OPENS.search(text, at, inner.end)
        if opens is None:
            break
        stop = opens.end("before") if opens["before"] != "," else opens.start("before")
        if stop > at:
            yield Span(at, stop)
        at = _end_of_teller(text, opens.end("verb"), inner.end)
    while at < inner.end and text[at].isspace():
        at += 1
    if at < inner.end:
        yield Span(at, inner.end)


def _end_of_teller(text: str, start: int, end: int) -> int:
    clause = _CLAUSE_ENDS.match(text, start, end)
    if clause is not None:
        return clause.end()
    alone = _ALONE.match(text, start, end)
    if alone is not None and _PRONOUN_VERB.search(text, max(0, start - 40), start):
        return alone.end()
    sentence = _SENTENCE_ENDS.search(text, start, end)
    return sentence.end() if sentence is not None else end


def teller_at_end(text: str, inner: Span) -> tuple[Span, Span, Span] | None:
    """Return what is said before “…, said Ann Lee,” where its closing mark is missing."""
    words = inner.slice(text).rstrip()
    found = _ENGLISH.search(words + " ")
    if found is None or found["before"] != "," or found["stop"] != "," or found.end() < len(words):
        return None
    parts = ("verb", "behind") if found["verb"] else ("late", "ahead")
    cue, source = (
        Span(inner.start + found.start(part), inner.start + found.end(part)) for part in parts
    )
    return Span(inner.start, inner.start + found.start()), cue, source


def english_teller(text: str, inner: Span) -> tuple[list[Span], Span, Span] | None:
    """Return what is said around “…, said Ann Lee. …”, with the cue and the source that part it."""
    found = _ENGLISH.search(text, inner.start, inner.end)
    if found is None or found.end() >= inner.end:
        return None
    first = Span(inner.start, found.start() + (found["before"] != ","))
    cue = "verb" if found["verb"] else "late"
    source = "behind" if found["verb"] else "ahead"
    return [first, Span(found.end(), inner.end)], Span(*found.span(cue)), Span(*found.span(source))
