"""Runs an archive on Dask: workers here, or those of any scheduler that Dask can start.

A shard goes to a worker with its task and comes back as finished tables, so that a worker that
dies takes nothing with it. A shard that failed is tried once more at the end, when no other is on
its worker: a worker that is killed takes down whatever waits on it, and only a shard that fails
alone is to blame.
"""

from __future__ import annotations

import contextlib
import ctypes
import importlib
import logging
import os
import threading
import warnings
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reader.archive.arrow import MissingExtraError
from reader.archive.run import Outcome, SetAside, reason_of
from reader.archive.shards import Shard
from reader.archive.work import Packed, load_pipeline, made_by, tables_of_shard
from reader.cores import usable_cores
from reader.errors import ReaderError
from reader.shipped import STARTER

if TYPE_CHECKING:
    from reader.analysis.models.pipeline import Pipeline

AHEAD = 2
"""Shards that are sent for each thread of a worker: one in work, one that waits."""
CONNECTING = "15s"
WAITING = "120s"
"""How long workers have to appear."""
LOCAL = "local:"
_TRIM, _TRIM_OF_DASK = "MALLOC_TRIM_THRESHOLD_", "65536"
_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3
"""Options of glibc's mallopt, as malloc.h numbers them."""
_SETTINGS = {
    # A shard that killed its worker comes back at once, and is tried again alone.
    "distributed.scheduler.allowed-failures": 0,
    "distributed.comm.timeouts.connect": CONNECTING,
    # Models are half of a worker's memory; the rest is bounded by the size of a shard.
    "distributed.worker.memory.target": False,
    "distributed.worker.memory.spill": False,
    "distributed.worker.memory.pause": False,
    "distributed.worker.profile.enabled": False,  # a look at every thread each 10 ms
    "distributed.admin.large-graph-warning-threshold": "1GiB",
    "logging.distributed": "critical",
}


class ClusterError(ReaderError):
    """A cluster that cannot be used, or is gone; one sentence says what to do."""


@dataclass
class OnCluster:
    """Works on shards with the workers of ``client``; ``package`` is the folder of the models."""

    client: Any
    package: Path
    text: bool = True
    work: Callable[..., Packed] = field(default_factory=lambda: work_in_worker)

    def run(self, shards: Iterator[Shard]) -> Iterator[Outcome]:
        self._check_workers()
        failed: deque[Shard] = deque()
        for shard, result in self._sent(shards, AHEAD):
            if isinstance(result, BaseException):
                failed.append(shard)
            else:
                yield shard, result
        alone = (failed.popleft() for _ in range(len(failed)))
        for shard, result in self._sent(alone, 1):
            if isinstance(result, BaseException):
                yield SetAside(shard, _reason(result))
            else:
                yield shard, result

    def _sent(
        self, shards: Iterator[Shard], ahead: int
    ) -> Iterator[tuple[Shard, Packed | BaseException]]:
        """Send shards, so many for each thread, and yield what becomes of each."""
        distributed = importlib.import_module("distributed")
        done = distributed.as_completed(with_results=False)
        flying: dict[str, Shard] = {}
        work = partial(self.work, package=_portable(self.package), text=self.text)
        expected = made_by(self.package)

        def send() -> None:
            while len(flying) < max(1, ahead * self._threads()):
                shard = next(shards, None)
                if shard is None:
                    return
                with self._connected():
                    future = self.client.submit(
                        work, shard, expected, key=f"reader-{shard.key}-{ahead}", pure=False
                    )
                flying[future.key] = shard
                done.add(future)

        send()
        while flying:
            with self._connected():
                future = next(done)
                if future.status in ("cancelled", "lost"):
                    raise ConnectionError(future.status)
                result = future.exception() or future.result()
            shard = flying.pop(future.key)
            if isinstance(result, WorkerDiffersError):
                raise result
            future.release()
            yield shard, result
            del result, future
            send()

    @contextlib.contextmanager
    def _connected(self) -> Iterator[None]:
        """Raise ClusterError where the scheduler cannot be reached any more."""
        from distributed import CancelledError
        from distributed.comm import CommClosedError

        try:
            yield
        except (CancelledError, CommClosedError, OSError) as fault:
            raise ClusterError(
                "The connection to the Dask scheduler is lost. What is done is stored: run "
                "the same command again, and it goes on from there."
            ) from fault

    def _threads(self) -> int:
        with self._connected():
            return sum(self.client.nthreads().values())

    def _check_workers(self) -> None:
        """Raise ClusterError where a worker has other models or another version than this."""
        try:
            self.client.wait_for_workers(1, timeout=WAITING)
        except TimeoutError:
            raise ClusterError(
                "The Dask scheduler has no workers; start some with: dask worker ADDRESS"
            ) from None
        expected = made_by(self.package)
        with self._connected():
            answers = self.client.run(stamp_in_worker, _portable(self.package), on_error="return")
        for address, answer in answers.items():
            if answer != expected:
                raise WorkerDiffersError(_difference(address, answer))


class WorkerDiffersError(ClusterError):
    """A worker would find other things than this machine."""


def _difference(address: str, answer: object) -> str:
    if isinstance(answer, BaseException):
        return f"The worker {address} cannot run reader ({reason_of(answer)}); install it there."
    return (
        f"The worker {address} has other models or another version of reader than this machine; "
        "install the same ones there."
    )


def _reason(fault: BaseException) -> str:
    if type(fault).__name__ == "KilledWorker":
        return "its worker process died (out of memory, or killed)"
    return reason_of(fault)


def _portable(package: Path) -> str:
    """Return a package's folder as another machine knows it.

    "" for the models that ship with reader.
    """
    return "" if package == STARTER else str(package)


def _folder(package: str) -> Path:
    return Path(package) if package else STARTER


# What follows runs in workers.

_LOADED: dict[str, Pipeline] = {}
_ONE_AT_A_TIME = threading.Lock()


def stamp_in_worker(package: str) -> str:
    """Return what would analyze here, as a hash. Raises ModelError."""
    return made_by(_folder(package))


def keep_freed_memory() -> None:
    """Have this process use the memory again that it frees, as any other process does.

    Dask sets its workers to hand memory back to the system from 64 KB on. The system then makes the
    pages of almost every tensor again, which takes a quarter of the time. A setting of the user's
    own stays. The values are those that glibc comes to by itself.
    """
    if os.environ.get(_TRIM) != _TRIM_OF_DASK:
        return
    try:
        set_option = ctypes.CDLL(None).mallopt
    except (AttributeError, OSError, TypeError):
        return  # The allocator of another system.
    set_option(_MMAP_THRESHOLD, 32 * 1024 * 1024)
    set_option(_TRIM_THRESHOLD, 64 * 1024 * 1024)


def work_in_worker(shard: Shard, expected: str, *, package: str, text: bool) -> Packed:
    """Return the tables of a shard. The models are loaded with a worker's first shard and stay.

    A worker with several threads works on one shard at a time, with all of them. Raises
    WorkerDiffersError where its reader or models are not the ``expected`` ones.
    """
    from distributed import get_worker

    worker = get_worker()
    if stamp_in_worker(package) != expected:
        raise WorkerDiffersError(_difference(worker.address, ""))
    with _ONE_AT_A_TIME:
        if package not in _LOADED:
            keep_freed_memory()
            _LOADED[package] = load_pipeline(_folder(package), worker.state.nthreads)
        return tables_of_shard(shard, _LOADED[package], text=text)


@contextlib.contextmanager
def cluster(where: str, report: Callable[[str], object]) -> Iterator[Any]:
    """Return a client of the cluster at ``where``.

    ``local:N`` starts N workers on this machine, an address of Dask's (``tcp://HOST:PORT``) is that
    of a scheduler. Raises ClusterError, and MissingExtraError where Dask is not installed.
    """
    try:
        distributed = importlib.import_module("distributed")
        dask = importlib.import_module("dask")
    except ImportError:
        raise MissingExtraError(
            'Running on a cluster needs Dask: pip install "article-reader[cluster]"'
        ) from None
    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    with dask.config.set(_SETTINGS):
        if where.startswith(LOCAL):
            with _local(distributed, where, report) as client:
                yield client
        elif "://" in where:
            with _remote(distributed, where, report) as client:
                yield client
        else:
            raise ClusterError(f"{where} is no cluster; give local:N or tcp://HOST:PORT.")


@contextlib.contextmanager
def _local(distributed: Any, where: str, report: Callable[[str], object]) -> Iterator[Any]:
    written = where.removeprefix(LOCAL)
    if not written.isdecimal() or int(written) < 1:
        raise ClusterError(f"{where} does not say how many workers; give local:1 or more.")
    number = min(int(written), usable_cores())
    if number < int(written):
        report(f"starting {number} workers: this process may not use more cores.")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # another port where the usual one is in use
        started = distributed.LocalCluster(
            n_workers=number,
            threads_per_worker=1,
            host="127.0.0.1",
            dashboard_address="127.0.0.1:8787",
            memory_limit=0,
            silence_logs=logging.CRITICAL,
        )
    with started, distributed.Client(started) as client:
        report(f"dashboard: {client.dashboard_link}")
        yield client


@contextlib.contextmanager
def _remote(distributed: Any, where: str, report: Callable[[str], object]) -> Iterator[Any]:
    try:
        client = distributed.Client(where, timeout=CONNECTING)
    except (OSError, ValueError) as fault:
        raise ClusterError(
            f"There is no Dask scheduler at {where} ({reason_of(fault)}); check the address."
        ) from None
    with contextlib.closing(client):
        report(f"dashboard: {client.dashboard_link}")
        yield client
