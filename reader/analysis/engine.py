"""The process that finds names and quotes: ``python -m reader.analysis.engine FOLDER LOG``.

It gives sentences their vectors too.

It reads requests from standard input and answers on standard output, a JSON object a line;
requests wait their turn, but for "cancel" and "quit". Whatever a library prints goes to the
log. The process ends when its input does and what was asked before is answered, or when nobody
reads its answers any more.
"""

from __future__ import annotations

import json
import os
import queue
import sys
import threading
import traceback
from base64 import b64encode
from collections.abc import Mapping, Sequence
from contextlib import nullcontext, suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, TypeVar

from reader.analysis.findings_json import stamp_to_json, to_json
from reader.analysis.glimpse import blocks_in_view, glimpse
from reader.analysis.late_imports import put_off_unused
from reader.analysis.protocol import LONGEST_LINE
from reader.article.block import Block
from reader.errors import ReaderError
from reader.log_file import opened_log
from reader.text.span import Span

if TYPE_CHECKING:
    from reader.analysis.models.batches import Turn
    from reader.analysis.models.pipeline import Pipeline

Value = TypeVar("Value")
POLITENESS = 5
"""How far other processes go first, so that the screen never waits for the models."""
FIRST_REQUEST = 0.1
"""Seconds that the first request is waited for; it is written as soon as the process is there."""


class Requests:
    """What the other side asks for, read in a thread of its own while the models work."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._asked = False
        self._waiting: queue.SimpleQueue[Mapping[str, Any] | None] = queue.SimpleQueue()
        self._cancelled: set[object] = set()
        threading.Thread(target=self._read, name="requests", daemon=True).start()

    def next(self, seconds: float | None = None) -> Mapping[str, Any] | None:
        """Return the next request in turn; None when there will be no more.

        Raises queue.Empty when none comes in ``seconds``.
        """
        return self._waiting.get(timeout=seconds)

    def is_cancelled(self, number: object) -> bool:
        return number in self._cancelled

    def cancelled(self, number: object) -> None:
        """Take note that an answer is not needed."""
        self._cancelled.add(number)

    def ended(self, *, at_once: bool) -> None:
        """Take the end of the requests; with ``at_once`` those that are left need no answer."""
        if at_once or not self._asked:
            os._exit(0)  # Nobody waits for the models that are being loaded.
        self._waiting.put(None)

    def _read(self) -> None:
        while line := self._line():
            request = _parsed(line)
            match request.get("do"):
                case "quit":
                    return self.ended(at_once=True)
                case "cancel":
                    self.cancelled(number_of(request))
                case _:
                    self._asked = True
                    self._waiting.put(request)
        return self.ended(at_once=False)

    def _line(self) -> bytes:
        """Return the next request, b"" at the end and for one that is too long to be meant."""
        try:
            line = self._stream.readline(LONGEST_LINE + 1)
        except OSError:
            return b""
        return line if len(line) <= LONGEST_LINE else b""


class Answers:
    """Lines to the other side."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._sending = threading.Lock()

    def send(self, answer: Mapping[str, Any]) -> None:
        """Write an answer. Raises BrokenPipeError when nobody reads any more."""
        line = json.dumps(answer, separators=(",", ":")).encode() + b"\n"
        if len(line) > LONGEST_LINE:
            self.fail(answer.get("id"), "size", "The article is too long to analyze at once.")
            return
        with self._sending:
            self._stream.write(line)
            self._stream.flush()

    def fail(self, number: object, kind: str, message: str) -> None:
        error = {"kind": kind, "message": message}
        self.send({"error": error} if number is None else {"id": number, "error": error})


def main(arguments: Sequence[str]) -> int:
    """Serve until there is nothing more to do; 1 when the models cannot be used."""
    folder, log = Path(arguments[0]), Path(arguments[1])
    answers = Answers(own_output(log))
    requests = Requests(sys.stdin.buffer)
    be_polite()
    try:
        first = _embed_first(requests, answers)
        try:
            pipeline = load(folder)
        except CannotLoadError as fault:
            answers.fail(None, fault.kind, str(fault))
            return 1
        answers.send(readiness(pipeline))
        request = first or requests.next()
        while request is not None:
            serve(request, pipeline, requests, answers)
            request = requests.next()
    except BrokenPipeError:
        # The reader that asked is gone; there is nobody left to tell.
        os._exit(0)
    return 0


def _embed_first(requests: Requests, answers: Answers) -> Mapping[str, Any] | None:
    """Answer what needs no models of articles, before these are loaded.

    Return the request that needs them, None where none is there yet.
    """
    with suppress(queue.Empty):
        request = requests.next(FIRST_REQUEST)
        while request is not None and request.get("do") == "embed":
            embed(request, answers)
            request = requests.next()
        if request is None:
            os._exit(0)
        return request
    return None


class CannotLoadError(Exception):
    """Models that cannot be loaded; the message is one sentence for the user."""

    def __init__(self, kind: str, sentence: str) -> None:
        super().__init__(sentence)
        self.kind = kind


def load(folder: Path) -> Pipeline:
    """Return the models in ``folder``, loaded. Raises CannotLoadError."""
    try:
        put_off_unused()
        from reader.analysis.models.pipeline import Pipeline

        return Pipeline(folder)
    except ReaderError as error:
        traceback.print_exc()
        raise CannotLoadError("models", str(error)) from error
    except (ImportError, OSError) as error:
        traceback.print_exc()
        raise CannotLoadError(
            "install",
            f"Stanza and torch cannot be loaded ({' '.join(str(error).split())[:200]}); "
            "install reader again.",
        ) from error


def readiness(pipeline: Pipeline) -> dict[str, Any]:
    """Return the line that says that the models are loaded, and which."""
    return {
        "ready": {"models": {use: stamp_to_json(made) for use, made in pipeline.models.items()}}
    }


def be_polite() -> None:
    """Let other processes go first."""
    if hasattr(os, "nice"):
        os.nice(POLITENESS)


def serve(
    request: Mapping[str, Any],
    pipeline: Pipeline,
    requests: Requests,
    answers: Answers,
    turn: Turn = nullcontext,
) -> None:
    """Answer one request, whatever happens, but for a broken pipe."""
    from reader.analysis.models.batches import Cancelled

    number = number_of(request)
    if request.get("do") == "embed":
        embed(request, answers)
        return
    try:
        text, blocks = _article(request)
        near = blocks_in_view(blocks, Span(*map(int, request.get("first", (0, 0)))))
    except (KeyError, TypeError, ValueError) as error:
        answers.fail(number, "request", f"The request cannot be understood: {error!r}.")
        return
    read = partial(
        pipeline.analyze,
        text,
        language=request.get("language"),
        title=request.get("title"),
        cancelled=lambda: requests.is_cancelled(number),
        turn=turn,
    )
    try:
        if near:
            answers.send({"id": number, "glimpse": to_json(glimpse(read(near), near))})
        findings = read(
            blocks,
            progress=lambda done, units: answers.send({"id": number, "progress": [done, units]}),
        )
        if requests.is_cancelled(number):
            raise Cancelled
        answers.send({"id": number, "findings": to_json(findings, tokens=True)})
    except Cancelled:
        answers.fail(number, "cancelled", "The analysis was cancelled.")
    except MemoryError:
        traceback.print_exc()
        answers.fail(number, "memory", "There is not enough memory to analyze this article.")
    except BrokenPipeError:
        raise
    except Exception as error:  # noqa: BLE001  the user reads it and can go on
        traceback.print_exc()
        answers.fail(
            number, "fault", f"The article could not be analyzed ({type(error).__name__})."
        )


def embed(request: Mapping[str, Any], answers: Answers) -> None:
    """Answer with the vectors of texts in layers of the encoder.

    A row for each text, layer after layer, of 16-bit floats in base64.
    """
    from reader.analysis.models.sentence_encoder import rows_of_layers

    number = number_of(request)
    try:
        texts, layers = _of(str, request["texts"]), _of(int, request["layers"])
    except (KeyError, TypeError) as error:
        answers.fail(number, "request", f"The request cannot be understood: {error!r}.")
        return
    try:
        rows = rows_of_layers(texts, layers)
    except (KeyError, MemoryError, OSError, RuntimeError, ValueError) as error:
        traceback.print_exc()
        answers.fail(number, "fault", f"Sentences cannot be compared ({type(error).__name__}).")
    else:
        answers.send({"id": number, "vectors": [b64encode(row).decode() for row in rows]})


def _of(kind: type[Value], values: object) -> list[Value]:
    if not isinstance(values, list) or not all(isinstance(value, kind) for value in values):
        raise TypeError(f"no list of {kind.__name__}")
    return values


def _article(request: Mapping[str, Any]) -> tuple[str, list[Block]]:
    """Return the text and its blocks: start, end, kind and, if given, the block that it doubles."""
    if request.get("do") != "analyze":
        raise ValueError(request.get("do"))
    text = request["text"]
    if not isinstance(text, str):
        raise TypeError("text")
    blocks = [Block(kind, start, end, *more) for start, end, kind, *more in request["blocks"]]
    for block in blocks:
        if not 0 <= block.start <= block.end <= len(text):
            raise ValueError(f"no block of this text: {block.start} to {block.end}")
    return text, blocks


def _parsed(line: bytes) -> Mapping[str, Any]:
    try:
        request = json.loads(line)
    except ValueError:
        return {"do": "unreadable"}
    return request if isinstance(request, dict) else {"do": "unreadable"}


def number_of(request: Mapping[str, Any]) -> int | None:
    number = request.get("id")
    return number if isinstance(number, int) else None


def own_output(log: Path) -> BinaryIO:
    """Return a copy of standard output for the answers.

    Outputs 1 and 2 go to ``log`` from here on.
    """
    own = os.fdopen(os.dup(1), "wb")
    try:
        target = opened_log(log)
    except OSError:
        target = os.open(os.devnull, os.O_WRONLY)
    os.dup2(target, 1)
    os.dup2(target, 2)
    os.close(target)
    return own


if __name__ == "__main__":
    # Not by way of the interpreter's own end, which waits for the thread that reads requests.
    os._exit(main(sys.argv[1:]))
