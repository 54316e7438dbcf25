from __future__ import annotations

from dataclasses import replace

from reader.analysis.findings import Entity, Findings
from reader.annotations.records import ArticleRecord, Mark
from reader.article.anchor import anchor
from reader.article.article import Article
from reader.review.annotated_article import annotated
from reader.review.carrying import anchored_copy
from reader.review.corrections import correction
from reader.text.span import Span

ARTICLE = Article("Ada met Holm. Holm left.", (), "T", "t.txt", "plain text 1")
ADA = Entity("e", 0, 3, "Ada", "Person", "person", "Ada")
RECORD = ArticleRecord(article_id="a", id="a", title="Named by a person")
READING = annotated(ARTICLE, Findings(ARTICLE.fingerprint, entities=(ADA,)), record=RECORD)


def note(name, start, end, text=ARTICLE.text):
    held = anchor(text, [Span(start, end)])
    return Mark(article_id="a", id=name, kind="note", body=name, anchor=held)


def test_records_are_in_text_order_and_the_lost_last():
    lost = note("lost", 0, 20, "quite other words that were here")
    reading = READING.with_own_records((lost, note("b", 14, 18), note("a", 0, 3)))
    assert [placed.record.id for placed in reading.records.placed] == ["a", "b", "lost"]
    assert reading.records.by_id["lost"].start is None
    assert reading.records.by_id["b"].spans == (Span(14, 18),)


def test_a_note_keeps_the_corrected_findings_and_a_correction_makes_others():
    noted = READING.with_own_records((note("a", 0, 3),))
    assert noted.findings is READING.findings
    dismissed = correction("a", ADA, "dismiss", creator="x", at="2026")
    after = noted.with_own_records((*noted.records.records, dismissed))
    assert after.standing.entities == ()
    assert after.corrected.entities == (ADA,)


def test_the_same_records_are_not_placed_again():
    noted = READING.with_own_records((note("a", 0, 3),))
    assert noted.with_own_records((note("a", 0, 3),)).records is noted.records


def test_before_findings_are_known_there_are_none():
    bare = annotated(ARTICLE)
    assert bare.findings.found is None
    assert bare.standing.entities == ()
    assert not bare.is_on_desk


def test_findings_that_come_late_meet_the_records_that_are_there():
    dismissed = correction("a", ADA, "dismiss", creator="x", at="2026")
    early = annotated(ARTICLE, record=RECORD).with_own_records((dismissed, note("b", 14, 18)))
    late = early.with_findings(Findings(ARTICLE.fingerprint, entities=(ADA,)))
    assert late.standing.entities == ()
    assert late.records is early.records
    assert (late.is_on_desk, late.title) == (True, "Named by a person")


def test_a_decision_holds_in_an_edited_text():
    old = ARTICLE.text
    new = "An editor's line came first.\n\n" + old
    later = Article(new, (), "T", "t.txt", "plain text 1")
    holm = Entity("h", 8, 12, "Holm", "Person", "person", "Holm")
    made = correction("a", holm, "dismiss", creator="ada", at="2026-01-01T00:00:00Z")
    copy = anchored_copy(made.finding, anchor(old, [holm.span], ARTICLE.fingerprint))
    by = new.index(old)
    found = tuple(
        replace(each, id=f"new {each.id}", start=each.start + by, end=each.end + by)
        for each in (ADA, holm)
    )
    reading = annotated(later, Findings(later.fingerprint, entities=found), record=RECORD)
    reading = reading.with_own_records((replace(made, finding=copy),))
    assert [each.text for each in reading.standing.entities] == ["Ada"]
