"""A text with all its annotations: what the annotation formats are written from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from reader.annotations.records import Correction, Record
from reader.article.anchor import Anchor
from reader.article.anchoring import Former, place
from reader.exchange.export_options import ExportOptions
from reader.exchange.losses import Losses
from reader.exchange.stand_off import StandOff, from_findings, from_record, in_text_order
from reader.exchange.targets import Names
from reader.review.annotated_article import AnnotatedArticle
from reader.text.span import Span

SURE = ("unchanged", "moved", "reworded")


@dataclass(frozen=True, slots=True)
class MarkedText:
    """``name`` is a file name without ending; ``marks`` are on the text of ``of``, in its order."""

    name: str
    of: AnnotatedArticle
    marks: tuple[StandOff, ...]


def marked_texts(
    articles: Iterable[AnnotatedArticle], given: ExportOptions, losses: Losses
) -> Iterator[MarkedText]:
    """Yield the articles whose text is stored, with records put on their newest text."""
    names = Names(given.shared_names)
    for article in articles:
        name = names.of(article.record.title, article.record.id)
        if article.text:
            yield MarkedText(name, article, _marks(article, given, losses))
        else:
            losses.add(
                "record[s] on a text that is not stored [was|were] left out; "
                "open the article and export again",
                len(article.records.records),
            )


def _marks(article: AnnotatedArticle, given: ExportOptions, losses: Losses) -> tuple[StandOff, ...]:
    """Return what is marked in an article; what cannot be placed there is counted."""
    marks: list[StandOff] = []
    if "own" in given.origins:
        records = article.records.in_order
        marks.extend(_own(records, article.text, article.fingerprint, given, losses))
    if "machine" in given.origins:
        marks.extend(from_findings(article.findings.machine_standing))
        if article.findings.found is None:
            losses.add("article[s] [is|are] not analyzed yet: only your own records were exported")
    return in_text_order(marks)


def _own(
    records: Iterable[Record], text: str, fingerprint: str, given: ExportOptions, losses: Losses
) -> Iterator[StandOff]:
    for record in records:
        anchor = getattr(record, "anchor", None)
        if isinstance(record, Correction):
            losses.add(
                "decision[s] on findings [was|were] applied and [is|are] not listed separately"
            )
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
    """Return where ``anchor`` surely is in ``text``, else None."""
    if anchor.fingerprint == fingerprint and all(
        text.startswith(part.exact, part.start) for part in anchor.parts
    ):
        return anchor.spans
    placement = place(anchor, text, fingerprint, former)
    if placement.outcome in SURE and len(placement.spans) == len(anchor.parts):
        return placement.spans
    return None
