"""Archives and tables of articles are opened like any source of several articles, lazily."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest
from pyarrow import parquet

from reader.analysis.findings import Findings
from reader.archive import reading
from reader.archive import run as running
from reader.archive.reading import findings_at
from reader.article import parquet as parquets
from reader.article.article import Article, ArticleError
from reader.article.contents import Contents, SeveralArticlesError
from reader.article.opening import open_article
from reader.cli.main import main
from reader.shipped import STARTER
from tests.archive.stub_pipeline import found_in, stub_loader
from tests.archive.test_dataset import corpus, made


@pytest.fixture(autouse=True)
def stub(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "load_pipeline", stub_loader)


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    made(corpus(tmp_path / "a.jsonl", 40), tmp_path / "found.parquet")
    return tmp_path / "found.parquet"


def contents_of(path: Path) -> Contents:
    with pytest.raises(SeveralArticlesError) as several:
        open_article(str(path))
    return several.value.contents


def test_an_archive_lists_its_articles_in_order(archive: Path) -> None:
    contents = contents_of(archive)
    assert [item.title for item in contents.items] == [f"Trams, part {n}" for n in range(40)]
    assert [item.title for item in contents.items[-2:]] == ["Trams, part 38", "Trams, part 39"]


@pytest.mark.parametrize("number", [0, 17, 39])
def test_an_article_is_the_one_that_went_in(archive: Path, number: int) -> None:
    first = open_article(f"{archive.parent}/a.jsonl#a{number}")
    item = contents_of(archive).items[number]
    assert item.own is not None
    article = item.own()
    assert (article.text, article.blocks, article.title) == (first.text, first.blocks, first.title)
    assert open_article(f"{archive}#{item.mark}") == article
    assert open_article(f"{archive}#{number + 1}") == article


def test_its_findings_are_read_where_the_same_models_made_them(
    archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in (3, 31):
        article = open_article(f"{archive}#{number + 1}")
        expected = found_in(article)
        monkeypatch.setattr(reading, "stamp", lambda *_, models=expected.models: models)
        found = findings_at(article, STARTER)
        assert found is not None
        assert all(getattr(found, f.name) == getattr(expected, f.name) for f in fields(Findings))
        monkeypatch.setattr(reading, "stamp", lambda *_: {})
        assert findings_at(article, STARTER) is None


def test_findings_of_another_text_are_not_taken(archive: Path) -> None:
    mark = contents_of(archive).items[0].mark
    other = Article("Something else.", (), "x", f"{archive}#{mark}", "made 1")
    assert findings_at(other, STARTER) is None


def numbered(path: Path, rows: int, group: int) -> Path:
    titles = [f"Mill {number} opens" for number in range(rows)]
    texts = [f"Mill {number} opens again in spring." for number in range(rows)]
    parquet.write_table(pa.table({"title": titles, "text": texts}), path, row_group_size=group)
    return path


@pytest.mark.parametrize("place", [0, 999, 1000, 2499, 2500, 6999])
def test_any_row_of_any_group_is_found(tmp_path: Path, place: int) -> None:
    contents = contents_of(numbered(tmp_path / "m.parquet", 7000, 2500))
    item = contents.items[place]
    assert item.title == f"Mill {place} opens"
    assert item.own is not None
    assert item.own().text.endswith(f"Mill {place} opens again in spring.")
    assert contents.item(str(place + 1)) == item


@pytest.mark.parametrize("place", [7000, -7001])
def test_behind_the_end_there_is_nothing(tmp_path: Path, place: int) -> None:
    contents = contents_of(numbered(tmp_path / "m.parquet", 7000, 2500))
    with pytest.raises(IndexError):
        contents.items[place]
    assert contents.item("7001") is None


def test_the_list_of_a_large_file_reads_a_page_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = numbered(tmp_path / "m.parquet", 200_000, 100_000)
    read: list[int] = []
    opened = parquets.opened

    def counted(of: Path) -> object:
        read.append(1)
        return opened(of)

    monkeypatch.setattr(parquets, "opened", counted)
    contents = contents_of(path)
    assert len(contents.items) == 200_000
    list(contents.items[:1000])
    assert len(read) == 2


def as_csv(path: Path) -> None:
    duckdb.sql(f"SELECT title, text FROM '{path}'").write_csv(str(path.with_suffix(".csv")))


def as_json(path: Path) -> None:
    rows = duckdb.sql(f"SELECT title, text FROM '{path}'").fetchall()
    lines = [json.dumps({"title": title, "text": text}) for title, text in rows]
    path.with_suffix(".jsonl").write_text("\n".join(lines))


@pytest.mark.parametrize(
    ("ending", "convert"), [(".parquet", None), (".csv", as_csv), (".jsonl", as_json)]
)
def test_add_takes_the_result_of_a_query(
    archive: Path, tmp_path: Path, ending: str, convert: Callable[[Path], None] | None,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    result = tmp_path / "some.parquet"
    duckdb.sql(
        f"COPY (SELECT * FROM '{archive}/articles/*.parquet' WHERE title LIKE '%part 3_') "
        f"TO '{result}'"
    )
    if convert is not None:
        convert(result)
    assert main(["add", str(result.with_suffix(ending)), "--format", "json"]) == 0
    added = json.loads(capsys.readouterr().out)
    assert sorted(one["title"] for one in added) == [f"Trams, part {n}" for n in range(30, 40)]
    assert {one["outcome"] for one in added} == {"new"}


def test_show_lists_and_opens(archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", str(archive)]) == 0
    printed = capsys.readouterr().out
    assert "40 articles" in printed
    assert "Trams, part 39" in printed
    assert main(["show", f"{archive}#5", "--plain", "--no-findings"]) == 0
    assert "Ida Holm counted 6 trams" in capsys.readouterr().out


def test_a_table_with_one_row_is_an_article(tmp_path: Path) -> None:
    assert open_article(str(numbered(tmp_path / "m.parquet", 1, 1))).title == "Mill 0 opens"


@pytest.mark.parametrize("rows", [b"PAR1 and nothing more", b"PAR1" + b"\0" * 50 + b"PAR1"])
def test_a_damaged_file_is_one_sentence(tmp_path: Path, rows: bytes) -> None:
    (tmp_path / "m.parquet").write_bytes(rows)
    with pytest.raises(ArticleError, match=r"m\.parquet"):
        open_article(str(tmp_path / "m.parquet"))


def test_a_table_without_texts_is_one_sentence(tmp_path: Path) -> None:
    parquet.write_table(pa.table({"price": [3]}), tmp_path / "p.parquet")
    with pytest.raises(ArticleError, match="price"):
        open_article(str(tmp_path / "p.parquet"))
    parquet.write_table(pa.table({"text": pa.array([], pa.string())}), tmp_path / "e.parquet")
    with pytest.raises(ArticleError, match="no rows"):
        open_article(str(tmp_path / "e.parquet"))
