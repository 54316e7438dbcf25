"""``reader desk``: many articles at once on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reader.annotations.store import open_store
from reader.cli.main import main

TOPICS = ("storm", "budget", "ferry")


@pytest.fixture
def notes(tmp_path: Path) -> str:
    path = str(tmp_path / "annotations.json")
    places = []
    for topic in TOPICS:
        place = tmp_path / f"{topic}.txt"
        place.write_text(f"The {topic}\n\nPeople in Lauvik talk of the {topic}.\n")
        places.append(str(place))
    assert main(["add", *places, "--notes", path]) == 0
    words = ["annotate", places[0], "--exact", "Lauvik", "--note", "Where?"]
    assert main([*words, "--notes", path]) == 0
    return path


def titles(notes: str, capsys: pytest.CaptureFixture[str], *words: str) -> list[str]:
    capsys.readouterr()
    assert main(["desk", *words, "--notes", notes]) == 0
    return [line.split("The ")[1].split()[0] for line in capsys.readouterr().out.splitlines()]


def articles(notes: str):
    store = open_store(notes, who="", read_only=True)
    found = {each.title.removeprefix("The "): each for each in store.articles()}
    store.close()
    return found


def test_articles_are_listed_by_words_and_title(notes, capsys):
    assert titles(notes, capsys) == ["budget", "ferry", "storm"]
    assert titles(notes, capsys, "ferry") == ["ferry"]


def test_tags_and_status_are_given_to_all_that_are_chosen(notes, capsys):
    assert main(["desk", "Lauvik", "--add-tag", "north", "--notes", notes]) == 0
    words = ["desk", "ferry", "--remove-tag", "north", "--set-status", "complete"]
    assert main([*words, "--notes", notes]) == 0
    found = articles(notes)
    assert (found["storm"].tags, found["ferry"].tags) == (("north",), ())
    assert list(found["ferry"].status.values()) == ["complete"]


def test_archived_articles_are_listed_only_when_asked_for(notes, capsys):
    assert main(["desk", "budget", "--archive", "--notes", notes]) == 0
    assert titles(notes, capsys) == ["ferry", "storm"]
    assert titles(notes, capsys, "--status", "archived") == ["budget"]
    assert main(["desk", "budget", "--unarchive", "--notes", notes]) == 0
    assert titles(notes, capsys) == ["budget", "ferry", "storm"]


def test_an_article_with_notes_is_removed_only_when_one_says_so(notes, capsys):
    assert main(["desk", "--all", "--remove", "--notes", notes]) == 1
    assert set(articles(notes)) == {"storm"}
    assert main(["desk", "storm", "--remove", "--with-notes", "--notes", notes]) == 0
    store = open_store(notes, who="")
    assert store.documents() == []
    store.undo()
    assert {each.kind for each in store.records()} == {"article", "note"}
    store.close()


def test_a_change_of_everything_has_to_be_asked_for(notes, capsys):
    capsys.readouterr()
    assert main(["desk", "--remove", "--with-notes", "--notes", notes]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1
    assert len(articles(notes)) == 3


def test_an_unknown_id_is_one_sentence(notes, capsys):
    capsys.readouterr()
    assert main(["desk", "--id", "nothing", "--archive", "--notes", notes]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_the_notes_of_the_chosen_articles_are_exported(notes, tmp_path, capsys):
    out = tmp_path / "out.json"
    words = ["desk", "storm", "--export", "json", "-o", str(out), "--notes", notes]
    assert main(words) == 0
    (article,) = json.loads(out.read_text())["articles"]
    assert article["title"] == "The storm"
    assert [each["body"] for each in article["records"]] == ["Where?"]
