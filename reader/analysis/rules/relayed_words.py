"""Words that others pass on, and words that nobody said yet.

The minister was quoted by the radio as saying that it leaks: the minister speaks, not the radio.
She might say “as I said”: she did not.
"""

from __future__ import annotations

import re
from dataclasses import replace

from reader.analysis.rules.attribution import Attribution, Paragraph
from reader.analysis.rules.framing import subject_between
from reader.text.span import Span

_QUOTED_AS = re.compile(
    r"\b(?:is|was|were|are|been|being|be|got|gets)\s+(?:\w+ly\s+|also\s+|later\s+|once\s+|then\s+)?"
    r"(?:quoted|cited|reported|heard|recorded|overheard|filmed|caught)\b"
    r"(?:\s+(?:by|in|on|at|to)\s[^,;:.“”\"]{2,80}?)?,?\s+"
    r"(?:as\s+(?:saying|telling\s+\S+|writing|warning|claiming)|to\s+(?:say|have\s+said)"
    r"|saying|telling\s+\S+)(?=\W)(?:\s+that\b)?:?"
)
_MIGHT = re.compile(
    r"\b(?:might|may|could|can|would\s+have|could\s+have|might\s+have|wants?\s+to|wanted\s+to"
    r"|likes?\s+to|hoped\s+to|forgot\s+to|about\s+to|going\s+to|afraid\s+to)\s+"
    r"(?:also\s+|well\s+|then\s+|just\s+|simply\s+|now\s+)?(?:have\s+)?(?:say|said|shout|cry|ask|answer|reply)$"
)
RULE = "another passes the words on: who is quoted as saying them speaks"


def give_to_quoted(paragraph: Paragraph, attribution: Attribution) -> None:
    """Give words to who is quoted as saying them, whoever passes them on."""
    cue, text = attribution.cue, paragraph.text
    if cue is None or not attribution.pieces:
        return
    sentence = paragraph.sentence_of(cue.start)
    found = next(
        (
            one
            for one in _QUOTED_AS.finditer(text, sentence.start, sentence.end)
            if one.start() < cue.end and cue.start < one.end()
        ),
        None,
    )
    if found is None:
        return
    end = found.end()
    kept = [
        replace(piece, start=max(piece.start, end + (text[end : end + 1] == " ")), tagged=False)
        if not piece.marked and piece.start < end < piece.end
        else piece
        for piece in attribution.pieces
        if piece.marked or piece.end > end
    ]
    if not kept:
        return
    attribution.pieces = kept
    attribution.source = subject_between(text, sentence.start, found.start())
    attribution.cue = Span(*found.span())
    attribution.rule = RULE


def is_only_thought_of(paragraph: Paragraph, attribution: Attribution) -> bool:
    """Return whether words in marks are what somebody could say, and did not."""
    cue = attribution.cue
    if cue is None or not attribution.pieces or not attribution.pieces[0].marked:
        return False
    start = max(paragraph.sentence_of(cue.start).start, cue.start - 40)
    before = attribution.pieces[0].start >= cue.end
    return before and _MIGHT.search(paragraph.text[start : cue.end].rstrip(" ,:")) is not None
