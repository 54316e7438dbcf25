"""The names in a byline that an agency gives as one string: “By Ann Smith and Bob Lee”."""

from __future__ import annotations

import re

_BY = re.compile(r"(?:by|par|von|por|di|av|af|door)\s+", re.IGNORECASE)
_AND = re.compile(r"(?:(?<!\s)\s+)?[;|]\s*|(?:,|(?<!\s))\s+(?:and|und|et|y|e|och|og|en|&)\s+")
_PLACE = re.compile(r"(?<!\s)\s+(?:in|at|for|aus|à|en)\s+.*")
_PARTICLES = ("von", "van", "de", "der", "den", "del", "della", "di", "da", "la", "le", "bin", "al")


def names_of(byline: str) -> tuple[str, ...]:
    """Return the names, without the word before them, titles and agencies behind them."""
    words = " ".join(byline.split())
    begin = _BY.match(words)
    people = [part for part in _AND.split(words[begin.end() if begin else 0 :]) if part]
    found: list[str] = []
    for at, part in enumerate(people):
        # Commas part names only where an “and” comes after them: “Ann Smith, New York”.
        listed = part.split(",") if at < len(people) - 1 else part.split(",")[:1]
        names = [_PLACE.sub("", each.strip()) for each in listed]
        found += [name for name in names if name and (not found or _is_name(name))]
    return tuple(dict.fromkeys(found))


def _is_name(part: str) -> bool:
    """Return whether what comes after a comma or “and” is a person, and no office or place."""
    words = part.split()
    if not 2 <= len(words) <= 4:
        return False
    named = all(word[0].isupper() or word.lower() in _PARTICLES for word in words)
    return named and not _OFFICE.search(part)


_OFFICE = re.compile(
    r"\b(?:Press|Writers?|Reporters?|Correspondents?|Editors?|Staff|News|Times|Post|Agency|Bureau|"
    r"Service|Media|Redaktion|Reuters|AFP|AP|dpa|City|Associated)\b"
)
