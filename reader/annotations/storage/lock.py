"""The lock that terminals share; the system frees it when its holder dies."""

from __future__ import annotations

import os
import time
import weakref
from collections.abc import Callable
from functools import cache
from pathlib import Path
from types import ModuleType

from reader.annotations.storage.disk import PRIVATE
from reader.annotations.store_error import BusyError, cannot_save

LOCK_TIMEOUT = 10.0
"""Seconds to wait for another terminal before a save is given up."""

POLL = 0.001
"""Seconds between two looks at a lock that another holds."""


class Lock:
    """An exclusive lock on the file ``path`` across processes, not between threads of one.

    The file is made at the first use and stays, open: to take it away would let two terminals
    hold two locks. The library that locks is loaded then too: reading needs none.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._descriptor: int | None = None
        self._close: Callable[[], object] = int
        self._depth = 0

    def held(self, patience: float = LOCK_TIMEOUT) -> Held:
        """To be entered.

        Raises BusyError when another holds it for longer than ``patience`` seconds, and StoreError
        when the lock file cannot be made. May be nested.
        """
        return Held(self, patience)

    def take(self, patience: float) -> None:
        if not self._depth:
            try:
                self._acquire(patience)
            except OSError as fault:
                raise cannot_save(self._path, fault) from fault
        self._depth += 1

    def free(self) -> None:
        self._depth -= 1
        if not self._depth and self._descriptor is not None:
            _locking().unlock_descriptor(self._descriptor)

    def write(self, note: bytes) -> None:
        """Write ``note`` into the lock file, behind the byte that some systems lock.

        To be called while the lock is held. Nothing waits until it is on the disk. OSError.
        """
        if self._descriptor is not None:
            os.lseek(self._descriptor, 0, os.SEEK_SET)
            os.write(self._descriptor, b"\n" + note)

    def _acquire(self, patience: float) -> None:
        lock_descriptor = _locking().lock_descriptor
        limit = time.monotonic() + patience
        while True:
            descriptor = self._opened()
            if lock_descriptor(descriptor, blocking=False):
                if os.fstat(descriptor).st_nlink:
                    return
                self._close()
                self._descriptor = None
                continue
            if time.monotonic() >= limit:
                raise BusyError(
                    "Another terminal has been writing these notes for too long: save again, "
                    "or close the other one."
                )
            time.sleep(POLL)

    def _opened(self) -> int:
        if self._descriptor is None:
            self._descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, PRIVATE)
            self._close = weakref.finalize(self, os.close, self._descriptor)
        return self._descriptor


class Held:
    """The lock while it is held."""

    __slots__ = ("_lock", "_patience")

    def __init__(self, lock: Lock, patience: float) -> None:
        self._lock, self._patience = lock, patience

    def __enter__(self) -> None:
        self._lock.take(self._patience)

    def __exit__(self, *fault: object) -> None:
        self._lock.free()


@cache
def _locking() -> ModuleType:
    """Return the library that locks, loaded at the first use and then at hand."""
    import filelock

    return filelock
