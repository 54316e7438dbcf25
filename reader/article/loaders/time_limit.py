"""Stops work of a library that takes too long, where the library itself knows no limit."""

from __future__ import annotations

import contextlib
import ctypes
import sys
import threading
import time
from collections.abc import Iterator


class OverTimeError(BaseException):
    """The work took longer than its limit.

    No ``Exception``, so that a library that catches every one of its own does not catch this.
    """


@contextlib.contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raise OverTimeError inside the block when it takes longer than ``seconds``.

    Python code is stopped between two steps, a call into C when it returns. CPython only.
    """
    guard = threading.Lock()
    thread = threading.get_ident()
    state = {"running": True, "stopped": False}

    def stop() -> None:
        with guard:
            if state["running"]:
                state["stopped"] = True
                ctypes.pythonapi.PyThreadState_SetAsyncExc(
                    ctypes.c_ulong(thread), ctypes.py_object(OverTimeError)
                )

    timer = threading.Timer(seconds, stop)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        with guard:
            state["running"] = False
        timer.cancel()
        while state["stopped"] and not _is_raised():
            time.sleep(0)  # it is on its way: let it arrive here and not later


def _is_raised() -> bool:
    """Return whether the exception that is handled now is the one of the limit."""
    return isinstance(sys.exc_info()[1], OverTimeError)
