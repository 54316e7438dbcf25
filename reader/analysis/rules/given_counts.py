"""Counts that several sources give in one sentence, each with its own giver.

Police said 12 were hurt, while the fire service put the number at 15. Organisers put the crowd at
4,000, the army at 900.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from reader.analysis.rules.attribution import Attribution, Paragraph, Piece
from reader.text.span import Span

_JOINT = re.compile(
    r"(?:[,;:]\s+|(?<=[^\s,;])\s+(?=(?:but|while|whereas|and|though|although)\s))"
    r"(?:(?:but|while|whereas|and|though|although|yet|however,)\s+)*"
)
_SAYS = (
    r"(?:said|says?|reported|reports?|claimed|claims?|counted|counts?|estimated|estimates?"
    r"|recorded|sp(?:oke|eaks?)\s+of)"
)
_PUTS = (
    r"(?:puts?\s+(?:it|(?:the|its|their|that|this)\s+(?:[\w’'-]+\s+){0,4}?[\w’'-]+)\s+at"
    r"|gave\s+(?:the|a)\s+(?:number|figure|toll|count)\s+(?:of|as))"
)
_VERB = re.compile(rf"(?<=\s)(?:(?P<puts>{_PUTS})|{_SAYS})\s+(?:that\s+)?(?=\S)")
_NUMBER = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|twenty|thirty"
    r"|forty|fifty|sixty|seventy|eighty|ninety|hundreds?|thousands?|dozens?|half|none)\b",
    re.IGNORECASE,
)
_WHO = re.compile(r"[^\W\d_][\w.’'-]*(?:\s[^\W\d_][\w.’'-]*){0,5}")
_NOT_WHO = re.compile(
    r"\b(?:that|it|he|she|they|there|who|which|what|this|these|was|were|is|are|be|been|had|has"
    r"|have|said|says|if|when|because|also|not|to|as|would|will|could|should|may|might)\b",
    re.IGNORECASE,
)
_GAPPED = re.compile(
    r"(?:[,;]\s+|(?<=\d)\s+)(?:(?:and|but|while)\s+)?(?P<who>[^,;:“”\"\d]{2,40}?)"
    r"(?:,\s+|(?<!\s)\s+)at\s+"
    r"(?P<what>(?:(?:about|around|nearly|only|some|over|under|more than|at least)\s+)?"
    r"\d(?:[^,;]|,(?=\d))*)$"
)
_ACCORDING = re.compile(
    r"[;,]\s+(?:but\s+|and\s+|while\s+)?(?P<cue>according\s+to)\s+(?P<who>[^,;:“”\"]{2,60}),\s+"
    r"(?P<what>(?:[^,;]|,(?=\d)){1,80})$"
)
SHORT = 12
"""Characters up to which a tagger is never sure that they are said: five, 9,000 people."""
RULE = "several sources give a count, each by the verb before it"


@dataclass(frozen=True, slots=True)
class _Clause:
    """A giver, its verb and what it gives; ``start`` is where the words before it end."""

    start: int
    who: Span
    cue: Span
    what: Span
    puts: bool


def counts_apart(paragraph: Paragraph, attributions: Sequence[Attribution]) -> list[Attribution]:
    """Return ``attributions`` with each count given to its own source, in text order."""
    made = sorted(attributions, key=lambda one: one.start)
    starts = [one.start for one in made]
    apart: list[Attribution] = []
    at = 0
    for start, end in pairwise([*paragraph.sentences, paragraph.block.end]):
        following = bisect_left(starts, end, at)
        own, at = made[at:following], following
        sentence = Span(start, start + len(paragraph.text[start:end].rstrip(" \n.")))
        apart += _in_sentence(paragraph, sentence, own)
    every = [*apart, *made[at:]]
    return sorted((one for one in every if one.pieces or one.cue), key=lambda one: one.start)


def _in_sentence(
    paragraph: Paragraph, sentence: Span, own: Sequence[Attribution]
) -> Sequence[Attribution]:
    text = paragraph.text
    if not _NUMBER.search(text, sentence.start, sentence.end):
        return own
    if paragraph.marked_in(sentence.start, sentence.end):
        return own
    clauses = _clauses(text, sentence)
    several = len(clauses) > 1 or (clauses and clauses[0].puts)
    if several and all(_NUMBER.search(text, c.what.start, c.what.end) for c in clauses):
        own = _each_its_own(own, clauses)
    return [*own, *_added_behind(text, sentence, own)]


def _clauses(text: str, sentence: Span) -> list[_Clause]:
    joints = [(sentence.start, sentence.start)]
    joints += [found.span() for found in _JOINT.finditer(text, sentence.start, sentence.end)]
    found: list[_Clause] = []
    place = 0
    for verb in _VERB.finditer(text, sentence.start, sentence.end):
        while place + 1 < len(joints) and joints[place + 1][1] <= verb.start():
            place += 1
        at, begin = joints[place]
        who_words = text[begin : verb.start()].rstrip()
        if not _WHO.fullmatch(who_words) or _NOT_WHO.search(who_words):
            continue
        if found:
            found[-1] = _ending(found[-1], at)
        words = verb.group().rstrip().removesuffix("that").rstrip()
        cue = Span(verb.start(), verb.start() + len(words))
        who, what = Span(begin, begin + len(who_words)), Span(verb.end(), sentence.end)
        found.append(_Clause(at, who, cue, what, verb["puts"] is not None))
    return [clause for clause in found if clause.what]


def _ending(clause: _Clause, end: int) -> _Clause:
    what = Span(clause.what.start, max(clause.what.start, end))
    return _Clause(clause.start, clause.who, clause.cue, what, clause.puts)


def _each_its_own(
    attributions: Sequence[Attribution], clauses: Sequence[_Clause]
) -> list[Attribution]:
    """Return the attributions, each ended where the next giver's clause begins."""
    made: list[Attribution] = []
    first, last = clauses[0].start, clauses[-1].what.end
    for one in attributions:
        own = next((c for c in clauses if one.cue is not None and one.cue.overlaps(c.cue)), None)
        if own is None and all(p.start >= last or p.end <= first for p in one.pieces):
            outside = one.cue is None or not first <= one.cue.start < last
            made += [one] if one.pieces or outside else []
    for clause in clauses:
        known = [
            one
            for one in attributions
            if one.cue is not None and one.cue.overlaps(clause.cue) and one.source is not None
        ]
        what = clause.what
        inside = (
            p for one in known for p in one.pieces if p.start < what.end and p.end > what.start
        )
        piece = next(inside, None)
        behind = piece is not None and piece.start > clause.cue.end
        start = piece.start if piece is not None and behind else what.start
        sure = piece is not None and clause.what.end - start > SHORT
        made.append(
            Attribution(
                [Piece(start, clause.what.end, tagged=sure)],
                known[0].cue if piece is not None else clause.cue,
                known[0].source if sure else clause.who,
                known[0].rule if sure else RULE,
            )
        )
    return made


def _added_behind(text: str, sentence: Span, made: Sequence[Attribution]) -> Iterator[Attribution]:
    """Yield the last count whose verb is understood: …, the army at 900; according to Lee, 20."""
    gapped = _GAPPED.search(text, sentence.start, sentence.end)
    according = _ACCORDING.search(text, sentence.start, sentence.end)
    found = gapped or according
    if found is None or _NOT_WHO.search(found["who"]) or not _NUMBER.search(found["what"]):
        return
    before = [
        one
        for one in made
        if one.cue is not None and sentence.start <= one.cue.start < found.start()
    ]
    behind = Span(found.start(), sentence.end)
    if not before or any(one.pieces and one.cue and one.cue.overlaps(behind) for one in made):
        return
    for one in before:
        for piece in one.pieces:
            if piece.start < found.start() < piece.end:
                piece.end = found.start()
    cue = before[-1].cue if gapped is not None else Span(*found.span("cue"))
    yield Attribution(
        [Piece(*found.span("what"), tagged=False)], cue, Span(*found.span("who")), RULE
    )
