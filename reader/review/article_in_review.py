"""An article as the desk works on it: its text, what the machine found, what people decided."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from reader.analysis.findings import Findings, Quote
from reader.annotations.records import Appearance, Claim, Correction, Record
from reader.article.anchoring import place
from reader.article.block import Block
from reader.review.carrying import Carried, FindingIndex, carry_over
from reader.review.corrections import apply_corrections
from reader.review.places import Places
from reader.text.sentences import sentences
from reader.text.span import Span, hull

_NOT_SENTENCES = frozenset({"headline", "byline", "dateline", "credit", "heading"})


@dataclass(frozen=True)
class ArticleInReview:
    """One article with its findings and the records that hang on it.

    ``claims_elsewhere`` are those of other articles that ``appearances`` find again in this one.
    ``findings`` are the machine's own. ``blocks`` may be empty: then the whole text is one.
    ``published`` and ``outlet`` are as the source gives them.
    """

    article_id: str
    title: str
    text: str
    fingerprint: str
    findings: Findings
    blocks: tuple[Block, ...] = ()
    corrections: tuple[Correction, ...] = ()
    claims: tuple[Claim, ...] = ()
    appearances: tuple[Appearance, ...] = ()
    claims_elsewhere: tuple[Claim, ...] = ()
    published: str | None = None
    outlet: str | None = None
    language: str | None = None
    url: str | None = None

    @cached_property
    def carried(self) -> tuple[Carried, ...]:
        """Each correction with the finding of this text that it is about now."""
        return carry_over(self.corrections, self.index, self.text, self.fingerprint)

    @cached_property
    def index(self) -> FindingIndex:
        """What the machine found, to be looked up."""
        return FindingIndex(self.findings)

    @cached_property
    def corrected(self) -> Findings:
        """The findings with labels, spans and speakers put right; those dismissed are still there,
        so that a decision can be looked at again.
        """
        changes = [
            each.correction
            for each in self.carried
            if each.correction.decision not in ("accept", "dismiss")
        ]
        return apply_corrections(self.findings, changes, self.text)

    @cached_property
    def standing(self) -> Findings:
        """The findings with every decision applied: those dismissed are gone."""
        return apply_corrections(
            self.findings, [each.correction for each in self.carried], self.text
        )

    @cached_property
    def sentences(self) -> tuple[Span, ...]:
        """The sentences of running text, headline, byline and doubled captions left out."""
        shown = [block for block in self.blocks if block.duplicate_of is None]
        if not self.blocks:
            return tuple(sentences(self.text))
        return tuple(
            sentence
            for block in shown
            if block.kind not in _NOT_SENTENCES
            for sentence in sentences(self.text, block.start, block.end)
        )

    @cached_property
    def names(self) -> frozenset[str]:
        """The names of people, organisations and places in it, letter case aside."""
        return frozenset(
            each.name.casefold()
            for each in self.findings.entities
            if each.type in ("person", "organisation", "place", "facility")
        )

    @cached_property
    def quoted(self) -> Places[Quote]:
        """The quotes by where their passages stand, labels and spans put right."""
        return Places((span, quote) for quote in self.corrected.quotes for span in quote.spans)

    @cached_property
    def claimed(self) -> Places[Claim]:
        """The claims by where they stand now, also those made on another article that appear in
        this one; a claim whose passage is not surely found is left out.
        """
        elsewhere = {claim.id: claim for claim in self.claims_elsewhere}
        held = [(claim, claim.anchor) for claim in self.claims]
        held.extend(
            (elsewhere[one.claim_id], one.anchor)
            for one in self.appearances
            if one.claim_id in elsewhere
        )
        placed = ((claim, place(hold, self.text, self.fingerprint)) for claim, hold in held)
        return Places(
            (hull(found.spans), claim)
            for claim, found in placed
            if found.spans and found.outcome != "needs a look"
        )

    @cached_property
    def _all_sentences(self) -> list[Span]:
        blocks = self.blocks or (Block("paragraph", 0, len(self.text)),)
        return [
            sentence
            for block in blocks
            for sentence in sentences(self.text, block.start, block.end)
        ]

    def sentence_of(self, offset: int) -> Span | None:
        """The sentence that holds ``offset``, looked for in every block."""
        every = self._all_sentences
        at = bisect_right(every, offset, key=lambda span: span.start) - 1
        return every[at] if at >= 0 and offset in every[at] else None


def in_review(
    article_id: str,
    title: str,
    text: str,
    fingerprint: str,
    findings: Findings,
    records: Iterable[Record] = (),
    **more: object,
) -> ArticleInReview:
    """The article with those of ``records`` that concern it; ``more`` are fields as they are."""
    every = list(records)
    own = [record for record in every if record.article_id == article_id]
    appearances = tuple(each for each in own if isinstance(each, Appearance))
    again = {each.claim_id for each in appearances}
    return ArticleInReview(
        article_id,
        title,
        text,
        fingerprint,
        findings,
        corrections=tuple(each for each in own if isinstance(each, Correction)),
        claims=tuple(each for each in own if isinstance(each, Claim)),
        appearances=appearances,
        claims_elsewhere=tuple(
            each
            for each in every
            if isinstance(each, Claim) and each.id in again and each.article_id != article_id
        ),
        **more,  # type: ignore[arg-type]
    )
