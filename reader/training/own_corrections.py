"""Makes training data of a person's own corrections: the paragraphs they decided something in.

What the machine found there and the decisions laid on top of it are the answer; findings that
nobody decided on are taken as they are. A paragraph nobody decided anything in teaches nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from reader.analysis.findings import Entity, Findings, Quote
from reader.analysis.rules.entities import TYPES
from reader.annotations.records import ArticleRecord, Correction, Label, Record
from reader.review.corrections import GAP, apply_corrections, family
from reader.text.span import Span
from reader.training.corpora import LabelledSpan
from reader.training.entity_evaluation import Analyze, as_blocks
from reader.training.scoring import Score, tag_spans
from reader.training.tagged_units import TaggedUnit, bioes, paragraphs

LAYERS = ("entities", "attribution")
STARTER_LABELS = (
    "Person",
    "Organization",
    "Location",
    "NORP",
    "Date",
    "Money",
    "Facility",
    "Product",
    "Misc",
)
"""The labels of the entity model that ships; a person's own label is one of the reader's types."""
_LABELS: dict[str, str] = {TYPES[label]: label for label in STARTER_LABELS}
_OPENING, _CLOSING = "\"“„«‘'", "\"”»’'"


@dataclass(frozen=True)
class OwnArticle:
    """A text with the decisions made on what was found in it, and the names missed in it."""

    text: str
    corrections: tuple[Correction, ...]
    labels: tuple[Label, ...] = ()


@dataclass(frozen=True)
class OwnUnit:
    """A paragraph as corrected, for one tagger, and as the machine had it.

    ``decided`` are the stretches (first token, last exclusive, label) that somebody decided on:
    those of the corrected tags, and those that were there and ought not to be.
    """

    unit: TaggedUnit
    wanted: tuple[tuple[int, int, str], ...]
    unwanted: tuple[tuple[int, int, str], ...]


def own_articles(
    records: Iterable[Record], text_of: Callable[[str], str | None]
) -> list[OwnArticle]:
    """Return the articles with corrections or missed names that still fit their kept text.

    ``text_of`` gives the text with a fingerprint, None when it is not kept. Of an article's
    revisions, the latest that a decision fits is taken for it.
    """
    every = list(records)
    made = []
    for article in (record for record in every if isinstance(record, ArticleRecord)):
        own = [record for record in every if record.article_id == article.article_id]
        corrections = [record for record in own if isinstance(record, Correction)]
        labels = [record for record in own if isinstance(record, Label)]
        for revision in reversed(article.revisions):
            text = text_of(revision.fingerprint)
            if text is None:
                continue
            fitting = [one for one in corrections if _fits(one.finding, text)]
            marked = [one for one in labels if one.layer == "entity" and _stands(one, text)]
            if fitting or marked:
                made.append(OwnArticle(text, tuple(fitting), tuple(marked)))
            corrections = [one for one in corrections if one not in fitting]
            labels = [one for one in labels if one not in marked]
    return made


def own_units(article: OwnArticle, analyze: Analyze) -> dict[str, list[OwnUnit]]:
    """Return the paragraphs of ``article`` with decisions in them, by layer ("entities" …)."""
    findings = analyze(article.text, as_blocks(article.text))
    corrected = apply_corrections(findings, article.corrections, article.text)
    text = article.text
    missed = {
        LabelledSpan(span.start, span.end, _LABELS[label.type])
        for label in article.labels
        if label.type in _LABELS
        for span in label.anchor.spans
    }
    names = {_name(one) for one in corrected.entities} | missed
    before = {
        "entities": {_name(one) for one in findings.entities},
        "attribution": _said(findings, text, findings),
    }
    after = {"entities": names, "attribution": _said(corrected, text, findings)}
    places = {
        "entities": [span for one in article.corrections for span in _places(one, "entity")]
        + [Span(one.start, one.end) for one in missed],
        "attribution": [span for one in article.corrections for span in _places(one, "quote")],
    }
    return {
        layer: [
            unit
            for part in paragraphs(text)
            for unit in _units(
                text, part, findings.tokens, before[layer], after[layer], places[layer]
            )
        ]
        for layer in LAYERS
    }


def decisions_met(units: Sequence[OwnUnit], tags: Sequence[Sequence[str]]) -> Score:
    """Return how many of the decisions in ``units`` the ``tags`` of their words agree with."""
    right = total = 0
    for own, found in zip(units, tags, strict=True):
        stretches = set(tag_spans(found))
        right += len(stretches.intersection(own.wanted))
        right += len(set(own.unwanted) - stretches)
        total += len(own.wanted) + len(own.unwanted)
    return Score(right, total, total)


def _fits(finding: Any, text: str) -> bool:
    """Return whether the copy of a finding has its words at its places in ``text``."""
    try:
        if family(finding) == "quote":
            spans = [Span(start, end) for start, end in finding["spans"]]
        else:
            spans = [Span(finding["start"], finding["end"])]
        return GAP.join(span.slice(text) for span in spans) == finding["text"]
    except (KeyError, TypeError, ValueError):
        return False


def _stands(label: Label, text: str) -> bool:
    return all(part.span.slice(text) == part.exact for part in label.anchor.parts)


def _places(one: Correction, kind: str) -> list[Span]:
    """Return where a decision on a finding of ``kind`` was made.

    Where it was and where it is now.
    """
    if family(one.finding) != kind:
        return []
    pairs = list(one.finding["spans"]) if kind == "quote" else []
    if kind == "entity":
        pairs = [[one.finding["start"], one.finding["end"]]]
    if one.decision == "respan" and isinstance(one.after, Sequence):
        pairs += one.after
    try:
        return [Span(start, end) for start, end in pairs]
    except (TypeError, ValueError):
        return []


def _name(entity: Entity) -> LabelledSpan:
    label = _LABELS.get(entity.label, entity.label)
    return LabelledSpan(entity.start, entity.end, label)


def _said(findings: Findings, text: str, original: Findings) -> set[LabelledSpan]:
    """Return the parts of all quotes but nested ones, marks included, as PolNeAR labels them."""
    speakers = {quote.id: quote.speaker for quote in original.quotes}
    parts = set()
    for quote in findings.quotes:
        if quote.parent is not None:
            continue
        parts |= {_with_marks(span, text) for span in quote.spans}
        parts |= {LabelledSpan(span.start, span.end, "Cue") for span in quote.cue or ()}
        source = quote.source or ()
        if quote.speaker != speakers.get(quote.id):
            source = _source_of(quote, text)
        parts |= {LabelledSpan(span.start, span.end, "Source") for span in source}
    return parts


def _with_marks(span: Span, text: str) -> LabelledSpan:
    start, end = span.start, span.end
    opened = start > 0 and text[start - 1] in _OPENING
    if opened and end < len(text) and text[end] in _CLOSING:
        start, end = start - 1, end + 1
    return LabelledSpan(start, end, "Content")


def _source_of(quote: Quote, text: str) -> tuple[Span, ...]:
    """Return the words of a corrected speaker nearest to the quote, in its paragraph.

    If they stand there; the last name alone when the whole one does not.
    """
    first, last = quote.spans[0].start, quote.spans[-1].end
    start, end = text.rfind("\n", 0, first) + 1, text.find("\n", last)
    end = len(text) if end < 0 else end
    speaker = quote.speaker or ""
    for words in (speaker, speaker.rpartition(" ")[2]):
        if not words:
            continue
        found = []
        place = text.find(words, start, end)
        while place >= 0:
            span = Span(place, place + len(words))
            if not any(span.overlaps(own) for own in quote.spans):
                found.append(span)
            place = text.find(words, place + 1, end)
        if found:
            return (
                min(found, key=lambda span: min(abs(span.end - first), abs(span.start - last))),
            )
    return ()


def _units(
    text: str,
    part: Span,
    tokens: Sequence[Span],
    before: set[LabelledSpan],
    after: set[LabelledSpan],
    places: Sequence[Span],
) -> list[OwnUnit]:
    inside = tuple(token for token in tokens if part.covers(token))
    decided = [place for place in places if part.overlaps(place)]
    if not inside or not decided:
        return []
    tags = bioes(inside, sorted(after, key=lambda one: (one.start, one.end)))
    unit = TaggedUnit("", tuple(token.slice(text) for token in inside), tuple(tags), inside)
    now = set(tag_spans(tags))
    then = set(tag_spans(bioes(inside, sorted(before, key=lambda one: (one.start, one.end)))))

    def touched(stretch: tuple[int, int, str]) -> bool:
        span = Span(inside[stretch[0]].start, inside[stretch[1] - 1].end)
        return any(span.overlaps(place) for place in decided)

    changed = now ^ then
    wanted = tuple(sorted(one for one in now if touched(one) or one in changed))
    return [OwnUnit(unit, wanted, tuple(sorted(then - now)))]
