"""Whom "he" and "she" stand for, as far as the article itself tells."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence

from reader.analysis.findings import Person
from reader.analysis.rules.cues import CUE
from reader.analysis.rules.given_names import usual_gender
from reader.analysis.rules.kinsfolk import KIN
from reader.analysis.rules.names import People
from reader.analysis.rules.roles import Gender, holds_role, leads_to_subject
from reader.text.span import Span

_STAFF = (
    r"lawyer|spokesman|spokeswoman|spokesperson|deputy|doctor|friend|neighbou?r|assistant|manager"
    r"|teacher|coach|boss|opponent|rival|agent|secretary|predecessor|successor|colleague|girlfriend"
    r"|boyfriend|fianc[ée]e?|attorney|aide"
)
_PRONOUN = re.compile(r"\b(he|she|his|her|him|himself|herself)\b", re.IGNORECASE)
_GENDER: dict[str, Gender] = {
    "he": "he", "his": "he", "him": "he", "himself": "he",
    "she": "she", "her": "she", "herself": "she",
}  # fmt: skip
_TWO_CAPITALS = re.compile(r"(?<=[a-z,] )[^\W\d_a-z]\w+ (?P<last>[^\W\d_a-z]\w+)")
_PRONOUN_SOON = re.compile(
    r"[^.!?;:”\"]{0,60}?\b(?P<pronoun>he|she|his|her|him|himself|herself)\b", re.IGNORECASE
)
_FIRST_PRONOUN = re.compile(r"(?:He|She|His|Her)\b")
_OTHER_SUBJECT = re.compile(
    r"(?:(?:But|And|Yet|So|Still|Also)\s+)?(?:[^\W\d_a-z][^,.;:“”\"]{2,60},\s+)?"
    r"(?:(?P<office>[Tt]he\s+(?:[\w’-]+\s+){0,2}?[\w’-]+)(?=['’]s\b|\s+(?:[a-z]\w+(?:ed|s)|was|had|has)\b)"
    r"|(?P<name>[^\W\d_a-z]\w+\s+[^\W\d_a-z]\w+)(?=\s+(?:[a-z]\w+ly\s+)?[a-z]\w+(?:ed|s)\b))"
)
_BELONGING = re.compile(
    r"\b(?P<owner>his|her)\s+(?:[\w’-]+\s+){0,3}[\w’-]+,\s+(?:[^\W\d_a-z][\w’.-]*\s+){0,2}$",
    re.IGNORECASE,
)
_OWNS_SUBJECT = re.compile(
    rf".{{0,2}}['’]s?\s+(?:(?!and\b|or\b)[\w’-]+\s+){{0,2}}(?:{KIN}|{_STAFF})\b(?!,|\s[A-Z])",
    re.DOTALL,
)
"""Ann Lee's mother was unhurt: the sentence is about the mother, who has no name here."""
Office = Callable[[str], Person | None]
"""Finds the one person of the article with an office."""
_SENTENCE_START = re.compile(r"[.!?…;][\"”’)]*\s+")
_CLAUSE_START = re.compile(r"\b(?:after|before|while|because|that|when|until|since|if|as|and)\s+$")


_ASKED_OF = re.compile(
    r"(?:(?:But|And|So)\s+)?(?:(?:[Ww]hat|[Ww]hy|[Hh]ow|[Ww]here|[Ww]hen|[Ww]hom?)\s+(?:else\s+)?)?"
    r"(?:[Ww]as|[Ii]s|[Dd]id|[Dd]oes|[Hh]as|[Hh]ad|[Ww]ill|[Ww]ould|[Cc]an|[Cc]ould|[Ss]hould)\s+"
)
"""What was Ann Lee about to do? The subject of a question comes behind its verb."""
_SPEAKS = re.compile(rf"\s+(?:\w+ly\s+|had\s+|has\s+|also\s+)?(?:{CUE.pattern})", re.IGNORECASE)
_REPORTS = re.compile(rf"(?:{CUE.pattern})(?:\s+[\w’'-]+){{0,2}}?\s+that\s", re.IGNORECASE)
_AND = re.compile(r"[^.!?;:“”\"]{1,60}\s(?:and|or)\s+(?:[^\W\d_a-z][\w’.-]*\s+){0,2}")
_FIRST_CLAUSE = re.compile(
    r"(?:After|Before|While|When|As|Since|Because|Although|Though|If|Once|Until|Despite|Following"
    r"|With|Unlike|Like)\s"
)
NAME_COUNTS = 3
"""How many pronouns a given name outweighs: one near Jason may well mean whom he speaks of."""
NEAR = 1500
"""How many characters of a paragraph a pronoun may look back over."""


class PronounEvidence:
    """What pronouns tell of the people of one article, learnt before and while reading it."""

    def __init__(
        self,
        text: str,
        blocks: Sequence[Span],
        people: People,
        quoted: Sequence[Span],
        bodies: Sequence[Span],
        office: Office,
    ) -> None:
        self._text = text
        self._bodies = {span.start for span in bodies}
        self._office = office
        self._blocks = blocks
        self._starts = [block.start for block in blocks]
        self._people = people
        self._quoted = sorted(quoted)
        self._quoted_starts = [span.start for span in self._quoted]
        self._seen: dict[str, Counter[Gender]] = defaultdict(Counter)
        for place in range(len(blocks)):
            self._gather(place)

    def gender(self, person: Person) -> Gender | None:
        """Return the gender that titles or a clear majority of pronouns give."""
        gender = self._people.gender(person)
        shown = self._seen[person.id]
        if gender is not None or not shown:
            return gender
        usual = usual_gender(person.name)
        seen = (shown + Counter({usual: NAME_COUNTS} if usual else {})).most_common(2)
        return None if len(seen) == 2 and seen[0][1] < 3 * seen[1][1] else seen[0][0]

    def _may_be(self, person: Person, gender: Gender, *, sure: bool = False) -> bool:
        """Whether a pronoun of ``gender`` may mean ``person``; ``sure`` asks the article to say so.

        A given name speaks only where the article tells nothing, and only against.
        """
        known = self.gender(person)
        if known is not None or sure:
            return known == gender
        return usual_gender(person.name, alone=True) in (None, gender)

    def learn(self, person: Person, gender: Gender) -> None:
        self._seen[person.id][gender] += 1

    def antecedent(
        self,
        offset: int,
        gender: Gender,
        spoke_last: tuple[int, Person] | None,
        excluded: Person | None = None,
        unnamed: int | None = None,
        *,
        sure: bool = False,
    ) -> Person | None:
        """Return the person a pronoun at ``offset`` means, None where that is open.

        ``excluded`` is who tells of another: "she said" inside a quote is not its speaker.
        ``unnamed`` is where somebody without a name spoke last, whom the pronoun may mean.
        ``sure`` asks for people whose gender is known: who spoke last tells little of whom
        another's words are about. Where none is near, it is the only one named so far.
        "His assistant, X" leaves X behind him whose assistant it is.

        Above this paragraph, one whose gender is open is no answer where another's fits.

        The last of: who spoke last, and who was the subject of a sentence since; others whose
        gender speaks against it are passed over. A subject that may be somebody else, an
        office that nobody here is known to have or a name that no tag knows, leaves it open.
        """
        block = self._block(offset)
        within = self._in_same_sentence(block, offset)
        if within not in (None, excluded) and self._may_be(within, gender, sure=sure):
            return within
        recent = [*self._subjects(block, offset), *self._others(block, offset)]
        if spoke_last is not None:
            recent += [spoke_last, *self._reported(spoke_last, offset)]
        if unnamed is not None:
            recent.append((unnamed, None))
        others = [one for _, one in recent if one is not None and one != excluded]
        known = {one.id for one in others if self.gender(one) == gender}
        latest = sorted(recent, key=lambda pair: -pair[0])
        for place, (at, person) in enumerate(latest):
            if person is None:
                return None
            behind = sure and self._belongs_to_another(person, gender, offset)
            if person != excluded and not behind and self._may_be(person, gender, sure=sure):
                if any(self._joined(*pair, at, gender) for pair in latest[place + 1 :][:1]):
                    return None
                open_ = known - {person.id} and self.gender(person) is None
                return None if open_ and at < self._blocks[block].start else person
        near = self._only_one_near(block, offset, gender, excluded)
        if sure and (near is None or self._belongs_to_another(near, gender, offset)):
            return self._only_one_so_far(offset, gender, excluded)
        return near

    def _joined(self, before: int, person: Person | None, at: int, gender: Gender) -> bool:
        """Whether another who may be meant is named with it: Ruth Berg and Anna Low sailed."""
        between = self._text[before:at] if person is not None and at - before < NEAR else ""
        return (
            person is not None
            and _AND.fullmatch(between) is not None
            and self._may_be(person, gender)
        )

    def _gather(self, place: int) -> None:
        """Take the gender of an only person from the pronoun after it in its paragraph.

        So does one that begins a paragraph below one that names a single person.
        """
        block = self._blocks[place]
        mentions = []
        for mention, person in self._people.within(block.start, block.end):
            if self._in_quote(mention):
                self._gather_after(mention, person)
            else:
                mentions.append((mention, person))
        first = _FIRST_PRONOUN.match(self._text, block.start, block.end)
        if first is not None and place > 0:
            before = self._blocks[place - 1]
            named = {p.id for _, p in self._people.within(before.start, before.end)}
            if len(named) == 1:
                self._seen[named.pop()][_GENDER[first.group().lower()]] += 1
        if not mentions:
            return
        only = mentions[0][1]
        other = next((span.start for span, person in mentions if person != only), block.end)
        other = self._untagged(only, mentions[0][0].end, other)
        first_gender: Gender | None = None
        for found in _PRONOUN.finditer(self._text, mentions[0][0].end, other):
            gender = _GENDER[found.group().lower()]
            if self._in_quote(Span(*found.span())):
                continue
            if first_gender not in (None, gender):
                return
            first_gender = gender
            self._seen[only.id][gender] += 1

    def _untagged(self, person: Person, start: int, end: int) -> int:
        """Return where somebody may be named that no tag knows: Hillary Clinton for her letters."""
        for found in _TWO_CAPITALS.finditer(self._text, start, end):
            if found.start() not in self._bodies and found["last"] not in person.name:
                return found.start()
        return end

    def _gather_after(self, mention: Span, person: Person) -> None:
        """Inside a quote only a pronoun of the same sentence tells: Greta, and she hit me."""
        found = _PRONOUN_SOON.match(self._text, mention.end, mention.end + NEAR // 10)
        if found is not None and len(self._people.within(mention.end, found.end())) == 0:
            self._seen[person.id][_GENDER[found["pronoun"].lower()]] += 1

    def _in_quote(self, span: Span) -> bool:
        place = bisect_right(self._quoted_starts, span.start) - 1
        return place >= 0 and self._quoted[place].covers(span)

    def _block(self, offset: int) -> int:
        return max(0, bisect_right(self._starts, offset) - 1)

    def _window(self, place: int, offset: int) -> tuple[int, int]:
        """Return the part of a block before ``offset`` that is near enough to be thought of."""
        end = min(offset, self._blocks[place].end)
        return max(self._blocks[place].start, end - NEAR), end

    def _others(self, block: int, offset: int) -> list[tuple[int, Person | None]]:
        """Subjects of sentences that no person's name tells: offices, and names without a tag."""
        found: list[tuple[int, Person | None]] = []
        for place in range(max(0, block - 1), block + 1):
            start, end = self._window(place, offset)
            for begin in (
                start,
                *(m.end() for m in _SENTENCE_START.finditer(self._text, start, end)),
            ):
                subject = _OTHER_SUBJECT.match(self._text, begin, end)
                if subject is None or self._in_quote(Span(begin, begin + 1)):
                    continue
                at = subject.start("office") if subject["office"] else subject.start("name")
                if subject["office"] and holds_role(subject["office"].split()[-1]):
                    found.append((at, self._office(subject["office"])))
                elif (
                    subject["name"]
                    and at not in self._bodies
                    and not self._people.within(begin, end)
                ):
                    found.append((at, None))
        return found

    def _reported(self, last: tuple[int, Person], offset: int) -> list[tuple[int, None]]:
        """Others who speak in what ``last`` says: Ann said that Bo warned her."""
        at, person = last
        found: list[tuple[int, None]] = []
        for mention, other in self._people.within(at, min(offset, at + NEAR)):
            verb = _SPEAKS.match(self._text, mention.end, offset)
            if verb and other != person and not self._in_quote(mention) and at < mention.start:
                lead = self._text[at : mention.start]
                if _REPORTS.search(lead) and not _SENTENCE_START.search(lead):
                    found.append((mention.start, None))
        return found

    def _subjects(self, block: int, offset: int) -> list[tuple[int, Person | None]]:
        """Return the people who begin a sentence in this paragraph and the one before."""
        found: list[tuple[int, Person | None]] = []
        for place in range(max(0, block - 1), block + 1):
            start, end = self._window(place, offset)
            for mention, person in self._people.within(start, end):
                if not self._in_quote(mention) and self._begins_sentence(mention, start):
                    if _OWNS_SUBJECT.match(self._text, mention.end - 2, end):
                        found.append((mention.start, None))
                        continue
                    open_ = self._in_first_clause(mention, person, start, end)
                    found.append((mention.start, None if open_ else person))
        return found

    def _in_first_clause(self, mention: Span, person: Person, floor: int, end: int) -> bool:
        """Whether a clause before the main one names ``person``, and the main one another.

        After the minister, Eva Low, had spoken, Max Kay took the floor: who is "he" then?
        """
        lead = self._text[max(floor, mention.start - 80) : mention.start]
        ends = list(_SENTENCE_START.finditer(lead))
        if not _FIRST_CLAUSE.match(lead[ends[-1].end() :] if ends else lead):
            return False
        stop = _SENTENCE_START.search(self._text, mention.end, end)
        others = self._people.within(mention.end, stop.start() if stop else end)
        return any(other != person and not self._in_quote(span) for span, other in others)

    def _begins_sentence(self, mention: Span, floor: int) -> bool:
        lead = self._text[max(floor, mention.start - 80) : mention.start]
        ends = list(_SENTENCE_START.finditer(lead))
        if not ends and mention.start - 80 > floor:
            return False
        lead = lead[ends[-1].end() :] if ends else lead
        clause, comma, rest = lead.rpartition(", ")
        if (
            comma
            and "," not in clause
            and not self._people.within(mention.start - len(lead), mention.start)
        ):
            lead = rest
        asked = _ASKED_OF.match(lead)
        return leads_to_subject(lead[asked.end() :] if asked else lead)

    def _in_same_sentence(self, block: int, offset: int) -> Person | None:
        """Return the one person named before a pronoun that is subject of its own clause."""
        start = max(self._blocks[block].start, offset - 200)
        lead = self._text[start:offset]
        if not _CLAUSE_START.search(lead):
            return None
        ends = list(_SENTENCE_START.finditer(lead))
        start += ends[-1].end() if ends else 0
        named = {
            person.id: person
            for mention, person in self._people.within(start, offset)
            if not self._in_quote(mention)
        }
        return next(iter(named.values())) if len(named) == 1 else None

    def _only_one_so_far(
        self, offset: int, gender: Gender, excluded: Person | None
    ) -> Person | None:
        """Return the only person named before ``offset`` who is known to be of this gender."""
        named = {person.id: person for _, person in self._people.within(0, offset)}
        fitting = [
            person
            for person in named.values()
            if person != excluded
            and self.gender(person) == gender
            and not self._belongs_to_another(person, gender, offset)
        ]
        return fitting[0] if len(fitting) == 1 else None

    def _belongs_to_another(self, person: Person, gender: Gender, offset: int) -> bool:
        """Whether ``person`` was first named as somebody of that other of the same gender."""
        named = self._people.within(0, offset)
        first = next((mention for mention, one in named if one == person), None)
        if first is None:
            return False
        found = _BELONGING.search(self._text, max(0, first.start - 80), first.start)
        return found is not None and _GENDER[found["owner"].lower()] == gender

    def _only_one_near(
        self, block: int, offset: int, gender: Gender, excluded: Person | None
    ) -> Person | None:
        """Return the only person near who may be meant; farther off, only one of known gender.

        Whom a quote names is nobody that a pronoun outside means: “Ask Max,” he said.
        """
        inside = self._in_quote(Span(offset, offset + 1))
        for place in range(block, max(-1, block - 4), -1):
            start, end = self._window(place, offset)
            near = {
                person.id: person
                for mention, person in self._people.within(start, end)
                if person != excluded
                and (inside or not self._in_quote(mention))
                and self._may_be(person, gender, sure=place != block)
            }
            if near:
                return next(iter(near.values())) if len(near) == 1 else None
        return None
