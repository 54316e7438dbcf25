"""Labels that say who speaks a line.

As in: DANA LAHTI, ANCHOR: Good evening. Q: When was it?
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from reader.analysis.rules.lexicon import lexicon
from reader.analysis.rules.roles import holds_role
from reader.article.block import Block
from reader.text.span import Span

LabelKind = Literal["name", "question", "answer"]

_TITLE = (
    r"(?:(?:Mr|Mrs|Ms|Miss|Dr|Rep|Sen|Gov|Prof|Sir|Judge|The|MR|MRS|MS|MISS|DR|REP|SEN|THE)\.?\s)"
)
_LOUD_WORD = r"[^\W\d_a-z](?:[^\W\d_a-z]|[.'’-])*"
_LOUD = rf"{_LOUD_WORD}(?:\s{_LOUD_WORD}){{0,4}}(?:\s\d{{1,2}})?"
_QUIET_WORD = r"[^\W\d_a-z][\w’'-]*\.?"
_QUIET = (
    rf"{_QUIET_WORD}(?:\s(?:(?:de|van|von|al|bin|la|der)\s)?{_QUIET_WORD}){{0,3}}(?:\s\d{{1,2}})?"
)
_BRACKETS = r"(?:\s?[(\[][^()\[\]\n]{1,50}[)\]])"
_ROLE = (
    rf"(?:{_BRACKETS}{{1,2}}+(?:,\s[^:\n“”\"()\[\]]{{2,60}}+)?"
    rf"|,\s[^:\n“”\"]{{2,80}}?{_BRACKETS}?)?"
)
_TIME = r"\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d{1,3})?)?(?:\s?[AaPp]\.?[Mm]\b\.?)?"
_DAY = r"(?:\d{1,4}[./-]\d{1,2}[./-]\d{2,4},?\s{1,2})"
_STAMP = rf"[(\[]?{_DAY}?{_TIME}[)\]]?\s{{0,3}}"
_LABEL = re.compile(
    rf"(?:>{{2,3}}\s*|[-–—•*]\s+|(?P<stamp>{_STAMP})[-–—]?\s{{0,3}})?"
    rf"(?P<all>(?P<name>{_TITLE}?(?:{_LOUD}|{_QUIET})){_ROLE})\s?:\s+(?=\S)"
)
_OFFICE = re.compile(
    rf"The\s[^\W\d_][^:\n()“”\"]{{2,70}}\s\((?P<name>{_TITLE}?{_QUIET})\)\s?:\s+(?=\S)"
)
"""An office with its bearer in brackets, as parliaments print it."""
_STAMPED = re.compile(
    rf"(?:>{{2,3}}\s*)?(?P<name>{_TITLE}?(?:{_LOUD}|{_QUIET}))"
    rf"(?:\s{{0,3}}[(\[]{_DAY}?{_TIME}[)\]]\s?:?|\s{{1,3}}{_DAY}?{_TIME}\s?:?)[^\S\n]*(?=\n|\Z)"
)
"""A name and a time on a line of their own, above what is said, as programs write it down."""
_VOICE = re.compile(r"<v(?:\.[\w.-]{1,40})?\s+(?P<name>[^<>\n]{1,60})>\s*(?=\S)")
"""Who speaks a cue of subtitles."""
_RECORD = re.compile(
    r"(?P<name>(?:The|Mr|Mrs|Ms|Miss|Dr|Senator|Representative|Chairman|Chairwoman|Judge|Justice"
    r"|Secretary|General|Admiral|Colonel|Mayor|Governor|Ambassador|Commissioner|Professor)\.?\s"
    r"(?:Acting\s|Vice\s)?[^\W\d_a-z](?:[^\W\d_a-z]|['’-]){2,30}"
    r"(?:\s[^\W\d_a-z](?:[^\W\d_a-z]|['’-]){2,30}){0,2})"
    r"(?:\sof\s[^\W\d_a-z]\w+(?:\s[^\W\d_a-z]\w+)?)?\.\s+(?=\S)"
)
"""A title, and a name in capitals with a full stop, as congresses and committees print it."""
_QUOTED_ALONE = re.compile(r"[“\"„«][^\n]*[”\"“»]\W*\Z")
_STAGE = re.compile(r"[(\[][^\n]*[)\]]\W*\Z")
_ASKING = re.compile(
    r"(?P<name>Q|QUESTION|Question|Frage|INTERVIEWER|Interviewer)(?:\s?\d{1,3})?(?P<stop>[.:])\s+(?=\S)"
)
_ANSWERING = re.compile(r"(?P<name>A|ANSWER|Answer)(?:\s?\d{1,3})?(?P<stop>[.:])\s+(?=\S)")
_LEADS_TO_NAME = lexicon("from by in for to on at and but with after of here this that as via")
"""Words that lead up to who is named, in a sentence of the article's own."""
_NO_LABEL = lexicon(
    """note notes update updated watch breaking photo photos picture video image source sources
    credit date time where when what who why how price tickets phone email e-mail web website
    address contact correction clarification editor's_note read_more related more monday tuesday
    wednesday thursday friday saturday sunday january february march april may june july august
    september october november december pros cons verdict claim fact rating ingredients method
    score result results attendance summary key_points background warning tip example exhibit
    subject to from cc re fw sent topic location venue status deadline total cost budget contacts
    analysis opinion listen live also see_also figure table step part chapter section article
    location time hours duration language genre director cast length release_date caption
    media_contact about dateline headline byline eds bc ap advisory embargo category tags
    today yesterday tomorrow day morning afternoon evening night temperature wind rain high low
    question answer bottom_line takeaway ps nb fyi p.s."""
)
_COURT = lexicon(
    """court witness clerk counsel chairman chairwoman chair chairperson speaker president judge
    moderator interviewer reporter host anchor prosecutor bailiff interpreter translator
    foreperson defendant plaintiff commissioner operator audience crowd"""
)
_UNNAMED = re.compile(r"unidentified|unknown|voice\b|speaker\s?\d|(?:fe)?male\b", re.IGNORECASE)
MARKED = frozenset({"paragraph", "list item", "quotation", "caption"})


@dataclass(frozen=True, slots=True)
class Label:
    """A label at ``whole`` (with its colon), its name, and the block and line that it begins."""

    kind: LabelKind
    whole: Span
    name: Span
    block: int
    loud: bool = False
    sure: bool = False
    """Whether its form is nothing but a label's: with a time, a bearer in brackets, a full stop."""

    def unnamed(self, text: str) -> bool:
        """Return whether it names nobody: UNIDENTIFIED MALE."""
        return _UNNAMED.search(self.name.slice(text)) is not None


def labels(text: str, blocks: Sequence[Block], people: Sequence[Span]) -> list[Label]:
    """Return the labels of an article that is, or holds, a transcript or an interview; else none.

    ``people`` are the names that are tagged as people's. One label alone may be anything.
    """
    every = asked = list(_asked(text, blocks))
    kinds = {label.kind for label in asked}
    if kinds != {"question", "answer"} and len(asked) < 2:
        asked = []
    taken = {label.whole.start for label in asked}
    named = [label for label in _named(text, blocks) if label.whole.start not in taken]
    named.sort(key=lambda label: label.whole)
    trusted = _trusted(text, named, people, asked)
    if trusted:
        # Among named speakers one question is somebody else's turn, never their words.
        asked = every
    found = sorted([*asked, *trusted], key=lambda one: one.whole)
    return [*_in_headline(text, blocks, found), *found]


def _in_headline(text: str, blocks: Sequence[Block], found: Sequence[Label]) -> Iterator[Label]:
    """Yield the label of a first line that was taken for the headline of what it begins."""
    if not found or not blocks or blocks[0].kind != "headline":
        return
    between = blocks[1 : found[0].block]
    if not all(_STAGE.match(text, block.start, block.end) for block in between):
        return
    first = blocks[0]
    asking = _ASKING.match(text, first.start, first.end)
    label = _label(text, first.start, first.end, 0)
    if asking is not None and any(one.kind != "name" for one in found):
        yield Label("question", Span(first.start, asking.end()), Span(*asking.span("name")), 0)
    elif label is not None and label.loud and all(one.loud or one.kind != "name" for one in found):
        yield label


_BETWEEN = re.compile(rf"(?<=[.!?…)\]\"”])\s+(?={_LOUD}{_ROLE}\s?:\s)")
"""Where a label in capitals may begin within a line: behind a sentence."""


def _lines(text: str, blocks: Sequence[Block]) -> Iterator[tuple[int, int, int]]:
    """Yield the beginning of each line of text, with its block and the block's end."""
    for place, block in enumerate(blocks):
        if block.kind not in MARKED:
            continue
        yield block.start, place, block.end
        for found in re.compile(r"\n[^\S\n]*(?=\S)").finditer(text, block.start, block.end):
            yield found.end(), place, block.end


def _asked(text: str, blocks: Sequence[Block]) -> Iterator[Label]:
    for start, place, end in _lines(text, blocks):
        for kind, pattern in (("question", _ASKING), ("answer", _ANSWERING)):
            found = pattern.match(text, start, end)
            if found is not None:
                yield Label(kind, Span(start, found.end()), Span(*found.span("name")), place)  # type: ignore[arg-type]


def _named(text: str, blocks: Sequence[Block]) -> Iterator[Label]:
    for start, place, end in _lines(text, blocks):
        label = _label(text, start, end, place)
        if label is not None:
            yield label
    for place, block in enumerate(blocks):
        if block.kind in MARKED:
            for found in _BETWEEN.finditer(text, block.start, block.end):
                label = _label(text, found.end(), block.end, place)
                if label is not None and label.loud and "\n" not in found.group():
                    yield label


def _label(text: str, start: int, end: int, place: int) -> Label | None:
    found = (
        _VOICE.match(text, start, end)
        or _OFFICE.match(text, start, end)
        or _STAMPED.match(text, start, end)
        or _RECORD.match(text, start, end)
    )
    sure = found is not None
    if found is None:
        found = _LABEL.match(text, start, end)
        if found is None or not _is_label(text, found, end):
            return None
        sure = found["stamp"] is not None
    loud = found["name"].isupper() and len(found["name"]) > 1
    return Label("name", Span(start, found.end()), Span(*found.span("name")), place, loud, sure)


def _is_label(text: str, found: re.Match[str], end: int) -> bool:
    """Return whether a name and a colon label a line: no heading of a form, no lead-in to marks."""
    name = _plain(found["name"])
    if name in _NO_LABEL or name.split()[0] in _LEADS_TO_NAME:
        return False
    return _QUOTED_ALONE.match(text, found.end(), end) is None


def begins_like_a_turn(text: str, block: Block) -> bool:
    """Return whether a block begins as a label would, whoever it names."""
    label = _label(text, block.start, block.end, 0)
    return label is not None or _LEAD_IN.match(text, block.start, block.end) is not None


_LEAD_IN = re.compile(
    r"[^:\n“”\"]{2,90}:\s+[“\"„«]|(?:Hon\.|Several|Some|Many|All)\s[^:\n]{3,40}:\s"
)


def _trusted(
    text: str, named: Sequence[Label], people: Sequence[Span], asked: Sequence[Label]
) -> Sequence[Label]:
    """Return those labels that several lines have, or that name people.

    Where there are two at least.
    """
    if len(named) + len(asked) < 2 or not named:
        return ()
    counts = Counter(_last(text, label) for label in named)
    surnames = {span.slice(text).split()[-1].lower() for span in people if span}
    kept = [
        label
        for label in named
        if counts[_last(text, label)] > 1
        or _last(text, label) in surnames
        or _last(text, label) in _COURT
        or label.unnamed(text)
        or label.sure
        or (label.loud and _is_loud_throughout(named))
        or holds_role(label.name.slice(text))
    ]
    recurring = any(counts[_last(text, label)] > 1 for label in kept) or len(kept) > 2 or asked
    loud = sum(label.loud for label in kept) > 1
    sure = sum(label.sure and _last(text, label) in surnames for label in kept) > 1
    return kept if (len(kept) > 1 and (recurring or loud or sure)) or (kept and asked) else ()


def _is_loud_throughout(named: Sequence[Label]) -> bool:
    return sum(label.loud for label in named) * 2 > len(named) > 1


def _plain(words: str) -> str:
    return " ".join(words.lower().replace("’", "'").split()).rstrip(".")


def _last(text: str, label: Label) -> str:
    return _plain(label.name.slice(text)).split()[-1]


def is_office(word: str) -> bool:
    """Return whether a label's word tells a part in court or at a meeting, and no name."""
    return _plain(word) in _COURT
