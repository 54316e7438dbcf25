"""A folder for sockets, and no engine that is left behind in it."""

from __future__ import annotations

import os
import shutil
import signal
import sys
import tempfile
import textwrap
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from reader.analysis.shared import joining
from reader.analysis.shared.talking import running_engines

LONGEST_WAIT = 60.0

PRELUDE = """
import json, os, socket, sys, time
number, path, build, package, log, idle = sys.argv[1:]
with open(package + "/starts", "a") as file: file.write("x")
listener = socket.socket(fileno=int(number))
def met():
    connection, _ = listener.accept()
    return connection.makefile("rwb")
def tell(there, **answer):
    there.write(json.dumps(answer).encode() + b"\\n")
    there.flush()
def greet(there, build=build):
    tell(there, hello={"build": build, "pid": os.getpid(), "memory": 1})
def ask(there): return json.loads(there.readline() or "null")
def findings(request):
    return {"schema": 1, "article": {"fingerprint": request["text"]}, "models": {}, "people": [],
            "entities": [], "quotes": [], "figures": []}
"""


@pytest.fixture
def runtime(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Make a folder whose path is short enough for a socket on every system."""
    folder = Path(tempfile.mkdtemp(prefix="reader-", dir="/tmp"))
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(folder))
    yield folder
    for each in list(running_engines(folder / "reader")):
        with suppress(ProcessLookupError):
            os.kill(each.pid, signal.SIGKILL)
    shutil.rmtree(folder)


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """Make a package unlike any other; its models are not read."""
    folder = tmp_path / "models"
    folder.mkdir()
    (folder / "resources.json").write_text(
        '{"en": {"tokenize": {}, "packages": {"default": {"shipped": true}}}}'
    )
    return folder


@pytest.fixture
def play(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Have a small program started as the shared engine, to do what the true one cannot.

    It writes "x" to ``starts`` in the package for every start.
    """

    def put(program: str) -> None:
        whole = PRELUDE + textwrap.dedent(program)
        monkeypatch.setattr(joining, "PROGRAM", (sys.executable, "-c", whole))

    return put


def until(holds: Callable[[], object]) -> None:
    """Wait until something holds; fail when it never does."""
    end = time.monotonic() + LONGEST_WAIT
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.01)


@pytest.fixture(name="until")
def until_fixture() -> Callable[[Callable[[], object]], None]:
    return until
