"""Rows hold all of an article and its findings: what comes back from them is the same."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from pyarrow import BufferReader, parquet

from reader.analysis.findings import Figure, Findings, Person, Quote
from reader.archive.arrow import arrow_table, parquet_bytes, schemas
from reader.archive.rows import TABLES, findings_of, joined, tables_of
from reader.article.article import Article
from reader.article.article_rows import article_from_whole_row
from tests.archive.made import SMALL, analyzed


@given(analyzed())
def test_rows_come_back_as_the_same_article_and_findings(pair: tuple[Article, Findings]) -> None:
    article, findings = pair
    tables = tables_of(article, findings)
    assert tuple(tables) == TABLES
    assert article_from_whole_row(tables["articles"][0]) == article
    assert findings_of(tables["articles"][0], *_rest(tables)) == findings


@given(analyzed())
def test_so_they_do_by_way_of_parquet(pair: tuple[Article, Findings]) -> None:
    article, findings = pair
    read = {}
    for name, rows in tables_of(article, findings).items():
        packed = parquet_bytes(name, rows, {})
        assert packed == parquet_bytes(name, rows, {})
        read[name] = parquet.read_table(BufferReader(packed)).to_pylist()
    assert article_from_whole_row(read["articles"][0]) == article
    assert findings_of(read["articles"][0], *_rest(read)) == findings


def _rest(tables: dict[str, list[dict[str, object]]]) -> list[list[dict[str, object]]]:
    return [tables[name] for name in ("entities", "quotes", "figures")]


@given(analyzed())
def test_each_table_has_the_columns_of_its_schema(pair: tuple[Article, Findings]) -> None:
    for name, rows in tables_of(*pair).items():
        assert all(list(row) == schemas()[name].names for row in rows), name


def test_an_empty_table_has_its_columns() -> None:
    table = arrow_table("figures", [])
    assert (table.num_rows, table.column_names[0]) == (0, "article_id")
    assert table.schema.metadata[b"reader.schema"] == b"1"


def test_the_same_text_at_two_places_is_two_articles() -> None:
    other = replace(SMALL, location="b.txt")
    found = Findings(SMALL.fingerprint)
    every = joined([tables_of(SMALL, found), tables_of(other, found), tables_of(SMALL, found)])
    first, second, again = (row["article_id"] for row in every["articles"])
    assert first == again
    assert first != second


@pytest.mark.parametrize(
    ("published", "day"),
    [
        ("2026-11-30T23:59:00Z", date(2026, 11, 30)),
        ("Mon, 30 Nov 2026 08:00:00 GMT", date(2026, 11, 30)),
        ("2026-11", None),
        ("last week", None),
        (None, None),
    ],
)
def test_the_day_is_a_date_or_nothing(published: str | None, day: date | None) -> None:
    article = replace(SMALL, published=published)
    (row,) = tables_of(article, Findings(article.fingerprint))["articles"]
    assert row["day"] == day
    assert row["published"] == published


def test_a_speaker_has_one_row_with_quotes_and_figures_counted() -> None:
    findings = Findings(
        SMALL.fingerprint,
        people=(Person("p1", "Ana Ruiz"),),
        quotes=(
            Quote("1", "direct", (), "No.", speaker="Ana Ruiz", person="p1", speaker_kind="named"),
            Quote("2", "direct", (), "Yes.", speaker="Ana Ruiz", person="p1", speaker_kind="named"),
            Quote("3", "direct", (), "Who?"),
        ),
        figures=(
            Figure("4", 0, 1, "9 hens", "count", 9.0, speaker="Ana Ruiz"),
            Figure("5", 0, 1, "8 hens", "count", 8.0, speaker="the mill"),
        ),
    )
    rows = tables_of(SMALL, findings)["speakers"]
    assert [(r["speaker"], r["quotes"], r["figures"], r["speaker_kind"]) for r in rows] == [
        ("Ana Ruiz", 2, 1, "named"),
        ("the mill", 0, 1, None),
    ]
