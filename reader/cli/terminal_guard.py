"""What lies between a command's output and the terminal: nothing written can steer it.

Every command writes to the two standard streams; where one of them is a terminal, control
characters become their pictures (␛). Pipes and files get each byte as it is.
"""

from __future__ import annotations

import codecs
import io
import re
import sys
from typing import BinaryIO, TextIO

_PLAIN = re.compile(r"[\n\t -~]*+")


class TerminalGuard(io.RawIOBase):
    """A binary stream in UTF-8 over the terminal's own."""

    def __init__(self, terminal: BinaryIO) -> None:
        self._terminal = terminal
        self._decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
        self._held = ""

    def writable(self) -> bool:
        return True

    def isatty(self) -> bool:
        return True

    def fileno(self) -> int:
        return self._terminal.fileno()

    def write(self, data: bytes | bytearray | memoryview, /) -> int:  # type: ignore[override]
        text = self._held + self._decoder.decode(bytes(data))
        # A carriage return is a line end only in front of a line feed, which may come later.
        self._held = "\r" if text.endswith("\r") else ""
        self._pass_on(text.removesuffix(self._held) if self._held else text)
        return len(data)

    def steer(self, sequence: str) -> None:
        """Write a control sequence that reader makes itself, after all that was written before."""
        self._terminal.write(sequence.encode("utf-8"))

    def flush(self) -> None:
        self._pass_on(self._held)
        self._held = ""
        self._terminal.flush()

    def _pass_on(self, text: str) -> None:
        text = text.replace("\r\n", "\n")
        if _PLAIN.fullmatch(text) is None:
            from reader.text.cells import printable_lines  # plain output starts without it

            text = printable_lines(text)
        self._terminal.write(text.encode("utf-8", "replace"))


def guarded(stream: TextIO) -> TextIO:
    """Return ``stream`` as it is, or with a guard in between where it is a terminal."""
    buffer = getattr(stream, "buffer", None)
    if buffer is None or isinstance(buffer, TerminalGuard) or not stream.isatty():
        return stream
    return _Guarded(stream)


class _Guarded(io.TextIOWrapper):
    """Text for the terminal; the stream below stays open as long as this one."""

    def __init__(self, stream: TextIO) -> None:
        self._below = stream
        super().__init__(
            TerminalGuard(stream.buffer),  # type: ignore[arg-type]
            encoding="utf-8",
            errors="backslashreplace",
            newline="\n",
            write_through=True,
        )


def show_line(text: str = "") -> None:
    """Show ``text`` over what is on the cursor's line; clears the line where there is none.

    For progress on standard error, where that is a terminal.
    """
    _steer("\r")
    print(text.replace("\n", " "), end="", file=sys.stderr, flush=True)
    _steer("\x1b[K")


def _steer(sequence: str) -> None:
    guard = getattr(sys.stderr, "buffer", None)
    if isinstance(guard, TerminalGuard):
        guard.steer(sequence)
        guard.flush()
    else:
        print(sequence, end="", file=sys.stderr, flush=True)
