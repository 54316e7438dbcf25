"""One browser tab: the app in a process of its own, and the WebSocket that shows it.

Packets to and from Textual's web driver are a letter (D: what a terminal would get, M: JSON), the
payload's length in four bytes, and the payload.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
from asyncio.subprocess import PIPE, Process
from collections.abc import Mapping, Sequence
from typing import Any

from aiohttp import WSMsgType, web

from reader.analysis.early_engine import child_environment
from reader.config import IN_BROWSER

PRELUDE = b"__GANGLION__\n"
"""What the driver writes before its first packet."""
DATA, META = b"D", b"M"
END_PATIENCE = 20.0
"""Seconds that a session may take to save and end."""
KILL_PATIENCE = 2.0
"""Seconds that it may take once it has a signal to end."""
MIN_CELLS, MAX_CELLS = 2, 1000
"""Columns or rows that a tab may ask for."""
LEAVE_ALTERNATE_SCREEN = b"\x1b[?1049l\x1b[0m\r\n"


class Tab:
    """``command`` starts the app; it ends with the tab, and the tab with it."""

    def __init__(self, command: Sequence[str], socket: web.WebSocketResponse) -> None:
        self._command = tuple(command)
        self._socket = socket
        self._process: Process | None = None
        self._ending: asyncio.Task[None] | None = None

    async def run(self, query: Mapping[str, str]) -> None:
        """Run the app until either side is gone; ``query`` has the size of the tab."""
        self._process = process = await asyncio.create_subprocess_exec(
            *self._command,
            stdin=PIPE,
            stdout=PIPE,
            stderr=PIPE,
            start_new_session=True,
            env=_environment(_cells(query.get("width"), 80), _cells(query.get("height"), 24)),
        )
        showing = asyncio.create_task(self._show(process))
        try:
            async for message in self._socket:
                if message.type is WSMsgType.TEXT:
                    await self._take(process, message.data)
        finally:
            await self.end()
            await showing

    async def end(self) -> None:
        """Have the app save, drafts included, and end; one that does not is killed."""
        if self._process is None:
            return
        self._ending = self._ending or asyncio.create_task(self._end(self._process))
        await asyncio.shield(self._ending)

    async def _end(self, process: Process) -> None:
        await _send(process, META, json.dumps({"type": "quit"}).encode())
        if process.stdin is not None:
            process.stdin.close()
        for seconds, stop in ((END_PATIENCE, process.terminate), (KILL_PATIENCE, process.kill)):
            try:
                await asyncio.wait_for(process.wait(), seconds)
            except TimeoutError:
                with contextlib.suppress(ProcessLookupError):
                    stop()
        await process.wait()

    # -- from the tab

    async def _take(self, process: Process, text: str) -> None:
        """Hand on what the page sent; what makes no sense is dropped."""
        try:
            kind, *rest = json.loads(text)
        except (ValueError, TypeError, RecursionError):
            return
        given = rest[0] if rest else None
        if kind == "stdin" and isinstance(given, str):
            await _send(process, DATA, given.encode("utf-8", "ignore"))
        elif kind == "resize" and isinstance(given, dict):
            width, height = (_cells(given.get(side), 80) for side in ("width", "height"))
            size = {"type": "resize", "width": width, "height": height}
            await _send(process, META, json.dumps(size).encode())
        elif kind in ("focus", "blur"):
            await _send(process, META, json.dumps({"type": kind}).encode())
        elif kind == "ping":
            await self._write(json.dumps(["pong", given]))

    # -- from the app

    async def _show(self, process: Process) -> None:
        """Show what the app draws, and at its end what it says on standard error."""
        assert process.stdout is not None
        assert process.stderr is not None
        words = asyncio.create_task(process.stderr.read())
        with contextlib.suppress(asyncio.IncompleteReadError, ValueError):
            await process.stdout.readuntil(PRELUDE)
            while True:
                head = await process.stdout.readexactly(5)
                payload = await process.stdout.readexactly(int.from_bytes(head[1:], "big"))
                await self._show_packet(head[:1], payload)
        if last_words := await words:
            text = b"\r\n".join(last_words.splitlines())
            await self._write(LEAVE_ALTERNATE_SCREEN + text + b"\r\n")
        await self._socket.close()

    async def _show_packet(self, kind: bytes, payload: bytes) -> None:
        if kind == DATA:
            await self._write(payload)
        elif kind == META:
            message = json.loads(payload)
            url = str(message.get("url", ""))
            if message.get("type") == "open_url" and url.startswith(("https://", "http://")):
                await self._write(json.dumps(["open_url", {"url": url, "new_tab": True}]))

    async def _write(self, data: bytes | str) -> None:
        """Send to the tab. The app is read on when it is gone, so that it can save and end."""
        with contextlib.suppress(ConnectionError, RuntimeError):
            if isinstance(data, str):
                await self._socket.send_str(data)
            else:
                await self._socket.send_bytes(data)


async def _send(process: Process, kind: bytes, payload: bytes) -> None:
    if process.stdin is None or process.stdin.is_closing():
        return
    with contextlib.suppress(ConnectionError):
        process.stdin.write(kind + len(payload).to_bytes(4, "big") + payload)
        await process.stdin.drain()


def _cells(given: Any, otherwise: int) -> int:
    try:
        return max(MIN_CELLS, min(MAX_CELLS, int(given)))
    except (TypeError, ValueError, OverflowError):
        return otherwise


def _environment(width: int, height: int) -> dict[str, str]:
    """Return what the app's process needs to draw for a browser."""
    own = child_environment()
    for name in ("TMUX", "STY", "TERM_PROGRAM", "TERM_PROGRAM_VERSION"):
        own.pop(name, None)  # These are about the terminal that `reader serve` runs in.
    return {
        **own,
        "COLUMNS": str(width),
        "ROWS": str(height),
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
        "TEXTUAL_COLOR_SYSTEM": "truecolor",
        IN_BROWSER: "1",
    }
