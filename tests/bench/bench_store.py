"""The store at 1,000, 10,000 and 100,000 notes, against stock TinyDB and a bare append and sync.

With READER_BENCH_ALL set, at 1,000,000 as well, without stock TinyDB, which takes minutes.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from tinydb import TinyDB, where

from reader.annotations.record_json import to_document
from reader.annotations.records import Mark
from reader.annotations.storage.disk import Disk
from reader.annotations.storage.table_layout import About, body, laid_out
from reader.annotations.store import Store, open_store
from reader.article.anchor import anchor
from reader.text.span import Span

SIZES = (1_000, 10_000, 100_000)
PER_ARTICLE = 50
SAVES = 60
TEXT = "The mayor of the town said on Monday that the bridge would open in May, weather allowing."


def measure() -> Iterator[dict[str, Any]]:
    """Rows of ``bench, size, value, unit, against, ratio``; times in ms, memory in MB."""
    sizes = (*SIZES, 1_000_000) if os.environ.get("READER_BENCH_ALL") else SIZES
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            yield from _measure(Path(folder), size)


def _measure(folder: Path, size: int) -> Iterator[dict[str, Any]]:
    path = folder / "annotations.json"
    _make(path, size)
    stock = _stock(folder / "stock.json", size) if size <= 100_000 else {}

    def row(bench: str, value: float, against: float | None, unit: str = "ms") -> dict[str, Any]:
        return {
            "bench": f"store {bench}",
            "size": size,
            "value": round(value, 3),
            "unit": unit,
            "against": None if against is None else round(against, 3),
            "ratio": round(value / against, 3) if against else None,
        }

    opened = _milliseconds(lambda: open_store(path, who="ana"), 3)
    yield row("open against stock TinyDB", opened, stock.get("open"))
    store = open_store(path, who="ana")
    middle = f"article {size // PER_ARTICLE // 2}"
    read = _milliseconds(lambda: store.records(middle), 20)
    yield row("an article's notes against stock TinyDB's search", read, stock.get("search"))
    first = _milliseconds(lambda: store.put(_note(size, "the first")), 1)
    yield row("the first save", first, None)
    saves, appends = _saves(store, folder / "bare", size)
    median = statistics.median
    yield row("save against a bare append and sync", median(saves), median(appends))
    yield row("save, 99 of 100, against the same", _late(saves), _late(appends))
    yield row("a save's own work, the sync left out", _own_work(store, size), None)
    yield row("save against stock TinyDB's insert", median(saves), stock.get("insert"))
    yield row("undo", _milliseconds(store.undo, 1), None)
    yield row("fold", _milliseconds(store.fold, 1), None)
    yield row("look for news of other terminals", _milliseconds(store.refresh, 50), None)
    during, alone = _saves_during_a_fold(path, store, size)
    yield row(
        "save while another terminal folds, 99 of 100, against none folding",
        _late(during),
        _late(alone),
    )
    store.close()
    if Path("/proc/self/status").exists():
        yield row("memory", _memory(path), stock.get("memory"), "MB")


def _note(number: int, body: str = "Is this the date that the council gave?") -> Mark:
    return Mark(
        article_id=f"article {number // PER_ARTICLE}",
        id=f"00000000-0000-4000-8000-{number:012d}" if body != "new" else os.urandom(16).hex(),
        kind="note",
        creator="ana",
        created="2026-11-22T10:00:00Z",
        modified="2026-11-22T10:00:00Z",
        anchor=anchor(TEXT, [Span(4, 9)]),
        body=body,
    )


def _documents(size: int) -> dict[str, Any]:
    return {str(number + 1): to_document(_note(number)) for number in range(size)}


def _make(path: Path, size: int) -> None:
    """Make the file after ``size`` notes were made and compacted, with their history."""
    rows = _documents(size)
    history = {
        key: {
            "id": f"10000000-0000-4000-8000-{int(key):012d}", "record": row["id"], "who": "ana",
            "when": row["created"], "doing": "note", "undoes": None, "batch": None, "message": "",
            "before": None, "after": row,
        }
        for key, row in rows.items()
    }  # fmt: skip
    high = {"_default": size, "history": size}
    with path.open("wb") as file:
        file.writelines(laid_out(body({"_default": rows, "history": history}), About(high=high)))


def _stock(path: Path, size: int) -> dict[str, float]:
    """Return what stock TinyDB takes for the same notes, without any history."""
    path.write_text(json.dumps({"_default": _documents(size)}))
    times = 5 if size <= 10_000 else 1

    def opened() -> None:
        with TinyDB(path) as plain:
            len(plain)

    figures = {"open": _milliseconds(opened, times)}
    with TinyDB(path) as plain:
        table = plain.table("_default", cache_size=0)
        figures["search"] = _milliseconds(
            lambda: table.search(where("article_id") == "article 3"), times
        )
        figures["insert"] = _milliseconds(lambda: table.insert(to_document(_note(0))), times)
    if Path("/proc/self/status").exists():
        code = "from tinydb import TinyDB; held = TinyDB(path).all()"
        figures["memory"] = _memory(path, code)
    return figures


def _saves(store: Store, bare: Path, size: int) -> tuple[list[float], list[float]]:
    """Save and bare appends of as many bytes, in turns, so that both meet the same disk."""
    journal = store.writer.files.journal
    saves, appends = [], []
    descriptor = os.open(bare, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    for _ in range(SAVES):
        before = journal.stat().st_size
        note = _note(size, "new")
        saves.append(_milliseconds(lambda note=note: store.put(note), 1))
        data = b"x" * (journal.stat().st_size - before)

        def append(data: bytes = data) -> None:
            os.write(descriptor, data)
            os.fsync(descriptor)

        appends.append(_milliseconds(append, 1))
    os.close(descriptor)
    return saves, appends


class _UnsyncedDisk(Disk):
    def sync(self, descriptor: int) -> None:
        pass


def _own_work(store: Store, size: int) -> float:
    """Return what a save takes whatever the disk is like."""
    disk, store.writer.disk = store.writer.disk, _UnsyncedDisk()
    notes = [_note(size, "new") for _ in range(SAVES)]
    taken = [_milliseconds(lambda note=note: store.put(note), 1) for note in notes]
    store.writer.disk = disk
    return statistics.median(taken)


def _saves_during_a_fold(path: Path, store: Store, size: int) -> tuple[list[float], list[float]]:
    """Time saves while another process compacts, and as many before."""
    alone = [_milliseconds(lambda: store.put(_note(size, "new")), 1) for _ in range(SAVES)]
    code = (
        "import sys; from reader.annotations.store import open_store; "
        "store = open_store(sys.argv[1], who='ben'); print(flush=True); store.fold(30.0)"
    )
    with subprocess.Popen([sys.executable, "-c", code, str(path)], stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        other.stdout.readline()
        during = []
        while other.poll() is None:
            during.append(_milliseconds(lambda: store.put(_note(size, "new")), 1))
    return during, alone


def _late(times: list[float]) -> float:
    return sorted(times)[int(len(times) * 0.99)]


def _milliseconds(call: Callable[[], object], times: int) -> float:
    """Return the median time of a call."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        call()
        taken.append((time.perf_counter() - start) * 1_000)
    return statistics.median(taken)


def _memory(path: Path, code: str = "") -> float:
    """Megabytes that a process needs to hold the notes open, beyond a bare interpreter."""
    code = code or (
        "from reader.annotations.store import open_store; "
        "held = open_store(path, who='ana', read_only=True); held.get('x')"
    )
    tell = "print(next(line for line in open('/proc/self/status') if line.startswith('VmHWM')))"

    def peak(work: str) -> int:
        script = f"path = {str(path)!r}; {work}; {tell}"
        done = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True)
        return int(done.stdout.split()[1])

    return (peak(code) - peak("pass")) / 1_024
