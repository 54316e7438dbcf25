"""Who may have said something: the names to choose from when a speaker is put right."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from reader.analysis.findings import Figure, Findings, Quote, spans_of
from reader.meaning.function_words import FUNCTION_WORDS
from reader.text.span import hull

_WORD = re.compile(r"\w{3,}")
_SMALL = r"""
    i|you|he|she|it|we|they|this|that|these|those|who|one|him|her|them
    |ich|er|sie|es|wir|je|il|elle|on|nous|ils|elles|ella|ellos|ellas|lui|lei
"""
_PRONOUN = re.compile(rf"(?!\w[A-Z])(?i:{_SMALL})", re.VERBOSE)
"""In capitals they are names: US, IT."""


def speakers_for(
    said: Sequence[Quote | Figure], findings: Findings, text: str, *, but: str | None = None
) -> list[str]:
    """Return the speaker of ``said`` now, the source's own words.

    Then everybody quoted in the article and every person: those whose name shares a word with one
    of these first, then those named near it. Each name on one line, and once; ``but`` is left out,
    and so are pronouns, which name nobody.
    """
    start = hull(spans_of(said[0])).start
    own = [each.speaker or "" for each in said]
    own += [span.slice(text) for each in said for span in each.source or ()]
    away: dict[str, int] = {}

    def near(name: str, place: int) -> None:
        away[name] = min(abs(place - start), away.get(name, len(text)))

    full = {person.id: person.name for person in findings.people}
    for name in full.values():
        near(_one_line(name), start + len(text))
    for entity in findings.entities:
        if entity.person in full:
            near(_one_line(full[entity.person or ""]), entity.start)
    others: list[Quote | Figure] = [*findings.quotes, *findings.figures]
    for each in others:
        if each.speaker:
            near(_one_line(each.speaker), hull(spans_of(each)).start)
    words = _words(own)
    rest = sorted(away, key=lambda name: (not words & _words([name]), away[name]))
    names = dict.fromkeys(filter(None, [*map(_one_line, own), *rest]))
    same = {"the", "a", "an", *(but or "").casefold().split()}
    return [
        name
        for name in names
        if not _PRONOUN.fullmatch(name) and not set(name.casefold().split()) <= same
    ]


def _one_line(name: str) -> str:
    return " ".join(name.split())


def _words(names: Iterable[str]) -> set[str]:
    found = {word for name in names for word in _WORD.findall(name.casefold())}
    return found - FUNCTION_WORDS
