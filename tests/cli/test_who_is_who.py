"""``reader speakers --is``: who is who among sources, on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reader.annotations.records import SourceName
from reader.annotations.store import open_store
from reader.cli.main import main


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    return tmp_path / "annotations.json"


def listed(notes: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, str]:
    capsys.readouterr()
    words = ["speakers", "--who-is-who", "--format", "json", "--notes", str(notes)]
    assert main(words) == 0
    return {each["name"]: each["is"] for each in json.loads(capsys.readouterr().out)}


def test_who_is_who_is_said_listed_changed_and_taken_back(notes, capsys):
    assert listed(notes, capsys) == {}
    assert main(["speakers", "--is", "Rask", "Nils Rask", "--notes", str(notes)]) == 0
    assert listed(notes, capsys) == {"Rask": "Nils Rask"}
    assert main(["speakers", "--is", "Rask", "Eva Rask", "--notes", str(notes)]) == 0
    assert listed(notes, capsys) == {"Rask": "Eva Rask"}
    assert main(["speakers", "--is-not", "RASK", "--notes", str(notes)]) == 0
    assert listed(notes, capsys) == {}


def test_one_undo_brings_back_what_was_taken_back(notes, capsys):
    assert main(["speakers", "--is", "Rask", "Nils Rask", "--notes", str(notes)]) == 0
    assert main(["speakers", "--is-not", "Rask", "--notes", str(notes)]) == 0
    store = open_store(notes, who="")
    store.undo()
    store.close()
    assert listed(notes, capsys) == {"Rask": "Nils Rask"}


@pytest.mark.parametrize(
    "words",
    [
        ["--is", "the captain", "Eva Rask"],
        ["--is", "Captain Eva Rask", "Eva Rask"],
        ["--is", "Rask", " "],
        ["--is-not", "Rask"],
    ],
)
def test_a_name_that_cannot_be_known_is_refused_in_one_sentence(notes, capsys, words):
    assert main(["speakers", *words, "--notes", str(notes)]) == 2
    assert len(capsys.readouterr().err.strip().splitlines()) == 1
    assert listed(notes, capsys) == {}


def test_only_the_person_who_said_it_takes_it_back(notes, capsys):
    store = open_store(notes, who="bo")
    record = SourceName(article_id="codebook", id="s1", creator="bo", name="Rask", means="Eva Rask")
    store.put_many([record], "said")
    store.close()
    assert main(["speakers", "--is-not", "Rask", "--notes", str(notes)]) == 2
    assert "bo" in capsys.readouterr().err
