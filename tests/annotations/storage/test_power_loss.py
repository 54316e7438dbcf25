"""No power cut, at whatever point, loses a saved note, or makes the file unreadable."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from reader.annotations.care.backup import backup, restore
from reader.annotations.care.purge import purge
from reader.annotations.record_json import to_document
from reader.annotations.records import Mark
from reader.annotations.storage import compaction as fold_module
from reader.annotations.storage.writer import Writer
from reader.annotations.store import open_store
from reader.annotations.together.merge import merge
from tests.annotations.storage.power_cut import (
    Bodies,
    Crash,
    QuickDisk,
    RecordingDisk,
    judged,
    survivors,
)


class Workload:
    """Two terminals that note, edit, remove and compact, and what they were promised is saved."""

    def __init__(self, folder: Path, make_note: Callable[..., Mark], disk: RecordingDisk) -> None:
        self.path = folder / "annotations.json"
        self.disk = disk
        self.make_note = make_note
        folder.mkdir(exist_ok=True)
        disk.adopt(folder)
        self.stores = [open_store(self.path, who=who, disk=disk) for who in ("ana", "ben")]

    def put(self, terminal: int, identity: str, body: str) -> None:
        self.disk.now.pending = (identity, body)
        store = self.stores[terminal]
        held = store.get(identity)
        note = replace(held, body=body) if held else self.make_note(body, identity=identity)
        store.put(note)
        self.disk.now.saved = self.disk.now.saved | {identity: body}
        self.disk.now.pending = None
        self.disk.point()

    def remove(self, terminal: int, identity: str) -> None:
        self.disk.now.pending = (identity, None)
        self.stores[terminal].remove(identity)
        self.disk.now.saved = {k: v for k, v in self.disk.now.saved.items() if k != identity}
        self.disk.now.pending = None
        self.disk.point()

    def run(self, rounds: int) -> None:
        for turn in range(rounds):
            self.put(0, f"a{turn}", f"ana {turn}")
            self.put(1, f"b{turn}", f"ben {turn}")
            self.stores[0].fold()
            self.put(1, f"a{turn}", f"ana {turn}, as ben has it")
            self.remove(0, f"b{turn}")
        for store in self.stores:
            store.close()


def recorded(
    tmp_path: Path, make_note: Callable[..., Mark], rounds: int, held: Bodies | None = None
) -> list[Crash]:
    disk = RecordingDisk()
    disk.now.saved = dict(held or {})
    Workload(tmp_path / "work", make_note, disk).run(rounds)
    return disk.points


def test_a_power_cut_while_a_stock_file_is_converted(
    tmp_path: Path, make_note: Callable[..., Mark]
) -> None:
    path = tmp_path / "work" / "annotations.json"
    path.parent.mkdir()
    rows = {str(n): to_document(make_note(f"stock {n}", identity=f"s{n}")) for n in (1, 2, 3)}
    path.write_text(json.dumps({"_default": rows, "other": {"1": {"x": 1}}}))
    held = {f"s{n}": f"stock {n}" for n in (1, 2, 3)}
    verdict = judged(recorded(tmp_path, make_note, 1, held), tmp_path / "states")
    assert verdict.states > 30
    assert (verdict.lost, verdict.unreadable) == (0, 0)


def test_a_power_cut_while_a_damaged_file_is_put_together(
    tmp_path: Path, make_note: Callable[..., Mark]
) -> None:
    path = tmp_path / "work" / "annotations.json"
    for turn in range(2):
        store = open_store(path, who="ana", disk=QuickDisk())
        store.put_many([make_note(f"{turn} {n}", identity=f"{turn}-{n}") for n in range(3)], "n")
        store.close()
    held = {f"{turn}-{n}": f"{turn} {n}" for turn in range(2) for n in range(3)}
    path.write_bytes(path.read_bytes()[:900])
    points = recorded(tmp_path, make_note, 1, held)
    verdict = judged(points, tmp_path / "states", sound=False)
    assert verdict.states > 30
    assert (verdict.lost, verdict.unreadable) == (0, 0)


def test_a_power_cut_at_any_point_loses_nothing_saved(
    tmp_path: Path, make_note: Callable[..., Mark]
) -> None:
    verdict = judged(recorded(tmp_path, make_note, 3), tmp_path / "states")
    assert verdict.states > 100
    assert (verdict.lost, verdict.unreadable) == (0, 0)


SECRET = "a name that must go"


def with_a_past(path: Path, make_note: Callable[..., Mark]) -> Bodies:
    """Return a store with folded and unfolded notes, one deleted and an archive; what it holds."""
    store = open_store(path, who="ana", disk=QuickDisk())
    store.put_many([make_note(f"note {n}", identity=str(n)) for n in range(3)], "import")
    store.put(make_note(SECRET, identity="gone"))
    store.fold()
    store.put(make_note("as it was in the backup", identity="1"))
    store.remove("gone")
    return {each.id: each.body for each in store.records() if isinstance(each, Mark)}


def recorded_change(
    folder: Path, held: Bodies, coming: Bodies, change: Callable[[RecordingDisk], object]
) -> list[Crash]:
    """Return the points of one change of all there is."""
    disk = RecordingDisk()
    disk.adopt(folder)
    disk.now.saved, disk.now.coming = held, coming
    disk.point()
    change(disk)
    disk.now.saved, disk.now.coming = coming, None
    disk.point()
    return disk.points


def test_a_power_cut_while_a_copy_is_put_back(
    tmp_path: Path, make_note: Callable[..., Mark]
) -> None:
    path = tmp_path / "work" / "annotations.json"
    copied = with_a_past(path, make_note)
    copy = backup(path, tmp_path / "copy.json").path
    store = open_store(path, who="ana", disk=QuickDisk())
    store.put(make_note("made since", identity="new"))
    held = copied | {"new": "made since"}
    points = recorded_change(path.parent, held, copied, lambda disk: restore(path, copy, disk=disk))
    verdict = judged(points, tmp_path / "states")
    assert verdict.states > 20
    assert (verdict.lost, verdict.unreadable) == (0, 0)
    for files in survivors(points[-1]):
        copies = [data for at, data in files.items() if at.parent.name.endswith(".backups")]
        assert any(b"made since" in data for data in copies)


def test_a_power_cut_while_deleted_notes_are_purged(
    tmp_path: Path, make_note: Callable[..., Mark]
) -> None:
    path = tmp_path / "work" / "annotations.json"
    held = with_a_past(path, make_note)
    backup(path)
    points = recorded_change(path.parent, held, held, lambda disk: purge(path, disk=disk))
    verdict = judged(points, tmp_path / "states")
    assert verdict.states > 20
    assert (verdict.lost, verdict.unreadable) == (0, 0)
    assert any(SECRET.encode() in data for data in next(survivors(points[0])).values())
    for files in survivors(points[-1]):
        assert not [at for at, data in files.items() if SECRET.encode() in data]


@pytest.mark.parametrize("in_use", [True, False], ids=["in use", "by git"])
def test_a_power_cut_while_two_files_become_one(
    tmp_path: Path, make_note: Callable[..., Mark], in_use: bool
) -> None:
    path, theirs = tmp_path / "work" / "annotations.json", tmp_path / "theirs.json"
    held = with_a_past(path, make_note)
    store = open_store(theirs, who="ben", disk=QuickDisk())
    store.put(make_note("theirs", identity="b"))
    store.close()
    if not in_use:
        store = open_store(path, who="ana", disk=QuickDisk())
        store.close()
        for each in path.parent.iterdir():
            if each != path and each.is_file():
                each.unlink()
    points = recorded_change(
        path.parent, held, held | {"b": "theirs"}, lambda disk: merge(path, theirs, disk=disk)
    )
    verdict = judged(points, tmp_path / "states")
    assert verdict.states > (20 if in_use else 5)
    assert (verdict.lost, verdict.unreadable) == (0, 0)


@pytest.mark.torture
def test_a_power_cut_at_any_point_of_a_long_day(
    tmp_path: Path, make_note: Callable[..., Mark]
) -> None:
    verdict = judged(recorded(tmp_path, make_note, 20), tmp_path / "states")
    print(verdict)
    assert verdict.states > 1_000
    assert (verdict.lost, verdict.unreadable) == (0, 0)


def without_sync(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(RecordingDisk, "sync", lambda self, descriptor: None)


def without_folder_sync(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(RecordingDisk, "sync_folder", lambda self, folder: None)


def with_the_journal_retired_first(monkeypatch: pytest.MonkeyPatch) -> None:
    gathered = fold_module._gathered

    def retire_then_write(pieces: Iterator[bytes]) -> Iterator[bytes]:
        for writer in writers:
            if writer.files.folding.exists():
                writer.disk.unlink(writer.files.folding)
        return gathered(pieces)

    writers: list[Writer] = []
    read = Writer.read

    def read_and_note(self: Writer, *args: object) -> None:
        writers.append(self)
        read(self, *args)  # type: ignore[arg-type]

    monkeypatch.setattr(Writer, "read", read_and_note)
    monkeypatch.setattr(fold_module, "_gathered", retire_then_write)


@pytest.mark.parametrize(
    "mutant",
    [without_sync, without_folder_sync, with_the_journal_retired_first],
    ids=lambda mutant: mutant.__name__,
)
def test_the_replay_finds_a_store_that_is_careless(
    tmp_path: Path,
    make_note: Callable[..., Mark],
    mutant: Callable[[pytest.MonkeyPatch], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with monkeypatch.context() as patched:
        mutant(patched)
        points = recorded(tmp_path, make_note, 1)
    verdict = judged(points, tmp_path / "states")
    assert verdict.lost + verdict.unreadable > 0
