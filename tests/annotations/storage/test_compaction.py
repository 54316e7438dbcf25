"""A fold holds up no other terminal: what takes long is done while the lock is free."""

from __future__ import annotations

import errno
import json
import os
import sys
from collections.abc import Callable
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any, cast

import pytest

from reader.annotations import store as store_module
from reader.annotations.records import ArticleRecord, Mark
from reader.annotations.storage import compaction as fold_module
from reader.annotations.storage import following
from reader.annotations.storage.disk import Disk
from reader.annotations.storage.following import Followed
from reader.annotations.storage.lock import Lock
from reader.annotations.storage.store_files import StoreFiles
from reader.annotations.storage.table_file import TableFile
from reader.annotations.store import Store, open_store
from reader.annotations.store_error import BusyError, StoreError

MakeNote = Callable[..., Mark]


class WatchedDisk(Disk):
    """Notes which calls were made while the lock of the notes was held."""

    def __init__(self, path: Path, *, links: bool = True) -> None:
        self.lock = path.with_name(path.name + ".lock")
        self.links = links
        self.names: dict[int, str] = {}
        self.locked: list[tuple[str, str]] = []
        self.free: list[tuple[str, str]] = []

    def note(self, call: str, name: str) -> None:
        (self.locked if is_held(self.lock) else self.free).append((call, name))

    def create(self, path: Path) -> int:
        descriptor = super().create(path)
        self.names[descriptor] = path.name
        return descriptor

    def write(self, descriptor: int, data: bytes) -> None:
        self.note("write", self.names[descriptor])
        super().write(descriptor, data)

    def sync(self, descriptor: int) -> None:
        self.note("sync", self.names[descriptor])
        super().sync(descriptor)

    def link(self, source: Path, target: Path) -> None:
        if not self.links:
            raise OSError(errno.EPERM, "no links here")
        super().link(source, target)

    def unlink(self, path: Path) -> None:
        self.note("unlink", path.name)
        super().unlink(path)

    def rename(self, source: Path, target: Path) -> None:
        self.note("rename", target.name)
        super().rename(source, target)


def is_held(path: Path) -> bool:
    try:
        with Lock(path).held(0.0):
            return False
    except BusyError:
        return True


def bodies(store: Store) -> list[str]:
    return sorted(each.body for each in store.records() if isinstance(each, Mark))


@pytest.fixture
def path(tmp_path: Path, make_note: MakeNote) -> Path:
    """Note that were folded twice, so that there is a copy of the file before."""
    path = tmp_path / "annotations.json"
    for body in "12":
        store = open_store(path, who="ana")
        store.put(make_note(body, identity=body))
        store.close()
    return path


@pytest.mark.parametrize("links", [True, False], ids=["links", "no links"])
def test_only_names_change_while_a_fold_holds_the_lock(
    path: Path, make_note: MakeNote, monkeypatch: pytest.MonkeyPatch, links: bool
) -> None:
    monkeypatch.setattr(fold_module, "SYNCED_AT_ONCE", 1)
    open_store(path, who="ana").put(make_note("3", identity="3"))
    disk = WatchedDisk(path, links=links)
    before = path.read_bytes()
    store = open_store(path, who="ben", disk=disk)
    assert store.fold()
    assert {call for call, _ in disk.locked} == {"rename"}
    assert {path.name, f"{path.name}.bak"} <= {name for _, name in disk.locked}
    new = f"{path.name}.new-{os.getpid()}"
    assert {("write", new), ("sync", new)} <= set(disk.free)
    assert path.with_name(f"{path.name}.bak").read_bytes() == before
    assert [each.name for each in path.parent.iterdir() if ".new-" in each.name] == []
    assert len(json.loads(path.read_bytes())["_default"]) == 3


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks at /proc")
def test_the_copy_before_is_freed_when_the_lock_is_free(path: Path, make_note: MakeNote) -> None:
    class DiskWithACopy(Disk):
        def rename(self, source: Path, target: Path) -> None:
            former = target.stat().st_ino if target.name.endswith(".bak") else None
            super().rename(source, target)
            if former is not None:
                held = [each for each in Path("/proc/self/fd").iterdir() if each.exists()]
                kept.append(former in {each.stat().st_ino for each in held})

    kept: list[bool] = []
    open_store(path, who="ana").put(make_note("3", identity="3"))
    assert open_store(path, who="ben", disk=DiskWithACopy()).fold()
    assert kept == [True]


@pytest.fixture
def reads(path: Path, monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """For each time that the notes file, or its index by id, is read whole.

    Whether the lock was held then.
    """
    held: list[bool] = []
    opened, indexed = TableFile.open, TableFile._read_ids

    def noted_open(file: Path) -> TableFile:
        held.append(is_held(path.with_name(f"{path.name}.lock")))
        return opened(file)

    def noted_index(table: TableFile) -> dict[bytes, int]:
        held.append(is_held(path.with_name(f"{path.name}.lock")))
        return indexed(table)

    monkeypatch.setattr(TableFile, "open", noted_open)
    monkeypatch.setattr(TableFile, "_read_ids", noted_index)
    return held


def test_what_another_terminal_folded_is_read_before_the_lock_is_taken(
    path: Path, make_note: MakeNote, reads: list[bool]
) -> None:
    ana, ben = open_store(path, who="ana"), open_store(path, who="ben")
    ana.put(make_note("3", identity="3"))
    assert ana.fold()
    ana.put(make_note("4", identity="4"))
    reads.clear()
    assert ben.fold()
    assert reads
    assert not any(reads)
    assert bodies(ben) == ["1", "2", "3", "4"]


def test_a_save_after_two_folds_of_others_reads_them_before_the_lock_is_taken(
    path: Path, make_note: MakeNote, reads: list[bool]
) -> None:
    ana, ben = open_store(path, who="ana"), open_store(path, who="ben")
    for body in "34":
        ana.put(make_note(body, identity=body))
        assert ana.fold()
    reads.clear()
    ben.put(make_note("5", identity="5"))
    assert reads
    assert not any(reads)
    ana.refresh()
    assert bodies(ana) == bodies(ben) == list("12345")


@pytest.mark.parametrize("change", ["put", "remove", "undo", "admit"])
def test_the_index_by_id_is_made_before_the_lock_is_taken(
    path: Path, make_note: MakeNote, reads: list[bool], change: str
) -> None:
    store = open_store(path, who="ana")
    reads.clear()
    if change == "put":
        store.put(make_note("3", identity="3"))
    elif change == "remove":
        store.remove("1")
    elif change == "undo":
        assert store.undo() is not None
    else:
        store.admit(lambda articles: ArticleRecord(article_id="bridge", id="bridge"))
    assert reads == [False]


def test_the_index_by_id_is_made_by_the_look_for_news(path: Path, reads: list[bool]) -> None:
    store = open_store(path, who="ana")
    reads.clear()
    store.refresh()
    assert reads == [False]


def test_undo_looks_for_its_step_before_the_lock_is_taken(
    path: Path, make_note: MakeNote, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana, ben = open_store(path, who="ana"), open_store(path, who="ben")
    ana.put(make_note("3", identity="3"))
    ana.put(make_note("4", identity="4"))
    look, held = store_module.last_step, []

    def noted(*given: Any) -> Any:
        held.append(is_held(path.with_name(f"{path.name}.lock")))
        return look(*given)

    monkeypatch.setattr(store_module, "last_step", noted)
    assert ana.undo() is not None
    assert held == [False]

    def overtaken(*given: Any) -> Any:
        """Another terminal saves when the step was found."""
        found = noted(*given)
        if len(held) == 2:
            ben.refresh()
            ben.put(replace(cast(Mark, ben.get("3")), body="ben's"))
        return found

    monkeypatch.setattr(store_module, "last_step", overtaken)
    with pytest.raises(StoreError, match="ben has changed it since"):
        ana.undo()
    assert held == [False, False, True]
    assert bodies(ana) == ["1", "2", "ben's"]


def test_opening_reads_the_file_once_though_journals_change_meanwhile(
    path: Path, make_note: MakeNote, reads: list[bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    ana = open_store(path, who="ana")
    ana.put(make_note("3", identity="3"))
    assert fold_module._begin(ana.writer) is not None
    read, times = following.read_once, count()

    def read_while_journals_change(files: StoreFiles, *more: Any) -> Followed:
        found = read(files, *more)
        if files is not ana.writer.files and (number := next(times)) < 5:
            fresh = path.with_name("fresh")
            fresh.write_bytes(ana.writer.files.journal.read_bytes())
            fresh.replace(ana.writer.files.journal)
            ana.put(make_note(f"{number}", identity=f"late {number}"))
        return found

    monkeypatch.setattr(following, "read_once", read_while_journals_change)
    reads.clear()
    ben = open_store(path, who="ben")
    assert reads == [False]
    assert next(times) == 6
    assert bodies(ben) == bodies(ana)


def test_a_slow_fold_leaves_to_others_what_they_save_meanwhile(
    path: Path, make_note: MakeNote, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana, ben = open_store(path, who="ana"), open_store(path, who="ben")
    ana.put(make_note("3", identity="3"))
    write = fold_module._write

    def write_while_ana_saves(disk: Disk, target: Path, pieces: object) -> None:
        write(disk, target, pieces)  # type: ignore[arg-type]
        number = len(bodies(ana)) + 1
        if number < 8:
            ana.put(make_note(str(number), identity=str(number)))

    monkeypatch.setattr(fold_module, "_write", write_while_ana_saves)
    monkeypatch.setattr(fold_module, "QUICK", 0.0)
    assert not ben.fold(patience=1_000.0)
    assert bodies(ben) == ["1", "2", "3", "4"]
    assert len(json.loads(path.read_bytes())["_default"]) == 3
    assert ben.fold(patience=1e-9), "another may have given up waiting: go on"
    assert len(json.loads(path.read_bytes())["_default"]) == 7
    assert bodies(ana) == bodies(ben) == list("1234567")


def test_what_was_put_aside_by_a_killed_fold_and_what_came_since_are_both_folded(
    path: Path, make_note: MakeNote, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fold_module, "QUICK", 0.0)
    ana = open_store(path, who="ana")
    ana.put(make_note("3", identity="3"))
    assert fold_module._begin(ana.writer) is not None
    ana.put(make_note("4", identity="4"))
    ben = open_store(path, who="ben")
    assert ben.fold(patience=1_000.0)
    assert len(json.loads(path.read_bytes())["_default"]) == 4
    assert not ben.writer.files.folding.exists()
    assert ben.writer.files.journal.read_bytes() == b""


def test_a_fold_that_ends_before_the_names_are_durable_is_ended_by_the_next(
    path: Path, make_note: MakeNote, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana = open_store(path, who="ana")
    ana.put(make_note("3", identity="3"))
    plan = fold_module._begin(ana.writer)
    assert plan is not None

    def killed(*given: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(fold_module, "_retire", killed)
        with pytest.raises(KeyboardInterrupt):
            fold_module._finish(ana.writer, plan)
    assert ana.writer.files.folding.exists()
    ben = open_store(path, who="ben")
    assert bodies(ben) == ["1", "2", "3"]
    assert ben.fold()
    assert not ben.writer.files.folding.exists()
    assert bodies(ben) == ["1", "2", "3"]
