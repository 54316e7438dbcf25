from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from reader.cli.main import main

STORY = (
    "The gate is closed\n\nThe harbour master closed the gate. “Nobody was hurt 🙂,” she said.\n"
)


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    story = tmp_path / "gate.txt"
    story.write_text(STORY, encoding="utf-8")
    path = tmp_path / "annotations.json"
    for exact, note in (("Nobody was hurt 🙂", "Ask *her*."), ("closed the gate", "")):
        words = ["annotate", str(story), "--exact", exact, "--note", note, "--tag", "law"]
        assert main([*words, "--notes", str(path)]) == 0
    return path


def export(notes: Path, *more: str) -> int:
    return main(["export", "--notes", str(notes), *more])


def test_a_page_for_each_article_in_a_folder(notes: Path, tmp_path: Path) -> None:
    second = tmp_path / "bridge.txt"
    second.write_text("The gate is closed\n\nAnother story.\n", encoding="utf-8")
    main(["annotate", str(second), "--exact", "Another", "--notes", str(notes)])
    folder = tmp_path / "pages"
    assert export(notes, "--format", "markdown", "-o", f"{folder}/") == 0
    pages = sorted(folder.iterdir())
    assert pages[0].name == "the-gate-is-closed.md" or len(pages) == 2
    assert {page.suffix for page in pages} == {".md"}
    assert export(notes, "--format", "markdown", "-o", f"{folder}/") == 2
    assert export(notes, "--format", "markdown", "-o", f"{folder}/", "--force") == 0
    assert sorted(folder.iterdir()) == pages
    assert [path for path in tmp_path.iterdir() if path.name.startswith(".pages")] == []


def test_several_files_as_an_archive(notes: Path, tmp_path: Path) -> None:
    out = tmp_path / "pages.zip"
    assert export(notes, "--format", "markdown", "-o", str(out)) == 0
    with zipfile.ZipFile(io.BytesIO(out.read_bytes())) as archive:
        assert archive.testzip() is None
        (name,) = archive.namelist()
        assert "> Nobody was hurt" in archive.read(name).decode("utf-8")


def test_one_file_is_not_made_a_folder(
    notes: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert export(notes, "--format", "csv", "-o", f"{tmp_path}/tables/") == 2
    assert "csv is one file" in capsys.readouterr().err
    assert not (tmp_path / "tables").exists()


def test_a_write_that_fails_leaves_the_old_file(
    notes: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    from reader.exchange.formats import csv_table

    out = tmp_path / "notes.csv"
    out.write_text("mine", encoding="utf-8")

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(csv_table, "_row", fail)
    assert export(notes, "--format", "csv", "-o", str(out), "--force") == 2
    assert f"{out} cannot be written (No space left on device)" in capsys.readouterr().err
    assert out.read_text(encoding="utf-8") == "mine"
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_a_folder_that_is_not_there_is_named(
    notes: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert export(notes, "--format", "csv", "-o", str(tmp_path / "none" / "notes.csv")) == 2
    assert f"There is no folder {tmp_path / 'none'}" in capsys.readouterr().err


def test_private_evidence_is_held_back_and_counted(
    notes: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from reader.annotations.records import Claim, Evidence
    from reader.annotations.store import open_store

    store = open_store(notes, who="Ada")
    mark = next(record for record in store.records() if record.kind == "note")
    store.put(
        Claim(
            article_id=mark.article_id,
            id="c",
            anchor=mark.anchor,
            evidence=(Evidence(title="Open"), Evidence(title="A secret source", private=True)),
        )
    )
    store.close()
    capsys.readouterr()
    assert export(notes, "--format", "json", "--kind", "claim") == 0
    report = capsys.readouterr()
    assert "A secret source" not in report.out
    assert "Open" in report.out
    assert "1 private piece of evidence" in report.err
    assert export(notes, "--format", "json", "--private") == 0
    assert "A secret source" in capsys.readouterr().out
    assert export(notes, "--format", "json", "--status", "done") == 0
    assert json.loads(capsys.readouterr().out)["articles"] == []


def test_strict_makes_a_loss_an_error(notes: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert export(notes, "--format", "json", "--strict") == 0
    from reader.annotations.records import Record
    from reader.annotations.store import open_store

    store = open_store(notes, who="Ada")
    article = store.articles()[0]
    store.put(Record(article_id=article.id, id="odd", kind="odd"))
    store.close()
    capsys.readouterr()
    assert export(notes, "--format", "markdown", "--strict") == 1
    report = capsys.readouterr()
    assert "1 record that a page cannot show was left out" in report.err
    assert "Nothing was written" in report.err
    assert report.out == ""


@pytest.mark.parametrize(
    "words", [("--kind", "notes"), ("--status", "finished"), ("--since", "yesterday")]
)
def test_a_filter_that_cannot_fit_anything_is_refused(
    words: tuple[str, str], notes: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert export(notes, "--format", "json", *words) == 2
    assert words[1] in capsys.readouterr().err


def test_an_export_of_nothing_says_so(notes: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert export(notes, "--format", "csv", "--tag", "none") == 0
    assert "No records match" in capsys.readouterr().err


def test_a_browsers_page_goes_to_standard_output(
    notes: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert export(notes, "--format", "html") == 0
    report = capsys.readouterr().out
    assert report.startswith("<!DOCTYPE html>")
    assert "Nobody was hurt 🙂</mark>" in report


def test_a_template_is_for_pages(
    notes: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    template = tmp_path / "mine.txt"
    template.write_text("$title\n[records]\n- $passage\n[end]\n", encoding="utf-8")
    capsys.readouterr()
    assert export(notes, "--format", "markdown", "--template", str(template)) == 0
    report = capsys.readouterr().out
    assert report == "The gate is closed\n- closed the gate\n- Nobody was hurt 🙂\n"
    assert export(notes, "--format", "csv", "--template", str(template)) == 2
    assert export(notes, "--format", "markdown", "--template", "none.txt") == 2


@pytest.mark.parametrize("format_", ["brat", "webanno-tsv", "xmi"])
def test_several_files_go_through_a_pipe_as_an_archive(format_: str, notes: Path) -> None:
    report = subprocess.run(
        [sys.executable, "-m", "reader", "export", "--format", format_, "--notes", str(notes)],
        capture_output=True,
        check=True,
    )
    with zipfile.ZipFile(io.BytesIO(report.stdout)) as archive:
        assert archive.testzip() is None
        assert len(archive.namelist()) >= 1
    assert b"not analyzed" in report.stderr


def test_web_annotations_have_the_white_space_of_a_stored_page(tmp_path: Path) -> None:
    page = tmp_path / "mill.html"
    page.write_text(
        '<html><head><title>Mill</title><link rel="canonical" href="https://mill.example/fire">'
        "</head><body><article><h1>The mill burned</h1><p>Fire took the mill on\n Monday, and the "
        "owner, Ines\n Roth, said that nobody slept in it that night.</p><p>The firemen came from "
        "three villages and stayed until noon, when the last beam had fallen.</p></article></body>",
        encoding="utf-8",
    )
    path, out = tmp_path / "annotations.json", tmp_path / "out.jsonld"
    words = ["annotate", str(page), "--exact", "the owner, Ines Roth", "--note", "Whose?"]
    assert main([*words, "--notes", str(path)]) == 0
    assert export(path, "--format", "web-annotation", "-o", str(out)) == 0
    target = json.loads(out.read_text("utf-8"))["first"]["items"][0]["target"]
    assert str(tmp_path) not in json.dumps(target)
    assert target["selector"][0]["exact"] == "the owner, Ines\n Roth"
    before = path.read_bytes()
    words = ["import", "--format", "web-annotation", str(out), "--notes"]
    assert main([*words, str(path)]) == 0
    assert path.read_bytes() == before
    assert main([*words, str(tmp_path / "other.json")]) == 0
    page.unlink()
    assert export(path, "--format", "web-annotation", "-o", str(out), "--force") == 0
    target = json.loads(out.read_text("utf-8"))["first"]["items"][0]["target"]
    assert target["selector"][0]["exact"] == "the owner, Ines Roth"
