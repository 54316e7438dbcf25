"""What the records of an article decide on its items: corrections carried along, claims made."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from reader.annotations.decided import is_judged
from reader.annotations.records import Claim
from reader.review.annotated_article import AnnotatedArticle
from reader.review.carrying import ENOUGH, SENTENCE, Carried, shared
from reader.review.checkworthiness import Reason
from reader.review.item import Item
from reader.review.places import Places
from reader.text.span import Span, hull


def with_decisions(
    article: AnnotatedArticle,
    items: Sequence[Item],
    skipped: Collection[str] = (),
    places: ItemPlaces | None = None,
) -> list[Item]:
    """Return the items found in ``article`` with what its records decide on them.

    ``places`` are those of ``items``, where they are at hand.
    """
    decisions = _decisions(article, items)
    claims = _claimed(article, places or ItemPlaces(items))
    decided = [_decided(item, decisions, claims, skipped) for item in items]
    by_id = {item.id: item for item in decided}
    return [_as_the_fuller(item, by_id) for item in decided]


def _decisions(article: AnnotatedArticle, items: Sequence[Item]) -> dict[str, Carried]:
    """Return the last decision on each item: to accept or to dismiss it."""
    last: dict[str, Carried] = {}
    own_sentences = [item for item in items if item.kind == SENTENCE]
    for each in article.carried:
        if each.correction.decision not in ("accept", "dismiss") or not each.targets:
            continue
        if each.correction.finding.get("kind") == SENTENCE:
            where = hull(each.spans)
            targets = [item.id for item in own_sentences if shared(item.spans[0], where) >= ENOUGH]
        else:
            targets = list(each.targets)
        for target in targets:
            last[target] = each
    return last


class ItemPlaces:
    """Where items stand, and which of them a passage is on; what was asked is remembered."""

    def __init__(self, items: Iterable[Item]) -> None:
        self._places = Places((hull(item.spans), item) for item in items)
        self._on: dict[Span, tuple[str | None, tuple[str, ...]]] = {}

    def on(self, passage: Span) -> tuple[str | None, tuple[str, ...]]:
        """Return the id of the item that is the passage by more than half.

        With it come the ids of the figures inside it.
        """
        if passage not in self._on:
            near = self._places.overlapping(passage)
            best = max(near, key=lambda each: shared(each[0], passage), default=None)
            is_one = best is not None and shared(best[0], passage) >= ENOUGH
            figures = (
                item.id for span, item in near if item.kind == "figure" and passage.covers(span)
            )
            self._on[passage] = best[1].id if best and is_one else None, tuple(figures)
        return self._on[passage]


def _claimed(article: AnnotatedArticle, places: ItemPlaces) -> dict[str, Claim]:
    """Return the claim on each item: the one whose passage is the item's.

    Of a figure also the one in whose passage it is, the shortest, since that is checked with it.
    """
    found: dict[str, Claim] = {}
    inside: dict[str, Claim] = {}
    longest_first = sorted(article.claimed.everything(), key=lambda each: -len(each[0]))
    for where, claim in longest_first:
        inside.update((figure, claim) for figure in places.on(where)[1])
    for where, claim in article.claimed.everything():
        item = places.on(where)[0]
        if item is not None:
            found[item] = claim
    return inside | found


def own_claims(article: AnnotatedArticle, places: ItemPlaces) -> list[Item]:
    """Return items for the claims of ``article`` that are on none of those of ``places``.

    Made by hand, of words that the machine would not check.
    """
    return [
        Item(
            claim.id,
            article.article_id,
            "claim",
            (where,),
            " ".join(where.slice(article.text).split()),
            1.0,
            (Reason("a claim made by hand", "", 1.0),),
            claim.claimant or None,
            status="claimed",
            decided_by=claim.creator,
            claim=claim.id,
            judged=is_judged(claim),
        )
        for where, claim in article.claimed.everything()
        if places.on(where)[0] is None
    ]


def _as_the_fuller(item: Item, by_id: Mapping[str, Item]) -> Item:
    """Words quoted more fully elsewhere are decided there, unless they were decided themselves."""
    fuller = by_id.get(item.same_as or "")
    if fuller is None or item.decided or not fuller.decided:
        return item
    return replace(
        item,
        status=fuller.status,
        decided_by=fuller.decided_by,
        decided_at=fuller.decided_at,
        claim=fuller.claim,
        judged=fuller.judged,
    )


def _decided(
    item: Item,
    decisions: Mapping[str, Carried],
    claims: Mapping[str, Claim],
    skipped: Collection[str],
) -> Item:
    claim, decision = claims.get(item.id), decisions.get(item.id)
    if decision is not None:
        made = decision.correction
        item = replace(
            item,
            status="accepted" if made.decision == "accept" else "dismissed",
            decided_by=made.creator,
            decided_at=made.modified,
            outcome=decision.outcome,
            changes=decision.changes,
        )
    if claim is not None:
        judged = is_judged(claim) or decision is not None
        return replace(
            item, status="claimed", claim=claim.id, decided_by=claim.creator, judged=judged
        )
    if decision is None and item.id in skipped:
        return replace(item, status="skipped")
    return item
