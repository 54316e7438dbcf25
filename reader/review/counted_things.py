"""What a figure counts where articles say it in many words: the dead, the wounded, the missing.

“3 dead”, “killing three people” and “put the number of deaths at 5” count one thing. It is named
only where the words say so next to the figure; a part of a whole (“two of the dead”) and what is
added to one (“four more”) count something else.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_THINGS: Mapping[str, str] = {
    "dead": r"dead|deaths?|die[sd]?|dying|kill(?:s|ed|ing|ings)?|fatalit(?:y|ies)|perished|bodies"
    r"|lost (?:their|his|her) li(?:ves|fe)|death toll",
    "wounded": r"wound(?:s|ed|ing)?|injur(?:es?|ed|ing|y|ies)|hurt(?:ing)?",
    "missing": r"missing|unaccounted for|disappeared",
    "arrested": r"arrest(?:s|ed|ing)?|detain(?:s|ed|ing|ees)?|detentions?|in custody",
    "displaced": r"displac(?:es?|ed|ing)|evacuat(?:es?|ed|ing|ees|ions)|homeless",
}
_ANYBODY = r"people|persons?|individuals?|victims?|casualties"
_UNIT = {name: re.compile(rf"(?:{words})", re.IGNORECASE) for name, words in _THINGS.items()}
_EVERY = "|".join(f"(?P<{name}>{words})" for name, words in _THINGS.items())
_BEING = r"(?:(?:were|was|are|is|(?:had|have|has)(?: been)?|been|being|remain(?:s|ed)?|lay|left) )?"
_HOW = r"(?:(?:reported|confirmed|feared|believed|badly|seriously|severely|slightly|lightly) )?"
_BEHIND = re.compile(rf"(?:(?:{_ANYBODY}) )?{_BEING}{_HOW}(?:{_EVERY})\b", re.IGNORECASE)
_ABOUT = (
    r"(?:(?:at|to|as|was|is|were|stood|stands|reached|rose|risen|has|had|climbed|of|the|a|an|more"
    r"|least|most|than|about|around|some|over|up|nearly|almost|only|just|exactly|roughly) )*"
)
_BEFORE = re.compile(rf"\b(?:{_EVERY}) {_ABOUT}$", re.IGNORECASE)
_COUNTS = re.compile(r"\b(?:number|count|total|tally|toll)\b", re.IGNORECASE)
_PART = re.compile(r"of (?:the|them|those|whom|its|their|his|her)\b|in \d|out of\b", re.IGNORECASE)
_MORE = re.compile(r"\b(?:another|further|additional|other)$", re.IGNORECASE)
_ADDED = re.compile(r"(?:more|others?|further|additional)\b", re.IGNORECASE)
_AMONG = re.compile(r"\b(?:among|including|of whom)\s+(?:the\s+)?$", re.IGNORECASE)
_OTHER_TIME = re.compile(
    r"\b(?:(?:last|previous|earlier|in recent) (?:weeks?|months?|years?|spring|summer|autumn|fall"
    r"|winter|attacks?|strikes?|raids?|crash|fire|storm|floods?|incidents?|\w+day)|(?:years?|months?"
    r"|weeks?) (?:ago|earlier|before)|since|so far this year)\b",
    re.IGNORECASE,
)
_NEAR = 60
"""Characters on either side of a figure in which its thing is looked for."""
_BLANK = re.compile(r"\s+")


def thing_counted(
    text: str, start: int, end: int, unit: str | None, *, is_count: bool = True
) -> str | None:
    """Return the thing that the figure from ``start`` to ``end`` of ``text`` counts.

    None where the words next to it do not say. ``unit`` is the figure's own, “people” or “dead”.
    What may be no count (12 may be an age) has to be called a number, count or toll.
    """
    before = _BLANK.sub(" ", text[max(0, start - _NEAR) : start])
    behind = _BLANK.sub(" ", text[end : end + _NEAR]).lstrip()
    if _PART.match(behind) or _ADDED.match(behind) or _MORE.search(before.rstrip()):
        return None
    if _AMONG.search(before):
        return None
    if not is_count:
        found = _BEFORE.search(before)
        return _which(found) if found and _COUNTS.search(before) else None
    last = (unit or "").split()[-1:]
    for word in last:
        if own := _named(word):
            return own
        if not re.fullmatch(_ANYBODY, word, re.IGNORECASE):
            return None
    found = _BEHIND.match(behind) or _BEFORE.search(before)
    return _which(found) if found else None


def is_of_another_time(context: str) -> bool:
    """Return whether a sentence is about something that happened before."""
    return _OTHER_TIME.search(context) is not None


def _named(word: str) -> str | None:
    return next((name for name, words in _UNIT.items() if words.fullmatch(word)), None)


def _which(found: re.Match[str]) -> str:
    return next(name for name, words in found.groupdict().items() if words is not None)
