"""A server on this machine with a small folder of Stanza models, which can misbehave."""

from __future__ import annotations

import hashlib
import http.server
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from reader.analysis.packages import STARTER
from tests.analysis.small_tagger import small_tagger


@cache
def served() -> dict[str, Path]:
    """Return the models by the names that a server gives its own."""
    return {
        "en/ner/newsnames.pt": small_tagger(),
        "nl/ner/newsnames.pt": small_tagger(),
        "nl/tokenize/alpino.pt": STARTER / "en/tokenize/starter.pt",
    }


class ModelServer(http.server.ThreadingHTTPServer):
    """``asked`` are the paths asked for.

    ``answer`` says what to do instead of serving a path: a status, "cut" (half of it comes),
    "damaged" (other bytes), "silent" (nothing comes). ``listed`` are entries that its list of
    models has besides its own, or in their place.
    """

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.asked: list[str] = []
        self.answer: dict[str, int | str] = {}
        self.listed: dict[str, Any] = {}
        self.released = threading.Event()
        self.half_way = threading.Event()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def resources(self) -> dict[str, Any]:
        return {
            "url": f"{self.address}/models/{{lang}}/{{filename}}",
            "en": {
                "lang_name": "English",
                "packages": {"default": {"tokenize": "combined", "ner": "newsnames"}},
                "tokenize": {"combined": {"md5": "0"}},
                "ner": {"newsnames": {"md5": _md5("en/ner/newsnames.pt")}},
            },
            "nl": {
                "lang_name": "Dutch",
                "packages": {"default": {"tokenize": "alpino", "ner": "newsnames"}},
                "tokenize": {"alpino": {"md5": _md5("nl/tokenize/alpino.pt")}},
                "ner": {"newsnames": {"md5": _md5("nl/ner/newsnames.pt")}},
            },
            "dutch": {"alias": "nl"},
            "fo": {
                "lang_name": "Faroese",
                "packages": {"default": {"tokenize": "ofp"}},
                "tokenize": {"ofp": {"md5": "0"}},
            },
        } | self.listed


class _Handler(http.server.BaseHTTPRequestHandler):
    server: ModelServer

    def do_GET(self) -> None:
        server, path = self.server, self.path.strip("/")
        name = path.removeprefix("models/")
        server.asked.append(name)
        instead = server.answer.get(name)
        if name.startswith("resources_"):
            data = json.dumps(server.resources()).encode()
            instead = instead or server.answer.get("list")
        elif name in served():
            data = served()[name].read_bytes()
        else:
            instead = 404
            data = b""
        if isinstance(instead, int):
            self.send_error(instead)
            return
        if instead == "silent":
            server.released.wait(20)
            return
        if instead == "damaged":
            data = bytes(len(data))
        if instead == "no list":
            data = b"<html>"
        self.send_response(200)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        half = len(data) // 2
        self.wfile.write(data[:half])
        if instead == "cut":
            return
        if instead == "halting":
            self.wfile.flush()
            server.half_way.set()
            server.released.wait(20)
        self.wfile.write(data[half:])

    def log_message(self, *_words: object) -> None:
        """Nothing on standard error."""


def _md5(name: str) -> str:
    return hashlib.md5(served()[name].read_bytes()).hexdigest()


@contextmanager
def model_server() -> Iterator[ModelServer]:
    server = ModelServer()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.released.set()
        server.shutdown()
        server.server_close()
        thread.join()


def every_file(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
