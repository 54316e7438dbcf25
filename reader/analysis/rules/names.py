"""Who is named: mentions of one person gathered under the fullest name.

News writes the full name once and a surname after; a bare surname therefore belongs to the
person of that surname, and to nobody where two share it and neither is more prominent.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from reader.analysis.findings import Person
from reader.analysis.rules.bearers import (
    Bearer,
    Place,
    bearer_of,
    key_of,
    title_gender,
    title_of,
)
from reader.analysis.rules.capitals import title_case
from reader.analysis.rules.given_names import usual_gender
from reader.analysis.rules.kinsfolk import (
    KIN_BEFORE,
    before_namesakes,
    suffixes_apart,
    with_relatives,
)
from reader.analysis.rules.lexicon import lexicon
from reader.analysis.rules.roles import (
    Gender,
    gender_of_words,
    holds_role,
    is_date,
    role_of,
)
from reader.analysis.rules.tagged import TagRun
from reader.analysis.rules.titled import titled_namesakes
from reader.text.span import Span

PERSON_LABELS = frozenset({"Person", "PERSON", "PER", "PERS"})
_NAME_LIKE = frozenset({"Location", "Organization", "NORP", "Misc", "GPE", "ORG", "LOC"})
LONGEST = 12
"""Parts of a name beyond which it is none, but a run of tags gone wrong."""
_POSSESSIVE = re.compile(r"(?:['’]s|['’])$")
_HONORIFIC = re.compile(
    r"^(?:mr|mrs|ms|miss|dr|sir|dame|lord|lady|sens?|reps?|govs?|prof|rev|gen|col|lt|sgt|capt|maj|adm"
    r"|president|senator|governor|mayor|judge|justice|king|queen|prince|princess|pope|secretary"
    r"|representative|congressman|congresswoman|general|professor|sheikh|ayatollah|vice"
    r"|chancellor|minister|prime|attorney|speaker|chairman|chairwoman|director|sheriff|officer"
    r"|captain|commander|colonel|lieutenant|sergeant|admiral|inspector|constable|bishop|archbishop"
    r"|councilman|councilwoman|councill?or|cllr|alderman|alderwoman|assemblyman|assemblywoman|delegate"
    r"|brig|brigadier|major|corporal|cpl|superintendent|supt|reverend|pastor|msgr|monsignor|count"
    r"|countess|baron|baroness|duke|duchess|earl|chief|mme|mlle|madame|monsieur|herr|frau|hon"
    r"|democrat|republican|detective|commissioner|ambassador|coach|father|sister|brother|rabbi|imam)\.?$",
    re.IGNORECASE,
)
_PORTFOLIOS = lexicon(
    """State Defense Defence Treasury Commerce Labor Labour Education Energy Justice Interior
    Agriculture Health Transportation Transport"""
)
"""Of "Secretary of State Ann Lee" a tagger may leave the first words out."""
_NO_NAME = re.compile(r"(?:against|for|with|the|vs\.?|versus|and|never|anti|pro)$", re.IGNORECASE)
_PARTY_AND_STATE = re.compile(r"\(?[RDI]-[A-Z]")
_SUFFIX = re.compile(
    r"^(?:jr|sr|ii|iii|iv|kc|qc|sc|mp|mep|msp|obe|mbe|cbe|kbe|frs|esq|m\.?d|ph\.?d|cpa|rn)\.?$",
    re.IGNORECASE,
)
_IN_A_PLACE = re.compile(r"\b(?:in|at|near|across|outside|around)\s+$")
_DOUBLE_MARKED = re.compile(r"\s[\"“][^\"”]+[\"”]\s")
_CUT_NICKNAME = re.compile(r"[^\"“”‘’'\n]{1,29}[^\W_][\"”’'][^\S\n]+(?=[^\W\d_a-z])")
_AFTER_NICKNAME = re.compile(
    r"[^\S\n]+[\"“‘'][^\"”’'\n]{1,29}[^\W_][\"”’'][^\S\n]+[^\W\d_a-z][\w’-]+"
)
_FIRST_NAME = re.compile(
    r"(?:[^\W\d_A-Z][^\W\d_]{0,60}|,)[^\S\n]+(?P<given>[^\W\d_a-z][^\W\d_]{1,60})[^\S\n]+$"
)
_BEFORE_NICKNAME = re.compile(
    r"(?:[^\W\d_a-z][\w’-]{1,60}+[^\S\n]+[\"“‘'][^\"”’'\n]{1,29}[^\W_][\"”’']"
    r"|\b(?:Big|Little|Old|Lil))[^\S\n]+$"
)
_NICKNAME = re.compile(r"[\"“‘(][^\"”’)]{0,100}[\"”’)]")
_IN_BRACKETS = re.compile(r"(?:(?<!\s)\s+)?\([^)]{0,100}\)")


class People:
    """The people of one article, looked up by place or by name.

    ``named`` finds the person by a full name or a surname that no tag marks, at an offset.
    ``shared`` has, by the id of a name that several bear and that nothing tells apart, its bearers;
    ``kin`` what somebody was introduced as to another: "wife" of "his wife, Mary Hale".
    """

    def __init__(
        self,
        people: Sequence[Person],
        mentions: Sequence[tuple[Span, Person]],
        genders: dict[str, Gender],
        named: Callable[[str, int], Person | None],
        shared: Mapping[str, tuple[Person, ...]],
        kin: Mapping[str, str],
    ) -> None:
        self.people = tuple(people)
        self.mentions = tuple(sorted(mentions, key=lambda mention: mention[0].start))
        self._starts = [mention.start for mention, _ in self.mentions]
        self._at = dict(mentions)
        self._genders = genders
        self.named = named
        self.shared = shared
        self.kin = kin

    def at(self, span: Span) -> Person | None:
        return self._at.get(span)

    def within(self, start: int, end: int) -> list[tuple[Span, Person]]:
        """Return the mentions that lie in ``start`` to ``end``, in text order."""
        first, last = bisect_left(self._starts, start), bisect_left(self._starts, end)
        return [mention for mention in self.mentions[first:last] if mention[0].end <= end]

    def gender(self, person: Person) -> Gender | None:
        """Return what titles and roles tell, None where they tell nothing or contradict."""
        return self._genders.get(person.id)


def plain_name(words: str) -> str:
    """Return ``words`` on one line, without a possessive ending."""
    return _POSSESSIVE.sub("", " ".join(words.split()))


def name_parts(words: str) -> tuple[str, ...]:
    """Return the parts of a person's name: no titles, nicknames, suffixes or initials."""
    plain = _NICKNAME.sub(" ", plain_name(words))
    parts = [part.strip(",") for part in plain.split()]
    while len(parts) > 1 and _NO_NAME.match(parts[0]):
        parts.pop(0)
    while len(parts) > 1 and _SUFFIX.match(parts[-1]):
        parts.pop()
    given = bool(parts) and usual_gender(f"{parts[0]} {parts[-1]}") is not None
    titles = [at for at, part in enumerate(parts[:-1]) if _HONORIFIC.match(part) and not given]
    parts = parts[titles[-1] + 1 :] if titles else parts
    if parts[:2] == ["of", "the"]:
        return ()  # The President of the Republic: an office, and nobody's name.
    if parts and parts[0] == "of":
        parts.pop(0)
    if len(parts) > 2 and parts[0] in _PORTFOLIOS:
        parts.pop(0)
    return tuple(part for part in parts if part and not _PARTY_AND_STATE.match(part))[:LONGEST]


def initials_of(name: str) -> str:
    return "".join(part[0] for part in re.split(r"[\s-]+", name) if part[0].isupper())


def by_initials(label: str, people: Iterable[Person]) -> Person | None:
    """Return the one person whose initials label a turn: MT for Mira Tanz."""
    letters = label.replace(".", "").replace(" ", "")
    if not (letters.isupper() and letters.isalpha() and 2 <= len(letters) <= 3):
        return None
    fitting = [
        person
        for person in people
        if len(person.name.split()) > 1 and initials_of(person.name) == letters
    ]
    return fitting[0] if len(fitting) == 1 else None


def is_honorific(word: str) -> bool:
    """Return whether ``word`` is a title that comes before a name: Mr, Senator."""
    return _HONORIFIC.match(word) is not None


def without_cut_nicknames(text: str, runs: Sequence[TagRun]) -> list[TagRun]:
    """Return the runs, those that begin inside a nickname in marks that opens behind it.

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
    unclear: dict[tuple[str, Gender | None], Bearer] = {}
    owners: dict[tuple[str, ...], Bearer] = {}
    starts = [block.start for block in blocks]
    for run in runs:
        parts = name_parts(text[run.start : run.end])
        person = run.label in PERSON_LABELS
        if not person and (run.label not in _NAME_LIKE or len(parts) != 1):
            continue
        if not person and _IN_A_PLACE.search(text, max(0, run.start - 12), run.start):
            continue
        block = blocks[max(0, bisect_right(starts, run.start) - 1)]
        place = Place(text, run.span, block, owners)
        bearer = bearer_of(place, parts, by_form, surname_only=not person)
        if bearer is None and person and parts:
            alone = len(by_form.get(tuple(key_of(part) for part in parts), ())) == 1
            bearer = _unclear(text, run.span, parts, unclear, alone=alone)
        if bearer is not None:
            _note(text, run.span, block, bearer)
    shared = {
        id(bearer): [
            one
            for one in by_form.get(tuple(key_of(part) for part in bearer.parts), [])
            if gender is None or not one.genders or gender in one.genders
        ]
        for (_, gender), bearer in unclear.items()
    }
    return _people(text, [*bearers, *unclear.values()], by_form, shared)


def _bearers(text: str, tagged: Sequence[TagRun]) -> list[Bearer]:
    """One bearer for each name of several parts, then for each single name none of them has."""
    bearers: list[Bearer] = []
    known: dict[tuple[str, ...], Bearer] = {}
    singles: list[tuple[str, ...]] = []
    suffixes = suffixes_apart(text, [run.span for run in tagged])
    for run in tagged:
        parts = name_parts(_whole_name(text, run.span))
        if len(parts) < 2:
            singles.append(parts)
            continue
        suffix = suffixes.get(run.start, "")
        key = (key_of(parts[0]), key_of(parts[-1]), suffix)
        bearer = known.get(key)
        if bearer is None:
            name = _IN_BRACKETS.sub("", plain_name(_whole_name(text, run.span)))
            name = title_case(name if _NICKNAME.search(name) else " ".join(parts))
            name = plain_name(text[run.start : run.end]) if suffix else name
            bearer = known[key] = Bearer(parts, name, first=run.start, suffix=suffix)
            bearers.append(bearer)
        elif "'" in bearer.name and _DOUBLE_MARKED.search(_whole_name(text, run.span)):
            bearer.name = plain_name(_whole_name(text, run.span))
        elif len(parts) > len(bearer.parts) and not parts[0].isupper():
            bearer.parts, bearer.name = parts, title_case(" ".join(parts))
        bearer.fully.append(run.span)
    named = [(run.span, name_parts(text[run.start : run.end])) for run in tagged]
    named = [one for one in named if one[1]]
    bearers = with_relatives(text, named, _merged(bearers))
    forms = _by_form(bearers)
    bearers += before_namesakes(text, named, forms)
    bearers += titled_namesakes(text, _by_form(bearers))
    forms = _by_form(bearers)
    for parts in singles:
        form = tuple(key_of(part) for part in parts)
        if parts and form not in forms:
            bearer = Bearer(parts, _shown(" ".join(parts)))
            bearers.append(bearer)
            forms[form] = [bearer]
    return bearers


def _unclear(
    text: str,
    span: Span,
    parts: tuple[str, ...],
    unclear: dict[tuple[str, Gender | None], Bearer],
    *,
    alone: bool,
) -> Bearer:
    """Return a name that several people of the article bear means itself.

    Distinguished by title, which it is shown with where it is ``alone``: Mrs Hale, whom a Mr Hale
    precedes.
    """
    name, gender = " ".join(parts), title_gender(text, span)
    shown = f"{title_of(text, span)} {name}" if gender is not None and alone else name
    return unclear.setdefault((key_of(name), gender), Bearer(parts, shown))


def _merged(bearers: Sequence[Bearer]) -> list[Bearer]:
    """Return a name of several parts that is the end of one other.

    Longer name is the same person's.
    """
    longer: dict[tuple[str, ...], list[Bearer]] = defaultdict(list)
    for bearer in bearers:
        keys = tuple(key_of(part) for part in bearer.parts)
        for at in range(1, len(keys) - 1):
            longer[keys[at:]].append(bearer)
    kept = []
    for bearer in bearers:
        owners = longer.get(tuple(key_of(part) for part in bearer.parts), [])
        if len(owners) == 1:
            owners[0].fully = sorted([*owners[0].fully, *bearer.fully])
            owners[0].first = min(owners[0].first, bearer.first)
        else:
            kept.append(bearer)
    return kept


def _whole_name(text: str, span: Span) -> str:
    """Return the tagged name with what belongs to it beside it.

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


def _shown(name: str) -> str:
    """Return a single name in common case; what may be initials (JFK) stays."""
    return title_case(name) if len(name) > 3 else name


def _is_given_name(word: str) -> bool:
    return not (_HONORIFIC.match(word) or holds_role(word) or word.isupper() or is_date(word))


def _by_form(bearers: Sequence[Bearer]) -> dict[tuple[str, ...], list[Bearer]]:
    """Return who may be meant by a name.

    The whole, its tails (surnames), first and last, the first.
    """
    forms: dict[tuple[str, ...], list[Bearer]] = defaultdict(list)
    for bearer in bearers:
        keys = tuple(key_of(part) for part in bearer.parts)
        own = {keys[at:] for at in range(len(keys))} | {(keys[0], keys[-1]), keys[:1]}
        if bearer.maiden is not None:
            own |= {(key_of(bearer.maiden),), (keys[0], key_of(bearer.maiden))}
        for form in own:
            forms[form].append(bearer)
    return forms


def _note(text: str, span: Span, block: Span, bearer: Bearer) -> None:
    bearer.mentions.append(span)
    bearer.forms[_IN_BRACKETS.sub("", plain_name(text[span.start : span.end]))] += 1
    parts = name_parts(text[span.start : span.end])
    full = len(parts) > 1
    titled = text.find(parts[0], span.start, span.end) if parts else -1
    own = Span(max(span.start, titled), span.end)  # President Ann Lee may be tagged as a whole.
    title = title_of(text, own)
    if full and is_honorific(title):
        bearer.titles.add(key_of(title))
    role = role_of(text, own, block) if full or bearer.role is None else None
    if bearer.role is None and role is not None:
        bearer.role = role
    gender = title_gender(text, own) or (gender_of_words(role) if role else None)
    kin = KIN_BEFORE.search(text, max(block.start, span.start - 40), span.start) if full else None
    if kin is not None:
        bearer.kin = kin["kin"].lower()
        gender = gender or gender_of_words(kin["kin"])
    if gender is not None:
        bearer.genders[gender] += 1


def _people(
    text: str,
    bearers: Sequence[Bearer],
    by_form: Mapping[tuple[str, ...], list[Bearer]],
    shared: Mapping[int, Sequence[Bearer]],
) -> People:
    named = sorted((b for b in bearers if b.mentions), key=lambda bearer: bearer.mentions[0])
    persons: list[Person] = []
    mentions: list[tuple[Span, Person]] = []
    genders: dict[str, Gender] = {}
    kin: dict[str, str] = {}
    for number, bearer in enumerate(named, 1):
        aliases = tuple(form for form in bearer.forms if form != bearer.name)
        person = Person(f"p{number}", bearer.name, aliases, bearer.role)
        persons.append(person)
        mentions += [(span, person) for span in bearer.mentions]
        if len(bearer.genders) == 1:
            genders[person.id] = next(iter(bearer.genders))
        if bearer.kin:
            kin[person.id] = bearer.kin
    by_bearer = dict(zip(map(id, named), persons, strict=True))
    several = {
        by_bearer[own].id: tuple(by_bearer[id(b)] for b in all_ if id(b) in by_bearer)
        for own, all_ in shared.items()
        if own in by_bearer
    }

    def who(words: str, offset: int) -> Person | None:
        parts = name_parts(words)
        place = Place(text, Span(offset, offset), Span(offset, offset), {})
        bearer = bearer_of(place, parts, by_form, surname_only=True) if parts else None
        return by_bearer.get(id(bearer))

    return People(persons, mentions, genders, who, several, kin)
