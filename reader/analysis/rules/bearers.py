"""Who bears a name: the people being gathered, and which of several namesakes is meant."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from reader.analysis.rules.given_names import usual_gender
from reader.analysis.rules.roles import Gender, gender_of_words, head_role, role_of
from reader.text.span import Span

APART = 200
"""Characters by which one of two namesakes must come before the other to own the surname."""


@dataclass(slots=True)
class Bearer:
    """One person being gathered: the parts of the fullest name and every mention."""

    parts: tuple[str, ...]
    name: str
    mentions: list[Span] = field(default_factory=list)
    forms: Counter[str] = field(default_factory=Counter)
    genders: Counter[Gender] = field(default_factory=Counter)
    fully: list[Span] = field(default_factory=list)
    first: int = 0
    role: str | None = None
    kin: str | None = None


def key_of(part: str) -> str:
    return part.strip(".").casefold()


@dataclass(frozen=True, slots=True)
class Place:
    """Where a name is, and ``owners``: whom each bare surname has meant up to there."""

    text: str
    span: Span
    block: Span
    owners: dict[tuple[str, ...], Bearer]


def bearer_of(
    place: Place,
    parts: tuple[str, ...],
    by_form: Mapping[tuple[str, ...], list[Bearer]],
    *,
    surname_only: bool,
) -> Bearer | None:
    key = tuple(key_of(part) for part in parts)
    candidates: Sequence[Bearer] = by_form.get(key, [])
    if len(key) > 1 and not candidates:
        candidates = by_form.get((key[0], key[-1]), [])
    if len(key) == 1:
        by_surname = [bearer for bearer in candidates if key_of(bearer.parts[-1]) == key[0]]
        if surname_only:
            by_surname = [bearer for bearer in by_surname if len(bearer.parts) > 1]
            candidates = []
        candidates = by_surname or candidates
    if len(candidates) > 1:
        candidates = _outstanding(place, key, candidates)
    return candidates[0] if candidates else None


def _outstanding(
    place: Place, key: tuple[str, ...], candidates: Sequence[Bearer]
) -> Sequence[Bearer]:
    """Return the namesake whom title or office fits, or the only one named so far.

    Else the one who was named well before the others, or has had the bare surname since before
    they came: a paper that gives it to its first bearer calls a relative by the full name. Another
    one named in full before it in the same paragraph leaves it open.
    """
    gender = title_gender(place.text, place.span)
    if gender is not None:
        candidates = [bearer for bearer in candidates if _may_be(bearer, gender)] or candidates
    candidates = _in_office(place, candidates)
    so_far = [b for b in candidates if b.first <= place.span.start] or candidates
    if len(so_far) == 1:
        place.owners.setdefault(key, so_far[0])
        return so_far
    near = [
        bearer
        for bearer in so_far
        if any(place.block.start <= at.start < place.span.start for at in bearer.fully)
    ]
    owner = place.owners.get(key)
    if owner is None:
        first = min(so_far, key=lambda bearer: bearer.first)
        apart = all(b.first - first.first > APART for b in so_far if b is not first)
        owner = first if apart else None
    if len(near) == 1 and owner in (None, near[0]):
        return near
    return [owner] if owner is not None and owner in so_far and not near else []


def _may_be(bearer: Bearer, gender: Gender) -> bool:
    if bearer.genders:
        return gender in bearer.genders
    return usual_gender(" ".join(bearer.parts)) in (None, gender)


def _in_office(place: Place, candidates: Sequence[Bearer]) -> Sequence[Bearer]:
    """Return those with the office that precedes the name, where it distinguishes them."""
    role = role_of(place.text, Span(place.span.start, place.span.start), place.block)
    head = head_role(role or "")
    if head is None:
        return candidates
    fitting = [bearer for bearer in candidates if head_role(bearer.role or "") == head]
    return fitting if len(fitting) == 1 else candidates


def title_gender(text: str, span: Span) -> Gender | None:
    before = text[max(0, span.start - 16) : span.start].split()
    return gender_of_words(before[-1]) if before else None
