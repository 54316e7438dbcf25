"""``reader tags``: the codebook on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reader.cli.main import main

TEXT = "Hail in Brone\n\nHail broke windows. Two people were hurt.\n"


@pytest.fixture
def notes(tmp_path: Path) -> str:
    (tmp_path / "hail.txt").write_text(TEXT)
    path = str(tmp_path / "annotations.json")
    for words, tag in (("broke windows", "damage"), ("were hurt", "harm/injury")):
        words_ = ["annotate", str(tmp_path / "hail.txt"), "--exact", words, "--tag", tag]
        assert main([*words_, "--notes", path]) == 0
    return path


def listed(notes: str, capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, dict]:
    capsys.readouterr()
    assert main(["tags", "--format", "json", "--notes", notes, *words]) == 0
    return {each["name"]: each for each in json.loads(capsys.readouterr().out)}


def test_the_tree_is_listed_and_searched(notes, capsys):
    assert listed(notes, capsys)["harm"]["total"] == 1
    assert list(listed(notes, capsys, "inj")) == ["harm/injury"]
    assert main(["tags", "--notes", notes]) == 0
    assert [line.split()[1] for line in capsys.readouterr().out.splitlines()] == [
        *("damage", "harm", "injury")
    ]


def test_a_tag_is_renamed_described_and_deleted(notes, capsys):
    assert main(["tags", "--rename", "damage", "harm/things", "--notes", notes]) == 0
    assert main(["tags", "--describe", "harm", "all of it", "--notes", notes]) == 0
    assert main(["tags", "--colour", "harm", "red", "--notes", notes]) == 0
    tags = listed(notes, capsys)
    assert tags["harm"] | {"total": 2, "description": "all of it", "colour": "red"} == tags["harm"]
    assert main(["tags", "--delete", "harm", "--notes", notes]) == 0
    assert listed(notes, capsys) == {}


def test_a_merge_needs_to_be_asked_for(notes, capsys):
    words = ["tags", "--rename", "damage", "harm/injury", "--notes", notes]
    assert main(words) == 2
    assert set(listed(notes, capsys)) == {"damage", "harm", "harm/injury"}
    assert main([*words, "--merge"]) == 0
    assert listed(notes, capsys)["harm/injury"]["own"] == 2


@pytest.mark.parametrize(
    "words",
    [
        ["--rename", "nothing", "x"],
        ["--rename", "damage", " / "],
        ["--describe", "nothing", "x"],
        ["--delete", ""],
        ["--add", "damage"],
    ],
)
def test_what_cannot_be_done_is_one_sentence(notes, words, capsys):
    capsys.readouterr()
    assert main(["tags", *words, "--notes", notes]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_the_codebook_is_no_article_and_nothing_is_wrong_with_it(notes, capsys):
    main(["tags", "--add", "fear", "--notes", notes])
    capsys.readouterr()
    assert main(["check", "--notes", notes]) == 0
    main(["list", "--notes", notes])
    assert "fear" not in capsys.readouterr().out
    for form in ("markdown", "csv", "web-annotation"):
        assert main(["export", "--format", form, "--notes", notes]) == 0
        assert "fear" not in capsys.readouterr().out


def test_the_codebook_goes_along_in_readers_own_format(notes, tmp_path, capsys):
    main(["tags", "--describe", "damage", "to things", "--notes", notes])
    out, other = str(tmp_path / "out.json"), str(tmp_path / "other.json")
    main(["export", "--format", "json", "-o", out, "--notes", notes])
    assert main(["import", "--format", "json", out, "--notes", other]) == 0
    assert listed(other, capsys)["damage"]["description"] == "to things"


@pytest.mark.parametrize(
    ("form", "lost"), [("csv", True), ("json", False), ("web-annotation", True)]
)
def test_what_is_said_of_tags_is_lost_only_with_a_word(notes, form, lost, capsys):
    main(["tags", "--describe", "damage", "to things", "--notes", notes])
    capsys.readouterr()
    words = ["export", "--format", form, "--notes", notes]
    assert main(words) == 0
    assert ("codebook" in capsys.readouterr().err) == lost
    assert main([*words, "--strict"]) == int(lost)
