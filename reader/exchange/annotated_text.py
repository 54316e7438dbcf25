"""A text with all that stands on it: what the annotation formats are written from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from reader.analysis.findings import Findings
from reader.annotations.records import ArticleRecord, Correction, Record
from reader.article.anchor import Anchor
from reader.article.anchoring import Former, place
from reader.article.fingerprint import fingerprint as fingerprint_of
from reader.exchange.dossier import Dossier
from reader.exchange.given import Given
from reader.exchange.losses import Losses
from reader.exchange.stand_off import StandOff, from_findings, from_record, in_text_order
from reader.exchange.targets import Names
from reader.review.carrying import FindingIndex, carry_over
from reader.review.corrections import apply_corrections
from reader.text.span import Span

SURE = ("unchanged", "moved", "reworded")


@dataclass(frozen=True, slots=True)
class AnnotatedText:
    """``name`` is a file name without ending; ``marks`` are in text order, on ``text``."""

    name: str
    article: ArticleRecord
    text: str
    fingerprint: str
    marks: tuple[StandOff, ...]
    findings: Findings | None


def annotated_texts(
    dossiers: Iterable[Dossier], given: Given, losses: Losses
) -> Iterator[AnnotatedText]:
    """The dossiers whose text is kept, with records put on their newest text."""
    names = Names(given.shared_names)
    for dossier in dossiers:
        name = names.of(dossier.article.title, dossier.article.id)
        if dossier.text is None:
            losses.add(
                "record[s] on a text that is not kept [was|were] left out; "
                "open the article once more and export again",
                len(dossier.records),
            )
            continue
        yield annotated(dossier, dossier.text, name, given, losses)


def annotated(
    dossier: Dossier, text: str, name: str, given: Given, losses: Losses
) -> AnnotatedText:
    """``dossier`` on ``text``; what cannot be placed there is counted."""
    fingerprint = fingerprint_of(text)
    marks: list[StandOff] = []
    if "own" in given.origins:
        marks.extend(_own(dossier.records, text, fingerprint, given, losses))
    findings = dossier.findings
    if findings is not None:
        decisions = [each for each in dossier.records if isinstance(each, Correction)]
        carried = carry_over(decisions, FindingIndex(findings), text, fingerprint)
        findings = apply_corrections(findings, [each.correction for each in carried], text)
        if "machine" in given.origins:
            marks.extend(from_findings(findings))
    elif "machine" in given.origins:
        losses.add("article[s] [is|are] not analysed yet: own records alone were exported")
    return AnnotatedText(name, dossier.article, text, fingerprint, in_text_order(marks), findings)


def _own(
    records: Iterable[Record], text: str, fingerprint: str, given: Given, losses: Losses
) -> Iterator[StandOff]:
    for record in records:
        anchor = getattr(record, "anchor", None)
        if isinstance(record, Correction):
            losses.add("decision[s] on findings [was|were] applied and [is|are] not told apart")
        elif not isinstance(anchor, Anchor):
            losses.add("record[s] without a passage [was|were] left out")
        else:
            spans = spans_in(anchor, text, fingerprint, given.former)
            if spans is None:
                losses.add("record[s] whose passage is not in the newest text [was|were] left out")
            else:
                yield from_record(record, spans)


def spans_in(
    anchor: Anchor, text: str, fingerprint: str, former: Former | None = None
) -> tuple[Span, ...] | None:
    """Where ``anchor`` surely stands in ``text``, else None."""
    if anchor.fingerprint == fingerprint and all(
        text.startswith(part.exact, part.start) for part in anchor.parts
    ):
        return anchor.spans
    placement = place(anchor, text, fingerprint, former)
    if placement.outcome in SURE and len(placement.spans) == len(anchor.parts):
        return placement.spans
    return None
