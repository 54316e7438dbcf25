"""Compaction: what the journal holds goes into the TinyDB file.

In two phases, so that other terminals are held up only while names change: under the lock the
journal is put aside and a new one started; without it the new file is written, synced and read
back; under the lock again it takes the old one's place. A crash at any point leaves a state
that reads as the same notes: a journal that was put aside is read before the open one, and not
at all once the file names it as compacted. That the file has its name for good is waited for
when the lock is free again, and only then is the journal archived.
"""

from __future__ import annotations

import contextlib
import os
import time
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from reader.annotations.storage.appending import cut_torn_end
from reader.annotations.storage.disk import Disk, keep_copy
from reader.annotations.storage.file_source import Source, file_source
from reader.annotations.storage.journal import new_name
from reader.annotations.storage.overlay import Overlay
from reader.annotations.storage.store_files import StoreFiles
from reader.annotations.storage.table_file import CHUNK, TableFile
from reader.annotations.storage.table_layout import (
    BETWEEN,
    HISTORY,
    OPENING,
    RECORDS,
    About,
    laid_out,
    lines,
    row_line,
    table_head,
)
from reader.annotations.storage.writer import Writer
from reader.annotations.store_error import BusyError, StoreError, cannot_save

ROWS_AT_ONCE = 4_000

SYNCED_AT_ONCE = 32 << 20
"""Bytes of a new file that wait for the disk together: a save may have to wait for them too."""

QUICK = 1.0
"""Seconds: what others save while a compaction takes longer than this is left for them."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is compacted: the rows of ``changed`` into ``base``.

    ``whole`` tells that these are all that were saved until then.
    """

    base: TableFile
    changed: Overlay
    about: About
    whole: bool


def compact(writer: Writer, patience: float = 0.0) -> bool:
    """Compact what was saved before; return whether the TinyDB file holds everything now.

    Waits up to ``patience`` seconds for another terminal that compacts. What is saved meanwhile
    is compacted too where that is quick, or where it took so long that another terminal, which
    waited to compact its own on closing, has given up. Raises StoreError when the disk refuses;
    then everything is as it was.
    """
    if writer.reading_only or not writer.compaction_guard.acquire(timeout=patience):
        return False
    try:
        with writer.compaction_lock.held(patience):
            for _ in range(5):
                start = time.monotonic()
                plan = _begin(writer)
                if plan is None:
                    return True
                done = _finish(writer, plan) and plan.whole
                taken = time.monotonic() - start
                if done and taken > QUICK and not 0 < patience < taken:
                    return not writer.view.uncompacted
    except BusyError:
        return False
    except OSError as fault:
        raise cannot_save(writer.files.base, fault) from fault
    finally:
        writer.compaction_guard.release()
    return False


def _begin(writer: Writer) -> Plan | None:
    """Put the journal aside; None when there is nothing to compact."""
    files, disk = writer.files, writer.disk
    for path in files.being_written():
        with contextlib.suppress(FileNotFoundError):
            disk.unlink(path)
    _follow(writer)
    with writer.writing():
        if writer.view.behind:
            writer.read()
        cut_torn_end(disk, files, writer.view.position)
        aside = files.folding.exists()
        if aside and not writer.view.settled:
            disk.sync_folder(files.folder)
            _retire(writer)
            aside = False
        if not aside and writer.view.position.offset:
            _put_aside(writer)
        view = writer.view
        if not view.settled:
            return None
        about = replace(
            view.base.about,
            journal=view.position.last,
            was=view.base.stamp[1:],
            high={**view.base.about.high, **view.high},
        )
        return Plan(view.base, view.settled, about, not aside)


def _follow(writer: Writer) -> None:
    """Read what others saved and compacted while nobody waits for the lock.

    A large file that they wrote takes seconds, and so does its index by id.
    """
    writer.refresh()
    if writer.view.behind:
        fresh = TableFile.open(writer.files.base)
        fresh.make_index()
        writer.read(fresh)


def _put_aside(writer: Writer) -> None:
    """Rename the open journal and start an empty one.

    The folder is synced between the two: else a crash might keep the second and lose the first.
    """
    files, disk = writer.files, writer.disk
    writer.end.close()
    disk.rename(files.journal, files.folding)
    writer.swap(writer.view.closed(writer.view.position.name or new_name()))
    disk.sync_folder(files.folder)
    disk.close(disk.create(files.journal))
    disk.sync_folder(files.folder)
    place = replace(writer.view.position, inode=files.journal.stat().st_ino)
    writer.swap(writer.view.at(place))


def _finish(writer: Writer, plan: Plan) -> bool:
    """Write the new file, read it back, and let it take the old one's place.

    False where another program has changed the old one meanwhile.
    """
    files, disk = writer.files, writer.disk
    new, former = (
        path.with_name(f"{path.name}.new-{os.getpid()}") for path in (files.base, files.previous)
    )
    try:
        _write(disk, new, laid_out(_body(plan.base, plan.changed), plan.about))
        fresh = TableFile.open(new)
        _check_complete(plan, fresh)
        fresh.make_index()
        if files.base.exists():
            _second_name(disk, files.base, former)
        writer.refresh()
        with _held_open(files.previous), writer.writing():
            view = writer.view
            replaced = view.base is plan.base and view.stamp == plan.base.stamp
            if replaced:
                _replace(files, disk, plan, new, former)
                writer.swap(view.on(fresh))
    except (OSError, StoreError):
        _remove(disk, new, former)
        raise
    if not replaced:
        _remove(disk, new, former)
        return False
    disk.sync_folder(files.folder)
    with writer.writing():
        _retire(writer)
    return True


def _write(disk: Disk, path: Path, pieces: Iterable[bytes]) -> None:
    """Write a new file of ``pieces``, synced little by little."""
    descriptor = disk.create(path)
    waiting = 0
    try:
        for piece in _gathered(pieces):
            disk.write(descriptor, piece)
            waiting += len(piece)
            if waiting > SYNCED_AT_ONCE:
                disk.sync(descriptor)
                waiting = 0
        disk.sync(descriptor)
    finally:
        disk.close(descriptor)


def _second_name(disk: Disk, source: Path, target: Path) -> None:
    """``target`` for the present content of ``source``, copied where links are not possible."""
    try:
        disk.link(source, target)
    except OSError:
        held = file_source(source)
        _write(disk, target, _copied(held, 0, held.size))


@contextlib.contextmanager
def _held_open(path: Path) -> Iterator[None]:
    """Keep ``path`` open.

    A large file whose name is taken is freed when it is closed, which takes a third of a second for
    a gigabyte and longer on a busy machine.
    """
    held = None
    if os.name != "nt":  # an open file cannot be replaced there
        with contextlib.suppress(OSError):
            held = os.open(path, os.O_RDONLY)
    try:
        yield
    finally:
        if held is not None:
            os.close(held)


def _replace(files: StoreFiles, disk: Disk, plan: Plan, new: Path, former: Path) -> None:
    """Make the file ``new`` the TinyDB file, and ``former`` the copy of the last one."""
    if files.base.exists():
        _keep_permissions(files.base, new)
        if not plan.base.regular and len(plan.base) and not files.original.exists():
            keep_copy(disk, files.base, files.original)
        disk.rename(former, files.previous)
    disk.rename(new, files.base)


def _remove(disk: Disk, *paths: Path) -> None:
    for path in paths:
        with contextlib.suppress(OSError):
            disk.unlink(path)


def _retire(writer: Writer) -> None:
    """Move the compacted journal to the archive, which keeps it for 30 days."""
    files, disk = writer.files, writer.disk
    if not files.folding.exists():
        return
    disk.make_folder(files.archive)
    disk.rename(files.folding, files.archived_name(writer.view.position.last or new_name()))
    with contextlib.suppress(OSError):  # an old journal that stays does no harm
        files.drop_old_archives(disk)


def _keep_permissions(old: Path, new: Path) -> None:
    facts = old.stat()
    new.chmod(facts.st_mode & 0o7777)
    if hasattr(os, "chown") and new.stat().st_uid != facts.st_uid:
        with contextlib.suppress(PermissionError):
            os.chown(new, facts.st_uid, facts.st_gid)


def _check_complete(plan: Plan, fresh: TableFile) -> None:
    """Refuse a new file that lacks a row, or has one that nobody made. Raises StoreError."""
    expected = set(plan.base.keys)
    for text, row in plan.changed.rows(RECORDS).items():
        if row is None:
            expected.discard(int(text))
        else:
            expected.add(int(text))
    history = {text for text, row in plan.changed.rows(HISTORY).items() if row is not None}
    operations = sum(1 for _ in plan.base.lines(HISTORY)) + len(history)
    complete = (
        fresh.regular
        and list(fresh.keys) == sorted(expected)
        and sum(1 for _ in fresh.lines(HISTORY)) == operations
    )
    if not complete:
        raise StoreError(
            "The notes file could not be written whole and was left as it is; everything is "
            "saved in the journal next to it: copy both to another disk."
        )


def _body(base: TableFile, changed: Overlay) -> Iterator[bytes]:
    """Everything before the table about the file, with unchanged lines as they were."""
    yield OPENING
    yield from _with_separators(_rows(base, changed.rows(RECORDS)))
    yield BETWEEN
    names = [name for name in changed.names if name not in (RECORDS, HISTORY)]
    for name in dict.fromkeys([*base.others, *names]):
        yield table_head(name)
        if changed.rows(name):
            yield from lines(changed.over(name, base.table(name)), numbered=False)
        else:
            yield from _copied(base.source, *base.others[name])
        yield BETWEEN
    added = changed.rows(HISTORY)
    if added or base.history[0] < base.history[1]:
        yield table_head(HISTORY)
        yield from _history(base, added)
        yield BETWEEN


def _with_separators(rows: Iterable[bytes]) -> Iterator[bytes]:
    first = True
    for row in rows:
        yield row if first else b",\n" + row
        first = False
    if not first:
        yield b"\n"


def _rows(base: TableFile, changed: Mapping[str, Any]) -> Iterator[bytes]:
    """Yield rows or runs of rows in the order of their keys, each without its last comma."""
    done = 0
    for key in sorted(int(text) for text in changed):
        place = bisect_left(base.keys, key)
        yield from _run(base, done, place)
        done = place + (place < len(base) and base.keys[place] == key)
        row = changed[str(key)]
        if row is not None:
            yield row_line(key, row)
    yield from _run(base, done, len(base))


def _run(base: TableFile, first: int, last: int) -> Iterator[bytes]:
    for start in range(first, last, ROWS_AT_ONCE):
        stop = min(start + ROWS_AT_ONCE, last)
        yield base.source.read(base.start(start), base.start(stop)).rstrip(b",\n")


def _history(base: TableFile, added: Mapping[str, Any]) -> Iterator[bytes]:
    start, end = base.history
    yield from _copied(base.source, start, end - 1)
    first = start == end
    for key in sorted(int(text) for text in added):
        if added[str(key)] is not None:
            yield (b"" if first else b",\n") + row_line(key, added[str(key)])
            first = False
    if not first:
        yield b"\n"


def _copied(source: Source, start: int, end: int) -> Iterator[bytes]:
    while start < end and (piece := source.read(start, min(start + CHUNK, end))):
        yield piece
        start += len(piece)


def _gathered(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the same bytes in pieces of about a megabyte."""
    held: list[bytes] = []
    size = 0
    for piece in pieces:
        held.append(piece)
        size += len(piece)
        if size > 1 << 20:
            yield b"".join(held)
            held, size = [], 0
    yield b"".join(held)
