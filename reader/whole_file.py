"""Writes a file whole or not at all."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO


@contextlib.contextmanager
def whole_file(path: Path, *, mode: int | None = 0o600, alone: bool = True) -> Iterator[BinaryIO]:
    """Write a new file that replaces ``path`` when the block ends well; else the old stays.

    It is written beside ``path`` (a link is followed first), synced, renamed, and the folder
    synced. ``mode`` None leaves the permissions to the umask, as for a file handed to others. One
    of many in a folder is not ``alone``: who writes them calls ``sync_folder`` after the last.
    Raises OSError as the system gives it.
    """
    import tempfile  # with shutil; most commands write no file

    target = path.resolve()
    descriptor, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(_mode_for(target) if mode is None else mode)
        Path(name).replace(target)
    except BaseException:
        with contextlib.suppress(FileNotFoundError):
            Path(name).unlink()
        raise
    if alone:
        sync_folder(target.parent)


def sync_folder(folder: Path) -> None:
    """Make renames in ``folder`` durable where the system can (Windows cannot)."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _mode_for(target: Path) -> int:
    try:
        return target.stat().st_mode & 0o777
    except FileNotFoundError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask
