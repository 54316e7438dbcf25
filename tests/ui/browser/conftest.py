"""A ``reader serve`` of its own for each test that wants one."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

TEXT = (
    "Ferry strikes pier\n\nHALLAN. — Two of the 40 passengers were hurt, the line said.\n\n"
    "The pier is closed until Friday.\n"
)


@dataclass
class Served:
    """A running server; its home, its process and the address that it printed."""

    home: Path
    process: subprocess.Popen[str]
    address: str

    @property
    def article(self) -> Path:
        return self.home / "ferry.txt"

    @property
    def notes(self) -> Path:
        return self.home / "notes" / "annotations.json"

    def sessions(self) -> list[int]:
        """Return the process ids of the tabs' sessions."""
        own = str(self.process.pid)
        answer = subprocess.run(["ps", "-A", "-o", "pid=,ppid="], capture_output=True, text=True)
        rows = map(str.split, answer.stdout.splitlines())
        return [int(pid) for pid, parent in rows if parent == own and running(int(pid))]

    def stop(self, number: int = signal.SIGINT) -> tuple[int, str]:
        """End it by a signal; its exit code and what it said."""
        self.process.send_signal(number)
        said = self.process.communicate(timeout=120)[1]
        return self.process.returncode, said


def running(pid: int) -> bool:
    """Return whether a process runs; one that has ended and waits for its parent does not."""
    command = ["ps", "-o", "stat=", "-p", str(pid)]
    state = subprocess.run(command, capture_output=True, text=True).stdout.strip()
    return bool(state) and not state.startswith("Z")


def environment(home: Path) -> dict[str, str]:
    own = {**os.environ, "HOME": str(home), "READER_NOTES": str(home / "notes/annotations.json")}
    folders = {f"XDG_{name}_HOME": str(home / name.lower()) for name in ("DATA", "CACHE", "CONFIG")}
    return {**own, **folders, "OMP_NUM_THREADS": "1"}


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Callable[..., Served]]:
    """Start a server with more words for its command line."""
    started: list[subprocess.Popen[str]] = []

    def start(*words: str) -> Served:
        (tmp_path / "ferry.txt").write_text(TEXT, "utf-8")
        process = subprocess.Popen(
            [sys.executable, "-m", "reader", "serve", "ferry.txt", *words],
            cwd=tmp_path,
            env=environment(tmp_path),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        assert process.stdout is not None
        return Served(tmp_path, process, process.stdout.readline().strip())

    yield start
    for process in started:
        process.kill()
        process.communicate()
