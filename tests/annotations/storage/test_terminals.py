"""Several processes on one file: killed at any moment, all at once, one holding the lock."""

from __future__ import annotations

import json
import multiprocessing
import os
import random
import select
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from tinydb import TinyDB

from reader.annotations.records import Mark
from reader.annotations.storage import compaction as fold_module
from reader.annotations.storage import journal_chain
from reader.annotations.store import Store, StoreError, open_store

FORK = multiprocessing.get_context("fork")
LONGEST_WAIT = 60.0

Bodies = dict[str, str]


def bodies(store: Store) -> Bodies:
    return {each.id: each.body for each in store.records() if isinstance(each, Mark)}


@dataclass
class Writer:
    """A process that notes, edits, removes and folds; it tells what it begins and what is saved."""

    process: multiprocessing.process.BaseProcess
    pipe: int
    held: bytes = b""
    saved: Bodies = field(default_factory=dict)
    pending: tuple[str, str | None] | None = None
    acknowledged: int = 0

    def read(self) -> bool:
        """Take what it printed; False at the end."""
        data = os.read(self.pipe, 1 << 16)
        self.held += data
        *lines, self.held = self.held.split(b"\n")
        for line in lines:
            message = json.loads(line)
            if message == "saved":
                assert self.pending is not None
                identity, body = self.pending
                self.saved.pop(identity, None)
                if body is not None:
                    self.saved[identity] = body
                self.pending = None
                self.acknowledged += 1
            else:
                self.pending = (message[0], message[1])
        return bool(data)


def start(path: Path, seed: int, make_note: Callable[..., Mark], known: Bodies) -> Writer:
    out, into = os.pipe()
    process = FORK.Process(target=write_on, args=(path, seed, make_note, dict(known), into))
    process.start()
    os.close(into)
    return Writer(process, out, saved=dict(known))


def write_on(
    path: Path, seed: int, make_note: Callable[..., Mark], mine: Bodies, into: int
) -> None:
    chance = random.Random(seed)

    def tell(message: object) -> None:
        os.write(into, json.dumps(message).encode() + b"\n")

    store = open_store(path, who=f"writer {seed}")
    for turn in range(100_000):
        choice = chance.random()
        if mine and choice < 0.3:
            identity = chance.choice(sorted(mine))
            held = store.get(identity)
            assert isinstance(held, Mark)
            body = f"edit {turn} " + "é" * chance.randrange(200)
            tell([identity, body])
            store.put(replace(held, body=body), "edit")
            mine[identity] = body
        elif mine and choice < 0.4:
            identity = chance.choice(sorted(mine))
            tell([identity, None])
            store.remove(identity)
            del mine[identity]
        else:
            note = make_note(f"note {turn} of {seed}\n“x”", f"article {turn % 5}")
            tell([note.id, note.body])
            store.put(note)
            mine[note.id] = note.body
        tell("saved")
        if chance.random() < 0.1:
            store.fold()


def killed(path: Path, loops: int, make_note: Callable[..., Mark], seed: int) -> int:
    """Let three writers work and kills them, ``loops`` times; the number of saves checked."""
    chance = random.Random(seed)
    known: list[Bodies] = [{}, {}, {}]
    checked = 0
    for loop in range(loops):
        writers = [
            start(path, 1_000 * seed + 3 * loop + place, make_note, known[place])
            for place in range(3)
        ]
        wanted = chance.randrange(1, 25)
        by_pipe = {writer.pipe: writer for writer in writers}
        while sum(writer.acknowledged for writer in writers) < wanted:
            ready, _, _ = select.select(list(by_pipe), [], [], LONGEST_WAIT)
            assert ready, "no writer saved anything"
            for pipe in ready:
                assert by_pipe[pipe].read(), "a writer ended by itself"
        for writer in writers:
            assert writer.process.pid is not None
            os.kill(writer.process.pid, signal.SIGKILL)
        for writer in writers:
            writer.process.join()
            while writer.read():
                pass
            os.close(writer.pipe)
        checked += sum(writer.acknowledged for writer in writers)
        if path.exists():
            json.loads(path.read_bytes())
        known = check(path, writers)
    return checked


def check(path: Path, writers: list[Writer]) -> list[Bodies]:
    """Return every save that was acknowledged is there, as it was, and nothing else is."""
    store = open_store(path, who="checker", read_only=True)
    found = bodies(store)
    expected: Bodies = {}
    known = []
    for writer in writers:
        mine = dict(writer.saved)
        if writer.pending is not None:
            identity, body = writer.pending
            if found.get(identity) == body:
                mine.pop(identity, None)
                if body is not None:
                    mine[identity] = body
        known.append(mine)
        expected |= mine
    assert found == expected
    return known


def test_killed_writers_lose_nothing_saved(tmp_path: Path, make_note: Callable[..., Mark]) -> None:
    path = tmp_path / "annotations.json"
    assert killed(path, 12, make_note, seed=1) > 50
    last = open_store(path, who="last")
    expected = bodies(last)
    last.close()
    with TinyDB(path, access_mode="r") as plain:
        assert {each["id"]: each["body"] for each in plain.all()} == expected


@pytest.mark.torture
def test_five_hundred_kills(tmp_path: Path, make_note: Callable[..., Mark]) -> None:
    total = sum(
        killed(tmp_path / f"annotations-{part}.json", 50, make_note, seed=10 + part)
        for part in range(10)
    )
    print(f"500 kills of 3 writers, {total} saves checked")


def work_together(
    path: Path, place: int, operations: int, make_note: Callable[..., Mark], expected: int
) -> None:
    chance = random.Random(place)
    store = open_store(path, who=f"terminal {place}")
    mine: Bodies = {}
    for turn in range(operations):
        if mine and chance.random() < 0.4:
            identity = chance.choice(sorted(mine))
            held = store.get(identity)
            assert isinstance(held, Mark)
            assert held.body == mine[identity]
            mine[identity] = f"{place} edited {turn}"
            store.put(replace(held, body=mine[identity]), "edit")
        elif mine and chance.random() < 0.1:
            identity = chance.choice(sorted(mine))
            store.remove(identity)
            del mine[identity]
        else:
            note = make_note(f"{place} noted {turn}", f"article {chance.randrange(9)}")
            store.put(note)
            mine[note.id] = note.body
        if turn % 50 == 49:
            store.fold()
    store.put(make_note(json.dumps(mine), "reports", f"report {place}"))
    limit = time.monotonic() + LONGEST_WAIT
    while len(store.records("reports")) < expected:
        assert time.monotonic() < limit, "the others are not seen"
        store.refresh()
    for report in store.records("reports"):
        assert isinstance(report, Mark)
        for identity, body in json.loads(report.body).items():
            seen = store.get(identity)
            assert isinstance(seen, Mark)
            assert seen.body == body
    store.close()


def at_once(path: Path, operations: int, make_note: Callable[..., Mark]) -> None:
    processes = [
        FORK.Process(target=work_together, args=(path, place, operations, make_note, 4))
        for place in range(4)
    ]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [0, 0, 0, 0]
    last = open_store(path, who="last")
    everything = bodies(last)
    last.close()
    reports = [body for identity, body in everything.items() if identity.startswith("report ")]
    expected = {k: v for body in reports for k, v in json.loads(body).items()}
    assert {k: v for k, v in everything.items() if not k.startswith("report ")} == expected
    with TinyDB(path, access_mode="r") as plain:
        rows = plain.all()
        assert len({row.doc_id for row in rows}) == len({row["id"] for row in rows}) == len(rows)
        assert {row["id"]: row["body"] for row in rows} == everything
    assert (path.parent / "annotations.json.journal").stat().st_size == 0


def test_four_terminals_at_once(tmp_path: Path, make_note: Callable[..., Mark]) -> None:
    at_once(tmp_path / "annotations.json", 60, make_note)


@pytest.mark.torture
def test_four_terminals_with_a_thousand_operations_each(
    tmp_path: Path, make_note: Callable[..., Mark]
) -> None:
    at_once(tmp_path / "annotations.json", 1_000, make_note)


def hold_the_lock(path: Path, into: int) -> None:
    store = open_store(path, who="holder")
    with store.writer.writing():
        os.write(into, b"held")
        signal.pause()


def test_a_writer_killed_with_the_lock_blocks_nobody(
    tmp_path: Path, make_note: Callable[..., Mark]
) -> None:
    path = tmp_path / "annotations.json"
    out, into = os.pipe()
    holder = FORK.Process(target=hold_the_lock, args=(path, into))
    holder.start()
    assert os.read(out, 4) == b"held"
    holder.kill()
    holder.join()
    store = open_store(path, who="ana")
    store.put(make_note("after the kill"))
    store.close()
    assert len(json.loads(path.read_bytes())["_default"]) == 1


def test_a_journal_that_is_archived_while_it_is_read_is_read_to_its_end(
    tmp_path: Path, make_note: Callable[..., Mark], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "annotations.json"
    ana, ben = open_store(path, who="ana"), open_store(path, who="ben")
    ben.put(make_note("1" * 2_000, identity="1"))
    ana.refresh()
    ben.put(make_note("2", identity="2"))
    plan = fold_module._begin(ben.writer)
    assert plan is not None
    read, waiting = journal_chain.read_journal, [plan]

    def read_late(journal: Path, offset: int = 0) -> object:
        """Return the fold ends, and another begins.

        Right after the journal put aside was looked at.
        """
        reading = read(journal, offset)
        if journal == ben.writer.files.folding and waiting:
            fold_module._finish(ben.writer, waiting.pop())
            ben.put(make_note("3", identity="3"))
            fold_module._begin(ben.writer)
        return reading

    with monkeypatch.context() as patched:
        patched.setattr(journal_chain, "read_journal", read_late)
        ana.refresh()
    assert not waiting
    ana.refresh()
    assert sorted(bodies(ana)) == ["1", "2", "3"]


def test_a_lock_file_that_was_removed_does_not_let_two_write(
    tmp_path: Path, make_note: Callable[..., Mark]
) -> None:
    path = tmp_path / "annotations.json"
    here = open_store(path, who="ana")
    here.put(make_note("1"))
    (tmp_path / "annotations.json.lock").unlink()
    there = open_store(path, who="ben")
    with there.writer.writing(), pytest.raises(StoreError), here.writer.lock.held(patience=0.0):
        pytest.fail("both hold the lock")
    here.put(make_note("2"))
    assert len(bodies(here)) == 2
