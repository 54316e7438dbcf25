"""Who bears a name: the people being gathered, and which of several namesakes is meant."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from reader.analysis.rules.given_names import usual_gender
from reader.analysis.rules.roles import Gender, gender_of_words, head_role, role_of
from reader.text.span import Span

_MRS_OR_MR = re.compile(r"\bM(?:r(?P<mrs>s)?)\.?\s")
_TITLE = re.compile(r"[^\W\d_a-z]\w{1,8}\.|Mr|Mrs|Ms|Miss|Dr|Sir|Dame|Lord|Lady|Judge|Rev")
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
    maiden: str | None = None
    suffix: str = ""
    titles: set[str] = field(default_factory=set)

    def has_surname(self, key: str) -> bool:
        """Return whether ``key`` is the surname, or the one before marriage."""
        return key in (key_of(self.parts[-1]), key_of(self.maiden or ""))


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
        by_surname = [bearer for bearer in candidates if bearer.has_surname(key[0])]
        if surname_only:
            by_surname = [bearer for bearer in by_surname if len(bearer.parts) > 1]
            candidates = []
        candidates = by_surname or candidates
    candidates = _by_suffix(place, key, candidates)
    if len(candidates) > 1:
        candidates = _outstanding(place, key, candidates)
    elif candidates and len(key) == 1 and _is_of_other_gender(place, candidates[0]):
        return None
    return candidates[0] if candidates else None


def suffix_of(words: str) -> str:
    """Return Jr, Sr, II or III behind a name, in lower case; "" without one."""
    last = key_of(words.split()[-1]) if words.split() else ""
    return last if last in ("jr", "sr", "ii", "iii", "iv") else ""


def _by_suffix(
    place: Place, key: tuple[str, ...], candidates: Sequence[Bearer]
) -> Sequence[Bearer]:
    """Return those with the suffix of a whole name, where it tells father and son apart."""
    if len(key) < 2 or not any(bearer.suffix for bearer in candidates):
        return candidates
    own = suffix_of(place.span.slice(place.text))
    return [bearer for bearer in candidates if bearer.suffix == own] or candidates


def _is_of_other_gender(place: Place, bearer: Bearer) -> bool:
    """Return whether it is Mrs Hale where the only Hale so far is a man."""
    title = title_of(place.text, place.span)
    gender = gender_of_words(title) if key_of(title) in ("mr", "mrs", "ms", "miss") else None
    return gender is not None and bool(bearer.genders) and gender not in bearer.genders


def _outstanding(
    place: Place, key: tuple[str, ...], candidates: Sequence[Bearer]
) -> Sequence[Bearer]:
    """Return the namesake whom title or office fits, or the only one named so far.

    Else the one who was named well before the others, or has had the bare surname since before
    they came: a paper that gives it to its first bearer calls a relative by the full name. Another
    one named in full before it in the same paragraph leaves it open.
    """
    every = candidates
    gender = title_gender(place.text, place.span)
    if gender is not None:
        candidates = [bearer for bearer in candidates if _may_be(bearer, gender)] or candidates
    candidates = _married(place, _titled(place, _in_office(place, candidates)))
    so_far = [b for b in candidates if b.first <= place.span.start] or candidates
    if len(so_far) == 1:
        if _owns(place, key, so_far[0], every):
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


def _owns(place: Place, key: tuple[str, ...], bearer: Bearer, every: Sequence[Bearer]) -> bool:
    """Return whether a bare name means ``bearer`` from here on.

    Not where a title singles out one of several, by a name before marriage, or one of two whose
    whole names are the same.
    """
    alone = sum(other.first <= place.span.start for other in every) < 2
    same = any(other.parts == bearer.parts for other in every if other is not bearer)
    return alone and not same and (len(key) > 1 or key_of(bearer.parts[-1]) == key[0])


def _in_office(place: Place, candidates: Sequence[Bearer]) -> Sequence[Bearer]:
    """Return those with the office that precedes the name, where it distinguishes them."""
    words = place.span.slice(place.text)
    at = place.span.start + words.rfind(" ") + 1
    role = role_of(place.text, Span(at, at), place.block)
    head = head_role(role or "")
    if head is None:
        return candidates
    fitting = [bearer for bearer in candidates if head_role(bearer.role or "") == head]
    return fitting if len(fitting) == 1 else candidates


def _titled(place: Place, candidates: Sequence[Bearer]) -> Sequence[Bearer]:
    """Return the one who had the same title before the full name: the Rev. Carl Hale, Rev. Hale."""
    title = key_of(title_of(place.text, place.span))
    fitting = [bearer for bearer in candidates if title and title in bearer.titles]
    return fitting if len(fitting) == 1 else candidates


def _married(place: Place, candidates: Sequence[Bearer]) -> Sequence[Bearer]:
    """Return the wife where the name is Mrs Hale, the husband where it is Mr Hale."""
    before = place.text[max(0, place.span.start - 5) : place.span.end]
    title = _MRS_OR_MR.search(before)
    if title is None:
        return candidates
    kin = ("wife", "widow") if title["mrs"] else ("husband", "widower")
    fitting = [bearer for bearer in candidates if bearer.kin in kin]
    return fitting if len(fitting) == 1 else candidates


def title_gender(text: str, span: Span) -> Gender | None:
    own = text[span.start : span.end].split()[:-1]
    before = text[max(0, span.start - 16) : span.start].split()
    return gender_of_words(" ".join(own[:1])) or (gender_of_words(before[-1]) if before else None)


def title_of(text: str, span: Span) -> str:
    """Return the word before the last name, or the first of the name: Mr, Rev., or any other."""
    own = text[span.start : span.end].split()[:-1]
    before = text[max(0, span.start - 16) : span.start].split()
    beside = before[-1] if before and text[span.start - 1] == " " else ""
    titled = own and (_TITLE.fullmatch(own[0]) or head_role(own[0]) is not None)
    return own[0] if titled else beside
