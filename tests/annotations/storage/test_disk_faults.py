"""The disk refuses the n-th call, for every n: full, failing, over quota, half a write."""

from __future__ import annotations

import errno
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from reader.annotations.records import Mark
from reader.annotations.storage.disk import Disk
from reader.annotations.store import Store, StoreError, open_store

MakeNote = Callable[..., Mark]
CALLS = (
    "create", "append_to", "write", "sync", "truncate", "rename", "link", "unlink",
    "make_folder", "sync_folder",
)  # fmt: skip


class FailingDisk(Disk):
    """Raises ``error`` at the calls with the numbers from ``first`` on, ``times`` of them.

    Of a write that fails, the first half is written. Nothing is waited for.
    """

    def __init__(self, first: int, error: int, times: int = 1, only: str = "") -> None:
        self.calls = 0
        self.failed = 0
        self.first, self.error, self.times, self.only = first, error, times, only

    def fails(self, name: str) -> bool:
        if self.only and name != self.only:
            return False
        self.calls += 1
        if self.first <= self.calls < self.first + self.times:
            self.failed += 1
            return True
        return False


def _failing(name: str) -> Callable[..., Any]:
    def call(self: FailingDisk, *given: Any) -> Any:
        if self.fails(name):
            if name == "write":
                Disk.write(self, given[0], given[1][: len(given[1]) // 2])
            raise OSError(self.error, "refused by the test")
        if name in ("sync", "sync_folder"):
            return None
        return getattr(Disk, name)(self, *given)

    return call


for _name in CALLS:
    setattr(FailingDisk, _name, _failing(_name))


def bodies(store: Store) -> dict[str, str]:
    return {each.id: each.body for each in store.records() if isinstance(each, Mark)}


def day(path: Path, disk: FailingDisk, make_note: MakeNote) -> int:
    """Save for a day, each note again until it is saved; return how many refusals came."""
    refusals = 0
    expected: dict[str, str] = {}
    store = open_store(path, who="ana", disk=disk)

    def insist(wanted: dict[str, str], save: Callable[[], object]) -> None:
        nonlocal refusals, expected
        for _ in range(disk.times + 2):
            try:
                save()
            except StoreError:
                refusals += 1
                assert bodies(open_store(path, who="x", read_only=True)) in (expected, wanted)
                continue
            break
        else:
            pytest.fail("the disk works again, but nothing can be saved")
        expected = wanted
        assert bodies(store) == expected

    def put(identity: str, body: str) -> None:
        held = store.get(identity)
        note = replace(held, body=body) if held else make_note(body, identity=identity)
        insist(expected | {identity: body}, lambda: store.put(note))

    put("1", "one")
    put("2", "two")
    insist(expected, store.fold)
    put("3", "three")
    put("1", "one, edited")
    without = {identity: body for identity, body in expected.items() if identity != "2"}
    insist(without, lambda: store.get("2") and store.remove("2"))
    insist(expected, store.fold)
    put("4", "four")
    insist(
        without | {"3": "three, again", "4": "four"},
        lambda: store.put(replace(store.get("3"), body="three, again")),
    )  # type: ignore[type-var]
    store.close()

    again = open_store(path, who="ben")
    assert bodies(again) == expected
    again.close()
    plain = json.loads(path.read_bytes())["_default"].values()
    assert {each["id"]: each["body"] for each in plain} == expected
    return refusals


@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EIO, errno.EDQUOT], ids=errno.errorcode.get)
def test_the_nth_call_is_refused(tmp_path: Path, make_note: MakeNote, error: int) -> None:
    step = 3 if error == errno.EDQUOT else 1
    first, refusals = 1, 0
    while True:
        disk = FailingDisk(first, error)
        refusals += day(tmp_path / f"{first}" / "annotations.json", disk, make_note)
        if not disk.failed:
            break
        first += step
    assert first > 60 // step
    assert refusals > 30 // step


@pytest.mark.parametrize("call", ["write", "sync", "rename", "sync_folder"])
def test_a_disk_that_refuses_for_a_while(tmp_path: Path, make_note: MakeNote, call: str) -> None:
    first = 1
    while True:
        disk = FailingDisk(first, errno.EIO, times=3, only=call)
        day(tmp_path / f"{first}" / "annotations.json", disk, make_note)
        if not disk.failed:
            break
        first += 1
    assert first > 5


def test_a_full_disk_is_reported_and_what_is_saved_is_read(
    tmp_path: Path, make_note: MakeNote
) -> None:
    path = tmp_path / "annotations.json"
    store = open_store(path, who="ana")
    store.put(make_note("before", identity="1"))
    store.writer.disk = FailingDisk(1, errno.ENOSPC, times=1_000_000)
    with pytest.raises(StoreError, match=r"full: free some space and save again\.$"):
        store.put(make_note("after", identity="2"))
    store.close()
    assert any("full" in notice for notice in store.notices())
    again = open_store(path, who="ana")
    assert bodies(again) == {"1": "before"}
    again.put(make_note("after", identity="2"))
    assert bodies(again) == {"1": "before", "2": "after"}
