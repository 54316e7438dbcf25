from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
from tinydb import TinyDB

from reader.cli.commands.export import WITH_RECORDS
from reader.cli.main import main

STORY = (
    "The gate is closed\n\nThe harbour master closed the gate. “Nobody was hurt 🙂,” she said.\n"
)


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    return tmp_path / "annotations.json"


@pytest.fixture
def story(tmp_path: Path) -> Path:
    path = tmp_path / "gate.txt"
    path.write_text(STORY, encoding="utf-8")
    return path


def rows(path: Path) -> list[dict[str, object]]:
    with TinyDB(path) as file:
        return sorted(map(dict, file.all()), key=lambda row: str(row["id"]))


def exported(notes: Path, out: Path, format_: str = "json") -> Path:
    words = ["export", "--format", format_, "--notes", str(notes), "-o", str(out), "--full-paths"]
    assert main(words) == 0
    return out


def annotate(story: Path, notes: Path, exact: str, note: str = "Ask.") -> None:
    words = ["annotate", str(story), "--exact", exact, "--note", note, "--tag", "law"]
    assert main([*words, "--notes", str(notes)]) == 0


@pytest.mark.parametrize("format_", ["json", "jsonl", "web-annotation"])
def test_an_export_comes_home_to_an_empty_desk(
    format_: str, story: Path, notes: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    annotate(story, notes, "Nobody was hurt 🙂")
    annotate(story, notes, "closed the gate", note="")
    out = exported(notes, tmp_path / "out", format_)
    other = tmp_path / "other.json"
    capsys.readouterr()
    assert main(["import", "--format", format_, str(out), "--notes", str(other)]) == 0
    assert "Imported 2 records" in capsys.readouterr().err
    assert rows(other) == rows(notes)
    before = other.read_bytes()
    assert main(["import", "--format", format_, str(out), "--notes", str(other)]) == 0
    assert "Imported 0 records, 2 are on the desk already" in capsys.readouterr().err
    assert other.read_bytes() == before


@pytest.mark.parametrize("format_", ["brat", "label-studio", "doccano"])
def test_what_went_to_an_annotation_tool_comes_home_with_its_article(
    format_: str, story: Path, notes: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    annotate(story, notes, "Nobody was hurt 🙂", note="Two\n\nlines.")
    annotate(story, notes, "closed the gate", note="")
    folder = tmp_path / "brat"
    out = folder if format_ == "brat" else tmp_path / "out.json"
    target = f"{out}/" if format_ == "brat" else str(out)
    words = ["export", "--format", format_, "--origin", "own", "--full-paths", "-o", target]
    assert main([*words, "--strict", "--notes", str(notes)]) == 0
    other = tmp_path / "other.json"
    assert main(["import", "--format", format_, str(out), "--notes", str(other)]) == 0
    assert rows(other) == rows(notes)
    mine = notes.read_bytes()
    assert main(["import", "--format", format_, str(out), "--notes", str(notes)]) == 0
    assert notes.read_bytes() == mine


@pytest.mark.parametrize("format_", ["brat", "label-studio", "webanno-tsv", "xmi"])
def test_an_archive_that_was_exported_comes_home(
    format_: str, story: Path, notes: Path, tmp_path: Path
) -> None:
    annotate(story, notes, "Nobody was hurt 🙂", note="Two\n\nlines.")
    out = tmp_path / "out.zip"
    words = ["export", "--format", format_, "--origin", "own", "--full-paths", "-o", str(out)]
    whole = ["--with-records"] if format_ in WITH_RECORDS else []
    assert main([*words, *whole, "--notes", str(notes)]) == 0
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("__MACOSX/._gate.ann", b"\x00")
    other = tmp_path / "other.json"
    assert main(["import", "--format", format_, str(out), "--notes", str(other)]) == 0
    assert rows(other) == rows(notes)


@pytest.mark.parametrize(
    ("format_", "name", "data"),
    [
        ("brat", "out.zip", b"PK\x03\x04 and no more"),
        ("xmi", "out.zip", b"PK\x03\x04 and no more"),
        ("webanno-tsv", "out.tsv", b"#FORMAT=WebAnno TSV 3.3\n\n#Text=a\n1-1\n"),
        ("readwise", "out.csv", b"x" * 17_000_000),
    ],
)
def test_a_damaged_file_is_one_sentence(
    format_: str, name: str, data: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / name).write_bytes(data)
    words = ["import", "--format", format_, str(tmp_path / name)]
    assert main([*words, "--notes", str(tmp_path / "a.json")]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert name in line


def test_a_dry_run_takes_nothing(
    story: Path, notes: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    annotate(story, notes, "Nobody was hurt 🙂")
    out = exported(notes, tmp_path / "out")
    other = tmp_path / "other.json"
    words = ["import", "--format", "json", str(out), "--notes", str(other), "--dry-run"]
    assert main(words) == 0
    assert "Would import 1 record" in capsys.readouterr().err
    assert not other.exists()


def web_annotations(path: Path, *quotes: dict[str, str], source: str) -> Path:
    report = [
        {
            "id": f"https://example.org/{number}",
            "type": "Annotation",
            "bodyValue": "From elsewhere",
            "target": {"source": source, "selector": {"type": "TextQuoteSelector", **quote}},
        }
        for number, quote in enumerate(quotes)
    ]
    path.write_text(json.dumps(report), encoding="utf-8")
    return path


def test_passages_are_found_by_their_words_and_the_others_are_listed_and_kept(
    story: Path, notes: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = web_annotations(
        tmp_path / "theirs.json",
        {"exact": "Nobody was hurt 🙂", "prefix": "gate. “"},
        {"exact": "A sentence which this article has never had anywhere"},
        source="https://example.org/page",
    )
    words = ["import", "--format", "web-annotation", str(source), "--notes", str(notes)]
    assert main([*words, "--on", str(story)]) == 1
    report = capsys.readouterr()
    assert "Imported 2 records" in report.err
    assert report.out.startswith("not placed: note “A sentence which")
    found, lost = (row for row in rows(notes) if row["kind"] == "note")
    if "Nobody" not in found["anchor"]["parts"][0]["exact"]:
        found, lost = lost, found
    (part,) = found["anchor"]["parts"]
    assert STORY[part["start"] : part["end"]] == "Nobody was hurt 🙂"
    assert found["anchor"]["fingerprint"].startswith("sha256:")
    assert lost["anchor"]["parts"][0]["exact"].startswith("A sentence which")


def test_words_without_surroundings_are_placed_where_they_stand_alone_or_as_given(
    story: Path, notes: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    annotate(story, notes, "she said")
    second = STORY.index("gate", STORY.index("gate") + 1)
    path = tmp_path / "mine.csv"
    path.write_text(
        "Highlight,Title,Location\n"
        f"master,The gate is closed,\ngate,The gate is closed,{second}\n"
        "gate,The gate is closed,\n",
        encoding="utf-8",
    )
    assert main(["import", "--format", "readwise", str(path), "--notes", str(notes)]) == 1
    assert capsys.readouterr().out.count("not placed: highlight “gate”") == 1
    starts = {
        part["start"]
        for row in rows(notes)
        if row["kind"] == "highlight"
        for part in row["anchor"]["parts"]
        if row["anchor"]["fingerprint"]
    }
    assert starts == {STORY.index("master"), second}


def test_notes_on_a_page_that_is_not_on_the_desk_wait_for_it(
    notes: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = web_annotations(
        tmp_path / "theirs.json", {"exact": "Nobody was hurt"}, source="https://example.org/page"
    )
    words = ["import", "--format", "web-annotation", str(source), "--notes", str(notes)]
    assert main(words) == 1
    assert "not on the desk" in capsys.readouterr().out
    article, note = sorted(rows(notes), key=lambda row: str(row["kind"]))
    assert article["url"] == "https://example.org/page"
    assert note["body"] == "From elsewhere"


def test_what_waited_is_placed_by_the_same_import_once_its_article_is_there(
    story: Path, notes: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "mine.csv"
    path.write_text("Highlight,Title\nharbour master,The gate is closed\n", encoding="utf-8")
    words = ["import", "--format", "readwise", str(path), "--notes", str(notes)]
    assert main(words) == 1
    assert main(words) == 1
    assert [row["kind"] for row in rows(notes)].count("article") == 1
    annotate(story, notes, "she said")
    assert main(words) == 0
    kinds = [row["kind"] for row in rows(notes)]
    assert (kinds.count("highlight"), kinds.count("article")) == (1, 2)
    (mark,) = (row for row in rows(notes) if row["kind"] == "highlight")
    assert mark["anchor"]["parts"][0]["start"] == STORY.index("harbour master")
    capsys.readouterr()
    assert main(["show", str(story), "--plain", "--no-findings", "--notes", str(notes)]) == 0
    assert "Highlight on “harbour master”" in capsys.readouterr().out
    assert main(["list", "--notes", str(notes)]) == 0


def test_strict_takes_nothing_when_something_is_lost(
    story: Path, notes: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = web_annotations(
        tmp_path / "theirs.json",
        {"exact": "Nobody was hurt"},
        {"exact": "not there at all, nowhere"},
        source="x:y",
    )
    words = ["import", "--format", "web-annotation", str(source), "--notes", str(notes)]
    assert main([*words, "--on", str(story), "--strict"]) == 1
    assert not notes.exists()


def test_an_own_note_on_an_earlier_text_is_left_for_the_desk_to_follow(
    story: Path, notes: Path, tmp_path: Path
) -> None:
    annotate(story, notes, "Nobody was hurt 🙂")
    before = rows(notes)
    out = exported(notes, tmp_path / "out")
    story.write_text("A new first line\n\n" + STORY, encoding="utf-8")
    annotate(story, notes, "A new first line")
    assert main(["import", "--format", "json", str(out), "--notes", str(notes)]) == 0
    now = {row["id"]: row for row in rows(notes)}
    assert all(now[row["id"]] == row for row in before if row["kind"] == "note")


@pytest.mark.parametrize(
    "report", ["{", "[]", '{"schema": 1, "articles": 3}', '{"schema": 7, "articles": []}', "\xff"]
)
def test_a_file_that_cannot_be_read_is_one_sentence(
    report: str, notes: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "bad.json"
    path.write_text(report, encoding="latin-1")
    assert main(["import", "--format", "json", str(path), "--notes", str(notes)]) == 2
    reported_back = capsys.readouterr().err
    assert reported_back.startswith("reader: ")
    assert reported_back.count("\n") == 1
    assert not notes.exists()


def test_a_format_that_cannot_be_read_is_reported(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", "--format", "csv", "x.csv"]) == 2
    assert "There is no format 'csv' to read" in capsys.readouterr().err
    assert main(["import", "--format", "list"]) == 0
    assert "json" in capsys.readouterr().out
    assert main(["import", "--format", "json", "none.json"]) == 2
