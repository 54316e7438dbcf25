"""The three standard streams as a command meets them: closed, full, or read no further."""

from __future__ import annotations

import contextlib
import os
import sys

from reader.cli.terminal_guard import guarded

_OPENED = {0: os.O_RDONLY, 1: os.O_RDONLY, 2: os.O_WRONLY}


def set_up_streams() -> None:
    """Write data and messages in UTF-8 with plain line ends, whatever the locale is.

    A stream that was closed before the start (``>&-``) is opened on the null device: else the
    next file to be opened, maybe the notes, would get its number. Standard output is opened for
    reading, so that a command with something to print fails and no other. A terminal gets a
    guard, so that no text can steer it.
    """
    for number, way in _OPENED.items():
        with contextlib.suppress(OSError):
            os.fstat(number)
            continue
        os.set_inheritable(os.open(os.devnull, way), True)
    sys.stdin = sys.stdin or os.fdopen(0, closefd=False)
    sys.stdout = sys.stdout or os.fdopen(1, "w", closefd=False)
    sys.stderr = sys.stderr or os.fdopen(2, "w", closefd=False)
    # Textual reads its keys from these, whatever the others are made to be.
    sys.__stdin__ = sys.__stdin__ or sys.stdin  # type: ignore[assignment,misc]
    sys.__stderr__ = sys.__stderr__ or sys.stderr  # type: ignore[assignment,misc]
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
    sys.stdout, sys.stderr = guarded(sys.stdout), guarded(sys.stderr)


def drain_output() -> None:
    """Write what standard output holds back, or drop it where that is not possible.

    At the end of the program it would be one more fault.
    """
    try:
        sys.stdout.flush()
    except OSError:
        discard(sys.stdout.fileno())


def discard(number: int) -> None:
    """Send all that is still written to this stream nowhere."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, number)
    os.close(nowhere)
