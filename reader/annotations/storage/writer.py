"""The one that writes a store: it holds the lock, the journal's end and the current view.

A save is one line at the journal's end, made durable under the lock after all that other
terminals appended was read.
"""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from reader.annotations.storage.appending import JournalEnd, append
from reader.annotations.storage.disk import Disk, write_whole
from reader.annotations.storage.displaced import missing
from reader.annotations.storage.file_source import Stamp
from reader.annotations.storage.following import Followed, facts_of, follow, look_at, read_again
from reader.annotations.storage.journal import Change, new_name
from reader.annotations.storage.lock import LOCK_TIMEOUT, Lock
from reader.annotations.storage.store_files import StoreFiles
from reader.annotations.storage.table_file import TableFile
from reader.annotations.storage.table_layout import RECORDS, SCHEMA, About, render
from reader.annotations.storage.view import Position, View
from reader.annotations.storage.zeroed_journal import note_of, zeroed
from reader.annotations.store_error import (
    BusyError,
    StoreError,
    cannot_read,
    cannot_save,
    read_only,
)

if TYPE_CHECKING:
    from reader.annotations.storage.sole_writer import SoleWriter


class ChangeWatch:
    """Ids of the articles of which a record changed; None where that is not known, as at first."""

    __slots__ = ("articles",)

    def __init__(self) -> None:
        self.articles: set[str] | None = None


class Writer:
    """A store opened for reading, or for writing too; its methods may be called from any thread.

    ``notices`` are sentences for the user about what was found and mended.
    """

    def __init__(self, path: Path, *, reading: bool = False, disk: Disk | None = None) -> None:
        self.files = StoreFiles.at(path)
        self.disk = disk or Disk()
        self.guard = threading.RLock()
        self.lock = Lock(self.files.lock)
        self.compaction_lock = Lock(self.files.fold_lock)
        self.compaction_guard = threading.Lock()
        self.end = JournalEnd(self.disk, lasting=os.name != "nt")
        self.sole: SoleWriter | None = None
        self.notices: list[str] = []
        self.reading_only = reading or not self.files.writable()
        self._watches = [ChangeWatch()]
        self._lost: tuple[Change, ...] = ()
        self._stranded: tuple[Change, ...] = ()
        self._looked_through: Stamp | None = None
        if not self.reading_only:
            self._look_at_folder()
        self._view = View(TableFile.of({}, About()), None, Position(), {})
        self.read()
        if not self.reading_only:
            self._keep_what_was_replaced()

    def _look_at_folder(self) -> None:
        """Prepare for a folder in which locks may not reach all who write."""
        from reader.annotations.storage.folder_kind import folder_kind

        kind = folder_kind(self.files.base)
        self.end.lasting = self.end.lasting and kind.kind == "local"
        if kind.kind == "network":
            from reader.annotations.storage.sole_writer import SoleWriter

            self.sole = SoleWriter(self.files.writer, self.disk)
        if kind.advice:
            self.notices.append(kind.advice)

    @property
    def view(self) -> View:
        """What the store holds, as it was last read.

        Read again where another program wrote into the TinyDB file in place.
        """
        if not self._view.base.intact:
            with self.guard:
                self.read()
        return self._view

    @property
    def torn(self) -> bool:
        """Whether the open journal ends in a save that is not done, or never will be."""
        facts = facts_of(self.files.journal)
        return facts is not None and facts.st_size > self._view.position.offset

    def take_notices(self) -> list[str]:
        with self.guard:
            taken = list(dict.fromkeys(self.notices))
            self.notices.clear()
            return taken

    def take_changed_articles(self) -> set[str] | None:
        """Return ids of the articles of which a record changed since the last call.

        None when that is not known, because everything was read again.
        """
        return self.take_changes(self._watches[0])

    def watch(self) -> ChangeWatch:
        """Start to note what changes, for one more who asks by ``take_changes``."""
        watch = ChangeWatch()
        with self.guard:
            self._watches.append(watch)
        return watch

    def take_changes(self, watch: ChangeWatch) -> set[str] | None:
        """Return the same for the one who watches."""
        with self.guard:
            taken, watch.articles = watch.articles, set()
            return taken

    def swap(self, view: View, changes: Iterable[Change] | None = ()) -> None:
        """Make ``view`` the current one, with ``changes`` more than the one before.

        None where that is not known.
        """
        if changes is None:
            for watch in self._watches:
                watch.articles = None
        elif changes:
            touched = self._view.articles_of(changes)
            for watch in self._watches:
                if watch.articles is not None:
                    watch.articles |= touched
        self._view = view

    def read(self, base: TableFile | None = None) -> None:
        """Read everything again, the TinyDB file only where ``base`` is not it; StoreError."""
        with self.guard:
            before = self._view.position
            self._take(lambda again: read_again(self.files, before, again or base))

    def _take(self, find: Callable[[TableFile | None], Followed]) -> Followed:
        """Take what ``find`` reads.

        What is damaged is mended, and what does not hold still is read under the lock.
        """
        found = find(None)
        if not self.reading_only and not found.steady:
            with self.lock.held(LOCK_TIMEOUT):
                found = find(found.view.base)
        if not self.reading_only and found.view.rescued:
            from reader.annotations.storage import rescue

            with self.lock.held(LOCK_TIMEOUT):
                self.notices += rescue.mend(self.files, self.disk)
            found = find(None)
        view = found.view
        self.notices += found.notices
        if view.base.about.schema > SCHEMA and not self.reading_only:
            self.reading_only = True
            self.notices.append(
                "These notes were saved by a newer version of reader. You can read them; update "
                "reader to edit them."
            )
        if found.changes is None and self.reading_only:
            self.notices += [view.rescued] if view.rescued else []
            if view.passed_over:
                self.notices.append(
                    f"Another file is in the place of the notes of {self.files.journal.name}: "
                    "what that journal holds is not shown here."
                )
        self._lost += found.lost
        if view.zeros not in (0, self._view.zeros) and not found.lost:
            self.notices += filter(None, [zeroed(self.files, view)])
        self.swap(view, found.changes)
        return found

    def refresh(self) -> bool:
        """Read what other terminals saved; True when there was any. Cheap when there was none."""
        with self.guard:
            changed = self._catch_up()
            if not self.reading_only:
                self._keep_what_was_replaced()
                if self._lost or self._stranded or self._view.passed_over:
                    with self.writing():
                        return True
            return changed

    def _is_all_read(self) -> bool:
        return look_at(self.files) == self._view.stamps and self._view.base.intact

    def _catch_up(self) -> bool:
        if self._is_all_read():
            return False
        self.end.close()
        before = self._view
        found = self._take(lambda again: follow(self.files, before, again))
        return found.changes is None or self._view.position != before.position

    @contextlib.contextmanager
    def writing(self) -> Iterator[View]:
        """Hold the lock, with a view of all that others saved and the journal's end whole.

        Raises StoreError.
        """
        if self.reading_only:
            raise read_only(self.files.base)
        with self.guard:
            try:
                if self._view.stamp is None:
                    self.disk.make_folder(self.files.folder)
                if self.sole is not None:
                    self.sole.claim()
            except OSError as fault:
                raise cannot_save(self.files.base, fault) from fault
            with self._all_read():
                self._keep_what_was_replaced()
                place = self._view.position
                if place.is_over(place.name) or self._view.passed_over:
                    self._stranded += self._view.passed_over
                    self.retire_journals()
                if self._lost or self._stranded:
                    self._write_back()
                yield self._view

    @contextlib.contextmanager
    def _all_read(self) -> Iterator[None]:
        """Hold the lock, with all that others saved read.

        A large file that has to be read again takes seconds, and so does its index by id: both
        are read while nobody waits for the lock.
        """
        self._view.base.make_index()
        with self.lock.held(LOCK_TIMEOUT):
            if self._is_all_read():
                yield
                return
        self._catch_up()
        self._view.base.make_index()
        with self.lock.held(LOCK_TIMEOUT):
            self._catch_up()
            yield

    def append(self, changes: Sequence[Change]) -> None:
        """Save ``changes`` at once, all or none: durable when this returns.

        To be called within ``writing``. Raises StoreError, and ValueError for what JSON cannot
        hold; then nothing is saved.
        """
        try:
            if self._view.stamp is None or self._view.base.blank:
                write_whole(self.disk, self.files.base, render({}, About()))
                self.read()
            view = self._view
            place = append(self.disk, self.files, view.position, self.end, changes, view.high)
        except OSError as fault:
            raise cannot_save(self.files.base, fault) from fault
        self.swap(view.plus(changes, place), changes)
        with contextlib.suppress(OSError):  # the save is durable: this is only to count by
            self.lock.write(note_of(place.name or "", self._view.high))

    def _write_back(self) -> None:
        """Save again what is lost or stranded, unless another terminal was faster."""
        count = 0
        if self._stranded:
            from reader.annotations.storage.stray_notes import with_articles

            try:
                self._stranded = tuple(with_articles(self._view, self._stranded, self.files))
            except OSError as fault:
                raise cannot_read(self.files.base, fault) from fault
        for changes, same_file in ((self._lost, True), (self._stranded, False)):
            rows = missing(self._view, changes, same_file) if changes else []
            if rows:
                self.append(rows)
                count += sum(table == RECORDS for table, _, _ in rows)
        if count:
            self.notices.append(
                "Another program cut, removed or replaced files of your notes: what it took is "
                f"saved again ({count})."
            )
        self._lost = self._stranded = ()

    def release(self) -> None:
        """Close the journal, and lets another reader write where only one can."""
        self.end.close()
        if self.sole is not None:
            with contextlib.suppress(OSError):  # reported to the next one who wants to write
                self.sole.release()

    def retire_journals(self) -> None:
        """Archive the journals that get no more lines, whose rows the TinyDB file holds.

        Replaces or does not know, and starts a new one.

        To be called within ``writing``. Raises StoreError.
        """
        files, disk = self.files, self.disk
        place = self._view.position
        try:
            disk.make_folder(files.archive)
            self.end.close()
            for other in place.passed:
                if other != place.name and files.folding.exists():
                    disk.rename(files.folding, files.archived_name(other))
            if place.name is not None or place.offset:
                disk.rename(files.journal, files.archived_name(place.name or new_name()))
                disk.sync_folder(files.folder)
                disk.close(disk.create(files.journal))
            disk.sync_folder(files.folder)
        except OSError as fault:
            raise cannot_save(files.base, fault) from fault
        self.read()

    def _keep_what_was_replaced(self) -> None:
        """Report, once for each file, when it replaced another that had more; keep that.

        When it took the place of another that had more, and keeps what that had.
        """
        view = self._view
        if self._looked_through == view.base.stamp:
            return
        self._looked_through = view.base.stamp
        facts = facts_of(self.files.previous)
        if facts and view.base.about.was == (facts.st_size, facts.st_mtime_ns):
            return  # it took the place of the copy next to it, as each compaction leaves the two
        if not self.files.archive.is_dir():
            return
        from reader.annotations.storage.replaced_file import former_notes, keep

        try:
            with self.compaction_lock.held(0.0):
                former = former_notes(self.files, view)
                if former is not None:
                    self.notices.append(keep(former, self.files, self.disk))
        except BusyError:
            return  # the one who compacts has looked too
        except OSError as fault:
            self.notices.append(str(cannot_read(self.files.base, fault)))
        except StoreError as fault:
            self.notices.append(str(fault))
