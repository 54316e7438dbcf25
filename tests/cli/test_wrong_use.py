"""What is asked for wrongly is refused in one sentence, with code 2, and nothing is done."""

from __future__ import annotations

import argparse
import importlib
import json
import os
from pathlib import Path

import pytest

from reader.cli.main import main
from reader.cli.parser import COMMANDS

STORY = "Gate shut\n\nThe gate was shut on Monday. “Nobody was hurt,” she said at the gate.\n"


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder to be in, with an article, an empty folder and an empty file.

    Notes beside it.
    """
    place = tmp_path / "here"
    (place / "empty").mkdir(parents=True)
    (place / "gate.txt").write_text(STORY, encoding="utf-8")
    (place / "nothing.json").write_bytes(b"")
    monkeypatch.chdir(place)
    monkeypatch.setenv("READER_NOTES", str(tmp_path / "annotations.json"))
    return place


def annotate(*more: str) -> int:
    return main(["annotate", "gate.txt", "--exact", "gate", "--note", "Ask.", *more])


@pytest.mark.parametrize(
    ("words", "report"),
    [
        (["annotate", "gate.txt", "--exact", "gate", "--occurrence", "0"], "counted 1 to 2"),
        (["annotate", "gate.txt", "--exact", "gate", "--occurrence", "-1"], "counted 1 to 2"),
        (["show", ""], "empty"),
        (["analyze", ""], "empty"),
        (["analyze", "empty"], "no article in it"),
        (["list", "--since", "2026-13"], "no date"),
        (["list", "--articles", "--from", "2026-11-32"], "no date"),
        (["queue", "--few", "0"], "at least 1"),
        (["queue", "--least", "7"], "from 0 to 1"),
        (["history", "--last", "0"], "at least 1"),
        (["restore", "none.json"], "There is no file none.json"),
        (["restore", "empty"], "is a folder"),
        (["restore", "nothing.json"], "is empty"),
        (["import", "--format", "json", "none.json"], "There is no file none.json"),
        (["import", "--format", "json", "empty"], "is a folder"),
        (["import", "--format", "json", "nothing.json"], "is empty"),
        (["import", "--format", "brat", "none"], "There is no file none"),
        (["export", "--format", "brat", "-o", "notes.txt"], "-o NAME.zip"),
        (["read", "list"], "The command comes first: reader list"),
        (["lsit"], "write `reader list`"),
        (["nowhere"], "There is no file nowhere; check"),
    ],
)
def test_it_is_one_sentence(
    desk: Path, words: list[str], report: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert annotate("--occurrence", "1") == 0
    before = {path: path.read_bytes() for path in desk.parent.rglob("*") if path.is_file()}
    capsys.readouterr()
    assert main(words) == 2
    said = capsys.readouterr()
    assert said.out == ""
    (line,) = said.err.splitlines()
    assert report in line
    after = {path: path.read_bytes() for path in desk.parent.rglob("*") if path.is_file()}
    assert {path: after.get(path) for path in before} == before


@pytest.mark.parametrize(
    ("words", "report"),
    [
        (["annotate", "gate.txt", "--exact", "-gate"], "written --exact=-…"),
        (["list", "--sort", "colour"], "choose from"),
        (["claim", "sell"], "see `reader claim --help`"),
        (["--sharp"], "see `reader --help`"),
    ],
)
def test_so_are_options_that_there_are_not(
    words: list[str], report: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(words)
    assert ended.value.code == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("reader: ")
    assert report in line


def test_an_empty_name_brings_nothing_to_the_desk(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["add", ""]) == 1
    assert "empty" in capsys.readouterr().err
    assert main(["list", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out) == []


def test_a_listing_of_nothing_says_so_beside_the_data(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert annotate("--occurrence", "1") == 0
    capsys.readouterr()
    for words in (["list", "--tag", "none"], ["list", "--articles", "--status", "complete"]):
        assert main(words) == 0
        said = capsys.readouterr()
        assert said.out == ""
        assert said.err == "reader: Nothing in the library matches this filter.\n"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_a_failure(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (desk / "closed.txt").write_text(STORY, encoding="utf-8")
    (desk / "closed.txt").chmod(0)
    assert main(["add", "."]) == 1
    assert "closed.txt" in capsys.readouterr().err


def test_a_cache_that_cannot_be_read_does_not_stop_the_doctor(
    desk: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from reader.article.stored_pages import StoredPages

    def refuse(pages: StoredPages) -> int:
        raise PermissionError(13, "Permission denied", str(pages.folder))

    monkeypatch.setattr(StoredPages, "count", refuse)
    assert main(["doctor", "--format", "json"]) == 1
    signs = {sign["about"]: sign["trouble"] for sign in json.loads(capsys.readouterr().out)}
    assert signs["stored pages"] == "It cannot be read: Permission denied."
    assert "models" in signs


def test_a_terminal_that_cannot_show_the_screen_is_reported(
    desk: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TERM", "dumb")
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    assert main(["gate.txt"]) == 2
    assert "TERM=dumb" in capsys.readouterr().err


@pytest.mark.parametrize("command", COMMANDS)
def test_every_option_says_what_it_does(command: str) -> None:
    def silent(parser: argparse.ArgumentParser) -> list[str]:
        found = []
        for action in parser._actions:
            if isinstance(action, argparse._SubParsersAction):
                found += [one for below in action.choices.values() for one in silent(below)]
            elif not action.help:
                found.append(action.dest)
        return found

    module = importlib.import_module(
        f"reader.cli.commands.{'import_' if command == 'import' else command}"
    )
    parser = argparse.ArgumentParser()
    module.arguments(parser)
    assert silent(parser) == []
