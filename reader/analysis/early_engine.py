"""The engine's process, started before there is a loop to talk to it from.

It loads its models while the screen is made.
"""

from __future__ import annotations

import asyncio
import subprocess
from asyncio import StreamReader, StreamReaderProtocol, StreamWriter
from collections.abc import Sequence
from dataclasses import dataclass

EarlyEngine = subprocess.Popen[bytes]


@dataclass(frozen=True)
class AdoptedProcess:
    """A process with its pipes in the running loop, as asyncio's own."""

    process: EarlyEngine
    stdin: StreamWriter
    stdout: StreamReader

    async def wait(self) -> int:
        return await asyncio.to_thread(self.process.wait)

    def kill(self) -> None:
        self.process.kill()


def started(command: Sequence[str], environment: dict[str, str]) -> EarlyEngine:
    """Start an engine in a session of its own. Raises OSError."""
    return subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        env=environment,
    )


async def adopted(process: EarlyEngine, limit: int) -> AdoptedProcess:
    """Return ``process`` with its pipes in the running loop; ``limit`` is that of a line."""
    loop = asyncio.get_running_loop()
    answers = StreamReader(limit)
    await loop.connect_read_pipe(lambda: StreamReaderProtocol(answers), process.stdout)
    transport, protocol = await loop.connect_write_pipe(
        lambda: StreamReaderProtocol(StreamReader()), process.stdin
    )
    return AdoptedProcess(process, StreamWriter(transport, protocol, None, loop), answers)


def end(process: EarlyEngine) -> None:
    """End an engine, whatever it does."""
    process.kill()
    process.wait()
