"""A queue being worked through: its items, with each decision as soon as it is made."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from reader.annotations.records import Claim, Record
from reader.review.annotated_article import AnnotatedArticle
from reader.review.carrying import ENOUGH, shared
from reader.review.checkworthiness import NO_WORDS, DeskWords, Reason
from reader.review.decisions import ItemPlaces, own_claims, with_decisions
from reader.review.found_items import found_items, raised
from reader.review.item import Item
from reader.review.second_reading import awaits_second
from reader.text.span import hull


@dataclass(frozen=True, eq=False)
class FoundItems:
    """The items of an article as they were found, with no decision on any: the costly half."""

    article: AnnotatedArticle
    desk_words: DeskWords = NO_WORDS

    @cached_property
    def items(self) -> tuple[Item, ...]:
        return tuple(found_items(self.article, self.desk_words))

    @cached_property
    def places(self) -> ItemPlaces:
        return ItemPlaces(self.items)

    def holds_for(self, article: AnnotatedArticle) -> bool:
        """Return whether the items of ``article`` are these.

        The same findings, changed in the same way, of the same text.
        """
        here = self.article
        return (
            here.findings.found is article.findings.found
            and here.findings.changed.corrections == article.findings.changed.corrections
            and here.findings.known.own == article.findings.known.own
            and here.findings.known.sources == article.findings.known.sources
            and (here.article_id, here.fingerprint) == (article.article_id, article.fingerprint)
            and here.language == article.language
            and here.article.blocks == article.article.blocks
        )


@dataclass(frozen=True, eq=False)
class RaisedItems:
    """Items as found, with ``extra`` reasons from other sources, by item."""

    found: FoundItems
    extra: Mapping[str, Sequence[Reason]] = field(default_factory=dict)

    @cached_property
    def items(self) -> tuple[Item, ...]:
        return tuple(raised(self.found.items, self.extra))


@dataclass(frozen=True, eq=False)
class ReviewSession:
    """The queue of one article. ``skipped`` are the items put off, which no record remembers."""

    article: AnnotatedArticle
    raised: RaisedItems
    skipped: frozenset[str] = frozenset()

    @classmethod
    def on(
        cls,
        article: AnnotatedArticle,
        extra: Mapping[str, Sequence[Reason]] | None = None,
        before: ReviewSession | None = None,
        desk_words: DeskWords = NO_WORDS,
    ) -> ReviewSession:
        """Return the queue of ``article``, with ``extra`` reasons.

        What ``before`` worked out is used where it holds for this article.
        """
        found = FoundItems(article, desk_words)
        if (
            before is not None
            and before.found.desk_words == desk_words
            and before.found.holds_for(article)
        ):
            found = before.found
            findings = before.article.findings.with_corrections(article.findings.corrections)
            article = replace(article, findings=findings)
        return cls(article, RaisedItems(found, extra or {}))

    @property
    def found(self) -> FoundItems:
        return self.raised.found

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """The items as they are decided, and the claims made by hand beside them, in text order."""
        places = self.found.places
        decided = with_decisions(self.article, self.raised.items, self.skipped, places)
        own = own_claims(self.article, places)
        return tuple(sorted([*decided, *own], key=lambda item: item.start) if own else decided)

    @cached_property
    def by_id(self) -> Mapping[str, Item]:
        return {item.id: item for item in self.items}

    @cached_property
    def claims(self) -> Mapping[str, Claim]:
        """The claims that stand in the article, by their ids."""
        return {claim.id: claim for _, claim in self.article.claimed.everything()}

    def awaiting(self, reviewer: str) -> frozenset[str]:
        """Return the ids of the claims that want a second verdict from ``reviewer``."""
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

    def with_records(
        self, records: Iterable[Record], elsewhere: Iterable[Claim] = ()
    ) -> ReviewSession:
        """Return the same queue with these records of the article.

        ``elsewhere`` are claims of other articles. Items are found again only where a label, span
        or speaker was corrected.
        """
        article = self.article.with_records(records, elsewhere)
        if article.findings.changed is self.article.findings.changed:
            return replace(self, article=article)
        found = replace(self.found, article=article)
        return replace(self, article=article, raised=replace(self.raised, found=found))

    def with_extra(self, extra: Mapping[str, Sequence[Reason]]) -> ReviewSession:
        """Return the same queue with these reasons from other sources; the items stay found."""
        if extra == self.raised.extra:
            return self
        return replace(self, raised=RaisedItems(self.found, extra))

    def skipping(self, identity: str) -> ReviewSession:
        """Return the same queue with one more item put off."""
        return replace(self, skipped=self.skipped | {identity})
