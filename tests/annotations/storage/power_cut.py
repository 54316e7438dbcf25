"""What a power cut may leave of what the store did to the disk, and whether notes survive it.

Every point is replayed with everything that may have been dropped: unsynced writes whole, in
part or not at all; names not synced in the folder. The method is that of Pillai and others,
"All File Systems Are Not Created Equal" (OSDI 2014).
"""

from __future__ import annotations

import copy
import itertools
import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from reader.annotations.records import Mark
from reader.annotations.storage.disk import Disk
from reader.annotations.store import StoreError, open_store
from reader.article.anchor import anchor
from reader.text.span import Span

ANCHOR = anchor("The bridge opened.", [Span(4, 10)])

Bodies = dict[str, str]


@dataclass
class Crash:
    """The disk at one point.

    Contents by file number as synced and as written since, names as synced and the changes of names
    since; what was said to be saved, and what was on its way: one record, or ``coming``, all that
    there will be.
    """

    synced: dict[int, bytes] = field(default_factory=dict)
    written: dict[int, list[tuple[int, bytes]]] = field(default_factory=dict)
    names: dict[Path, int] = field(default_factory=dict)
    renames: list[tuple[Path | None, Path, int | None]] = field(default_factory=list)
    saved: Bodies = field(default_factory=dict)
    pending: tuple[str, str | None] | None = None
    coming: Bodies | None = None


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
        """Take the files that are there as written and synced long ago."""
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
    """Return a file's bytes with its first ``writes`` unsynced writes.

    The last of them is cut to ``part`` bytes.
    """
    held = bytearray(crash.synced[number])
    for place, (offset, data) in enumerate(crash.written[number][:writes]):
        cut = data if part is None or place < writes - 1 else data[:part]
        held[offset : offset + len(cut)] = cut
    return bytes(held)


def late_content(crash: Crash, number: int, share: float) -> bytes:
    """Return a file's bytes when of its last unsynced write.

    Into what it held, the beginning is lost.
    """
    written = crash.written[number]
    if not written:
        return crash.synced[number]
    held = content(crash, number, len(written) - 1)
    offset, data = written[-1]
    lost = int(len(data) * share)
    before = held[offset : offset + lost].ljust(lost, b"\0")
    return content(
        replace(crash, written={number: [*written[:-1], (offset, before + data[lost:])]}),
        number,
        len(written),
    )


def rename(names: dict[Path, int], change: tuple[Path | None, Path, int | None]) -> None:
    source, target, number = change
    if source is not None:
        names.pop(source, None)
    if number is not None:
        names[target] = number


def survivors(crash: Crash) -> Iterator[dict[Path, bytes]]:
    """Yield what a power cut at this point may leave, by path."""
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
        for share in (0.05, 0.5, 0.95):
            yield {path: late_content(crash, number, share) for path, number in names.items()}


def kept(written: list[tuple[int, bytes]], share: float) -> tuple[int, int | None]:
    """Return how many unsynced writes reached the disk, and how much of the last of them."""
    if share == 0.0 or not written:
        return 0, None
    return len(written), int(len(written[-1][1]) * share)


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
            store.put(Mark(article_id="a", id="after", kind="note", anchor=ANCHOR, body="crash"))
            crash = replace(crash, saved={**found, "after": "crash"}, pending=None, coming=None)
            store.close()
        plain = json.loads(path.read_bytes())["_default"].values()
        if {each["id"]: each["body"] for each in plain} != crash.saved:
            verdict.lost += 1
    except (StoreError, ValueError, KeyError, OSError):
        verdict.unreadable += 1


def acceptable(found: Bodies, crash: Crash) -> bool:
    if found in (crash.saved, crash.coming):
        return True
    if crash.pending is None:
        return False
    identity, body = crash.pending
    after = {k: v for k, v in crash.saved.items() if k != identity}
    if body is not None:
        after[identity] = body
    return found == after
