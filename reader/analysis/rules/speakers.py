"""Whose words: a source resolved to the person, body or group that speaks.

A source is resolved only on evidence; where two answers are as good as each other there is
none. The rule that decided is kept in words, for the reader to judge.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace

from reader.analysis.findings import Person, SpeakerKind
from reader.analysis.rules.capitals import title_case
from reader.analysis.rules.entities import TYPES
from reader.analysis.rules.kinsfolk import KIN
from reader.analysis.rules.lexicon import lexicon
from reader.analysis.rules.names import PERSON_LABELS, People, by_initials, plain_name
from reader.analysis.rules.pronouns import PronounEvidence
from reader.analysis.rules.relatives import REACH, before_relative
from reader.analysis.rules.roles import Gender, head_role, holds_role, leads_to_subject
from reader.analysis.rules.source_head import POSSESSIVE, SourceHeads
from reader.analysis.rules.source_words import ANONYMOUS, DOCUMENT, WITHHELD, is_collective
from reader.analysis.rules.spoken import Speaker, Spoken
from reader.analysis.rules.tagged import TagRun
from reader.analysis.rules.unnamed import SENTENCE_ENDS, unnamed_before
from reader.text.span import Span

_ARTICLE = re.compile(r"^(?:the|a|an)\s+(?=\S)", re.IGNORECASE)
_DETERMINER = re.compile(
    r"^(?:his|her|its|their|my|our|your|this|that|these|those|one|some|another|no)\s+",
    re.IGNORECASE,
)
_SINGULAR = {"he": "he", "him": "he", "himself": "he", "she": "she", "her": "she"}
_OWNERS: dict[str, Gender] = {"his": "he", "hers": "she"}
_PLURAL = frozenset({"they", "them", "both"})
_NEUTER = frozenset({"it"})
_RELATIVE = frozenset({"who", "which", "that", "whose"})
_NOBODY = lexicon(
    """i we you me us my our your one mine myself ourselves this these those there here then now
    when where the a an
    clarification correction corrections update editor's_note editors'_note note"""
)
_CAPITALISED = re.compile(r"[A-ZÀ-ÖØ-Þ0-9]")
_OTHER_OFFICE = lexicon("former vice deputy ex assistant acting")
_TWO_CAPITALS = re.compile(
    r"\b(?P<office>[^\W\d_a-z][^\W\d_]+)[^\S\n]+(?P<name>[^\W\d_a-z][\w’-]+)"
)
_OF_A_STATE = lexicon("president premier chancellor minister king queen emperor")
_MANNER = lexicon("prime vice deputy former foreign finance acting interim us u.s.")
_SMALL = lexicon("of for the and in on at de la del von &")
_MY_KIN = re.compile(rf"\bmy\s+(?P<kin>{KIN})\b", re.IGNORECASE)

_REPLY = re.compile(r"\b(?:replie[sd]|(?:answer|respond|retort|counter)(?:s|ed))\b")
_AT_ONCE = re.compile(r"(?:[.!?][”\"’]?|,[”\"’]|[”\"’],)\s(?:\w{1,20}\s)?$")
"""Before who answers at once: behind the words, or at the beginning of the sentence."""
RECENT = 30
"""How many of those who spoke last are thought of for a pronoun."""


class Speakers:
    """Resolves the sources of one article, in text order: it remembers who has spoken."""

    def __init__(
        self,
        text: str,
        blocks: Sequence[Span],
        people: People,
        runs: Sequence[TagRun],
        quoted: Sequence[Span],
    ) -> None:
        self._text = text
        self._blocks = blocks
        self._starts = [block.start for block in blocks]
        self._people = people
        self._names = [run for run in runs if run.label not in PERSON_LABELS]
        self._name_starts = [run.start for run in self._names]
        self._bodies: dict[str, set[str]] = defaultdict(set)
        for run in self._names:
            name = _own(plain_name(run.span.slice(text)))
            if TYPES.get(run.label) == "organisation" and " " in name:
                self._bodies[name.split()[-1].lower()].add(name)
        self._by_office: dict[str, list[tuple[Person, set[str]]]] = defaultdict(list)
        for person in people.people:
            head = head_role(person.role or "")
            if head is not None:
                parts = {word.lower() for word in (person.role or "").split()}
                self._by_office[head].append((person, parts))
        bodies = [run.span for run in self._names]
        self._pronouns = PronounEvidence(text, blocks, people, quoted, bodies, self._by_role)
        self._spoken: list[Spoken] = []
        self._heads = SourceHeads(
            text, people, self._names_within, lambda at: blocks[self._block(at)].end
        )

    def remember(self, speaker: Speaker, offset: int) -> None:
        if speaker.name is not None:
            self._spoken.append(Spoken(speaker, offset, self._block(offset)))

    def of_source(self, source: Span, said: str = "") -> Speaker:
        """Return who the words of ``source`` stand for.

        ``said`` is what they are given as saying.
        """
        words = plain_name(source.slice(self._text))
        lower = words.lower().strip(".,:;“”\"'’ ")
        if lower in _SINGULAR:
            return self._pronoun(source, _SINGULAR[lower])
        if lower in _OWNERS:
            return self._pronoun(source, _OWNERS[lower], sure=True)
        if lower in _PLURAL:
            groups: Sequence[SpeakerKind] = ("collective", "anonymous")
            return self._last_of(source, groups, f"“{lower}” is the group that spoke last")
        if lower in _NEUTER:
            return self._last_of(
                source, ("named", "collective"), "“it” is the body that spoke last"
            )
        if lower in _RELATIVE:
            return self._antecedent(source)
        if WITHHELD.search(self._text, max(0, source.start - 60), source.end):
            return Speaker("name withheld", "anonymous", None, "the source is not named")
        if lower in _NOBODY or not re.search(r"\w", lower):
            return Speaker(None, "unknown", None, f"“{lower}” names nobody")
        if DOCUMENT.match(words):
            return self._pronoun(source, "he" if lower.startswith("his") else "she")
        return self._distinguished(self._named(source) or self._own_words(source), said)

    def _distinguished(self, speaker: Speaker, said: str) -> Speaker:
        """Return which of several people of one name speaks, by whom the words call “my wife”."""
        bearers = self._people.shared.get(speaker.person.id, ()) if speaker.person else ()
        if not bearers:
            return speaker
        for found in _MY_KIN.finditer(said):
            others = [p for p in bearers if self._people.kin.get(p.id) != found["kin"].lower()]
            if len(others) == 1 and len(bearers) == 2:
                rule = f"of two people of that name the other is “{found.group()}”"
                return Speaker(others[0].name, "named", others[0], rule)
        count = "two" if len(bearers) == 2 else "several"
        return Speaker(None, "unknown", None, f"{count} people here are called {speaker.name}")

    def of_label(self, name: Span) -> Speaker:
        """Return who the name that labels a line of a transcript means."""
        inside = self._people.within(name.start, name.end)
        initials = by_initials(name.slice(self._text), self._people.people)
        if initials is not None:
            return Speaker(initials.name, "named", initials, "the label is the person's initials")
        if inside:
            named = Speaker(
                inside[-1][1].name, "named", inside[-1][1], "the label names the person"
            )
            return self._distinguished(named, "")
        named_body = None if name.slice(self._text).isupper() else self._named(name)
        if named_body is not None:
            return named_body
        words = title_case(plain_name(name.slice(self._text)))
        return Speaker(_own(words), "role", None, "the label tells the speaker by role")

    def inside(self, source: Span, teller: Speaker) -> Speaker:
        """Return who the source of a quote inside a quote means; ``teller`` says the outer one."""
        words = source.slice(self._text).lower().strip()
        if words in ("i", "me", "myself"):
            return replace(teller, rule="“I” is the speaker of the quote around it")
        if words in _SINGULAR:
            return self._pronoun(source, _SINGULAR[words], teller.person, sure=True)
        return self.of_source(source)

    def subject(self, sentence: Span, before: int) -> Span | None:
        """Return the name that begins ``sentence`` and comes before ``before``: its subject."""
        named = [mention for mention, _ in self._people.within(sentence.start, before)]
        named += [run.span for run in self._names_within(sentence.start, before)]
        for name in sorted(named)[:2]:
            if leads_to_subject(self._text[sentence.start : name.start]):
                after = self._text[name.end : name.end + 2]
                if not POSSESSIVE.match(after) and not POSSESSIVE.search(name.slice(self._text)):
                    return name
        return None

    def _block(self, offset: int) -> int:
        return max(0, bisect_right(self._starts, offset) - 1)

    def _pronoun(
        self, source: Span, word: str, teller: Person | None = None, *, sure: bool = False
    ) -> Speaker:
        gender: Gender = "he" if word == "he" else "she"
        unnamed = None
        if teller is None and self._spoken and self._spoken[-1].block == self._block(source.start):
            unnamed = unnamed_before(self._text, self._spoken[-1], source, gender, self._people)
        if unnamed is not None:
            return replace(unnamed, rule=f"“{word}” is who spoke just before, who has no name")
        last = self._last_person(source)
        if teller is None and self._replies(source):
            teller, last = self._spoken[-1].speaker.person, None
        found = self._pronouns.antecedent(
            source.start, gender, last, teller, self._last_unnamed(source), sure=sure
        )
        if found is None:
            return Speaker(None, "unknown", None, f"“{word}” could be several people")
        self._pronouns.learn(found, gender)
        named = Speaker(found.name, "named", found, f"“{word}” is the last person named")
        return self._distinguished(named, "")

    def _replies(self, source: Span) -> bool:
        """Whether the verb beside ``source`` answers who spoke last, who is then another."""
        if not self._spoken or self._spoken[-1].block != self._block(source.start):
            return False
        begin = max(0, source.start - 12)
        beside = self._text[begin : source.end + 12]
        return (
            _REPLY.search(beside) is not None
            and _AT_ONCE.search(self._text, begin, source.start) is not None
        )

    def _last_unnamed(self, source: Span) -> int | None:
        """Return where somebody without a name spoke last, in the same paragraph."""
        if not self._spoken or self._spoken[-1].block != self._block(source.start):
            return None
        last = self._spoken[-1]
        named = last.speaker.person is not None or last.speaker.kind not in ("role", "anonymous")
        if named or last.offset >= source.start:
            return None
        begin = self._blocks[last.block].start
        ends = list(SENTENCE_ENDS.finditer(self._text, begin, last.offset))
        quoted = self._people.within(ends[-1].end() if ends else begin, last.offset)
        return (
            None if quoted else last.offset
        )  # The judge, Ina Falk, quoted the diver: she goes on.

    def _last_person(self, source: Span) -> tuple[int, Person] | None:
        here = self._block(source.start)
        for spoken in self._spoken[: -RECENT - 1 : -1]:
            if here - spoken.block > 3:
                return None
            if spoken.offset < source.start and spoken.speaker.person is not None:
                return spoken.offset, spoken.speaker.person
        return None

    def _last_of(self, source: Span, kinds: Sequence[SpeakerKind], rule: str) -> Speaker:
        here = self._block(source.start)
        for spoken in self._spoken[: -RECENT - 1 : -1]:
            if here - spoken.block > 1:
                break
            if spoken.offset < source.start and spoken.speaker.person is None:
                one = spoken.speaker.kind == "anonymous" and not is_collective(
                    spoken.speaker.name or ""
                )
                if spoken.speaker.kind in kinds and not one:
                    return Speaker(spoken.speaker.name, spoken.speaker.kind, None, rule)
                break
        return Speaker(
            None, "unknown", None, "nobody that the pronoun could stand for spoke before"
        )

    def _antecedent(self, source: Span) -> Speaker:
        """Return who is just before "who" or "which"."""
        floor = self._blocks[self._block(source.start)].start
        near = self._names_within(max(floor, source.start - REACH), source.start)
        found = before_relative(self._text, source, floor, self._people, near)
        if found is None:
            return Speaker(None, "unknown", None, "no name comes before the relative pronoun")
        rule = f"“{source.slice(self._text)}” belongs to the name before it"
        if isinstance(found, Person):
            return Speaker(found.name, "named", found, rule)
        return Speaker(_own(found.span.slice(self._text)), "named", None, rule)

    def _names_within(self, start: int, end: int) -> list[TagRun]:
        first = bisect_left(self._name_starts, start)
        last = bisect_left(self._name_starts, end)
        return [run for run in self._names[first:last] if run.end <= end]

    def _named(self, source: Span) -> Speaker | None:
        """Return the person or body whose name is the head of the source."""
        head = self._heads.of(source)
        person = self._heads.person(head)
        if person is not None:
            return Speaker(person.name, "named", person, "the source names the person")
        for run in self._names_within(head.start, head.end):
            before = _ARTICLE.sub("", self._text[head.start : run.start]).strip(" \"“‘'")
            after = self._text[run.end : head.end].strip(" \"”’'.,:")
            kind = TYPES.get(run.label, "other")
            bodily = kind in ("organisation", "place", "facility", "product", "other")
            if bodily and not after and before.lower() in ("", "the", "a", "an"):
                name = _own(plain_name(run.span.slice(self._text)))
                surname = self._people.named(name, run.start) if " " not in name else None
                if surname is not None and not before:
                    return Speaker(surname.name, "named", surname, "the source is a surname")
                return Speaker(name, "named", None, "the source names a body")
        bare = None if self._heads.several(head) else self._by_bare_name(head)
        return bare or self._body_by_capitals(head)

    def _by_bare_name(self, head: Span) -> Speaker | None:
        """Return a person, or the end of a body's name ("the council"), that no tag marks here."""
        words = plain_name(head.slice(self._text))
        person = self._people.named(_own(words), head.start)
        if person is not None and _CAPITALISED.match(_own(words)):
            return Speaker(person.name, "named", person, "the source is a surname")
        last = words.split()[-1].lower() if words.split() else ""
        if words.lower() == f"the {last}" and len(self._bodies[last]) == 1:
            if self._elsewhere(last):
                return None
            (body,) = self._bodies[last]
            return Speaker(body, "named", None, "only one body here has a name that ends so")
        return None

    def _elsewhere(self, word: str) -> bool:
        """Return whether a body's name has ``word`` at another place: the Church of Hallan."""
        return any(
            word in run.span.slice(self._text).lower().split()[:-1]
            for run in self._names
            if TYPES.get(run.label) == "organisation"
        )

    def _body_by_capitals(self, head: Span) -> Speaker | None:
        """Return a name of several capitalised words that no tag marks: The Dockers’ Federation."""
        words = _own(plain_name(head.slice(self._text))).split()
        big = [word for word in words if _CAPITALISED.match(word)]
        if len(big) < 2 or any(word not in big and word not in _SMALL for word in words):
            return None
        if holds_role(words[-1]) or " and " in f" {' '.join(words)} " or words[-1].endswith("s"):
            return None
        return Speaker(" ".join(words), "named", None, "the source is a name")

    def _own_words(self, source: Span) -> Speaker:
        words = plain_name(self._heads.without_apposition(source).slice(self._text)).strip(" ,.;:")
        name = _own(words)
        if ANONYMOUS.search(words):
            return Speaker(name, "anonymous", None, "the source is not named")
        if is_collective(words):
            return Speaker(name, "collective", None, "the source is a group")
        if holds_role(words):
            person = self._by_role(words)
            if person is not None:
                return Speaker(person.name, "named", person, "only one person here has this role")
            return Speaker(name, "role", None, "the source is given by role only")
        return Speaker(name, _kind_of_rest(words), None, "the source's own words")

    def _by_role(self, words: str) -> Person | None:
        """Return the one person of the article with this office: "the president"."""
        if not re.match(r"(?:the|its|his|her|their)\b", words, re.IGNORECASE):
            return None
        head = head_role(words)
        rest = {word.lower() for word in _ARTICLE.sub("", words).split()}
        fitting = []
        for person, parts in self._by_office[head] if head else ():
            other = (parts & _OTHER_OFFICE) - rest
            if not other and (rest <= parts or len(rest) == 1):
                fitting.append(person)
        if len(fitting) != 1 or (len(rest) == 1 and self._another_has(head or "", fitting[0])):
            return None
        return fitting[0]

    def _another_has(self, office: str, person: Person) -> bool:
        """Return whether another of the article may be meant by the bare ``office``.

        His name comes behind the office, or he is named more often than one of another nation.
        """
        own = {part for name in (person.name, *person.aliases) for part in name.split()}
        nation = {word.lower() for word in (person.role or "").split() if word[0].isupper()}
        nation -= {*_OF_A_STATE, *_MANNER} if office in _OF_A_STATE else nation
        counts = Counter(one.id for _, one in self._people.mentions)
        if nation and counts.most_common(1)[0][1] > counts[person.id]:
            return True  # Russia's president is not who "the president" is beside one's own.
        named = _TWO_CAPITALS.finditer(self._text)
        return any(one["office"].lower() == office and one["name"] not in own for one in named)


def _own(words: str) -> str:
    """Return a source's own words as a name: without the article that leads."""
    return _ARTICLE.sub("", words).strip(' "“”‘,.;:') or words


def _kind_of_rest(words: str) -> SpeakerKind:
    own = _DETERMINER.sub("", _own(words))
    return "named" if _CAPITALISED.match(own) and len(words.split()) <= 4 else "role"
