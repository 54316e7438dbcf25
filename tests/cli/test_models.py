"""``reader models``: brought from a server on this machine, listed, put in use, cancelled."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.analysis.packages import read_package
from reader.cli.main import main
from tests.analysis.model_server import ModelServer, every_file, model_server

pytestmark = pytest.mark.stanza

Output = pytest.CaptureFixture[str]


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with model_server() as serving:
        yield serving


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name))
    monkeypatch.delenv("READER_MODELS", raising=False)
    return tmp_path


def listed(capsys: Output) -> list[tuple[str, str, bool]]:
    assert main(["models", "list", "--format", "json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    return [(row["language"], row["name"], row["in_use"]) for row in rows]


def test_install_use_and_remove(server: ModelServer, home: Path, capsys: Output) -> None:
    assert listed(capsys) == [("en", "starter", True)]
    for language in ("en", "nl"):
        assert main(["models", "install", language, "--from", server.address]) == 0
        assert f"in use for {language}" in capsys.readouterr().out
    assert listed(capsys) == [
        ("en", "newsnames", True),
        ("en", "starter", False),
        ("nl", "newsnames", True),
    ]
    assert main(["models", "use", "starter"]) == 0
    assert main(["doctor", "--format", "json"]) in (0, 1)
    report = capsys.readouterr().out
    assert "entities starter" in report
    assert "English, Dutch; in others only quotation marks" in report
    assert "newsnames (reader models use)" in report
    assert main(["models", "remove", "newsnames"]) == 2
    assert "choose one with --language" in capsys.readouterr().err
    assert main(["models", "remove", "newsnames", "--language", "nl"]) == 0
    capsys.readouterr()
    assert listed(capsys) == [("en", "starter", True), ("en", "newsnames", False)]


def test_what_can_be_installed(server: ModelServer, home: Path, capsys: Output) -> None:
    assert main(["models", "list", "--available", "--from", server.address]) == 0
    assert "Dutch" in capsys.readouterr().out


def test_off_line_nothing_is_asked(server: ModelServer, home: Path, capsys: Output) -> None:
    for words in (["install", "en"], ["list", "--available"]):
        assert main(["models", *words, "--offline", "--from", server.address]) == 2
        assert "network is turned off" in capsys.readouterr().err
    assert server.asked == []


def test_a_folder_that_config_names_stays_in_force(
    server: ModelServer, home: Path, capsys: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("READER_MODELS", str(home / "others"))
    assert main(["models", "install", "nl", "--from", server.address]) == 0
    assert "are in force" in capsys.readouterr().err


def test_a_download_is_cancelled_and_goes_on_later(server: ModelServer, home: Path) -> None:
    server.answer = {"nl/ner/newsnames.pt": "halting"}
    install = ["-m", "reader", "models", "install", "nl", "--from", server.address]
    # Tests that run in the background, with ctrl+c ignored, hand that on to their programs.
    heeding = "import os, signal, sys; signal.signal(signal.SIGINT, signal.SIG_DFL); "
    start = [sys.executable, "-c", heeding + "os.execv(sys.executable, sys.argv[1:])"]
    words = [*start, sys.executable, *install]
    with subprocess.Popen(words, stderr=subprocess.PIPE, text=True, env=os.environ) as running:
        assert server.half_way.wait(60)
        running.send_signal(signal.SIGINT)
        assert running.wait(30) == 130
        report = running.stderr.read() if running.stderr else ""
    assert "The next try goes on" in report
    assert "Traceback" not in report
    models = home / "XDG_DATA_HOME" / "reader" / "models"
    assert every_file(models) == {".coming/resources.json", ".coming/nl/tokenize/alpino.pt"}
    server.answer = {}
    assert main(["models", "install", "nl", "--from", server.address]) == 0
    assert read_package(models, "nl").entities == "newsnames"
    assert [path for path in server.asked if "alpino" in path] == ["nl/tokenize/alpino.pt"]
