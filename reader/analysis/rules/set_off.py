"""Quotations set off from the text: signed, or led up to without a verb of speech.

“The dike leaks.” — Ann Lee (@lee) March 3. And from Chairwoman Lee: “…”. A block quotation of
several paragraphs is one. Items of a list bear the name behind the closing mark.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from reader.analysis.rules.framing import leading_on, subject_between
from reader.analysis.rules.turns import Turn
from reader.article.block import Block
from reader.text.span import Span

_NAME = r"[^\W\d_a-z][\w.’'-]*(?:\s(?:(?:de|van|von|der|al|bin|la)\s)?[^\W\d_a-z][\w.’'-]*){0,4}"
_SIGNED = re.compile(
    rf"(?<!\S)[—–―]\s?(?P<name>{_NAME})"
    r"(?=\s*+(?:\([^)\n]{0,200}+\)|,[^\n]{0,1000}+|(?<=\s)@\w[^\n]{0,1000}+|[^\w\s]*)"
    r"(?:\s*[^\n]{0,40}\d{4}[^\n]{0,20}|\s*)$)"
)
_ITEM = re.compile(
    rf"(?:[-•*–—‣▪·]\s*|\d{{1,2}}[.)]\s*)?[“\"‘'«„](?P<said>[^\n]+?)[”\"’'»“]\s*(?:[,.]\s*)?(?:[—–―-]{{1,2}}\s*)?(?P<name>{_NAME})"
    r"(?:,[^\n“\"]{0,80}|\s*\([^)\n]{0,200}+\))?\s*$"
)
_IN_BRACKETS = re.compile(
    rf"(?:[-•*–—‣▪·]\s*|\d{{1,2}}[.)]\s*)?[“\"„«](?P<said>[^\n“\"„«”»]+)[”\"»“]\s*"
    rf"[(\[](?P<name>{_NAME})(?:,[^)\]\n]{{0,80}})?[)\]]\.?"
)
_WHOLLY = re.compile(r"[“\"„«](?P<said>[^\n“\"„«”»]+)[”\"»“]")
_UNDERSIGNED = re.compile(r"(?:,\s[^.!?:“”\"\n]{2,80})?")
"""Behind the name below a block quotation: nothing, or what the person is."""
_LEAD = re.compile(
    r"(?:(?:and|also|then|next|now|finally|this|here|lastly|but)\b,?\s+)*+"
    r"(?:(?:this|that|these|word|a note|a word|comment|reaction|more|is|are)\s+)*+"
    r"(?:from|by|in the words of)\s+(?P<who>[^:“”\"\n]{3,90}):\s*$"
    rf"|(?P<bare>(?:[^\W\d_]\w+\s){{0,4}}?{_NAME}(?:,\s[^:“”\"\n]{{2,60}})?):\s*$",
    re.IGNORECASE,
)
_WORD = re.compile(r"\w")
_OPENING, _CLOSING = "“\"‘'«„", "”\"’'»“"
SIGNED = "the quotation is signed"
LED = "the line before tells whose words follow"


def set_off(text: str, blocks: Sequence[Block], people: Sequence[Span] = ()) -> list[Turn]:
    """Such quotations, in text order; their blocks hold nothing else.

    ``people`` are the names that are tagged as people's: one may sign without a dash.
    """
    found: list[Turn] = []
    named = {name.start: name for name in people}
    place = 0
    while place < len(blocks):
        made = _at(text, blocks, place, named)
        if made is not None and any(_WORD.search(span.slice(text)) for span in made.spans):
            found.append(made)
            place = max(made.blocks)
        place += 1
    return found


def _at(text: str, blocks: Sequence[Block], place: int, named: Mapping[int, Span]) -> Turn | None:
    block = blocks[place]
    if block.kind == "quotation":
        group = [place]
        while group[-1] + 1 < len(blocks) and blocks[group[-1] + 1].kind == "quotation":
            group.append(group[-1] + 1)
            if _SIGNED.match(text, blocks[group[-1]].start, blocks[group[-1]].end):
                break
        return _block_quotation(text, blocks, group, named)
    if block.kind == "list item":
        item = _ITEM.fullmatch(text, block.start, block.end)
        if item is None:
            return _bracketed(text, block, place)
        return Turn((Span(*item.span("said")),), (place,), SIGNED, Span(*item.span("name")))
    if block.kind == "paragraph":
        signed = _bracketed(text, block, place) or _signed_below(text, blocks, place)
        return signed or (_led(text, blocks, place) if place + 1 < len(blocks) else None)
    return None


def _bracketed(text: str, block: Block, place: int) -> Turn | None:
    """Return a paragraph in marks with who said it in brackets: “…” (Ann Lee, diver)."""
    found = _IN_BRACKETS.fullmatch(text, block.start, block.end)
    if found is None:
        return None
    said = _bare(text, [Span(*found.span("said"))])
    return Turn(said, (place,), SIGNED, Span(*found.span("name")))


def _signed_below(text: str, blocks: Sequence[Block], place: int) -> Turn | None:
    """Return a paragraph in marks that the next one signs with a dash and a name."""
    block, after = blocks[place], blocks[place + 1] if place + 1 < len(blocks) else None
    whole = _WHOLLY.fullmatch(text, block.start, block.end)
    if whole is None or after is None or after.kind not in ("paragraph", "quotation", "list item"):
        return None
    below = _SIGNED.match(text, after.start, after.end)
    if below is None:
        return None
    said = _bare(text, [Span(*whole.span("said"))])
    return Turn(said, (place, place + 1), SIGNED, Span(*below.span("name")))


def _block_quotation(
    text: str, blocks: Sequence[Block], group: Sequence[int], named: Mapping[int, Span]
) -> Turn | None:
    last = blocks[group[-1]]
    signed = _SIGNED.search(text, last.start, last.end)
    if signed is not None:
        spans = [blocks[place].span for place in group[:-1]]
        spans.append(Span(last.start, max(last.start, signed.start())))
        return Turn(_bare(text, spans), tuple(group), SIGNED, Span(*signed.span("name")))
    name = named.get(last.start)
    if len(group) > 1 and name and _UNDERSIGNED.fullmatch(text, name.end, last.end):
        return Turn(_bare(text, [blocks[p].span for p in group[:-1]]), tuple(group), SIGNED, name)
    after = blocks[group[-1] + 1] if group[-1] + 1 < len(blocks) else None
    below = _SIGNED.match(text, after.start, after.end) if after is not None else None
    if below is not None:
        spans = [blocks[place].span for place in group]
        held = (*group, group[-1] + 1)
        return Turn(_bare(text, spans), held, SIGNED, Span(*below.span("name")))
    if len(group) < 2 or group[0] == 0:
        return None
    before = blocks[group[0] - 1]
    if not text[before.start : before.end].rstrip().endswith(":"):
        return None
    lead = leading_on(text, _last_sentence(text, before))
    source = lead.source if lead is not None else None
    cue = lead.cue if lead is not None else None
    rule = "a cue with a colon leads up to this quotation"
    return Turn(_bare(text, [blocks[p].span for p in group]), tuple(group), rule, source, cue)


def _last_sentence(text: str, block: Block) -> Span:
    ends = [found.end() for found in re.finditer(r"[.!?]\s+", text[block.start : block.end])]
    return Span(block.start + (ends[-1] if ends else 0), block.end)


def _led(text: str, blocks: Sequence[Block], place: int) -> Turn | None:
    """Return a line that names somebody and ends in a colon, and the words in marks below it."""
    block, after = blocks[place], blocks[place + 1]
    lead = _LEAD.fullmatch(text, block.start, block.end)
    in_marks = text[after.start] in _OPENING and after.kind in ("paragraph", "quotation")
    if lead is None or not (in_marks or after.kind == "quotation"):
        return None
    who = Span(*lead.span("who" if lead["who"] else "bare"))
    if not lead["who"] and subject_between(text, who.start, who.end) is None:
        return None
    held = [place + 1]
    while (
        held[-1] + 1 < len(blocks)
        and text[blocks[held[-1]].end - 1] not in _CLOSING
        and text[blocks[held[-1] + 1].start] == text[after.start]
        and in_marks
    ):
        held.append(held[-1] + 1)
    spans = [blocks[p].span for p in held]
    if in_marks and not text[spans[-1].start : spans[-1].end].rstrip().endswith(tuple(_CLOSING)):
        return None
    colon = Span(block.end - 1, block.end)
    return Turn(_bare(text, spans), (place, *held), LED, who, colon)


def _bare(text: str, spans: Sequence[Span]) -> tuple[Span, ...]:
    return tuple(span for one in spans for span in _without_marks(text, one))


def _without_marks(text: str, span: Span) -> Iterator[Span]:
    start, end = span.start, span.end
    while end > start and text[end - 1].isspace():
        end -= 1
    while start < end and text[start].isspace():
        start += 1
    if start < end and text[start] in _OPENING and text[start + 1 : end - 1].find(text[start]) < 0:
        start += 1
        if text[end - 1] in _CLOSING:
            end -= 1
    if start < end:
        yield Span(start, end)
