"""Where the bytes of a TinyDB file come from: the file, or memory."""

from __future__ import annotations

import os
import weakref
from pathlib import Path
from typing import Protocol

Stamp = tuple[int, int, int]
"""Inode, size and modification time (ns): another one means another content."""

NO_STAMP: Stamp = (0, 0, 0)


class Source(Protocol):
    """Bytes by offset."""

    size: int

    def read(self, start: int, end: int) -> bytes:
        """Return the bytes from ``start`` up to ``end``: fewer where the content ends before.

        Raises OSError.
        """

    def intact(self) -> bool: ...


class MemorySource:
    def __init__(self, content: bytes) -> None:
        self._content = content
        self.size = len(content)

    def read(self, start: int, end: int) -> bytes:
        return self._content[start:end]

    def intact(self) -> bool:
        return True


class FileSource:
    """A file that stays readable after another has taken its name.

    It is read, never mapped: another program that shortens it must not end this process.
    """

    def __init__(self, path: Path) -> None:
        self._descriptor = os.open(path, os.O_RDONLY)
        self._close = weakref.finalize(self, os.close, self._descriptor)
        self.stamp = stamp_of(os.fstat(self._descriptor))
        self.size = self.stamp[1]

    def read(self, start: int, end: int) -> bytes:
        parts = []
        while start < end and (part := os.pread(self._descriptor, end - start, start)):
            parts.append(part)
            start += len(part)
        return b"".join(parts) if len(parts) != 1 else parts[0]

    def intact(self) -> bool:
        """Return whether no program has written into it since it was opened."""
        return stamp_of(os.fstat(self._descriptor))[1:] == self.stamp[1:]


class PathSource:
    """A file that is opened again for every read, for Windows.

    Where an open file cannot be replaced. Not run: no Windows at hand.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self.stamp = stamp_of(path.stat())
        self.size = self.stamp[1]

    def read(self, start: int, end: int) -> bytes:
        with self._path.open("rb") as file:
            file.seek(start)
            return file.read(max(0, end - start))

    def intact(self) -> bool:
        return stamp_of(self._path.stat()) == self.stamp


def file_source(path: Path) -> FileSource | PathSource:
    """Return the file at ``path``; OSError when it cannot be opened."""
    return PathSource(path) if os.name == "nt" else FileSource(path)


def stamp_of(facts: os.stat_result) -> Stamp:
    return facts.st_ino, facts.st_size, facts.st_mtime_ns
