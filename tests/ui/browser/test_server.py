"""The server without a browser: who is let in, what a tab gets, how it ends."""

from __future__ import annotations

import asyncio
import json
import signal
import socket
from urllib.parse import urlsplit

import pytest
from aiohttp import ClientSession, WSMsgType, WSServerHandshakeError

from reader.cli.commands import serve as command
from reader.cli.main import main
from reader.ui.browser.guard import admits
from tests.ui.browser.conftest import running

FORBIDDEN = 403


def test_only_the_token_of_a_page_of_this_machine_is_admitted():
    token = "AbC-123_x"
    local = {"Host": "127.0.0.1:8000"}
    assert admits(f"/{token}/", local, token)
    assert admits(f"/{token}/ws", {**local, "Origin": "http://127.0.0.1:8000"}, token)
    assert admits(f"/{token}/ws", {"Host": "localhost:9", "Origin": "http://localhost:9"}, token)


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        ("/", {}),
        ("/ws", {}),
        ("/abc-123_x/", {}),
        ("/AbC-123_xx/", {}),
        ("/é/ws", {}),
        ("/static/AbC-123_x", {}),
        ("/AbC-123_x/", {"Host": "rebound.example:8000"}),
        ("/AbC-123_x/", {"Host": "127.0.0.1.rebound.example"}),
        ("/AbC-123_x/", {"Host": ""}),
        ("/AbC-123_x/", {"Host": "["}),
        ("/AbC-123_x/ws", {"Origin": "http://rebound.example"}),
        ("/AbC-123_x/ws", {"Origin": "http://127.0.0.1:9999"}),
        ("/AbC-123_x/ws", {"Origin": "null"}),
    ],
)
def test_anything_else_is_refused(path, headers):
    assert not admits(path, {"Host": "127.0.0.1:8000", **headers}, "AbC-123_x")


async def test_requests_and_sockets_without_the_token_are_refused(serve):
    address = serve().address
    bare = f"http://{urlsplit(address).netloc}/"
    async with ClientSession() as session:
        for way in (bare, f"{bare}ws", f"{bare}static/js/textual.js", address[:-2] + "/"):
            async with session.get(way) as answer:
                assert answer.status == FORBIDDEN
        async with session.get(address) as answer:
            assert answer.status == 200
        for way, headers in (
            (f"{bare}ws", {}),
            (f"{address}ws", {"Origin": "http://rebound.example"}),
            (f"{address}ws", {"Host": "rebound.example"}),
        ):
            with pytest.raises(WSServerHandshakeError) as refusal:
                await session.ws_connect(way, headers=headers)
            assert refusal.value.status == FORBIDDEN


async def drawn(line, until: bytes | None = None) -> bytes:
    """Return all that a tab gets until its session ends, or until these bytes are in it."""
    got = b""
    async for message in line:
        if message.type is WSMsgType.BINARY:
            got += message.data
        if until is not None and until in got:
            break
    return got


async def test_a_tab_says_why_its_article_cannot_be_opened(serve):
    served = serve()
    served.article.unlink()
    async with ClientSession() as session, session.ws_connect(f"{served.address}ws") as line:
        assert b"ferry.txt" in await asyncio.wait_for(drawn(line), 120)


async def test_what_makes_no_sense_is_dropped_and_the_session_goes_on(serve):
    served = serve()
    async with ClientSession() as session, session.ws_connect(f"{served.address}ws") as line:
        for words in ("", "[", "[[]]", "{}", "[]", '["resize", {"width": "x"}]', '["stdin", 3]'):
            await line.send_str(words)
        await line.send_bytes(b"\xff")
        await line.send_str(json.dumps(["stdin", "\ud800"]))
        await asyncio.wait_for(drawn(line, b"Ferry"), 120)
        await line.send_str(json.dumps(["stdin", "q"]))
        await asyncio.wait_for(drawn(line), 120)


async def test_a_session_ends_with_its_tab(serve):
    served = serve()
    async with ClientSession() as session, session.ws_connect(f"{served.address}ws") as line:
        await line.receive()
        assert served.sessions()
    async with asyncio.timeout(120):
        while served.sessions():
            await asyncio.sleep(0.05)
    assert served.process.poll() is None


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
async def test_a_signal_ends_the_server_and_its_sessions(serve, number):
    served = serve()
    async with ClientSession() as session, session.ws_connect(f"{served.address}ws") as line:
        await asyncio.wait_for(drawn(line, b"Ferry"), 120)
        code, said = await asyncio.to_thread(served.stop, number)
    assert code == 128 + number
    assert "1 session" in said
    assert not served.sessions()


async def test_a_session_outlives_no_server_that_is_killed(serve):
    served = serve()
    async with ClientSession() as session, session.ws_connect(f"{served.address}ws") as line:
        await asyncio.wait_for(drawn(line, b"Ferry"), 120)
        (left,) = served.sessions()
        served.process.kill()
        async with asyncio.timeout(120):
            while running(left):
                await asyncio.sleep(0.05)


def test_a_port_in_use_is_one_sentence(tmp_path, monkeypatch, capfd):
    monkeypatch.setenv("READER_NOTES", str(tmp_path / "annotations.json"))
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        assert main(["serve", "--port", port]) == 2
    said = capfd.readouterr().err
    assert said.count("\n") == 1
    assert port in said


@pytest.mark.parametrize("port", ["-1", "65536", "http", "1.5", "²"])
def test_no_port_is_wrong_use(port):
    with pytest.raises(SystemExit) as ended:
        main(["serve", f"--port={port}"])
    assert ended.value.code == 2


def test_without_the_extra_it_says_how_to_install_it(tmp_path, monkeypatch, capfd):
    monkeypatch.setenv("READER_NOTES", str(tmp_path / "annotations.json"))
    monkeypatch.setattr(command, "NEEDED", ("no_such_package_at_all",))
    assert main(["serve"]) == 2
    assert 'pip install "article-reader[web]"' in capfd.readouterr().err


@pytest.mark.parametrize("place", ["-", "missing.txt"])
def test_an_article_that_cannot_be_served_is_refused_at_once(tmp_path, monkeypatch, place):
    monkeypatch.setenv("READER_NOTES", str(tmp_path / "annotations.json"))
    monkeypatch.chdir(tmp_path)
    assert main(["serve", place]) == 2
