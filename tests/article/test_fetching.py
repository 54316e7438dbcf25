"""Pages from a server on this machine, which misbehaves in every way that was thought of."""

from __future__ import annotations

import gzip
import http.server
import socket
import threading
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar
from urllib.parse import unquote

import pytest

from reader.article import fetching
from reader.article.article import ArticleError
from reader.article.fetching import Limits, fetch
from reader.article.network import Network
from reader.article.opening import open_article
from reader.article.stored_pages import StoredPages

PAGE = (Path(__file__).parent / "pages" / "captions.html").read_bytes()
LATIN = "<html><body><h1>Señor Ruíz</h1><p>“Mañana”, dijo el señor Ruíz al público.</p></body>"
HASTY = Limits(seconds=1.0, largest=200_000, redirects=3)


class Misbehaving(http.server.BaseHTTPRequestHandler):
    """Answers by what the path asks for."""

    protocol_version = "HTTP/1.1"
    asked: ClassVar[list[tuple[str, dict[str, str]]]]
    ended: ClassVar[threading.Event]
    at: ClassVar[str]

    def do_GET(self) -> None:
        type(self).asked.append((self.path, dict(self.headers)))
        name, _, rest = self.path.strip("/").partition("/")
        getattr(self, f"on_{name}", self.on_story)(rest)

    def on_story(self, _rest: str) -> None:
        self.give(PAGE, "text/html; charset=utf-8", **{"Set-Cookie": "who=you"})

    def on_status(self, code: str) -> None:
        self.send_response(int(code))
        self.send_header("Content-Length", "0")
        self.end_headers()

    def on_busy(self, after: str) -> None:
        self.send_response(429)
        self.send_header("Retry-After", unquote(after))
        self.send_header("Content-Length", "0")
        self.end_headers()

    def on_redirect(self, target: str) -> None:
        self.send_response(302)
        self.send_header("Location", unquote(target).replace("~", "/"))
        self.send_header("Set-Cookie", "who=you")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def on_loop(self, rest: str) -> None:
        self.on_redirect(f"~loop~{rest}x")

    def on_latin(self, charset: str) -> None:
        self.give(LATIN.encode("cp1252"), f"text/html; charset={charset}")

    def on_utf8_said_to_be_latin(self, _rest: str) -> None:
        self.give(LATIN.encode(), "text/html; charset=iso-8859-1")

    def on_gzip(self, _rest: str) -> None:
        self.give(gzip.compress(PAGE), "text/html", **{"Content-Encoding": "gzip"})

    def on_bomb(self, _rest: str) -> None:
        packer = zlib.compressobj(9, zlib.DEFLATED, 31)
        packed = b"".join(packer.compress(b"<p>" + bytes(1 << 20)) for _ in range(64))
        self.give(packed + packer.flush(), "text/html", **{"Content-Encoding": "gzip"})

    def on_endless(self, _rest: str) -> None:
        self.head("text/html", Connection="close")
        self.pour(b"<p>And on it goes.</p>" * 500)

    def on_drip(self, _rest: str) -> None:
        self.head("text/html", **{"Content-Length": "100000"})
        self.pour(b"x", pause=0.05)

    def on_drip_headers(self, _rest: str) -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        self.pour(b"x", pause=0.05)

    def on_silence(self, _rest: str) -> None:
        self.ended.wait(20)

    def on_cut(self, _rest: str) -> None:
        self.head("text/html", **{"Content-Length": "100000"})
        self.wfile.write(b"<p>Half a")
        self.close_connection = True

    def on_nonsense(self, _rest: str) -> None:
        self.wfile.write(b"220 mail.example ESMTP\r\n")
        self.close_connection = True

    def on_picture(self, _rest: str) -> None:
        self.give(b"\x89PNG", "image/png")

    def on_text(self, _rest: str) -> None:
        self.give(b"Ship sinks\n\nIt sank at noon.", "text/plain")

    def give(self, body: bytes, media_type: str, **headers: str) -> None:
        self.head(media_type, **headers, **{"Content-Length": str(len(body))})
        self.wfile.write(body)

    def head(self, media_type: str, **headers: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", media_type)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()

    def pour(self, piece: bytes, pause: float = 0.0) -> None:
        """Write until the other side has gone, at most 4,000 times."""
        self.close_connection = True
        try:
            for _ in range(4000):
                self.wfile.write(piece)
                if self.ended.wait(pause) if pause else self.ended.is_set():
                    return
        except OSError:
            return

    def log_message(self, *_words: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[type[Misbehaving]]:
    class Here(Misbehaving):
        asked: ClassVar = []
        ended = threading.Event()

    serving = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Here)
    serving.daemon_threads = True
    Here.at = f"http://127.0.0.1:{serving.server_port}"
    thread = threading.Thread(target=serving.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield Here
    Here.ended.set()
    serving.shutdown()
    serving.server_close()
    thread.join(10)


def refusal(address: str, limits: Limits = HASTY) -> str:
    with pytest.raises(ArticleError) as caught:
        fetch(address, limits)
    message = str(caught.value)
    assert "\n" not in message
    assert message.endswith(".")
    return message


def test_a_page_opens_from_its_address(server, tmp_path: Path) -> None:
    article = open_article(f"{server.at}/story", network=Network(pages=StoredPages(tmp_path)))
    assert article.title.startswith("Ferry company cancels")
    assert article.location == f"{server.at}/story"
    assert article.url == "https://courier.example/2026/11/14/ferry-winter-sailings"
    assert article.notices == ()


def test_a_text_opens_from_its_address(server) -> None:
    article = open_article(f"{server.at}/text", network=Network())
    assert (article.loader, article.title) == ("plain text 1", "Ship sinks")


def test_no_cookie_is_sent_and_who_asks_is_said(server) -> None:
    fetch(f"{server.at}/redirect/~story")
    for _path, headers in server.asked:
        assert "Cookie" not in headers
        assert headers["User-Agent"].startswith("reader/")
    assert len(server.asked) == 2


def test_redirects_are_followed_and_shown(server) -> None:
    article = open_article(f"{server.at}/redirect/~story", network=Network())
    assert article.notices == (f"Redirected to {server.at}/story.",)
    got = fetch(f"{server.at}/redirect/~story")
    assert got.redirects == (f"{server.at}/story",)
    assert got.address == f"{server.at}/story"


@pytest.mark.parametrize("gate", ["~consent~ask?back=1", "~story~login", "~sign-in"])
def test_a_page_that_asks_for_consent_or_a_login_is_no_article(
    server, tmp_path: Path, gate: str
) -> None:
    with pytest.raises(
        ArticleError, match="leads to a page that asks for consent or a login, http"
    ):
        open_article(f"{server.at}/redirect/{gate}", network=Network(pages=StoredPages(tmp_path)))
    assert list(tmp_path.iterdir()) == []


def test_redirects_without_end(server) -> None:
    assert "redirects more than 3 times" in refusal(f"{server.at}/loop/x")
    assert len(server.asked) == 4


def test_a_redirect_to_another_local_place_is_not_followed(server) -> None:
    other = server.at.replace("127.0.0.1", "localhost")
    port = int(server.at.rpartition(":")[2])
    for target in (f"{other}/story", f"http://127.0.0.1:{port % 65535 + 1}/", "http://[::1]/"):
        assert "not on the public internet" in refusal(f"{server.at}/redirect/{target}")
    assert [path.partition("/http")[0] for path, _ in server.asked] == ["/redirect"] * 3


def test_a_redirect_from_a_public_page_to_this_machine(
    server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The server is taken for one of the internet; it sends us back to itself."""
    monkeypatch.setattr(fetching, "is_public", lambda _address: True)
    assert "not on the public internet" in refusal(f"{server.at}/redirect/~story")
    assert len(server.asked) == 1


def test_a_redirect_to_another_kind_of_address(server) -> None:
    assert "not a web address" in refusal(f"{server.at}/redirect/file:~~~etc~passwd")
    assert "check how it is written" in refusal(f"{server.at}/redirect/http:~~[bad~x")


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (401, "logging in"), (402, "subscribers"), (403, "subscription"), (404, "not there"),
        (410, "gone for good"), (418, "not given"), (429, "later"), (451, "legal"),
        (500, "server now (500)"), (503, "server now (503)"), (304, "not given"),
    ],
)  # fmt: skip
def test_http_errors_in_words(server, code: int, words: str) -> None:
    assert words in refusal(f"{server.at}/status/{code}")


def test_when_a_busy_server_may_be_asked_again(server) -> None:
    assert "(429); try again in 2 minutes" in refusal(f"{server.at}/busy/120")
    assert "(429); try again later" in refusal(f"{server.at}/busy/soon")


@pytest.mark.parametrize("name", ["silence", "drip", "drip_headers"])
def test_a_slow_answer_is_given_up(server, name: str) -> None:
    assert "did not come within 0.5 seconds" in refusal(f"{server.at}/{name}", Limits(seconds=0.5))


@pytest.mark.parametrize("name", ["bomb", "endless"])
def test_what_is_too_large_is_not_read_to_its_end(server, name: str) -> None:
    assert "larger than" in refusal(f"{server.at}/{name}", Limits(seconds=20, largest=200_000))


def test_an_answer_that_breaks_off(server) -> None:
    assert "broke off" in refusal(f"{server.at}/cut")


def test_an_answer_that_is_not_http(server) -> None:
    assert "not HTTP" in refusal(f"{server.at}/nonsense")


def test_a_picture(server) -> None:
    assert "image/png" in refusal(f"{server.at}/picture")


def test_packed_pages_are_unpacked(server) -> None:
    assert fetch(f"{server.at}/gzip").data == PAGE


@pytest.mark.parametrize("charset", ["iso-8859-1", "windows-1252", "utf-8", "no-such-charset"])
def test_charsets_right_and_wrong(server, charset: str) -> None:
    article = open_article(f"{server.at}/latin/{charset}", network=Network())
    assert "“Mañana”, dijo el señor Ruíz" in article.text


def test_utf_8_that_is_said_to_be_latin(server) -> None:
    article = open_article(f"{server.at}/utf8_said_to_be_latin", network=Network())
    assert "“Mañana”, dijo el señor Ruíz" in article.text


def test_nobody_answers() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
    assert "does not answer" in refusal(f"http://127.0.0.1:{port}/")


def test_a_name_that_means_no_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_words: object, **_more: object) -> None:
        raise socket.gaierror("no such name")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    assert "No machine named nowhere.example" in refusal("http://nowhere.example/")


@pytest.mark.parametrize(
    "address", ["http://", "http://[::1", "http://a:99999/", "http://me:secret@127.0.0.1/"]
)
def test_addresses_that_are_none(address: str) -> None:
    refusal(address)


def test_other_schemes() -> None:
    with pytest.raises(ArticleError, match="not a web address"):
        open_article("gopher://example.com/story", network=Network())


def test_off_line_nothing_is_asked_for(server, tmp_path: Path) -> None:
    for network in (Network(offline=True, pages=StoredPages(tmp_path)), Network(offline=True)):
        with pytest.raises(ArticleError, match="turned off"):
            open_article(f"{server.at}/story", network=network)
    with pytest.raises(ArticleError, match="turned off"):
        open_article(f"{server.at}/story")
    assert server.asked == []


def test_what_was_fetched_opens_again_off_line(server, tmp_path: Path) -> None:
    address = f"{server.at}/latin/windows-1252"
    first = open_article(address, network=Network(pages=StoredPages(tmp_path)))
    again = open_article(address, network=Network(offline=True, pages=StoredPages(tmp_path)))
    assert len(server.asked) == 1
    assert (again.text, again.blocks, again.url) == (first.text, first.blocks, first.url)
    assert "as it was fetched" in again.notices[0]


def test_a_page_that_is_gone_is_reported_as_kept(tmp_path: Path, server) -> None:
    address = f"{server.at}/drip"
    open_article(f"{server.at}/story", network=Network(pages=StoredPages(tmp_path)))

    kept = StoredPages(tmp_path)
    page = kept.load(f"{server.at}/story")
    assert page is not None
    with socket.create_server(("127.0.0.1", 0)) as listening:
        gone = f"http://127.0.0.1:{listening.getsockname()[1]}/"
    kept.keep(gone, page)
    with pytest.raises(ArticleError, match=r"--offline opens the page as it was fetched on \d{4}-"):
        open_article(gone, network=Network(pages=StoredPages(tmp_path)))
    assert address not in str(page)


def test_a_page_that_cannot_be_kept_is_read_all_the_same(server, tmp_path: Path) -> None:
    (tmp_path / "pages").write_text("in the way")
    article = open_article(
        f"{server.at}/story", network=Network(pages=StoredPages(tmp_path / "pages"))
    )
    assert article.title.startswith("Ferry company")
    assert "cannot be stored" in article.notices[0]


def test_a_connection_goes_to_the_address_that_was_checked(
    server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The name means this machine once, when it is looked up, and never again."""
    real, asked = socket.getaddrinfo, []

    def once(host: str, *given: object, **more: object) -> object:
        if host == "dam.example":
            asked.append(host)
            host = "127.0.0.1" if len(asked) == 1 else "192.0.2.1"
        return real(host, *given, **more)

    monkeypatch.setattr(socket, "getaddrinfo", once)
    address = server.at.replace("127.0.0.1", "dam.example")
    assert fetch(f"{address}/story").data
    assert asked == ["dam.example"]
