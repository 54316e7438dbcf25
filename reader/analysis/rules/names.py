"""Who is named: mentions of one person gathered under the fullest name.

News writes the full name once and a surname after; a bare surname therefore belongs to the
person of that surname, and to nobody where two share it and neither stands out.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from reader.analysis.findings import Person
from reader.analysis.rules.roles import Gender, gender_of_words, holds_role, is_date, role_of
from reader.analysis.rules.tagged import TagRun
from reader.text.span import Span

PERSON_LABELS = frozenset({"Person", "PERSON", "PER", "PERS"})
_NAME_LIKE = frozenset({"Location", "Organization", "NORP", "Misc", "GPE", "ORG", "LOC"})
LONGEST = 12
"""Parts of a name beyond which it is none, but a run of tags gone wrong."""
APART = 200
"""Characters by which one of two namesakes must come before the other to own the surname."""
_POSSESSIVE = re.compile(r"(?:['’]s|['’])$")
_HONORIFIC = re.compile(
    r"^(?:mr|mrs|ms|miss|dr|sir|dame|lord|lady|sens?|reps?|govs?|prof|rev|gen|col|lt|sgt|capt|maj|adm"
    r"|president|senator|governor|mayor|judge|justice|king|queen|prince|princess|pope|secretary"
    r"|representative|congressman|congresswoman|general|professor|sheikh|ayatollah|vice"
    r"|chancellor|minister|prime|attorney|speaker|chairman|chairwoman|director|sheriff|officer"
    r"|captain|commander|colonel|lieutenant|sergeant|admiral|inspector|constable|bishop|archbishop"
    r"|democrat|republican|detective|commissioner|ambassador|coach|father|sister|brother|rabbi|imam)\.?$",
    re.IGNORECASE,
)
_NO_NAME = re.compile(r"(?:against|for|with|the|vs\.?|versus|and|never|anti|pro)$", re.IGNORECASE)
_PARTY_AND_STATE = re.compile(r"\(?[RDI]-[A-Z]")
_SUFFIX = re.compile(r"^(?:jr|sr|ii|iii|iv)\.?$", re.IGNORECASE)
_IN_A_PLACE = re.compile(r"\b(?:in|at|near|across|outside|around)\s+$")
_DOUBLE_MARKED = re.compile(r"\s[\"“][^\"”]+[\"”]\s")
_CUT_NICKNAME = re.compile(r"[^\"“”‘’'\n]{2,30}[\"”’']\s+(?=[^\W\d_a-z])")
_AFTER_NICKNAME = re.compile(r"\s+[\"“‘'][^\"”’'\n]{2,30}[\"”’']\s+[^\W\d_a-z][\w’-]+")
_FIRST_NAME = re.compile(r"(?:[^\W\d_A-Z][^\W\d_]*|,)\s+(?P<given>[^\W\d_a-z][^\W\d_]+)\s+$")
_BEFORE_NICKNAME = re.compile(
    r"(?:[^\W\d_a-z][\w’-]+\s+[\"“‘'][^\"”’'\n]{2,30}[\"”’']|\b(?:Big|Little|Old|Lil))\s+$"
)
_NICKNAME = re.compile(r"[\"“‘(][^\"”’)]*[\"”’)]")


@dataclass(slots=True)
class _Bearer:
    """One person being gathered: the parts of the fullest name and every mention."""

    parts: tuple[str, ...]
    name: str
    mentions: list[Span] = field(default_factory=list)
    forms: Counter[str] = field(default_factory=Counter)
    genders: Counter[Gender] = field(default_factory=Counter)
    full: int = 0
    first: int = 0
    role: str | None = None


class People:
    """The people of one article, looked up by place or by name.

    ``named`` finds the person by a full name or a surname that no tag marks.
    """

    def __init__(
        self,
        people: Sequence[Person],
        mentions: Sequence[tuple[Span, Person]],
        genders: dict[str, Gender],
        named: Callable[[str], Person | None],
    ) -> None:
        self.people = tuple(people)
        self.mentions = tuple(sorted(mentions, key=lambda mention: mention[0].start))
        self._starts = [mention.start for mention, _ in self.mentions]
        self._at = dict(mentions)
        self._genders = genders
        self.named = named

    def at(self, span: Span) -> Person | None:
        return self._at.get(span)

    def within(self, start: int, end: int) -> list[tuple[Span, Person]]:
        """The mentions that lie in ``start`` to ``end``, in text order."""
        first, last = bisect_left(self._starts, start), bisect_left(self._starts, end)
        return [mention for mention in self.mentions[first:last] if mention[0].end <= end]

    def gender(self, person: Person) -> Gender | None:
        """What titles and roles tell, None where they tell nothing or contradict."""
        return self._genders.get(person.id)


def plain_name(words: str) -> str:
    """``words`` on one line, without a possessive ending."""
    return _POSSESSIVE.sub("", " ".join(words.split()))


def name_parts(words: str) -> tuple[str, ...]:
    """The parts of a person's name: no titles, nicknames, suffixes or initials."""
    plain = _NICKNAME.sub(" ", plain_name(words))
    parts = [part.strip(",") for part in plain.split()]
    while len(parts) > 1 and _NO_NAME.match(parts[0]):
        parts.pop(0)
    while len(parts) > 1 and _SUFFIX.match(parts[-1]):
        parts.pop()
    titles = [at for at, part in enumerate(parts[:-1]) if _HONORIFIC.match(part)]
    parts = parts[titles[-1] + 1 :] if titles else parts
    return tuple(part for part in parts if part and not _PARTY_AND_STATE.match(part))[:LONGEST]


def without_cut_nicknames(text: str, runs: Sequence[TagRun]) -> list[TagRun]:
    """The runs, those that begin inside a nickname in marks begun behind it.

    Of Rosie “Two Sheds” Calloway a tagger may take “Two Sheds” Calloway without its first mark.
    """
    kept = []
    for run in runs:
        cut = _CUT_NICKNAME.match(text, run.start, run.end)
        opened = run.start and text[run.start - 1] in "\"“‘'"
        kept.append(replace(run, start=cut.end()) if cut and opened else run)
    return kept


def people(text: str, runs: Sequence[TagRun], blocks: Sequence[Span]) -> People:
    """Gathers the article's people from the runs of the entity layer."""
    bearers = _bearers(text, [run for run in runs if run.label in PERSON_LABELS])
    by_form = _by_form(bearers)
    unclear: dict[tuple[str, Gender | None], _Bearer] = {}
    starts = [block.start for block in blocks]
    for run in runs:
        parts = name_parts(text[run.start : run.end])
        person = run.label in PERSON_LABELS
        if not person and (run.label not in _NAME_LIKE or len(parts) != 1):
            continue
        if not person and _IN_A_PLACE.search(text, max(0, run.start - 12), run.start):
            continue
        bearer = _bearer_of(text, run.span, parts, by_form, surname_only=not person)
        if bearer is None and person and parts:
            bearer = _unclear(text, run.span, parts, unclear)
        if bearer is not None:
            block = blocks[max(0, bisect_right(starts, run.start) - 1)]
            _note(text, run.span, block, bearer)
    return _people(text, [*bearers, *unclear.values()], by_form)


def _bearers(text: str, tagged: Sequence[TagRun]) -> list[_Bearer]:
    """One bearer for each name of several parts, then for each single name none of them has."""
    bearers: list[_Bearer] = []
    known: dict[tuple[str, ...], _Bearer] = {}
    singles: list[tuple[str, ...]] = []
    for run in tagged:
        parts = name_parts(_whole_name(text, run.span))
        if len(parts) < 2:
            singles.append(parts)
            continue
        key = (_key(parts[0]), _key(parts[-1]))
        bearer = known.get(key)
        if bearer is None:
            name = plain_name(_whole_name(text, run.span))
            name = name if _NICKNAME.search(name) else " ".join(parts)
            bearer = known[key] = _Bearer(parts, name, first=run.start)
            bearers.append(bearer)
        elif "'" in bearer.name and _DOUBLE_MARKED.search(_whole_name(text, run.span)):
            bearer.name = plain_name(_whole_name(text, run.span))
        elif len(parts) > len(bearer.parts) and not parts[0].isupper():
            bearer.parts, bearer.name = parts, " ".join(parts)
        bearer.full += 1
    bearers = _merged(bearers)
    forms = _by_form(bearers)
    for parts in singles:
        form = tuple(_key(part) for part in parts)
        if parts and form not in forms:
            bearer = _Bearer(parts, " ".join(parts))
            bearers.append(bearer)
            forms[form] = [bearer]
    return bearers


def _unclear(
    text: str,
    span: Span,
    parts: tuple[str, ...],
    unclear: dict[tuple[str, Gender | None], _Bearer],
) -> _Bearer:
    """A name that several people of the article bear stands for itself, told apart by title."""
    name = " ".join(parts)
    return unclear.setdefault((_key(name), _title_gender(text, span)), _Bearer(parts, name))


def _merged(bearers: Sequence[_Bearer]) -> list[_Bearer]:
    """A name of several parts that is the end of one other, longer name is the same person's."""
    longer: dict[tuple[str, ...], list[_Bearer]] = defaultdict(list)
    for bearer in bearers:
        keys = tuple(_key(part) for part in bearer.parts)
        for at in range(1, len(keys) - 1):
            longer[keys[at:]].append(bearer)
    kept = []
    for bearer in bearers:
        owners = longer.get(tuple(_key(part) for part in bearer.parts), [])
        if len(owners) == 1:
            owners[0].full += bearer.full
            owners[0].first = min(owners[0].first, bearer.first)
        else:
            kept.append(bearer)
    return kept


def _whole_name(text: str, span: Span) -> str:
    """The tagged name with what belongs to it beside it.

    That is a nickname in marks with the name on its other side (Rosie “Two Sheds” Calloway),
    and a first name that the tag left out (sighed Éloïse Gagné).
    """
    own = text[span.start : span.end]
    after = _AFTER_NICKNAME.match(text, span.end, span.end + 60)
    if after and " " not in own:
        return own + after.group()
    before = _BEFORE_NICKNAME.search(text, max(0, span.start - 60), span.start)
    if before is None and " " not in own:
        before = _FIRST_NAME.search(text, max(0, span.start - 40), span.start)
        if before is not None and not _is_given_name(before["given"]):
            before = None
        return before["given"] + " " + own if before else own
    return before.group() + own if before else own


def _is_given_name(word: str) -> bool:
    return not (_HONORIFIC.match(word) or holds_role(word) or word.isupper() or is_date(word))


def _key(part: str) -> str:
    return part.strip(".").casefold()


def _by_form(bearers: Sequence[_Bearer]) -> dict[tuple[str, ...], list[_Bearer]]:
    """Who may be meant by a name: the whole, its tails (surnames), first and last, the first."""
    forms: dict[tuple[str, ...], list[_Bearer]] = defaultdict(list)
    for bearer in bearers:
        keys = tuple(_key(part) for part in bearer.parts)
        own = {keys[at:] for at in range(len(keys))} | {(keys[0], keys[-1]), keys[:1]}
        for form in own:
            forms[form].append(bearer)
    return forms


def _bearer_of(
    text: str,
    span: Span,
    parts: tuple[str, ...],
    by_form: dict[tuple[str, ...], list[_Bearer]],
    *,
    surname_only: bool,
) -> _Bearer | None:
    key = tuple(_key(part) for part in parts)
    candidates = by_form.get(key, [])
    if len(key) > 1 and not candidates:
        candidates = by_form.get((key[0], key[-1]), [])
    if len(key) == 1:
        by_surname = [bearer for bearer in candidates if _key(bearer.parts[-1]) == key[0]]
        if surname_only:
            by_surname = [bearer for bearer in by_surname if len(bearer.parts) > 1]
            candidates = []
        candidates = by_surname or candidates
    if len(candidates) > 1:
        candidates = _outstanding(candidates, _title_gender(text, span))
    return candidates[0] if candidates else None


def _outstanding(candidates: Sequence[_Bearer], gender: Gender | None) -> list[_Bearer]:
    """The one among namesakes whom the title fits, or whose full name stands twice as often.

    Else the one who was named well before the others: a paper that gives the bare surname to
    its first bearer calls a relative by the full name.
    """
    if gender is not None:
        fitting = [b for b in candidates if not b.genders or gender in b.genders]
        if len(fitting) == 1:
            return fitting
        candidates = fitting or candidates
    ranked = sorted(candidates, key=lambda bearer: -bearer.full)
    if len(ranked) == 1 or ranked[0].full >= 2 * ranked[1].full:
        return ranked[:1]
    rivals = [bearer for bearer in ranked if 2 * bearer.full > ranked[0].full]
    first = min(rivals, key=lambda bearer: bearer.first)
    apart = all(b.first - first.first > APART for b in rivals if b is not first)
    return [first] if apart else []


def _title_gender(text: str, span: Span) -> Gender | None:
    before = text[max(0, span.start - 16) : span.start].split()
    return gender_of_words(before[-1]) if before else None


def _note(text: str, span: Span, block: Span, bearer: _Bearer) -> None:
    bearer.mentions.append(span)
    bearer.forms[plain_name(text[span.start : span.end])] += 1
    full = len(name_parts(text[span.start : span.end])) > 1
    role = role_of(text, span, block) if full or bearer.role is None else None
    if bearer.role is None and role is not None:
        bearer.role = role
    gender = _title_gender(text, span) or (gender_of_words(role) if role else None)
    if gender is not None:
        bearer.genders[gender] += 1


def _people(
    text: str, bearers: Sequence[_Bearer], by_form: dict[tuple[str, ...], list[_Bearer]]
) -> People:
    named = sorted((b for b in bearers if b.mentions), key=lambda bearer: bearer.mentions[0])
    persons: list[Person] = []
    mentions: list[tuple[Span, Person]] = []
    genders: dict[str, Gender] = {}
    for number, bearer in enumerate(named, 1):
        aliases = tuple(form for form in bearer.forms if form != bearer.name)
        person = Person(f"p{number}", bearer.name, aliases, bearer.role)
        persons.append(person)
        mentions += [(span, person) for span in bearer.mentions]
        if len(bearer.genders) == 1:
            genders[person.id] = next(iter(bearer.genders))
    by_bearer = dict(zip(map(id, named), persons, strict=True))

    def who(words: str) -> Person | None:
        parts = name_parts(words)
        place = Span(0, 0)
        bearer = _bearer_of(text, place, parts, by_form, surname_only=True) if parts else None
        return by_bearer.get(id(bearer))

    return People(persons, mentions, genders, who)
