"""Statements that stand in no marks and that no tag shows, where their frame leaves no doubt.

The harbour authority spoke of 15 containers. The coast guard counted 18. In the view of the
opposition, the ministry had cut too much.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise

from reader.analysis.rules.attribution import Attribution, Paragraph, Piece
from reader.text.span import Span

Subject = Callable[[Span, int], Span | None]
"""Finds the name that is the subject of a sentence and comes before an offset."""

_VIEW = re.compile(
    r"(?:(?:but|and|yet|still),?\s+)?(?P<cue>in the (?:view|opinion|eyes|judge?ment|words) of)\s+"
    r"(?P<source>[^,.;:“”\"]{2,80}),\s+(?=\S)",
    re.IGNORECASE,
)
_TOLD = re.compile(
    r"\b(?P<cue>(?:spoke|speaks|speak) of"
    r"|counted(?=\s+(?:about\s+|at\s+least\s+|more\s+than\s+|some\s+)?(?:\d|one\b|two\b|three\b"
    r"|four\b|five\b|six\b|seven\b|eight\b|nine\b|ten\b))"
    r"|puts?\s+the\s+(?:number|figure|toll|death\s+toll|cost|loss|total)\s+at)\s+(?=\S)",
    re.IGNORECASE,
)
_RELATIVE = re.compile(r"\s*,\s+(?:which|who)\b[^,;:“”\"]*,\s*")
FARTHEST_SUBJECT = 160
"""Characters between the beginning of a sentence and the verb that its subject governs."""


def untagged(paragraph: Paragraph, subject: Subject) -> Iterator[Attribution]:
    """Yield the statements in those sentences of ``paragraph`` in which nothing else is found."""
    starts = [*paragraph.sentences, paragraph.block.end]
    for start, end in pairwise(starts):
        sentence = Span(start, start + len(paragraph.text[start:end].rstrip()))
        taken = paragraph.pieces_between(start, end) + paragraph.cues_between(start, end)
        if taken or any(outer.overlaps(sentence) for outer in paragraph.marked):
            continue
        found = _viewed(paragraph.text, sentence) or _attributed(paragraph.text, sentence, subject)
        if found is not None:
            yield found


def _viewed(text: str, sentence: Span) -> Attribution | None:
    found = _VIEW.match(text, sentence.start, sentence.end)
    if found is None:
        return None
    return Attribution(
        [Piece(found.end(), sentence.end, tagged=False)],
        Span(*found.span("cue")),
        Span(*found.span("source")),
        "the sentence begins by telling whose view it is",
    )


def _attributed(text: str, sentence: Span, subject: Subject) -> Attribution | None:
    found = _TOLD.search(text, sentence.start, sentence.start + FARTHEST_SUBJECT)
    if found is None or found.end() >= sentence.end:
        return None
    source = subject(sentence, found.start())
    if source is None:
        return None
    between = text[source.end : found.start()]
    if between.strip() and not _RELATIVE.fullmatch(between):
        return None
    return Attribution(
        [Piece(found.end(), sentence.end, tagged=False)],
        Span(*found.span("cue")),
        source,
        "a name begins the sentence, and what it spoke of or counted follows",
    )
