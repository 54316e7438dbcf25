"""Two versions of a field stay side by side until somebody decides between them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from reader.annotations.open_conflicts import UndecidableError, decided, open_conflicts
from reader.annotations.record_json import from_document, to_document
from reader.annotations.records import Mark

MakeNote = Callable[..., Mark]
LATER = "2026-11-30T08:00:00Z"


def with_conflicts(note: Mark, *entries: Any) -> Mark:
    return replace(note, extra={"conflicts": list(entries)})


def entry(field: str, value: Any, **more: Any) -> dict[str, Any]:
    return {"field": field, "value": value, "by": "bo", "at": "2026-11-29T10:00:00Z", **more}


@pytest.fixture
def note(make_note: MakeNote) -> Mark:
    return make_note("it opens in June")


def test_each_field_is_open_until_it_is_decided(note: Mark) -> None:
    held = with_conflicts(note, entry("body", "it opened in May"), entry("colour", "green"))
    assert [(each.field, each.mine, each.theirs) for each in open_conflicts(held)] == [
        ("body", "it opens in June", "it opened in May"),
        ("colour", None, "green"),
    ]
    mine = decided(held, "mine", LATER, "body")
    assert [each.field for each in open_conflicts(mine)] == ["colour"]
    assert (mine.body, mine.colour, mine.modified) == (note.body, None, LATER)
    theirs = decided(mine, "theirs", LATER)
    assert open_conflicts(theirs) == []
    assert (theirs.body, theirs.colour) == (note.body, "green")
    assert len(theirs.extra["conflicts"]) == 2


def test_the_other_text_may_be_none_at_all(note: Mark) -> None:
    taken = decided(with_conflicts(note, entry("body", "")), "theirs", LATER)
    assert (taken.kind, taken.body) == ("highlight", "")


def test_what_is_the_same_by_now_is_no_conflict(note: Mark) -> None:
    assert open_conflicts(with_conflicts(note, entry("body", note.body))) == []
    assert open_conflicts(with_conflicts(note, entry("body", "x", decided="mine"))) == []
    held = with_conflicts(note, entry("body", "x", decided="mine"))
    assert decided(held, "theirs", LATER) == held


@pytest.mark.parametrize("value", [[1], 7, {"a": []}])
def test_a_version_that_does_not_fit_is_refused(note: Mark, value: Any) -> None:
    held = with_conflicts(note, entry("body", value))
    with pytest.raises(UndecidableError, match="--prefer theirs"):
        decided(held, "theirs", LATER)
    assert open_conflicts(decided(held, "mine", LATER)) == []


@pytest.mark.parametrize(
    "odd", ["x", 7, [], [7], ["x"], {}, [{}], [{"field": [], "value": 1}], [{"field": "body"}]]
)
def test_odd_conflicts_of_other_programs_are_passed_over(note: Mark, odd: Any) -> None:
    held = from_document(to_document(note) | {"conflicts": odd})
    assert open_conflicts(held) == []
    assert decided(held, "theirs", LATER) == held
