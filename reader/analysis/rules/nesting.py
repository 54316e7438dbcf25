"""Quotes inside quotes: what the person quoted says that somebody said."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from reader.analysis.findings import Quote
from reader.analysis.rules.attribution import Attribution, Piece
from reader.analysis.rules.framing import Frame, frame, quoting
from reader.analysis.rules.marks import Quotation
from reader.analysis.rules.spoken import Speaker
from reader.text.span import Span

_WORD = re.compile(r"\w+")
_AS_SAYING = re.compile(
    r"(?P<source>[^.;:“”\"]{3,80}?),?\s+(?P<cue>as\s+(?:saying|telling\s+\w+|claiming|warning"
    r"|arguing|suggesting))\s+(?=\S)"
)
_UNSAID = re.compile(
    r"\b(?:can(?:not|['’]t)?|could(?:n['’]t)?|would(?:n['’]t)?|should(?:n['’]t)?|might|may|to)\s+"
    r"(?:[\w’'-]+\s+){0,5}say\s*[,:]\s*$"
)
"""What somebody could say is said by nobody: You cannot go back and say, ‘Sorry’."""
_PLAIN_SUBJECT = re.compile(
    r"(?:I|[Hh]e|[Ss]he|[Tt]hey|[Ww]e|[Yy]ou|[Ww]ho|[Pp]eople"
    r"|[^\W\d_a-z][\w.’'-]*(?:\s+[^\W\d_a-z][\w.’'-]*){0,4}\s*"
    r"|(?:[Tt]he|[Aa]n?|[Mm]y|[Hh]is|[Hh]er|[Oo]ur|[Tt]heir|[Yy]our|[Ss]ome)(?:\s+[\w’'-]+){1,4}?)"
    r"(?:\s+who)?"
)


def nested(
    text: str, quotations: Sequence[Quotation], quotes: Sequence[tuple[Quote, Speaker]]
) -> Iterator[tuple[Attribution, Quote, Speaker]]:
    """Yield each quotation that is in one of ``quotes`` and is said by somebody in it.

    Comes with the quote it is in and who tells it. Words in marks within a quote are a
    quote only when a speech verb frames them or the text calls them words: the others are
    titles and phrases.
    """
    places = sorted(
        (span.start, span.end, number)
        for number, (quote, _) in enumerate(quotes)
        for span in quote.spans
    )
    starts = [place[0] for place in places]
    for quotation in quotations:
        first = quotation.outer[0]
        at = bisect_right(starts, first.start) - 1
        if at < 0:
            continue
        start, end, number = places[at]
        quote, speaker = quotes[number]
        if not (start < first.start and first.end <= end):
            continue
        pieces = [Piece(span.start, span.end, marked=True) for span in quotation.spans]
        floor = max(start, _sentence_start(text, start, first.start))
        found = frame(text, first, floor, end)
        stated = found is not None and _is_stated(text, quotation, quote, found)
        if found is not None and stated and found.source is not None:
            yield Attribution(pieces, found.cue, found.source, found.rule), quote, speaker
        elif quoting(text, floor, first.start) or _UNSAID.search(text, floor, first.start):
            rule = "words in marks within a quote, of nobody in particular"
            yield Attribution(pieces, rule=rule), quote, speaker


def relayed(
    text: str, quotes: Sequence[tuple[Quote, Speaker]]
) -> Iterator[tuple[Attribution, Quote, Speaker]]:
    """Yield what a source is quoted as saying by another.

    Television reported an official as saying…
    """
    for quote, speaker in quotes:
        first = quote.spans[0]
        found = _AS_SAYING.match(text, first.start, first.end)
        if quote.kind == "direct" or found is None:
            continue
        pieces = [Piece(found.end(), first.end)]
        pieces += [Piece(span.start, span.end) for span in quote.spans[1:]]
        source, cue = Span(*found.span("source")), Span(*found.span("cue"))
        yield Attribution(pieces, cue, source, "quoted by another source"), quote, speaker


def _sentence_start(text: str, floor: int, offset: int) -> int:
    ends = [m.end() for m in re.finditer(r"[.!?…]\s+", text[max(floor, offset - 200) : offset])]
    return max(floor, offset - 200) + (ends[-1] if ends else 0)


def _is_stated(text: str, quotation: Quotation, quote: Quote, found: Frame) -> bool:
    """Return whether the verb is right at the marks.

    Has a plain subject, and is not the quote's own cue.
    """
    first = quotation.outer[0]
    cue, source = found.cue, found.source
    if source is None or (quote.cue is not None and any(own.overlaps(cue) for own in quote.cue)):
        return False
    before = cue.end <= first.start
    between = text[cue.end : first.start] if before else text[first.end : cue.start]
    between = between if before else text[first.end : min(cue.start, source.start)]
    if len(_WORD.findall(between)) > (1 if before else 0):
        return False
    return _PLAIN_SUBJECT.fullmatch(source.slice(text)) is not None
