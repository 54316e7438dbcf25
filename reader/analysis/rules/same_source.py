"""One name for one source: ICS and the Institute for Conflict Study (ICS) are one."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from reader.analysis.findings import Entity, Quote
from reader.analysis.rules.lexicon import lexicon
from reader.analysis.rules.source_words import GROUP

_SHORT = re.compile(
    r"(?P<full>(?:[^\W\d_a-z][\w’'&.-]{0,60}|of|for|the|and|on|in|de|du|des|la)"
    r"(?:\s(?:[^\W\d_a-z][\w’'&.-]{0,60}|of|for|the|and|on|in|de|du|des|la)){1,9})"
    r"\s\((?:the\s)?[\"“]?(?P<short>[^\W\d_a-z][\w.&-]{1,9})[\"”]?(?:,[^)]{0,200}+)?\)"
)
_WITH_INITIALS = ("organisation", "place", "facility")
_DISTINCT = lexicon(
    """other another some former rival local new old several many two three one second third
    first opposition foreign international"""
)


def short_names(text: str) -> dict[str, str]:
    """Return the full names of bodies by the initials that stand in brackets behind them."""
    known: dict[str, str] = {}
    for found in _SHORT.finditer(text):
        initials = re.sub(r"[^A-Z]", "", found["short"].upper())
        words = found["full"].split()
        for start in range(len(words)):
            own = [word[0] for word in words[start:] if word[0].isupper()]
            every = [word[0].upper() for word in words[start:]]
            if words[start][0].isupper() and initials in ("".join(own), "".join(every)):
                known[found["short"]] = " ".join(words[start:])
                break
    return known


def by_initials(entities: Sequence[Entity]) -> dict[str, str]:
    """Return the full name of each body or place named by its initials, where just one fits."""
    full: dict[str, set[str]] = defaultdict(set)
    bodies = [one for one in entities if one.person is None and one.type in _WITH_INITIALS]
    for one in bodies:
        capitals = [word[0] for word in one.name.split() if word[0].isupper()]
        if len(capitals) > 1:
            full["".join(capitals)].add(one.name)
    known: dict[str, str] = {}
    for one in bodies:
        letters = one.name.replace(".", "")
        if letters.isupper() and letters.isalpha() and len(full.get(letters, ())) == 1:
            known[one.name] = known[one.name.rstrip(".")] = next(iter(full[letters]))
    return known


def one_name(quotes: Sequence[Quote], short: Mapping[str, str]) -> tuple[Quote, ...]:
    """Return ``quotes`` with each source that is no person under the fullest of its names."""
    names = dict.fromkeys(
        short.get(q.speaker, q.speaker)
        for q in quotes
        if q.speaker is not None and q.person is None
    )
    full = _fullest(names)
    return tuple(
        quote
        if quote.speaker is None or quote.person is not None
        else replace(quote, speaker=full[short.get(quote.speaker, quote.speaker)])
        for quote in quotes
    )


def with_short_names(entities: Sequence[Entity], short: Mapping[str, str]) -> tuple[Entity, ...]:
    if not short:
        return tuple(entities)
    return tuple(
        replace(one, name=short.get(one.name, one.name)) if one.person is None else one
        for one in entities
    )


def _fullest(names: Iterable[str]) -> dict[str, str]:
    """For each name the one longer name with its words and its last word, else itself."""
    by_head: dict[str, list[tuple[str, frozenset[str]]]] = defaultdict(list)
    every = list(names)
    for name in every:
        parts = name.lower().split()
        by_head[parts[-1] if parts else ""].append((name, frozenset(parts)))
    full = {}
    for name in every:
        words = frozenset(name.lower().split())
        head = name.lower().split()[-1] if words else ""
        longer = [
            (other, others)
            for other, others in by_head[head]
            if words < others and not others & _DISTINCT and head in GROUP
        ]
        top = [other for other, own in longer if all(own >= rest for _, rest in longer)]
        same = next((other for other in every if other.lower() == name.lower()), name)
        full[name] = top[0] if len(top) == 1 else same
    return full
