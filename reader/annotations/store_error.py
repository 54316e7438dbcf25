"""What goes wrong with the notes file, in one sentence each."""

from __future__ import annotations

import errno
from pathlib import Path

from reader.errors import ReaderError


class StoreError(ReaderError):
    """Notes that cannot be read or saved; the message is one sentence that says what to do."""


class BusyError(StoreError):
    """Another terminal holds the lock for too long."""


def cannot_read(path: Path, fault: OSError) -> StoreError:
    if isinstance(fault, IsADirectoryError):
        return StoreError(f"{path} is a folder: name a file for the notes with --notes.")
    if isinstance(fault, NotADirectoryError):
        return StoreError(f"{path} is not a place for a file: choose another with --notes.")
    return StoreError(f"{path} cannot be read ({fault.strerror}): check its permissions.")


def cannot_save(path: Path, fault: OSError) -> StoreError:
    """Return what a fault of writing ``path`` means to the user, with the remedy."""
    if fault.errno == errno.EFBIG:
        return StoreError(
            f"Files in {path.parent} may not grow further: raise the limit (ulimit -f) and save "
            "again, or save to another disk with --notes."
        )
    if fault.errno in (errno.ENOSPC, errno.EDQUOT):
        return StoreError(f"The disk of {path.parent} is full: free some space and save again.")
    if fault.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return read_only(path)
    if isinstance(fault, IsADirectoryError | NotADirectoryError):
        return StoreError(f"{path} is not a place for a file: choose another with --notes.")
    return StoreError(
        f"Writing {path} failed ({fault.strerror}): save again, or to another disk with --notes."
    )


def read_only(path: Path) -> StoreError:
    return StoreError(
        f"{path} is open for reading only: give yourself the right to write it and its folder, "
        "or choose another file with --notes."
    )


def not_tinydb(path: Path) -> StoreError:
    return StoreError(f"{path} is not a notes file and is left as it is: name another one.")
