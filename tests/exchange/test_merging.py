"""An import as a merge of three: what came before, what came now, what is here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.annotations.history import Operation
from reader.annotations.record_json import to_document
from reader.annotations.records import Claim, Evidence, Mark, Record
from reader.article.anchor import Anchor, anchor
from reader.exchange.merging import IMPORTING, Merged, merge_in
from reader.text.span import Span

TEXT = "The ferry was sold in spring.\n\nNobody had asked the island.\n"
FIRST, LATER, LAST = (f"2026-0{month}-01T08:00:00Z" for month in (3, 4, 5))


def mark(body: str = "Ask.", **fields: object) -> Mark:
    common = {"created": FIRST, "modified": FIRST, "creator": "Ines"}
    return Mark(
        article_id="a",
        id="m",
        kind="note" if body else "highlight",
        anchor=anchor(TEXT, [Span(4, 18)]),
        body=body,
        **(common | fields),
    )


def history(*states: tuple[str, Record | None]) -> list[Operation]:
    """Return the operations that led from one state to the next; each names what was done."""
    made: list[Operation] = []
    before = None
    for number, (doing, record) in enumerate(states):
        after = to_document(record) if record is not None else None
        made.append(Operation(f"o{number}", "m", before, after, "Ines", FIRST, doing))
        before = after
    return made


def merged(came: Record, held: Record | None, past: Sequence[Operation], **more: str) -> Merged:
    return merge_in(came, held, past, who="Ines", at=LAST, **more)


def test_a_new_record_is_signed_and_dated_where_the_file_does_neither() -> None:
    done = merged(mark(creator="", created="", modified=""), None, ())
    assert done.status == "new"
    assert done.record == mark(created=LAST, modified=LAST)


def test_what_the_file_still_has_as_it_was_leaves_an_edit_here_alone() -> None:
    came = mark("", created="", modified="", creator="")
    held = mark("Mine.", tags=("seen",), modified=LATER)
    past = history(("import", mark("")), ("note", held))
    assert merged(came, held, past) == Merged("same")


def test_a_field_that_only_the_file_changed_is_taken() -> None:
    came = mark("Ask twice.", modified=LATER)
    done = merged(
        came, mark(tags=("law",)), history(("import", mark()), ("tag", mark(tags=("law",))))
    )
    assert done.status == "changed"
    assert isinstance(done.record, Mark)
    assert (done.record.body, done.record.tags) == ("Ask twice.", ("law",))
    assert done.record.modified == LATER
    assert not done.disputes


def test_a_field_changed_here_and_there_stays_and_is_kept_as_a_conflict() -> None:
    held = mark("Ask the mayor.", modified=LATER)
    past = history(("import", mark()), ("edit the note", held))
    done = merged(mark("Ask the pilot.", modified=LAST), held, past)
    assert isinstance(done.record, Mark)
    assert done.record.body == "Ask the mayor."
    (dispute,) = done.disputes
    assert (dispute.field, dispute.there) == ("body", "Ask the pilot.")
    (entry,) = done.record.extra["conflicts"]
    assert entry == {"field": "body", "value": "Ask the pilot.", "by": "Ines", "at": LAST}


def after_conflict(prefer: str = "") -> tuple[Record, list[Operation], Merged]:
    held = mark("Ask the mayor.", modified=LATER)
    past = history(("import", mark()), ("edit the note", held))
    came = mark("Ask the pilot.", modified=LAST)
    done = merged(came, held, past, prefer=prefer)
    assert done.record is not None
    now = history(("import", mark()), ("edit the note", held), ("import", done.record))
    return done.record, now, merged(came, done.record, now)


def test_an_open_conflict_is_reported_again_and_changes_nothing_more() -> None:
    _, _, again = after_conflict()
    assert (again.status, again.record, len(again.disputes)) == ("same", None, 1)


@pytest.mark.parametrize(("prefer", "body"), [("mine", "the mayor"), ("theirs", "the pilot")])
def test_a_conflict_that_was_decided_is_not_reported_again(prefer: str, body: str) -> None:
    record, _, again = after_conflict(prefer)
    assert isinstance(record, Mark)
    assert record.body == f"Ask {body}."
    assert again == Merged("same")


def test_a_conflict_that_stays_open_can_be_decided_later() -> None:
    record, past, _ = after_conflict()
    done = merged(mark("Ask the pilot.", modified=LAST), record, past, prefer="theirs")
    assert isinstance(done.record, Mark)
    assert done.record.body == "Ask the pilot."


def test_lists_that_both_changed_are_united_less_what_either_took_away() -> None:
    before = mark(tags=("law", "sea"))
    held = replace(before, tags=("sea", "mine"), modified=LATER)
    past = history(("import", before), ("tag", held))
    done = merged(replace(before, tags=("law", "sea", "theirs")), held, past)
    assert done.record is not None
    assert set(done.record.tags) == {"sea", "mine", "theirs"}


def claim(*evidence: Evidence, **fields: object) -> Claim:
    common = {"created": FIRST, "modified": FIRST, "creator": "Ines"} | fields
    return Claim(
        article_id="a", id="m", anchor=anchor(TEXT, [Span(4, 18)]), evidence=evidence, **common
    )


MEMO, LINK, OTHER = (
    Evidence(title="Memo", private=True),
    Evidence(title="Register", url="https://register.example/1"),
    Evidence(title="Timetable", url="https://quay.example/times"),
)


@pytest.mark.parametrize("modified", [FIRST, LATER])
def test_private_evidence_that_an_export_held_back_stays(modified: str) -> None:
    held = claim(MEMO, LINK)
    past = history(("claim", claim()), ("evidence", held))
    assert merged(claim(LINK, modified=modified), held, past).record is None
    done = merged(claim(LINK, OTHER, status="done", modified=modified), held, past)
    assert isinstance(done.record, Claim)
    assert set(done.record.evidence) == {MEMO, LINK, OTHER}
    assert done.record.status == "done"


def test_a_state_that_it_once_had_is_no_news() -> None:
    older, newer = mark("One."), mark("One, two.", modified=LATER)
    assert merged(older, newer, history(("note", older), ("note", newer))) == Merged("same")


def test_what_was_removed_here_stays_removed_while_the_file_has_it_as_it_was() -> None:
    past = history(("import", mark()), ("delete", None))
    assert merged(mark(), None, past) == Merged("removed")
    assert merged(mark("More.", modified=LATER), None, past).status == "back"


def test_an_import_that_was_undone_can_be_made_again() -> None:
    came, *_ = history(("import", mark()))
    undo = Operation("u", "m", came.after, None, "Ines", FIRST, "undo import", "o0")
    assert merged(mark(), None, [came, undo]).status == "new"


def test_a_passage_that_waited_for_its_text_takes_its_place() -> None:
    waiting = replace(mark(), anchor=Anchor("", mark().anchor.parts))
    done = merged(replace(mark(), article_id="b"), waiting, history((IMPORTING, waiting)))
    assert done.record is not None
    assert done.record.article_id == "b"
    assert isinstance(done.record, Mark)
    assert done.record.anchor.fingerprint


def test_the_same_words_on_a_later_text_keep_the_place_they_have_here() -> None:
    moved = replace(mark(), anchor=anchor("New.\n" + TEXT, [Span(9, 23)]))
    assert merged(mark(), moved, history((IMPORTING, mark()), ("re-anchor", moved))).record is None


BODIES = st.sampled_from(["", "one", "two", "three"])


@given(before=BODIES, here=BODIES, there=BODIES)
def test_importing_twice_changes_nothing_and_no_words_of_ones_own_go(
    before: str, here: str, there: str
) -> None:
    first = mark(before)
    held = mark(here, modified=LATER)
    past = history((IMPORTING, first), ("note", held))
    came = mark(there, created="", modified="")
    done = merged(came, held, past)
    now = done.record or held
    if here != before:
        assert isinstance(now, Mark)
        assert now.body == here
    if done.record is not None:
        past = [*past, Operation("x", "m", past[-1].after, to_document(now), "I", LAST, IMPORTING)]
    again = merged(came, now, past)
    assert again.record is None
    assert again.disputes == done.disputes


@pytest.mark.parametrize(
    "odd",
    [
        {"anchor": {"fingerprint": "", "parts": [{"start": 3}]}},
        {"anchor": {"parts": "none"}},
        {"modified": None},
        {},
    ],
)
def test_odd_values_in_the_history_leave_the_record_alone(odd: dict[str, Any]) -> None:
    past = history(("import", mark()), ("edit the note", mark("Mine.", modified=LATER)))
    gaps = {key: value for key, value in odd.items() if value is not None}
    kept = {key: value for key, value in (past[0].after or {}).items() if key not in odd}
    past[0] = replace(past[0], after={**kept, **gaps})
    assert merged(mark(modified=FIRST), mark("Mine.", modified=LATER), past).status == "same"
