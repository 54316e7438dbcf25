"""Reads the files of a store, and follows them as terminals append and compact. Never writes.

Reading takes no lock: a line that is not whole yet is left for the next look.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from reader.annotations.storage.displaced import lost
from reader.annotations.storage.file_source import NO_STAMP, stamp_of
from reader.annotations.storage.journal import Change, Reading, read_journal, record_changes
from reader.annotations.storage.journal_chain import archived_chain, find_journal
from reader.annotations.storage.store_files import StoreFiles
from reader.annotations.storage.table_file import TableFile, about_of
from reader.annotations.storage.table_layout import HISTORY, RECORDS, About, NotTinyDBError
from reader.annotations.storage.view import Position, Stamps, View
from reader.annotations.store_error import cannot_read

LOOKS = 5
"""How often the files are read again because another terminal replaced one meanwhile."""


@dataclass(frozen=True, slots=True)
class Followed:
    """The view now, and what changed since the one before.

    ``changes`` came (None: everything was read again), ``lost`` is what the view had and the disk
    has not, and there are sentences for the user. ``steady`` is false where files were replaced
    while they were read.
    """

    view: View
    changes: tuple[Change, ...] | None
    lost: tuple[Change, ...] = ()
    notices: tuple[str, ...] = ()
    steady: bool = True


def follow(files: StoreFiles, view: View, base: TableFile | None = None) -> Followed:
    """Return what the files hold now.

    Where they cannot be followed, everything is read again, the TinyDB file only where ``base`` is
    not it. Raises StoreError.
    """
    seen = look_at(files)
    course = _Course(files, view)
    if course.go_on(seen) and view.base.intact:
        return Followed(course.view, tuple(course.changes), notices=tuple(course.notices))
    read = read_again(files, view.position, base)
    high = {table: max(key, view.high.get(table, 0)) for table, key in read.view.high.items()}
    now = replace(read.view, high=high)
    return replace(read, view=now, lost=tuple(lost(view, now, files)))


def read_again(
    files: StoreFiles, before: Position | None = None, base: TableFile | None = None
) -> Followed:
    """Everything, the TinyDB file only where ``base`` is not it.

    ``before`` is how far the journals had been read. Raises StoreError.
    """
    for _ in range(LOOKS):
        seen = look_at(files)
        read = read_once(files, before, base if base and base.stamp == seen[0] else None)
        if _same_files(seen, look_at(files)):
            return read
        base = None if read.view.base.blank else read.view.base
    return replace(read, steady=False)


def read_once(
    files: StoreFiles, before: Position | None = None, base: TableFile | None = None
) -> Followed:
    """Return the same, whatever others do meanwhile."""
    rescued = ""
    if base is None:
        base, rescued = _open_base(files)
    compacted = base.about.journal
    view = View(
        base=base,
        stamp=base.stamp if base.stamp[0] else None,
        position=Position(followed=(compacted,) if compacted else ()),
        high={
            name: max(base.about.high.get(name, 0), base.last_key(name))
            for name in (RECORDS, HISTORY)
        },
        rescued=rescued,
    )
    course = _Course(files, view)
    course.start(before or Position())
    return Followed(course.view, None, notices=tuple(course.notices))


def _open_base(files: StoreFiles) -> tuple[TableFile, str]:
    """Return the TinyDB file, or what could be rescued of it and the sentence that says so."""
    try:
        base = TableFile.open(files.base)
    except FileNotFoundError:
        if not files.traces():
            return TableFile.of({}, About()), ""
    except NotTinyDBError:
        pass
    except OSError as fault:
        raise cannot_read(files.base, fault) from fault
    else:
        if not base.blank or not files.traces():
            return base, ""
    from reader.annotations.storage import rescue  # seldom needed, and reading starts sooner

    rescued = rescue.gather(files)
    stamp = look_at(files)[0] or NO_STAMP
    return TableFile.of(rescued.tables, rescued.about, stamp), rescued.sentence


class _Course:
    """Goes from one view to the next, a journal at a time."""

    def __init__(self, files: StoreFiles, view: View) -> None:
        self.files, self.view = files, view
        self.changes: list[Change] = []
        self.notices: list[str] = []

    def start(self, before: Position) -> None:
        """Take the journals on a TinyDB file that was just opened."""
        compacting, journal = (
            self._read(path) for path in (self.files.folding, self.files.journal)
        )
        self._follow_file(before, [compacting, journal])
        if compacting is not None:
            self._take_whole(compacting)
        if journal is not None:
            self._take_open(journal)

    def go_on(self, seen: Stamps) -> bool:
        """Read on from where this terminal was; False when that is not possible."""
        place = self.view.position
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
        stamp = seen[0]
        if stamp == self.view.stamp:
            return True
        about = about_of(self.files.base)
        was = self.view.stamp[1:] if self.view.stamp else NO_STAMP[1:]
        if about is None or about.was != was or about.journal not in self.view.position.followed:
            return False
        self.view = replace(self.view, stamp=stamp)
        return True

    def _ends_elsewhere(self, end: int) -> bool:
        """Return whether the open journal, which has bytes after ``end`` that are no save.

        Was cut by another program and has saves there when it is read from its start.
        """
        whole = self._read(self.files.journal)
        return whole is not None and whole.end != end

    def _hop(self) -> bool:
        """Go on to the journal that follows the one that was open; False when it is lost."""
        place = self.view.position
        fresh = self._read(self.files.journal)
        heading = fresh.heading if fresh else None
        if place.name is not None:
            if heading is not None and heading.name == place.name:
                rest = self._read(self.files.journal, place.offset)
                if fresh is None or rest is None or fresh.end < place.offset:
                    return False
                self._take_open(rest)
                return rest.inode == fresh.inode and not rest.damaged
            rest = self._read(self.files.archive, place.offset, place.name)
            if rest is None:
                return False
            self._apply(rest.changes)
            self.view = self.view.closed(place.name)
        elif place.offset:
            return False
        else:
            self.view = self.view.closed()
        last = self.view.position.last
        compacting = self._read(self.files.folding)
        if compacting is not None and compacting.heading is not None:
            if compacting.heading.follows == last:
                self._take_whole(compacting)
            elif compacting.heading.name not in self.view.position.followed:
                return False
        if heading is not None and heading.follows != self.view.position.last:
            return False
        if fresh is not None:
            self._take_open(fresh)
        return True

    def _follow_file(self, before: Position, readings: Sequence[Reading | None]) -> None:
        """Find whether the TinyDB file is the one that the journals were started for.

        Where another program, which knows nothing of the journals, put an older state in its
        place, what that lacks is laid over it. The journals of another file are passed over: their
        rows have keys that this one may have given to others.
        """
        compacted = self.view.base.about.journal
        waiting = [each for each in readings if each is not None]
        names = [each.heading.name if each.heading else None for each in waiting]
        if compacted is not None and compacted in names:
            waiting = waiting[names.index(compacted) + 1 :]
        first = next((each.heading for each in waiting if each.heading), None)
        if first is not None:
            awaited = first.follows
        else:
            awaited = before.last if compacted in before.followed else compacted
        missed: list[tuple[str, Reading]] = []
        if awaited != compacted:
            if compacted and awaited:
                missed = archived_chain(self.files, compacted, awaited)
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
            self.view = self.view.closed(name)
        self.notices.append(
            "Another program changed or replaced the notes file. What you saved since is applied "
            f"to it again; the other program's version is in {self.files.previous.name}."
        )

    def _clashes(self, readings: Sequence[Reading]) -> bool:
        """Return whether another program used keys that the journals gave to other rows."""
        base = self.view.base
        if not len(base) or (base.regular and base.about.journal is not None):
            return False
        for reading in readings:
            heading = reading.heading
            if heading and base.last_key(HISTORY) > heading.high.get(HISTORY, 0):
                return True
            for change in record_changes(reading.changes):
                held = base.by_key(int(change.key))
                if held is not None and change.record not in (None, held.get("id")):
                    return True
        return False

    def _pass_over(self, readings: Sequence[Reading]) -> None:
        changes = [change for each in readings for change in each.changes]
        names = [each.heading.name for each in readings if each.heading is not None]
        place = self.view.position
        self.view = replace(
            self.view,
            passed_over=(*self.view.passed_over, *changes),
            position=replace(place, passed=(*place.passed, *names)),
        )

    def _take_whole(self, reading: Reading) -> None:
        """Read a journal that gets no more lines, unless the TinyDB file holds it already."""
        name = reading.heading.name if reading.heading else None
        self._report_damage(reading)
        if not self.view.position.is_over(name):
            self._apply(reading.changes)
            passed = self.view.position.passed
            self.view = self.view.closed(*([name] if name is not None else []))
            place = replace(self.view.position, passed=passed)
            zeros = self.view.zeros + reading.zeros
            self.view = replace(self.view, position=place, zeros=zeros)

    def _take_open(self, reading: Reading) -> None:
        """Read what was appended to the open journal."""
        place = self.view.position
        name = reading.heading.name if reading.heading is not None else place.name
        if not place.is_over(name):
            self._apply(reading.changes)
        self._report_damage(reading)
        place = replace(place, name=name, inode=reading.inode, offset=reading.end)
        self.view = replace(self.view, position=place, zeros=reading.zeros)

    def _apply(self, changes: Sequence[Change]) -> None:
        if changes:
            self.changes += changes
            self.view = self.view.plus(changes)

    def _report_damage(self, reading: Reading) -> None:
        if reading.damaged:
            self.notices.append(
                f"{len(reading.damaged)} saved changes in {self.files.journal.name} are damaged "
                "and were left out; what can be read is kept, and so are the damaged lines."
            )

    def _read(self, path: Path, offset: int = 0, name: str | None = None) -> Reading | None:
        """Return a journal at ``path``, or the one with this ``name`` that is not open any more."""
        try:
            return find_journal(self.files, name, offset) if name else read_journal(path, offset)
        except OSError as fault:
            raise cannot_read(path, fault) from fault


def look_at(files: StoreFiles) -> Stamps:
    """Return the state of a store's files now; StoreError when they cannot be read."""
    base, journal = (facts_of(path) for path in (files.base, files.journal))
    place = (journal.st_ino, journal.st_size) if journal else None
    return stamp_of(base) if base else None, place


def facts_of(path: Path) -> os.stat_result | None:
    try:
        return os.stat(path)  # noqa: PTH116  (at each save: Path.stat takes twice as long)
    except FileNotFoundError:
        return None
    except OSError as fault:
        raise cannot_read(path, fault) from fault


def _same_files(one: Stamps, other: Stamps) -> bool:
    """Return whether no file was replaced between two looks; appending is no replacing."""
    return one[0] == other[0] and (one[1] or (0, 0))[0] == (other[1] or (0, 0))[0]
