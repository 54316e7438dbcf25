"""A new version of a story, under another name, on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reader.cli.main import main

STORY = """The gate is closed

The harbour master closed the eastern gate on Monday after a storm had torn two of its hinges.

“We counted fourteen barges behind it,” she said in the evening, “and not one of them was lit.”

The gate stays closed until the hinges are mended, which the builders hope to do by Friday.
"""
UPDATE = STORY.replace("fourteen", "forty").replace(
    "The gate stays", "A crane is on its way from the yard at Holm.\n\nThe gate stays"
)

Output = pytest.CaptureFixture[str]


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Output) -> Path:
    """Return a notes file with a note on the first version; the second lies beside it."""
    for name in ("HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name))
    (tmp_path / "gate.txt").write_text(STORY, encoding="utf-8")
    (tmp_path / "gate-2.txt").write_text(UPDATE, encoding="utf-8")
    words = ["--exact", "fourteen barges", "--note", "how many?"]
    assert main(["annotate", str(tmp_path / "gate.txt"), *words, *notes(tmp_path)]) == 0
    capsys.readouterr()
    return tmp_path


def notes(folder: Path) -> list[str]:
    return ["--notes", str(folder / "notes.json")]


def test_it_is_reported_and_not_taken_without_the_flag(desk: Path, capsys: Output) -> None:
    assert main(["check", str(desk / "gate-2.txt"), *notes(desk)]) == 2
    report = capsys.readouterr().err
    assert "looks like a new version of “The gate is closed”" in report
    assert "--new-version" in report
    words = ["--exact", "the builders hope", "--note", "who?"]
    assert main(["annotate", str(desk / "gate-2.txt"), *words, *notes(desk)]) == 0
    assert "looks like a new version" in capsys.readouterr().err
    assert main(["list", "--format", "json", *notes(desk)]) == 0
    kinds = [record["kind"] for record in json.loads(capsys.readouterr().out)]
    assert kinds.count("article") == 2


def test_check_compares_with_the_flag_and_writes_nothing(desk: Path, capsys: Output) -> None:
    before = (desk / "notes.json").read_bytes()
    words = ["--new-version", "--format", "json"]
    assert main(["check", str(desk / "gate-2.txt"), *words, *notes(desk)]) == 1
    (done,) = json.loads(capsys.readouterr().out)
    assert done["records"][0]["changes"] == [{"before": "fourteen", "after": "forty"}]
    assert (desk / "notes.json").read_bytes() == before


def test_annotate_makes_it_a_revision_with_the_flag(desk: Path, capsys: Output) -> None:
    words = ["--exact", "the builders hope", "--note", "who?", "--new-version"]
    assert main(["annotate", str(desk / "gate-2.txt"), *words, *notes(desk)]) == 0
    assert "taken for a new version" in capsys.readouterr().err
    assert main(["list", "--format", "json", *notes(desk)]) == 0
    article, *marks = json.loads(capsys.readouterr().out)
    assert len(article["revisions"]) == 2
    assert [mark["article_id"] for mark in marks] == [article["id"]] * 2


def test_another_article_gets_no_message(desk: Path, capsys: Output) -> None:
    other = desk / "other.txt"
    other.write_text("The bridge is open\n\nIt was opened at noon by the mayor.\n" * 9)
    assert main(["check", str(other), *notes(desk)]) == 2
    assert "new version" not in capsys.readouterr().err


def test_add_tells_it_and_takes_it_with_the_flag(desk: Path, capsys: Output) -> None:
    third = desk / "gate-3.txt"
    third.write_text(UPDATE.replace("by Friday", "by Sunday"), encoding="utf-8")
    places = [str(desk / "gate-2.txt"), str(third)]
    assert main(["add", *places, "--new-version", *notes(desk)]) == 0
    assert "taken for a new version" in capsys.readouterr().err
    assert main(["list", "--format", "json", *notes(desk)]) == 0
    article, _mark = json.loads(capsys.readouterr().out)
    assert len(article["revisions"]) == 3
    fourth = desk / "gate-4.txt"
    fourth.write_text(UPDATE.replace("by Friday", "in May"), encoding="utf-8")
    assert main(["add", str(fourth), *notes(desk)]) == 0
    assert "--new-version takes it so" in capsys.readouterr().err
