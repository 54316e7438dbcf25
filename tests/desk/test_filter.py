from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.desk.filter import DeskFilter, FilterError, filter_line, parse_filter
from reader.desk.query import QueryError, parse_query
from reader.desk.row import ORDERS, STATUSES, DeskRow, ordered

ROWS = [
    DeskRow("a", "Bridge", "North Wire", "2026-11-03", "2026-11-24T01", "reading", 2, 0, ("law",)),
    DeskRow("b", "anchor", "Post", "2026-10", "2026-11-24T02", "unread", 0, 1, (), ("Ada Reyes",)),
    DeskRow("c", "Cargo", "", "", "2026-11-24T03", "complete", 2, 0, ("Law", "sea")),
]


def taken(line: str) -> str:
    return "".join(row.article_id for row in ROWS if parse_filter(line).takes(row))


def test_values_of_one_name_are_any_of_several_names_all():
    assert taken("") == "abc"
    assert taken("status:unread status:complete") == "bc"
    assert taken("tag:law") == "ac"
    assert taken("tag:#law status:reading") == "a"
    assert taken('outlet:"north w"') == "a"
    assert taken("person:reyes") == "b"


def test_dates_may_be_partial_and_the_day_it_came_replaces_one_that_is_not_given():
    assert taken("from:2026-11") == "ac"
    assert taken("to:2026-10") == "b"
    assert taken("from:2026-10 to:2026-11-03") == "ab"


@pytest.mark.parametrize("line", ["kind:x", "status:new", "from:yesterday", "to:2026-1"])
def test_what_is_no_filter_is_reported_with_what_there_is(line):
    with pytest.raises(FilterError):
        parse_filter(line)


def test_words_and_phrases_are_left_for_the_index():
    assert parse_filter('storm status:unread "two words"').words == 'storm "two words"'


NAME = st.text("abc é-", min_size=1).map(lambda text: " ".join(text.split())).filter(bool)


@given(
    st.builds(
        DeskFilter,
        st.lists(st.sampled_from(STATUSES)).map(tuple),
        st.lists(NAME).map(tuple),
        st.lists(NAME).map(tuple),
        st.lists(NAME).map(tuple),
        st.sampled_from(["", "2026", "2026-11"]),
        st.sampled_from(["", "2026-11-24"]),
        st.sampled_from(["", "storm", '"the storm" sea']),
    )
)
def test_the_line_of_a_filter_says_that_filter(wanted):
    assert parse_filter(filter_line(wanted)) == wanted


def test_orders():
    def order(by: str, turned: bool = False) -> str:
        return "".join(row.article_id for row in ordered(ROWS, by, turned=turned))

    assert order("added") == "cba"
    assert order("added", True) == "abc"
    assert order("title") == "bac"
    assert order("outlet") == "abc"
    assert order("outlet", True) == "bac"
    assert order("notes") == "cab"
    assert order("status") == "bac"
    assert order("date") == "abc"
    assert order("date", True) == "bac"
    assert len({each.letter for each in ORDERS.values()}) == len(ORDERS)


def test_what_is_left_to_decide_comes_first_and_what_is_not_known_last():
    rows = [
        DeskRow("a", "A", decided=8, undecided=0),
        DeskRow("b", "B"),
        DeskRow("c", "C", decided=1, undecided=7),
    ]
    assert [row.article_id for row in ordered(rows, "left")] == ["c", "a", "b"]
    assert [row.article_id for row in ordered(rows, "left", turned=True)] == ["a", "c", "b"]


@pytest.mark.parametrize(
    ("published", "day"),
    [
        ("", ""),
        ("2026-11", "2026-11"),
        ("2026/3/7", "2026-03-07"),
        ("Mon, 30 Nov 2026 10:00 GMT", "2026-11-30"),
        ("Michaelmas", "Michaelmas"),
    ],
)
def test_the_day_of_publication_is_the_articles_own_or_none(published, day):
    assert DeskRow("a", "A", published=published, added="2026-11-24T01:00:00Z").published_on == day


def test_queries():
    assert parse_query('missile "two words" a').match == '"missile"* AND "two words" AND "a"'
    assert parse_query("“curly” x-y").match == '"curly" AND "x-y"*'
    assert parse_query("東京 storm").pieces == ("東京",)
    for nothing in ("", "  ", "—", '""'):
        with pytest.raises(QueryError):
            parse_query(nothing)
