"""The head of a source: the name in "Ann Lee, who heads the guild", and what is but beside it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from reader.analysis.findings import Person
from reader.analysis.rules.kinsfolk import KIN
from reader.analysis.rules.names import People
from reader.analysis.rules.roles import holds_role
from reader.analysis.rules.source_words import described_by_another
from reader.analysis.rules.tagged import TagRun
from reader.text.span import Span

_BESIDE = re.compile(
    r"(?:\w+ed by|\w+ing|along|together|with|including|like|unlike|alongside|not)\s", re.IGNORECASE
)
"""Who is named behind it does not speak: Lee, flanked by Moe and Kay."""
_JOINED_TO = re.compile(r"\s(?:and|or|&)\s+(?:the\s+)?$")
_JOINS = re.compile(r"\s+(?:and|or|&)\s+(?:the\s+)?")
POSSESSIVE = re.compile(r"['’]s?\s+\w|['’]s?$")
_BELONGING = re.compile(
    r"\b(?:for|of|to|with|at|by|from|on|in|against|about|behind|near|under|like|between"
    r"|playing|portraying|impersonating|representing)\b",
    re.IGNORECASE,
)
_RELATION = re.compile(rf"(?:{KIN}|neighbou?r|friend|colleague|lawyer|boyfriend|girlfriend)")
_TITLES = re.compile(r"(?:[^\W\d_a-z][\w.’'-]*\s+){0,4}")
_OFFICE_OR_PAPER = re.compile(
    r"\b(?:Secretary|Minister|Speaker|Chief|Director|Leader) (?:of|for)\b"
    r"|\b(?:motion|statement|letter|tweet|post|e-?mail|speech|article|memo|op-ed) (?:by|from)\s+$"
)


class SourceHeads:
    """Finds the heads of the sources of one article.

    ``bodies_within`` gives the names that are no persons between two offsets, ``end_of_block``
    the end of the block that an offset is in.
    """

    def __init__(
        self,
        text: str,
        people: People,
        bodies_within: Callable[[int, int], Sequence[TagRun]],
        end_of_block: Callable[[int], int],
    ) -> None:
        self._text = text
        self._people = people
        self._bodies_within = bodies_within
        self._end_of_block = end_of_block

    def of(self, source: Span) -> Span:
        """Return the name that tells who is meant, else the source without its apposition."""
        return self._apposition(source) or self.without_apposition(source)

    def without_apposition(self, source: Span) -> Span:
        """Return the source up to its first apposition or relative clause."""
        words = source.slice(self._text)
        cut = re.search(r",\s|\s\(|\s[—–]|\swho\b|\swhich\b|\sas saying\b", words)
        if cut is None or cut.start() == 0:
            return source
        tail = words[cut.end() :]
        listed = re.match(r"(?:[\w.]+,? )*(?:and|or|&)\s", tail) and not _BESIDE.match(tail)
        if cut.group().startswith(",") and listed:
            return source
        if cut.group().startswith(",") and not self._people.within(
            source.start, source.start + cut.start()
        ):
            behind = source.start + cut.end()
            inside = self._people.within(behind, source.end)
            if inside and _TITLES.fullmatch(self._text[behind : inside[0][0].start]):
                return Span(behind, inside[0][0].end)
        return Span(source.start, source.start + cut.start())

    def _apposition(self, source: Span) -> Span | None:
        """Return the name that tells who is meant.

        Mayor Ray's deputy, Ann Lee, and the head, Ann Lee.

        It is in the source, or between commas behind it.
        """
        words = source.slice(self._text)
        lead = described_by_another(words)
        start = source.start + lead if lead else source.end
        gap = 0 if lead else 2 * (self._text[source.end : source.end + 2] == ", ")
        last = words.split()[-1]
        if not lead and (not gap or not (holds_role(last) or _RELATION.fullmatch(last))):
            return None
        ceiling = self._end_of_block(source.start)
        named = self._people.within(start + gap, min(ceiling, start + gap + 60))
        if not named or not _TITLES.fullmatch(self._text[start + gap : named[0][0].start]):
            return None
        name = named[0][0]
        if re.match(r",?\s(?:and|&)\s", self._text[name.end : name.end + 7]):
            return None
        after = self._text[name.end : name.end + 1]
        ends = name.end >= source.end or after in (",", ".", "")
        return name if ends and after in (",", ".", "", " ") else None

    def person(self, head: Span) -> Person | None:
        inside = self._people.within(head.start, head.end)
        if not inside or (len({p.id for _, p in inside}) > 1 and self.several(head)):
            return None
        for mention, person in reversed(inside):
            before = self._text[head.start : mention.start]
            after = self._text[mention.end : head.end]
            own = self._text[mention.start : mention.end]
            if self._beside_a_body(head, mention):
                return None
            if POSSESSIVE.match(after) or (POSSESSIVE.search(own) and after.strip(' .,:”"')):
                continue
            if _BELONGING.search(before) and not _OFFICE_OR_PAPER.search(before):
                continue
            if re.match(r"\s+(?:[a-z]+\s)*[a-z]+", after) and not re.match(
                r"\s+(?:of|from|at|in|himself|herself|jr|also|on)\b", after
            ):
                continue
            return person
        return None

    def _beside_a_body(self, head: Span, name: Span) -> bool:
        """Return whether ``head`` joins ``name`` to a body: the Guild and Ann Lee."""
        first = _JOINED_TO.search(self._text, head.start, name.start)
        second = _JOINS.match(self._text, name.end, head.end)
        return (first is not None and bool(self._bodies_within(head.start, first.start()))) or (
            second is not None and bool(self._bodies_within(second.end(), head.end))
        )

    def several(self, head: Span) -> bool:
        return re.search(r"\b(?:and|or)\b|&", head.slice(self._text)) is not None
