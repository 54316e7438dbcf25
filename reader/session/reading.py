"""What is being read: the article, what was found in it, and a person's records on it.

A plain value; each change makes a new one. What is derived (findings with corrections applied,
where each record stands in this text) is worked out once for each value.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from reader.analysis.findings import Entity, Figure, Findings, Quote
from reader.annotations.records import (
    Appearance,
    Claim,
    Correction,
    Label,
    Mark,
    Record,
)
from reader.article.article import Article
from reader.text.span import Span

if TYPE_CHECKING:
    from reader.article.anchoring import Former, Placement
    from reader.session.findings_outline import Node

_OF_FINDINGS = ("carried", "findings", "accepted", "by_id", "outline")
"""What is worked out of findings and corrections alone."""

Finding = Entity | Quote | Figure
Anchored = Mark | Label | Claim | Appearance


@dataclass(frozen=True, slots=True)
class Placed:
    """A record and where it stands in the text in view (no spans when it is lost)."""

    record: Anchored
    placement: Placement

    @property
    def spans(self) -> tuple[Span, ...]:
        return self.placement.spans

    @property
    def start(self) -> int | None:
        return self.spans[0].start if self.spans else None


@dataclass(frozen=True)
class Reading:
    """``found`` is what the machine found, None while it is not known; ``former`` gives the texts
    that records were made on.
    """

    article: Article
    article_id: str | None = None
    found: Findings | None = None
    records: tuple[Record, ...] = ()
    former: Former | None = field(default=None, compare=False)

    @cached_property
    def corrections(self) -> tuple[Correction, ...]:
        return tuple(record for record in self.records if isinstance(record, Correction))

    @cached_property
    def carried(self) -> tuple[Correction, ...]:
        """The corrections as they hold for this text, which may have been edited since."""
        if self.found is None or not self.corrections:
            return self.corrections
        from reader.review.carrying import FindingIndex, carry_over

        article, index = self.article, FindingIndex(self.found)
        every = carry_over(self.corrections, index, article.text, article.fingerprint)
        return tuple(each.correction for each in every)

    @cached_property
    def findings(self) -> Findings:
        """The findings with the person's corrections on top; empty while none are known."""
        if self.found is None:
            return Findings(self.article.fingerprint)
        if not self.corrections:
            return self.found
        from reader.review.corrections import apply_corrections

        return apply_corrections(self.found, self.carried, self.article.text)

    @cached_property
    def accepted(self) -> frozenset[str]:
        """Ids of the findings that a person accepted."""
        return frozenset(
            str(correction.finding.get("id"))
            for correction in self.carried
            if correction.decision == "accept"
        )

    @cached_property
    def by_id(self) -> Mapping[str, Finding]:
        findings = self.findings
        every: tuple[Finding, ...] = (*findings.entities, *findings.quotes, *findings.figures)
        return {finding.id: finding for finding in every}

    @cached_property
    def placed(self) -> tuple[Placed, ...]:
        """The records that stand on the text, in text order; the lost ones last."""
        anchored = [record for record in self.records if isinstance(record, Anchored)]
        if not anchored:
            return ()
        from reader.article.anchoring import place

        text, fingerprint = self.article.text, self.article.fingerprint
        every = [
            Placed(record, place(record.anchor, text, fingerprint, self.former))
            for record in anchored
        ]
        return tuple(sorted(every, key=_text_order))

    @cached_property
    def placed_by_id(self) -> Mapping[str, Placed]:
        return {placed.record.id: placed for placed in self.placed}

    @cached_property
    def outline(self) -> tuple[Node, ...]:
        """What the Findings tab lists."""
        from reader.session.findings_outline import outline

        return outline(self.findings, self.article.blocks, self.accepted)

    def with_records(self, records: tuple[Record, ...]) -> Reading:
        """The same reading with other records; what was worked out of findings is kept
        where the corrections are the same, so that a note costs nothing in a long article.
        """
        changed = replace(self, records=records)
        if changed.corrections == self.corrections:
            for name in _OF_FINDINGS:
                if name in self.__dict__:
                    changed.__dict__[name] = self.__dict__[name]
        return changed


def _text_order(placed: Placed) -> tuple[bool, int, str]:
    start = placed.start
    return start is None, start or 0, placed.record.id


def spans_of(finding: Finding) -> tuple[Span, ...]:
    return finding.spans if isinstance(finding, Quote) else (finding.span,)
