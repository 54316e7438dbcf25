"""The line to the terminal: stray bytes, old mouse reports, and a terminal that is gone.

Textual's own driver ends the app at a byte that is no UTF-8, and spins or hangs when nobody is
at the other end any more.
"""

from __future__ import annotations

import os
import re
import selectors
import signal
import sys
from codecs import getincrementaldecoder
from collections.abc import Callable
from typing import IO, Any, Protocol, cast

from textual._parser import ParseError
from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver

_OLD_MOUSE = re.compile(rb"\x1b\[M[\x20-\xff]{3}", re.DOTALL)
_OLD_MOUSE_BEGUN = re.compile(rb"\x1b\[M[\x20-\xff]{0,2}\Z", re.DOTALL)
_WAIT = 0.1
_AT_ONCE = 4096


class _Ended(Protocol):
    """An app that can be ended from outside."""

    def end_by(self, number: int) -> None: ...


class TerminalDriver(LinuxDriver):
    """Draws on standard output, which is a terminal, and reads keys from standard input."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        stream = sys.__stdout__ or sys.stdout
        self._file = _Output(stream, self._terminal_gone)  # type: ignore[assignment]
        self._was_gone = False

    def renew(self) -> None:
        """Ask the terminal once more for all that the screen needs of it, and clear it."""
        self.write("\x1b[?1049h\x1b[2J\x1b[?25l\x1b[?1004h")
        self._enable_mouse_support()
        self._enable_bracketed_paste()
        self._disable_line_wrap()
        self.flush()

    def run_input_thread(self) -> None:
        """Read keys until the app ends or the terminal is gone."""
        parser = XTermParser(self._debug)
        keys = KeyBytes()
        with selectors.SelectSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                if selector.select(_WAIT):
                    data = self._read()
                    if data is None:
                        self._terminal_gone()
                        break
                    for event in parser.feed(keys.text(data)):
                        self.process_message(event)
                    if keys.old_mouse:
                        self._enable_mouse_support()
                for event in parser.tick():
                    self.process_message(event)
        try:
            for _ in parser.feed(""):
                pass
        except (EOFError, ParseError):
            pass

    def _read(self) -> bytes | None:
        """Return what was typed; None at the end of input, or where it can be read no longer."""
        try:
            return os.read(self.fileno, _AT_ONCE) or None
        except OSError:
            return None

    def _terminal_gone(self) -> None:
        if not self._was_gone:
            self._was_gone = True
            self._loop.call_soon_threadsafe(cast(_Ended, self._app).end_by, signal.SIGHUP)


class KeyBytes:
    """Bytes from the terminal to text.

    What is no UTF-8 is replaced, and mouse reports in the oldest encoding, which are none, are
    dropped; ``old_mouse`` says that there was one.
    """

    def __init__(self) -> None:
        self._decode = getincrementaldecoder("utf-8")("replace").decode
        self._held = b""
        self.old_mouse = False

    def text(self, data: bytes) -> str:
        whole = self._held + data
        kept, reports = _OLD_MOUSE.subn(b"", whole)
        started = _OLD_MOUSE_BEGUN.search(kept)
        self._held = started[0] if started else b""
        self.old_mouse = reports > 0
        return self._decode(kept.removesuffix(self._held))


class _Output:
    """A stream that ends nothing when the terminal behind it is gone."""

    def __init__(self, stream: IO[str], gone: Callable[[], None]) -> None:
        self._stream = stream
        self._gone = gone

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    def write(self, text: str) -> int:
        try:
            return self._stream.write(text)
        except OSError:
            self._gone()
            return len(text)

    def flush(self) -> None:
        try:
            self._stream.flush()
        except OSError:
            self._gone()
