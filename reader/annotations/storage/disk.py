"""The few ways in which the store changes the disk, so that a test can stand in for the disk.

Reading goes past this module: only what must survive a crash is of interest here.
"""

from __future__ import annotations

import contextlib
import errno
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

PRIVATE = 0o600
PRIVATE_FOLDER = 0o700


class Disk:
    """Files by path and descriptor; every method raises OSError as the system gives it."""

    def create(self, path: Path) -> int:
        """Return a new file for its owner alone, open for writing.

        FileExistsError if it is there.
        """
        return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, PRIVATE)

    def append_to(self, path: Path) -> int:
        """Return an existing file, open so that every write goes to its end."""
        return os.open(path, os.O_WRONLY | os.O_APPEND | _BINARY)

    def write(self, descriptor: int, data: bytes) -> None:
        """All of ``data``, in as many writes as the system wants."""
        written = os.write(descriptor, data)
        while written < len(data):
            written += os.write(descriptor, memoryview(data)[written:])

    def sync(self, descriptor: int) -> None:
        """Wait until what was written is on the disk itself, past its own cache on macOS.

        Content and length, that is: what ``fdatasync`` leaves out is when it was written.
        """
        if sys.platform == "darwin":  # not run: no macOS at hand
            import fcntl

            with contextlib.suppress(OSError):  # a network disk may not know this call
                fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)
                return
        _SYNC(descriptor)

    def truncate(self, descriptor: int, size: int) -> None:
        os.ftruncate(descriptor, size)

    def close(self, descriptor: int) -> None:
        os.close(descriptor)

    def rename(self, source: Path, target: Path) -> None:
        """Give ``source`` the name ``target``, whose old file is gone at the same instant."""
        if os.name != "nt":
            source.replace(target)
            return
        for pause in (0.01, 0.03, 0.1, 0.3, 1.0):  # not run: Windows refuses while it is read
            try:
                source.replace(target)
                return
            except PermissionError:
                time.sleep(pause)
        source.replace(target)

    def link(self, source: Path, target: Path) -> None:
        """Give ``source`` a second name."""
        target.hardlink_to(source)

    def unlink(self, path: Path) -> None:
        path.unlink()

    def make_folder(self, folder: Path) -> None:
        """Make a folder for its owner alone, and those above it; do nothing where it is there."""
        folder.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)

    def sync_folder(self, folder: Path) -> None:
        """Make the names in ``folder`` durable, where the file system can do that."""
        if os.name == "nt":  # not run: Windows keeps no descriptor of a folder
            return
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        except OSError as fault:
            if fault.errno not in (errno.EINVAL, errno.ENOTSUP, errno.EBADF):
                raise
        finally:
            os.close(descriptor)


_SYNC: Callable[[int], None] = getattr(os, "fdatasync", os.fsync)
_BINARY = getattr(os, "O_BINARY", 0)


def write_whole(disk: Disk, path: Path, data: bytes) -> None:
    """Write ``data`` as the file ``path``.

    It is durable when this returns; until then the old file is there.
    """
    beside = path.with_name(f"{path.name}.new-{os.getpid()}")
    with contextlib.suppress(FileNotFoundError):
        disk.unlink(beside)
    descriptor = disk.create(beside)
    try:
        try:
            disk.write(descriptor, data)
            disk.sync(descriptor)
        finally:
            disk.close(descriptor)
        disk.rename(beside, path)
    except OSError:
        with contextlib.suppress(OSError):
            disk.unlink(beside)
        raise
    disk.sync_folder(path.parent)


def keep_copy(disk: Disk, source: Path, target: Path) -> None:
    """Give ``source``'s present content a second name, by a copy where links are impossible."""
    beside = target.with_name(f"{target.name}.new-{os.getpid()}")
    with contextlib.suppress(FileNotFoundError):
        disk.unlink(beside)
    try:
        disk.link(source, beside)
    except OSError:
        write_whole(disk, target, source.read_bytes())
        return
    disk.rename(beside, target)
