from __future__ import annotations

import json
from pathlib import Path

import pytest

from reader.cli.main import main
from reader.config import load_settings
from reader.desk.index_file import index_path

STORY = "Gate shut\n\nThe harbour gate was shut on Monday. “Nobody was hurt,” she said.\n"


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    notes = tmp_path / "annotations.json"
    for name, text, note in (("a", STORY, "law"), ("b", STORY.replace("Gate", "Door"), "sea")):
        path = tmp_path / f"{name}.txt"
        path.write_text(text, encoding="utf-8")
        words = ["--exact", "hurt", "--note", f"Ask {note}.", "--tag", note]
        assert main(["annotate", str(path), "--notes", str(notes), *words]) == 0
    capsys.readouterr()
    return notes


def report(capsys: pytest.CaptureFixture[str]) -> str:
    return capsys.readouterr().out


def test_words_are_found_in_articles_and_notes(desk, capsys):
    assert main(["find", "nobod", "--notes", str(desk)]) == 0
    assert report(capsys).count("Nobody was hurt") == 2
    assert main(["find", "ask", "law", "--notes", str(desk), "--format", "json"]) == 0
    (hit,) = json.loads(report(capsys))
    assert (hit["kind"], hit["title"]) == ("note", "Gate shut")
    assert main(["find", "hurt", "--tag", "sea", "--in", "articles", "--notes", str(desk)]) == 0
    assert report(capsys).startswith("Door shut")


@pytest.mark.parametrize("phrase", ["shut on", '"shut on"', "“shut on”"])
def test_several_words_in_one_argument_stand_side_by_side(desk, capsys, phrase):
    assert main(["find", phrase, "--notes", str(desk)]) == 0
    assert report(capsys).count("shut on") == 2
    assert main(["find", phrase.replace("on", "was"), "--notes", str(desk)]) == 1
    assert main(["find", phrase.replace("on", "was"), "gate", "--notes", str(desk)]) == 1


def test_nothing_found_is_code_1_and_no_words_code_2(desk, capsys, tmp_path):
    assert main(["find", "zebra", "--notes", str(desk), "--format", "json"]) == 1
    assert json.loads(report(capsys)) == []
    assert main(["find", "—", "--notes", str(desk)]) == 2
    assert main(["find", "x", "--notes", str(tmp_path / "none.json")]) == 1


def test_a_damaged_index_and_a_folder_that_takes_none_lose_nothing(desk, capsys):
    path = index_path(load_settings().cache_folder, desk)
    assert main(["find", "hurt", "--notes", str(desk)]) == 0
    path.write_bytes(b"not an index" * 1_000)
    assert main(["find", "hurt", "--notes", str(desk)]) == 0
    out, err = capsys.readouterr()
    assert "rebuilding" in err
    assert "Nobody was hurt" in out
    path.unlink()
    path.mkdir()
    assert main(["find", "hurt", "--notes", str(desk)]) == 0
    out, err = capsys.readouterr()
    assert "in memory" in err
    assert "Nobody was hurt" in out


def test_articles_are_listed_sorted_and_filtered_with_counts(desk, capsys):
    listing = ["list", "--articles", "--notes", str(desk), "--format", "json"]
    assert main([*listing, "--sort", "title"]) == 0
    rows = json.loads(report(capsys))
    assert [(row["title"], row["notes"], row["tags"]) for row in rows] == [
        ("Door shut", 1, ["sea"]),
        ("Gate shut", 1, ["law"]),
    ]
    assert main([*listing, "--tag", "law"]) == 0
    assert [row["title"] for row in json.loads(report(capsys))] == ["Gate shut"]
    assert main([*listing, "--status", "complete"]) == 0
    assert json.loads(report(capsys)) == []
    assert main([*listing, "--status", "new"]) == 2


def test_notes_are_listed_of_the_articles_that_are_asked_for(desk, capsys):
    listing = ["list", "--notes", str(desk)]
    assert main([*listing, "--sort", "title"]) == 0
    first, second = (line for line in report(capsys).splitlines() if not line.startswith(" "))
    assert first.startswith("Door")
    assert second.startswith("Gate")
    assert main([*listing, "--status", "complete"]) == 0
    assert report(capsys) == ""
    assert main([*listing, "--status", "unread", "--tag", "sea", "--reverse"]) == 0
    assert "#sea" in report(capsys)
