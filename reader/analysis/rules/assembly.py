"""Attributions over the whole article: what one paragraph alone cannot tell.

A quotation that its next paragraph reopens is one quote; a cue that ends in a colon governs the
paragraph below; a quotation that no tag explains is explained by the words around it, by the
paragraph it is in, or by the paragraph before.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence, Set
from dataclasses import dataclass, field

from reader.analysis.rules.attribution import (
    PHRASE,
    Attribution,
    Paragraph,
    Piece,
)
from reader.analysis.rules.framing import (
    Frame,
    frame,
    leading_on,
    quoting,
)
from reader.analysis.rules.gapping import apart
from reader.analysis.rules.given_counts import counts_apart
from reader.analysis.rules.incises import english_teller, teller_at_end
from reader.analysis.rules.linking import linked
from reader.analysis.rules.listeners import announced, is_beat, spare_listener
from reader.analysis.rules.marks import DEEPEST, Quotation
from reader.analysis.rules.not_said import (
    give_to_shown,
    is_no_speech,
    is_unsaid,
    spare_crowd,
    spare_denied,
    spare_names,
)
from reader.analysis.rules.relayed_words import give_to_quoted, is_only_thought_of
from reader.analysis.rules.reported_words import answers_apart, keep_to_words, translated_apart
from reader.analysis.rules.seeking import give_to_owner, seek_source
from reader.analysis.rules.shown_titles import BARE, is_heading, is_shown_title, stands_alone
from reader.analysis.rules.tagged import TagRun
from reader.analysis.rules.untagged import Subject, untagged
from reader.article.block import Block
from reader.text.span import Span

_WORD = re.compile(r"[\w’'-]+")

_LABEL = re.compile(
    r"[\"“]?(?P<name>[A-Z][A-Z.'’-]+(?:\s[A-Z][A-Z.'’-]+){0,2})(?P<colon>:)\s+(?=\S)"
)
_MARKS = " \u00a0“”‘’\"'«»‹›"


@dataclass(slots=True)
class Draft:
    """A quote being made.

    ``follows`` is the quote whose speaker goes on here, where the marks alone tell so.
    """

    attribution: Attribution
    block: int
    follows: Draft | None = None


@dataclass(slots=True)
class _State:
    """What is carried from paragraph to paragraph.

    ``waiting`` is the attribution whose colon ends the paragraph before, ``bare`` whether that
    paragraph holds hardly more than it.
    """

    drafts: list[Draft] = field(default_factory=list)
    owner: dict[int, Draft] = field(default_factory=dict)
    waiting: Attribution | None = None
    bare: bool = False
    plain: str | None = None

    def repeats(self, text: str, words: str) -> bool:
        """Return whether the article ``text`` has ``words``, which are several, more than once."""
        sought = " ".join(_WORD.findall(words.lower()))
        if sought.count(" ") < BARE - 1:
            return False
        if self.plain is None:
            self.plain = " ".join(_WORD.findall(text.lower()))
        return self.plain.count(sought) > 1


def assembled(
    text: str,
    blocks: Sequence[Block],
    runs: Sequence[TagRun],
    quotations: Sequence[Quotation],
    subject: Subject,
    passed_over: Set[int] = frozenset(),
) -> list[Draft]:
    """Return the article's attributions as drafts, in the order in which they begin.

    Nothing is looked for in the blocks whose places are ``passed_over``.
    """
    starts = [run.start for run in runs]
    standing = _by_block(blocks, quotations)
    state = _State()
    for place, block in enumerate(blocks):
        if place in passed_over:
            state.waiting, state.bare = None, False
            continue
        own = runs[bisect_left(starts, block.start) : bisect_left(starts, block.end)]
        outermost = [outer for _, q, outer in standing[place] if q.parent is None]
        paragraph = Paragraph(text, block.span, own, outermost)
        _take(state, paragraph, block, place, standing[place], subject)
    return state.drafts


_Standing = tuple[int, Quotation, Span]


def _by_block(blocks: Sequence[Block], quotations: Sequence[Quotation]) -> list[list[_Standing]]:
    """For each block its quotations: position among all, the quotation, its part in the block."""
    found: list[list[_Standing]] = [[] for _ in blocks]
    starts = [block.start for block in blocks]
    for index, quotation in enumerate(quotations):
        for outer in quotation.outer:
            found[bisect_right(starts, outer.start) - 1].append((index, quotation, outer))
    return found


def _take(
    state: _State,
    paragraph: Paragraph,
    block: Block,
    place: int,
    standing: Sequence[_Standing],
    subject: Subject,
) -> None:
    found = [*apart(paragraph, linked(paragraph)), *untagged(paragraph, subject)]
    attributions = counts_apart(paragraph, found)
    attributions = [part for one in attributions for part in translated_apart(paragraph, one)]
    attributions = [part for one in attributions for part in answers_apart(paragraph, one)]
    waiting, state.waiting = state.waiting, _leading_on(paragraph, attributions)
    speechless = not any(attribution.pieces for attribution in attributions)
    set_off = block.kind == "quotation" and speechless
    led = state.bare and not paragraph.marked
    if waiting is not None and (set_off or led):
        attributions = [Attribution([Piece(block.start, block.end, marked=True, set_off=True)])]
    state.bare = len(_WORD.findall(paragraph.text, block.start, block.end)) <= BARE
    in_paragraph: list[Draft] = []
    for attribution in attributions:
        if not _is_speech(paragraph, attribution, subject):
            continue
        give_to_owner(paragraph, attribution)
        keep_to_words(paragraph, attribution)
        if not attribution.pieces:
            continue
        touched = _touched(attribution, standing)
        draft: Draft | None = Draft(attribution, place)
        if attribution.cue is None:
            leader = None if in_paragraph else waiting
            draft = _cueless(
                state, paragraph, Draft(attribution, place), touched, in_paragraph, leader, subject
            )
        elif (opened := _left_open(state, touched, place)) is not None:
            _name_below(opened.attribution, attribution)
            draft = opened
        if draft is None:
            continue
        if draft.attribution is attribution:
            state.drafts.append(draft)
            in_paragraph.append(draft)
        for index in touched:
            state.owner.setdefault(index, draft)


def _left_open(state: _State, touched: Sequence[int], place: int) -> Draft | None:
    """Return the quote above that goes on here and whose speaker no word of its own tells."""
    owner = next((state.owner[index] for index in touched if index in state.owner), None)
    if owner is None or owner.block == place or owner.follows is not None:
        return None
    above = owner.attribution
    return owner if above.cue is None and above.source is None else None


def _name_below(above: Attribution, below: Attribution) -> None:
    """Give the words ``above`` to who is named where their quotation ends."""
    above.take_over(below)
    above.cue, above.source = below.cue, below.source
    above.rule = "the quotation goes on to where its speaker is named"


def _is_speech(paragraph: Paragraph, attribution: Attribution, subject: Subject) -> bool:
    """Return whether something is said; take from ``attribution`` what is no part of it."""
    spare_crowd(paragraph, attribution)
    give_to_shown(paragraph, attribution)
    give_to_quoted(paragraph, attribution)
    if not attribution.pieces:
        return False
    if attribution.cue is not None and attribution.source is None:
        seek_source(paragraph, attribution, subject)
    spare_listener(paragraph, attribution, subject)
    spare_denied(paragraph, attribution)
    spare_names(paragraph.text, attribution)
    if not attribution.pieces:
        return False
    if is_beat(paragraph, attribution) and not announced(paragraph, attribution, subject):
        attribution.source = None
        attribution.rule = "a gesture follows: who makes it may listen"
    return not (
        is_unsaid(paragraph, attribution)
        or is_only_thought_of(paragraph, attribution)
        or is_no_speech(paragraph, attribution)
    )


def _cueless(
    state: _State,
    paragraph: Paragraph,
    draft: Draft,
    touched: Sequence[int],
    in_paragraph: list[Draft],
    led: Attribution | None,
    subject: Subject,
) -> Draft | None:
    """Return the quote that content with no cue of its own belongs to; None when it is no quote.

    ``led`` is the attribution whose cue and colon lead up to it.
    """
    attribution = draft.attribution
    if attribution.alone:
        return draft
    if _is_labelled(paragraph, attribution):
        for index in touched:
            state.owner.pop(index, None)
        return draft
    reopened = next((state.owner[index] for index in touched if index in state.owner), None)
    if reopened is not None:
        reopened.attribution.take_over(attribution)
        return reopened
    if led is not None:
        attribution.cue, attribution.source = led.cue, led.source
        attribution.rule = "a cue with a colon leads up to this paragraph"
        return draft
    return _explained(paragraph, draft, in_paragraph, state, subject)


def _touched(attribution: Attribution, standing: Sequence[_Standing]) -> list[int]:
    """Return the positions of the quotations that the attribution's pieces lie in or hold."""
    touched = []
    for piece in attribution.pieces:
        place = bisect_left(standing, piece.start, key=lambda entry: entry[2].start)
        place = max(0, place - DEEPEST)
        while place < len(standing) and standing[place][2].start < piece.end:
            if standing[place][2].end > piece.start:
                touched.append(standing[place][0])
            place += 1
    return touched


def _is_labelled(paragraph: Paragraph, attribution: Attribution) -> bool:
    """Take the speaker's name from the front of a transcript's line: WALLACE: Let us start."""
    piece = attribution.pieces[0]
    found = _LABEL.match(paragraph.text, piece.start, piece.end)
    if found is None:
        return False
    attribution.source = Span(*found.span("name"))
    attribution.cue = Span(*found.span("colon"))
    attribution.rule = "the line begins with its speaker's name"
    piece.start = found.end()
    return True


def _leading_on(paragraph: Paragraph, attributions: Sequence[Attribution]) -> Attribution | None:
    """Return the attribution whose cue ends the paragraph with a colon and no content."""
    block = paragraph.block
    if not paragraph.text[block.start : block.end].rstrip().endswith(":"):
        return None
    found = leading_on(paragraph.text, paragraph.sentence_of(block.end))
    for attribution in reversed(attributions):
        if attribution.cue is not None and not attribution.pieces:
            if paragraph.words_between(attribution.cue.end, block.end):
                return None
            if attribution.source is None and found is not None:
                attribution.source = found.source
            return attribution
    return Attribution([], found.cue, found.source) if found is not None else None


def _explained(
    paragraph: Paragraph,
    draft: Draft,
    in_paragraph: list[Draft],
    state: _State,
    subject: Subject,
) -> Draft | None:
    """Return the quote that a quotation with no cue belongs to; None when it is no quote at all."""
    attribution = draft.attribution
    piece = attribution.pieces[0]
    if not piece.marked:
        return draft if piece.tagged else None
    found = _frame(paragraph, piece)
    if found is not None:
        before = in_paragraph[-1] if in_paragraph else None
        if before is not None and before.attribution.cue == found.cue:
            before.attribution.take_over(attribution)
            return before
        attribution.cue, attribution.source, attribution.rule = found.cue, found.source, found.rule
        return draft
    if piece not in paragraph.phrases and announced(paragraph, attribution, subject):
        return draft
    if quoting(paragraph.text, paragraph.block.start, piece.start):
        attribution.rule = "the words before the marks tell that they are quoted"
        return draft
    if piece in paragraph.phrases or is_shown_title(paragraph, piece):
        return None
    if _is_parted(paragraph, attribution):
        return draft
    direct = next((d for d in reversed(in_paragraph) if d.attribution.pieces[-1].marked), None)
    if direct is not None and direct.attribution.cue is not None:
        direct.attribution.take_over(attribution)
        return direct
    if in_paragraph:
        draft.follows = in_paragraph[-1]
        attribution.rule = "a quotation with no verb continues its paragraph's speaker"
    elif stands_alone(paragraph, piece):
        if is_heading(paragraph.text[piece.start : piece.end]):
            return None
        _go_on(paragraph, draft, state)
    return draft


def _go_on(paragraph: Paragraph, draft: Draft, state: _State) -> None:
    """Give a paragraph in marks with no cue to the speaker before, if nothing speaks against it.

    It may answer a question, be a pull quote, whose words are in the article elsewhere, or be
    lettering of the page, which ends in no stop.
    """
    attribution = draft.attribution
    before = state.drafts[-1] if state.drafts else None
    if before is None or before.block != draft.block - 1:
        return
    last = before.attribution.pieces[-1]
    words = paragraph.text[attribution.pieces[0].start : attribution.pieces[-1].end]
    if paragraph.text[last.start : last.end].rstrip(_MARKS).endswith("?"):
        attribution.rule = "a paragraph in marks follows a question: somebody else may answer"
    elif not words.rstrip(_MARKS).endswith((".", "!", "?", "…", ",", ";", "—", "–")):
        attribution.rule = "a paragraph in marks ends in no stop: it may be a pull quote"
    elif state.repeats(paragraph.text, words):
        attribution.rule = "a pull quote: the article has the same words elsewhere"
    else:
        draft.follows = before
        attribution.rule = "a paragraph in marks with no verb continues the speaker before"


def _is_parted(paragraph: Paragraph, attribution: Attribution) -> bool:
    """Cut out the attribution inside the marks.

    As in: “We go, said Ann Lee. It is late.”
    """
    piece = attribution.pieces[0]
    whole = Span(piece.start, piece.end)
    found = english_teller(paragraph.text, whole)
    unclosed = None if found is not None else teller_at_end(paragraph.text, whole)
    if unclosed is not None:
        found = [unclosed[0]], *unclosed[1:]
    if found is None or len(attribution.pieces) > 1:
        return False
    parts, attribution.cue, attribution.source = found
    attribution.pieces = [Piece(part.start, part.end, marked=True) for part in parts]
    attribution.rule = "the speaker is named inside the marks"
    return True


def _frame(paragraph: Paragraph, piece: Piece) -> Frame | None:
    """Return what the words beside the quotation tell, no farther than the next content."""
    place = bisect_right(paragraph.marked, Span(piece.start, piece.end)) - 1
    floor = paragraph.sentence_of(piece.start).start
    ceiling = paragraph.block.end
    if place > 0:
        floor = max(floor, paragraph.marked[place - 1].end)
    if place + 1 < len(paragraph.marked):
        ceiling = paragraph.marked[place + 1].start
    found = frame(paragraph.text, Span(piece.start, piece.end), floor, ceiling)
    return found if piece not in paragraph.phrases or _is_tight(paragraph, piece, found) else None


def _is_tight(paragraph: Paragraph, piece: Piece, found: Frame | None) -> bool:
    """Return whether the verb of a mere phrase is close: called it “a disgrace”."""
    if found is None or found.source is None:
        return False
    between = sorted((found.cue.end, piece.start, piece.end, found.cue.start))[1:3]
    return len(_WORD.findall(paragraph.text, *between)) <= PHRASE
