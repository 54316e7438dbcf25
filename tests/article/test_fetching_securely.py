"""Pages over TLS: the machine is asked to prove its name, though its IP is connected to."""

from __future__ import annotations

import http.server
import shutil
import ssl
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.article import fetching
from reader.article.article import ArticleError
from reader.article.fetching import Limits, fetch

pytestmark = pytest.mark.skipif(shutil.which("openssl") is None, reason="makes a certificate")


class _Server(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "5")
        self.end_headers()
        self.wfile.write(b"Proof")

    def log_message(self, *_words: object) -> None:
        pass


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """One that names the host ``localhost`` alone, signed by itself."""
    folder = tmp_path_factory.mktemp("certificate")
    key, made = folder / "key.pem", folder / "made.pem"
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"),
            *("-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"),
            *("-keyout", str(key), "-out", str(made)),
        ],
        check=True,
        capture_output=True,
    )
    return made, key


@pytest.fixture
def port(certificate: tuple[Path, Path]) -> Iterator[int]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    serving = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Server)
    serving.daemon_threads = True
    serving.handle_error = lambda *_words: None
    serving.socket = context.wrap_socket(serving.socket, server_side=True)
    thread = threading.Thread(target=serving.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield serving.server_port
    serving.shutdown()
    serving.server_close()
    thread.join(10)


def test_a_certificate_that_nobody_vouches_for(port: int) -> None:
    with pytest.raises(ArticleError, match="certificate is not good"):
        fetch(f"https://localhost:{port}/", Limits(seconds=10))


def test_a_certificate_that_is_trusted(
    port: int, certificate: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        fetching, "_trust", lambda: ssl.create_default_context(cafile=str(certificate[0]))
    )
    assert fetch(f"https://localhost:{port}/", Limits(seconds=10)).data == b"Proof"


def test_a_certificate_of_another_name(
    port: int, certificate: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        fetching, "_trust", lambda: ssl.create_default_context(cafile=str(certificate[0]))
    )
    with pytest.raises(ArticleError, match="certificate is not good"):
        fetch(f"https://127.0.0.1:{port}/", Limits(seconds=10))
