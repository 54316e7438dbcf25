"""The same words of the same speaker, quoted more than once in an article."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from reader.analysis.findings import Quote
from reader.text.span import Span

LEAST_WORDS = 3
_MARKED = re.compile(r"“([^“”]+)”|\"([^\"]+)\"|«([^«»]+)»|„([^„“]+)“|‘((?:[^‘’]|’\w)+)’(?!\w)")
_WORD = re.compile(r"\w+(?:'\w+)*")


@dataclass(frozen=True, slots=True)
class Repeat:
    """``phrase`` is in the quote ``first``, the fullest, and again in the quotes ``again``."""

    phrase: str
    speaker: str
    first: str
    again: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Phrase:
    quote: Quote
    words: tuple[str, ...]
    text: str


def plain_words(text: str) -> tuple[str, ...]:
    """Return the words alone, in small letters and with straight apostrophes."""
    return tuple(_WORD.findall(text.casefold().replace("’", "'")))


def marked_passages(quote: Quote, text: str) -> list[Span]:
    """Return what of ``quote`` is between marks.

    All of a direct one, the marked words of a mixed.
    """
    if quote.kind == "direct":
        return list(quote.spans)
    found = []
    for span in quote.spans:
        for match in _MARKED.finditer(text, max(0, span.start - 1), min(len(text), span.end + 1)):
            group = match.lastindex or 0
            found.append(Span(match.start(group), match.end(group)))
    return found


def repeats(quotes: Iterable[Quote], text: str) -> list[Repeat]:
    """Return the phrases attributed to a speaker in more than one quote.

    They have at least three words between marks, and come with the quotes they are in.
    """
    by_speaker: dict[str, list[_Phrase]] = {}
    for quote in quotes:
        if quote.speaker is None:
            continue
        key = quote.person or quote.speaker.casefold()
        for span in marked_passages(quote, text):
            words = plain_words(span.slice(text))
            if len(words) >= LEAST_WORDS:
                phrase = _Phrase(quote, words, " ".join(span.slice(text).split()))
                by_speaker.setdefault(key, []).append(phrase)
    return [each for phrases in by_speaker.values() for each in _of_one_speaker(phrases)]


def _of_one_speaker(phrases: Sequence[_Phrase]) -> Iterator[Repeat]:
    """Phrases, the longest quotes first, each with those that say all or part of it again."""
    ordered = sorted(phrases, key=lambda each: (-len(each.quote.text), each.quote.spans))
    holding: dict[tuple[str, ...], list[int]] = {}
    beginning: dict[tuple[str, ...], list[int]] = {}
    for place, phrase in enumerate(ordered):
        beginning.setdefault(phrase.words[:LEAST_WORDS], []).append(place)
    grams = [[each for each in _grams(phrase.words) if each in beginning] for phrase in ordered]
    for place, held in enumerate(grams):
        for gram in held:
            holding.setdefault(gram, []).append(place)
    seen: set[str] = set()
    for place, phrase in enumerate(ordered):
        if phrase.quote.id in seen:
            continue
        near = set(holding[phrase.words[:LEAST_WORDS]])
        near.update(one for gram in grams[place] for one in beginning[gram])
        again: dict[str, str] = {}
        for other in (ordered[one] for one in sorted(near) if one > place):
            if other.quote.id in seen or not _says_again(phrase, other):
                continue
            shorter = min(phrase, other, key=lambda each: len(each.words))
            again.setdefault(other.quote.id, shorter.text)
        if again:
            seen.update(again)
            words = min(again.values(), key=len).rstrip(" ,.;:!?")
            yield Repeat(words, phrase.quote.speaker or "", phrase.quote.id, tuple(again))


def _grams(words: tuple[str, ...]) -> set[tuple[str, ...]]:
    return {words[start : start + LEAST_WORDS] for start in range(len(words) - LEAST_WORDS + 1)}


def _says_again(one: _Phrase, other: _Phrase) -> bool:
    """Return whether one of two holds the other, and they are two quotes, none inside the other."""
    same = one.quote.id == other.quote.id
    nested = other.quote.parent == one.quote.id or one.quote.parent == other.quote.id
    held = _holds(one.words, other.words) or _holds(other.words, one.words)
    return held and not same and not nested


def _holds(words: Sequence[str], part: Sequence[str]) -> bool:
    size = len(part)
    return any(
        tuple(words[start : start + size]) == tuple(part) for start in range(len(words) - size + 1)
    )
