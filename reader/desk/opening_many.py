"""Opens many articles: files in several processes, so that all cores have work; the rest in turn.

A file that crashes the process that opens it is reported as one that cannot be read.
"""

from __future__ import annotations

import multiprocessing
import signal
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import TypeVar

from reader.cores import usable_cores

Answer = TypeVar("Answer")
Open = Callable[[str], list[Answer]]

MANY = 200
"""From so many files on it pays to start processes."""
CHUNK = 8
MOST_PROCESSES = 8


def open_many(
    places: Sequence[str],
    open_one: Open[Answer],
    crashed: Callable[[str], Answer],
    *,
    stopped: Callable[[], bool],
) -> Iterator[list[Answer]]:
    """Yield what ``open_one`` gives of each of ``places``, in their order.

    ``open_one`` must be importable in another process and its answers must travel;
    ``crashed`` makes the answer for a place that ended the process. Once ``stopped`` is true
    nothing more is opened.
    """
    workers = min(MOST_PROCESSES, usable_cores())
    if len(places) < MANY or workers < 2:
        for place in places:
            if stopped():
                return
            yield open_one(place)
        return
    chunks = [places[first : first + CHUNK] for first in range(0, len(places), CHUNK)]
    rest = deque(chunks)
    while rest and not stopped():
        try:
            with _pool(workers) as pool:
                yield from _in_pool(pool, workers, rest, open_one, stopped)
        except BrokenProcessPool:
            for place in rest.popleft():
                yield _alone(place, open_one, crashed)


def _pool(workers: int) -> ProcessPoolExecutor:
    # Nothing is forked: the store's threads and locks stay out of the processes.
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(workers, mp_context=context, initializer=_leave_interrupts)


def _leave_interrupts() -> None:
    """Ignore interrupts: they are for the process that adds."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _in_pool(
    pool: ProcessPoolExecutor,
    workers: int,
    rest: deque[Sequence[str]],
    open_one: Open[Answer],
    stopped: Callable[[], bool],
) -> Iterator[list[Answer]]:
    """Take chunks off ``rest`` as they are done, a few ahead of those that are read."""
    ahead: deque[Future[list[list[Answer]]]] = deque()
    try:
        while rest and not stopped():
            for chunk in list(rest)[len(ahead) : 2 * workers]:
                ahead.append(pool.submit(_open_chunk, list(chunk), open_one))
            opened = ahead.popleft().result()
            rest.popleft()
            yield from opened
    finally:
        for future in ahead:
            future.cancel()


def _open_chunk(places: list[str], open_one: Open[Answer]) -> list[list[Answer]]:
    return [open_one(place) for place in places]


def _alone(place: str, open_one: Open[Answer], crashed: Callable[[str], Answer]) -> list[Answer]:
    try:
        with _pool(1) as pool:
            return pool.submit(open_one, place).result()
    except BrokenProcessPool:
        return [crashed(place)]
