"""Sources, cues and contents of a paragraph put together into attributions.

Each content goes to the cue it lies nearest to, counted in words that are in no part of an
attribution, in sentences ended and in other cues and contents between; each cue to its source
in the same way. A cue keeps several contents where it splits one quotation.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from reader.analysis.rules.attribution import Attribution, Paragraph, Piece
from reader.analysis.rules.cues import is_passive
from reader.text.span import Span

SENTENCE_COST = 6.0
CUE_COST = 4.0
PIECE_COST = 3.0
SOURCE_COST = 1.0
BACKWARD_COST = 0.5
FARTHEST = 14.0
"""The cost beyond which a cue and a content, or a cue and a source, are strangers."""
NEIGHBOURS = 3
"""How many cues to either side of a content are weighed, to stay linear in the text."""
OWN_CLAUSE = 5.0
"""What the grammar of a clause counts for, in words."""
ADVERBS = 2
_RELATIVE = re.compile(r"who|which|that|whose\b.*", re.IGNORECASE | re.DOTALL)
_CLAUSE = re.compile(r"(?:that|whether|why|how)\b")
_CALLED_SO = re.compile(r"(?:[^\W\d_a-z][\w’'.-]*\s+){1,4}(?:an?|the|one)\s")
_SUBJECT_REACH = 30
_SUBJECT = re.compile(
    r"\b(?:(?P<who>I|you|he|she|we|they)|(?P<nobody>it|there|which|what|this|these))"
    r"(?:['’](?:s|re|m|d|ve|ll))?\s(?:\w+ly\s)?$",
    re.IGNORECASE,
)
_COMMA = re.compile(r",\s+$")
_PARTICIPLE = re.compile(r"(?!according\b)\w+ing\b", re.IGNORECASE)
_DOER = re.compile(r"\s+(?:by|from|of|among)\s+", re.IGNORECASE)
_FINITE = re.compile(
    r",\s+(?=(?:is|are|was|were|will|would|has|have|had|can|could|should|may|might|must|does|did"
    r"|do|isn['’]t|won['’]t|doesn['’]t|didn['’]t|wasn['’]t|normally|never|only)\b)"
)
_NEXT_CLAUSE = re.compile(
    r"[,;]?\s+(?:and|but|then|or|yet)\s+(?:also\s+|then\s+|later\s+)?"
    r"|[,;]?\s+(?:when|while|after|although|though|because|since|before)\s[^“”\"]*"
)
_WHO_SPEAKS = re.compile(r",?\s+who(?:\s+[\w’'-]+){0,2}\s+")
"""He envied the keeper, who said …: the words before "who" are none of the keeper's."""
_COORDINATED = re.compile(r"\s(?:and|but|or)\s+(?:(?:\w+ly|also|then|later)\s+)?$")
NEXT_CLAUSE_COST = 15.0
COMMA_GAIN = 2.0
"""How much nearer a quotation that ends in a comma is to the cue behind it."""
FEWEST = 4
"""Words that an untagged stretch must have to be taken for what is said."""
_ACCORDING = re.compile(r"according to\b", re.IGNORECASE)
_ENDS_SOON = re.compile(
    r"(?!\s+(?:that|to|how|whether|why|what|about|of|for)\b)(?:\s+[^\s,;:“”\"]+){0,10}[.,]?\s*$"
)
_OPENING = re.compile(r"\s*(?:(?:but|and|yet,|just)\s+)?(?:as\b[^.;:“”\"]*)?", re.IGNORECASE)
_STARTS_FINITE = re.compile(
    r"(?:is|are|was|were|will|would|has|have|had|can|could|should|may|might|must|does|did)\b"
)
_REACTION = re.compile(r"to\s+(?:loud\s+|much\s+)?(?:laughter|applause|cheers|boos|jeers|groans)\b")
_NAMED = re.compile(r"(?:called|named|dubbed|titled|entitled|known as)", re.IGNORECASE)
_INDEFINITE = re.compile(r"(?:an?|one|another|some|two|three)\s", re.IGNORECASE)
_RELATIVE_SUBJECT = re.compile(r",\s+(?:who|which|whose|whom)(?:\s+[\w’'-]+){0,2}\s*$")
_CIRCUMSTANCE = re.compile(r"(?:When\s+)?\w+(?:ed|ing)\s")
_FRONTED = re.compile(r",\s+(?:the|a|an|it|he|she|they|we|this|that|these|there|[A-Z])\b")
"""A comma behind the cue, which is then in the middle of what is said."""


def linked(paragraph: Paragraph) -> list[Attribution]:
    """Return the paragraph's attributions in text order.

    Contents without a cue have an attribution of their own, and so have cues without content.
    """
    by_cue = [Attribution(cue=cue) for cue in paragraph.cues]
    placed: set[int] = set()
    for _, p, c in sorted(_piece_costs(paragraph)):
        piece, owner = paragraph.pieces[p], by_cue[c]
        if p not in placed and (not owner.pieces or _may_join(paragraph, owner, piece)):
            owner.pieces.append(piece)
            owner.pieces.sort(key=lambda other: other.start)
            placed.add(p)
    for attribution in by_cue:
        for piece in attribution.pieces:
            if attribution.cue is not None:
                paragraph.widen(piece, attribution.cue)
    _give_sources(paragraph, by_cue)
    for attribution in by_cue:
        _leave_out(paragraph, attribution)
        _join_parenthesis(paragraph, attribution)
        if not attribution.pieces:
            _find_content(paragraph, attribution)
    loose = [
        Attribution([piece], rule="in quotation marks")
        for p, piece in enumerate(paragraph.pieces)
        if p not in placed and (piece.marked or not _REACTION.match(paragraph.text, piece.start))
    ]
    loose += [Attribution([piece], rule="in quotation marks") for piece in paragraph.phrases]
    return sorted([*by_cue, *loose], key=lambda attribution: attribution.start)


def _piece_costs(paragraph: Paragraph) -> Iterator[tuple[float, int, int]]:
    starts = [cue.start for cue in paragraph.cues]
    for p, piece in enumerate(paragraph.pieces):
        at = bisect_left(starts, piece.start)
        for c in range(max(0, at - NEIGHBOURS), min(len(starts), at + NEIGHBOURS)):
            cost = _piece_cost(paragraph, piece, paragraph.cues[c])
            if cost <= FARTHEST:
                yield cost, p, c


def _piece_cost(paragraph: Paragraph, piece: Piece, cue: Span) -> float:
    before = piece.end <= cue.start
    start, end = (piece.end, cue.start) if before else (cue.end, piece.start)
    elsewhere = before and (
        _NEXT_CLAUSE.fullmatch(paragraph.text, start, end) is not None
        or _WHO_SPEAKS.fullmatch(paragraph.text, start, end) is not None
    )
    if not before and paragraph.sentences_between(start, end):
        elsewhere = _ACCORDING.match(paragraph.text, cue.start, cue.end) is not None
    return (
        NEXT_CLAUSE_COST * elsewhere
        - COMMA_GAIN * (before and paragraph.runs_on(piece))
        + paragraph.words_between(start, end)
        + SENTENCE_COST * paragraph.sentences_between(start, end)
        + CUE_COST * paragraph.cues_between(start, end)
        + PIECE_COST * paragraph.pieces_between(start, end)
        + BACKWARD_COST * before
    )


def _may_join(paragraph: Paragraph, owner: Attribution, piece: Piece) -> bool:
    """Return whether a cue that has its content takes another piece of it."""
    assert owner.cue is not None
    if piece.start < owner.cue.start:
        nearest = next((p for p in owner.pieces if p.start > piece.start), None)
        if nearest is None or paragraph.sentences_between(piece.end, nearest.start) == 0:
            return nearest is None or piece.marked or not _is_own_clause(paragraph.text, nearest)
        return piece.marked and nearest.marked and nearest.start > owner.cue.start
    last = owner.pieces[-1]
    if last.end <= owner.cue.start:
        return piece.marked or not last.marked
    if piece.marked and last.marked:
        return True
    apart = ";" in paragraph.text[last.end : piece.start]
    return not apart and paragraph.sentences_between(last.end, piece.start) == 0


def _is_own_clause(text: str, piece: Piece) -> bool:
    """Return whether what is said begins here, so that nothing before the cue belongs to it.

    Asked why he trailed, he said that it was early.
    """
    return not piece.marked and _CLAUSE.match(text, piece.start, piece.end) is not None


def _give_sources(paragraph: Paragraph, by_cue: list[Attribution]) -> None:
    """Each cue's source: first one to each cue, nearest first, then those of the same sentence."""
    costs = sorted(_source_costs(paragraph))
    taken: set[int] = set()
    for cost, c, s in costs:
        far = _is_far_from_passive(paragraph, paragraph.sources[s], paragraph.cues[c])
        far = far or _shares_subject(paragraph, paragraph.sources[s], paragraph.cues[c])
        if by_cue[c].source is None and s not in taken and cost <= FARTHEST and not far:
            by_cue[c].source = paragraph.sources[s]
            taken.add(s)
    for _, c, s in costs:
        attribution, source = by_cue[c], paragraph.sources[s]
        if attribution.source is not None or attribution.cue is None:
            continue
        speaker = _earlier(paragraph, source, attribution.cue)
        if speaker is not None:
            attribution.source = speaker
            attribution.rule = "the verb belongs to the speaker earlier in its sentence"


def _shares_subject(paragraph: Paragraph, source: Span, cue: Span) -> bool:
    """Whether ``cue`` goes on from a nearer verb and its subject: he laid out … and spoke of …."""
    if source.start >= cue.start or not _COORDINATED.search(
        paragraph.text, max(paragraph.block.start, cue.start - 20), cue.start
    ):
        return False
    before = [other for other in paragraph.cues if other.end <= cue.start]
    return (
        bool(before)
        and source.end <= before[-1].start
        and any(
            source.end <= other.start and other.end <= before[-1].start
            for other in paragraph.sources
        )
    )


def _is_far_from_passive(paragraph: Paragraph, source: Span, cue: Span) -> bool:
    """Whether another than ``source`` is the subject of a passive: he was named."""
    if source.start >= cue.start or not is_passive(paragraph.text, cue):
        return False
    return len(paragraph.text[source.end : cue.start].split()) > ADVERBS


def _earlier(paragraph: Paragraph, source: Span, cue: Span) -> Span | None:
    """Return who speaks by ``cue``: ``source``, or the pronoun that is the subject of the verb.

    None where another sentence or a verb without a speaker is between: which was called a marsh.
    """
    if source.start >= cue.start or paragraph.sentences_between(source.start, cue.start):
        return None
    if is_passive(paragraph.text, cue):
        return None
    subject = _SUBJECT.search(
        paragraph.text, max(source.end, cue.start - _SUBJECT_REACH), cue.start
    )
    if subject is None:
        return source
    return None if subject["nobody"] else Span(*subject.span("who"))


def _source_costs(paragraph: Paragraph) -> Iterator[tuple[float, int, int]]:
    starts = [source.start for source in paragraph.sources]
    for c, cue in enumerate(paragraph.cues):
        at = bisect_left(starts, cue.start)
        for s in range(max(0, at - NEIGHBOURS), min(len(starts), at + NEIGHBOURS)):
            source = paragraph.sources[s]
            before = source.end <= cue.start
            start, end = (source.end, cue.start) if before else (cue.end, source.start)
            cost = (
                _grammar(paragraph.text, source, cue)
                + paragraph.words_between(start, end)
                + SENTENCE_COST * paragraph.sentences_between(start, end)
                + CUE_COST * paragraph.cues_between(start, end)
                + 2.0 * paragraph.pieces_between(start, end)
                + SOURCE_COST * (at - 1 - s if before else s - at)
                + BACKWARD_COST * (not before)
            )
            if cost <= 2 * FARTHEST:
                yield cost, c, s


def _grammar(text: str, source: Span, cue: Span) -> float:
    """Return how much farther, or nearer, than its words the form of source and cue sets them.

    “who” speaks in its own clause: Ode, who knew that …, asked him to …; a participle behind its
    clause belongs to what is before it: she spoke to miners, promising …; endorsed by whom.
    """
    before = source.end <= cue.start
    if _RELATIVE.fullmatch(text, source.start, source.end):
        near = before and len(text[source.end : cue.start].split()) <= ADVERBS
        return -OWN_CLAUSE if near else OWN_CLAUSE
    if before:
        return 0.0
    if _DOER.fullmatch(text, cue.end, source.start):
        return -OWN_CLAUSE
    behind = _COMMA.search(text, max(0, cue.start - 4), cue.start) is not None
    return OWN_CLAUSE if behind and _PARTICIPLE.match(text, cue.start, cue.end) else 0.0


def _find_content(paragraph: Paragraph, attribution: Attribution) -> None:
    """Find the rest of the sentence, where its frame is clear and no content is tagged.

    That is before "…, a spokesman announced" and behind "According to the paper, …" and "As the
    paper reported, …".
    """
    cue, source = attribution.cue, attribution.source
    if cue is None or source is None:
        return
    sentence = paragraph.sentence_of(cue.start)
    first, last = min(cue.start, source.start), max(cue.end, source.end)
    text = paragraph.text
    leads_on = text[first : sentence.end].rstrip().endswith(":")
    if not sentence.start <= first or last > sentence.end or leads_on:
        return
    lead, tail = text[sentence.start : first], text[last : sentence.end]
    opening = _OPENING.fullmatch(lead) is not None
    if opening and (_ACCORDING.match(text, cue.start) or lead.strip()) and tail.startswith(", "):
        stretch = Span(last + 2, sentence.end)
    elif lead.rstrip().endswith(",") and source.start < cue.start and _ENDS_SOON.match(tail):
        stretch = Span(sentence.start, sentence.start + len(lead.rstrip()) - 1)
    else:
        return
    words = paragraph.words_between(stretch.start, stretch.end)
    taken = paragraph.pieces_between(stretch.start, stretch.end)
    if words >= FEWEST and not taken and not paragraph.cues_between(stretch.start, stretch.end):
        attribution.pieces = [Piece(stretch.start, stretch.end, tagged=False)]
        attribution.rule = "source and cue tagged, the rest of the sentence is what they frame"


def _leave_out(paragraph: Paragraph, attribution: Attribution) -> None:
    """Take out of the content what only tells how, when or of whom it was said.

    Stopped at the gate, she replied: “…”; a chair for him, whose knees, he said, “…”; she warned
    lawmakers, to laughter; an app called So-and-so.
    """
    cue, source = attribution.cue, attribution.source
    if cue is None:
        return
    text, pieces = paragraph.text, attribution.pieces
    behind = any(piece.marked and piece.start > cue.end for piece in pieces)
    colon = ":" in text[cue.end - 1 : cue.end + 1]
    naming = (
        source is not None
        and _NAMED.fullmatch(text, cue.start, cue.end) is not None
        and _INDEFINITE.match(text, source.start)
        and not text[source.end : cue.start].strip()
    )
    attribution.pieces = [
        piece
        for piece in pieces
        if piece.marked
        or not (
            _REACTION.match(text, piece.start)
            or (naming and piece.start <= cue.end + 1 and _is_name(text, piece))
            or (behind and piece.end < cue.start and _only_frames(text, piece, colon))
        )
    ]


def _is_name(text: str, piece: Piece) -> bool:
    """Return whether a name begins the piece, and nobody is called anything behind it."""
    capital = text[piece.start].isupper()
    return capital and _CALLED_SO.match(text, piece.start, piece.end) is None


def _only_frames(text: str, piece: Piece, colon: bool) -> bool:
    if _RELATIVE_SUBJECT.search(text, piece.start, piece.end):
        return True
    return colon and _CIRCUMSTANCE.match(text, piece.start, piece.end) is not None


def _join_parenthesis(paragraph: Paragraph, attribution: Attribution) -> None:
    """Both halves of a sentence that its cue parts: The test, he said, was its biggest."""
    cue, source = attribution.cue, attribution.source
    if cue is None or source is None or len(attribution.pieces) != 1:
        return
    piece = attribution.pieces[0]
    sentence = paragraph.sentence_of(cue.start)
    first, last = min(cue.start, source.start), max(cue.end, source.end)
    if piece.end <= first and not piece.marked:
        found = _FINITE.match(paragraph.text, last)
        end = sentence.end
        if found and not paragraph.pieces_between(last, end) + paragraph.cues_between(last, end):
            attribution.pieces.append(Piece(found.end(), end, tagged=False))
    elif piece.start >= last and (
        _STARTS_FINITE.match(paragraph.text, piece.start) or _FRONTED.match(paragraph.text, last)
    ):
        lead = paragraph.text[sentence.start : first].rstrip()
        if lead.endswith(",") and not paragraph.pieces_between(sentence.start, first):
            attribution.pieces.insert(
                0, Piece(sentence.start, sentence.start + len(lead) - 1, tagged=False)
            )
