"""Commands and the engine that open terminals share: it is used where it runs, and shown."""

from __future__ import annotations

import json
import os
import shutil
import socket
import sys
import tempfile
import threading
from pathlib import Path
from types import SimpleNamespace

import pytest

from reader.analysis.findings import Findings
from reader.analysis.findings_json import to_json
from reader.analysis.shared.place import place_of
from reader.article.article import fingerprint
from reader.article.opening import open_article
from reader.cli.main import main
from reader.config import load_settings


class Played:
    """An engine in a thread of this process; ``asked`` are the articles that it got."""

    def __init__(self, build: str) -> None:
        self.build = build
        self.asked: list[str] = []
        self.finds_in = ""

    def serve(self, listener: socket.socket) -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            with connection, connection.makefile("rwb") as there:
                hello = {"build": self.build, "pid": os.getpid(), "memory": 123_000_000}
                there.write(json.dumps({"hello": hello}).encode() + b"\n")
                there.flush()
                if line := there.readline():
                    self.asked.append(json.loads(line)["text"])
                    found = Findings(
                        self.finds_in or fingerprint(self.asked[-1]),
                        language="xx",
                        notices=("The engine did it.",),
                    )
                    answer = {"id": 1, "findings": to_json(found, tokens=True)}
                    there.write(json.dumps(answer).encode() + b"\n")
                    there.flush()


class OwnPipeline:
    """The models in the command's own process; they find nothing."""

    read: list[str]

    def __init__(self, *_: object, **__: object) -> None:
        pass

    def analyze_many(self, articles, **_):
        for article in articles:
            self.read.append(article.text)
            yield Findings(article.fingerprint, language="en")


@pytest.fixture
def runtime(monkeypatch):
    folder = Path(tempfile.mkdtemp(prefix="reader-", dir="/tmp"))
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(folder))
    monkeypatch.setenv("READER_SHARED_ENGINE", "1")
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def engine(runtime, monkeypatch):
    monkeypatch.setattr(OwnPipeline, "read", [], raising=False)
    fake = SimpleNamespace(Pipeline=OwnPipeline)
    monkeypatch.setitem(sys.modules, "reader.analysis.models.pipeline", fake)
    settings = load_settings()
    place = place_of(settings.package, settings.engine_log)
    played = Played(place.build)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(place.socket))
        place.socket.chmod(0o600)
        listener.listen()
        threading.Thread(target=played.serve, args=(listener,), daemon=True).start()
        yield played
        listener.shutdown(socket.SHUT_RDWR)


@pytest.fixture
def paths(tmp_path):
    made = [tmp_path / "ferry.txt", tmp_path / "mill.txt"]
    made[0].write_text("The ferry sank\n\nNobody was on it.\n")
    made[1].write_text("The mill burnt down\n\nIt was old.\n")
    return list(map(str, made))


def test_one_article_is_read_by_the_engine_that_runs(engine, paths, capsys):
    assert main(["analyze", "--fresh", paths[0]]) == 0
    assert engine.asked == [open_article(paths[0]).text]
    assert OwnPipeline.read == []
    assert "The engine did it." in capsys.readouterr().err


def test_several_are_read_together_in_the_commands_own_process(engine, paths):
    assert main(["analyze", "--fresh", *paths]) == 0
    assert engine.asked == []
    assert len(OwnPipeline.read) == 2


@pytest.mark.parametrize("options", [["--threads", "1"], []])
def test_it_is_left_alone_for_other_threads_or_where_the_user_says_so(
    engine, paths, options, monkeypatch
):
    if not options:
        monkeypatch.setenv("READER_SHARED_ENGINE", "0")
    assert main(["analyze", "--fresh", *options, paths[0]]) == 0
    assert (engine.asked, len(OwnPipeline.read)) == ([], 1)


def test_an_engine_of_another_build_is_not_asked(engine, paths):
    engine.build = "another"
    assert main(["analyze", "--fresh", paths[0]]) == 0
    assert len(OwnPipeline.read) == 1


def test_findings_of_another_text_are_not_taken(engine, paths):
    engine.finds_in = "sha256:0"
    assert main(["analyze", "--fresh", paths[0]]) == 0
    assert len(OwnPipeline.read) == 1


def test_doctor_shows_the_engine(engine, capsys):
    main(["doctor"])
    (line,) = (line for line in capsys.readouterr().out.split("\n") if " engine " in line)
    assert str(os.getpid()) in line
    assert "123 MB" in line


@pytest.mark.parametrize("mode", [0o700, 0o755])
def test_doctor_says_whether_one_can_be_shared(runtime, mode, capsys):
    runtime.chmod(mode)
    main(["doctor", "--format", "json"])
    (sign,) = (each for each in json.loads(capsys.readouterr().out) if each["about"] == "engine")
    assert bool(sign["trouble"]) == (mode != 0o700)


@pytest.mark.parametrize(
    ("written", "variable", "shared"),
    [("true", "", True), ("false", "1", False), ("true", "0", False), ("true", "1", True)],
)
def test_it_can_be_turned_off(written, variable, shared, tmp_path):
    config = tmp_path / "config.toml"
    config.write_text(f"[engine]\nshared = {written}\n")
    environment = {"READER_SHARED_ENGINE": variable} if variable else {}
    assert load_settings(config_file=config, environment=environment).shared_engine is shared
