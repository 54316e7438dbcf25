"""Rich notes through every format that comes in again: into an empty library, and twice."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from tinydb import TinyDB

from reader.annotations.record_json import from_document
from reader.annotations.records import (
    Appearance,
    Claim,
    Evidence,
    Label,
    LabelLink,
    Mark,
    Record,
)
from reader.annotations.store import open_store
from reader.article.anchor import Anchor, anchor
from reader.cli.commands.export import WITH_RECORDS
from reader.cli.main import main
from reader.exchange.formats.registry import FORMATS
from reader.text.span import Span

AT = "2026-05-01T10:00:00Z"
TEXT = (
    "🙂 Quay sold\n\n"
    "Ines Roth said “We sold the quay”\tto the town. 🙂 “It was time,” she said.\n\n"
    "The mayor did not answer. “We sold the quay” was all he had read.\n"
)
TWIN = TEXT.replace("Ines Roth", "Petra Vogt")
TAGS_ALONE = ("refi-codebook",)
BOTH_WAYS = [
    name for name, each in FORMATS.items() if each.reads and each.writes and name not in TAGS_ALONE
]
WITH_IDS = [name for name in BOTH_WAYS if name not in ("readwise", "conll")]
INTO_READER = [name for name, each in FORMATS.items() if each.reads]
SEVERAL_FILES = ("brat", "refi-qda", "webanno-tsv", "xmi")


def on(text: str, *words: str, times: int = 1) -> Anchor:
    spans = []
    for each in words:
        start = -1
        for _ in range(times):
            start = text.index(each, start + 1)
        spans.append(Span(start, start + len(each)))
    return anchor(text, spans)


def rich(text: str, article: str) -> list[Record]:
    common = {"article_id": article, "creator": "Ines", "created": AT, "modified": AT}

    def key(number: int) -> str:
        return f"{article[:24]}{number:012d}"

    quay = on(text, "We sold the quay”\tto the town", "It was time")
    body = "Who *sold*?\n\n- one\n- two 🙂"
    return [
        Mark(kind="note", id=key(1), anchor=quay, body=body, tags=("law, sea", "x"), **common),
        Mark(kind="highlight", id=key(2), anchor=on(text, "The mayor"), colour="#ffee00", **common),
        Label(
            id=key(3),
            anchor=on(text, "We sold the quay", times=2),
            layer="entity",
            type="Сделка",
            attributes={"sure": "yes"},
            links=(LabelLink("heardBy", key(4)),),
            **common,
        ),
        Label(id=key(4), anchor=on(text, "The mayor"), layer="entity", type="person", **common),
        Claim(
            id=key(5),
            anchor=on(text, "We sold the quay"),
            claim="They sold it.",
            evidence=(Evidence(title="Deed", url="https://quay.example/deed"),),
            **common,
        ),
        Appearance(id=key(6), claim_id=key(5), anchor=on(text, "all he had read"), **common),
    ]


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    """Two articles of one title, each with records of every kind."""
    path = tmp_path / "annotations.json"
    for name, text in (("quay.txt", TEXT), ("again.txt", TWIN)):
        (tmp_path / name).write_bytes(text.replace("\n", "\r\n").encode())
        words = ["annotate", str(tmp_path / name), "--exact", "did not answer", "--note", "Why?"]
        assert main([*words, "--notes", str(path)]) == 0
    for row in rows(path):
        if row["kind"] == "article":
            text = TEXT if str(row["locations"]).count("quay.txt") else TWIN
            store = open_store(path, who="Ines")
            store.put_many(rich(text, str(row["id"])), doing="note")
            store.close()
    return path


def rows(path: Path) -> list[dict[str, object]]:
    with TinyDB(path) as file:
        return sorted(map(dict, file.all()), key=lambda row: str(row["id"]))


def records(path: Path) -> list[dict[str, object]]:
    return [row for row in rows(path) if row["kind"] != "article"]


def exported(format_: str, notes: Path, folder: Path, *, whole_records: bool = True) -> Path:
    target = f"{folder}/" if format_ in SEVERAL_FILES else str(folder / "out")
    folder.mkdir(exist_ok=True)
    words = ["export", "--format", format_, "--origin", "own", "--full-paths", "-o", target]
    whole = ["--with-records"] if format_ in WITH_RECORDS and whole_records else []
    assert main([*words, *whole, "--notes", str(notes)]) == 0
    return folder if format_ in SEVERAL_FILES else folder / "out"


@pytest.mark.parametrize("format_", BOTH_WAYS)
def test_rich_notes_come_home_the_same_or_it_is_said(
    format_: str, notes: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    out = exported(format_, notes, tmp_path / "out")
    report = capsys.readouterr().err
    other = tmp_path / "other.json"
    code = main(["import", "--format", format_, str(out), "--notes", str(other)])
    report += capsys.readouterr().err
    if format_ == "readwise":
        assert code == 1
        assert report.count("left out") == 1
        return
    assert code == 0
    if format_ == "conll":
        assert "left out" in report
        return
    assert records(other) == records(notes)


@pytest.mark.parametrize("format_", BOTH_WAYS)
def test_importing_twice_changes_nothing(format_: str, notes: Path, tmp_path: Path) -> None:
    out = exported(format_, notes, tmp_path / "out")
    for path in (notes, tmp_path / "other.json"):
        main(["import", "--format", format_, str(out), "--notes", str(path)])
        before = path.read_bytes()
        main(["import", "--format", format_, str(out), "--notes", str(path)])
        assert path.read_bytes() == before


@pytest.mark.parametrize("format_", WITH_IDS)
def test_an_export_that_comes_home_leaves_later_edits_alone(
    format_: str, notes: Path, tmp_path: Path
) -> None:
    out = exported(format_, notes, tmp_path / "out")
    store = open_store(notes, who="Ines")
    for row in records(notes):
        record = replace(from_document(row), tags=("mine",), modified="2026-06-01T10:00:00Z")
        store.put(record, "tag")
    store.close()
    before = rows(notes)
    assert main(["import", "--format", format_, str(out), "--notes", str(notes)]) == 0
    assert rows(notes) == before


@pytest.mark.parametrize("format_", WITH_RECORDS)
def test_plain_layers_come_home_to_their_article_and_change_nothing(
    format_: str, notes: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = exported(format_, notes, tmp_path / "out", whole_records=False)
    assert "evidence" in capsys.readouterr().err
    before = rows(notes)
    assert main(["import", "--format", format_, str(out), "--notes", str(notes)]) == 0
    assert rows(notes) == before


def as_brought(format_: str, notes: Path, folder: Path) -> Path:
    """Return a file of the format: what reader exported, or what its own program would."""
    folder.mkdir(exist_ok=True)
    path = folder / "in"
    if format_ == "kindle":
        path.write_text(
            "".join(
                f"Quay sold\n- Your {kind} at location 7-7 | Added on Saturday, 2 May 2026 "
                f"10:12:00\n\n{words}\n==========\n"
                for kind, words in (("Highlight", "We sold the quay"), ("Note", "For how much?"))
            ),
            "utf-8",
        )
    elif format_ == "hypothesis":
        quote = {"type": "TextQuoteSelector", "exact": "did not answer", "prefix": "The mayor "}
        remark = {
            "id": "r1",
            "created": AT,
            "updated": AT,
            "user": "acct:lea@quay.example",
            "uri": "https://quay.example/sold",
            "text": "Ask again.",
            "tags": ["law, sea"],
            "document": {"title": ["Quay sold"]},
            "target": [{"source": "https://quay.example/sold", "selector": [quote]}],
        }
        reply = remark | {"id": "r2", "text": "Did.", "references": ["r1"], "target": []}
        path.write_text(json.dumps({"rows": [remark, reply]}), "utf-8")
    elif format_ == "refi-codebook":
        assert main(["tags", "--describe", "law, sea", "All law.", "--notes", str(notes)]) == 0
        return exported(format_, notes, folder)
    else:
        return exported(format_, notes, folder)
    return path


@pytest.mark.parametrize("format_", INTO_READER)
def test_a_file_of_any_format_comes_in_once(format_: str, notes: Path, tmp_path: Path) -> None:
    path = as_brought(format_, notes, tmp_path / "out")
    other = tmp_path / "other.json"
    words = ["import", "--format", format_, str(path), "--notes", str(other)]
    assert main(words) in (0, 1)
    assert rows(other)
    before, held = other.read_bytes(), rows(other)
    main(words)
    assert rows(other) == held
    assert other.read_bytes() == before


def test_a_prior_check_comes_in_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    check = {
        "@context": "https://schema.org",
        "@type": "ClaimReview",
        "url": "https://checks.example/quay",
        "claimReviewed": "The town sold the quay for one crown.",
        "datePublished": "2026-05-02",
        "author": {"@type": "Organization", "name": "Quay Checks"},
        "reviewRating": {"@type": "Rating", "alternateName": "False"},
    }
    path, notes = tmp_path / "checks.json", tmp_path / "annotations.json"
    path.write_text(json.dumps(check), "utf-8")
    words = ["--notes", str(notes)]
    found = []
    for _ in range(2):
        assert main(["import", "--format", "claimreview", str(path), *words]) == 0
        capsys.readouterr()
        main(["known", "The town sold the quay for one crown.", "--format", "json", *words])
        found.append(capsys.readouterr().out)
    assert found[0].count("https://checks.example/quay") == 1
    assert found[1] == found[0]
