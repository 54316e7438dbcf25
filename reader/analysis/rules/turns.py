"""Turns: what each speaker says in a transcript, an interview, a record of a court.

A label begins a turn, which goes on to the next label; laughter, applause and other asides in
brackets are not said. Who answers is the guest where the article introduces one person alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reader.analysis.rules.labels import MARKED, Label, begins_like_a_turn, labels
from reader.article.block import Block
from reader.text.span import Span

_ASIDES = (
    "laugh applau cheer cross inaud unintell pause sigh cough on.camera off through video audio"
    " begin end music nod smil shrug clears indicat points speaking whisper overlap silence gestur"
    " recess witness interrupt gavel voice crying weep shout boo jeer phone bell translat break"
    " adjourn read shows document"
)
_ASIDE = re.compile(
    r"(?:(?<!\s)\s++)?[(\[](?:[^\W\d_a-z](?:[^\W\d_a-z]|[ ,.'’-]){2,60}"
    r"|[^\W\d_a-z][^()\[\]\n]{2,60}\."
    rf"|(?i:{'|'.join(_ASIDES.split())})[^)\]\n]{{0,60}})[)\]]\s*"
    r"|</?(?:v|c|i|b|u|ruby|rt|lang|font)(?:[\s.][^<>\n]{0,60})?>|♪[^♪\n]{0,200}♪?"
)
_NARRATION = re.compile(
    r"[(\[].*[)\]]\W*$|[*_#=-]{3,}|(?:END|BEGIN|COMMERCIAL|TRANSCRIPT)\b"
    r"|The (?:hearing|committee|court|session|witness|interview|meeting|trial|jury|panel|programme"
    r"|conversation|transcript|audience|recording|tape)\b"
    r"|This (?:interview|transcript|conversation)\b"
    r"|(?:Direct|Cross|Redirect|Recross)[- ]examination"
    r"|(?:Several|Some|Many|A number of|Hon\.?|Two)\s(?:hon\.?\s|other\s|noble\s)?"
    r"(?:Members|Lords)\b"
    r"|Question\s(?:again\s)?(?:put|proposed|accordingly)\b|Motion\s(?:made|agreed|withdrawn)\b"
    r"|(?:The\s)?(?:House|Committee|Assembly|Senate)\s(?:divided|adjourned|rose|proceeded)\b"
    r"|Bill\s(?:read|accordingly|reported)\b|Ordered\b,?\s|Resolved\b,?\s",
    re.DOTALL,
)
_SELF = re.compile(
    r"\b(?:I|we|you|my|our|your|me|us|I['’](?:m|ve|d|ll)|we['’](?:re|ve|d|ll)|let['’]s)\b"
)
_FIRST = re.compile(r"\b(?:I|we|my|our|me|us|I['’](?:m|ve|d|ll)|we['’](?:re|ve|d|ll))\b")
_REPORTED = re.compile(
    r"[\"”’,]\s+(?:\w+\s+){0,3}(?:said|says|told|tells|added|adds)\b|\b(?:he|she) said\b"
)
_ALONE = re.compile(r"\b(?:I|my|me|I['’](?:m|ve|d|ll))\b")
_TO_YOU = re.compile(r"\byou(?:r|rs|['’](?:re|ve|d|ll))?\b", re.IGNORECASE)
_QUESTION_END = re.compile(r"\?[”\"’')\]]*\s*$")
_EXAMINED_BY = re.compile(
    r"(?:(?:direct|cross|redirect|recross)[- ]?)?(?:examination\s+)?by\s+"
    r"(?P<name>[^:\n,]{3,40}):?\s*$",
    re.IGNORECASE,
)
_SWORN = re.compile(r"(?P<name>[^\n,]{3,40}),[^\n]{0,80}\bsworn\b", re.IGNORECASE)
_INTERVIEW = re.compile(
    r"\b(?:interview|questions (?:for|to)|answers?|talk(?:s|ed)? (?:to|with)|spoke (?:to|with)"
    r"|speaks (?:to|with)|met|asked|asks|conversation|sat down|q ?& ?a|q and a)\b",
    re.IGNORECASE,
)
_WORDS = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
_SENTENCE_END = re.compile(r"[.!?][”\"’')]*\s+(?=[^\W\d_a-z])")
LEAST_QUESTIONS = 2
FEWEST_DASHES = 4
_INTERVIEWED = re.compile(
    r"\b(?:interview\w*|questions (?:for|to)|talk(?:s|ed)? (?:to|with)|sp(?:oke|eaks) (?:to|with)"
    r"|conversation|sat down|q ?& ?a|with|(?:we|I) (?:met|asked|visited))\b",
    re.IGNORECASE,
)
_DASH = re.compile(r"[–—―-]\s+\S")


@dataclass(frozen=True, slots=True)
class Turn:
    """What one says without a break: ``spans`` a paragraph or more, in the blocks ``blocks``.

    ``name`` is the label's, None where the speaker is known otherwise: ``guest`` says that whom
    the article introduces speaks. ``label`` is the whole label with its colon.
    """

    spans: tuple[Span, ...]
    blocks: tuple[int, ...]
    rule: str
    name: Span | None = None
    colon: Span | None = None
    guest: bool = False
    label: Span | None = None


def turns(text: str, blocks: Sequence[Block], people: Sequence[Span]) -> list[Turn]:
    """Return the turns of the article in text order.

    None where it is no transcript or interview.
    """
    found = labels(text, blocks, people)
    if not found:
        return list(_dashed(text, blocks)) or list(_interview(text, blocks, people))
    roles = _Examination()
    made = []
    for place, label in enumerate(found):
        after = found[place + 1] if place + 1 < len(found) else None
        roles.look(text, blocks, found[place - 1].block if place else -1, label.block)
        turn = _turn(text, blocks, label, after, roles, found)
        if turn.spans:
            made.append(turn)
    return made


class _Examination:
    """Who examines and who is examined, as headings of a court's record tell it."""

    def __init__(self) -> None:
        self.asks: Span | None = None
        self.answers: Span | None = None

    def look(self, text: str, blocks: Sequence[Block], before: int, here: int) -> None:
        for block in blocks[before + 1 : here]:
            if block.kind in ("byline", "credit"):
                continue
            by = _EXAMINED_BY.fullmatch(text, block.start, block.end)
            sworn = _SWORN.match(text, block.start, block.end)
            heads = by is not None and text[block.start : block.end].isupper()
            self.asks = Span(*by.span("name")) if by and heads else self.asks
            self.answers = Span(*sworn.span("name")) if sworn else self.answers


def _turn(
    text: str,
    blocks: Sequence[Block],
    label: Label,
    after: Label | None,
    roles: _Examination,
    every: Sequence[Label],
) -> Turn:
    own = blocks[label.block]
    end = after.whole.start if after is not None and after.block == label.block else own.end
    stretches = [Span(label.whole.end, max(label.whole.end, end))]
    held = [label.block]
    if after is None or after.block > label.block:
        last = after.block if after is not None else len(blocks)
        for place in _following(text, blocks, label, last, after is None, every):
            stretches.append(blocks[place].span)
            held.append(place)
    spans = tuple(part for stretch in stretches for part in _spoken(text, stretch))
    whole = label.whole
    stop = whole.start + len(whole.slice(text).rstrip())
    colon = Span(stop - 1, stop) if text[stop - 1] in ":." else None
    if label.kind == "question":
        rule = "turn: a question" if roles.asks else "turn: a question, who asks is not named"
        return Turn(spans, tuple(held), rule, roles.asks, colon, label=whole)
    if label.kind == "answer":
        guest = roles.answers is None
        return Turn(spans, tuple(held), "turn: an answer", roles.answers, colon, guest, whole)
    if label.unnamed(text):
        return Turn(spans, tuple(held), "turn: the label names nobody", None, colon, label=whole)
    rule = "turn: the line begins with its speaker's name"
    return Turn(spans, tuple(held), rule, label.name, colon, label=whole)


def _following(
    text: str,
    blocks: Sequence[Block],
    label: Label,
    last: int,
    final: bool,
    every: Sequence[Label],
) -> Iterator[int]:
    """Yield the blocks in which a turn goes on: up to the next label, as long as nobody tells."""
    surnames = {one.name.slice(text).split()[-1].lower() for one in every if one.kind == "name"}
    for place in range(label.block + 1, last):
        block = blocks[place]
        words = text[block.start : block.end]
        first = re.match(r"\W*(?:(?:Mr|Ms|Mrs|Dr)\.?\s)?([^\W\d_]+)(?:\s+([^\W\d_]+))?", words)
        names = {part.lower() for part in first.groups() if part} if first else set()
        if block.kind not in MARKED or block.kind == "caption" or block.duplicate_of is not None:
            return
        if _NARRATION.match(words) or names & surnames or words.isupper():
            return
        if begins_like_a_turn(text, block):
            return
        above = label.whole.end >= blocks[label.block].end and place == label.block + 1
        if final and not above and not _SELF.search(words):
            return
        yield place


def _spoken(text: str, stretch: Span) -> Iterator[Span]:
    """Yield the parts of a stretch between asides in brackets."""
    at = stretch.start
    asides = [*_ASIDE.finditer(text, stretch.start, stretch.end)]
    for start, end in [*(found.span() for found in asides), (stretch.end, stretch.end)]:
        first, last = at, start
        while first < last and (text[first].isspace() or _is_dash(text, first, stretch)):
            first += 1
        while last > first and text[last - 1].isspace():
            last -= 1
        if re.search(r"\w", text[first:last]):
            yield Span(first, last)
        at = end


def _dashed(text: str, blocks: Sequence[Block]) -> Iterator[Turn]:
    """Yield the turns of an interview whose paragraphs open with dashes, each by the other of two.

    Where questions are at every other place, whoever does not ask there answers; else only the
    paragraph right behind a question is an answer.
    """
    opened = [
        place
        for place, block in enumerate(blocks)
        if block.kind in MARKED and _DASH.match(text, block.start, block.end)
    ]
    asked = [n for n, place in enumerate(opened) if _has(_QUESTION_END, text, blocks[place])]
    answered = [n + 1 for n in asked if n + 1 < len(opened) and opened[n + 1] == opened[n] + 1]
    if len(opened) < FEWEST_DASHES or len(asked) < LEAST_QUESTIONS:
        return
    if len(answered) < len(asked) - 1 or any(_has(_REPORTED, text, blocks[p]) for p in opened):
        return
    in_turn = len({n % 2 for n in asked}) == 1
    lead = " ".join(text[block.start : block.end] for block in blocks[: opened[0]])
    guest = _INTERVIEWED.search(lead) is not None
    for n, place in enumerate(opened):
        spans = tuple(_spoken(text, blocks[place].span))
        asks = n % 2 == asked[0] % 2 if in_turn else n in asked
        if not spans:
            continue
        if asks:
            yield Turn(spans, (place,), "turn: a question, who asks is not named")
        elif in_turn or n in answered:
            yield Turn(spans, (place,), "turn: an answer behind its dash", guest=guest)
        else:
            yield Turn(spans, (place,), "turn: either of two may speak behind this dash")


def _is_dash(text: str, at: int, stretch: Span) -> bool:
    """Return whether a dash only opens what is said."""
    return at == stretch.start and text[at] in "–—―-" and text[at + 1 : at + 2].isspace()


def _interview(text: str, blocks: Sequence[Block], people: Sequence[Span]) -> Iterator[Turn]:
    """Questions set off as headings or paragraphs of their own, each with its answer below.

    Only where the words before tell of an interview, or every question is put to "you" and the
    answers are one person's own.
    """
    asked = [place for place, block in enumerate(blocks) if _is_question(text, block)]
    if len(asked) < LEAST_QUESTIONS:
        return
    lead = " ".join(text[block.start : block.end] for block in blocks[: asked[0]])
    answers = [
        list(range(place + 1, following))
        for place, following in zip(asked, [*asked[1:], _end(text, blocks, asked)], strict=True)
    ]
    own = sum(any(_has(_FIRST, text, blocks[p]) for p in answer) for answer in answers)
    reported = sum(any(_has(_REPORTED, text, blocks[p]) for p in answer) for answer in answers)
    put = sum(_has(_TO_YOU, text, blocks[place]) for place in asked)
    alone = sum(any(_has(_ALONE, text, blocks[p]) for p in answer) for answer in answers)
    plain = len(asked) > LEAST_QUESTIONS and put == len(asked) and alone * 3 >= 2 * len(asked)
    if not (_INTERVIEW.search(lead) or plain) or not _is_put(text, blocks, asked):
        return
    if _names_its_guest(text, blocks[: asked[0]], [blocks[p] for a in answers for p in a], people):
        return
    if own * 3 < 2 * len(asked) or reported * 3 > len(asked):
        return
    for place, answer in zip(asked, answers, strict=True):
        question = tuple(_spoken(text, blocks[place].span)) or (blocks[place].span,)
        yield Turn(question, (place,), "turn: a question, who asks is not named")
        held = [p for p in answer if not _NARRATION.match(text[blocks[p].start : blocks[p].end])]
        spans = tuple(part for p in held for part in _spoken(text, blocks[p].span))
        if spans:
            yield Turn(spans, tuple(held), "turn: an answer below its question", guest=True)


def _is_put(text: str, blocks: Sequence[Block], asked: Sequence[int]) -> bool:
    """Return whether most questions ask: a columnist's “…. Problem solved, right?” asks nobody."""
    put = sum(
        blocks[place].kind == "heading"
        or _has(_TO_YOU, text, blocks[place])
        or _SENTENCE_END.search(text, blocks[place].start, blocks[place].end) is None
        for place in asked
    )
    return put * 3 >= 2 * len(asked)


def _names_its_guest(
    text: str, lead: Sequence[Block], answers: Sequence[Block], people: Sequence[Span]
) -> bool:
    """Return whether answers name those whom the words before introduce: nobody names himself."""
    end = lead[-1].end if lead else 0
    names = {person.slice(text).split()[-1] for person in people if person.end <= end}
    naming = sum(not names.isdisjoint(_WORDS.findall(text, b.start, b.end)) for b in answers)
    return naming * 3 > len(answers)


def _has(pattern: re.Pattern[str], text: str, block: Block) -> bool:
    return pattern.search(text, block.start, block.end) is not None


def _is_question(text: str, block: Block) -> bool:
    words = text[block.start : block.end]
    set_off = block.kind == "heading" or (block.kind == "paragraph" and words[:1] not in "“\"‘'«„")
    return set_off and len(words) < 400 and _QUESTION_END.search(words) is not None


def _end(text: str, blocks: Sequence[Block], asked: Sequence[int]) -> int:
    """Behind the last answer: one block, and those that go on in the first person."""
    end = asked[-1] + 2
    while end < len(blocks) and blocks[end].kind in MARKED and _has(_FIRST, text, blocks[end]):
        end += 1
    return min(end, len(blocks))
