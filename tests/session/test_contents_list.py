"""The list of a source with several articles: a long one has pages."""

from __future__ import annotations

from typing import Any

import pytest

from reader.article.contents import Contents, Item
from reader.session.contents_list import MAX_ROWS, ContentsList
from reader.session.events import Asked


class State:
    """What a list needs of the session: questions are kept, work is not done."""

    reading = None

    def __init__(self) -> None:
        self.asked: list[Asked] = []
        self.loaded = 0

    def when(self, *_: Any) -> None: ...

    def report(self, *_: Any, **__: Any) -> None: ...

    def emit(self, event: Asked) -> None:
        self.asked.append(event)

    def behind(self, *_: Any, **__: Any) -> None:
        self.loaded += 1


def listed(count: int) -> tuple[State, ContentsList]:
    items = tuple(Item(f"m{number}", f"Tram {number}") for number in range(count))
    state = State()
    found = ContentsList(state, Contents("a", "a", "table", items))  # type: ignore[arg-type]
    found.ask()
    return state, found


def labels(state: State) -> list[str]:
    return [row.label for row in state.asked[-1].choice.rows]


@pytest.mark.parametrize("count", [2, MAX_ROWS])
def test_a_short_list_has_no_pages(count: int) -> None:
    state, _ = listed(count)
    assert labels(state) == [f"Tram {number}" for number in range(count)]


def test_the_pages_of_a_long_list_hold_every_article_once() -> None:
    count = 2 * MAX_ROWS + 5
    state, _ = listed(count)
    seen: list[str] = []
    while True:
        rows = state.asked[-1].choice.rows
        seen += [row.label for row in rows if row.id.isdecimal()]
        if rows[-1].id.isdecimal():
            break
        state.asked[-1].then(rows[-1].id)
    assert seen == [f"Tram {number}" for number in range(count)]
    # And back again, to an article of the page before.
    state.asked[-1].then(state.asked[-1].choice.rows[0].id)
    rows = state.asked[-1].choice.rows
    assert rows[1].label == f"Tram {MAX_ROWS}"
    state.asked[-1].then(rows[1].id)
    assert state.loaded == 1
