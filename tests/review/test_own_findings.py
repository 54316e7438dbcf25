"""Labels of quotes, names and figures are findings like those of the machine."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reader.analysis.findings import Person
from reader.annotations.records import Label
from reader.article.anchor import anchor
from reader.review.conflicts import conflicts
from reader.review.corrections import correction
from reader.review.own_findings import SPEAKER
from reader.review.queue import queue
from reader.review.review_session import ReviewSession
from reader.review.speakers import speakers
from reader.review.triage import decide
from reader.text.span import Span
from tests.review.desk import written

AT = "2026-11-23T09:00:00Z"
TEXT = (
    "Mara Quist said “the lock gate was left open” on Sunday. The keeper saw 14 barges waiting"
    " while the keeper's log counted 9 barges. “Nobody rang the bell,” it goes on."
)
SAID = (("the lock gate was left open", "Mara Quist"),)
MISSED = "Nobody rang the bell,"


def spans(*passages, text=TEXT):
    return [Span(text.index(each), text.index(each) + len(each)) for each in passages]


def label(words, layer="quote", type="direct", *, text=TEXT, id="l1", **more):  # noqa: A002
    from reader.article.fingerprint import fingerprint

    hold = anchor(text, spans(words, text=text), fingerprint(text))
    more = {"created": AT, "modified": AT} | more
    return Label(article_id="a", id=id, anchor=hold, layer=layer, type=type, **more)


def article(*records, text=TEXT, said=SAID):
    return written(text, said, records=records)


def said_by(who, words=MISSED, **more):
    return label(words, attributes={SPEAKER: who}, **more)


def test_a_missed_quote_is_among_the_quotes_without_a_speaker():
    here = article(label(MISSED))
    assert [each.text for each in here.standing.quotes] == [SAID[0][0], MISSED]
    own = here.findings.by_id["l1"]
    assert (own.speaker, own.speaker_kind, own.kind) == (None, "unknown", "direct")
    assert here.findings.is_own("l1")
    assert [each.text for each in here.machine.quotes] == [SAID[0][0]]


def test_the_speaker_is_whom_the_person_named_and_nobody_else():
    (mine,) = [each for each in article(said_by("Mara Quist")).standing.quotes if each.id == "l1"]
    assert (mine.speaker, mine.speaker_kind) == ("Mara Quist", "named")
    (mine,) = [each for each in article(said_by("the keeper")).standing.quotes if each.id == "l1"]
    assert (mine.speaker, mine.speaker_kind) == ("the keeper", "role")


def test_marks_around_the_passage_are_left_out():
    whole = article(label(f"“{MISSED}”"))
    assert whole.findings.by_id["l1"].text == MISSED


def test_it_is_in_the_queue_and_decided_like_any_other():
    here = article(said_by("the keeper"))
    (item,) = [each for each in queue(here) if each.id == "l1"]
    assert (item.kind, item.speaker, item.status) == ("quote", "the keeper", "open")
    made = decide(here, item, "dismiss", creator="ada", at=AT)
    after = article(said_by("the keeper"), made)
    (item,) = [each for each in queue(after) if each.id == "l1"]
    assert item.status == "dismissed"
    assert "l1" not in after.findings.by_id


def test_it_is_on_the_page_of_its_speaker():
    found = {each.name: each for each in speakers([article(said_by("Mara Quist"))])}
    assert [one.text for one in found["Mara Quist"].statements] == [SAID[0][0], MISSED]


def test_a_figure_marked_by_hand_is_counted_and_compared():
    text = "The warden said 40 crates were lost. A clerk said a total of 52 crates were lost."
    here = written(text, article_id="a")
    bare = here.with_findings(replace(here.machine, figures=here.machine.figures[:1]))
    first = replace(bare.machine.figures[0], speaker="the warden")
    bare = bare.with_findings(replace(bare.machine, figures=(first,)))
    assert conflicts([bare]) == []
    mark = label("52 crates", "figure", "count", text=text, attributes={SPEAKER: "a clerk"})
    (found,) = conflicts([bare.with_own_records((mark,))])
    assert [(each.figure.value, each.source) for each in found.stated] == [
        (40, "the warden"),
        (52, "a clerk"),
    ]


def test_a_name_marked_by_hand_is_a_person_that_quotes_can_have():
    here = article(label("Mara Quist", "entity", "person"), said_by("Mara Quist", id="l2"))
    (person,) = here.standing.people
    assert (person.name, here.findings.by_id["l1"].person) == ("Mara Quist", person.id)


def test_a_known_person_is_not_made_twice():
    here = article(label("Mara Quist", "entity", "person"))
    known = replace(here.machine, people=(Person("p1", "Mara Quist", ("Quist",)),))
    here = here.with_findings(known)
    assert here.standing.people == known.people
    assert here.findings.by_id["l1"].person == "p1"


def test_what_a_person_marked_takes_the_place_of_the_same_passage_of_the_machine():
    wider = "the lock gate was left open” on Sunday"
    here = article(label(wider, type="mixed"))
    (only,) = [each for each in here.standing.quotes if "lock gate" in each.text]
    assert (only.id, only.speaker) == ("l1", None)
    same = article(label(SAID[0][0], type="mixed"))
    (only,) = [each for each in same.standing.quotes if "lock gate" in each.text]
    assert (only.id, only.speaker, only.kind) == ("l1", "Mara Quist", "mixed")
    nobody = article(said_by("", SAID[0][0]))
    assert nobody.findings.by_id["l1"].speaker is None


def test_two_people_who_marked_the_same_make_one_finding():
    both = article(label(MISSED, creator="ada"), label(MISSED, id="l2", creator="ben"))
    assert [each.id for each in both.standing.quotes if each.text == MISSED] == ["l1"]
    differ = article(said_by("the keeper"), said_by("Mara Quist", id="l2"))
    assert {each.speaker for each in differ.standing.quotes if each.text == MISSED} == {
        "the keeper",
        "Mara Quist",
    }


def test_a_label_of_an_own_layer_is_no_finding():
    assert article(label(MISSED, "stance", "irony")).standing == article().standing


def test_a_label_whose_place_is_lost_is_no_finding():
    lost = label("gone words", text="gone words here")
    assert "l1" not in article(lost).findings.by_id


def test_the_figure_in_a_quote_is_of_whom_the_quote_is_said_to_be():
    here = article(said_by("the warden", "The keeper saw 14 barges waiting"))
    figures = {each.text: each.speaker for each in here.standing.figures}
    assert figures == {"14 barges": "the warden", "9 barges": None}
    corrected = written(
        "Quist said “we saw 14 barges”.", (("we saw 14 barges", "Mara Quist"),), article_id="a"
    )
    quote = corrected.machine.quotes[0]
    made = correction("a", quote, "respeak", creator="ada", at=AT, after="Tom Vale")
    corrected = corrected.with_own_records((made,))
    assert [each.speaker for each in corrected.standing.figures] == ["Tom Vale"]


def test_a_note_leaves_the_queue_as_it_was_found_and_a_label_does_not():
    here = article(said_by("the keeper"))
    sitting = ReviewSession.on(here)
    assert sitting.with_records([said_by("the keeper")]).found is sitting.found
    assert "l1" not in sitting.with_records([]).by_id


@pytest.mark.parametrize("type_", ["PER", "nonsense", "direct"])
def test_a_type_of_another_tool_is_read_as_far_as_it_is_known(type_):
    kinds = {"PER": "person", "nonsense": "other", "direct": "other"}
    here = article(label("Mara Quist", "entity", type_))
    assert here.findings.by_id["l1"].type == kinds[type_]
    assert article(label(MISSED, type=type_)).findings.by_id["l1"].kind == "direct"
