"""The engine of all terminals: its turns and its end without models, then all of it with them."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import threading
from contextlib import suppress

import pytest

from reader.analysis.engine_client import Engine, EngineError
from reader.analysis.findings import Findings
from reader.analysis.packages import STARTER
from reader.analysis.protocol import request_of
from reader.analysis.shared import server
from reader.analysis.shared.place import place_of
from reader.analysis.shared.talking import running_engine_s_findings, running_engines
from reader.article.opening import open_article
from tests.analysis.conftest import SEEDS

LONGEST_WAIT = 120.0


class Pipeline:
    """It reads a letter at a time, each in a turn, and finds nothing."""

    threads = 1
    models: dict[str, object] = {}  # noqa: RUF012

    def __init__(self) -> None:
        self.read: list[str] = []
        self.calls: list[list[str]] = []
        self.go = threading.Event()

    def analyze(self, text, blocks, *, turn, cancelled, progress=lambda *_: None, **_):
        self.calls.append([block.span.slice(text) for block in blocks])
        for number, letter in enumerate(text):
            with turn():
                if cancelled():
                    from reader.analysis.models.batches import Cancelled

                    raise Cancelled
                self.read.append(letter)
                self.go.wait(LONGEST_WAIT)
            progress(number + 1, len(text))
        return Findings(text)


class Terminal:
    """One end of a connection to the server."""

    def __init__(self, path) -> None:
        self.connection = socket.socket(socket.AF_UNIX)
        self.connection.connect(str(path))
        self.connection.settimeout(LONGEST_WAIT)
        self._answers = self.connection.makefile("rb")

    def ask(self, article, number=1):
        self.send({"id": number, **request_of(article)})

    def send(self, request):
        self.connection.sendall(json.dumps(request).encode() + b"\n")

    def answer(self, field):
        """Return the next answer that has ``field``; None at the end."""
        while line := self._answers.readline():
            if field in (answer := json.loads(line)):
                return answer[field]
        return None

    def close(self):
        self._answers.close()
        self.connection.close()


@pytest.fixture
def serving(runtime, package, tmp_path, monkeypatch):
    """Have a server run in this process, with the pipeline above."""
    pipeline = Pipeline()
    monkeypatch.setattr(server, "load", lambda _: pipeline)
    monkeypatch.setattr(server, "FIRST_REQUEST", 0.0)
    monkeypatch.setattr(server, "LOOK", 0.01)
    place = place_of(package, tmp_path / "log")
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(str(place.socket))
    place.socket.chmod(0o600)
    listener.listen()
    made = server.Server(listener, place, package, tmp_path / "log", 600.0)
    thread = threading.Thread(target=made.run)
    thread.start()
    made.thread, made.played, made.path = thread, pipeline, place.socket
    yield made
    pipeline.go.set()
    made._idle = 0.0
    thread.join(LONGEST_WAIT)
    assert not thread.is_alive()


def test_terminals_take_turns_letter_by_letter(serving, article_of, until):
    long, short = Terminal(serving.path), Terminal(serving.path)
    long.ask(article_of("aaaaaaaa"))
    until(lambda: serving.played.read == ["a"])
    short.ask(article_of("b"))
    until(lambda: len(serving._turns._waiting) == 1)
    serving.played.go.set()
    assert short.answer("findings")["article"]["fingerprint"] == "b"
    assert long.answer("findings")["article"]["fingerprint"] == "aaaaaaaa"
    assert serving.played.read.index("b") == 1
    long.close()
    short.close()


def test_paragraphs_in_view_are_read_and_answered_before_the_whole(serving, article_of):
    serving.played.go.set()
    paragraphs = [f"paragraph {number}" for number in range(30)]
    article = article_of("\n".join(paragraphs))
    view = article.blocks[7].span
    terminal = Terminal(serving.path)
    terminal.send({"id": 1, **request_of(article, view)})
    assert terminal.answer("glimpse")["article"]["fingerprint"] == article.text
    assert serving.played.calls[0] == [paragraphs[7]]
    assert terminal.answer("findings")
    terminal.send({"id": 2, **request_of(article)})
    assert terminal.answer("findings")
    assert serving.played.calls[1:] == [paragraphs, paragraphs]
    terminal.close()


def test_what_a_terminal_gives_up_or_leaves_is_not_read_on(serving, article_of, until, monkeypatch):
    gone = threading.Event()
    ended = server.TerminalRequests.ended
    monkeypatch.setattr(
        server.TerminalRequests,
        "ended",
        lambda requests, *, at_once: (ended(requests, at_once=at_once), gone.set()),
    )
    leaving, other = Terminal(serving.path), Terminal(serving.path)
    leaving.ask(article_of("aaaaaaaa"))
    until(lambda: serving.played.read == ["a"])
    other.ask(article_of("bbbb"), 1)
    other.ask(article_of("c"), 2)
    until(lambda: len(serving._turns._waiting) == 1)
    other.send({"id": 1, "do": "cancel"})
    assert other.answer("error")["kind"] == "cancelled"
    leaving.close()
    assert gone.wait(LONGEST_WAIT)
    serving.played.go.set()
    assert other.answer("findings")["article"]["fingerprint"] == "c"
    assert serving.played.read == ["a", "c"]
    other.close()


def test_it_ends_when_idle_and_says_so(serving):
    terminal = Terminal(serving.path)
    assert terminal.answer("hello")["pid"] == os.getpid()
    serving._idle = 0.0
    assert terminal.answer("bye")
    serving.thread.join(LONGEST_WAIT)
    assert not serving.path.exists()
    terminal.close()


def test_it_ends_when_it_was_updated_and_nobody_is_connected(serving, package, monkeypatch):
    terminal = Terminal(serving.path)
    assert terminal.answer("hello")["build"] == serving._build
    monkeypatch.setattr(server, "build_of", lambda *_: "of the update")
    assert serving.thread.is_alive()
    terminal.close()
    serving.thread.join(LONGEST_WAIT)
    assert not serving.thread.is_alive()


def test_it_ends_when_its_socket_is_gone_and_leaves_that_of_the_next_one(serving):
    serving.path.unlink()
    with socket.socket(socket.AF_UNIX) as other:
        other.bind(str(serving.path))
        serving.thread.join(LONGEST_WAIT)
        assert serving.path.exists()


def test_a_process_of_another_user_is_not_let_in(serving, monkeypatch):
    monkeypatch.setattr(server, "is_same_user", lambda _: False)
    terminal = Terminal(serving.path)
    assert terminal.answer("hello") is None
    terminal.close()


def test_nonsense_on_the_socket_is_answered_and_ends_nothing(serving, article_of):
    serving.played.go.set()
    terminal = Terminal(serving.path)
    terminal.connection.sendall(b"\x80\x04no JSON\n[1]\n")
    assert terminal.answer("error")["kind"] == "request"
    assert terminal.answer("error")["kind"] == "request"
    terminal.ask(article_of("a"))
    assert terminal.answer("findings")["article"]["fingerprint"] == "a"
    terminal.close()


@pytest.mark.stanza
async def test_the_true_engine_serves_terminals_and_the_command_line(
    runtime, tmp_path, pipeline, until
):
    """It outlives who started it; findings are those of one's own; a crash is survived."""
    log = tmp_path / "engine.log"
    starter = f"""
from pathlib import Path
from reader.analysis.packages import STARTER
from reader.analysis.shared.joining import joined
assert joined(STARTER, Path({str(log)!r}))
"""
    subprocess.run([sys.executable, "-c", starter], check=True)
    (started,) = running_engines(runtime / "reader")

    article, other = (
        open_article(str(SEEDS / f"{name}.txt")) for name in ("harbour-wire", "council-bridge")
    )
    first, second = (Engine(STARTER, log, shared=True) for _ in range(2))
    both = asyncio.gather(first.analyze(article), second.analyze(other))
    found, others = await asyncio.wait_for(both, LONGEST_WAIT)
    expected = pipeline.analyze(article.text, article.blocks, title=article.title)
    assert found == expected
    assert others == pipeline.analyze(other.text, other.blocks, title=other.title)
    vectors = await asyncio.wait_for(second.vectors(["The pier is closed."], [6]), LONGEST_WAIT)
    assert len(vectors) == 1
    again = await asyncio.to_thread(
        running_engine_s_findings, article, STARTER, log, lambda *_: None
    )
    assert again == expected
    assert [each.pid for each in running_engines(runtime / "reader")] == [started.pid]

    os.kill(started.pid, signal.SIGKILL)
    with suppress(EngineError):  # It may notice before it asks.
        await asyncio.wait_for(first.analyze(article), LONGEST_WAIT)
    assert await asyncio.wait_for(first.analyze(article), LONGEST_WAIT) == expected
    (next_one,) = running_engines(runtime / "reader")
    assert next_one.pid != started.pid
    assert log.stat().st_mode & 0o777 == 0o600
    await first.close()
    await second.close()
