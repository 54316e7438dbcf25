"""What the machine found in a text, and the same with a person's corrections on top.

Frozen values; what is worked out of one is worked out once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from reader.annotations.records import Correction
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

    def carried(self, corrections: Iterable[Correction]) -> tuple[Carried, ...]:
        """Return each correction with the finding of this text that it is about now."""
        from reader.review.carrying import carry_over

        text, fingerprint = self.article.text, self.article.fingerprint
        return carry_over(corrections, self.index, text, fingerprint, self.former)

    def corrected(self, carried: Iterable[Carried]) -> Findings:
        from reader.review.corrections import apply_corrections

        corrections = [each.correction for each in carried]
        if not corrections:
            return self.findings
        return apply_corrections(self.findings, corrections, self.article.text)


@dataclass(frozen=True, eq=False)
class ChangedFindings:
    """The findings with labels, spans and speakers corrected.

    Dismissed ones are still there, so that a decision can be looked at again.
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
        """Return the same findings with other corrections on top.

        The same value where they are equal.
        """
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
        return {finding.id: finding for finding in self.standing.every}


def _changes(corrections: Iterable[Correction]) -> tuple[Correction, ...]:
    """Return the corrections that change what a finding is."""
    return tuple(each for each in corrections if each.decision not in ("accept", "dismiss"))
