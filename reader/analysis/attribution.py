"""Source, cue and content put together: who said what, before anybody is named.

The tagger marks sources, cues and contents, one flat layer a paragraph. Here each content is
given the cue that governs it, each cue its source, and contents under one cue become one
attribution (a quote split by its cue has several spans). What stands in quotation marks is
content with exact bounds, tagged or not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from reader.analysis.marks import Quotation
from reader.analysis.tagged import TagRun
from reader.text.span import Span

_SENTENCE_END = re.compile(r"[.!?…][\"”’'»)\]]*\s+(?=[\"“‘'«(\[]*[A-Z])")
_WORD = re.compile(r"\w+")
SENTENCE_COST = 6.0
FARTHEST = 14.0


@dataclass(slots=True)
class Piece:
    """A stretch of content: ``marked`` tells whether quotation marks open it."""

    start: int
    end: int
    marked: bool = False
    tagged: bool = True


@dataclass(slots=True)
class Attribution:
    """What is attributed (``pieces``), by which words (``cue``), to whom (``source``)."""

    pieces: list[Piece] = field(default_factory=list)
    cue: Span | None = None
    source: Span | None = None


def attributions(
    text: str, block: Span, runs: Sequence[TagRun], quotations: Sequence[Quotation]
) -> list[Attribution]:
    """The attributions of one paragraph in text order; those without a cue have None."""
    marked = [
        outer
        for quotation in quotations
        if quotation.parent is None
        for outer in quotation.outer
        if block.start <= outer.start < block.end
    ]
    pieces = _pieces(text, [run.span for run in runs if run.label == "Content"], marked)
    free = [run for run in runs if not _inside_a_quotation(run.span, marked, pieces)]
    cues = [run.span for run in free if run.label == "Cue"]
    sources = [run.span for run in free if run.label == "Source"]
    return _linked(_Paragraph(text, pieces, cues, sources))


def _pieces(text: str, contents: Iterable[Span], marked: Sequence[Span]) -> list[Piece]:
    stretches = [Piece(span.start, span.end) for span in contents]
    for outer in marked:
        touching = [
            piece for piece in stretches if piece.start < outer.end and outer.start < piece.end
        ]
        if not touching and not _speechlike(text, outer):
            continue
        start = min([outer.start, *(piece.start for piece in touching)])
        end = max([outer.end, *(piece.end for piece in touching)])
        stretches = [piece for piece in stretches if piece not in touching]
        stretches.append(Piece(start, end, tagged=bool(touching)))
    for piece in stretches:
        piece.marked = any(outer.start == piece.start for outer in marked)
    return sorted(stretches, key=lambda piece: piece.start)


def _speechlike(text: str, outer: Span) -> bool:
    """Words that nobody tagged are speech when they are a sentence, not when a mere phrase."""
    words = _WORD.findall(text, outer.start, outer.end)
    return len(words) >= 4


def _inside_a_quotation(span: Span, marked: Sequence[Span], pieces: Sequence[Piece]) -> bool:
    return any(outer.covers(span) for outer in marked) or any(
        piece.start <= span.start and span.end <= piece.end for piece in pieces
    )


@dataclass(slots=True)
class _Paragraph:
    text: str
    pieces: list[Piece]
    cues: list[Span]
    sources: list[Span]

    def gap(self, start: int, end: int) -> float:
        """How far apart: words that are in no piece, cue or source, and sentences ended."""
        if end <= start:
            return 0.0
        every = [*self.cues, *self.sources, *(Span(p.start, p.end) for p in self.pieces)]
        taken = [(s.start, s.end) for s in every if start <= s.start and s.end <= end]
        words = sum(
            1
            for word in _WORD.finditer(self.text, start, end)
            if not any(a <= word.start() < b for a, b in taken)
        )
        ends = sum(1 for _ in _SENTENCE_END.finditer(self.text[max(0, start - 2) : end + 2]))
        return words + SENTENCE_COST * ends


def _linked(paragraph: _Paragraph) -> list[Attribution]:
    by_cue = [Attribution(cue=cue) for cue in paragraph.cues]
    loose: list[Attribution] = []
    costs = []
    for p, piece in enumerate(paragraph.pieces):
        for c, cue in enumerate(paragraph.cues):
            cost = _piece_cost(paragraph, piece, cue)
            if cost <= FARTHEST:
                costs.append((cost, p, c))
    costs.sort()
    placed: set[int] = set()
    for _, p, c in costs:
        if p in placed:
            continue
        piece, owner = paragraph.pieces[p], by_cue[c]
        if owner.pieces and not _may_join(owner, piece):
            continue
        owner.pieces.append(piece)
        placed.add(p)
    for p, piece in enumerate(paragraph.pieces):
        if p not in placed:
            loose.append(Attribution([piece]))
    _give_sources(paragraph, by_cue)
    found = by_cue + loose
    for attribution in found:
        attribution.pieces.sort(key=lambda piece: piece.start)
    return sorted(found, key=_place)


def _piece_cost(paragraph: _Paragraph, piece: Piece, cue: Span) -> float:
    before = piece.end <= cue.start
    start, end = (piece.end, cue.start) if before else (cue.end, piece.start)
    cost = paragraph.gap(start, end)
    cost += 4.0 * sum(start <= other.start and other.end <= end for other in paragraph.cues)
    cost += 3.0 * sum(start <= other.start and other.end <= end for other in paragraph.pieces)
    if before:
        cost += 0.5
    return cost


def _may_join(owner: Attribution, piece: Piece) -> bool:
    """Whether a cue that has its content takes another piece."""
    assert owner.cue is not None
    after = piece.start >= owner.cue.end
    others_before = all(other.end <= owner.cue.start for other in owner.pieces)
    if after and others_before:
        return piece.marked or owner.pieces[-1].marked is False
    return True


def _give_sources(paragraph: _Paragraph, by_cue: Sequence[Attribution]) -> None:
    costs = []
    for a, attribution in enumerate(by_cue):
        cue = attribution.cue
        assert cue is not None
        for s, source in enumerate(paragraph.sources):
            before = source.end <= cue.start
            start, end = (source.end, cue.start) if before else (cue.end, source.start)
            cost = paragraph.gap(start, end)
            cost += 4.0 * sum(start <= o.start and o.end <= end for o in paragraph.cues)
            cost += 2.0 * sum(start <= o.start and o.end <= end for o in paragraph.pieces)
            if not before:
                cost += 0.5
            costs.append((cost, a, s))
    costs.sort()
    taken: set[int] = set()
    for cost, a, s in costs:
        if by_cue[a].source is None and s not in taken and cost <= FARTHEST:
            by_cue[a].source = paragraph.sources[s]
            taken.add(s)
    for cost, a, s in costs:
        if by_cue[a].source is None and cost <= 2 * FARTHEST:
            by_cue[a].source = paragraph.sources[s]


def _place(attribution: Attribution) -> int:
    if attribution.pieces:
        return attribution.pieces[0].start
    return attribution.cue.start if attribution.cue else 0
