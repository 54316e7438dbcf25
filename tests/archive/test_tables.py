"""Tables of articles: columns guessed or given, rows read one by one, bad rows passed over."""

from __future__ import annotations

import codecs
import gzip
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.article.article import ArticleError
from reader.article.article_rows import article_of_row, mark_of
from reader.article.columns import NAMES, choose, guess
from reader.article.table_signs import kind_of_table
from reader.article.tables import looks_like_articles, read_table


def table(data: bytes, name: str):
    kind = kind_of_table(name)
    assert kind is not None
    return read_table(io.BytesIO(data), name, kind)


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        (["Headline", "Body Text"], {"text": "Body Text", "title": "Headline"}),
        (["doc_id", "full-text", "PubDate"],
         {"text": "full-text", "id": "doc_id", "published": "PubDate"}),
        (["url", "html", "author"], {"html": "html", "url": "url", "authors": "author"}),
        (["content", "text"], {"text": "text"}),
        (["TEXT", "text"], {"text": "TEXT"}),
    ],
)  # fmt: skip
def test_usual_names_are_recognised(columns: list[str], expected: dict[str, str]) -> None:
    found = guess(columns)
    assert found is not None
    assert found.by_role == expected
    assert set(found.unused) == set(columns) - set(expected.values())
    for name in expected.values():
        assert name in found.summary


@pytest.mark.parametrize("columns", [[], ["name", "price"], ["context", "texture"]])
def test_no_text_is_guessed_where_no_name_says_so(columns: list[str]) -> None:
    assert guess(columns) is None
    with pytest.raises(ArticleError, match="--column text=") as refused:
        choose(columns, {}, "stock.csv")
    assert all(name in str(refused.value) for name in columns)


def test_what_is_given_wins() -> None:
    found = choose(["text", "summary", "id"], {"text": "summary"}, "a.csv")
    assert found.by_role == {"text": "summary", "id": "id"}
    assert found.unused == ("text",)


@pytest.mark.parametrize("given_columns", [{"text": "nowhere"}, {"colour": "text"}])
def test_a_wrong_column_is_refused(given_columns: dict[str, str]) -> None:
    with pytest.raises(ArticleError):
        choose(["text"], given_columns, "a.csv")


@given(st.lists(st.text(max_size=12), unique=True, max_size=8))
def test_no_column_is_used_twice(columns: list[str]) -> None:
    every = list(dict.fromkeys([*columns, "text"]))
    found = guess(every)
    assert found is not None
    assert sorted([*found.by_role.values(), *found.unused]) == sorted(every)


cells = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=20)


@given(st.lists(st.tuples(cells, cells), min_size=1, max_size=6), st.sampled_from(",;\t"))
def test_csv_comes_back_cell_for_cell(rows: list[tuple[str, str]], delimiter: str) -> None:
    import csv

    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter)
    writer.writerow(("title", "text"))
    writer.writerows(rows)
    found = table(out.getvalue().encode(), "a.csv")
    assert [(row["title"], row["text"]) for row in found.rows] == rows


@pytest.mark.parametrize(
    ("name", "packed"),
    [
        ("a.csv", lambda text: text.encode()),
        ("a.csv", lambda text: codecs.BOM_UTF8 + text.encode()),
        ("a.csv", lambda text: text.encode("utf-16")),
        ("a.csv.gz", lambda text: gzip.compress(text.encode())),
    ],
)
def test_csv_in_each_encoding(name: str, packed) -> None:
    found = table(packed('id,text\r\n7,"Ölmühle\nam Bach, neu"\r\n'), name)
    assert list(found.rows) == [{"id": "7", "text": "Ölmühle\nam Bach, neu"}]


def test_json_lines_pass_over_what_is_no_object() -> None:
    lines = ['{"text": "One."}', "", "[1]", "{broken", '{"text": "Two."}', "[" * 100_000]
    rows = list(table("\n".join(lines).encode(), "a.jsonl").rows)
    assert [row if isinstance(row, str) else row["text"] for row in rows] == [
        "One.", *(row for row in rows[1:3]), "Two.", rows[4],
    ]  # fmt: skip
    assert [isinstance(row, str) for row in rows] == [False, True, True, False, True]


def test_the_lines_that_reader_writes_are_articles() -> None:
    line = {"schema": 1, "article": {"title": "Mill", "text": "A mill.", "blocks": []}}
    found = table(json.dumps(line).encode(), "a.jsonl")
    assert list(found.rows) == [{"title": "Mill", "text": "A mill."}]


def test_a_table_in_another_encoding_is_said_to_be_so() -> None:
    good, bad = "id,text\n" + "1,tea\n" * 5000, "2,caf\xe9\n"
    rows = list(table((good + bad).encode("latin-1"), "a.csv").rows)
    assert rows[0] == {"id": "1", "text": "tea"}
    assert "UTF-8" in str(rows[-1])
    with pytest.raises(ArticleError, match="UTF-8"):
        table(f"id,text\n{bad}".encode("latin-1"), "a.csv")


@pytest.mark.parametrize(
    ("begin", "name", "expected"),
    [
        (b"id,text\n1,", "a.csv", True),
        (b"id;price\n1;2\n", "a.csv", False),
        (b'{"body": "x"}\n{"bo', "a.jsonl", True),
        (b'[{"body": "x"}, {"bo', "a.json", True),
        (b'{"body": "x"}', "a.json", False),
        (b"[1, 2]", "a.json", False),
        (gzip.compress(b"id,text\n1,x\n", mtime=0), "a.csv.gz", True),
        (b"\x1f\x8bgarbage", "a.csv.gz", False),
        (b"id,text\n1,x\n", "a.txt", False),
    ],
)
def test_what_looks_like_a_table_of_articles(begin: bytes, name: str, expected: bool) -> None:
    assert looks_like_articles(begin, name) is expected


COLUMNS = choose(["key", *NAMES], {"id": "key"}, "a.csv")


def test_a_row_becomes_an_article_with_all_that_it_says() -> None:
    row = {
        "key": "A7", "title": "Ferry runs late", "text": "The ferry ran late.\n\nNobody minded.",
        "url": "https://a.example/7", "published": "30 Nov 2026 08:00 GMT", "outlet": "The Quay",
        "authors": ["Ida Holm", "Ben Ode"], "language": "en",
    }  # fmt: skip
    article = article_of_row(row, COLUMNS, f"a.csv#{mark_of(row, COLUMNS, 1)}")
    assert article.text == "Ferry runs late\n\nThe ferry ran late.\n\nNobody minded."
    assert article.blocks[0].kind == "headline"
    assert (article.title, article.location) == ("Ferry runs late", "a.csv#A7")
    assert article.published is not None
    assert article.published.startswith("2026-11-30")
    assert article.authors == ("Ida Holm, Ben Ode",)
    assert (article.outlet, article.url, article.language) == (
        "The Quay", "https://a.example/7", "en",
    )  # fmt: skip


def test_a_page_in_a_row_is_read_as_one() -> None:
    row = {"html": "<html><body><article><h1>Mill</h1><p>It turns &amp; turns, all day long.</p>"}
    article = article_of_row(row, choose(["html"], {}, "a.csv"), "a.csv#1")
    assert "turns & turns" in article.text
    assert "<p>" not in article.text


@pytest.mark.parametrize("row", [{}, {"text": None}, {"text": "  "}, {"title": "Only this"}])
def test_a_row_without_text_is_refused(row: dict[str, object]) -> None:
    with pytest.raises(ArticleError, match=r"a\.csv#1"):
        article_of_row(row, COLUMNS, "a.csv#1")


@pytest.mark.parametrize("identity", ["a b", "x/y", "", None, "é", "z" * 99])
def test_an_id_that_cannot_stand_in_a_location_gives_way_to_the_number(identity: object) -> None:
    assert mark_of({"key": identity}, COLUMNS, 12) == "12"


@given(st.text(min_size=1))
def test_any_text_of_a_row_is_an_article_or_a_refusal(text: str) -> None:
    try:
        article = article_of_row({"text": text}, COLUMNS, "a.csv#1")
    except ArticleError:
        return
    article.text.encode()
