"""A headless Chromium, driven by its DevTools protocol.

A terminal page draws on a canvas; what it shows is known from the bytes that its WebSocket gets.
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
import itertools
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyte
from aiohttp import ClientSession, ClientWebSocketResponse

from tests.exchange.browser import CHROMIUM

LONGEST_WAIT = 120.0
KEYS = {"Escape": (27, ""), "Enter": (13, "\r"), "Tab": (9, "")}
ONLY_HERE = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
FLAGS = (
    *("--headless=new", "--no-sandbox", "--remote-debugging-port=0", "--window-size=1100,700"),
    *(
        "--no-first-run",
        "--disable-background-networking",
        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    ),
    "--remote-allow-origins=*",
)


@dataclass
class BrowserTab:
    """One tab; ``requests`` has the addresses of everything that its page loaded."""

    line: ClientWebSocketResponse
    requests: list[str] = field(default_factory=list)
    _numbers: itertools.count[int] = field(default_factory=lambda: itertools.count(1))
    _answers: dict[int, asyncio.Future[dict[str, Any]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._clear()

    def _clear(self) -> None:
        self.ended, self._socket = False, ""
        self._screen = pyte.Screen(200, 60)
        self._bytes = pyte.ByteStream(self._screen)

    async def listen(self) -> None:
        """Take answers and events until the browser is gone."""
        async for message in self.line:
            came = message.json()
            if "id" in came:
                self._answers.pop(came["id"]).set_result(came)
            else:
                self._take(came["method"], came.get("params", {}))

    def _take(self, method: str, event: dict[str, Any]) -> None:
        if method == "Network.requestWillBeSent":
            self.requests.append(event["request"]["url"])
        elif method == "Network.webSocketCreated":
            self._clear()
            self._socket = event["requestId"]
        elif method == "Network.webSocketClosed" and event["requestId"] == self._socket:
            self.ended = True
        elif method == "Network.webSocketFrameReceived" and event["response"]["opcode"] == 2:
            self._bytes.feed(base64.b64decode(event["response"]["payloadData"]))

    async def do(self, method: str, **given: Any) -> dict[str, Any]:
        number = next(self._numbers)
        answer = self._answers[number] = asyncio.get_running_loop().create_future()
        await self.line.send_json({"id": number, "method": method, "params": given})
        got = await asyncio.wait_for(answer, LONGEST_WAIT)
        assert "error" not in got, got["error"]
        result: dict[str, Any] = got["result"]
        return result

    async def open(self, address: str) -> None:
        await self.do("Page.navigate", url=address)

    async def evaluate(self, code: str) -> Any:
        got = await self.do("Runtime.evaluate", expression=code, returnByValue=True)
        return got["result"].get("value")

    async def press(self, key: str, *, ctrl: bool = False) -> None:
        code, text = KEYS.get(key, (ord(key.upper()[0]), "" if ctrl else key))
        common = {"key": key, "windowsVirtualKeyCode": code, "modifiers": 2 if ctrl else 0}
        await self.do("Input.dispatchKeyEvent", type="keyDown", text=text, **common)
        await self.do("Input.dispatchKeyEvent", type="keyUp", **common)

    async def type(self, text: str) -> None:
        await self.do("Input.insertText", text=text)

    def shown(self) -> str:
        """Return what the page shows, as lines of text."""
        return "\n".join(line.rstrip() for line in self._screen.display).rstrip()

    async def wait(self, reached: Callable[[], Any], what: str) -> None:
        ends = time.monotonic() + LONGEST_WAIT
        while not reached():
            assert time.monotonic() < ends, f"never {what}; the tab shows:\n{self.shown()}"
            await asyncio.sleep(0.03)

    async def wait_for(self, text: str) -> None:
        await self.wait(lambda: text in self.shown(), f"showed {text!r}")

    async def wait_gone(self, text: str) -> None:
        await self.wait(lambda: text not in self.shown(), f"lost {text!r}")

    async def picture(self) -> bytes:
        got = await self.do("Page.captureScreenshot", format="webp", quality=80)
        return base64.b64decode(got["data"])


@contextlib.asynccontextmanager
async def browser_tab(profile: Path) -> AsyncIterator[BrowserTab]:
    """Start a browser that resolves no name and so reaches this machine alone."""
    assert CHROMIUM is not None
    process = await asyncio.create_subprocess_exec(
        CHROMIUM,
        *FLAGS,
        f"--user-data-dir={profile}",
        "about:blank",
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )
    listening = None
    try:
        async with ClientSession() as session:
            address = await _address(session, profile / "DevToolsActivePort")
            async with session.ws_connect(address, max_msg_size=0) as line:
                tab = BrowserTab(line)
                listening = asyncio.create_task(tab.listen())
                for domain in ("Page", "Network", "Runtime"):
                    await tab.do(f"{domain}.enable")
                yield tab
    finally:
        if listening is not None:
            listening.cancel()
        if process.returncode is None:
            process.kill()
        await process.wait()


async def _address(session: ClientSession, port_file: Path) -> str:
    """Return the WebSocket of the browser's first tab, once it is there."""
    ends = time.monotonic() + LONGEST_WAIT
    while time.monotonic() < ends:
        if port_file.exists() and (lines := port_file.read_text().splitlines()):
            async with session.get(f"http://127.0.0.1:{lines[0]}/json/list") as answer:
                for each in await answer.json():
                    if each["type"] == "page":
                        return str(each["webSocketDebuggerUrl"])
        await asyncio.sleep(0.03)
    raise AssertionError("the browser did not start")
