"""What is next to an item: figures that differ, other wordings, claims already checked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from reader.annotations.records import Claim
from reader.review.annotated_article import AnnotatedArticle
from reader.review.checkworthiness import Reason
from reader.review.conflicts import Conflict, conflicts, reasons_of
from reader.review.drift import Drift, drifts
from reader.review.item import Item
from reader.review.known_claims import KnownClaim, KnownClaims, in_other_words
from reader.review.same_event import on_one_event
from reader.review.second_reading import as_seen_by


@dataclass(frozen=True)
class Beside:
    """What the article itself and ``others`` on the desk say to its items.

    ``claims`` are those of the whole desk, ``unread`` the number of articles whose findings are not
    known.
    """

    article_id: str
    conflicts: tuple[Conflict, ...] = ()
    drifts: tuple[Drift, ...] = ()
    claims: tuple[Claim, ...] = ()
    others: tuple[AnnotatedArticle, ...] = field(default=(), repr=False)
    unread: int = 0

    @cached_property
    def reasons(self) -> Mapping[str, Sequence[Reason]]:
        """What conflicts add to the queue."""
        return reasons_of(self.conflicts)

    @cached_property
    def _by_figure(self) -> Mapping[str, Conflict]:
        return {
            stated.figure.id: conflict
            for conflict in self.conflicts
            for stated in conflict.stated
            if stated.article_id == self.article_id
        }

    def conflicts_of(self, item: Item, items: Iterable[Item]) -> list[Conflict]:
        """Return the conflicts of a figure, or of the figures that stand in the item."""
        meant = [item.id, *(each.id for each in items if each.part_of == item.id)]
        found = [self._by_figure[each] for each in meant if each in self._by_figure]
        return list({id(conflict): conflict for conflict in found}.values())

    def drifts_of(self, item: Item) -> list[Drift]:
        return [
            drift
            for drift in self.drifts
            if item.id
            in (
                statement.quote
                for statement in (drift.first, drift.second)
                if statement.article_id == self.article_id
            )
        ]


def beside(
    article: AnnotatedArticle,
    others: Sequence[AnnotatedArticle] = (),
    claims: Iterable[Claim] = (),
    *,
    unread: int = 0,
) -> Beside:
    """Work out what the other articles say to ``article``."""
    near = on_one_event([article, *others])[article.article_id]
    together = [article, *(other for other in others if other.article_id in near)]
    here = article.article_id
    found = tuple(
        conflict
        for conflict in conflicts(together)
        if any(stated.article_id == here for stated in conflict.stated)
    )
    speakers = {quote.speaker for quote in article.standing.quotes if quote.speaker}
    sharing = [
        other
        for other in others
        if any(quote.speaker in speakers for quote in other.standing.quotes)
    ]
    drifted = tuple(
        drift
        for drift in drifts([article, *sharing])
        if here in (drift.first.article_id, drift.second.article_id)
    )
    return Beside(here, found, drifted, tuple(claims), tuple(others), unread)


class CheckedClaims:
    """The claims of the desk as ``reviewer`` may see them, ready to be looked for."""

    def __init__(self, claims: Iterable[Claim], reviewer: str) -> None:
        self._by_id = {claim.id: as_seen_by(claim, reviewer) for claim in claims}
        self._known = KnownClaims(self._by_id.values())

    def like(
        self, item: Item, meant: Sequence[tuple[str, float, tuple[str, ...]]] = (), most: int = 5
    ) -> list[KnownClaim]:
        """Return claims like the item, its own left out; a figure alone is like too many.

        ``meant`` are the ids of claims that say the same in other words, with how sure that is and
        the words in both; they come last.
        """
        if item.kind == "figure":
            return []
        found = self._known.like(item.text, but=item.claim, most=most)
        ids = {each.claim.id for each in found} | {item.claim}
        for of, sure, words in meant:
            if of in self._by_id and of not in ids:
                found.append(in_other_words(self._by_id[of], item.text, sure, words))
        return found[:most]
