"""Finding and starting the engine of all terminals, which a small program plays."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from reader.analysis.engine_client import Engine, EngineError
from reader.analysis.shared import joining
from reader.analysis.shared.joining import Joined, joined, locked
from reader.analysis.shared.place import place_of
from reader.analysis.shared.talking import running_engine_s_findings, running_engines
from tests.analysis.test_engine_client import LONGEST_WAIT, early_program

SERVES = """
import threading
def serve(there):
    greet(there)
    tell(there, ready={"models": {}})
    while (request := ask(there)) is not None:
        if request["do"] == "analyze" and request["text"] == "crash": os.kill(os.getpid(), 9)
        if request["do"] == "analyze": tell(there, id=request["id"], findings=findings(request))
while True:
    threading.Thread(target=serve, args=(met(),), daemon=True).start()
"""


def starts(package: Path) -> int:
    try:
        return len((package / "starts").read_text())
    except FileNotFoundError:
        return 0


@pytest.fixture
def log(tmp_path):
    return tmp_path / "log"


def own(package, log, **more):
    """Return an engine that shares, with a played one of its own to fall back on."""
    *command, _, _ = early_program(package)
    return Engine(package, log, command=tuple(command), **more)


async def found_by(engine, article, close=True):
    try:
        return (await asyncio.wait_for(engine.analyze(article), LONGEST_WAIT)).fingerprint
    finally:
        if close:
            await engine.close()


def test_terminals_that_start_at_a_time_start_one_engine(runtime, package, log, play):
    play(SERVES)
    ready = threading.Barrier(8)

    def join(_):
        ready.wait()
        return joined(package, log)

    with ThreadPoolExecutor(8) as pool:
        every = list(pool.map(join, range(8)))
    try:
        assert all(isinstance(each, Joined) for each in every)
        (engine,) = running_engines(runtime / "reader")
        assert starts(package) == 1
        assert engine.build == every[0].build
        path = place_of(package, log).socket
        assert path.stat().st_mode & 0o777 == 0o600
    finally:
        for each in every:
            each.close()


def test_without_starting_only_one_that_runs_is_found(runtime, package, log, play, article_of):
    play(SERVES)
    assert joined(package, log, start=False) is None
    assert running_engine_s_findings(article_of("a"), package, log, print) is None
    joined(package, log).close()
    found = running_engine_s_findings(article_of("a"), package, log, print)
    assert found.fingerprint == "a"
    # One that ends meanwhile has found nothing, and the article can be read otherwise.
    assert running_engine_s_findings(article_of("crash"), package, log, print) is None
    assert starts(package) == 1


def test_the_socket_of_an_engine_that_was_killed_is_replaced(runtime, package, log, play, until):
    play(SERVES)
    joined(package, log).close()
    (first,) = running_engines(runtime / "reader")
    os.kill(first.pid, signal.SIGKILL)
    until(lambda: not list(running_engines(runtime / "reader")))
    path = place_of(package, log).socket
    assert path.exists()
    joined(package, log).close()
    (second,) = running_engines(runtime / "reader")
    assert second.pid != first.pid


def test_a_socket_that_is_open_to_others_or_somebody_elses_is_left_alone(
    runtime, package, log, play, monkeypatch
):
    play(SERVES)
    path = place_of(package, log).socket
    with socket.socket(socket.AF_UNIX) as other:
        other.bind(str(path))
        other.listen()
        path.chmod(0o666)
        assert joined(package, log) is None
        path.chmod(0o600)
        monkeypatch.setattr(joining, "is_same_user", lambda _: False)
        assert joined(package, log) is None
        assert path.exists()
    assert starts(package) == 0


def test_a_start_that_takes_too_long_elsewhere_is_not_waited_for(
    runtime, package, log, play, monkeypatch
):
    play(SERVES)
    monkeypatch.setattr(joining, "CONNECTING", 0.05)
    with locked(place_of(package, log)):
        assert joined(package, log) is None
    assert starts(package) == 0


def test_models_that_cannot_be_read_leave_it_to_ones_own_engine(runtime, tmp_path, log):
    assert joined(tmp_path / "missing", log) is None


async def test_two_terminals_have_one_engine_that_outlives_them(
    runtime, package, log, play, article_of, tmp_path
):
    play(SERVES)
    first, second = own(package, log, shared=True), own(package, log, shared=True)
    assert await found_by(first, article_of("a")) == "a"
    assert await found_by(second, article_of("b")) == "b"
    assert starts(package) == 1
    assert len(list(running_engines(runtime / "reader"))) == 1


async def test_a_connection_that_was_made_before_the_loop_is_used(
    runtime, package, log, play, article_of
):
    play(SERVES)
    engine = own(package, log, shared=True, early=joined(package, log))
    assert await found_by(engine, article_of("a")) == "a"
    assert starts(package) == 1
    unused = own(package, log, shared=True, early=joined(package, log))
    await unused.close()
    assert len(list(running_engines(runtime / "reader"))) == 1


async def test_a_crash_is_one_sentence_and_the_next_request_starts_another(
    runtime, package, log, play, article_of
):
    play(SERVES)
    engine = own(package, log, shared=True)
    with pytest.raises(EngineError, match=str(log)):
        await found_by(engine, article_of("crash"), close=False)
    assert await found_by(engine, article_of("a")) == "a"
    assert starts(package) == 2


async def test_another_build_behind_the_socket_is_not_used(runtime, package, log, play, article_of):
    play("while True: greet(met(), 'another')")
    assert await found_by(own(package, log, shared=True), article_of("a")) == "a"
    # Once by the engine that was refused, once by one's own.
    assert starts(package) == 2


async def test_an_engine_that_takes_leave_hands_its_work_to_the_next(
    runtime, package, log, play, article_of
):
    play(f"""
    if len(open(package + "/starts").read()) == 1:
        there = met()
        greet(there)
        ask(there)
        os.unlink(path)
        tell(there, bye=True)
        sys.exit()
    {SERVES.replace(chr(10), chr(10) + "    ")}
    """)
    assert await found_by(own(package, log, shared=True), article_of("a")) == "a"
    assert starts(package) == 2


async def test_one_that_hangs_is_left_for_ones_own(runtime, package, log, play, article_of):
    play("""
    import threading
    def hang(there):
        greet(there)
        tell(there, ready={"models": {}})
        while (request := ask(there)) is not None:
            if request["do"] == "analyze": tell(there, id=request["id"], progress=[0, 1])
    while True: threading.Thread(target=hang, args=(met(),), daemon=True).start()
    """)
    engine = own(package, log, shared=True, grace=0.01)
    seen = asyncio.Event()
    for _ in range(2):
        seen.clear()
        work = asyncio.create_task(engine.analyze(article_of("a"), lambda *_: seen.set()))
        await asyncio.wait_for(seen.wait(), LONGEST_WAIT)
        work.cancel()
        await asyncio.wait([work])
        while engine.running:
            await asyncio.sleep(0.01)
    assert await found_by(engine, article_of("b")) == "b"
    assert len(list(running_engines(runtime / "reader"))) == 1
