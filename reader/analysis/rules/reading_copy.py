"""The copy of an article that taggers and rules read, and the way back to the article itself.

What nobody sees is left out of it, note marks behind words too; a blank that was lost behind a
closing mark is put back; blocks in capitals are in common case. Findings have offsets
of the article.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from reader.analysis.findings import Entity, Figure, Quote, finding_id
from reader.analysis.rules.capitals import common_case, is_in_capitals
from reader.analysis.rules.interpretation import Interpretation
from reader.analysis.rules.numerals import COMMA_DECIMALS, SPACED, shape_of
from reader.article.block import Block
from reader.text.edited import Edit, EditedText
from reader.text.span import Span
from reader.text.visible import unseen_edits

_NOTE = re.compile(
    r"(?<=[\w.,;:!?…”’»\")])"
    r"(?:\[(?:\d{1,3}|[a-z]|(?:note|n)\.?\s?\d{1,2}|citation needed)\])+"
    r"|(?<=[.,;:!?…][”’»\"])(?:[¹²³⁴-⁹⁰]{1,3}|[†‡§*]{1,2}|\d{1,2})(?=[\s.,;:!?]|$)"
    r"|(?<=[^\W\d_][”’»\"])(?:[¹²³⁴-⁹⁰]{1,3}|[†‡]{1,2})(?=[\s.,;:!?]|$)"
    r"|(?<=[^\W\d_][”»\"])\d{1,2}(?=\s+[^\W\d_]|[.,;:!?]|$)"
    r"|(?<=[^\W\d_]{2}[.,;:!?…])[¹²³⁴-⁹⁰]{1,3}(?=\s|$)"
)
_LOST_BLANK = re.compile(
    r"(?<=[.,!?…])(?:[”»]|’(?=[^\W\d_]{3}))(?=[^\W\d_])|(?<=[.,!?…])\"(?=[a-z])"
)
_RAISED_CENTS = re.compile(r"[$€£¥₹]\s?\d[\d,]*(?P<cents>[⁰¹²³⁴-⁹]{2})(?![⁰¹²³⁴-⁹\w])")
_FRACTION = re.compile(r"(?<![\d.,/])(?P<whole>\d{0,4})\s?(?P<part>[½¼¾⅓⅔⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞])(?!\w)")
_SPACED_THOUSANDS = re.compile(r"(?<=\d) (?=\d{3}(?!\d))(?<!\d{4} )")
_SURE_THOUSANDS = re.compile(
    r"(?<![\d.,/])(?:\d{2,3} \d{3}|\d{1,3} 0\d\d|\d{1,3} \d{3} \d{3})(?: \d{3})*(?![\d/])"
)
"""Groups of three that are no two numbers, as “Linie 7 400 Plätze” may be."""
_SPACED_IN_ENGLISH = re.compile(
    r"(?<![\w.,/:-])(?<![A-Z]\w )[1-9]\d{0,2}"
    r"(?: 0\d\d(?!\d)| \d{3}(?= \d{3}(?!\d)|(?= (?:million|billion|euros?|dollars?|pounds|francs"
    r"|kron[eo]r|rand|roubles|rubles)\b)))(?: \d{3}(?!\d))*(?![\d/])"
)
_LABELLED = re.compile(r"\b[A-Z][a-z]{2,12} $")
"""Thousands with blanks, as international bodies write them in English too."""
_CASED = re.compile(r"(?<=[a-z,;] )[A-Z][\w’'-]*")


def reading_copy(text: str, blocks: Sequence[Block], language: str | None = "en") -> EditedText:
    """Return ``text`` as it is to be read; the same text where nothing is in the way of reading."""
    edits = [*unseen_edits(text), *_marks(text), *_numbers(text, language)]
    edits += _capitals(text, blocks)
    return EditedText(text, _apart(edits))


def copied_blocks(copy: EditedText, blocks: Iterable[Block]) -> tuple[Block, ...]:
    if copy.unchanged:
        return tuple(blocks)
    return tuple(
        replace(block, start=copy.place(block.start), end=copy.place(block.end)) for block in blocks
    )


def restored(copy: EditedText, found: Interpretation) -> Interpretation:
    """Return ``found`` in the copy, with the offsets and words of the original."""
    if copy.unchanged:
        return found
    quotes = [_quote(copy, quote) for quote in found.quotes]
    ids = {old.id: new.id for old, new in zip(found.quotes, quotes, strict=True)}
    return replace(
        found,
        entities=tuple(_entity(copy, entity) for entity in found.entities),
        quotes=tuple(
            replace(quote, parent=ids[quote.parent] if quote.parent else None) for quote in quotes
        ),
        figures=tuple(_figure(copy, figure) for figure in found.figures),
    )


def _marks(text: str) -> Iterator[Edit]:
    yield from (Edit(*found.span(), "") for found in _NOTE.finditer(text))
    for found in _LOST_BLANK.finditer(text):
        if found.group() != '"' or _closes(text, found.start()):
            yield Edit(found.end(), found.end(), " ")


def _numbers(text: str, language: str | None) -> Iterator[Edit]:
    """Rewrite raised cents ($11⁹⁹), fractions of one sign (1½) and thousands with blanks."""
    decimal = shape_of(language).decimal
    for found in _RAISED_CENTS.finditer(text):
        cents = "".join(str(unicodedata.digit(sign)) for sign in found["cents"])
        yield Edit(*found.span("cents"), decimal + cents)
    for found in _FRACTION.finditer(text):
        part = f"{unicodedata.numeric(found['part']):.3f}".rstrip("0")
        whole = found["whole"] or "0"
        yield Edit(*found.span(), whole + decimal + part.partition(".")[2])
    if language in SPACED:
        for found in _SPACED_THOUSANDS.finditer(text):
            yield Edit(*found.span(), "\u00a0")
    elif language == "en":
        for found in _SPACED_IN_ENGLISH.finditer(text):
            if _LABELLED.search(text, max(0, found.start() - 14), found.start()):
                continue
            yield Edit(*found.span(), found.group().replace(" ", "\u00a0"))
    elif language in COMMA_DECIMALS:
        for found in _SURE_THOUSANDS.finditer(text):
            yield Edit(*found.span(), found.group().replace(" ", "\u00a0"))


def _closes(text: str, offset: int) -> bool:
    """Whether as many typewriter marks as must be come before one in its line for it to close."""
    return text.count('"', text.rfind("\n", 0, offset) + 1, offset) % 2 == 1


def _capitals(text: str, blocks: Sequence[Block]) -> Iterator[Edit]:
    loud = [block for block in blocks if is_in_capitals(text[block.start : block.end])]
    if not loud:
        return
    quiet = " ".join(text[b.start : b.end] for b in blocks if b not in loud)
    known = {word.lower(): word for word in _CASED.findall(quiet)}
    for block in loud:
        words = text[block.start : block.end]
        shown = common_case(words, known)
        if len(shown) == len(words):
            yield Edit(block.start, block.end, shown)


def _apart(edits: list[Edit]) -> Iterator[Edit]:
    """Yield the edits in text order, those within a larger one made in it or left out."""
    at = 0
    for edit in sorted(edits, key=lambda each: (each.start, -each.end)):
        if edit.start >= at:
            yield edit
            at = edit.end


def _spans(copy: EditedText, spans: tuple[Span, ...] | None) -> tuple[Span, ...] | None:
    return None if spans is None else tuple(map(copy.origin, spans))


def _entity(copy: EditedText, entity: Entity) -> Entity:
    span = copy.origin(entity.span)
    words = span.slice(copy.original)
    own = finding_id(f"entity {entity.label}", [span], words)
    return replace(entity, id=own, start=span.start, end=span.end, text=words)


def _quote(copy: EditedText, quote: Quote) -> Quote:
    spans = tuple(map(copy.origin, quote.spans))
    words = " … ".join(span.slice(copy.original) for span in spans)
    return replace(
        quote,
        id=finding_id("quote", spans, words),
        spans=spans,
        text=words,
        cue=_spans(copy, quote.cue),
        source=_spans(copy, quote.source),
    )


def _figure(copy: EditedText, figure: Figure) -> Figure:
    span = copy.origin(figure.span)
    words = span.slice(copy.original)
    return replace(
        figure,
        id=finding_id("figure", [span], words),
        start=span.start,
        end=span.end,
        text=words,
        cue=_spans(copy, figure.cue),
        source=_spans(copy, figure.source),
    )
