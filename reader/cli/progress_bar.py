"""A bar on the terminal's one line for a task that takes long."""

from __future__ import annotations

import sys
import threading
import time

from reader.cli.terminal_guard import show_line

SHOWN_AFTER = 1.0
"""Seconds after which a task shows its progress."""
BETWEEN = 0.2
_CELLS = 24


class ProgressBar:
    """Shown on standard error when that is a terminal, taken away at the end.

    A thread of its own draws it, so that it moves while one article takes long. ``total`` 0
    means an unknown number, ``what`` "" for a task that has no parts.
    """

    def __init__(self, doing: str, what: str, total: int = 0, *, shown: bool = True) -> None:
        self._doing = doing
        self._what = what
        self.total = total
        self.done = 0
        self._shown = shown and sys.stderr.isatty()
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._draw, name="progress", daemon=True)

    def __enter__(self) -> ProgressBar:
        if self._shown:
            self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        if self._thread.ident is not None:
            self._thread.join()

    def advance(self, count: int) -> None:
        self.done += count

    def line(self, seconds: float) -> str:
        """Return what is drawn after ``seconds``."""
        if not self._what:
            return f"{self._doing}, {seconds:.0f} s"
        if not self.total:
            return f"{self._doing} {self.done:,} {self._what}, {seconds:.0f} s"
        part = min(1.0, self.done / self.total)
        full = int(part * _CELLS)
        bar = "#" * full + "." * (_CELLS - full)
        return f"{self._doing} [{bar}] {self.done:,} of {self.total:,} {self._what}"

    def _draw(self) -> None:
        start = time.monotonic()
        if self._ended.wait(SHOWN_AFTER):
            return
        while True:
            line = self.line(time.monotonic() - start)
            show_line(line)
            if self._ended.wait(BETWEEN):
                break
        show_line()
