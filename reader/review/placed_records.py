"""The records that people made on an article, and where in its text they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from reader.annotations.records import (
    FINDING_LAYERS,
    Appearance,
    Claim,
    Correction,
    Label,
    Mark,
    Record,
    SourceName,
)
from reader.article.article import Article
from reader.text.span import Span, hull

# What looks at texts takes a tenth of a second to import; the first frame and lists do without.
if TYPE_CHECKING:
    from reader.article.anchoring import Former, Placement
    from reader.review.places import Places

Anchored = Mark | Label | Claim | Appearance


@dataclass(frozen=True, slots=True)
class Placed:
    """A record and where it is in the text (no spans when its passage is lost)."""

    record: Anchored
    placement: Placement

    @property
    def spans(self) -> tuple[Span, ...]:
        return self.placement.spans

    @property
    def start(self) -> int | None:
        return self.spans[0].start if self.spans else None


@dataclass(frozen=True, eq=False)
class PlacedRecords:
    """The records on an article, and where in its text they are.

    ``elsewhere`` are claims of other articles that appearances find again in this one;
    ``former`` gives the texts that they were made on; ``sources`` are what people said on any
    article of who is who.
    """

    article: Article
    records: tuple[Record, ...] = ()
    elsewhere: tuple[Claim, ...] = ()
    former: Former | None = None
    sources: tuple[SourceName, ...] = ()

    def with_records(
        self, records: tuple[Record, ...], elsewhere: tuple[Claim, ...] = ()
    ) -> PlacedRecords:
        """Other records on the same text; the same value where they are equal."""
        if (records, elsewhere) == (self.records, self.elsewhere):
            return self
        return replace(self, records=records, elsewhere=elsewhere)

    @cached_property
    def corrections(self) -> tuple[Correction, ...]:
        return tuple(each for each in self.records if isinstance(each, Correction))

    @cached_property
    def claims(self) -> tuple[Claim, ...]:
        return tuple(each for each in self.records if isinstance(each, Claim))

    @cached_property
    def own_findings(self) -> tuple[Label, ...]:
        """The labels that are findings, as they were made."""
        return tuple(
            each
            for each in self.records
            if isinstance(each, Label) and each.layer in FINDING_LAYERS
        )

    @cached_property
    def in_order(self) -> tuple[Record, ...]:
        """The records in text order, as they were made; those without a place come last."""
        return tuple(sorted(self.records, key=_made_order))

    @cached_property
    def placed(self) -> tuple[Placed, ...]:
        """The records with a passage, in text order; those that are lost come last."""
        anchored = [each for each in self.records if isinstance(each, Anchored)]
        return tuple(sorted(map(self._place, anchored), key=_text_order))

    @cached_property
    def by_id(self) -> Mapping[str, Placed]:
        return {placed.record.id: placed for placed in self.placed}

    @cached_property
    def claimed(self) -> Places[Claim]:
        """The claims by where they are now, with those of ``elsewhere``.

        A claim whose passage is not surely found is left out.
        """
        from reader.review.places import Places

        elsewhere = {claim.id: claim for claim in self.elsewhere}
        held: list[tuple[Claim, Anchored]] = [(claim, claim) for claim in self.claims]
        held.extend(
            (elsewhere[each.claim_id], each)
            for each in self.records
            if isinstance(each, Appearance) and each.claim_id in elsewhere
        )
        return Places(
            (hull(placed.spans), claim)
            for claim, placed in ((claim, self._place(holder)) for claim, holder in held)
            if placed.spans and placed.placement.outcome != "needs a look"
        )

    def _place(self, record: Anchored) -> Placed:
        from reader.article.anchoring import place

        text, fingerprint = self.article.text, self.article.fingerprint
        return Placed(record, place(record.anchor, text, fingerprint, self.former))


def _start_of(record: Record) -> int | None:
    """Return where in the text a record begins, None for one that has no place there."""
    anchor = record.anchor if isinstance(record, Anchored) else None
    return anchor.parts[0].start if anchor is not None and anchor.parts else None


def _made_order(record: Record) -> tuple[bool, int, str, str]:
    start = _start_of(record)
    return start is None, start or 0, record.created, record.id


def _text_order(placed: Placed) -> tuple[bool, int, str]:
    start = placed.start
    return start is None, start or 0, placed.record.id
