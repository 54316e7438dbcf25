"""The app is ended from outside: by a signal, or because its terminal is gone."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

if TYPE_CHECKING:
    from textual.app import App

SIGNALS = ("SIGTERM", "SIGHUP", "SIGQUIT")


@runtime_checkable
class KeepsDraft(Protocol):
    """A screen or a widget with words that were typed and not yet given."""

    def keep_draft(self) -> None:
        """Write them where the next start finds them; what the disk refuses stays in memory."""


def watch_signals(app: App[Any], end_by: Callable[[int], None]) -> None:
    """Leave by the signals that end a program, as ``q`` does, with 128 + the signal as exit code.

    A signal that was ignored when reader started (nohup) stays ignored.
    """
    if app.is_headless:
        return
    loop = asyncio.get_running_loop()
    for name in SIGNALS:
        number = getattr(signal, name, None)
        if number is None or signal.getsignal(number) is signal.SIG_IGN:
            continue
        try:
            loop.add_signal_handler(number, end_by, number)
        except (NotImplementedError, RuntimeError, ValueError):
            return  # no main thread, or Windows


def keep_typed(app: App[Any]) -> None:
    """Keep as drafts what is typed into any field of any screen."""
    for screen in app.screen_stack:
        for widget in (screen, *screen.query("*")):
            if isinstance(widget, KeepsDraft):
                widget.keep_draft()
