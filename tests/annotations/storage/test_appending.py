"""The open journal, kept open from one save to the next, is the one of that name at each save."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from reader.annotations.records import Mark
from reader.annotations.storage import folder_kind
from reader.annotations.storage.disk import Disk
from reader.annotations.storage.folder_kind import FolderKind
from reader.annotations.store import Store, open_store

MakeNote = Callable[..., Mark]


class WatchedDisk(Disk):
    """Knows which files are open for writing, and how often one was opened."""

    def __init__(self) -> None:
        self.open: set[int] = set()
        self.times = 0

    def create(self, path: Path) -> int:
        return self._opened(super().create(path))

    def append_to(self, path: Path) -> int:
        return self._opened(super().append_to(path))

    def _opened(self, descriptor: int) -> int:
        self.open.add(descriptor)
        self.times += 1
        return descriptor

    def close(self, descriptor: int) -> None:
        self.open.remove(descriptor)
        super().close(descriptor)


def bodies(store: Store) -> list[str]:
    return sorted(each.body for each in store.records() if isinstance(each, Mark))


def put_back(journal: Path) -> None:
    """As a program does that copies a file and lets the copy take its place."""
    copy = journal.with_name("copy")
    copy.write_bytes(journal.read_bytes())
    copy.replace(journal)


def take_away(journal: Path) -> None:
    journal.rename(journal.with_name("elsewhere"))


def empty(journal: Path) -> None:
    journal.write_bytes(b"")


def begin_a_line(journal: Path) -> None:
    with journal.open("ab") as file:
        file.write(b'01234567 [["_default"')


@pytest.mark.parametrize("change", [put_back, take_away, empty, begin_a_line])
def test_a_save_goes_into_the_journal_that_has_the_name(
    tmp_path: Path, make_note: MakeNote, change: Callable[[Path], None]
) -> None:
    path = tmp_path / "annotations.json"
    store = open_store(path, who="ana")
    store.put(make_note("1"))
    store.put(make_note("2"))
    change(store.writer.files.journal)
    store.put(make_note("3"))
    store.put(make_note("4"))
    assert bodies(open_store(path, who="ben", read_only=True)) == ["1", "2", "3", "4"]


def test_terminals_that_take_turns_and_fold_write_one_journal(
    tmp_path: Path, make_note: MakeNote
) -> None:
    path = tmp_path / "annotations.json"
    here, there = open_store(path, who="ana"), open_store(path, who="ben")
    for number in range(4):
        here.put(make_note(f"here {number}"))
        there.put(make_note(f"there {number}"))
        assert there.fold()
        there.put(make_note(f"again {number}"))
    assert len(bodies(open_store(path, who="x", read_only=True))) == 12


def test_the_journal_is_opened_once_for_many_saves_and_closed_with_the_store(
    tmp_path: Path, make_note: MakeNote
) -> None:
    disk = WatchedDisk()
    store = open_store(tmp_path / "annotations.json", who="ana", disk=disk)
    store.put(make_note("1"))
    before = disk.times
    for body in "2345":
        store.put(make_note(body))
    assert disk.times == before
    store.close()
    assert not disk.open


@pytest.mark.parametrize("kind", ["network", "cloud"])
def test_what_others_carry_away_is_not_kept_open(
    tmp_path: Path, make_note: MakeNote, monkeypatch: pytest.MonkeyPatch, kind: folder_kind.Kind
) -> None:
    found = FolderKind(kind, "somewhere", "The notes are not on this machine alone.")
    monkeypatch.setattr(folder_kind, "folder_kind", lambda path: found)
    disk = WatchedDisk()
    store = open_store(tmp_path / "annotations.json", who="ana", disk=disk)
    for body in "12":
        store.put(make_note(body))
        assert not disk.open


def test_a_journal_that_refused_a_save_is_not_kept_open(
    tmp_path: Path, make_note: MakeNote, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = WatchedDisk()
    store = open_store(tmp_path / "annotations.json", who="ana", disk=disk)
    store.put(make_note("1"))

    def refuse(descriptor: int) -> None:
        raise OSError(5, "Input/output error")

    with monkeypatch.context() as patched:
        patched.setattr(disk, "sync", refuse)
        with pytest.raises(Exception, match="Input/output error"):
            store.put(make_note("2"))
    assert not disk.open
    store.put(make_note("3"))
    assert bodies(open_store(store.path, who="ben", read_only=True)) == ["1", "3"]
