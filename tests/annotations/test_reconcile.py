"""Two states of a record become one, and nothing that only one side wrote is lost."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from reader.annotations.reconcile import reconcile

WORDS = st.text(alphabet="abc ", max_size=6)
DOCUMENTS = st.fixed_dictionaries(
    {
        "id": st.just("x"),
        "body": WORDS,
        "tags": st.lists(st.sampled_from("pqr"), unique=True, max_size=3),
        "colour": st.sampled_from([None, "red", "blue"]),
        "modified": st.sampled_from(["2026-11-20", "2026-11-21"]),
    }
)
STATES = st.none() | DOCUMENTS


@given(STATES, STATES)
def test_what_one_side_left_alone_is_as_the_other_has_it(origin: Any, changed: Any) -> None:
    assert reconcile(origin, changed, origin).document == changed
    assert reconcile(origin, origin, changed).document == changed
    assert reconcile(origin, changed, changed).document == changed


@given(STATES, DOCUMENTS)
def test_what_one_side_removed_and_the_other_changed_stays(origin: Any, changed: Any) -> None:
    if origin not in (None, changed):
        assert reconcile(origin, None, changed).document == changed
        assert reconcile(origin, changed, None).document == changed
        assert reconcile(origin, changed, None).removed


@given(STATES, DOCUMENTS, DOCUMENTS)
def test_nothing_that_was_written_is_lost(origin: Any, mine: Any, theirs: Any) -> None:
    made = reconcile(origin, mine, theirs, "ben").document
    assert made is not None
    before = origin or {"body": None, "colour": None, "tags": []}
    for side in (mine, theirs):
        if side["body"] != before["body"]:
            assert side["body"] in made["body"]
        if side["colour"] not in (before["colour"], None):
            kept = [each["value"] for each in made.get("conflicts", [])]
            assert side["colour"] in [made["colour"], *kept]
        assert {*side["tags"]} - {*before["tags"]} <= {*made["tags"]}
    assert reconcile(origin, made, made).document == made
