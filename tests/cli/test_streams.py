"""Standard streams that are closed, full or read no further: one sentence, nothing lost."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from reader.cli.main import main

pytestmark = pytest.mark.skipif(os.name == "nt", reason="standard streams as POSIX has them")

Ended = subprocess.CompletedProcess[bytes]
Run = Callable[..., Ended]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run reader by a shell that redirects as it is asked."""
    (tmp_path / "gate.txt").write_text("The gate\n\nThe gate is closed, she said.\n", "utf-8")
    given = {**os.environ, "HOME": str(tmp_path), "READER_NOTES": str(tmp_path / "notes.json")}
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"):
        given[name] = str(tmp_path / name)

    def run(words: Sequence[str], redirections: str = "") -> Ended:
        line = f'"$@" {redirections}'
        command = ["sh", "-c", line, "sh", sys.executable, "-m", "reader", *words]
        given["PYTHONPATH"] = os.pathsep.join(path for path in sys.path if path)
        return subprocess.run(command, cwd=tmp_path, env=given, capture_output=True, check=False)

    return run


ANNOTATE = ("annotate", "gate.txt", "--exact", "closed", "--note", "seen")


def notes_made(tmp_path: Path) -> list[str]:
    records = json.loads((tmp_path / "notes.json").read_bytes())["_default"].values()
    return [record["body"] for record in records if record["kind"] == "note"]


@pytest.mark.parametrize("redirections", [">&-", ">/dev/full"])
def test_output_that_cannot_be_written_is_one_sentence_and_the_note_is_saved(
    run: Run, tmp_path: Path, redirections: str
) -> None:
    if "full" in redirections and not Path("/dev/full").exists():
        pytest.skip("no full device here")
    ended = run(ANNOTATE, redirections)
    assert ended.returncode == 2
    (line,) = ended.stderr.decode().splitlines()
    assert line.startswith("reader: Writing failed (")
    assert notes_made(tmp_path) == ["seen"]


def test_narration_that_nobody_can_take_is_no_fault(run: Run, tmp_path: Path) -> None:
    assert run(ANNOTATE).returncode == 0
    for closed in ("2>&-", "2>/dev/full" if Path("/dev/full").exists() else "2>&-"):
        exported = run(("export", "--format", "brat"), closed)
        assert exported.returncode == 0
        assert exported.stdout.startswith(b"PK")
        assert run(("show", "none.txt"), closed).returncode == 2


def test_no_file_gets_the_number_of_a_closed_stream(run: Run, tmp_path: Path) -> None:
    assert run(ANNOTATE, "<&- >&- 2>&-").returncode == 2
    assert run(("list",), "<&-").returncode == 0
    assert notes_made(tmp_path) == ["seen"]


def test_nothing_in_a_files_name_steers_the_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "\x1b[31mred\n.dat").write_bytes(b"\x00\x01")
    (tmp_path / "one.txt").write_text("One line.\n", "utf-8")
    assert main(["add", str(tmp_path), "--notes", str(tmp_path / "notes.json")]) == 0
    assert main(["show", "\x1b[31mnone\n"]) == 2
    report = capsys.readouterr()
    assert "\x1b" not in report.out + report.err
    assert all(line.startswith("reader: ") for line in report.err.splitlines())
