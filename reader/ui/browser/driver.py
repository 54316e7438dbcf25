"""The line from the app to the browser tab that shows it, over pipes to ``reader serve``."""

from __future__ import annotations

import os
import signal
from typing import Any, Protocol, cast

from textual.drivers.web_driver import WebDriver

RETRY = 0.05
"""Seconds until another look whether the app has started."""


class _Started(Protocol):
    is_started: bool


class _Ended(Protocol):
    """An app that can be ended from outside."""

    session: _Started

    def end_by(self, number: int) -> None: ...


class BrowserDriver(WebDriver):
    """Ends the app with its drafts saved when the tab or the server is gone.

    Textual's own driver drops what is being typed, and goes on when nobody reads its output.
    """

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._was_gone = False
        self._write = self._send  # type: ignore[assignment]

    def _send(self, data: bytes) -> int:
        left = memoryview(data)
        try:
            while left:
                left = left[os.write(self.fileno, left) :]
        except OSError:
            self._viewer_gone()
        return len(data)

    def run_input_thread(self) -> None:
        """Read keys until the app ends or nobody is at the other end."""
        super().run_input_thread()
        if not self.exit_event.is_set():
            self._viewer_gone()

    def on_meta(self, packet_type: str, payload: dict[str, object]) -> None:
        """Take a message of the server that is no key."""
        if packet_type == "quit":
            self._viewer_gone()
        else:
            super().on_meta(packet_type, payload)

    def _viewer_gone(self) -> None:
        if not self._was_gone:
            self._was_gone = True
            self._loop.call_soon_threadsafe(self._end)

    def _end(self) -> None:
        """End the app, once it has started far enough that it can be left."""
        app = cast(_Ended, self._app)
        if app.session.is_started:
            app.end_by(signal.SIGHUP)
        else:
            self._loop.call_later(RETRY, self._end)
