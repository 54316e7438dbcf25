"""What a start costs until the article shows, beside an empty Textual app in the same run.

The whole process, from before it is started until its first text came out of a terminal. The
modules of both are compiled beforehand, as an installer leaves them.
"""

from __future__ import annotations

import os
import pty
import resource
import select
import signal
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import time
from collections.abc import Iterator
from fcntl import ioctl
from pathlib import Path

RUNS = 7
ROWS, COLUMNS = 50, 160
LONGEST_WAIT = 30.0
WORD = "Lighthouse"
EMPTY = f"""
from textual.app import App
from textual.widgets import Static
class Empty(App):
    def compose(self):
        yield Static("{WORD}")
Empty().run()
"""


def measure() -> Iterator[dict[str, object]]:
    with tempfile.TemporaryDirectory() as folder:
        article = Path(folder) / "lighthouse.txt"
        article.write_text(f"{WORD} keeper retires\n\n" + "The lamp was lit at dusk. " * 200)
        empty, reader = _starts([["-c", EMPTY], ["-m", "reader", str(article)]], folder)
    for place, name in enumerate(("first frame", "first frame, processor time")):
        value, against = reader[place], empty[place]
        yield {
            "bench": name,
            "size": article.name,
            "value": round(value, 4),
            "unit": "s",
            "against": {"empty Textual app": round(against, 4), "promised over it": 2.0},
            "ratio": round(value / against, 2),
        }


def _starts(programs: list[list[str]], folder: str) -> list[tuple[float, float]]:
    """Medians of (elapsed, processor) seconds, the commands taking turns on one machine."""
    taken: list[list[tuple[float, float]]] = [[] for _ in programs]
    for run in range(RUNS + 1):
        for words, times in zip(programs, taken, strict=True):
            measured = first_text([sys.executable, *words], folder)
            if run:  # The first one warms the disk's cache.
                times.append(measured)
    return [
        (statistics.median(each[0] for each in times), statistics.median(each[1] for each in times))
        for times in taken
    ]


def first_text(
    command: list[str], folder: str, word: str = WORD, **more: str
) -> tuple[float, float]:
    """Seconds until ``word`` came out of the terminal, and of processor time until then.

    ``more`` are variables of the environment.
    """
    own, its = pty.openpty()
    ioctl(its, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
    environment = {**os.environ, "TERM": "xterm-256color", "XDG_CACHE_HOME": f"{folder}/cache"}
    environment |= {"XDG_DATA_HOME": f"{folder}/data", "XDG_CONFIG_HOME": f"{folder}/config"}
    environment |= {"HOME": folder, "READER_NOTES": f"{folder}/notes/annotations.json"}
    environment |= {
        "PYTHONPYCACHEPREFIX": f"{folder}/compiled",
        "READER_SHARED_ENGINE": "0",
        **more,
    }
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    process = subprocess.Popen(
        command, stdin=its, stdout=its, stderr=its, env=environment, start_new_session=True
    )
    os.close(its)
    try:
        _await_text(own, start, word)
        elapsed = time.perf_counter() - start
    finally:
        # The whole session: an engine may have been started after the first frame.
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        os.close(own)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return elapsed, spent


def _await_text(terminal: int, start: float, word: str) -> None:
    shown = b""
    while word.encode() not in shown:
        left = start + LONGEST_WAIT - time.perf_counter()
        if left <= 0 or not select.select([terminal], [], [], left)[0]:
            raise TimeoutError(f"nothing was shown: {shown[-500:]!r}")
        shown += os.read(terminal, 65536)
