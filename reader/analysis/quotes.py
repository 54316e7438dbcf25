"""The article's quotes: attributions over all its paragraphs, with kind, speaker and parent."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from reader.analysis.attribution import Attribution, Piece, attributions
from reader.analysis.findings import Quote, QuoteKind, finding_id
from reader.analysis.marks import Quotation
from reader.analysis.speakers import UNKNOWN, Speaker, Speakers
from reader.analysis.tagged import TagRun
from reader.text.span import Span

_WORD = re.compile(r"\w")


@dataclass(slots=True)
class _Draft:
    """A quote being made: its attribution and the position of the block it begins in."""

    attribution: Attribution
    block: int
    rule: str = ""


def quotes(
    text: str,
    blocks: Sequence[Span],
    runs: Sequence[TagRun],
    quotations: Sequence[Quotation],
    speakers: Speakers,
) -> tuple[Quote, ...]:
    """The quotes of the article, in text order."""
    drafts = _drafts(text, blocks, runs, quotations)
    found: dict[str, Quote] = {}
    marked = _Marked(text, quotations)
    for draft in drafts:
        quote = _finish(text, draft, marked, speakers)
        if quote is not None:
            found.setdefault(quote.id, quote)
    return tuple(found.values())


def _drafts(
    text: str, blocks: Sequence[Span], runs: Sequence[TagRun], quotations: Sequence[Quotation]
) -> list[_Draft]:
    starts = [run.start for run in runs]
    drafts: list[_Draft] = []
    owner: dict[int, _Draft] = {}
    waiting: Attribution | None = None
    by_block = _by_block(blocks, quotations)
    for place, block in enumerate(blocks):
        own_runs = runs[bisect_left(starts, block.start) : bisect_left(starts, block.end)]
        pending = None
        for attribution in attributions(text, block, own_runs, [q for _, q in by_block[place]]):
            if not attribution.pieces:
                if attribution.cue and text[attribution.cue.start : block.end].rstrip().endswith(
                    ":"
                ):
                    pending = attribution
                continue
            draft = _Draft(attribution, place)
            if waiting is not None and attribution.cue is None:
                attribution.cue, attribution.source = waiting.cue, waiting.source
                waiting = None
            going_on = _goes_on(attribution, by_block[place], owner)
            if going_on is not None and attribution.cue is None:
                going_on.attribution.pieces += attribution.pieces
                draft = going_on
            else:
                drafts.append(draft)
            for index, quotation in by_block[place]:
                if any(_holds(piece, quotation) for piece in attribution.pieces):
                    owner.setdefault(index, draft)
        waiting = pending
    return drafts


def _by_block(
    blocks: Sequence[Span], quotations: Sequence[Quotation]
) -> list[list[tuple[int, Quotation]]]:
    found: list[list[tuple[int, Quotation]]] = [[] for _ in blocks]
    starts = [block.start for block in blocks]
    for index, quotation in enumerate(quotations):
        for outer in quotation.outer:
            found[bisect_right(starts, outer.start) - 1].append((index, quotation))
    return found


def _holds(piece: Piece, quotation: Quotation) -> bool:
    return any(outer.start < piece.end and piece.start < outer.end for outer in quotation.outer)


def _goes_on(
    attribution: Attribution,
    quotations: Sequence[tuple[int, Quotation]],
    owner: dict[int, _Draft],
) -> _Draft | None:
    """The quote of an earlier paragraph whose quotation this one reopens."""
    for index, quotation in quotations:
        if index in owner and any(_holds(piece, quotation) for piece in attribution.pieces):
            return owner[index]
    return None


class _Marked:
    """The outermost quotations, to tell what of a passage stands in marks."""

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
        first = bisect_right(self._ends, start)
        found = []
        for outer, inner in self._outer[first:]:
            if outer.start >= end:
                break
            found.append((outer, inner))
        return found

    def wholly(self, start: int, end: int) -> list[Span] | None:
        """The words in marks, when every word of ``start`` to ``end`` stands in marks."""
        inside = self.within(start, end)
        at = start
        for outer, _ in inside:
            if _WORD.search(self._text, at, max(at, outer.start)):
                return None
            at = outer.end
        if not inside or _WORD.search(self._text, min(at, end), end):
            return None
        return [Span(max(i.start, start), min(i.end, end)) for _, i in inside]


def _finish(text: str, draft: _Draft, marked: _Marked, speakers: Speakers) -> Quote | None:
    attribution = draft.attribution
    spans: list[Span] = []
    direct, touched = True, False
    for piece in sorted(attribution.pieces, key=lambda piece: piece.start):
        wholly = marked.wholly(piece.start, piece.end)
        touched = touched or bool(marked.within(piece.start, piece.end))
        direct = direct and wholly is not None
        spans += wholly if wholly is not None else [_trimmed(text, piece)]
    spans = [span for span in spans if span]
    if not spans:
        return None
    kind: QuoteKind = "direct" if direct else "mixed" if touched else "indirect"
    speaker, rule = _speaker(attribution, speakers)
    words = " … ".join(span.slice(text) for span in spans)
    return Quote(
        id=finding_id("quote", spans, words),
        kind=kind,
        spans=tuple(spans),
        text=words,
        cue=(attribution.cue,) if attribution.cue else None,
        source=(attribution.source,) if attribution.source else None,
        speaker=speaker.name,
        speaker_kind=speaker.kind,
        person=speaker.person.id if speaker.person else None,
        rule=f"{rule}; {speaker.rule}",
    )


def _trimmed(text: str, piece: Piece) -> Span:
    start, end = piece.start, piece.end
    while start < end and (text[start].isspace() or text[start] in ",;:"):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in ",;:."):
        end -= 1
    return Span(start, end)


def _speaker(attribution: Attribution, speakers: Speakers) -> tuple[Speaker, str]:
    if attribution.source is not None:
        speaker = speakers.of_source(attribution.source)
        speakers.remember(speaker, attribution.source.start)
        return speaker, "source and cue tagged"
    return UNKNOWN, "marks alone" if attribution.cue is None else "cue alone"
