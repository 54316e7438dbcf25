from __future__ import annotations

from dataclasses import replace

import pytest

from reader.annotations.records import Claim, Mark
from reader.article.anchor import anchor
from reader.article.anchoring import place
from reader.review.placed_records import Placed
from reader.session.findings_outline import quoted
from reader.session.notes_outline import claim_rows, note_rows, text_change
from reader.session.people_signs import NOBODY, Person
from reader.text.span import Span

OLD = "The gate is closed since Monday morning. We counted fourteen barges behind it at noon."


def placed(new: str, *, claims: bool = False) -> list[Placed]:
    words = "We counted fourteen barges behind it"
    start = OLD.index(words)
    hold = anchor(OLD, [Span(start, start + len(words))])
    record = (
        Claim(article_id="a", id="c", anchor=hold)
        if claims
        else Mark(article_id="a", id="n", kind="note", anchor=hold, body="b")
    )
    return [Placed(record, place(record.anchor, new))]


def test_what_is_reported_of_a_text_that_changed() -> None:
    forty = OLD.replace("fourteen", "forty")
    assert text_change(placed(OLD)) == ("", False)
    assert text_change(placed(forty)) == ("1 note needs a look", True)
    both = [*placed(forty), *placed(forty, claims=True)]
    assert text_change(both) == ("1 claim and 1 note need a look", True)
    assert text_change(placed("New. " + OLD))[0] == "all notes found their words again"


def test_a_text_that_is_only_rewrapped_asks_for_no_look() -> None:
    wrapped = placed(OLD.replace("fourteen barges", "fourteen\nbarges"))
    assert wrapped[0].placement.outcome == "reworded"
    assert note_rows(wrapped)[0] == []
    assert text_change(wrapped) == ("all notes found their words again", False)


def test_each_row_names_who_made_it_where_several_people_did() -> None:
    mine = placed(OLD)[0]
    theirs = Placed(replace(mine.record, id="m", creator="ben"), mine.placement)
    ben = {"ben": Person("B", 3)}
    assert [row.who for row in note_rows([mine])[1]] == [""]
    both = note_rows([mine, theirs], ben)[1]
    assert [(row.record, row.who, row.hue) for row in both] == [
        ("n", NOBODY, None),
        ("m", "B ben", 3),
    ]


def test_the_row_of_another_person_names_them_where_one_has_none_of_ones_own() -> None:
    mine = placed(OLD)[0]
    theirs = Placed(replace(mine.record, id="m", creator="ben"), mine.placement)
    (row,) = note_rows([theirs], {"ben": Person("B", 3)})[1]
    assert row.who == "B ben"


def test_a_row_has_the_sign_that_its_person_has_in_the_article() -> None:
    mine = placed(OLD, claims=True)[0]
    theirs = Placed(replace(mine.record, id="m", creator="ben"), mine.placement)
    rows = claim_rows([mine, theirs], {"ben": Person("B", 0)})
    assert [row.who for row in rows] == [NOBODY, "B ben"]


@pytest.mark.parametrize(
    "words",
    ["“The gate is shut", "The gate is shut.”", '"Shut," they said.', "«Fermé»", "„Zu“ ist es"],
)
def test_a_passage_with_quotation_marks_of_its_own_gets_no_second_ones(words):
    assert quoted(words) == words


@pytest.mark.parametrize("words", ["The gate is shut", "the crews’", "a “word” inside"])
def test_a_passage_without_them_at_its_ends_is_put_in_quotation_marks(words):
    assert quoted(words) == f"“{words}”"
