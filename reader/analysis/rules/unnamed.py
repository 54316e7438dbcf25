"""Whom a pronoun means behind somebody without a name: a spokesman, a neighbour, a witness."""

from __future__ import annotations

import re

from reader.analysis.rules.kinsfolk import KIN
from reader.analysis.rules.names import People
from reader.analysis.rules.roles import Gender, gender_of_words, holds_role
from reader.analysis.rules.source_words import CORE_ENDS
from reader.analysis.rules.spoken import Speaker, Spoken
from reader.text.span import Span

_SOMEBODY = re.compile(
    rf"\b(?:{KIN}|man|woman|boy|girl|person|resident|witness|neighbou?r|friend|colleague|source"
    r"|passenger|shopper|customer|tourist|pensioner|refugee|survivor|patient|tenant|insider)$",
    re.IGNORECASE,
)
_ASKS = re.compile(r"\b(?:ask(?:s|ed)|wonder(?:s|ed)|inquired|reporter|journalist|interviewer)\b")
"""Somebody puts a question: who answers is another."""
SENTENCE_ENDS = re.compile(r"[.!?…][”\"’')]*\s+(?=[^\W_a-z]|[“\"‘'])")
_FAR = 200
"""Characters before who spoke last within which their sentence may name somebody else."""


def unnamed_before(
    text: str, last: Spoken, source: Span, gender: Gender, people: People
) -> Speaker | None:
    """Return who spoke ``last`` where that is somebody without a name whom ``source`` may mean.

    None where a sentence between names somebody, or where the last one put a question.
    """
    who = last.speaker
    if who.person is not None or who.kind not in ("role", "anonymous") or who.name is None:
        return None
    head = CORE_ENDS.split(who.name)[0].strip()
    if not (holds_role(head) or _SOMEBODY.search(head)):
        return None
    if _ASKS.search(text, max(0, last.offset - 12), last.offset + 80):
        return None
    if gender_of_words(head) not in (None, gender):
        return None
    before = list(SENTENCE_ENDS.finditer(text, max(0, last.offset - _FAR), last.offset))
    start = before[-1].end() if before else max(0, last.offset - _FAR)
    if people.within(start, last.offset):
        return None
    ends = SENTENCE_ENDS.search(text, last.offset, source.start)
    between = people.within(ends.end() if ends else source.start, source.start)
    return None if between else who
