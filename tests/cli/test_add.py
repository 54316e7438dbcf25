from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from reader.cli.main import main


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "stories"
    made.mkdir()
    for name in ("one", "two"):
        (made / f"{name}.txt").write_text(f"Story {name}\n\nThe {name} harbour was shut.\n")
    return made


def test_a_folder_comes_to_the_desk_and_its_words_are_found(folder, tmp_path, capsys):
    notes = str(tmp_path / "annotations.json")
    assert main(["add", str(folder), "--tag", "port", "--notes", notes]) == 0
    out, err = capsys.readouterr()
    assert out.count("added: Story") == 2
    assert "2 added" in err
    assert main(["find", "harbour", "two", "--tag", "port", "--notes", notes]) == 0
    assert capsys.readouterr().out.startswith("Story two")
    assert main(["add", str(folder), "--notes", notes]) == 0
    assert "2 on the desk already" in capsys.readouterr().err


def test_failures_are_listed_and_are_code_1(folder, tmp_path, capsys):
    notes = str(tmp_path / "annotations.json")
    (folder / "bad.pdf").write_bytes(b"%PDF-1.4 nothing")
    (folder / "x.jpg").write_bytes(b"x")
    assert main(["add", str(folder), "gone.txt", "--notes", notes, "--format", "json"]) == 1
    out, err = capsys.readouterr()
    outcomes = [each["outcome"] for each in json.loads(out)]
    assert sorted(outcomes) == ["failed", "failed", "new", "new"]
    assert "left out, no format that reader knows (.jpg)" in err
    assert err.count("not added:") == 2
    assert "gone.txt" in err


def test_nothing_to_add_is_code_2(tmp_path, capsys):
    (tmp_path / "none").mkdir()
    assert main(["add", str(tmp_path / "none"), "--notes", str(tmp_path / "a.json")]) == 2


@pytest.mark.stanza
def test_analysis_of_a_folder_goes_on_where_it_stopped(folder, tmp_path, capsys, monkeypatch):
    from reader.analysis.models.pipeline import Pipeline

    asked: list[int] = []
    whole = Pipeline.analyze_many

    def counted(self, articles, **more):
        asked.append(len(articles))
        return whole(self, articles, **more)

    monkeypatch.setattr(Pipeline, "analyze_many", counted)
    assert main(["add", str(folder), "--analyze", "--notes", str(tmp_path / "a.json")]) == 0
    assert re.search(r"[Aa]nalyzed \d+ article", capsys.readouterr().err)
    (folder / "three.txt").write_text("Story three\n\nThe third gate was shut.\n")
    capsys.readouterr()
    assert main(["analyze", str(folder), "--format", "json", "--no-text"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert [each["article"]["title"] for each in report] == [
        "Story one",
        "Story three",
        "Story two",
    ]
    assert main(["analyze", str(folder), "--format", "jsonl"]) == 0
    assert asked == [2, 1]
