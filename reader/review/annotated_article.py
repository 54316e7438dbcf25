"""An article with what the machine found in it and what people noted on it, as one value.

Its parts are values too. A new article takes over each part that a change leaves as it was, with
all that was worked out of it, so that a note costs nothing in a long article.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from reader.analysis.findings import Entity, Figure, Findings, Quote
from reader.annotations.records import (
    Appearance,
    ArticleRecord,
    Claim,
    Correction,
    Label,
    Mark,
    Record,
)
from reader.article.article import Article
from reader.article.block import Block
from reader.text.span import Span, hull

# What looks at texts takes a tenth of a second to import; the first frame and lists do without.
if TYPE_CHECKING:
    from reader.article.anchoring import Former, Placement
    from reader.review.carrying import Carried, FindingIndex
    from reader.review.places import Places

Finding = Entity | Quote | Figure
Anchored = Mark | Label | Claim | Appearance

_NOT_SENTENCES = frozenset({"headline", "byline", "dateline", "credit", "heading"})


@dataclass(frozen=True, eq=False)
class AnalysedText:
    """The text of an article, and what the machine found in it: None while that is not known."""

    article: Article
    found: Findings | None = None

    @property
    def findings(self) -> Findings:
        """The machine's own findings, empty while none are known."""
        return Findings(self.article.fingerprint) if self.found is None else self.found

    @cached_property
    def index(self) -> FindingIndex:
        """The machine's findings, to be looked up."""
        from reader.review.carrying import FindingIndex

        return FindingIndex(self.findings)

    @cached_property
    def names(self) -> frozenset[str]:
        """The names of people, organisations and places in it, letter case aside."""
        return frozenset(
            each.name.casefold()
            for each in self.findings.entities
            if each.type in ("person", "organisation", "place", "facility")
        )

    @cached_property
    def sentences(self) -> tuple[Span, ...]:
        """The sentences of running text: no headlines, bylines or doubled captions."""
        if not self.article.blocks:
            return self.all_sentences
        return self._sentences_of(
            block
            for block in self.article.blocks
            if block.duplicate_of is None and block.kind not in _NOT_SENTENCES
        )

    @cached_property
    def all_sentences(self) -> tuple[Span, ...]:
        whole = (Block("paragraph", 0, len(self.article.text)),)
        return self._sentences_of(self.article.blocks or whole)

    def _sentences_of(self, blocks: Iterable[Block]) -> tuple[Span, ...]:
        from reader.text.sentences import sentences

        text = self.article.text
        return tuple(
            sentence for block in blocks for sentence in sentences(text, block.start, block.end)
        )

    def carried(self, corrections: Iterable[Correction]) -> tuple[Carried, ...]:
        """Each correction with the finding of this text that it is about now."""
        from reader.review.carrying import carry_over

        return carry_over(corrections, self.index, self.article.text, self.article.fingerprint)

    def corrected(self, carried: Iterable[Carried]) -> Findings:
        from reader.review.corrections import apply_corrections

        corrections = [each.correction for each in carried]
        if not corrections:
            return self.findings
        return apply_corrections(self.findings, corrections, self.article.text)


@dataclass(frozen=True, eq=False)
class ChangedFindings:
    """The findings with labels, spans and speakers corrected; dismissed ones are still there, so
    that a decision can be looked at again.
    """

    of: AnalysedText
    corrections: tuple[Correction, ...] = ()

    @cached_property
    def findings(self) -> Findings:
        return self.of.corrected(self.of.carried(self.corrections))

    @cached_property
    def quoted(self) -> Places[Quote]:
        """The quotes by where their passages are."""
        from reader.review.places import Places

        return Places((span, quote) for quote in self.findings.quotes for span in quote.spans)


@dataclass(frozen=True, eq=False)
class CorrectedFindings:
    """What the machine found in a text, with a person's ``corrections`` on top."""

    changed: ChangedFindings
    corrections: tuple[Correction, ...] = ()

    @classmethod
    def of(cls, text: AnalysedText, corrections: tuple[Correction, ...] = ()) -> CorrectedFindings:
        return cls(ChangedFindings(text, _changes(corrections)), corrections)

    def with_corrections(self, corrections: tuple[Correction, ...]) -> CorrectedFindings:
        """The same findings with other corrections on top; the same value where they are equal."""
        if corrections == self.corrections:
            return self
        if _changes(corrections) == self.changed.corrections:
            return CorrectedFindings(self.changed, corrections)
        return CorrectedFindings.of(self.analysed, corrections)

    @property
    def analysed(self) -> AnalysedText:
        return self.changed.of

    @property
    def found(self) -> Findings | None:
        """What the machine found, None while it is not known."""
        return self.analysed.found

    @cached_property
    def carried(self) -> tuple[Carried, ...]:
        """The corrections as they hold for this text, which may have been edited since."""
        return self.analysed.carried(self.corrections) if self.corrections else ()

    @cached_property
    def standing(self) -> Findings:
        """The findings with every decision applied: dismissed ones are gone."""
        return self.analysed.corrected(self.carried)

    @cached_property
    def accepted(self) -> frozenset[str]:
        """Ids of the findings that a person accepted."""
        corrections = (each.correction for each in self.carried)
        return frozenset(
            str(each.finding.get("id")) for each in corrections if each.decision == "accept"
        )

    @cached_property
    def by_id(self) -> Mapping[str, Finding]:
        found = self.standing
        every: tuple[Finding, ...] = (*found.entities, *found.quotes, *found.figures)
        return {finding.id: finding for finding in every}


def _changes(corrections: Iterable[Correction]) -> tuple[Correction, ...]:
    """The corrections that change what a finding is."""
    return tuple(each for each in corrections if each.decision not in ("accept", "dismiss"))


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
    ``former`` gives the texts that they were made on.
    """

    article: Article
    records: tuple[Record, ...] = ()
    elsewhere: tuple[Claim, ...] = ()
    former: Former | None = None

    @cached_property
    def corrections(self) -> tuple[Correction, ...]:
        return tuple(each for each in self.records if isinstance(each, Correction))

    @cached_property
    def claims(self) -> tuple[Claim, ...]:
        return tuple(each for each in self.records if isinstance(each, Claim))

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
        """The claims by where they are now, with those of ``elsewhere``; a claim whose passage
        is not surely found is left out.
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


def start_of(record: Record) -> int | None:
    """Where in the text a record begins, None for one that has no place there."""
    anchor = record.anchor if isinstance(record, Anchored) else None
    return anchor.parts[0].start if anchor is not None and anchor.parts else None


def _made_order(record: Record) -> tuple[bool, int, str, str]:
    start = start_of(record)
    return start is None, start or 0, record.created, record.id


def _text_order(placed: Placed) -> tuple[bool, int, str]:
    start = placed.start
    return start is None, start or 0, placed.record.id


@dataclass(frozen=True, eq=False)
class AnnotatedArticle:
    """An article, its record on the desk, what was found in it, and the records made on it.

    An article that is not on the desk yet has a provisional record, by its fingerprint. Where no
    text is stored of it, that of ``article`` is empty.
    """

    article: Article
    record: ArticleRecord
    findings: CorrectedFindings
    records: PlacedRecords

    # -- values with a part changed

    def with_records(
        self, records: Iterable[Record], elsewhere: Iterable[Claim] = ()
    ) -> AnnotatedArticle:
        """The same article with those of ``records`` that are on it; ``elsewhere`` are claims of
        other articles.
        """
        own = tuple(each for each in records if each.article_id == self.article_id)
        again = {each.claim_id for each in own if isinstance(each, Appearance)}
        others = tuple(each for each in elsewhere if each.id in again)
        return self.with_own_records(own, others)

    def with_own_records(
        self, own: tuple[Record, ...], elsewhere: tuple[Claim, ...] = ()
    ) -> AnnotatedArticle:
        """The same article with the records ``own``, all of which are on it."""
        placed = replace(self.records, records=own, elsewhere=elsewhere)
        findings = self.findings.with_corrections(placed.corrections)
        return replace(self, findings=findings, records=placed)

    def with_findings(self, found: Findings) -> AnnotatedArticle:
        """The same article with what the machine found in it."""
        text = AnalysedText(self.article, found)
        return replace(self, findings=CorrectedFindings.of(text, self.findings.corrections))

    # -- what is known of it

    @property
    def article_id(self) -> str:
        return self.record.article_id

    @property
    def is_on_desk(self) -> bool:
        return self.record.id != self.article.fingerprint

    @property
    def title(self) -> str:
        return self.record.title or self.article.title

    @property
    def text(self) -> str:
        return self.article.text

    @property
    def fingerprint(self) -> str:
        return self.article.fingerprint

    @property
    def published(self) -> str | None:
        return self.article.published or self.record.published

    @property
    def outlet(self) -> str | None:
        return self.article.outlet or self.record.outlet

    @property
    def url(self) -> str | None:
        return self.article.url or self.record.url

    @property
    def language(self) -> str | None:
        """The language as the machine or the source gives it."""
        return self.machine.language or self.article.language or self.record.language

    # -- what was found

    @property
    def machine(self) -> Findings:
        """The machine's own findings."""
        return self.findings.analysed.findings

    @property
    def corrected(self) -> Findings:
        """The findings with labels, spans and speakers corrected, dismissed ones among them."""
        return self.findings.changed.findings

    @property
    def standing(self) -> Findings:
        """The findings with every decision applied."""
        return self.findings.standing

    @property
    def carried(self) -> tuple[Carried, ...]:
        return self.findings.carried

    @property
    def quoted(self) -> Places[Quote]:
        return self.findings.changed.quoted

    @property
    def names(self) -> frozenset[str]:
        return self.findings.analysed.names

    @property
    def sentences(self) -> tuple[Span, ...]:
        return self.findings.analysed.sentences

    @property
    def claimed(self) -> Places[Claim]:
        return self.records.claimed

    def sentence_of(self, offset: int) -> Span | None:
        """The sentence that holds ``offset``, looked for in every block."""
        every = self.findings.analysed.all_sentences
        at = bisect_right(every, offset, key=lambda span: span.start) - 1
        return every[at] if at >= 0 and offset in every[at] else None


def annotated(
    article: Article,
    found: Findings | None = None,
    records: Iterable[Record] = (),
    *,
    record: ArticleRecord | None = None,
    former: Former | None = None,
) -> AnnotatedArticle:
    """``article`` with those of ``records`` that are on it, claims made elsewhere included.

    ``record`` is its own on the desk, None where it is not there yet; ``former`` gives the texts
    that records were made on, by fingerprint.
    """
    if record is None:
        record = ArticleRecord(article_id=article.fingerprint, id=article.fingerprint)
    every = tuple(records)
    others = (
        each for each in every if isinstance(each, Claim) and each.article_id != record.article_id
    )
    findings = CorrectedFindings.of(AnalysedText(article, found))
    bare = AnnotatedArticle(article, record, findings, PlacedRecords(article, former=former))
    return bare.with_records(every, others) if every else bare


def spans_of(finding: Finding) -> tuple[Span, ...]:
    return finding.spans if isinstance(finding, Quote) else (finding.span,)
