"""A speaker or a passage put right: the correction, and the claim that follows it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from reader.analysis.findings import Figure, Quote, spans_of
from reader.annotations.records import Claim, Label, Record
from reader.article.anchor import anchor
from reader.article.anchoring import place
from reader.errors import ReaderError
from reader.review.annotated_article import AnnotatedArticle
from reader.review.carrying import ENOUGH, anchored_copy, shared
from reader.review.corrections import correction
from reader.review.item import Item
from reader.review.own_findings import with_speaker
from reader.text.span import Span, hull


def spoken_by(
    article: AnnotatedArticle,
    said: Iterable[Quote | Figure],
    speaker: str | None,
    *,
    creator: str,
    at: str,
    private: bool = False,
) -> list[Record]:
    """Return records that say who said all of ``said``, None for nobody known.

    Corrections, and labels of what a person marked. A claim on such a passage whose claimant was
    the speaker before follows.
    """
    records: list[Record] = []
    claims: dict[str, Claim] = {}
    for each in said:
        held = article.records.by_id.get(each.id)
        if held is not None and isinstance(held.record, Label):
            records.append(with_speaker(held.record, speaker, at=at))
        else:
            made = correction(
                article.article_id,
                article.findings.index.by_id[each.id],
                "respeak",
                creator=creator,
                at=at,
                after=speaker,
                private=private,
            )
            hold = anchor(article.text, spans_of(each), article.fingerprint)
            records.append(replace(made, finding=anchored_copy(made.finding, hold)))
        for claim in _claims_on(article, each):
            claims[claim.id] = replace(claim, claimant=speaker or "", modified=at)
    return [*records, *claims.values()]


def _claims_on(article: AnnotatedArticle, said: Quote | Figure) -> list[Claim]:
    """Return the claims on the passage that are its speaker's, made in this article."""
    where = hull(spans_of(said))
    return [
        claim
        for span, claim in article.claimed.overlapping(where)
        if claim.article_id == article.article_id
        and claim.claimant == (said.speaker or "")
        and (shared(span, where) >= ENOUGH or (isinstance(said, Figure) and span.covers(where)))
    ]


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
    said = replace(_finding(article, item), speaker=item.speaker)
    records = spoken_by(article, [said], speaker, creator=creator, at=at)
    known = {each.id for each in records}
    if claim is not None and claim.id not in known and claim.claimant == (item.speaker or ""):
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
        records.append(_respanned(article, item, spans, creator=creator, at=at))
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


def _respanned(
    article: AnnotatedArticle, item: Item, spans: Sequence[Span], *, creator: str, at: str
) -> Record:
    held = article.records.by_id.get(item.id)
    if held is not None and isinstance(held.record, Label):
        hold = anchor(article.text, spans, article.fingerprint)
        return replace(held.record, anchor=hold, modified=at)
    after = [[span.start, span.end] for span in spans]
    finding = _finding(article, item)
    return correction(article.article_id, finding, "respan", creator=creator, at=at, after=after)


def _finding(article: AnnotatedArticle, item: Item) -> Quote | Figure:
    finding = article.findings.index.by_id.get(item.id)
    if not isinstance(finding, Quote | Figure):
        raise ReaderError("A sentence has no speaker, and its span is fixed; make a claim of it.")
    return finding
