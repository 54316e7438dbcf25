"""Pages by the proxy that the environment names, as a newsroom has one."""

from __future__ import annotations

import http.server
import shutil
import socket
import ssl
import subprocess
import threading
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import ClassVar

import pytest
from urllib3.util import parse_url

from reader.article import fetching
from reader.article.article import ArticleError
from reader.article.fetching import Limits, fetch
from reader.article.pace import Pace
from reader.article.proxy import is_inside, proxy_for

HASTY = Limits(seconds=5.0, redirects=3)
VARIABLES = ("http_proxy", "https_proxy", "all_proxy", "no_proxy")


@pytest.fixture(autouse=True)
def _environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.setattr(fetching, "_PACE", Pace(apart=0.0))


class Standing(http.server.BaseHTTPRequestHandler):
    """A proxy that knows pages by their address and tunnels to ``secure``, whatever is asked."""

    asked: ClassVar[list[tuple[str, str | None]]]
    secure: ClassVar[int]
    login: ClassVar[str]
    refuses: ClassVar[int]

    def do_GET(self) -> None:
        if not self._admitted():
            return
        if "redirect/" in self.path:
            self.send_response(302)
            self.send_header("Location", self.path.partition("redirect/")[2])
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        body = f"Page\n\nThis is {self.path}.".encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/plain")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_CONNECT(self) -> None:
        if not self._admitted():
            return
        if self.refuses:
            self.send_error(self.refuses)
            return
        self.send_response(200)
        self.end_headers()
        with socket.create_connection(("127.0.0.1", self.secure)) as other:
            pump = threading.Thread(target=_pour, args=(other, self.connection), daemon=True)
            pump.start()
            _pour(self.connection, other)
            pump.join(5)
        self.close_connection = True

    def _admitted(self) -> bool:
        given = self.headers.get("Proxy-Authorization")
        type(self).asked.append((f"{self.command} {self.path}", given))
        if self.login and given != "Basic " + b64encode(self.login.encode()).decode():
            self.send_response(407)
            self.send_header("Content-Length", "0")
            self.end_headers()
            return False
        return True

    def log_message(self, *_words: object) -> None:
        pass


class Secure(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "6")
        self.end_headers()
        self.wfile.write(b"Secure")

    def log_message(self, *_words: object) -> None:
        pass


def _pour(source: socket.socket, target: socket.socket) -> None:
    try:
        while data := source.recv(65536):
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)
    except OSError:
        return


@contextmanager
def serving(handler: type, context: ssl.SSLContext | None = None) -> Iterator[int]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    server.handle_error = lambda *_words: None
    if context is not None:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server.server_port
    server.shutdown()
    server.server_close()
    thread.join(10)


@pytest.fixture
def proxy() -> Iterator[type[Standing]]:
    class Here(Standing):
        asked: ClassVar = []
        secure = 0
        login = ""
        refuses = 0

    with serving(Here) as port:
        Here.at = f"127.0.0.1:{port}"
        yield Here


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """One that names news.example, and 127.0.0.1 for a proxy that is spoken to over TLS."""
    if shutil.which("openssl") is None:
        pytest.skip("makes a certificate")
    folder = tmp_path_factory.mktemp("certificate")
    key, made = folder / "key.pem", folder / "made.pem"
    names = "subjectAltName=DNS:news.example,IP:127.0.0.1"
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"),
            *("-subj", "/CN=news.example", "-addext", names),
            *("-keyout", str(key), "-out", str(made)),
        ],
        check=True,
        capture_output=True,
    )
    return made, key


@pytest.fixture
def trusted(certificate: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> ssl.SSLContext:
    """Return the certificate is trusted; what comes is the side of a server that shows it."""
    monkeypatch.setattr(
        fetching, "_trust", lambda: ssl.create_default_context(cafile=str(certificate[0]))
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    return context


@pytest.mark.parametrize("name", ["http_proxy", "HTTP_PROXY", "ALL_PROXY"])
def test_a_page_by_the_proxy_of_the_environment(proxy, monkeypatch, name: str) -> None:
    monkeypatch.setenv(name, f"http://{proxy.at}")
    got = fetch("http://news.example/story?page=2#top", HASTY)
    assert got.data.endswith(b"This is http://news.example/story?page=2.")
    assert got.address == "http://news.example/story?page=2"
    assert proxy.asked == [("GET http://news.example/story?page=2", None)]


def test_a_proxy_without_a_scheme_and_with_a_password(proxy, monkeypatch) -> None:
    proxy.login = "desk:pass word"
    monkeypatch.setenv("http_proxy", f"desk:pass%20word@{proxy.at}")
    assert b"news.example" in fetch("http://news.example/", HASTY).data


def test_a_proxy_that_wants_a_password(proxy, monkeypatch) -> None:
    proxy.login = "desk:word"
    for scheme in ("http", "https"):
        monkeypatch.setenv(f"{scheme}_proxy", f"http://desk:wrong@{proxy.at}")
        with pytest.raises(ArticleError, match="asks for a name and a password") as report:
            fetch(f"{scheme}://news.example/", HASTY)
        assert "wrong" not in str(report.value)


def test_a_tunnel_to_a_page_that_proves_its_name(proxy, trusted, monkeypatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", f"http://{proxy.at}")
    with serving(Secure, trusted) as proxy.secure:
        assert fetch("https://news.example/story", HASTY).data == b"Secure"
        assert proxy.asked == [("CONNECT news.example:443", None)]
        with pytest.raises(ArticleError, match=r"other\.example did not prove"):
            fetch("https://other.example/", HASTY)


def test_a_proxy_that_is_spoken_to_over_tls(proxy, trusted, monkeypatch) -> None:
    with serving(proxy, trusted) as port, serving(Secure, trusted) as proxy.secure:
        monkeypatch.setenv("https_proxy", f"https://127.0.0.1:{port}")
        monkeypatch.setenv("http_proxy", f"https://127.0.0.1:{port}")
        assert fetch("https://news.example/story", HASTY).data == b"Secure"
        assert b"http://news.example/" in fetch("http://news.example/", HASTY).data


def test_a_proxy_that_refuses_to_connect(proxy, monkeypatch) -> None:
    proxy.refuses = 403
    monkeypatch.setenv("https_proxy", f"http://{proxy.at}")
    with pytest.raises(ArticleError, match=r"does not connect to news\.example \(403\)"):
        fetch("https://news.example/", HASTY)


def test_a_proxy_that_does_not_answer(monkeypatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
    for scheme in ("http", "https"):
        monkeypatch.setenv(f"{scheme}_proxy", f"http://127.0.0.1:{port}")
        with pytest.raises(ArticleError, match=f"The proxy 127.0.0.1:{port} does not answer"):
            fetch(f"{scheme}://news.example/", HASTY)


@pytest.mark.parametrize(
    ("named", "words"),
    [("socks5://proxy.example:1080", "of the kind socks5"), ("http://[bad", "not written")],
)
def test_a_proxy_that_cannot_be_used(monkeypatch, named: str, words: str) -> None:
    monkeypatch.setenv("http_proxy", named)
    with pytest.raises(ArticleError, match=words):
        fetch("http://news.example/", HASTY)


def test_redirects_by_a_proxy_stay_out_of_its_own_network(proxy, monkeypatch) -> None:
    monkeypatch.setenv("http_proxy", f"http://{proxy.at}")
    for target in (
        "http://192.168.1.1/",
        "http://intranet/",
        "http://wiki.corp/",
        "http://10.1.2.3/",
    ):
        with pytest.raises(ArticleError, match="not on the public internet"):
            fetch(f"http://news.example/redirect/{target}", HASTY)
    asked = len(proxy.asked)
    assert asked == 4
    got = fetch("http://news.example/redirect/http://news.example/moved", HASTY)
    assert got.redirects == ("http://news.example/moved",)


@pytest.mark.parametrize(
    ("exceptions", "address", "direct"),
    [
        ("news.example", "http://news.example/", True),
        (".example, other.test", "http://www.news.example/", True),
        ("example", "http://newsexample/", False),
        ("10.0.0.0/8", "http://10.4.5.6/", True),
        ("10.0.0.0/8", "http://11.4.5.6/", False),
        ("news.example:8080", "http://news.example:8080/", True),
        ("news.example:8080", "http://news.example/", False),
        ("*", "https://anything.test/", True),
        ("", "http://localhost:8000/", True),
        ("", "http://127.0.0.1/", True),
        ("", "https://news.example/", False),
    ],
)
def test_what_no_proxy_excepts(monkeypatch, exceptions: str, address: str, direct: bool) -> None:
    monkeypatch.setenv("all_proxy", "http://proxy.example:3128")
    monkeypatch.setenv("NO_PROXY", exceptions)
    assert (proxy_for(parse_url(address)) is None) == direct


def test_a_password_is_not_shown(monkeypatch) -> None:
    monkeypatch.setenv("http_proxy", "http://desk:secret@proxy.example:3128")
    proxy = proxy_for(parse_url("http://news.example/"))
    assert "secret" not in repr(proxy)
    assert proxy is not None
    assert proxy.name == "proxy.example:3128"


@pytest.mark.parametrize("host", ["localhost", "wiki", "a.b.internal", "10.0.0.1", "fd00::1"])
def test_names_of_inside(host: str) -> None:
    assert is_inside(host)
    assert not is_inside("news.example.org")
