"""Archives on Dask: whatever is killed in the middle, the result is that of one process."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import psutil
import pytest

from reader.archive import cluster as clusters
from reader.archive import run as running
from reader.archive.cluster import ClusterError, OnCluster, WorkerDiffersError, cluster
from reader.shipped import STARTER
from tests.archive.stub_pipeline import deadly_work, stub_loader, stub_work, stuck_work
from tests.archive.test_dataset import bytes_of, corpus, made

ROOT = Path(__file__).parents[2]
ARTICLES = 60
LONGEST_WAIT = 300


@pytest.fixture(autouse=True)
def stub(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "load_pipeline", stub_loader)


@pytest.fixture(scope="module")
def client() -> Iterator[Any]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clusters, "usable_cores", lambda: 2)
        with cluster("local:2", lambda _: None) as found:
            yield found


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return corpus(tmp_path / "a.jsonl", ARTICLES)


@pytest.fixture
def expected(source: Path, tmp_path: Path) -> dict[str, bytes]:
    made(source, tmp_path / "expected")
    return bytes_of(tmp_path / "expected")


def wait_for(true: Callable[[], bool]) -> None:
    end = time.monotonic() + LONGEST_WAIT
    while not true():
        assert time.monotonic() < end, "it never came to be"
        time.sleep(0.02)


def test_two_workers_find_what_one_process_finds(
    client: Any, source: Path, tmp_path: Path, expected: dict[str, bytes]
) -> None:
    summary = made(source, tmp_path / "out", OnCluster(client, STARTER, work=stub_work))
    assert bytes_of(tmp_path / "out") == expected
    assert summary.articles == ARTICLES
    again = made(source, tmp_path / "out", OnCluster(client, STARTER, work=stub_work))
    assert (again.made, again.articles) == (0, ARTICLES)


def test_a_killed_worker_costs_nothing_but_time(
    client: Any, source: Path, tmp_path: Path, expected: dict[str, bytes]
) -> None:
    marks = tmp_path / "marks"
    marks.mkdir()

    def kill() -> None:
        wait_for(lambda: bool((marks / "stuck").exists() and (marks / "stuck").read_text()))
        os.kill(int((marks / "stuck").read_text()), signal.SIGKILL)

    killer = threading.Thread(target=kill)
    killer.start()
    work = partial(stuck_work, folder=str(marks))
    summary = made(source, tmp_path / "out", OnCluster(client, STARTER, work=work))
    killer.join()
    assert summary.set_aside == []
    assert bytes_of(tmp_path / "out") == expected


def test_a_shard_that_kills_its_workers_is_set_aside_and_the_rest_is_finished(
    client: Any, source: Path, tmp_path: Path
) -> None:
    summary = made(source, tmp_path / "out", OnCluster(client, STARTER, work=deadly_work))
    (aside,) = summary.set_aside
    assert any(item.location.endswith("#a30") for item in aside.shard.items)
    assert "died" in aside.reason
    assert summary.articles == ARTICLES - len(aside.shard.items)


def test_a_fault_is_tried_twice_and_its_reason_is_kept(client: Any, tmp_path: Path) -> None:
    source = corpus(tmp_path / "a.jsonl", ARTICLES, {7: "A FAULT is in here."})
    summary = made(source, tmp_path / "out", OnCluster(client, STARTER, work=stub_work))
    (aside,) = summary.set_aside
    assert "this text is too much" in aside.reason
    about = json.loads((tmp_path / "out" / "_reader.json").read_text())
    assert about["articles"] == ARTICLES - len(aside.shard.items)


def test_a_worker_with_other_models_is_refused_before_it_begins(
    client: Any, source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clusters, "made_by", lambda _: "another")
    with pytest.raises(WorkerDiffersError, match=r"127\.0\.0\.1"):
        made(source, tmp_path / "out", OnCluster(client, STARTER, work=stub_work))
    assert not (tmp_path / "out").exists()


def test_no_more_shards_are_read_than_are_worked_on(
    client: Any, source: Path, tmp_path: Path
) -> None:
    taken = done = most = 0

    class Watched(OnCluster):
        def run(self, shards: Any) -> Any:
            nonlocal done, most

            def counted() -> Any:
                nonlocal taken
                for shard in shards:
                    taken += 1
                    yield shard

            for outcome in super().run(counted()):
                done += 1
                most = max(most, taken - done)
                yield outcome

    made(source, tmp_path / "out", Watched(client, STARTER, work=stub_work), size=1500)
    assert taken == done > 10
    assert most <= clusters.AHEAD * 2


def _python(code: str, *arguments: str) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen([sys.executable, "-c", code, *arguments], cwd=ROOT, env=environment)


_SCHEDULER = """
import asyncio, sys
from pathlib import Path
from distributed import Scheduler
async def serve():
    async with Scheduler(host="127.0.0.1", port=0, dashboard=False) as scheduler:
        Path(sys.argv[1] + ".new").write_text(scheduler.address)
        Path(sys.argv[1] + ".new").rename(sys.argv[1])
        await scheduler.finished()
asyncio.run(serve())
"""
_WORKER = """
import asyncio, sys
from distributed import Worker
async def serve():
    async with Worker(sys.argv[1], nthreads=1, dashboard=False) as worker:
        await worker.finished()
asyncio.run(serve())
"""


def test_a_killed_scheduler_leaves_what_is_done_and_the_next_run_goes_on(
    source: Path, tmp_path: Path, expected: dict[str, bytes]
) -> None:
    place, marks = tmp_path / "address", tmp_path / "marks"
    marks.mkdir()
    scheduler = _python(_SCHEDULER, str(place))
    wait_for(place.exists)
    worker = _python(_WORKER, place.read_text())
    stored = tmp_path / ".out.partial" / "articles"
    try:

        def kill() -> None:
            wait_for(lambda: (marks / "stuck").exists() and any(stored.glob("*.parquet")))
            scheduler.kill()

        killer = threading.Thread(target=kill)
        killer.start()
        with cluster(place.read_text(), lambda _: None) as client:
            work = partial(stuck_work, folder=str(marks))
            with pytest.raises(ClusterError, match="run the same command again"):
                made(source, tmp_path / "out", OnCluster(client, STARTER, work=work))
        killer.join()
    finally:
        for process in (scheduler, worker):
            process.kill()
            process.wait()
    assert not (tmp_path / "out").exists()
    summary = made(source, tmp_path / "out")
    assert summary.kept > 0
    assert bytes_of(tmp_path / "out") == expected


_CLIENT = """
import sys
from functools import partial
from pathlib import Path
from reader.archive.cluster import OnCluster, cluster
from reader.shipped import STARTER
from tests.archive.stub_pipeline import stuck_work
from tests.archive.test_dataset import made
if __name__ == "__main__":
    with cluster("local:1", print) as client:
        work = partial(stuck_work, folder=sys.argv[3])
        made(Path(sys.argv[1]), Path(sys.argv[2]), OnCluster(client, STARTER, work=work))
"""


def test_a_killed_client_leaves_no_worker_behind_and_the_next_run_goes_on(
    source: Path, tmp_path: Path, expected: dict[str, bytes]
) -> None:
    marks = tmp_path / "marks"
    marks.mkdir()
    child = _python(_CLIENT, str(source), str(tmp_path / "out"), str(marks))
    stored = tmp_path / ".out.partial" / "articles"
    wait_for(lambda: (marks / "stuck").exists() and any(stored.glob("*.parquet")))
    workers = psutil.Process(child.pid).children(recursive=True)
    child.kill()
    child.wait()
    assert workers
    wait_for(lambda: not any(each.is_running() and _lives(each) for each in workers))
    summary = made(source, tmp_path / "out")
    assert summary.kept > 0
    assert bytes_of(tmp_path / "out") == expected


def _lives(process: psutil.Process) -> bool:
    try:
        return process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
