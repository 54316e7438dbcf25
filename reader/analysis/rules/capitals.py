"""Text in capitals, written as it would be in common case: teletype wires, notices, labels.

Names are distinguished from other words by a list of common English words
(``common_words.txt``, most frequent first, counted in the training articles), so that taggers
and rules see names where names are.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from reader.analysis.rules.lexicon import lexicon
from reader.analysis.rules.roles import ROLE_NOUNS

LEAST_WORDS = 3
"""Words in capitals from which on a block is taken to be written in capitals as a whole."""
_SURE = 3000
"""Words so frequent that they are hardly ever names; the others may be, next to a name."""
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_SENTENCE_END = re.compile(r"(?:^|[.!?:]['\"”’)]*\s+)[\"“'‘(\[]*$")
_CALENDAR = lexicon(
    """monday tuesday wednesday thursday friday saturday sunday january february march april may
    june july august september october november december christmas easter"""
)
_NAMES_TOO = lexicon(
    """will may mark grace hope rose bill frank jack pat rob sue art dean grant chase drew faith
    joy miles lance pierce brook brooks summer autumn dawn"""
)
"""Words that are given names as well: names where an unknown word follows."""
_ACRONYMS = lexicon(
    """abc afp ap bbc bp cbs cdc ceo cfo cia cnn cnbc covid dc dna dnc doj eec epa eu fa fbi fca fda
    fdr fema fifa g7 g8 g20 gdp gop hhs hiv hud iaea ibm ii iii imf ira irs isis iv ira jfk kc kgb
    la llc mba mit mp mps msnbc naacp nafta nasa nascar nato nba nbc nfl nhl nhs ngo nra nsa ny
    nyc nypd obe oecd opec pbs pm ppp qc ok rnc sec suv tv ucla uk un unesco unhcr unicef us usa
    usda ussr va vip wto"""
)
_ENDINGS = (
    ("ies", ("y",)), ("es", ("", "e")), ("s", ("",)), ("ed", ("", "e")), ("ing", ("", "e")),
    ("ers", ("", "e")), ("er", ("", "e")), ("ly", ("",)),
)  # fmt: skip
_BEFORE_US = re.compile(r"\b(?:THE|A|AN|IN|OF|BY|FORMER|ACROSS|FROM)\s+$")


@cache
def _ranks() -> Mapping[str, int]:
    words = files("reader.analysis.rules").joinpath("common_words.txt").read_text("utf-8").split()
    return {word: rank for rank, word in enumerate(words)}


def is_in_capitals(words: str) -> bool:
    """Whether ``words`` are written in capitals throughout, and are more than a name or two."""
    return words.isupper() and len(_WORD.findall(words)) >= LEAST_WORDS


def common_case(text: str, known: Mapping[str, str] | None = None) -> str:
    """Return ``text`` in common case, character for character.

    ``known`` has, by their letters in lower case, words as the rest of the article writes them.
    """
    known = known or {}
    pieces: list[str] = []
    at, before_is_name = 0, False
    every = list(_WORD.finditer(text))
    for place, found in enumerate(every):
        low = found.group().lower()
        if len(low) != len(found.group()):
            low = found.group()
        after = every[place + 1] if place + 1 < len(every) else None
        name_after = (
            after is not None
            and text[found.end() : after.start()].strip(".") == " "
            and _rank(after.group().lower()) is None
        )
        joined = before_is_name and text[at : found.start()] == " "
        shown = known.get(low) or _cased(low, joined, name_after, text, found.start())
        before_is_name = shown[:1].isupper() and _rank(low) is None and low not in _CALENDAR
        if _SENTENCE_END.search(text, max(0, found.start() - 6), found.start()) or not at:
            shown = _begun(shown)
        pieces += (text[at : found.start()], shown)
        at = found.end()
    return "".join(pieces) + text[at:]


def _begun(word: str) -> str:
    """Return ``word`` with a capital, where that is a single letter."""
    first = word[:1].upper()
    return first + word[1:] if len(first) == 1 else word


def title_case(name: str) -> str:
    """Return a name in capitals as names are written: "MARY O'BRIEN" is "Mary O'Brien"."""
    if not name.isupper():
        return name
    return _WORD.sub(
        lambda found: (
            found.group()
            if found.group().lower() in _ACRONYMS or len(found.group()) == 1
            else _as_name(found.group().lower())
        ),
        name,
    )


def _cased(low: str, joined: bool, name_after: bool, text: str, start: int) -> str:
    rank = _rank(low)
    if low == "us":
        return "US" if _BEFORE_US.search(text, max(0, start - 12), start) else low
    if (
        low == "i"
        or (len(low) == 1 and low != "a")
        or (low == "a" and text[start + 1 :][:1] == ".")
    ):
        return _begun(low) if len(low) == 1 else low.upper()
    if low in _ACRONYMS:
        return _begun(low) if len(low) == 1 else low.upper()
    if low in _CALENDAR and low not in ("march", "may"):
        return _begun(low)
    if low in ("march", "may") and re.match(r"\s+\d", text[start + len(low) :]):
        return _begun(low)
    if rank is None or (joined and rank >= _SURE) or (name_after and low in _NAMES_TOO):
        return _as_name(low)
    return low


def _as_name(low: str) -> str:
    if re.match(r"mc[a-z]{3}", low):
        return "Mc" + _begun(low[2:])
    ending = re.search(r"['’](?:s|t|ll|re|ve|d|m)$", low)
    stem = low[: ending.start()] if ending else low
    shown = re.sub(r"[^\W\d_]+", lambda part: _begun(part.group()), stem)
    return shown + (ending.group() if ending else "")


def _rank(low: str) -> int | None:
    """Return how frequent a word is, most frequent first; None for what is no common word."""
    ranks = _ranks()
    low = low.replace("’", "'")
    if low in ROLE_NOUNS:
        return 0
    for word in (low, re.sub(r"'s?$", "", low), *_stems(low)):
        if word in ranks:
            return ranks[word]
    return None


def _stems(low: str) -> tuple[str, ...]:
    """Return what a regular form may be of: "dockers" of "docker" or "dock"."""
    return tuple(
        low[: -len(ending)] + stem
        for ending, stems in _ENDINGS
        if low.endswith(ending) and len(low) > len(ending) + 2
        for stem in stems
    )


def is_common(word: str) -> bool:
    """Return whether ``word``, in lower case, is a common English word."""
    return _rank(word.lower()) is not None
