"""An article with what the machine found in it and what people noted on it, as one value.

Its parts are values too. A new article takes over each part that a change leaves as it was, with
all that was worked out of it, so that a note costs nothing in a long article.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from reader.annotations.records import Appearance, ArticleRecord, Claim, Record, SourceName
from reader.article.article import Article
from reader.review.corrected_findings import AnalysedText, CorrectedFindings
from reader.review.placed_records import PlacedRecords
from reader.text.span import Span

# What looks at texts takes a tenth of a second to import; the first frame and lists do without.
if TYPE_CHECKING:
    from reader.analysis.findings import Findings, Quote
    from reader.article.anchoring import Former
    from reader.review.carrying import Carried
    from reader.review.places import Places


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
        """Return the same article with those of ``records`` that are on it.

        ``elsewhere`` are claims of other articles.
        """
        own = tuple(each for each in records if each.article_id == self.article_id)
        again = {each.claim_id for each in own if isinstance(each, Appearance)}
        others = tuple(each for each in elsewhere if each.id in again)
        return self.with_own_records(own, others)

    def with_own_records(
        self, own: tuple[Record, ...], elsewhere: tuple[Claim, ...] = ()
    ) -> AnnotatedArticle:
        """Return the same article with the records ``own``, all of which are on it."""
        placed = self.records.with_records(own, elsewhere)
        findings = self.findings.with_corrections(placed.corrections)
        findings = findings.with_known(placed.own_findings, placed.sources)
        return replace(self, findings=findings, records=placed)

    def with_sources(self, sources: Iterable[SourceName]) -> AnnotatedArticle:
        """Return the same article with ``sources``, said on any article."""
        placed = replace(self.records, sources=tuple(sources))
        findings = self.findings.with_known(placed.own_findings, placed.sources)
        return replace(self, findings=findings, records=placed)

    def with_findings(self, found: Findings) -> AnnotatedArticle:
        """Return the same article with what the machine found in it."""
        return replace(self, findings=self.findings.with_found(found))

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
        """Return the sentence that holds ``offset``, looked for in every block."""
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
    """Return ``article`` with those of ``records`` that are on it, claims made elsewhere included.

    ``record`` is its own on the desk, None where it is not there yet; ``former`` gives the texts
    that records were made on, by fingerprint.
    """
    if record is None:
        record = ArticleRecord(article_id=article.fingerprint, id=article.fingerprint)
    every = tuple(records)
    others = (
        each for each in every if isinstance(each, Claim) and each.article_id != record.article_id
    )
    findings = CorrectedFindings.of(AnalysedText(article, found, former))
    bare = AnnotatedArticle(article, record, findings, PlacedRecords(article, former=former))
    if not every:
        return bare
    sources = tuple(each for each in every if isinstance(each, SourceName))
    made = bare.with_records(every, others)
    return made.with_sources(sources) if sources else made
