"""Has articles analysed by the engine, a process of its own, from an asyncio loop.

The process starts on first need and stops when nothing was asked of it for long. A cancelled
request that goes on past a time of grace is ended with the process, and requests that waited
behind it go to a new one. A crash is reported in one sentence; the next request starts
afresh. Where the terminals of a user share an engine, this one has a connection to it in place
of a process: to end it ends the work here and leaves the others alone.
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
import json
import signal
from asyncio.subprocess import Process
from collections.abc import Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from reader.analysis.early_engine import (
    ENGINE,
    AdoptedProcess,
    adopted,
    child_environment,
    end,
)
from reader.analysis.findings import Findings
from reader.analysis.findings_json import from_json
from reader.analysis.protocol import LONGEST_LINE, request_of
from reader.analysis.shared.joining import EarlyEngine, Joined, joined
from reader.analysis.shared.talking import SharedEngine, greeted
from reader.article.article import Article
from reader.errors import ReaderError
from reader.text.span import Span

SHORT_LINE = 64 * 1024
"""Bytes that are parsed at once; longer lines are parsed in a thread."""
GRACE = 2.0
"""Seconds that a cancelled request may go on."""
IDLE = 600.0
"""Seconds after the last request until the process is stopped."""

JOINING = 2
"""Attempts to join the shared engine: it may be ending at the first."""
MOST_OVERDUE = 2
"""Requests in a row that the shared engine may not stop; then it hangs, and one's own is used."""

Running = Process | AdoptedProcess | SharedEngine
ProgressTold = Callable[[int, int], None]
Glimpsed = Callable[[Findings], None]
Answer = TypeVar("Answer")


class EngineError(ReaderError):
    """An article that could not be analysed; the message is one sentence for the user."""


@dataclass(frozen=True)
class _Job:
    """A request and the future of the ``field`` of its answer."""

    line: bytes
    field: str
    answer: asyncio.Future[Any]
    on_progress: ProgressTold | None
    on_glimpse: Glimpsed | None


class Engine:
    """The engine with the models in ``package``; what it prints goes to ``log_path``.

    All methods are to be called from one event loop. ``command`` replaces the program and the
    arguments before the folder and the log; ``early`` is one that runs already. With ``shared``
    it is the engine of all of the user's terminals, wherever there can be one.
    """

    def __init__(
        self,
        package: Path,
        log_path: Path,
        *,
        grace: float = GRACE,
        idle: float = IDLE,
        command: tuple[str, ...] = ENGINE,
        early: EarlyEngine | None = None,
        shared: bool = False,
    ) -> None:
        self._command = (*command, str(package), str(log_path))
        self._package = package
        self._log_path = log_path
        self._shared = shared
        self._overdue = 0
        self._grace = grace
        self._idle = idle
        self._early = early
        self._process: Running | None = None
        self._starting = asyncio.Lock()
        self._tasks: set[asyncio.Task[None]] = set()
        self._jobs: dict[int, _Job] = {}
        self._asked: dict[int, None] = {}
        self._last = 0
        self._ready = False
        self._ended_here = False
        self._fault = ""
        self._watched: tuple[int, asyncio.TimerHandle] | None = None
        self._stop_later: asyncio.TimerHandle | None = None
        self._closed = False

    @property
    def running(self) -> bool:
        """Whether there is a process."""
        return self._process is not None

    async def analyze(
        self,
        article: Article,
        on_progress: ProgressTold | None = None,
        *,
        view: Span | None = None,
        on_glimpse: Glimpsed | None = None,
    ) -> Findings:
        """Return the findings of ``article``.

        ``on_progress`` gets the paragraphs read and their number; ``on_glimpse``, in a long
        article, what is in ``view`` as soon as that is known.

        Cancelling the task that awaits this cancels the work. Raises EngineError.
        """
        request = request_of(article, view)
        return await self._answer(request, "findings", from_json, on_progress, on_glimpse)

    async def vectors(self, texts: Sequence[str], layers: Sequence[int]) -> list[bytes]:
        """Return for each text its vectors in ``layers`` of the encoder, as 16-bit floats.

        ``cancel`` leaves this work alone. Raises EngineError.
        """
        request = {"do": "embed", "texts": list(texts), "layers": list(layers)}
        rows = await self._answer(request, "vectors", _rows)
        if len(rows) != len(texts):
            raise EngineError(_senseless(ValueError("not a vector for each text")))
        return rows

    async def _answer(
        self,
        request: Mapping[str, Any],
        field: str,
        parsed: Callable[[Any], Answer],
        on_progress: ProgressTold | None = None,
        on_glimpse: Glimpsed | None = None,
    ) -> Answer:
        if self._closed:
            raise EngineError("The analysis is closed; start reader again.")
        self._last += 1
        number = self._last
        line = json.dumps({"id": number, **request}, separators=(",", ":")).encode() + b"\n"
        waits = asyncio.get_running_loop().create_future()
        job = _Job(line, field, waits, on_progress, on_glimpse)
        self._jobs[number] = job
        self._rest()
        self._begin(self._ask(number, job))
        try:
            message = await job.answer
            return await asyncio.to_thread(parsed, message)
        except ValueError as error:
            raise EngineError(_senseless(error)) from error
        finally:
            self._jobs.pop(number, None)
            job.answer.cancel()
            if number in self._asked:
                self._send({"id": number, "do": "cancel"})
            self._rest()

    def cancel(self) -> None:
        """Give up all that is being analysed; those who wait for it get CancelledError."""
        self._cancel("findings")

    def _cancel(self, *fields: str) -> None:
        for job in self._jobs.values():
            if job.field in fields:
                job.answer.cancel()

    async def close(self) -> None:
        """End the process, whatever it does. Nothing can be asked any more."""
        self._closed = True
        self._cancel("findings", "vectors")
        self._rest()
        async with self._starting:
            self._end()
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=self._grace)

    async def _ask(self, number: int, job: _Job) -> None:
        """Write the request of ``job`` to the process, which is started if there is none."""
        try:
            async with self._starting:
                if self._closed or job.answer.done():
                    return
                process = self._process or await self._start()
                assert process.stdin is not None
                self._asked[number] = None
                process.stdin.write(job.line)
                await process.stdin.drain()
        except ConnectionError:
            # The process has ended, which the listener tells everyone who waits.
            return
        except OSError as error:
            if not job.answer.done():
                job.answer.set_exception(
                    EngineError(f"The analysis cannot be started: {error.strerror or error}.")
                )

    async def _start(self) -> Running:
        process = await self._joined() or await self._own()
        self._process = process
        self._ready = self._ended_here = False
        self._fault = ""
        self._begin(self._listen(process))
        return process

    async def _joined(self) -> Running | None:
        """Return the engine that runs before there was a loop, or that of all terminals."""
        early, self._early = self._early, None
        if early is not None and not isinstance(early, Joined):
            return await adopted(early, LONGEST_LINE)
        for _ in range(JOINING if self._shared else 0):
            found = early or await asyncio.to_thread(joined, self._package, self._log_path)
            engine = await greeted(found) if found is not None else None
            if engine is not None:
                return engine
            early = None
        return None

    async def _own(self) -> Process:
        return await asyncio.create_subprocess_exec(
            *self._command,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            start_new_session=True,
            limit=LONGEST_LINE,
            env=child_environment(),
        )

    async def _listen(self, process: Running) -> None:
        assert process.stdout is not None
        try:
            while (line := await process.stdout.readline()).endswith(b"\n"):
                parse = line if len(line) <= SHORT_LINE else None
                message = json.loads(line) if parse else await asyncio.to_thread(json.loads, line)
                self._take(message)
        except ConnectionError:
            pass  # It is gone, as at the end of its lines.
        except (AttributeError, LookupError, TypeError, ValueError) as error:
            self._fault = _senseless(error)
            _kill(process)
        self._ended(await process.wait())

    def _take(self, message: Mapping[str, Any]) -> None:
        number = message.get("id")
        job = self._jobs.get(number) if isinstance(number, int) else None
        if "ready" in message:
            self._ready = True
        elif "bye" in message:
            self._ended_here = True  # It has been idle for long; who asks now asks the next one.
        elif "progress" in message:
            if job is not None and job.on_progress is not None:
                job.on_progress(*message["progress"])
            return
        elif "glimpse" in message:
            if job is not None and job.on_glimpse is not None:
                job.on_glimpse(from_json(message["glimpse"]))
            return
        elif number is None:
            self._fault = str(message["error"]["message"])
        else:
            self._asked.pop(number, None)
            self._overdue = 0
            if job is not None and not job.answer.done():
                _settle(job, message)
        self._rest()

    def _ended(self, code: int | None) -> None:
        """Fail the jobs of the process that is gone, or restart them if it was ended from here."""
        again = self._ended_here and not self._closed
        self._process = None
        self._asked.clear()
        for number, job in self._jobs.items():
            if again:
                self._begin(self._ask(number, job))
            elif not job.answer.done():
                job.answer.set_exception(EngineError(self._fault or self._crash(code)))
        self._rest()

    def _crash(self, code: int | None) -> str:
        how = f"exit code {code}" if code is not None else "the connection closed"
        if code is not None and code < 0:
            with contextlib.suppress(ValueError):
                how = signal.Signals(-code).name
        return (
            f"The analysis stopped unexpectedly ({how}). "
            f"Try again; if it stops again, see {self._log_path}."
        )

    def _rest(self) -> None:
        """Reset the clocks: for a request that should have stopped, for want of requests."""
        front = next(iter(self._asked), None)
        overdue = front if self._ready and front not in self._jobs else None
        loop = asyncio.get_running_loop()
        if self._watched is not None and self._watched[0] != overdue:
            self._watched[1].cancel()
            self._watched = None
        if self._watched is None and overdue is not None:
            self._watched = (overdue, loop.call_later(self._grace, self._end_overdue))
        if self._stop_later is not None:
            self._stop_later.cancel()
            self._stop_later = None
        if self._process is not None and not self._jobs and not self._closed:
            self._stop_later = loop.call_later(self._idle, self._end)

    def _end_overdue(self) -> None:
        self._overdue += 1
        self._shared = self._shared and self._overdue < MOST_OVERDUE
        self._end()

    def _end(self) -> None:
        if isinstance(self._early, Joined):
            self._early.close()
        elif self._early is not None:
            end(self._early)
        self._early = None
        if self._process is not None:
            self._ended_here = True
            _kill(self._process)

    def _send(self, request: Mapping[str, Any]) -> None:
        """Send a short request, if there is a process to take it."""
        if self._process is not None and self._process.stdin is not None:
            with contextlib.suppress(ConnectionError, RuntimeError):
                self._process.stdin.write(json.dumps(request).encode() + b"\n")

    def _begin(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _rows(given: list[str]) -> list[bytes]:
    return [base64.b64decode(row) for row in given]


def _settle(job: _Job, message: Mapping[str, Any]) -> None:
    answer = job.answer
    if job.field in message:
        answer.set_result(message[job.field])
    elif message["error"]["kind"] == "cancelled":
        answer.cancel()
    else:
        answer.set_exception(EngineError(str(message["error"]["message"])))


def _senseless(error: Exception) -> str:
    return f"The analysis gave an answer that makes no sense ({type(error).__name__}: {error})."


def _kill(process: Running) -> None:
    with contextlib.suppress(ProcessLookupError):
        process.kill()
