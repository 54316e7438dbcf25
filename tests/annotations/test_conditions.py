"""A condition selects in a script what it selects for a command, and no odd row breaks it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import reader
from reader.annotations.conditions import EVERYTHING, of_article, of_desk_rows, of_records
from reader.annotations.records import (
    ArticleRecord,
    Assessment,
    Claim,
    Mark,
    Record,
    Revision,
)
from reader.annotations.store import open_store
from reader.article.anchor import Anchor, anchor
from reader.cli.main import main
from reader.text.span import Span

HELD: Anchor = anchor("The ferry sank at noon, the coast guard said.", [Span(4, 9)])


def article(identity: str, **fields: Any) -> ArticleRecord:
    seen = Revision(fingerprint=identity, loader="text", seen="2026-11-20", location=identity)
    return ArticleRecord(article_id=identity, id=identity, revisions=(seen,), **fields)


def mark(identity: str, of: str, kind: str = "note", **fields: Any) -> Mark:
    return Mark(article_id=of, id=identity, kind=kind, anchor=HELD, **fields)


def claim(identity: str, of: str, label: str, **fields: Any) -> Claim:
    verdict = Assessment(reviewer="ana", scale="plain", scale_version="1", label=label)
    return Claim(article_id=of, id=identity, anchor=HELD, assessments=(verdict,), **fields)


RECORDS: tuple[Record, ...] = (
    article(
        "ferry",
        title="Ferry sinks",
        outlet="North Wire",
        published="2026-11-19",
        authors=("Ida Holm",),
        status={"ana": "reading"},
        tags=("sea",),
        locations=("/tmp/ferry.txt",),
    ),
    article("bridge", title="A bridge opens", outlet="Daily Post", published="2026-09"),
    mark("n1", "ferry", tags=("Figures", "sea"), modified="2026-11-20T08:00:00Z", creator="ana"),
    mark("n2", "bridge", "highlight", modified="2026-10-02T08:00:00Z", creator="ben"),
    claim("c1", "ferry", "False", status="done", assignee="ben", modified="2026-11-21T08:00:00Z"),
    claim("c2", "bridge", "true", status="todo", modified="2026-11-30T23:00:00Z"),
)

OF_RECORDS = [
    ({}, [], {"n1", "n2", "c1", "c2"}),
    ({"kinds": ["note", "claim"]}, ["--kind", "note", "--kind", "claim"], {"n1", "c1", "c2"}),
    ({"tags": ["Figures", "none"]}, ["--tag", "Figures", "--tag", "none"], {"n1"}),
    ({"tags": ["figures"]}, ["--tag", "figures"], set()),
    ({"statuses": ["todo"]}, ["--status", "todo"], {"c2"}),
    ({"verdicts": ["FALSE"]}, ["--verdict", "FALSE"], {"c1"}),
    ({"creator": "ben"}, ["--by", "ben"], {"n2"}),
    ({"since": "2026-11"}, ["--since", "2026-11"], {"n1", "c1", "c2"}),
    ({"until": "2026-11-20"}, ["--until", "2026-11-20"], {"n1", "n2"}),
    (
        {"since": "2026-11-20T08:00:00Z", "until": "2026-11-21"},
        ["--since", "2026-11-20T08:00:00Z", "--until", "2026-11-21"],
        {"n1", "c1"},
    ),
]

OF_ROWS = [
    ({}, [], {"ferry", "bridge"}),
    ({"statuses": ["unread"]}, ["--status", "unread"], {"bridge"}),
    ({"tags": ["figures"]}, ["--tag", "figures"], {"ferry"}),
    ({"outlets": ["wire", "times"]}, ["--outlet", "wire", "--outlet", "times"], {"ferry"}),
    ({"people": ["holm"]}, ["--person", "holm"], {"ferry"}),
    ({"since": "2026-10"}, ["--from", "2026-10"], {"ferry"}),
    ({"until": "2026-09"}, ["--to", "2026-09"], {"bridge"}),
]


@pytest.fixture
def notes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "annotations.json"
    config = tmp_path / "config.toml"
    config.write_text('[me]\nname = "ana"\n', encoding="utf-8")
    for name, value in {
        "READER_NOTES": path,
        "READER_CONFIG": config,
        "XDG_CACHE_HOME": tmp_path / "cache",
        "XDG_DATA_HOME": tmp_path / "data",
    }.items():
        monkeypatch.setenv(name, str(value))
    store = open_store(path, who="")
    store.put_many(RECORDS, "import")
    store.close()
    return path


def printed(capsys: pytest.CaptureFixture[str], *words: str) -> list[dict[str, Any]]:
    assert main([*words, "--format", "json"]) == 0
    rows: list[dict[str, Any]] = json.loads(capsys.readouterr().out)
    return rows


@pytest.mark.parametrize(
    ("given", "options", "expected"),
    OF_RECORDS,
    ids=lambda value: str(value) if isinstance(value, dict) else "",
)
def test_a_script_selects_the_records_of_list(
    notes: Path,
    capsys: pytest.CaptureFixture[str],
    given: dict[str, Any],
    options: list[str],
    expected: set[str],
) -> None:
    with reader.open_notes(read_only=True) as database:
        found = {row["id"] for row in database.search(of_records(**given))}
    assert found - {"ferry", "bridge"} == expected
    listed = {row["id"] for row in printed(capsys, "list", *options)}
    assert listed - {"ferry", "bridge"} == expected


def test_a_script_selects_the_claims_of_claims(
    notes: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wanted = of_records(assignee="ben")
    with reader.open_notes(read_only=True) as database:
        assert [row["id"] for row in database.search(wanted)] == ["c1"]
    assert [row["id"] for row in printed(capsys, "claims", "--assignee", "ben")] == ["c1"]


@pytest.mark.parametrize("words", ["FERRY", "ferry.txt", "sinks"])
def test_a_script_selects_the_articles_of_list(
    notes: Path, capsys: pytest.CaptureFixture[str], words: str
) -> None:
    with reader.open_notes(read_only=True) as database:
        articles = of_records(kinds=["article"]) & of_article(words)
        assert [row["id"] for row in database.search(articles)] == ["ferry"]
    listed = {row["article_id"] for row in printed(capsys, "list", "--article", words)}
    assert listed == {"ferry"}


@pytest.mark.parametrize(
    ("given", "options", "expected"),
    OF_ROWS,
    ids=lambda value: str(value) if isinstance(value, dict) else "",
)
def test_a_script_selects_the_rows_of_the_desk(
    notes: Path,
    capsys: pytest.CaptureFixture[str],
    given: dict[str, Any],
    options: list[str],
    expected: set[str],
) -> None:
    rows = printed(capsys, "list", "--articles")
    assert {row["article_id"] for row in rows if of_desk_rows(**given)(row)} == expected
    listed = printed(capsys, "list", "--articles", *options)
    assert {row["article_id"] for row in listed} == expected


def test_nothing_given_is_the_condition_that_takes_everything() -> None:
    assert of_records() is of_desk_rows() is of_article("") is EVERYTHING
    assert EVERYTHING({})


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=6,
)
NAMES = [
    "id", "kind", "tags", "status", "assessments", "modified", "creator", "assignee", "title",
    "url", "locations", "outlet", "people", "published", "added",
]  # fmt: skip
EVERY_CONDITION = [
    of_records(
        kinds=["claim"], tags=["a"], statuses=["todo"], verdicts=["x"], assignee="b",
        creator="c", since="2026", until="2027",
    ),
    *(of_records(**given) for given, _, _ in OF_RECORDS),
    *(of_desk_rows(**given) for given, _, _ in OF_ROWS),
    of_article("ferry"),
]  # fmt: skip


@given(st.dictionaries(st.sampled_from(NAMES), VALUES))
def test_no_row_of_odd_fields_breaks_a_condition(row: dict[str, Any]) -> None:
    for condition in EVERY_CONDITION:
        assert condition(row) in (True, False)
