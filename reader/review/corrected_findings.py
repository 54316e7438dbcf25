"""What the machine found in a text, and the same with a person's corrections on top.

Frozen values; what is worked out of one is worked out once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from reader.annotations.records import Correction, Label, SourceName
from reader.article.article import Article
from reader.article.block import Block
from reader.text.span import Span

# What looks at texts takes a tenth of a second to import, and findings half as long as records:
# lists and exports of notes do without both, the first frame without the former.
if TYPE_CHECKING:
    from reader.analysis.findings import Finding, Findings, Quote
    from reader.article.anchoring import Former
    from reader.review.carrying import Carried, FindingIndex
    from reader.review.places import Places

_NOT_SENTENCES = frozenset({"headline", "byline", "dateline", "credit", "heading"})


@dataclass(frozen=True, eq=False)
class AnalysedText:
    """The text of an article, and what the machine found in it: None while that is not known.

    ``former`` gives the texts that decisions were made on.
    """

    article: Article
    found: Findings | None = None
    former: Former | None = None

    @property
    def findings(self) -> Findings:
        """The machine's own findings, empty while none are known."""
        from reader.analysis.findings import Findings

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


@dataclass(frozen=True, eq=False)
class KnownFindings:
    """What is known to be in a text before any decision.

    What the machine found, its sources by the names that people gave them, and what people marked
    themselves.

    ``own`` are labels that are findings, ``sources`` say that a name is another's.
    """

    of: AnalysedText
    own: tuple[Label, ...] = ()
    sources: tuple[SourceName, ...] = ()

    @cached_property
    def index(self) -> FindingIndex:
        """The findings, to be looked up."""
        from reader.review.carrying import FindingIndex
        from reader.review.own_findings import OwnText, with_own

        index = self._named
        if not self.own:
            return index
        article = self.of.article
        merged = with_own(OwnText(article.text, article.blocks, index), self.own, self._place)
        return FindingIndex(merged)

    @cached_property
    def _named(self) -> FindingIndex:
        """What the machine found, with sources by the names that they go by."""
        from reader.review.carrying import FindingIndex
        from reader.review.sources import renamed

        index = self.of.index
        named = renamed(index.findings, self.sources) if self.sources else index.findings
        return index if named is index.findings else FindingIndex(named)

    @property
    def findings(self) -> Findings:
        return self.index.findings if self.own or self.sources else self.of.findings

    def _place(self, label: Label) -> tuple[Span, ...]:
        """Return where a label surely is."""
        from reader.article.anchoring import place

        article = self.of.article
        placed = place(label.anchor, article.text, article.fingerprint, self.of.former)
        return placed.spans if placed.outcome != "needs a look" else ()

    def carried(self, corrections: Iterable[Correction]) -> tuple[Carried, ...]:
        """Return each correction with the finding of this text that it is about now."""
        from reader.review.carrying import carry_over

        article = self.of.article
        text, fingerprint = article.text, article.fingerprint
        return carry_over(corrections, self.index, text, fingerprint, self.of.former)

    def corrected(self, carried: Iterable[Carried]) -> Findings:
        from reader.review.corrections import apply_corrections

        corrections = [each.correction for each in carried]
        if not corrections:
            return self.findings
        return apply_corrections(self.findings, corrections, self.of.article.text)


@dataclass(frozen=True, eq=False)
class ChangedFindings:
    """The findings with labels, spans and speakers corrected.

    Dismissed ones are still there, so that a decision can be looked at again.
    """

    of: KnownFindings
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
    """What is known to be in a text, with a person's ``corrections`` on top."""

    changed: ChangedFindings
    corrections: tuple[Correction, ...] = ()

    @classmethod
    def of(
        cls, known: AnalysedText | KnownFindings, corrections: tuple[Correction, ...] = ()
    ) -> CorrectedFindings:
        known = KnownFindings(known) if isinstance(known, AnalysedText) else known
        return cls(ChangedFindings(known, _changes(corrections)), corrections)

    def with_corrections(self, corrections: tuple[Correction, ...]) -> CorrectedFindings:
        """Return the same findings with other corrections on top.

        The same value where they are equal.
        """
        if corrections == self.corrections:
            return self
        if _changes(corrections) == self.changed.corrections:
            return CorrectedFindings(self.changed, corrections)
        return CorrectedFindings.of(self.known, corrections)

    def with_known(
        self, own: tuple[Label, ...], sources: tuple[SourceName, ...]
    ) -> CorrectedFindings:
        """Return the same findings with other labels and sources; itself where they are equal."""
        if (own, sources) == (self.known.own, self.known.sources):
            return self
        known = KnownFindings(self.analysed, own, sources)
        return CorrectedFindings.of(known, self.corrections)

    def with_found(self, found: Findings) -> CorrectedFindings:
        """Return the same labels, sources and corrections on what the machine found now."""
        text = replace(self.analysed, found=found)
        return CorrectedFindings.of(replace(self.known, of=text), self.corrections)

    @property
    def known(self) -> KnownFindings:
        return self.changed.of

    @property
    def analysed(self) -> AnalysedText:
        return self.known.of

    @property
    def index(self) -> FindingIndex:
        """The findings before any decision, to be looked up."""
        return self.known.index

    @cached_property
    def machine_standing(self) -> Findings:
        """The findings with every decision applied, without those that people marked."""
        if not self.known.own:
            return self.standing
        return CorrectedFindings.of(replace(self.known, own=()), self.corrections).standing

    def is_own(self, finding_id: str) -> bool:
        """Return whether a finding is one that a person marked."""
        return finding_id in self.own_ids

    @cached_property
    def own_ids(self) -> frozenset[str]:
        """Ids of the findings that people marked."""
        return frozenset(label.id for label in self.known.own)

    @property
    def found(self) -> Findings | None:
        """What the machine found, None while it is not known."""
        return self.analysed.found

    @cached_property
    def carried(self) -> tuple[Carried, ...]:
        """The corrections as they hold for this text, which may have been edited since."""
        return self.known.carried(self.corrections) if self.corrections else ()

    @cached_property
    def standing(self) -> Findings:
        """The findings with every decision applied: dismissed ones are gone."""
        return self.known.corrected(self.carried)

    @cached_property
    def accepted(self) -> frozenset[str]:
        """Ids of the findings that a person accepted."""
        corrections = (each.correction for each in self.carried)
        return frozenset(
            str(each.finding.get("id")) for each in corrections if each.decision == "accept"
        )

    @cached_property
    def by_id(self) -> Mapping[str, Finding]:
        return {finding.id: finding for finding in self.standing.every}


def _changes(corrections: Iterable[Correction]) -> tuple[Correction, ...]:
    """Return the corrections that change what a finding is."""
    return tuple(each for each in corrections if each.decision not in ("accept", "dismiss"))
