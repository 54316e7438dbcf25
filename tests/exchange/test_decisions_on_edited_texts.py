"""Decisions made before an edit leave with the text as it is now."""

from __future__ import annotations

from dataclasses import replace

from reader.analysis.findings import Entity, Findings, finding_id
from reader.annotations.records import ArticleRecord
from reader.article.anchor import anchor
from reader.article.article import fingerprint
from reader.exchange.by_article import from_desk
from reader.exchange.export_options import ExportOptions
from reader.exchange.losses import Losses
from reader.exchange.marked_text import marked_texts
from reader.review.carrying import anchored_copy
from reader.review.corrections import correction
from reader.text.span import Span

OLD = "Holm Lines said the pier was sold. The keeper, Holm by name, was not asked about it at all."
NEW = f"A line that came in the night. {OLD}"


def names(text: str) -> tuple[Entity, ...]:
    starts = (text.index("Holm"), text.index("Holm by"))
    return tuple(
        Entity(finding_id("entity", [Span(at, at + 4)], "Holm"), at, at + 4, "Holm", "Person",
               "person", "Holm")
        for at in starts
    )  # fmt: skip


def test_a_span_that_was_grown_and_one_of_two_alike() -> None:
    first, second = names(OLD)
    made = [
        correction("a", first, "respan", creator="ada", at="2026-01-01T00:00:00Z", after=[[0, 10]]),
        correction("a", second, "dismiss", creator="ada", at="2026-01-01T00:00:01Z"),
    ]
    records = tuple(
        replace(each, finding=anchored_copy(each.finding, anchor(OLD, [finding.span])))
        for each, finding in zip(made, (first, second), strict=True)
    )
    found = Findings(fingerprint(NEW), entities=names(NEW))
    article = from_desk(ArticleRecord(article_id="a", id="a"), records, NEW, found)
    given = ExportOptions(origins=frozenset({"machine"}))
    (marked,) = marked_texts([article], given, Losses())
    assert [NEW[mark.spans[0].start : mark.spans[0].end] for mark in marked.marks] == ["Holm Lines"]
