"""Replays what the store did to the disk, up to every point, with everything that a power cut
may have dropped: unsynced writes whole, in part or not at all; names not synced in the folder.

The method is that of Pillai and others, "All File Systems Are Not Created Equal" (OSDI 2014).
"""

from __future__ import annotations

import copy
import itertools
import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from reader.annotations import fold as fold_module
from reader.annotations.disk import Disk
from reader.annotations.ledger import Ledger
from reader.annotations.record_json import to_document
from reader.annotations.records import Mark
from reader.annotations.store import Store, StoreError, open_store

Bodies = dict[str, str]


@dataclass
class Crash:
    """The disk at one point: contents by file number as synced and as written since, names as
    synced and the changes of names since; what was said to be saved, and what was on its way."""

    synced: dict[int, bytes] = field(default_factory=dict)
    written: dict[int, list[tuple[int, bytes]]] = field(default_factory=dict)
    names: dict[Path, int] = field(default_factory=dict)
    renames: list[tuple[Path | None, Path, int | None]] = field(default_factory=list)
    saved: Bodies = field(default_factory=dict)
    pending: tuple[str, str | None] | None = None


class RecordingDisk(Disk):
    """Does everything for real and keeps what a power cut would leave at each point."""

    def __init__(self) -> None:
        self.now = Crash()
        self.points: list[Crash] = []
        self.live: dict[Path, int] = {}
        self.open: dict[int, int] = {}
        self.sizes: dict[int, int] = {}
        self.numbers = itertools.count(1)

    def adopt(self, folder: Path) -> None:
        """Takes the files that are there as written and synced long ago."""
        for path in folder.rglob("*"):
            if path.is_file():
                number = next(self.numbers)
                self.live[path] = self.now.names[path] = number
                self.now.synced[number] = path.read_bytes()
                self.now.written[number] = []
                self.sizes[number] = path.stat().st_size

    def point(self) -> None:
        self.points.append(copy.deepcopy(self.now))

    def create(self, path: Path) -> int:
        descriptor = super().create(path)
        number = next(self.numbers)
        self.open[descriptor] = self.live[path] = number
        self.sizes[number] = 0
        self.now.synced[number] = b""
        self.now.written[number] = []
        self.now.renames.append((None, path, number))
        self.point()
        return descriptor

    def append_to(self, path: Path) -> int:
        descriptor = super().append_to(path)
        self.open[descriptor] = self.live[path]
        return descriptor

    def write(self, descriptor: int, data: bytes) -> None:
        super().write(descriptor, data)
        number = self.open[descriptor]
        self.now.written[number].append((self.sizes[number], bytes(data)))
        self.sizes[number] += len(data)
        self.point()

    def sync(self, descriptor: int) -> None:
        number = self.open[descriptor]
        self.now.synced[number] = content(self.now, number, len(self.now.written[number]))
        self.now.written[number] = []
        self.point()

    def truncate(self, descriptor: int, size: int) -> None:
        super().truncate(descriptor, size)
        number = self.open[descriptor]
        held = content(self.now, number, len(self.now.written[number]))[:size]
        self.now.synced[number], self.now.written[number] = held, []
        self.sizes[number] = size
        self.point()

    def close(self, descriptor: int) -> None:
        super().close(descriptor)
        del self.open[descriptor]

    def rename(self, source: Path, target: Path) -> None:
        super().rename(source, target)
        number = self.live[target] = self.live.pop(source)
        self.now.renames.append((source, target, number))
        self.point()

    def link(self, source: Path, target: Path) -> None:
        super().link(source, target)
        number = self.live[target] = self.live[source]
        self.now.renames.append((None, target, number))
        self.point()

    def unlink(self, path: Path) -> None:
        super().unlink(path)
        del self.live[path]
        self.now.renames.append((path, path, None))
        self.point()

    def sync_folder(self, folder: Path) -> None:
        kept = []
        for change in self.now.renames:
            if (change[0] or change[1]).parent == folder:
                rename(self.now.names, change)
            else:
                kept.append(change)
        self.now.renames = kept
        self.point()


def content(crash: Crash, number: int, writes: int, part: int | None = None) -> bytes:
    """A file's bytes with its first ``writes`` unsynced writes, the last of them cut to
    ``part`` bytes."""
    held = bytearray(crash.synced[number])
    for place, (offset, data) in enumerate(crash.written[number][:writes]):
        cut = data if part is None or place < writes - 1 else data[:part]
        held[offset : offset + len(cut)] = cut
    return bytes(held)


def rename(names: dict[Path, int], change: tuple[Path | None, Path, int | None]) -> None:
    source, target, number = change
    if source is not None:
        names.pop(source, None)
    if number is not None:
        names[target] = number


def survivors(crash: Crash) -> Iterator[dict[Path, bytes]]:
    """What a power cut at this point may leave, by path."""
    some = crash.renames
    kept_names = [some[:length] for length in range(len(some) + 1)]
    kept_names += [some[:place] + some[place + 1 :] for place in range(len(some) - 1)]
    for changes in kept_names:
        names = dict(crash.names)
        for change in changes:
            rename(names, change)
        for share in (0.0, 0.05, 0.5, 0.95, 1.0):
            yield {
                path: content(crash, number, *kept(crash.written[number], share))
                for path, number in names.items()
            }


def kept(written: list[tuple[int, bytes]], share: float) -> tuple[int, int | None]:
    """How many unsynced writes reached the disk, and how much of the last of them."""
    if share == 0.0 or not written:
        return 0, None
    return len(written), int(len(written[-1][1]) * share)


class Workload:
    """Two terminals that note, edit, remove and fold, and what they were told is saved."""

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


class QuickDisk(Disk):
    """Waits for nothing, since here no power is cut."""

    def sync(self, descriptor: int) -> None:
        pass

    def sync_folder(self, folder: Path) -> None:
        pass


@dataclass
class Verdict:
    states: int = 0
    lost: int = 0
    unreadable: int = 0


def judged(points: list[Crash], root: Path, *, sound: bool = True) -> Verdict:
    """Recovers from every state that a power cut may leave, and counts what is wrong.

    ``sound`` tells that the file was a valid one to begin with, and so must be in every state.
    """
    verdict = Verdict()
    done: set[int] = set()
    for crash in points:
        for files in survivors(crash):
            mark = hash((frozenset(files.items()), frozenset(crash.saved.items())))
            if mark in done:
                continue
            done.add(mark)
            verdict.states += 1
            judge(crash, files, root / str(verdict.states), verdict, sound)
            shutil.rmtree(root / str(verdict.states))
    return verdict


def judge(
    crash: Crash, files: dict[Path, bytes], folder: Path, verdict: Verdict, sound: bool
) -> None:
    folder.mkdir(parents=True)
    origin = min((path.parent for path in files), key=lambda each: len(each.parts), default=folder)
    for path, data in files.items():
        inside = folder / (
            path.name if path.parent == origin else f"{path.parent.name}/{path.name}"
        )
        inside.parent.mkdir(exist_ok=True)
        inside.write_bytes(data)
    path = folder / "annotations.json"
    try:
        if sound and path.exists():
            json.loads(path.read_bytes())
        for _ in range(2):
            store = open_store(path, who="rescuer", disk=QuickDisk())
            found = {each.id: each.body for each in store.records() if isinstance(each, Mark)}
            if not acceptable(found, crash):
                verdict.lost += 1
                return
            store.put(Mark(**{**vars(store_note(store)), "id": "after", "body": "crash"}))
            crash = replace(crash, saved={**found, "after": "crash"}, pending=None)
            store.close()
        plain = json.loads(path.read_bytes())["_default"].values()
        if {each["id"]: each["body"] for each in plain} != crash.saved:
            verdict.lost += 1
    except (StoreError, ValueError, KeyError, OSError):
        verdict.unreadable += 1


def store_note(store: Store) -> Mark:
    return next(each for each in [*store.records(), *SAMPLE] if isinstance(each, Mark))


SAMPLE: list[Mark] = []


def acceptable(found: Bodies, crash: Crash) -> bool:
    if found == crash.saved:
        return True
    if crash.pending is None:
        return False
    identity, body = crash.pending
    after = {k: v for k, v in crash.saved.items() if k != identity}
    if body is not None:
        after[identity] = body
    return found == after


@pytest.fixture(autouse=True)
def sample(make_note: Callable[..., Mark]) -> None:
    SAMPLE[:] = [make_note("sample")]


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
        for ledger in ledgers:
            if ledger.files.folding.exists():
                ledger.disk.unlink(ledger.files.folding)
        return gathered(pieces)

    ledgers: list[Ledger] = []
    load = Ledger.load

    def load_and_note(self: Ledger, *args: object) -> None:
        ledgers.append(self)
        load(self, *args)  # type: ignore[arg-type]

    monkeypatch.setattr(Ledger, "load", load_and_note)
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
