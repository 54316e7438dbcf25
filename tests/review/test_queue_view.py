"""Going through a queue: what is shown, what is next, what stays in view."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from reader.review.item import Item
from reader.review.queue import FEW
from reader.review.queue_view import EVERYTHING, QueueView
from reader.review.triage import Filter
from reader.text.span import Span


def item(number: int, **more) -> Item:
    values = {"kind": "quote", "text": f"words {number}", "score": 0.5, "reasons": ()} | more
    return Item(f"i{number}", "a", spans=(Span(number * 10, number * 10 + 5),), **values)


def queue_of(count: int, **more) -> tuple[Item, ...]:
    return tuple(item(number, **more) for number in range(count))


def with_status(view: QueueView, status: str) -> tuple[Item, ...]:
    """Return the items with the one in view decided."""
    return tuple(
        replace(each, status=status) if each.id == view.current else each for each in view.items
    )


def test_the_few_are_shown_first_and_all_on_demand():
    view = QueueView.through(queue_of(20))
    assert len(view.shown) == FEW
    assert len(view.narrowed(EVERYTHING, entire=True).shown) == 20


def test_a_filter_is_of_the_whole_queue():
    items = (*queue_of(20), item(20, speaker="Ada Holm", score=0.1))
    assert [each.id for each in QueueView.through(items, wanted=Filter(speaker="holm")).shown] == [
        "i20"
    ]


def test_deciding_goes_on_to_the_next_item_that_is_left():
    items = queue_of(4)
    view = QueueView.through((items[0], replace(items[1], status="dismissed"), *items[2:])).onward(
        0
    )
    assert view.current == "i0"
    assert view.after_decision(with_status(view, "accepted")).current == "i2"


def test_after_the_last_item_come_those_before_it_that_are_left():
    view = QueueView.through(queue_of(3)).at(2)
    assert view.after_decision(with_status(view, "accepted")).current == "i0"


def test_what_was_put_off_comes_when_the_others_are_decided():
    view = QueueView.through(queue_of(3)).onward(0)
    seen = [view.current]
    for status in ("skipped", "accepted", "dismissed"):
        view = view.after_decision(with_status(view, status))
        seen.append(view.current)
    assert seen == ["i0", "i1", "i2", "i0"]


def test_an_item_that_leaves_the_filter_gives_its_place_to_the_next():
    view = QueueView.through(queue_of(3), wanted=Filter(statuses=frozenset({"open"}))).onward(0)
    view = view.after_decision(with_status(view, "dismissed"))
    assert (view.current, len(view.shown)) == ("i1", 2)


def test_a_claim_that_still_wants_a_verdict_is_left():
    decided = item(0, status="claimed", claim="c", judged=True)
    assert not QueueView.through((decided,)).is_left(decided)
    assert (
        QueueView.through((decided,))
        .narrowed(EVERYTHING, wanting=frozenset({"c"}))
        .is_left(decided)
    )


def test_an_empty_queue_has_nothing_in_view():
    view = QueueView.through(()).onward(0).step(1)
    assert view.item is None
    assert view.current == ""


@given(st.lists(st.sampled_from(["accepted", "dismissed", "skipped", "step", "back"])), st.data())
def test_whatever_is_done_every_item_is_reached_and_one_is_in_view(done, data):
    view = QueueView.through(queue_of(data.draw(st.integers(1, 6)))).onward(0)
    for what in done:
        if what in ("step", "back"):
            view = view.step(1 if what == "step" else -1)
        else:
            view = view.after_decision(with_status(view, what))
        assert (view.item is None) == view.ended
    for _ in view.items:
        if view.item is not None and view.is_left(view.item):
            view = view.after_decision(with_status(view, "accepted"))
        else:
            view = view.onward(0)
    assert all(each.decided for each in view.items)


def test_behind_the_last_decision_is_the_end_and_an_item_back_the_last_one():
    view = QueueView.through(queue_of(3)).from_first()
    for _ in range(3):
        assert not view.ended
        view = view.after_decision(with_status(view, "accepted"))
    assert view.ended
    assert view.item is None
    assert view.step(-1).current == "i2"
    assert view.step(1).current == "i0"
    assert QueueView.through(view.items).from_first().ended


def test_an_item_that_is_open_again_leads_away_from_the_end():
    view = QueueView.through(queue_of(2)).from_first()
    for _ in range(2):
        view = view.after_decision(with_status(view, "dismissed"))
    again = (view.items[0], replace(view.items[1], status="open"))
    assert view.with_items(again).current == "i1"
    assert view.with_items(view.items).ended
