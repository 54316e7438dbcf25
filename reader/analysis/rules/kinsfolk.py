"""People whose names tell of others: a wife's namesake, brothers under one surname, née Holm."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence

from reader.analysis.rules.bearers import Bearer, key_of, suffix_of
from reader.text.span import Span

KIN = (
    r"wife|husband|mother|father|son|daughter|brother|sister|widow|widower|partner|aunt|uncle|niece"
    r"|nephew|cousin|grandmother|grandfather|grandson|granddaughter"
)
KIN_BEFORE = re.compile(
    r"\b(?:his|her|their)\s+(?:late\s+|former\s+|younger\s+|elder\s+|older\s+|twin\s+)?"
    rf"(?P<kin>{KIN})\b,?\s+(?:(?:the|an?)\s+(?:[a-z][\w-]*\s+){{1,3}})?$",
    re.IGNORECASE,
)
"""What somebody is to another of the article, written before the full name: his wife, Mary Hale."""
_SENTENCE_ENDS = re.compile(r"[.!?;…][\"”’)]*\s|\n")
_ONE_SENTENCE = 160
"""Characters within which a surname and a whole name are compared."""
_KINSFOLK = re.compile(
    r"\b(?:brothers|sisters|siblings|twins|triplets|cousins|couple|spouses|sons|daughters|children"
    r"|parents|newlyweds|husband\s+and\s+wife)\b[^.;:!?“”\"]{0,30}$",
    re.IGNORECASE,
)
_AND = re.compile(r"(?:,\s+|\s+and\s+|,\s+and\s+|\s+&\s+)")
_MAIDEN = re.compile(
    r"(?:,\s*|\s*\(|\s+)(?:née|nee|n[eé]e|geboren\w{0,2}|geb\.|whose\s+maiden\s+name\s+(?:is|was)"
    r"|(?:formerly|born)(?=\s+[^\W\d_a-z][\w’-]+\s?[,)]))\s+(?P<name>[^\W\d_a-z][\w’-]+)"
)
_BORN = re.compile(
    r"(?:\s\([^()\n]{1,30}\))?\s+(?:was\s+born|is\s+born|born)\s+(?P<first>[^\W\d_a-z][\w’-]+)\s+"
    r"(?:[^\W\d_a-z][\w’.-]*\s+){0,2}?(?P<name>[^\W\d_a-z][\w’-]+)"
)
"""Ruth Hale was born Ruth Lind."""
_NAMESAKE = re.compile(
    r"\b(?:also\s+(?:called|named)|another|the\s+other|a\s+second|(?:[Hh]is|[Hh]er|[Tt]heir)\s+namesake,?)"
    r"\s+(?P<name>[^\W\d_a-z][\w’-]+)(?!\s[^\W\d_a-z])"
)
Named = tuple[Span, tuple[str, ...]]
"""A tagged name and the parts of it."""


def with_relatives(text: str, named: Sequence[Named], bearers: Sequence[Bearer]) -> list[Bearer]:
    """Return ``bearers`` with maiden names and first mentions, and those who share a surname.

    ``named`` are all tagged names of people in text order.
    """
    every = [*bearers, *_of_one_surname(text, named, bearers)]
    every = _with_maiden_names(text, every)
    by_first: dict[str, list[Bearer]] = defaultdict(list)
    for bearer in every:
        by_first[key_of(bearer.parts[0])].append(bearer)
    for span, parts in named:
        owners = by_first.get(key_of(parts[0]), ()) if len(parts) == 1 else ()
        if len(owners) == 1 and len(owners[0].parts) > 1:
            owners[0].first = min(owners[0].first, span.start)
    return every


def _of_one_surname(text: str, named: Sequence[Named], bearers: Sequence[Bearer]) -> list[Bearer]:
    """Return those who share the surname behind the last of them: the brothers Tom and Jo Vale."""
    known = {(key_of(b.parts[0]), key_of(b.parts[-1])) for b in bearers}
    made = []
    for place, (_, parts) in enumerate(named):
        if len(parts) != 2:
            continue
        first = place
        while first and len(named[first - 1][1]) == 1 and _joined(text, named, first):
            first -= 1
        if first == place or not _KINSFOLK.search(
            text, max(0, named[first][0].start - 60), named[first][0].start
        ):
            continue
        for own, (given,) in ((own, tuple(given)) for own, given in named[first:place]):
            if (key_of(given), key_of(parts[1])) not in known:
                made.append(Bearer((given, parts[1]), f"{given} {parts[1]}", first=own.start))
    return made


def suffixes_apart(text: str, spans: Sequence[Span]) -> dict[int, str]:
    """Return the suffix of each name, by its start, that tells a son or a father from a namesake.

    Where nobody else is called so, John Hale and John Hale Jr. are one.
    """
    own = [(span, suffix_of(span.slice(text))) for span in spans]
    kinds = {suffix for _, suffix in own if suffix}
    related = any(
        suffix and KIN_BEFORE.search(text, max(0, span.start - 40), span.start)
        for span, suffix in own
    )
    if len(kinds) < 2 and not related:
        return {}
    return {span.start: suffix for span, suffix in own if suffix}


def _joined(text: str, named: Sequence[Named], place: int) -> bool:
    return _AND.fullmatch(text, named[place - 1][0].end, named[place][0].start) is not None


def _with_maiden_names(text: str, bearers: Sequence[Bearer]) -> list[Bearer]:
    """Return ``bearers``, those under a full maiden name joined with whom it belongs to."""
    for bearer in bearers:
        for span in bearer.fully:
            found = _MAIDEN.match(text, span.end, span.end + 80)
            if found is not None:
                bearer.maiden = found["name"]
            born = _BORN.match(text, span.end, span.end + 100)
            if born is not None and key_of(born["first"]) == key_of(bearer.parts[0]):
                bearer.maiden = born["name"]
    before = {(key_of(b.parts[0]), key_of(b.maiden)): b for b in bearers if b.maiden is not None}
    kept = []
    for bearer in bearers:
        owner = before.get((key_of(bearer.parts[0]), key_of(bearer.parts[-1])))
        if owner is not None and owner is not bearer:
            owner.fully = sorted([*owner.fully, *bearer.fully])
            owner.first = min(owner.first, bearer.first)
        else:
            kept.append(bearer)
    return kept


def before_namesakes(
    text: str, named: Sequence[Named], forms: Mapping[tuple[str, ...], Sequence[Bearer]]
) -> list[Bearer]:
    """Return those known by one name alone whose namesake the article names apart.

    A sentence that calls one by the surname, and then names another in full, means two people:
    Smith is married to the singer Joy Smith; Mrs Hale, and her daughter, Joy: later Joy Hale. So
    does “her neighbour, also called Joy”.
    """
    found: dict[tuple[str, ...], Bearer] = {}
    related = {
        key_of(parts[0])
        for span, parts in named
        if len(parts) == 1 and KIN_BEFORE.search(text, max(0, span.start - 40), span.start)
    }
    namesakes = {key_of(one["name"]): one.start("name") for one in _NAMESAKE.finditer(text)}
    for span, parts in named:
        form = tuple(key_of(part) for part in parts)
        owners = forms.get(form, ())
        if len(parts) != 1:
            continue
        if form[0] in namesakes and not owners:
            found.setdefault(form, Bearer(parts, parts[0]))
            second = Bearer(parts, parts[0], first=namesakes[form[0]])
            found.setdefault((*form, "namesake"), second)
            continue
        if len(owners) != 1 or key_of(owners[0].parts[-1]) != form[0] or len(owners[0].parts) < 2:
            continue
        fully = min((at.start for at in owners[0].fully), default=owners[0].first)
        between = text[span.end : fully]
        near = 0 < len(between) < _ONE_SENTENCE and not _SENTENCE_ENDS.search(between)
        kin = between and (
            key_of(owners[0].parts[0]) in related
            or KIN_BEFORE.search(text, max(0, fully - 40), fully)
        )
        if near or kin:
            found.setdefault(form, Bearer(parts, " ".join(parts), first=span.start))
    return list(found.values())
