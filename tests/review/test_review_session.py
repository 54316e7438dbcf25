"""A queue that follows the records as they are made, and is rebuilt only when it must be."""

from __future__ import annotations

from dataclasses import replace

from reader.annotations.records import ArticleRecord
from reader.review.checkworthiness import Reason
from reader.review.corrections import correction
from reader.review.judging import claim_for, judged
from reader.review.queue import queue
from reader.review.review_session import ReviewSession
from reader.review.scales import scale_named
from reader.review.triage import decide
from tests.review.desk import seed, written

AT = "2026-11-24T09:00:00Z"


def report(items):
    return [(item.id, item.text, item.status, item.speaker, item.claim) for item in items]


def of_a_new_queue(sitting):
    return report(queue(sitting.article, extra=sitting.raised.extra, skipped=sitting.skipped))


def test_decisions_show_at_once_and_items_are_not_found_again():
    sitting = ReviewSession.on(seed("harbour-wire"))
    first, second = sitting.items[0], sitting.items[1]
    made = [
        decide(sitting.article, first, "accept", creator="ada", at=AT),
        judged(
            claim_for(sitting.article, second, None, creator="ada", at=AT),
            scale_named(""),
            "5",
            reviewer="ada",
            at=AT,
        ),
    ]
    after = sitting.with_records(made)
    assert after.found is sitting.found
    assert [after.items[0].status, after.items[1].status] == ["accepted", "claimed"]
    assert after.claim_of(after.items[1]).assessments[0].label == "False"
    assert report(after.items) == of_a_new_queue(after)
    assert report(after.with_records([]).items) == report(sitting.items)


def test_a_speaker_put_right_is_in_the_queue():
    article = written("“We sold 15 boats,” she said.", [("We sold 15 boats,", "")])
    sitting = ReviewSession.on(article)
    quote = article.machine.quotes[0]
    made = correction(article.article_id, quote, "respeak", creator="ada", at=AT, after="Ada Holm")
    after = sitting.with_records([made])
    assert after.by_id[quote.id].speaker == "Ada Holm"
    assert report(after.items) == of_a_new_queue(after)


def test_what_is_put_off_is_reported():
    sitting = ReviewSession.on(seed("harbour-wire"))
    after = sitting.skipping(sitting.items[0].id)
    assert after.items[0].status == "skipped"
    assert report(after.items) == of_a_new_queue(after)


def test_records_of_other_articles_are_no_part_of_it():
    sitting = ReviewSession.on(seed("harbour-wire"))
    other = decide(
        seed("river-gauge"),
        ReviewSession.on(seed("river-gauge")).items[0],
        "accept",
        creator="ada",
        at=AT,
    )
    assert report(sitting.with_records([other]).items) == report(sitting.items)


def test_a_verdict_on_a_figure_is_one_on_what_holds_it():
    article = written(
        "“We counted 15 boats and 3 crates,” she said.",
        [("We counted 15 boats and 3 crates,", "Ada Holm")],
    )
    sitting = ReviewSession.on(article)
    figure = next(item for item in sitting.items if item.text == "15 boats")
    claim = claim_for(article, figure, None, creator="ada", at=AT)
    after = sitting.with_records([claim])
    assert {(item.status, item.claim) for item in after.items} == {("claimed", claim.id)}


def test_words_said_twice_are_decided_together():
    text = "“It was a slap on the face,” he said. He called it “a slap on the face” again."
    article = written(
        text, [("It was a slap on the face,", "Ali Holm"), ("a slap on the face”", "Ali Holm")]
    )
    sitting = ReviewSession.on(article)
    fuller, again = sitting.items
    assert again.same_as == fuller.id
    made = decide(article, fuller, "dismiss", creator="ada", at=AT)
    assert {item.status for item in sitting.with_records([made]).items} == {"dismissed"}
    own = decide(article, again, "accept", creator="ada", at=AT)
    distinguished = sitting.with_records([made, own]).items
    assert [item.status for item in distinguished] == ["dismissed", "accepted"]


def test_reasons_from_other_sources_raise_an_item_that_is_not_found_again():
    sitting = ReviewSession.on(seed("harbour-wire"))
    figure = next(item for item in sitting.items if item.kind == "figure" and item.part_of)
    extra = {figure.id: [Reason("another figure elsewhere", "", 0.5)]}
    after = sitting.with_extra(extra)
    assert after.found is sitting.found
    for identity in (figure.id, figure.part_of):
        assert after.by_id[identity].score > sitting.by_id[identity].score
    assert [(item.id, item.score) for item in after.items] == [
        (item.id, item.score) for item in queue(after.article, extra=extra)
    ]


def test_a_queue_of_the_same_findings_takes_over_what_was_found():
    article = seed("harbour-wire")
    before = ReviewSession.on(article)
    item = before.items[0]
    made = decide(article, item, "accept", creator="ada", at=AT)
    again = ReviewSession.on(article.with_records([made]), before=before)
    assert again.found is before.found
    assert again.items[0].status == "accepted"
    assert report(again.items) == of_a_new_queue(again)


def test_nothing_is_taken_over_where_the_items_would_be_others():
    article = seed("harbour-wire")
    before = ReviewSession.on(article)
    quote = article.machine.quotes[0]
    made = correction(article.article_id, quote, "respeak", creator="ada", at=AT, after="Ada Holm")
    assert before.items
    for other in (
        article.with_records([made]),
        replace(article, record=ArticleRecord(article_id="another", id="another")),
        article.with_findings(replace(article.machine, language="de")),
    ):
        again = ReviewSession.on(other, before=before)
        assert again.found is not before.found
        assert report(again.items) == of_a_new_queue(again)
    assert ReviewSession.on(article).items == before.items
