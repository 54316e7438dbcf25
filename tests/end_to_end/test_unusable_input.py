"""What cannot be opened is reported in one sentence, with exit code 2, before any screen."""

from __future__ import annotations

import os

import pytest

pytestmark = [pytest.mark.end_to_end, pytest.mark.xdist_group("end_to_end")]


def reported_once(ended) -> str:
    """Return the one sentence of a program that ended with code 2."""
    assert ended.returncode == 2, ended
    assert ended.stdout == ""
    (line,) = ended.stderr.splitlines()
    assert line.startswith("reader: ")
    assert "Traceback" not in line
    return line


@pytest.mark.parametrize("command", [(), ("show",), ("analyze",)])
def test_a_missing_file(user, command):
    assert "nowhere.txt" in reported_once(user.run(*command, "nowhere.txt"))


def test_a_folder(user):
    (user.home / "folder").mkdir()
    assert "folder" in reported_once(user.run("folder"))


def test_an_empty_file(user):
    (user.home / "empty.txt").write_bytes(b"")
    assert "empty" in reported_once(user.run("show", "empty.txt"))


def test_a_file_of_blanks(user):
    (user.home / "blank.txt").write_text(" \n\t\n \n")
    reported_once(user.run("show", "blank.txt"))


def test_a_binary(user):
    (user.home / "picture.txt").write_bytes(bytes(range(256)) * 64)
    assert "picture.txt" in reported_once(user.run("show", "picture.txt"))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_an_unreadable_file(user):
    closed = user.home / "closed.txt"
    closed.write_text("Words.")
    closed.chmod(0)
    reported_once(user.run("show", "closed.txt"))


def test_nothing_on_standard_input(user):
    reported_once(user.run("show", "-", given=b""))


def test_the_screen_needs_a_terminal(user):
    (user.home / "one.txt").write_text("One line.\n")
    assert "terminal" in reported_once(user.run("one.txt"))


def test_a_config_file_with_a_wrong_word(user):
    config = user.home / "config" / "reader"
    config.mkdir(parents=True)
    (config / "config.toml").write_text("[reading]\nthem = 'x'\n")
    (user.home / "one.txt").write_text("One line.\n")
    assert "theme" in reported_once(user.run("show", "one.txt", "--no-findings"))


def test_a_missing_models_folder(user):
    (user.home / "one.txt").write_text("“One line,” Ann Poe said.\n")
    missing = str(user.home / "no-models")
    assert "no-models" in reported_once(user.run("analyze", "one.txt", READER_MODELS=missing))


def test_a_broken_models_folder(user):
    broken = user.home / "models"
    broken.mkdir()
    (broken / "resources.json").write_text("{")
    (user.home / "one.txt").write_text("“One line,” Ann Poe said.\n")
    assert "models" in reported_once(user.run("analyze", "one.txt", READER_MODELS=str(broken)))


def test_a_damaged_notes_file_is_reported_and_kept(user):
    user.notes.parent.mkdir()
    user.notes.write_text('{"_default": {"1": {"article_')
    before = user.notes.read_bytes()
    reported_once(user.run("list"))
    (user.home / "one.txt").write_text("One line.\n")
    reported_once(user.run("annotate", "one.txt", "--exact", "One", "--note", "x"))
    assert user.notes.read_bytes() == before


def test_a_passage_that_is_not_there(user):
    (user.home / "one.txt").write_text("One line.\n")
    reported_once(user.run("annotate", "one.txt", "--exact", "Two lines", "--note", "x"))
    assert not user.notes.exists() or user.notes_made() == []
