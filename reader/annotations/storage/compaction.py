"""Folding: what the journal holds goes into the TinyDB file.

In two phases, so that other terminals are held up only while names change: under the lock the
journal is put aside and a new one begun; without it the new file is written, synced and read
back; under the lock again it takes the old one's place. A crash at any point leaves a state
that reads as the same notes: a journal that was put aside is read before the open one, and not
at all once the file names it as folded. That the file has its name for good is waited for when
the lock is free again, and only then is the journal archived.
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

from reader.annotations.storage.appending import Position, cut_torn_end
from reader.annotations.storage.disk import Disk, keep_copy
from reader.annotations.storage.file_source import Source, file_source
from reader.annotations.storage.journal import new_name
from reader.annotations.storage.ledger import Ledger
from reader.annotations.storage.overlay import Overlay
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
from reader.annotations.store_error import BusyError, StoreError, cannot_save

ROWS_AT_ONCE = 4_000

SYNCED_AT_ONCE = 32 << 20
"""Bytes of a new file that wait for the disk together: a save may have to wait for them too."""

QUICK = 1.0
"""Seconds: what others save while a fold takes longer than this is left for them to fold."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is folded: the rows of ``changed`` into ``base``; ``whole`` tells that these are all
    that were saved until then.
    """

    base: TableFile
    changed: Overlay
    about: About
    whole: bool


def fold(ledger: Ledger, patience: float = 0.0) -> bool:
    """Folds what was saved before this call; whether the TinyDB file holds everything now.

    Waits up to ``patience`` seconds for another terminal that folds. What is saved meanwhile is
    folded too where that is quick, or where it took so long that another terminal, which waited
    to fold its own on closing, has given up. Raises StoreError when the disk refuses; then
    everything is as it was.
    """
    if ledger.reading_only or not ledger.fold_guard.acquire(timeout=patience):
        return False
    try:
        with ledger.fold_lock.held(patience):
            for _ in range(5):
                begun = time.monotonic()
                plan = _begin(ledger)
                if plan is None:
                    return True
                done = _finish(ledger, plan) and plan.whole
                taken = time.monotonic() - begun
                if done and taken > QUICK and not 0 < patience < taken:
                    return not ledger.unfolded
    except BusyError:
        return False
    except OSError as fault:
        raise cannot_save(ledger.files.base, fault) from fault
    finally:
        ledger.fold_guard.release()
    return False


def _begin(ledger: Ledger) -> Plan | None:
    """Puts the journal aside; None when there is nothing to fold."""
    files, disk = ledger.files, ledger.disk
    for path in files.being_written():
        with contextlib.suppress(FileNotFoundError):
            disk.unlink(path)
    _follow(ledger)
    with ledger.writing():
        if ledger.behind:
            ledger.load()
        cut_torn_end(disk, files, ledger.position)
        folding = files.folding.exists()
        if folding and not ledger.settled:
            disk.sync_folder(files.folder)
            _retire(ledger)
            folding = False
        if not folding and ledger.position.offset:
            _put_aside(ledger)
        if not ledger.settled:
            return None
        about = replace(
            ledger.base.about,
            journal=ledger.position.last,
            was=(ledger.base.stamp[1], ledger.base.stamp[2]),
            high={**ledger.base.about.high, **ledger.high},
        )
        return Plan(ledger.base, ledger.settled.copy(), about, not folding)


def _follow(ledger: Ledger) -> None:
    """Reads what others saved and folded while nobody waits for the lock: a large file that
    they wrote takes seconds, and so does its index by id.
    """
    ledger.refresh()
    if ledger.behind:
        fresh = TableFile.open(ledger.files.base)
        fresh.make_index()
        ledger.load(fresh)


def _put_aside(ledger: Ledger) -> None:
    """Renames the open journal and begins an empty one.

    The folder is synced between the two: else a crash might keep the second and lose the first.
    """
    files, disk = ledger.files, ledger.disk
    name = ledger.position.name or new_name()
    ledger.end.close()
    disk.rename(files.journal, files.folding)
    ledger.settle()
    ledger.position = Position(followed=[*ledger.position.followed, name])
    ledger.seen = (ledger.seen[0], None)
    disk.sync_folder(files.folder)
    disk.close(disk.create(files.journal))
    disk.sync_folder(files.folder)
    ledger.position.inode = files.journal.stat().st_ino
    ledger.seen = (ledger.seen[0], (ledger.position.inode, 0))


def _finish(ledger: Ledger, plan: Plan) -> bool:
    """Writes the new file, reads it back, and lets it take the old one's place; False where
    another program has changed the old one meanwhile.
    """
    files, disk = ledger.files, ledger.disk
    beside, former = (
        path.with_name(f"{path.name}.new-{os.getpid()}") for path in (files.base, files.previous)
    )
    try:
        _write(disk, beside, laid_out(_body(plan.base, plan.changed), plan.about))
        fresh = TableFile.open(beside)
        _check_complete(plan, fresh)
        fresh.make_index()
        if files.base.exists():
            _second_name(disk, files.base, former)
        ledger.refresh()
        with _held_open(files.previous), ledger.writing():
            replaced = ledger.base is plan.base and ledger.seen[0] == plan.base.stamp
            if replaced:
                _replace(ledger, plan, beside, former)
                _take(ledger, fresh)
    except (OSError, StoreError):
        _remove(disk, beside, former)
        raise
    if not replaced:
        _remove(disk, beside, former)
        return False
    disk.sync_folder(files.folder)
    with ledger.writing():
        _retire(ledger)
    return True


def _write(disk: Disk, path: Path, pieces: Iterable[bytes]) -> None:
    """A new file of ``pieces``, synced little by little."""
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
    """Keeps ``path`` open: a large file whose name is taken is freed when it is closed, which
    takes a third of a second for a gigabyte and longer on a busy machine.
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


def _replace(ledger: Ledger, plan: Plan, beside: Path, former: Path) -> None:
    """The file ``beside`` becomes the TinyDB file, ``former`` the copy of the last one."""
    files, disk = ledger.files, ledger.disk
    if files.base.exists():
        _keep_permissions(files.base, beside)
        if not plan.base.regular and len(plan.base) and not files.original.exists():
            keep_copy(disk, files.base, files.original)
        disk.rename(former, files.previous)
    disk.rename(beside, files.base)


def _remove(disk: Disk, *paths: Path) -> None:
    for path in paths:
        with contextlib.suppress(OSError):
            disk.unlink(path)


def _take(ledger: Ledger, fresh: TableFile) -> None:
    ledger.base = fresh
    ledger.settled = Overlay()
    ledger.overlay = Overlay(ledger.recent)
    ledger.mark = (fresh.stamp[1], fresh.stamp[2])
    ledger.seen = (fresh.stamp, ledger.seen[1])


def _retire(ledger: Ledger) -> None:
    """Moves the folded journal to the archive, which keeps it for 30 days."""
    files, disk = ledger.files, ledger.disk
    if not files.folding.exists():
        return
    disk.make_folder(files.archive)
    disk.rename(files.folding, files.archived_name(ledger.position.last or new_name()))
    with contextlib.suppress(OSError):  # an old journal that stays does no harm
        files.drop_old_archives(disk)


def _keep_permissions(old: Path, new: Path) -> None:
    facts = old.stat()
    new.chmod(facts.st_mode & 0o7777)
    if hasattr(os, "chown") and new.stat().st_uid != facts.st_uid:
        with contextlib.suppress(PermissionError):
            os.chown(new, facts.st_uid, facts.st_gid)


def _check_complete(plan: Plan, fresh: TableFile) -> None:
    """Refuses a new file that lacks a row, or has one that nobody made; StoreError."""
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
            "kept in the journal beside it: copy both to another disk."
        )


def _body(base: TableFile, changed: Overlay) -> Iterator[bytes]:
    """All that stands before the table about the file, unchanged lines as they were."""
    yield OPENING
    yield from _parted(_rows(base, changed.rows(RECORDS)))
    yield BETWEEN
    names = [name for name in changed.names if name not in (RECORDS, HISTORY)]
    for name in dict.fromkeys([*base.others, *names]):
        yield table_head(name)
        if changed.rows(name):
            tables = {name: base.table(name) if name in base.others else {}}
            changed.lay_over(tables)
            yield from lines(tables[name], numbered=False)
        else:
            yield from _copied(base.source, *base.others[name])
        yield BETWEEN
    added = changed.rows(HISTORY)
    if added or base.history[0] < base.history[1]:
        yield table_head(HISTORY)
        yield from _history(base, added)
        yield BETWEEN


def _parted(rows: Iterable[bytes]) -> Iterator[bytes]:
    first = True
    for row in rows:
        yield row if first else b",\n" + row
        first = False
    if not first:
        yield b"\n"


def _rows(base: TableFile, changed: Mapping[str, Any]) -> Iterator[bytes]:
    """Rows or runs of rows in the order of their keys, each without its last comma."""
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
    """The same bytes in pieces of about a megabyte."""
    held: list[bytes] = []
    size = 0
    for piece in pieces:
        held.append(piece)
        size += len(piece)
        if size > 1 << 20:
            yield b"".join(held)
            held, size = [], 0
    yield b"".join(held)
