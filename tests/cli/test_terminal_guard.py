"""No command's output steers the terminal; pipes and files get each byte as it is."""

from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.cli.main import main
from reader.cli.parser import COMMANDS
from reader.cli.terminal_guard import TerminalGuard
from reader.text.cells import is_printable

STEER = "\x1b]2;TAKEN\x07\x9b31m\u202e\x7f\r"
"""A title to set, a colour by a C1 sign, a change of direction, delete, a line written over."""


class Terminal(io.BytesIO):
    def isatty(self) -> bool:
        return True

    def fileno(self) -> int:
        return 1


def guarded(*parts: bytes) -> str:
    terminal = Terminal()
    guard = TerminalGuard(terminal)
    for part in parts:
        guard.write(part)
    guard.flush()
    return terminal.getvalue().decode("utf-8")


def is_safe(text: str) -> bool:
    return is_printable(text.replace("\n", "").replace("\t", ""))


@given(st.lists(st.binary(max_size=12), max_size=6))
def test_nothing_that_steers_gets_through_however_it_is_cut(parts: list[bytes]) -> None:
    assert is_safe(guarded(*parts))


@given(st.text(st.characters(codec="utf-8", exclude_categories=["C"]), max_size=40))
def test_words_get_through_as_they_are(words: str) -> None:
    kept = "".join(sign for sign in words if is_printable(sign))
    data = kept.encode()
    assert guarded(*(data[at : at + 1] for at in range(len(data)))) == kept


def test_line_ends_of_tables_stay_and_lone_returns_do_not() -> None:
    assert guarded(b"a,b\r\n", b"c\r", b"\nover\rwritten\tx") == "a,b\nc\nover written\tx"


Ran = Callable[..., tuple[int, str, str]]


@pytest.fixture
def on_terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Ran:
    """Run a command with a terminal as its output; standard input is empty."""

    def run(*words: str) -> tuple[int, str, str]:
        out, err = Terminal(), Terminal()
        monkeypatch.setattr(sys, "stdin", io.StringIO(""))
        monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(out, encoding="utf-8"))
        monkeypatch.setattr(sys, "stderr", io.TextIOWrapper(err, encoding="utf-8"))
        monkeypatch.setenv("READER_NOTES", str(tmp_path / "notes.json"))
        monkeypatch.setenv("COLUMNS", "300")
        monkeypatch.setattr("os.get_terminal_size", lambda *_: os.terminal_size((300, 50)))
        try:
            code = main(words)
        except SystemExit as left:
            code = left.code
        sys.stdout.flush()
        sys.stderr.flush()
        return code, out.getvalue().decode("utf-8"), err.getvalue().decode("utf-8")

    return run


@pytest.fixture
def story(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Return an article and records on it.

    With signs that steer in every text that a record holds.
    """
    monkeypatch.chdir(tmp_path)
    name = f"quay{STEER}.txt"
    words = f"The quay {STEER} will cost 12 million crowns, the board said."
    more = "Ships wait outside the harbour until the work is done. " * 12
    Path(name).write_text(f"Quay closes\n\n{words}\n\n{more}\n", "utf-8", newline="\n")
    notes = tmp_path / "notes.json"
    given = ["--notes", str(notes)]
    noted = ["--note", "n", "--tag", "t"]
    assert main(["annotate", name, "--exact", "the board said", *noted, *given]) == 0
    assert main(["claim", "add", name, "--exact", "12 million crowns", "--claim", "c", *given]) == 0
    assert main(["backup", str(tmp_path / "whole.json"), *given]) == 0
    rows = json.loads((tmp_path / "whole.json").read_bytes())
    for path in tmp_path.glob("notes.json*"):
        if path.is_file():
            path.unlink()
    for table in ("_default", "history"):
        for row in rows[table].values():
            _steering(row)
    notes.write_text(json.dumps(rows), "utf-8")
    return name


_LEFT = frozenset(
    {"id", "article_id", "kind", "record", "created", "modified", "when", "fingerprint", "start"}
    | {"end", "seen", "decision", "layer", "location", "locations", "loader", "status"}
)


def _steering(value: Any, key: str = "") -> Any:
    if key in _LEFT:
        return value
    if isinstance(value, dict):
        for name in value:
            value[name] = _steering(value[name], name)
    elif isinstance(value, list):
        value[:] = [_steering(each, key) for each in value]
    elif isinstance(value, str):
        return f"{value}{STEER}"
    return value


NONE = f"none{STEER}"
RUNS: dict[str, list[list[str]]] = {
    "read": [["read", f"{NONE}.txt"]],
    "show": [["show", "STORY", "--plain", "--no-findings"], ["show", f"{NONE}.txt"]],
    "analyze": [["analyze", f"{NONE}.txt"]],
    "annotate": [["annotate", "STORY", "--exact", f"not {STEER} there"]],
    "add": [["add", "STORY"], ["add", NONE]],
    "list": [["list"], ["list", "--format", "json"]],
    "find": [["find", "quay"], ["find", "c", "--format", "json"]],
    "queue": [["queue", f"{NONE}.txt"]],
    "review": [["review", "--plain", f"{NONE}.txt"]],
    "desk": [["desk"], ["desk", "--tag", NONE], ["desk", "--id", NONE, "--add-tag", NONE]],
    "tags": [["tags"], ["tags", "--rename", NONE, "x"], ["tags", "--format", "json"]],
    "known": [["known", "--list"], ["known", "--offline", NONE]],
    "claims": [["claims"], ["claims", "--format", "json"]],
    "claim": [["claim", "show", NONE]],
    "conflicts": [["conflicts", f"{NONE}.txt"]],
    "speakers": [["speakers", "--name", NONE]],
    "export": [
        ["export", "--format", form, "--private"]
        for form in ("csv", "html", "json", "markdown", "readwise", "web-annotation", "conll")
    ],
    "import": [["import", "--format", "json", f"{NONE}.json"]],
    "check": [["check"], ["check", "STORY"]],
    "backup": [["backup", f"copy{STEER}.json"]],
    "restore": [["restore", f"{NONE}.json"], ["restore"]],
    "history": [["history"], ["history", "--format", "json"]],
    "purge": [["purge"]],
    "merge": [["merge", f"{NONE}.json", "notes.json"]],
    "diff": [["diff", "notes.json", f"{NONE}.json"]],
    "agree": [["agree", "notes.json", f"{NONE}.json"]],
    "models": [["models", "use", NONE]],
    "train": [["train", NONE]],
    "evaluate": [["evaluate", NONE]],
    "config": [["config", "--notes", f"x{STEER}.json"]],
    "doctor": [["doctor", "--notes", f"x{STEER}.json"]],
    "serve": [["serve", f"{NONE}.txt"], ["serve", "--port", NONE]],
}


def test_every_command_is_tried() -> None:
    assert set(RUNS) == set(COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_no_command_steers_the_terminal(
    command: str, story: str, on_terminal: Ran, own_home: Path
) -> None:
    for words in RUNS[command]:
        code, out, err = on_terminal(*(story if word == "STORY" else word for word in words))
        assert is_safe(out), words
        assert is_safe(err), words
        assert out or err or command == "restore"
        assert code in (0, 1, 2)
    assert not list(own_home.rglob("fault.log"))


def test_a_pipe_gets_what_the_records_hold(
    story: str, capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("READER_NOTES", "notes.json")
    capfdbinary.readouterr()
    assert main(["export", "--format", "csv"]) == 0
    sys.stdout.flush()
    assert "\x1b]2;TAKEN\x07\x9b31m".encode() in capfdbinary.readouterr().out
