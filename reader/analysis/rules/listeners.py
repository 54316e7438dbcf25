"""Who is spoken to, and is no speaker: began talking to Bob Hale; Bob Hale was informed."""

from __future__ import annotations

import re

from reader.analysis.rules.attribution import Attribution, Paragraph
from reader.analysis.rules.cues import SPEECH
from reader.analysis.rules.framing import subject_between
from reader.analysis.rules.untagged import Subject
from reader.text.span import Span

_ENDS_IN_TO = re.compile(r"\b(?:to|with|at|towards?)$", re.IGNORECASE)
_BEGINS_WITH_TO = re.compile(r"(?:to|with|at|towards?)\s+(?=\S)", re.IGNORECASE)
_HEARD_BY = re.compile(
    r"\b(?:told|tells?|telling|informed|informs|assured|assures|reminded|reminds|notified)\s*$",
    re.IGNORECASE,
)
_HEARD_BY_WHEN_BEFORE = re.compile(
    r"\b(?:asked|asks|warned|warns|urged|urges|advised|begged|ordered|promised)\s*$", re.IGNORECASE
)
_ACCORDING = re.compile(r"\b(?:according|thanks)\b", re.IGNORECASE)
_PASSIVE = re.compile(
    r"\b(?:was|were|is|are|been|being|got|gets|be)\s+(?:\w+ly\s+|also\s+|not\s+|then\s+|first\s+"
    r"|once\s+|later\s+)*(?:told|informed|asked|warned|assured|advised|notified|reminded|promised"
    r"|briefed|credited|blamed|ordered|urged|instructed|questioned|taught|accused|quizzed)\b",
    re.IGNORECASE,
)
_BY = re.compile(
    r"\s+by\s++(?P<source>[^,.;:“”\"]{2,60}?)(?=\s+(?:that|to|how|whether|of)\b|[,.;:])"
)
_BEGINS_TO_SPEAK = re.compile(
    r"\b(?:(?:began|begins|started|starts|kept|went on|continued|resumed)\s+(?:talking|speaking"
    r"|shouting|calling|whispering|explaining|to\s+(?:talk|speak|explain|shout))"
    r"|(?:turned|spoke|talked|called|shouted|leaned|whispered|waved)\s+(?:\w+\s+)?(?:to|at|towards?)"
    r"|took the (?:floor|microphone|stand|lectern)|cleared (?:his|her) throat"
    r"|raised (?:his|her) (?:voice|hand)|looked up|spoke up|stepped forward|stood up)\b"
)
_OWN_STOP = re.compile(r"[.!?…][”\"’'»]*\s*$")
_WORD = re.compile(r"[\w’'-]+")
RULE = "who is spoken to is not who speaks"


def spare_listener(paragraph: Paragraph, attribution: Attribution, subject: Subject) -> None:
    """Take a source that only listens off the attribution, and puts who speaks in its place."""
    cue, source = attribution.cue, attribution.source
    if cue is None or source is None or not attribution.pieces:
        return
    text = paragraph.text
    if source.end <= cue.start:
        passive = _PASSIVE.search(text, source.end, cue.end)
        if passive is not None and passive.end() > cue.start:
            by = _BY.match(text, max(cue.end, passive.end()), paragraph.sentence_of(cue.start).end)
            attribution.source = Span(*by.span("source")) if by else None
            attribution.rule = RULE
        return
    if _ACCORDING.search(text, max(0, cue.start - 12), cue.end) or not _listens(
        paragraph, attribution, cue, source
    ):
        return
    sentence = paragraph.sentence_of(cue.start)
    teller = subject(sentence, cue.start) or subject_between(text, sentence.start, cue.start)
    attribution.source = teller if teller is not None and teller.end <= cue.start else None
    attribution.rule = RULE


def _listens(paragraph: Paragraph, attribution: Attribution, cue: Span, source: Span) -> bool:
    text = paragraph.text
    if text[cue.end : source.start].strip() not in ("", "to", "with", "at", "toward", "towards"):
        return False
    if _ENDS_IN_TO.search(text, cue.start, cue.end) or _BEGINS_WITH_TO.match(text, source.start):
        return True
    if text[cue.end : source.start].strip():
        return True
    if _HEARD_BY.search(text, cue.start, cue.end):
        return True
    before = _HEARD_BY_WHEN_BEFORE.search(text, cue.start, cue.end)
    return before is not None and attribution.pieces[0].start >= source.end


def announced(paragraph: Paragraph, attribution: Attribution, subject: Subject) -> bool:
    """Give words in marks to who begins to speak in the sentence before them.

    Alice turned to Bob. “The bridge will hold.” Bob nodded.
    """
    piece = attribution.pieces[0]
    at = paragraph.sentence_of(piece.start).start
    if not piece.marked or at <= paragraph.block.start:
        return False
    before = paragraph.sentence_of(at - 1)
    begins = _BEGINS_TO_SPEAK.search(paragraph.text, before.start, at)
    teller = subject(before, begins.start()) if begins is not None else None
    if begins is None or teller is None:
        return False
    attribution.cue, attribution.source = Span(*begins.span()), teller
    attribution.rule = "the sentence before tells who begins to speak"
    return True


def is_beat(paragraph: Paragraph, attribution: Attribution) -> bool:
    """Return whether the cue tells of a gesture in a sentence of its own.

    “It will hold.” Bob nodded.

    Who makes it may speak or listen.
    """
    cue, piece = attribution.cue, attribution.pieces[0]
    if cue is None or len(attribution.pieces) > 1 or not piece.marked or cue.start < piece.end:
        return False
    words = _WORD.findall(paragraph.text[cue.start : cue.end].lower())
    ends = _OWN_STOP.search(paragraph.text, piece.start, piece.end) is not None
    between = paragraph.text[piece.end : cue.start].strip()[:1]
    return ends and between.isupper() and not any(word in SPEECH for word in words)
