"""The engine of all terminals: ``python -m reader.analysis.shared.server`` and a few words.

These are the number of a socket that listens already, its path, the build that whoever started it
expects, the folder of the models, the log, and after how many idle seconds it ends.

Each terminal has a connection and speaks on it as on the pipes of an engine of its own (see
``reader.analysis.engine``); the first line that it gets says what the engine is. Its requests
are answered one after the other; the batches of several terminals take turns. The engine ends
when it is idle, and sooner when nobody is connected and reader was updated or the socket is gone.
"""

from __future__ import annotations

import os
import resource
import socket
import sys
import threading
import time
import traceback
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from reader.analysis.engine import (
    Answers,
    CannotLoadError,
    Requests,
    be_polite,
    embed,
    load,
    own_output,
    readiness,
    serve,
)
from reader.analysis.packages import forget_rules
from reader.analysis.shared.joining import locked
from reader.analysis.shared.place import Place, build_of, is_same_user
from reader.analysis.shared.turns import Turns
from reader.errors import ReaderError

if TYPE_CHECKING:
    from reader.analysis.models.pipeline import Pipeline

MOST_TERMINALS = 64
FIRST_REQUEST = 0.5
"""Seconds that the models wait for a request that may need none of them."""
LOOK = 20.0
"""Seconds between looks whether to end."""


class TerminalRequests(Requests):
    """What one terminal asks for; when it has gone, nothing is needed any more."""

    def __init__(self, stream: BinaryIO, turns: Turns) -> None:
        self._turns = turns
        self.gone = False
        super().__init__(stream)

    def is_cancelled(self, number: object) -> bool:
        return self.gone or super().is_cancelled(number)

    def cancelled(self, number: object) -> None:
        super().cancelled(number)
        self._turns.wake()

    def ended(self, *, at_once: bool) -> None:  # noqa: ARG002  who has gone needs no answer
        self.gone = True
        self._waiting.put(None)
        self._turns.wake()


class Server:
    """The engine that listens at ``place``; ``idle`` seconds after the last request it ends."""

    def __init__(
        self, listener: socket.socket, place: Place, package: Path, log: Path, idle: float
    ) -> None:
        self._listener = listener
        self._place = place
        self._package, self._log = package, log
        self._build = build_of(package, log)
        self._idle = idle
        self._inode = place.socket.lstat().st_ino
        self._changed = threading.Condition()
        self._connections: set[socket.socket] = set()
        self._at_work = 0
        self._last = time.monotonic()
        self._asked = threading.Event()
        self._importing = threading.Lock()
        """Two threads must not import PyTorch at a time."""
        self._pipeline: Future[Pipeline] = Future()
        self._turns = Turns(1)

    def run(self) -> None:
        """Serve until it is time to end."""
        for work in (self._accept, self._load):
            threading.Thread(target=work, daemon=True).start()
        while True:
            with self._changed:
                left = self._last + self._idle - time.monotonic()
                self._changed.wait(min(LOOK, max(left, 0.01)))
            if self._is_over() and self._end():
                return

    # -- terminals

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return  # It is closed at the end.
            with self._changed:
                full = len(self._connections) >= MOST_TERMINALS
                if full or not is_same_user(connection):
                    connection.close()
                    continue
                self._connections.add(connection)
            threading.Thread(target=self._attend, args=(connection,), daemon=True).start()

    def _attend(self, connection: socket.socket) -> None:
        answers = Answers(cast("BinaryIO", connection.makefile("wb")))
        requests = TerminalRequests(cast("BinaryIO", connection.makefile("rb")), self._turns)
        try:
            memory = resident_bytes()
            hello = {"build": self._build, "pid": os.getpid(), "memory": memory}
            answers.send({"hello": hello})
            ready = False
            while (request := requests.next()) is not None:
                with self._work():
                    ready = self._answer(request, requests, answers, ready=ready)
        except OSError:
            pass  # The terminal has gone.
        except CannotLoadError as fault:
            with suppress(OSError):
                answers.fail(None, fault.kind, str(fault))
        except Exception:  # noqa: BLE001  that terminal hears of a crash, the others go on
            traceback.print_exc()
        finally:
            requests.ended(at_once=True)
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
            connection.close()
            self._turns.leave(requests)
            with self._changed:
                self._connections.discard(connection)
                self._changed.notify_all()

    def _answer(
        self,
        request: Mapping[str, Any],
        requests: TerminalRequests,
        answers: Answers,
        *,
        ready: bool,
    ) -> bool:
        """Answer one request; return whether the terminal knows that the models are loaded."""
        if request.get("do") == "embed":
            with self._turns.turn(requests, lambda: requests.gone):
                if not self._pipeline.done():
                    with self._importing:
                        embed(request, answers)
                else:
                    embed(request, answers)
            return ready
        self._asked.set()
        pipeline = self._pipeline.result()
        if not ready:
            answers.send(readiness(pipeline))
        number = request.get("id")
        serve(
            request,
            pipeline,
            requests,
            answers,
            turn=lambda: self._turns.turn(requests, lambda: requests.is_cancelled(number)),
        )
        return True

    @contextmanager
    def _work(self) -> Iterator[None]:
        with self._changed:
            self._at_work += 1
        try:
            yield
        finally:
            with self._changed:
                self._at_work -= 1
                self._last = time.monotonic()

    def _load(self) -> None:
        # What needs no models of articles is answered before these are loaded.
        self._asked.wait(FIRST_REQUEST)
        with self._importing:
            try:
                pipeline = load(self._package)
            except BaseException as fault:  # noqa: BLE001  everyone who waits hears of it
                self._pipeline.set_exception(fault)
            else:
                self._turns.add(pipeline.threads - 1)
                self._pipeline.set_result(pipeline)
        with self._changed:
            self._changed.notify_all()

    # -- the end

    def _is_over(self) -> bool:
        with self._changed:
            if self._at_work:
                return False
            if self._pipeline.done() and self._pipeline.exception() is not None:
                return not self._connections
            if time.monotonic() - self._last >= self._idle:
                return True
            if self._connections:
                return False
        return self._is_out_of_date()

    def _is_out_of_date(self) -> bool:
        """Return whether nobody will look for this engine any more."""
        forget_rules()
        try:
            there = self._place.socket.lstat().st_ino == self._inode
            return not there or build_of(self._package, self._log) != self._place.build
        except (OSError, ReaderError):
            return True

    def _end(self) -> bool:
        """Take leave of all; False when somebody has come meanwhile, or is just coming."""
        try:
            with locked(self._place), self._changed:
                if self._at_work:
                    return False
                with suppress(OSError):
                    if self._place.socket.lstat().st_ino == self._inode:
                        self._place.socket.unlink()
                self._listener.close()
                for connection in self._connections:
                    with suppress(OSError):
                        # Whoever asks at this moment looks for another engine.
                        connection.send(b'{"bye":true}\n', socket.MSG_DONTWAIT)
        except FileNotFoundError:
            return True  # The folder is gone.
        except TimeoutError:
            return False
        return True


def resident_bytes() -> int:
    """Return the memory of this process."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
    except OSError:
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return most if sys.platform == "darwin" else most * 1024
    return pages * resource.getpagesize()


def main(words: Sequence[str]) -> int:
    """Serve until it is time to end."""
    number, path, build, package, log, idle = words
    own_output(Path(log)).close()
    os.umask(0o077)
    os.chdir("/")
    be_polite()
    listener = socket.socket(fileno=int(number))
    place = Place(Path(path), build)
    Server(listener, place, Path(package), Path(log), float(idle)).run()
    return 0


if __name__ == "__main__":
    # Not by way of the interpreter's own end, which waits for threads that read.
    os._exit(main(sys.argv[1:]))
