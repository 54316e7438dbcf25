from __future__ import annotations

from dataclasses import replace

from reader.analysis.findings import Entity, Findings
from reader.annotations.records import Mark
from reader.article.anchor import anchor
from reader.article.article import Article
from reader.review.carrying import anchored_copy
from reader.review.corrections import correction
from reader.session.reading import Reading
from reader.text.span import Span
from tests.session.scratch_desk import TEXT, findings_of

ARTICLE = Article("Ada met Holm. Holm left.", (), "T", "t.txt", "plain text 1")
ADA = Entity("e", 0, 3, "Ada", "Person", "person", "Ada")
READING = Reading(ARTICLE, "a", Findings(ARTICLE.fingerprint, entities=(ADA,)))


def note(name, start, end, text=ARTICLE.text):
    held = anchor(text, [Span(start, end)])
    return Mark(article_id="a", id=name, kind="note", body=name, anchor=held)


def test_records_stand_in_text_order_and_the_lost_last():
    lost = note("lost", 0, 20, "quite other words that were here")
    reading = READING.with_records((lost, note("b", 14, 18), note("a", 0, 3)))
    assert [placed.record.id for placed in reading.placed] == ["a", "b", "lost"]
    assert reading.placed_by_id["lost"].start is None
    assert reading.placed_by_id["b"].spans == (Span(14, 18),)


def test_a_note_does_not_have_findings_worked_out_anew_and_a_correction_does():
    found = READING.findings
    noted = READING.with_records((note("a", 0, 3),))
    assert noted.findings is found
    dismissed = correction("a", ADA, "dismiss", creator="x", at="2026")
    assert noted.with_records((dismissed,)).findings.entities == ()


def test_before_findings_are_known_there_are_none():
    assert Reading(ARTICLE).findings.entities == ()
    assert Reading(ARTICLE).outline == ()


def test_a_decision_holds_in_an_edited_text(bench):
    old = bench.article()
    new = bench.article("An editor's line came first.\n\n" + TEXT, "edited.txt")
    reyes = findings_of(old.text, old.fingerprint).entities[1]
    made = correction("a", reyes, "dismiss", creator="ada", at="2026-01-01T00:00:00Z")
    copy = anchored_copy(made.finding, anchor(old.text, [reyes.span], old.fingerprint))
    reading = Reading(
        new,
        found=findings_of(new.text, new.fingerprint),
        records=(replace(made, finding=copy),),
    )
    assert [each.text for each in reading.findings.entities] == [
        "Ada Reyes",
        "Tor Holm",
        "Maris Line",
    ]
