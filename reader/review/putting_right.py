"""A speaker or a passage put right: the correction, and the claim that follows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from reader.annotations.records import Claim, Correction, Decision, Record
from reader.article.anchor import anchor
from reader.article.anchoring import place
from reader.errors import ReaderError
from reader.review.annotated_article import AnnotatedArticle
from reader.review.corrections import correction
from reader.review.item import Item
from reader.text.span import Span, hull


def respoken(
    article: AnnotatedArticle,
    item: Item,
    speaker: str | None,
    claim: Claim | None = None,
    *,
    creator: str,
    at: str,
) -> list[Record]:
    """Record that say who said the item, None for nobody known.

    A claimant that was the speaker before follows. Raises ReaderError for a sentence, which nobody
    says.
    """
    records: list[Record] = [_corrected(article, item, "respeak", speaker, creator=creator, at=at)]
    if claim is not None and claim.claimant == (item.speaker or ""):
        records.append(replace(claim, claimant=speaker or "", modified=at))
    return records


def respanned(
    article: AnnotatedArticle,
    item: Item,
    spans: Sequence[Span],
    claim: Claim | None = None,
    *,
    creator: str,
    at: str,
) -> list[Record]:
    """Record that put the item on ``spans``.

    A claim on the same passage goes with it; a sentence has no other passage than its claim's.
    Raises ReaderError for one without a claim.
    """
    records: list[Record] = []
    if item.kind != "sentence" or claim is None:
        after = [[span.start, span.end] for span in spans]
        records.append(_corrected(article, item, "respan", after, creator=creator, at=at))
    if claim is not None and (not records or _stands_on(article, claim, item)):
        hold = anchor(article.text, spans, article.fingerprint)
        records.append(replace(claim, anchor=hold, modified=at))
    return records


def passage_of(article: AnnotatedArticle, item: Item, claim: Claim | None) -> tuple[Span, ...]:
    """Return what is put right of an item: of a sentence its claim's passage, else its own."""
    if item.kind == "sentence" and claim is not None:
        placed = place(claim.anchor, article.text, article.fingerprint)
        return placed.spans or item.spans
    return item.spans


def _stands_on(article: AnnotatedArticle, claim: Claim, item: Item) -> bool:
    placed = place(claim.anchor, article.text, article.fingerprint)
    return bool(placed.spans) and hull(placed.spans) == hull(item.spans)


def _corrected(
    article: AnnotatedArticle,
    item: Item,
    decision: Decision,
    after: object,
    *,
    creator: str,
    at: str,
) -> Correction:
    finding = article.findings.analysed.index.by_id.get(item.id)
    if finding is None:
        raise ReaderError("A sentence has no speaker, and its span is fixed; make a claim of it.")
    return correction(article.article_id, finding, decision, creator=creator, at=at, after=after)
