"""A queue being worked through: its items, with each decision as soon as it is made."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from reader.annotations.records import Appearance, Claim, Correction, Record
from reader.review.article_in_review import ArticleInReview
from reader.review.carrying import ENOUGH, shared
from reader.review.checkworthiness import Reason
from reader.review.decisions import ItemPlaces, own_claims, with_decisions
from reader.review.found_items import found_items, raised
from reader.review.item import Item
from reader.review.second_reading import awaits_second
from reader.text.span import hull

_OF_FINDINGS = ("corrected", "quoted", "sentences", "names", "_all_sentences", "index")
"""What an article works out of its findings and of corrections to them, decisions left out."""
_OF_QUEUE = ("found", "raised", "places")


@dataclass(frozen=True)
class Sitting:
    """The queue of one article. ``extra`` are reasons from other sources, by item; ``skipped``
    are the items put off, which no record remembers.
    """

    article: ArticleInReview
    extra: Mapping[str, Sequence[Reason]] = field(default_factory=dict)
    skipped: frozenset[str] = frozenset()

    @cached_property
    def found(self) -> tuple[Item, ...]:
        return tuple(found_items(self.article))

    @cached_property
    def raised(self) -> tuple[Item, ...]:
        """What was found, with the reasons from other sources."""
        return tuple(raised(self.found, self.extra))

    @cached_property
    def places(self) -> ItemPlaces:
        return ItemPlaces(self.found)

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """The items as they are decided, and the claims made by hand beside them, in text order."""
        decided = with_decisions(self.article, self.raised, self.skipped, self.places)
        own = own_claims(self.article, self.places)
        return tuple(sorted([*decided, *own], key=lambda item: item.start) if own else decided)

    @cached_property
    def by_id(self) -> Mapping[str, Item]:
        return {item.id: item for item in self.items}

    @cached_property
    def claims(self) -> Mapping[str, Claim]:
        """The claims that stand in the article, by their ids."""
        return {claim.id: claim for _, claim in self.article.claimed.everything()}

    def awaiting(self, reviewer: str) -> frozenset[str]:
        """The ids of the claims that want a second verdict from ``reviewer``."""
        return frozenset(
            claim.id for claim in self.claims.values() if awaits_second(claim, reviewer)
        )

    def claim_of(self, item: Item) -> Claim | None:
        return self.claims.get(item.claim or "")

    def also_on(self, item: Item) -> list[Claim]:
        """Other claims on the item's passage than its own, as two people's files bring them."""
        where = hull(item.spans)
        return [
            claim
            for span, claim in self.article.claimed.overlapping(where)
            if claim.id != item.claim and shared(span, where) >= ENOUGH
        ]

    def with_records(self, records: Iterable[Record], elsewhere: Iterable[Claim] = ()) -> Sitting:
        """The same queue with these records of the article; ``elsewhere`` are claims of other
        articles. Items are found anew only where a label, span or speaker was put right.
        """
        own = [each for each in records if each.article_id == self.article.article_id]
        appearances = tuple(each for each in own if isinstance(each, Appearance))
        again = {each.claim_id for each in appearances}
        article = replace(
            self.article,
            corrections=tuple(each for each in own if isinstance(each, Correction)),
            claims=tuple(each for each in own if isinstance(each, Claim)),
            appearances=appearances,
            claims_elsewhere=tuple(each for each in elsewhere if each.id in again),
        )
        changed = replace(self, article=article)
        if _put_right(article) == _put_right(self.article):
            _keep(self.article, article, _OF_FINDINGS)
            _keep(self, changed, _OF_QUEUE)
        if article.corrections == self.article.corrections:
            _keep(self.article, article, ("carried", "standing"))
        return changed

    def with_extra(self, extra: Mapping[str, Sequence[Reason]]) -> Sitting:
        """The same queue with these reasons from other sources; the items stay found."""
        if extra == self.extra:
            return self
        changed = replace(self, extra=extra)
        _keep(self, changed, ("found", "places"))
        return changed

    def taking_over(self, before: Sitting | None) -> Sitting:
        """The same queue with the items that ``before`` found, where it is of the same article
        with the same findings, put right in the same way.
        """
        here, there = self.article, before.article if before is not None else None
        if (
            before is not None
            and there is not None
            and there.findings is here.findings
            and there.article_id == here.article_id
            and (there.fingerprint, there.language) == (here.fingerprint, here.language)
            and there.blocks == here.blocks
            and _put_right(there) == _put_right(here)
        ):
            _keep(there, here, _OF_FINDINGS)
            _keep(before, self, ("found", "places"))
        return self

    def skipping(self, identity: str) -> Sitting:
        """The same queue with one more item put off."""
        changed = replace(self, skipped=self.skipped | {identity})
        _keep(self, changed, _OF_QUEUE)
        return changed


def _put_right(article: ArticleInReview) -> list[Correction]:
    """The corrections that change what the items are."""
    return [each for each in article.corrections if each.decision not in ("accept", "dismiss")]


def _keep(before: object, after: object, names: Iterable[str]) -> None:
    """Let ``after`` have what ``before`` has worked out already and what still holds for it."""
    for name in names:
        if name in before.__dict__:
            after.__dict__[name] = before.__dict__[name]
