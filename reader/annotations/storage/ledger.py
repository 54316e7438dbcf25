"""The TinyDB file and its journal as one, and how a save is made.

A save is one line at the journal's end, made durable under the lock after all that other
terminals appended was read.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from reader.annotations.storage import appending
from reader.annotations.storage.disk import Disk, write_whole
from reader.annotations.storage.file_source import Stamp
from reader.annotations.storage.followed_files import FollowedFiles
from reader.annotations.storage.journal import Change, new_name
from reader.annotations.storage.lock import PATIENCE, Lock
from reader.annotations.storage.table_layout import About, render
from reader.annotations.store_error import (
    BusyError,
    StoreError,
    cannot_read,
    cannot_save,
    read_only,
)

if TYPE_CHECKING:
    from reader.annotations.storage.sole_writer import SoleWriter


class Ledger(FollowedFiles):
    """Rows by table and key; its methods may be called from any thread."""

    def __init__(self, path: Path, *, reading: bool = False, disk: Disk | None = None) -> None:
        super().__init__(path, reading=reading, disk=disk or Disk())
        self.fold_lock = Lock(self.files.fold_lock)
        self.fold_guard = threading.Lock()
        self.sole: SoleWriter | None = None
        self._looked_through: Stamp | None = None
        if not self.reading_only:
            self._look_at_folder()
        self.load()
        if not self.reading_only:
            self._keep_what_was_replaced()

    def _look_at_folder(self) -> None:
        """Prepares for a folder in which locks may not reach all who write."""
        from reader.annotations.storage.folder_kind import folder_kind

        kind = folder_kind(self.files.base)
        self.end.lasting = self.end.lasting and kind.kind == "local"
        if kind.kind == "network":
            from reader.annotations.storage.sole_writer import SoleWriter

            self.sole = SoleWriter(self.files.writer, self.disk)
        if kind.advice:
            self.notices.append(kind.advice)

    def refresh(self) -> bool:
        """Reads what other terminals saved; True when there was any. Cheap when there was none."""
        with self.guard:
            changed = self._catch_up()
            if not self.reading_only:
                self._keep_what_was_replaced()
                if self.lost or self.stranded or self.passed_over:
                    with self.writing():
                        return True
            return changed

    @contextlib.contextmanager
    def writing(self) -> Iterator[None]:
        """The lock, with all that others saved read and the journal's end whole; StoreError."""
        if self.reading_only:
            raise read_only(self.files.base)
        with self.guard:
            try:
                if self.seen[0] is None:
                    self.disk.make_folder(self.files.folder)
                if self.sole is not None:
                    self.sole.claim()
            except OSError as fault:
                raise cannot_save(self.files.base, fault) from fault
            with self._all_read():
                self._keep_what_was_replaced()
                if self.position.is_over(self.position.name) or self.passed_over:
                    self.stranded += self.passed_over
                    self.retire_journals()
                if self.lost or self.stranded:
                    from reader.annotations.storage.written_back import write_back

                    write_back(self)
                yield

    @contextlib.contextmanager
    def _all_read(self) -> Iterator[None]:
        """The lock, with all that others saved read.

        A large file that has to be read anew takes seconds, and so does its index by id: both are
        read while nobody waits for the lock.
        """
        self.base.make_index()
        with self.lock.held(PATIENCE):
            if self._is_all_read():
                yield
                return
        self._catch_up()
        self.base.make_index()
        with self.lock.held(PATIENCE):
            self._catch_up()
            yield

    def release(self) -> None:
        """Closes the journal, and lets another reader write where only one can."""
        self.end.close()
        if self.sole is not None:
            with contextlib.suppress(OSError):  # told to the next one who wants to write
                self.sole.release()

    def retire_journals(self) -> None:
        """Archives the journals that get no more lines, whose rows the TinyDB file holds, replaces
        or does not know, and begins a new one.

        To be called within ``writing``. Raises StoreError.
        """
        files, disk = self.files, self.disk
        try:
            disk.make_folder(files.archive)
            name = self.position.name
            self.end.close()
            for other in self.position.passed:
                if other != name and files.folding.exists():
                    disk.rename(files.folding, files.archived_name(other))
            if name is not None or self.position.offset:
                disk.rename(files.journal, files.archived_name(name or new_name()))
                disk.sync_folder(files.folder)
                disk.close(disk.create(files.journal))
            disk.sync_folder(files.folder)
        except OSError as fault:
            raise cannot_save(files.base, fault) from fault
        self.load()

    def _keep_what_was_replaced(self) -> None:
        """Tells, once for each file, when it took the place of another that had more, and keeps
        what that had.
        """
        if self._looked_through == self.base.stamp:
            return
        self._looked_through = self.base.stamp
        if self._is_successor() or not self.files.archive.is_dir():
            return
        from reader.annotations.storage.replaced_file import former_notes, keep

        try:
            with self.fold_lock.held(0.0):
                former = former_notes(self.files, self, self.position.followed)
                if former is not None:
                    self.notices.append(keep(former, self.files, self.disk))
        except BusyError:
            return  # the one who folds has looked too
        except OSError as fault:
            self.notices.append(str(cannot_read(self.files.base, fault)))
        except StoreError as fault:
            self.notices.append(str(fault))

    def append(self, changes: Sequence[Change]) -> None:
        """Saves ``changes`` at once, all or none: durable when this returns.

        To be called within ``writing``. Raises StoreError, and ValueError for what JSON cannot
        hold; then nothing is saved.
        """
        try:
            if self.seen[0] is None or self.base.blank:
                write_whole(self.disk, self.files.base, render({}, About()))
                self.load()
            appending.append(self.disk, self.files, self.position, self.end, changes, self.high)
        except OSError as fault:
            raise cannot_save(self.files.base, fault) from fault
        self._apply(changes)
        self.seen = (self.seen[0], (self.position.inode, self.position.offset))
