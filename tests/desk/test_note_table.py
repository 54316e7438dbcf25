"""All notes as rows, and the filter that is typed over them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.annotations.record_json import to_document
from reader.annotations.records import (
    ArticleRecord,
    Assessment,
    Claim,
    Correction,
    Label,
    Mark,
    Revision,
)
from reader.article.anchor import anchor
from reader.article.fingerprint import fingerprint
from reader.desk.filter import FilterError
from reader.desk.note_table import (
    ADRIFT,
    EARLIER,
    NAMES,
    ORDERS,
    NoteFilter,
    NoteRow,
    NoteRows,
    NoteTable,
    parse_note_filter,
)
from reader.text.span import Span

FORMER = "The mill burned on Friday, two men were hurt."
NEWEST = "Update. The mill burned down on Friday, two men were hurt. The owner wept."


def article(identity: str = "mill", *texts: str) -> ArticleRecord:
    revisions = tuple(Revision(fingerprint(text), "text", "2026-11-20", "x") for text in texts)
    return ArticleRecord(article_id=identity, id=identity, title="Mill burns", revisions=revisions)


def mark(identity: str, text: str = FORMER, words: str = "two men", **fields) -> Mark:
    start = text.index(words)
    held = anchor(text, [Span(start, start + len(words))], fingerprint(text))
    values = {"article_id": "mill", "kind": "note", **fields}
    return Mark(id=identity, anchor=held, **values)


def rows(*records, articles=None, text_of=None) -> list[NoteRow]:
    return NoteRows(articles or [article()], text_of).of([to_document(each) for each in records])


def found(line: str, *records, by: str = "changed", turned: bool = False) -> list[str]:
    table = NoteTable(rows(*records))
    shown = table.matching(parse_note_filter(line), by, turned=turned)
    return [row.record_id for row in shown]


DESK = (
    mark("a", body="Ask the owner", tags=("harm/injury",), creator="ada", colour="red",
         modified="2026-11-20T12:00:00Z"),
    mark("b", kind="highlight", tags=("charm",), creator="Ben Olsen",
         modified="2026-10-02T12:00:00Z"),
    Claim(article_id="mill", id="c", anchor=mark("x").anchor, claim="Two men were hurt",
          claimant="the fire chief", status="todo", modified="2026-11-21T12:00:00Z",
          assessments=(Assessment(reviewer="ada", scale="s", scale_version="1", label="True"),)),
    Label(article_id="mill", id="d", anchor=mark("x").anchor, layer="metaphor", type="war",
          modified="2026-09-01T12:00:00Z"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("line", "ids"),
    [
        ("", "abcd"),
        ("OWNER", "a"),
        ("two hurt", "c"),
        ('"two men were"', "c"),
        ("fire", "c"),
        ("war", "d"),
        ("tag:harm", "a"),
        ("tag:inj", "a"),
        ("tag:#harm/injury", "a"),
        ("tag:arm", ""),
        ("tag:charm tag:harm", "ab"),
        ("kind:note kind:claim", "ac"),
        ("colour:red", "a"),
        ('person:"ben o"', "b"),
        ("article:burns kind:label", "d"),
        ("article:flood", ""),
        ("status:todo", "c"),
        ("status:true", "c"),
        ("from:2026-11", "ac"),
        ("to:2026-09", "d"),
        ("from:2026-10 to:2026-10-02", "b"),
        ("tag: kind: from:", "abcd"),
        ("from:2026-1", "abcd"),
        ("from:2026-11-2", "ac"),
    ],
)
def test_a_line_selects_notes(line, ids):
    assert sorted(found(line, *DESK)) == sorted(ids)


@pytest.mark.parametrize("line", ["tagg:harm", "from:soon", "to:2026-13"])
def test_a_line_that_is_no_filter_says_so(line):
    with pytest.raises(FilterError):
        parse_note_filter(line)


@pytest.mark.parametrize(
    "line", ['tag:harm kind:claim person:"Ben Olsen" two', "from:2026-10-02 to:2026-11", "status:"]
)
def test_no_beginning_of_a_filter_is_refused_while_it_is_typed(line):
    for end in range(len(line) + 1):
        parse_note_filter(line[:end])


def test_rows_can_be_sorted_both_ways():
    table = NoteTable(rows(*DESK))
    for by in ORDERS:
        there = table.matching(NoteFilter(), by)
        assert table.matching(NoteFilter(), by, turned=True) == there[::-1]
        assert sorted(row.record_id for row in there) == ["a", "b", "c", "d"]
    assert [row.kind for row in table.matching(NoteFilter(), "kind")] == [
        *("claim", "highlight", "label", "note")
    ]


def test_only_what_people_marked_is_listed():
    correction = Correction(article_id="mill", id="e", finding={"id": "1"}, decision="accept")
    assert rows(article(), correction) == []


def test_a_note_without_an_article_is_an_orphan():
    (row,) = rows(mark("a", article_id="gone"))
    assert ADRIFT in row.status
    assert row.title == ""


def test_a_note_on_an_earlier_text_is_looked_for_in_the_newest():
    there = article("mill", FORMER, NEWEST)
    lost = mark("b", "Rain stopped the match in Hull after nine overs.", "nine overs")
    (moved, gone) = rows(mark("a"), lost, articles=[there], text_of=lambda _: NEWEST)
    assert "moved" in moved.status
    assert "lost" in gone.status
    (unread,) = rows(mark("a"), articles=[there])
    assert EARLIER in unread.status
    (current,) = rows(mark("a", NEWEST), articles=[there], text_of=lambda _: NEWEST)
    assert current.status == ()


def test_completions_name_what_is_there_the_most_used_first():
    table = NoteTable(rows(*DESK, mark("f", tags=("harm/injury", "follow up"))))
    words = table.completions()
    assert words.index("tag:harm/injury") < words.index("tag:charm")
    assert 'tag:"follow up"' in words
    assert {f"{name}:" for name in NAMES} <= set(words)
    for word in words:
        parse_note_filter(word)


TAGS = st.lists(st.sampled_from(["harm/injury", "harm", "tv", "Ärger"]), max_size=2, unique=True)
MARKS = st.builds(
    lambda identity, tags, body, kind, creator: mark(
        str(identity), tags=tuple(tags), body=body, kind=kind, creator=creator
    ),
    st.uuids(),
    TAGS,
    st.text("abcÄ ß", max_size=6),
    st.sampled_from(["note", "highlight"]),
    st.sampled_from(["ada", "ben", ""]),
)


@given(st.lists(MARKS, max_size=8), st.sampled_from(["ada", "b"]), st.text("abcäß", max_size=2))
def test_each_name_of_a_filter_narrows_by_itself(marks, person, word):
    table = NoteTable(rows(*marks))
    both = table.matching(NoteFilter(people=(person,), words=(word,) if word else ()))
    one = set(table.matching(NoteFilter(people=(person,))))
    other = set(table.matching(NoteFilter(words=(word,) if word else ())))
    assert set(both) == one & other
    assert all(person in row.person for row in one)
