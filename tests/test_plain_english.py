"""Each check of the English finds what it is there for, and nothing else."""

from __future__ import annotations

import subprocess

import pytest

from reader.cli.parser import COMMANDS
from tests import plain_english
from tests.plain_english import (
    MAX_HELP,
    MAX_SUBJECT,
    dialect,
    help_texts,
    long_sentences,
    long_subjects,
)


@pytest.mark.parametrize(
    ("source", "word"),
    [
        ("told = 1\n", "told"),
        ("def f(anew): ...\n", "anew"),
        ('"""The row stands here."""\n', "stands"),
        ("x = 1  # as asked for\n", "as asked for"),
        ('say(f"{name} is spoilt.")\n', "spoilt"),
        ('say("Nothing of reader\'s own was parted.")\n', "of reader's"),
    ],
)
def test_a_banned_word_is_found_in_names_texts_and_comments(source, word):
    assert word in [found for _, found in dialect(source)]


def test_a_banned_word_is_found_on_its_line():
    source = '"""First line.\n\nThe machine was told.\n"""\nbegun = 1\n'
    assert list(dialect(source)) == [(3, "told"), (5, "begun")]


@pytest.mark.parametrize(
    "source",
    [
        'PATTERN = r"\\b(?:said|told|asked)\\b"\n',
        'CUES = ("told", "tells")\n',
        'WORDS = "said says told tells asked"\n',
        "outstands = untold = 1\n",
    ],
)
def test_vocabulary_that_the_rules_look_for_is_no_text_of_ours(source):
    assert list(dialect(source)) == []


def test_a_message_is_no_vocabulary_because_it_names_a_speech_verb():
    assert list(dialect('say("She said that she was told so.")\n'))


def test_a_sentence_of_help_may_have_so_many_characters_and_no_more():
    fitting, longer = "x" * (MAX_HELP - 1) + ".", "x" * MAX_HELP + "."
    assert list(long_sentences([("list", f"{fitting} {fitting}")])) == []
    assert list(long_sentences([("list", f"{fitting} {longer}")])) == [f"list: {longer}"]


def test_every_command_and_its_options_are_checked():
    texts = list(help_texts())
    assert {command for command, _ in texts} == set(COMMANDS)
    assert len(texts) > 4 * len(COMMANDS)


def test_a_subject_may_have_so_many_characters_and_no_more():
    fitting, longer = "y" * MAX_SUBJECT, "y" * (MAX_SUBJECT + 1)
    log = f"{'0' * 40} {fitting}\n{'1' * 40} {longer}\n"
    assert list(long_subjects(log)) == [longer]


def test_one_known_commit_is_excused_by_its_id_alone():
    (known,) = plain_english.KNOWN_LONG
    longer = "z" * (MAX_SUBJECT + 1)
    assert list(long_subjects(f"{known}{'0' * 32} {longer}\n")) == []
    assert list(long_subjects(f"{'0' * 40} {longer}\n")) == [longer]


@pytest.mark.parametrize(
    ("check", "faults"),
    [
        ("dialect_in_package", lambda: iter(["reader/x.py:1: “told”"])),
        ("help_texts", lambda: iter([("find", "w" * (MAX_HELP + 1))])),
        ("history", lambda: f"{'0' * 40} {'v' * (MAX_SUBJECT + 1)}\n"),
    ],
)
def test_each_fault_fails_the_check(monkeypatch, capsys, check, faults):
    for name, clean in (
        ("dialect_in_package", lambda: iter([])),
        ("help_texts", lambda: iter([])),
        ("history", lambda: ""),
    ):
        monkeypatch.setattr(plain_english, name, clean)
    assert plain_english.main() == 0
    monkeypatch.setattr(plain_english, check, faults)
    assert plain_english.main() == 1
    assert len(capsys.readouterr().out.splitlines()) == 2


def test_the_package_passes_as_it_is():
    assert list(plain_english.dialect_in_package()) == []
    assert list(long_sentences(help_texts())) == []


def test_history_is_read_from_git(tmp_path):
    inside = subprocess.run(
        ["git", "rev-parse", "--verify", plain_english.FIRST_CHECKED],
        cwd=plain_english.ROOT,
        capture_output=True,
        check=False,
    )
    if inside.returncode:
        pytest.skip("no history here")
    assert plain_english.history()
