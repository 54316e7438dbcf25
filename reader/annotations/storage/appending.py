"""The end of the open journal: where a save becomes durable."""

from __future__ import annotations

import contextlib
import os
import weakref
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from reader.annotations.storage.disk import Disk, write_whole
from reader.annotations.storage.journal import Change, Heading, changes_line, heading_line, new_name
from reader.annotations.storage.store_files import StoreFiles
from reader.annotations.storage.view import Position


class JournalEnd:
    """The open journal's descriptor, kept from one save to the next where ``lasting``.

    To be closed as soon as the journal is found changed by others: what is kept is then always
    the file of that name, with nothing behind the last save. ``suspect`` says that syncing it
    failed, so that the system may have forgotten what was written to it.
    """

    def __init__(self, disk: Disk, *, lasting: bool) -> None:
        self.inode = 0
        self.lasting = lasting
        self.suspect = False
        self._disk = disk
        self._descriptor = 0
        self._close: Callable[[], object] = int

    def of(self, inode: int) -> int | None:
        """Return the descriptor of the journal with this inode, None when it is not open here."""
        return self._descriptor if inode and inode == self.inode else None

    def keep(self, descriptor: int) -> None:
        self.close()
        self.inode, self._descriptor = os.fstat(descriptor).st_ino, descriptor
        self._close = weakref.finalize(self, self._disk.close, descriptor)

    def close(self) -> None:
        self.inode = 0
        self._close()


def append(
    disk: Disk,
    files: StoreFiles,
    place: Position,
    end: JournalEnd,
    changes: Sequence[Change],
    high: Mapping[str, int],
) -> Position:
    """Add one durable line to the open journal, which is read to ``place``; the place after it.

    To be called under the lock, with everything before the end read. Raises OSError, and then
    what was written is taken back.
    """
    text = changes_line(changes)
    name = place.name
    if name is None:
        name = new_name()
        text = heading_line(Heading(name, place.last, dict(high))) + text
    if end.suspect:
        place = _rewrite(disk, files, place, end)
    made = False
    descriptor = end.of(place.inode)
    if descriptor is None:
        descriptor, made = _open_end(disk, files, place)
        end.keep(descriptor)
    try:
        _write(disk, place, descriptor, text)
        _make_durable(disk, files, place, end, descriptor)
    except OSError:
        end.close()
        raise
    if made:
        disk.sync_folder(files.folder)
    inode = end.inode
    if not end.lasting:
        end.close()
    return replace(place, name=name, inode=inode, offset=place.offset + len(text))


def _write(disk: Disk, place: Position, descriptor: int, text: bytes) -> None:
    try:
        disk.write(descriptor, text)
    except OSError:
        with contextlib.suppress(OSError):  # what stays is cut off before the next save
            disk.truncate(descriptor, place.offset)
        raise


def _make_durable(
    disk: Disk, files: StoreFiles, place: Position, end: JournalEnd, descriptor: int
) -> None:
    """Sync the journal.

    After a failure it is written again, since a second sync of the same file may report success for
    what the system has dropped.
    """
    try:
        disk.sync(descriptor)
    except OSError:
        end.suspect = True
        with contextlib.suppress(OSError):
            disk.truncate(descriptor, place.offset)
            _rewrite(disk, files, place, end)
        raise


def _rewrite(disk: Disk, files: StoreFiles, place: Position, end: JournalEnd) -> Position:
    """Write the journal as a new file; the same place in it."""
    with files.journal.open("rb") as file:
        kept = file.read(place.offset)
    write_whole(disk, files.journal, kept)
    end.suspect = False
    return replace(place, inode=files.journal.stat().st_ino)


def _open_end(disk: Disk, files: StoreFiles, place: Position) -> tuple[int, bool]:
    """Return the open journal at its end, and whether it had to be made."""
    try:
        descriptor = disk.append_to(files.journal)
    except FileNotFoundError:
        return disk.create(files.journal), True
    try:
        if os.fstat(descriptor).st_size > place.offset:
            _cut(disk, files, place, descriptor)
    except OSError:
        disk.close(descriptor)
        raise
    return descriptor, False


def cut_torn_end(disk: Disk, files: StoreFiles, place: Position) -> None:
    """Cut off what follows the last good line. Call it under the lock. Raises OSError."""
    if files.journal.exists() and files.journal.stat().st_size > place.offset:
        descriptor, _ = _open_end(disk, files, place)
        disk.close(descriptor)


def _cut(disk: Disk, files: StoreFiles, place: Position, descriptor: int) -> None:
    """Cut off what an interrupted save left after the last good line, and store it."""
    with files.journal.open("rb") as file:
        file.seek(place.offset)
        torn = file.read()
    try:
        kept = disk.append_to(files.torn)
    except FileNotFoundError:
        kept = disk.create(files.torn)
    try:
        disk.write(kept, torn + b"\n")
    finally:
        disk.close(kept)
    disk.truncate(descriptor, place.offset)
