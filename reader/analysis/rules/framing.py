"""The words around a quotation that tell who said it, found where no tags do.

A speech verb beside the marks, with what comes before or behind it as the source: "…," the
vicar says; said Olav Renner; Benaim whispers: "…"; and signatures, "…" — Sonya Herridge.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from reader.analysis.rules.attribution import PHRASE
from reader.analysis.rules.cues import ACCORDING, CUE
from reader.text.span import Span

_REACH = 160
_CLAUSE = re.compile(
    r"[.!?…;:][\"”’'»)\]]*\s+"
    r"|,\s+(?:and|but|while|as|when|although|though|after|before|because|so)\s+"
    r"|(?<!\s)\s+[—–-]+\s+|^(?:and|but|yet|so|then|when|while|as|still|meanwhile|later),?\s+",
    re.IGNORECASE,
)
_SIGNED = re.compile(r"\s*[—–―-]{1,2}\s*(?P<name>[^\W\d_a-z][^\n.;:“”\"]{2,60})\s*$")
_DOT = (
    r"(?<!\b[A-Z])(?<!\b(?:Mr|Ms|Dr|St|Lt))(?<!\b(?:Mrs|Gov|Sen|Rep|Gen|Col|Rev|Sgt))(?<!\bProf)\."
)
"""A dot that is not that of an initial or a title."""
_STOP = re.compile(
    _DOT + r"|[,;:!?()—–“\"]|\s(?:in|on|at|to|of|as|with|after|who|during|before|from)\s"
)
_FAR_STOP = re.compile(
    _DOT + r"|[,;:!?()—–“\"]|\s(?:as|after|who|during|before|when|while)\s|(?=\s[^\w\s’'-])|$"
)
_SENTENCE = re.compile(r"[.!?…](?:\s|$)")
_TRAILING = re.compile(
    r"(?<![\s,])(?:[\s,]+(?:has|have|had|also|then|later|once|often|always|never|now|still|again|just|even"
    r"|simply|recently|repeatedly|only|was|were|is|would|will|could|used|to|\w+ly)){1,8}\s*$",
    re.IGNORECASE,
)
_LEADING = re.compile(r"^[\s,]*(?:(?:and|but|then|as|so|while|when|where|that|because)\s+)*")
_ASKED = re.compile(
    r"\s*(?:(?:When|After being)\s)?(?:[Aa]sked|[Pp]ressed|[Qq]uizzed|[Qq]uestioned)\s[^“”\"]*,\s+"
)
_SUBJECT = re.compile(
    r"(?:(?i:he|she|they|it|who|i|we|(?:the|an?|one|another|my|our|his|her|its|their|some|many"
    r"|several|two|three|most)\s.+)|[^\W\d_a-z].*|\d+.+)$",
    re.DOTALL,
)
_BEFORE_END = re.compile(r"[,:]?\s*(?:that\s+|as\s+|of\s+)?$")
_LEADING_ON = re.compile(rf"(?P<cue>{CUE.pattern}|\breads?)(?:\s+[\w’'-]+){{0,8}}\s*:\s*$")
_QUOTING = re.compile(
    r"\b(?:the|these|those|his|her|its|their|my)\s+(?:[\w’'-]+\s+)?words\s*+(?:[,:]\s*+)?$"
)
_A_NAME = r"[^\W\d_a-z][\w.’'-]*(?:\s[^\W\d_a-z][\w.’'-]*){0,3}"
_ADDRESSED = re.compile(rf"(?:^|[.,;!?—–]\s+)(?P<source>{_A_NAME})\s+to\s+{_A_NAME}(?P<cue>:)\s*$")
_APPOSED = re.compile(rf",\s(?P<name>{_A_NAME}),\s$")
"""The keeper of the lamp, Hans Aber, wrote: the name between commas right before its verb."""
_LONGEST = 14


@dataclass(frozen=True, slots=True)
class Frame:
    """The cue and the source (None when only the cue is plain) found around a quotation."""

    cue: Span
    source: Span | None
    rule: str


def frame(text: str, quotation: Span, floor: int, ceiling: int) -> Frame | None:
    """Return who is said to speak ``quotation`` (its span with marks), by what is around it.

    Looks no farther than ``floor`` before and ``ceiling`` behind it: the sentence's own words,
    not those of another quotation.
    """
    return (
        _behind(text, quotation.end, min(ceiling, quotation.end + _REACH))
        or _addressed(text, max(floor, quotation.start - _REACH), quotation.start)
        or _before(text, max(floor, quotation.start - _REACH), quotation.start)
        or _signature(text, quotation.end, min(ceiling, quotation.end + _REACH))
    )


def quoting(text: str, floor: int, start: int) -> bool:
    """Return whether what is in marks from ``start`` on is announced as words.

    Begins with the words “…”.

    Nobody is said to speak them.
    """
    return _QUOTING.search(text, max(floor, start - _REACH), start) is not None


def leading_on(text: str, sentence: Span) -> Frame | None:
    """Return who says what follows a sentence that ends in a colon, as in “His order read:”."""
    found = _LEADING_ON.search(text, sentence.start, sentence.end)
    if found is None:
        return None
    named = _APPOSED.search(text, sentence.start, found.start("cue"))
    source = Span(*named.span("name")) if named is not None else None
    source = source or subject_between(text, sentence.start, found.start("cue"))
    cue = Span(*found.span("cue"))
    return Frame(cue, source, "a speech verb and a colon lead up to it") if source else None


def _behind(text: str, start: int, end: int) -> Frame | None:
    found = CUE.search(text, start, end)
    if found is not None and found.group()[0].isupper():
        # A surname that looks like a verb: “…,” Said said.
        found = CUE.match(text, found.end() + 1, end) or found
    if found is None or _SENTENCE.search(text, start, found.start()):
        return None
    cue = Span(*found.span())
    if _ends_sentence(text, start) and text[start : cue.start].strip()[:1].isupper():
        return None
    if not text[start : cue.start].strip(" ,\u00a0\n"):
        source = inverted(text, cue.end, end)
        return Frame(cue, source, "a speech verb follows the marks") if source else None
    source = subject_between(text, start, cue.start)
    if source is None:
        return None
    return Frame(cue, source, "a source and a speech verb follow the marks")


def _ends_sentence(text: str, end: int) -> bool:
    """Return whether the quotation that ends at ``end`` has a full stop of its own."""
    inner = text[max(0, end - 4) : end].rstrip("”\"’'»“ ")
    return inner.endswith(".") and not inner.endswith("..")


def inverted(text: str, start: int, end: int) -> Span | None:
    """Return the source behind its verb: said Bernie O'Hanrahan, 68, who had come."""
    start += len(text[start:end]) - len(text[start:end].lstrip())
    stop = _STOP if text[start : start + 1].isupper() else _FAR_STOP
    found = stop.search(text, start, end)
    last = found.start() if found else end
    if last <= start or not _SUBJECT.match(text[start:last]):
        return None
    return Span(start, last) if len(text[start:last].split()) <= _LONGEST else None


def _addressed(text: str, start: int, end: int) -> Frame | None:
    """Return who writes or calls to whom: Ann to Bert: “…”."""
    found = _ADDRESSED.search(text, start, end)
    if found is None:
        return None
    source, cue = Span(*found.span("source")), Span(*found.span("cue"))
    return Frame(cue, source, "the quotation is addressed by one to another")


def _before(text: str, start: int, end: int) -> Frame | None:
    cues = list(CUE.finditer(text, start, end))
    if not cues:
        return None
    found = cues[-1]
    tail = text[found.end() : end]
    words = len(tail.split())
    leads = "," in tail or ":" in tail or _BEFORE_END.fullmatch(tail) is not None
    if _SENTENCE.search(tail) or words > 8 or (words > PHRASE and not leads):
        return None
    source = subject_between(text, start, found.start())
    return Frame(Span(*found.span()), source, "a speech verb leads up to the marks")


def subject_between(text: str, start: int, end: int) -> Span | None:
    """Return the clause's words before its verb, when they can be a source."""
    for clause in _CLAUSE.finditer(text, start, end):
        if text[clause.end() : end].strip():
            start = clause.end()
    trailing = _TRAILING.search(text[start:end])
    if trailing:
        end = start + trailing.start()
    asked = _ASKED.match(text, start, end)
    start = asked.end() if asked is not None else start
    leading = _LEADING.match(text[start:end])
    start += leading.end() if leading else 0
    while end > start and text[end - 1].isspace():
        end -= 1
    words = text[start:end]
    if not words or ACCORDING.search(words) or not _SUBJECT.match(words):
        return None
    return Span(start, end) if len(words.split()) <= _LONGEST else None


def _signature(text: str, start: int, end: int) -> Frame | None:
    found = _SIGNED.match(text, start, end)
    if found is None:
        return None
    name = Span(found.start("name"), found.start("name") + len(found["name"].rstrip()))
    dash = re.compile(r"[—–―-]+").search(text, start, name.start)
    assert dash is not None
    return Frame(Span(*dash.span()), name, "the quotation is signed")
