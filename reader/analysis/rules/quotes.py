"""The article's quotes, with kind, speaker, parent and the rule that decided."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import replace

from reader.analysis.findings import Quote, QuoteKind, finding_id
from reader.analysis.rules.assembly import Draft, assembled
from reader.analysis.rules.attribution import Attribution, Piece
from reader.analysis.rules.marks import Quotation
from reader.analysis.rules.nesting import nested, relayed
from reader.analysis.rules.speakers import Speakers
from reader.analysis.rules.spoken import UNKNOWN, Speaker
from reader.analysis.rules.tagged import TaggedToken, TagRun
from reader.analysis.rules.trust import FRAMED, LEAST, MORE_IN_MARKS, Labels, trust
from reader.article.block import Block
from reader.text.span import Span

_WORD = re.compile(r"\w")
_WORDS = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_ABBREVIATED = re.compile(r"\b(?:[ap]\.m|[A-Z]\.[A-Z])$")


def quotes(
    text: str,
    blocks: Sequence[Block],
    runs: Sequence[TagRun],
    quotations: Sequence[Quotation],
    speakers: Speakers,
    tokens: Sequence[TaggedToken],
    turned: tuple[Sequence[tuple[Quote, Speaker]], Set[int]] = ((), frozenset()),
    least: float = LEAST,
) -> tuple[Quote, ...]:
    """Return the quotes of the article in text order, each before those that stand in it.

    ``turned`` are the turns of a transcript, with their speakers, and the places of their blocks.
    Reported content that is trusted less than ``least`` is left out.
    """
    marked = _Marked(text, quotations)
    labels = Labels(tokens)
    turns, turned_blocks = turned
    drafts = assembled(text, blocks, runs, quotations, speakers.subject, turned_blocks)
    finished: dict[int, tuple[Quote, Speaker]] = {}
    for draft in drafts:
        follows = finished.get(id(draft.follows)) if draft.follows is not None else None
        before = follows[1] if follows else None
        made = _finish(text, draft, marked, speakers, labels, before, least)
        if made is not None:
            finished[id(draft)] = made
    outer = [*turns, *finished.values()]
    within = [
        *_within(text, relayed(text, outer), marked, speakers, labels),
        *_within(text, nested(text, quotations, outer), marked, speakers, labels),
    ]
    found: dict[str, Quote] = {}
    for quote, _ in [*outer, *within]:
        found.setdefault(quote.id, quote)
    return tuple(sorted(found.values(), key=lambda quote: (quote.spans[0], quote.parent or "")))


class _Marked:
    """The outermost quotations, to tell what of a passage is in marks."""

    def __init__(self, text: str, quotations: Sequence[Quotation]) -> None:
        self._text = text
        self._outer: list[tuple[Span, Span]] = sorted(
            (outer, inner)
            for quotation in quotations
            if quotation.parent is None
            for outer, inner in zip(quotation.outer, quotation.spans, strict=True)
        )
        self._ends = [outer.end for outer, _ in self._outer]

    def within(self, start: int, end: int) -> list[tuple[Span, Span]]:
        found = []
        for place in range(bisect_right(self._ends, start), len(self._outer)):
            if self._outer[place][0].start >= end:
                break
            found.append(self._outer[place])
        return found

    def wholly(self, start: int, end: int) -> list[Span] | None:
        """Return the words in marks, when every word of ``start`` to ``end`` is in marks."""
        inside = self.within(start, end)
        at = start
        for outer, _ in inside:
            if _WORD.search(self._text, at, max(at, outer.start)):
                return None
            at = outer.end
        if not inside or _WORD.search(self._text, min(at, end), end):
            return None
        return [
            Span(max(inner.start, start), min(inner.end, end))
            for _, inner in inside
            if inner.start < end and start < inner.end
        ]


def _finish(
    text: str,
    draft: Draft,
    marked: _Marked,
    speakers: Speakers,
    labels: Labels,
    follows: Speaker | None,
    least: float,
) -> tuple[Quote, Speaker] | None:
    kind, spans = _kind_and_spans(text, draft.attribution, marked)
    said = " ".join(span.slice(text) for span in spans)
    speaker = _speaker(draft.attribution, speakers, follows, said)
    trusted = _trust(text, draft.attribution, spans, kind, labels, draft.follows is not None)
    if trusted < {"indirect": least, "mixed": least * MORE_IN_MARKS}.get(kind, 0.0):
        return None
    return _quote(text, draft.attribution, spans, kind, speaker, trusted)


def _trust(
    text: str,
    attribution: Attribution,
    spans: Sequence[Span],
    kind: QuoteKind,
    labels: Labels,
    goes_on: bool,
) -> float:
    if kind == "indirect" and not any(piece.tagged for piece in attribution.pieces):
        return FRAMED
    words = sum(len(span.slice(text).split()) for span in spans)
    # What a rule adds to tagged words is not held against them.
    tagged = [
        Span(one.start, one.end) for one in attribution.pieces if one.tagged and not one.marked
    ]
    cue = labels.cue([attribution.cue]) if attribution.cue is not None else None
    return trust(kind, labels.content(tagged or spans), cue, words, goes_on=goes_on)


def _kind_and_spans(
    text: str, attribution: Attribution, marked: _Marked
) -> tuple[QuoteKind, list[Span]]:
    """Direct when all is in marks, whose words are then the spans; mixed when some does."""
    spans: list[Span] = []
    direct, touched = True, False
    for piece in sorted(attribution.pieces, key=lambda piece: piece.start):
        own = [Span(piece.start, piece.end)] if piece.set_off else None
        wholly = own or marked.wholly(piece.start, piece.end)
        touched = touched or bool(marked.within(piece.start, piece.end))
        direct = direct and wholly is not None
        spans += wholly if wholly is not None else [_trimmed(text, piece)]
    if touched and not direct:
        spans = [_trimmed(text, piece) for piece in attribution.pieces]
    return ("direct" if direct else "mixed" if touched else "indirect"), spans


def _within(
    text: str,
    attributions: Iterable[tuple[Attribution, Quote, Speaker]],
    marked: _Marked,
    speakers: Speakers,
    labels: Labels,
) -> Iterator[tuple[Quote, Speaker]]:
    """Quotes inside another quote: "I said" is the words of who tells it."""
    for attribution, parent, teller in attributions:
        speaker = UNKNOWN
        if attribution.source is not None:
            speaker = speakers.inside(attribution.source, teller)
        kind, spans = _kind_and_spans(text, attribution, marked)
        if all(piece.marked for piece in attribution.pieces):
            kind, spans = "direct", [Span(piece.start, piece.end) for piece in attribution.pieces]
        trusted = trust(
            kind, labels.content(spans), None, len(spans[0].slice(text).split()), goes_on=False
        )
        made = _quote(text, attribution, spans, kind, speaker, trusted)
        if made is not None:
            yield replace(made[0], parent=parent.id), speaker


def _quote(
    text: str,
    attribution: Attribution,
    spans: Sequence[Span],
    kind: QuoteKind,
    speaker: Speaker,
    trusted: float,
) -> tuple[Quote, Speaker] | None:
    spans = [span for span in spans if _WORD.search(text, span.start, span.end)]
    if not spans:
        return None
    words = " … ".join(span.slice(text) for span in spans)
    quote = Quote(
        id=finding_id("quote", spans, words),
        kind=kind,
        spans=tuple(spans),
        text=words,
        cue=(attribution.cue,) if attribution.cue else None,
        source=(attribution.source,) if attribution.source else None,
        speaker=speaker.name,
        speaker_kind=speaker.kind,
        person=speaker.person.id if speaker.person else None,
        rule=f"{attribution.rule}; {speaker.rule}",
        score=round(trusted, 3),
    )
    return quote, speaker


def _trimmed(text: str, piece: Piece) -> Span:
    start, end = piece.start, piece.end
    while start < end and (text[start].isspace() or text[start] in ",;:"):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in ",;:."):
        end -= 1
    if text[end : end + 1] == "." and _ABBREVIATED.search(text, start, end):
        end += 1
    return Span(start, end)


def _speaker(
    attribution: Attribution, speakers: Speakers, follows: Speaker | None, said: str
) -> Speaker:
    if attribution.source is not None:
        speaker = speakers.of_source(attribution.source, said)
        speakers.remember(speaker, attribution.source.start)
        return speaker
    if follows is None:
        return UNKNOWN
    if follows.person is not None and follows.person.name.split()[-1] in _WORDS.findall(said):
        return replace(UNKNOWN, rule="the words name the speaker before: another may say them")
    return replace(follows, rule="the speaker before goes on")
