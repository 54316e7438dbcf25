"""A terminal's end of the connection to the shared engine: for an asyncio loop, and without."""

from __future__ import annotations

import asyncio
import contextlib
import json
from asyncio import StreamReader, StreamWriter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from reader.analysis.findings import Findings
from reader.analysis.findings_json import from_json
from reader.analysis.protocol import LONGEST_LINE, request_of
from reader.analysis.shared.joining import Joined, connected, joined
from reader.analysis.shared.place import ENDING
from reader.article.article import Article

GREETING = 20.0
"""Seconds that an engine may take to say what it is; one that was just started loads Python."""


@dataclass(frozen=True)
class SharedEngine:
    """A connection in the running loop, with the face of a process: its end ends nothing else."""

    stdin: StreamWriter
    stdout: StreamReader

    async def wait(self) -> None:
        self.stdin.close()

    def kill(self) -> None:
        self.stdin.transport.abort()


async def greeted(found: Joined) -> SharedEngine | None:
    """Return the engine behind a connection; None when it is gone, hangs or is another build."""
    found.connection.setblocking(False)
    try:
        stdout, stdin = await asyncio.open_unix_connection(
            sock=found.connection, limit=LONGEST_LINE
        )
    except OSError:
        found.close()
        return None
    engine = SharedEngine(stdin, stdout)
    try:
        line = await asyncio.wait_for(stdout.readline(), GREETING)
    except (OSError, TimeoutError, ValueError):
        line = b""
    if _is_greeting(line, found.build):
        return engine
    engine.kill()
    return None


def running_engine_s_findings(
    article: Article, package: Path, log: Path, progress: Callable[[int, int], None]
) -> Findings | None:
    """Have ``article`` analyzed by the engine of the terminals, if one runs.

    None when none does, or it cannot: then the article is as unread as before.
    """
    found = joined(package, log, start=False)
    if found is None:
        return None
    with found.connection as connection, contextlib.suppress(OSError, ValueError, LookupError):
        connection.settimeout(GREETING)
        answers = connection.makefile("rb")
        if not _is_greeting(answers.readline(LONGEST_LINE), found.build):
            return None
        connection.settimeout(None)
        connection.sendall(json.dumps({"id": 1, **request_of(article)}).encode() + b"\n")
        while (line := answers.readline(LONGEST_LINE)).endswith(b"\n"):
            answer = json.loads(line)
            if "findings" in answer:
                return from_json(answer["findings"])
            if "progress" in answer:
                progress(*answer["progress"])
            elif "ready" not in answer:
                break
    return None


class RunningEngine(NamedTuple):
    """What an engine says of itself; ``memory`` is in bytes."""

    build: str
    pid: int
    memory: int


def running_engines(folder: Path) -> Iterator[RunningEngine]:
    """Yield the engines of all builds that listen in ``folder``."""
    for path in sorted(folder.glob(f"*{ENDING}")):
        with contextlib.suppress(OSError, LookupError):
            connection = connected(path)
            if connection is not None:
                with connection, connection.makefile("rb") as answers:
                    said = _greeting(answers.readline(LONGEST_LINE))
                yield RunningEngine(said["build"], said["pid"], said["memory"])


def _is_greeting(line: bytes, build: str) -> bool:
    return _greeting(line).get("build") == build


def _greeting(line: bytes) -> Mapping[str, Any]:
    try:
        greeting = json.loads(line)["hello"]
    except (LookupError, TypeError, ValueError):
        return {}
    return greeting if isinstance(greeting, dict) else {}
