"""The lock that terminals share; the system frees it when its holder dies."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from reader.annotations.disk import PRIVATE
from reader.annotations.store_error import BusyError, cannot_save

if TYPE_CHECKING:
    from filelock import BaseFileLock

PATIENCE = 10.0
"""Seconds to wait for another terminal before a save is given up."""

POLL = 0.002
"""Seconds between two looks at a lock that another holds."""


class Lock:
    """An exclusive lock on ``path`` across processes, not between threads of one.

    The library is loaded at the first use: reading needs no lock.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock: BaseFileLock | None = None

    @contextlib.contextmanager
    def held(self, patience: float = PATIENCE) -> Iterator[None]:
        """Raises BusyError when another holds it for longer than ``patience`` seconds, and
        StoreError when the lock file cannot be made.
        """
        from filelock import FileLock, Timeout

        if self._lock is None:
            self._lock = FileLock(self._path, mode=PRIVATE, thread_local=False)
        try:
            self._lock.acquire(timeout=patience, poll_interval=POLL)
        except Timeout:
            raise BusyError(
                "Another terminal has been writing these notes for too long: save again, "
                "or close the other one."
            ) from None
        except OSError as fault:
            raise cannot_save(self._path, fault) from fault
        try:
            yield
        finally:
            self._lock.release()
