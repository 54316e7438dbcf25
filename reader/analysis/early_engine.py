"""An engine's own process, started before there is a loop to talk to it from.

It loads its models while the screen is made.
"""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from asyncio import StreamReader, StreamReaderProtocol, StreamWriter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

OwnProcess = subprocess.Popen[bytes]
ENGINE = (sys.executable, "-P", "-m", "reader.analysis.engine")
"""The engine's program; the folder of the models and the log follow."""


@dataclass(frozen=True)
class AdoptedProcess:
    """A process with its pipes in the running loop, as asyncio's own."""

    process: OwnProcess
    stdin: StreamWriter
    stdout: StreamReader

    async def wait(self) -> int:
        return await asyncio.to_thread(self.process.wait)

    def kill(self) -> None:
        self.process.kill()


def started(command: Sequence[str], environment: dict[str, str]) -> OwnProcess:
    """Start an engine in a session of its own. Raises OSError."""
    return subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        env=environment,
    )


async def adopted(process: OwnProcess, limit: int) -> AdoptedProcess:
    """Return ``process`` with its pipes in the running loop; ``limit`` is that of a line."""
    loop = asyncio.get_running_loop()
    answers = StreamReader(limit)
    await loop.connect_read_pipe(lambda: StreamReaderProtocol(answers), process.stdout)
    transport, protocol = await loop.connect_write_pipe(
        lambda: StreamReaderProtocol(StreamReader()), process.stdin
    )
    return AdoptedProcess(process, StreamWriter(transport, protocol, None, loop), answers)


def end(process: OwnProcess) -> None:
    """End an engine, whatever it does."""
    process.kill()
    process.wait()


def child_environment() -> dict[str, str]:
    """Return the child's.

    It must find reader where this process did, and nothing in the folder it happens to be started
    in (hence -P).
    """
    own = dict(os.environ)
    root = str(Path(__file__).resolve().parents[2])
    if "site-packages" not in Path(root).parts:
        own["PYTHONPATH"] = os.pathsep.join(filter(None, (root, own.get("PYTHONPATH"))))
    return own
