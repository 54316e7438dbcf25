from __future__ import annotations

import pytest

from reader.annotations.record_json import to_document
from reader.annotations.records import ArticleRecord, Mark, Record
from reader.article.anchor import anchor
from reader.exchange.by_article import by_article, without_paths
from reader.exchange.selection import Selection, select
from reader.text.span import Span

TEXT = "The harbour master closed the gate. Nobody was hurt."


def article(identity: str, **fields: object) -> ArticleRecord:
    return ArticleRecord(article_id=identity, id=identity, title=f"Story {identity}", **fields)


def note(identity: str, of: str = "one", start: int = 0, **fields: object) -> Mark:
    given = {"modified": "2026-11-22T10:00:00Z", "creator": "Ada", **fields}
    return Mark(
        article_id=of,
        id=identity,
        kind=given.pop("kind", "note"),
        anchor=anchor(TEXT, [Span(start, start + 3)]),
        **given,
    )


RECORDS: tuple[Record, ...] = (
    article("one", locations=("/home/ada/secret/one.txt",), url="https://example.org/one"),
    article("two"),
    note("a", start=9, tags=("urgent", "law")),
    note("b", start=4, kind="highlight", creator="Ben"),
    note("c", of="two", private=True),
    note("d", of="two", modified="2026-10-01T00:00:00Z"),
)


DOCUMENTS = [to_document(each) for each in RECORDS]


@pytest.mark.parametrize(
    ("selection", "expected"),
    [
        (Selection(), {"one", "two", "a", "b", "d"}),
        (Selection(private=True), {"one", "two", "a", "b", "c", "d"}),
        (Selection(article="STORY ONE"), {"one", "a", "b"}),
        (Selection(article="secret"), {"one", "a", "b"}),
        (Selection(article="two"), {"two", "d"}),
        (Selection(kinds=frozenset({"highlight"})), {"one", "b"}),
        (Selection(tags=frozenset({"law", "none"})), {"one", "a"}),
        (Selection(creator="Ben"), {"one", "b"}),
        (Selection(since="2026-11"), {"one", "a", "b"}),
        (Selection(until="2026-10"), {"two", "d"}),
        (Selection(since="2026-10", until="2026-11-22"), {"one", "two", "a", "b", "d"}),
    ],
)
def test_what_is_asked_for_is_taken(selection: Selection, expected: set[str]) -> None:
    assert {record.id for record in select(DOCUMENTS, selection).records} == expected


def test_private_records_are_held_back_and_counted() -> None:
    assert select(DOCUMENTS, Selection()).held_back == 1
    assert select(DOCUMENTS, Selection(private=True)).held_back == 0
    assert select(DOCUMENTS, Selection(article="one")).held_back == 0


def test_records_are_gathered_by_article_in_text_order() -> None:
    gathered = list(by_article(RECORDS))
    assert [each.record.id for each in gathered] == ["one", "two"]
    assert [record.id for record in gathered[0].records.in_order] == ["b", "a"]


def test_a_record_without_its_article_is_not_dropped() -> None:
    (alone,) = by_article([note("x", of="gone")])
    assert alone.record.id == "gone"
    assert [record.id for record in alone.records.in_order] == ["x"]


def test_paths_are_cut_to_file_names_and_addresses_are_not() -> None:
    record = article("one", locations=("/home/ada/secret/one.txt", "https://example.org/one"))
    assert without_paths(record).locations == ("one.txt", "https://example.org/one")
