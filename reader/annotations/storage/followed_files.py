"""What the TinyDB file and the journals beside it hold together, read and followed as terminals
append and fold.

Reading takes no lock: a line that is not whole yet is left for the next look.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Sequence
from pathlib import Path

from reader.annotations.storage.appending import OpenEnd, Position
from reader.annotations.storage.disk import Disk
from reader.annotations.storage.file_source import NO_STAMP, Stamp, stamp_of
from reader.annotations.storage.held_rows import HeldRows
from reader.annotations.storage.journal import Change, Reading, read_journal
from reader.annotations.storage.journal_chain import archived_chain, find_journal
from reader.annotations.storage.lock import PATIENCE, Lock
from reader.annotations.storage.overlay import Overlay
from reader.annotations.storage.store_files import StoreFiles
from reader.annotations.storage.table_file import TableFile, about_of
from reader.annotations.storage.table_layout import HISTORY, RECORDS, SCHEMA, About, NotTinyDBError
from reader.annotations.store_error import cannot_read

Seen = tuple[Stamp | None, tuple[int, int] | None]
"""Stamp of the TinyDB file; inode and size of the journal."""


class FollowedFiles(HeldRows):
    """``base`` is the TinyDB file as it was opened, ``overlay`` what changed since: ``settled``
    from journals that get no more lines, ``recent`` from the open one. ``behind`` tells that
    another terminal folded into the file what the overlay holds already. ``lost`` is what another
    program took from the disk, ``passed_over`` what journals hold that belong to another file,
    ``stranded`` the same when those were put aside,
    ``rescued`` tells that the file is damaged and only read here, ``notices`` are sentences for
    the user.
    """

    def __init__(self, path: Path, *, reading: bool, disk: Disk) -> None:
        self.files = StoreFiles.at(path)
        self.disk = disk
        self.guard = threading.RLock()
        self.lock = Lock(self.files.lock)
        self.end = OpenEnd(disk, lasting=os.name != "nt")
        self.notices: list[str] = []
        self.lost: list[Change] = []
        self.stranded: list[Change] = []
        self.rescued = False
        self.position = Position()
        self.reading_only = reading or not self.files.writable()

    @property
    def unfolded(self) -> int:
        """About how many bytes of the journals are not in the TinyDB file."""
        return self.position.offset or (1 if self.settled else 0)

    @property
    def torn(self) -> bool:
        """Whether the open journal ends in a save that is not done, or never will be."""
        facts = _facts(self.files.journal)
        return facts is not None and facts.st_size > self.position.offset

    def take_notices(self) -> list[str]:
        with self.guard:
            taken = list(dict.fromkeys(self.notices))
            self.notices.clear()
            return taken

    def make_sure_intact(self) -> None:
        if not self.base.intact:
            self.load()

    def load(self, base: TableFile | None = None) -> None:
        """Reads everything anew, the TinyDB file only where ``base`` is not it; StoreError."""
        with self.guard:
            for _ in range(5):
                seen = self._look()
                self._load(base if base is not None and base.stamp == seen[0] else None)
                if same_files(seen, self._look()):
                    return
                base = None if self.base.blank else self.base
            if not self.reading_only:
                with self.lock.held(PATIENCE):
                    held = base is not None and base.stamp == self._look()[0]
                    self._load(base if held else None)

    def _load(self, base: TableFile | None) -> None:
        before = self.position
        self.base = base or self._open_base()
        self.seen: Seen = (self.base.stamp if self.base.stamp[0] else None, None)
        self.mark = self.base.stamp[1:]
        self.behind = False
        self.changed_articles = None
        self.overlay, self.settled = Overlay(), Overlay()
        self.recent: list[Change] = []
        self.passed_over: list[Change] = []
        self.high = {name: self.base.highest(name) for name in (RECORDS, HISTORY)}
        if self.base.about.schema > SCHEMA and not self.reading_only:
            self.reading_only = True
            self.notices.append(
                "These notes were saved by a newer version of reader. You can read them; "
                "update reader to edit them."
            )
        folded = self.base.about.journal
        self.position = Position(followed=[folded] if folded else [])
        folding, open_journal = (
            self._read(path) for path in (self.files.folding, self.files.journal)
        )
        self._follow_file(folded, before, [folding, open_journal])
        if folding is not None:
            self._take_whole(folding)
        if open_journal is not None:
            self._take_open(open_journal)

    def _open_base(self) -> TableFile:
        path = self.files.base
        try:
            base = TableFile.open(path)
        except FileNotFoundError:
            if not self.files.traces():
                return TableFile.of({}, About())
        except NotTinyDBError:
            pass
        except OSError as fault:
            raise cannot_read(path, fault) from fault
        else:
            if not base.blank or not self.files.traces():
                return base
        from reader.annotations.storage import rescue

        if self.reading_only:
            self.rescued = True
            rescued = rescue.gather(self.files)
            self.notices.append(rescued.sentence)
            return TableFile.of(rescued.tables, rescued.about, self._look()[0] or NO_STAMP)
        with self.lock.held(PATIENCE):
            self.notices += rescue.mend(self.files, self.disk)
        return TableFile.open(path)

    def _is_successor(self) -> bool:
        """Whether the TinyDB file took the place of the copy beside it, as each fold leaves the
        two; by one look at the disk.
        """
        facts = _facts(self.files.previous)
        return facts is not None and self.base.about.was == (facts.st_size, facts.st_mtime_ns)

    def _read(self, path: Path, offset: int = 0) -> Reading | None:
        try:
            return read_journal(path, offset)
        except OSError as fault:
            raise cannot_read(path, fault) from fault

    def _find(self, name: str, offset: int) -> Reading | None:
        try:
            return find_journal(self.files, name, offset)
        except OSError as fault:
            raise cannot_read(self.files.archive, fault) from fault

    def _follow_file(
        self, folded: str | None, before: Position, readings: Sequence[Reading | None]
    ) -> None:
        """Finds whether the TinyDB file is the one that the journals were begun for.

        Where another program, which knows nothing of the journals, put an older state in its
        place, what that lacks is laid over it. The journals of another file are passed over: their
        rows have keys that this one may have given to others.
        """
        waiting = [each for each in readings if each is not None]
        names = [each.heading.name if each.heading else None for each in waiting]
        if folded is not None and folded in names:
            waiting = waiting[names.index(folded) + 1 :]
        begun = next((each.heading for each in waiting if each.heading), None)
        if begun is not None:
            awaited = begun.follows
        else:
            awaited = before.last if folded in before.followed else folded
        missed: list[tuple[str, Reading]] = []
        if awaited != folded:
            missed = archived_chain(self.files, folded, awaited) if folded and awaited else []
            if not missed:
                self._pass_over(waiting)
                return
        coming = [*(reading for _, reading in missed), *waiting]
        if self._clashes(coming):
            self._pass_over(coming)
            return
        if not missed:
            return
        for name, reading in missed:
            self._apply(reading.changes)
            self.position.followed.append(name)
        self.settle()
        self.notices.append(
            "Another program changed or replaced the notes file. What you saved since is applied "
            f"to it again; the other program's version is in {self.files.previous.name}."
        )

    def _clashes(self, readings: Sequence[Reading]) -> bool:
        """Whether another program wrote rows into the TinyDB file under keys that the journals
        gave to others.
        """
        if not len(self.base) or (self.base.regular and self.base.about.journal is not None):
            return False
        from reader.annotations.storage.written_back import steps

        for reading in readings:
            begun = reading.heading
            if begun and self.base.last_key(HISTORY) > begun.high.get(HISTORY, 0):
                return True
            for step in steps(reading.changes):
                held = self._base_row(int(step.key))
                if held is not None and step.record not in (None, held.get("id")):
                    return True
        return False

    def _pass_over(self, readings: Sequence[Reading]) -> None:
        for each in readings:
            self.passed_over += each.changes
            if each.heading is not None:
                self.position.passed.append(each.heading.name)
        if self.reading_only and self.passed_over:
            self.notices.append(
                f"Another file stands where the notes of {self.files.journal.name} belong: what "
                "that journal holds is not shown here."
            )

    def _take_whole(self, reading: Reading) -> None:
        """A journal that gets no more lines; nothing where the TinyDB file holds it already."""
        name = reading.heading.name if reading.heading else None
        self._tell_damage(reading)
        if not self.position.is_over(name):
            self._apply(reading.changes)
            self.settle()
            if name is not None:
                self.position.followed.append(name)

    def _take_open(self, reading: Reading) -> None:
        """What was appended to the open journal."""
        if reading.heading is not None:
            self.position.name = reading.heading.name
        if not self.position.is_over(self.position.name):
            self._apply(reading.changes)
        self._tell_damage(reading)
        self.position.offset, self.position.inode = reading.end, reading.inode
        self.seen = (self.seen[0], (reading.inode, reading.end))

    def _apply(self, changes: Sequence[Change]) -> None:
        self.note_changed_articles(changes)
        self.overlay.take(changes)
        self.recent += changes
        for table, key, _ in changes:
            if table in self.high:
                self.high[table] = max(self.high[table], int(key))

    def settle(self) -> None:
        """The open journal gets no more lines."""
        self.settled.take(self.recent)
        self.recent = []

    def _tell_damage(self, reading: Reading) -> None:
        if reading.damaged:
            self.notices.append(
                f"{len(reading.damaged)} saved changes in {self.files.journal.name} are spoilt "
                "and were left out; what can be read is kept, and so are the spoilt lines."
            )

    def _look(self) -> Seen:
        return look_at(self.files)

    def _is_all_read(self) -> bool:
        return self._look() == self.seen and self.base.intact

    def _catch_up(self) -> bool:
        if self._is_all_read():
            return False
        self.end.close()
        seen = self._look()
        held = (self.position.last, self.position.name, self.position.offset)
        if not (self._continue(seen) and self.base.intact):
            self._read_anew()
            return True
        return held != (self.position.last, self.position.name, self.position.offset)

    def _read_anew(self) -> None:
        from reader.annotations.storage.written_back import known, lost

        before, high = known(self), self.high
        self.load()
        self.lost += lost(self, before)
        self.high = {table: max(key, high.get(table, 0)) for table, key in self.high.items()}

    def _continue(self, seen: Seen) -> bool:
        """Reads on from where this terminal was; False when that is not possible."""
        place = self.position
        reading = self._read(self.files.journal, place.offset)
        if reading is None or reading.inode != place.inode or reading.size < place.offset:
            if not self._hop():
                return False
        else:
            nameless = place.name is None and reading.heading is None and reading.changes
            if nameless or (reading.damaged and place.offset):
                return False
            if reading.size > reading.end and self._ends_elsewhere(reading.end):
                return False
            self._take_open(reading)
        base = seen[0]
        if base == self.seen[0]:
            return True
        about = about_of(self.files.base)
        if about is None or about.was != self.mark or about.journal not in self.position.followed:
            return False
        self.seen = (base, self.seen[1])
        self.mark = base[1:] if base else (0, 0)
        self.behind = True
        return True

    def _ends_elsewhere(self, end: int) -> bool:
        """Whether the open journal, which has bytes behind ``end`` that are no save, was cut by
        another program and has saves there when it is read from its beginning.
        """
        whole = self._read(self.files.journal)
        return whole is not None and whole.end != end

    def _hop(self) -> bool:
        """Goes on to the journal that follows the one that was open; False when it is lost."""
        place = self.position
        fresh = self._read(self.files.journal)
        heading = fresh.heading if fresh else None
        if place.name is not None:
            if heading is not None and heading.name == place.name:
                rest = self._read(self.files.journal, place.offset)
                if fresh is None or rest is None or fresh.end < place.offset:
                    return False
                self._take_open(rest)
                return rest.inode == fresh.inode and not rest.damaged
            rest = self._find(place.name, place.offset)
            if rest is None:
                return False
            self._apply(rest.changes)
            place.followed.append(place.name)
        elif place.offset:
            return False
        self.settle()
        self.position = Position(followed=place.followed)
        self.seen = (self.seen[0], None)
        folding = self._read(self.files.folding)
        if folding is not None and folding.heading is not None:
            if folding.heading.follows == self.position.last:
                self._take_whole(folding)
            elif folding.heading.name not in self.position.followed:
                return False
        if heading is not None and heading.follows != self.position.last:
            return False
        if fresh is not None:
            self._take_open(fresh)
        return True


def look_at(files: StoreFiles) -> Seen:
    """The state of a store's files now; StoreError when they cannot be read."""
    base, journal = (_facts(path) for path in (files.base, files.journal))
    place = (journal.st_ino, journal.st_size) if journal else None
    return stamp_of(base) if base else None, place


def _facts(path: Path) -> os.stat_result | None:
    try:
        return os.stat(path)  # noqa: PTH116  (at each save: Path.stat takes twice as long)
    except FileNotFoundError:
        return None
    except OSError as fault:
        raise cannot_read(path, fault) from fault


def same_files(one: Seen, other: Seen) -> bool:
    """Whether no file was replaced between two looks; appending is no replacing."""
    return one[0] == other[0] and (one[1] or (0, 0))[0] == (other[1] or (0, 0))[0]
