"""The server of ``reader serve``: a page, its files and a WebSocket, on this machine alone."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import importlib.util
import secrets
import signal
import socket
from collections.abc import Callable, Sequence
from importlib.resources import files
from pathlib import Path

from aiohttp import web

from reader.errors import ReaderError
from reader.ui.browser.guard import HEADERS, guarded_by
from reader.ui.browser.tab import Tab

HOST = "127.0.0.1"
HEARTBEAT = 15.0
"""Seconds between signs of life; a tab that gives none is gone."""
LONGEST_MESSAGE = 16 * 1024 * 1024
"""Bytes of one message of a tab: a pasted text is one."""
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
OWN_FILES = ("page.css", "page.js")


class ServeError(ReaderError):
    """The app cannot be served; the message is one sentence for the user."""


class Server:
    """Starts ``command`` for each tab of a browser that has the address."""

    def __init__(self, command: Sequence[str], statics: Path) -> None:
        self._command = tuple(command)
        self._statics = statics
        self.token = secrets.token_urlsafe(32)
        self._tabs: set[Tab] = set()

    def application(self) -> web.Application:
        """Return the pages, all of them below the token."""
        app = web.Application(middlewares=[guarded_by(self.token)])
        below = f"/{self.token}"
        app.add_routes(
            [
                web.get(below, self._to_page),
                web.get(f"{below}/", self._page),
                web.get(f"{below}/ws", self._websocket),
                *(web.get(f"{below}/{name}", self._own_file) for name in OWN_FILES),
                web.static(f"{below}/static", self._statics),
            ]
        )
        app.on_response_prepare.append(_add_headers)
        return app

    async def close(self) -> int:
        """End the sessions with their drafts saved; how many there were."""
        tabs = tuple(self._tabs)
        await asyncio.gather(*(tab.end() for tab in tabs))
        return len(tabs)

    async def _to_page(self, request: web.Request) -> web.Response:
        raise web.HTTPFound(f"{request.path}/")

    async def _page(self, _: web.Request) -> web.Response:
        return _file("page.html")

    async def _own_file(self, request: web.Request) -> web.Response:
        return _file(request.path.rpartition("/")[2])

    async def _websocket(self, request: web.Request) -> web.WebSocketResponse:
        line = web.WebSocketResponse(heartbeat=HEARTBEAT, max_msg_size=LONGEST_MESSAGE)
        await line.prepare(request)
        tab = Tab(self._command, line)
        self._tabs.add(tab)
        try:
            await tab.run(request.query)
        finally:
            self._tabs.discard(tab)
        return line


def statics_folder() -> Path:
    """Return the folder of the terminal for browsers, which comes with textual-serve."""
    spec = importlib.util.find_spec("textual_serve")
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent / "static"


def bound(port: int) -> socket.socket:
    """Return a socket that listens on ``port`` of this machine, 0 for any free one. ServeError."""
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((HOST, port))
        listening.listen()
    except OSError as fault:
        listening.close()
        if fault.errno == errno.EADDRINUSE:
            raise ServeError(
                f"Port {port} is in use; choose another with --port, or none for any free one."
            ) from None
        reason = fault.strerror or fault
        raise ServeError(f"Cannot listen on port {port} ({reason}); choose another.") from None
    return listening


async def serve(
    command: Sequence[str], listening: socket.socket, announce: Callable[[str], None]
) -> tuple[int, int]:
    """Serve until a signal ends it; the signal's number, and how many sessions it ended.

    ``announce`` gets the address. A second signal waits no longer for the sessions, which end
    by themselves.
    """
    server = Server(command, statics_folder())
    runner = web.AppRunner(server.application(), access_log=None, shutdown_timeout=1.0)
    came: asyncio.Queue[int] = asyncio.Queue()
    loop = asyncio.get_running_loop()
    for number in SIGNALS:
        loop.add_signal_handler(number, came.put_nowait, number)
    await runner.setup()
    try:
        await web.SockSite(runner, listening).start()
        announce(f"http://{HOST}:{listening.getsockname()[1]}/{server.token}/")
        ended_by = await came.get()
        closing = asyncio.create_task(server.close())
        again = asyncio.create_task(came.get())
        await asyncio.wait((closing, again), return_when=asyncio.FIRST_COMPLETED)
        again.cancel()
        closing.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            return ended_by, await closing
        return ended_by, 0
    finally:
        await runner.cleanup()


def _file(name: str) -> web.Response:
    kinds = {"html": "text/html", "css": "text/css", "js": "text/javascript"}
    text = files(__package__).joinpath(name).read_text("utf-8")
    return web.Response(text=text, content_type=kinds[name.rpartition(".")[2]])


async def _add_headers(_: web.Request, response: web.StreamResponse) -> None:
    response.headers.update(HEADERS)
