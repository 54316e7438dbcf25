"""Commands on a web address: fetched when it is allowed, and read again without a network."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.cli.main import main

PAGE = (Path(__file__).parents[1] / "article" / "pages" / "captions.html").read_bytes()


class _Server(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.server.asked += 1
        if self.path == "/moved":
            self.send_response(301)
            self.send_header("Location", "/story")
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(self.server.page)))
        self.end_headers()
        self.wfile.write(self.server.page)

    def log_message(self, *_words: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[http.server.ThreadingHTTPServer]:
    serving = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Server)
    serving.asked = 0
    serving.page = PAGE
    thread = threading.Thread(target=serving.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield serving
    serving.shutdown()
    serving.server_close()
    thread.join(10)


def show(server: http.server.ThreadingHTTPServer, *more: str, path: str = "story") -> int:
    return main(["show", f"http://127.0.0.1:{server.server_port}/{path}", "--no-findings", *more])


def test_an_address_is_shown_and_again_off_line(server, capsys: pytest.CaptureFixture[str]) -> None:
    assert show(server) == 0
    first = capsys.readouterr()
    assert "Ferry company cancels winter sailings" in first.out
    assert show(server, "--offline") == 0
    again = capsys.readouterr()
    assert again.out == first.out
    assert "as it was fetched" in again.err
    assert server.asked == 1


def test_a_redirect_is_told(server, capsys: pytest.CaptureFixture[str]) -> None:
    assert show(server, path="moved") == 0
    assert f"Redirected to http://127.0.0.1:{server.server_port}/story." in capsys.readouterr().err


def test_off_line_by_option(server, capsys: pytest.CaptureFixture[str]) -> None:
    assert show(server, "--offline") == 2
    assert "turned off" in capsys.readouterr().err
    assert server.asked == 0


def test_off_line_by_config(
    server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    config = tmp_path / "config.toml"
    config.write_text("[network]\noffline = true\n")
    monkeypatch.setenv("READER_CONFIG", str(config))
    assert show(server) == 2
    assert "turned off" in capsys.readouterr().err
    assert server.asked == 0


def test_the_doctor_counts_what_is_kept(server, capsys: pytest.CaptureFixture[str]) -> None:
    show(server)
    main(["doctor"])
    (line,) = [
        line for line in capsys.readouterr().out.splitlines() if line[2:].startswith("kept pages")
    ]
    assert ", 1, 0.0 MB; addresses are fetched" in line


def test_a_page_that_changed_is_told_by_check(server, capsys: pytest.CaptureFixture[str]) -> None:
    address = f"http://127.0.0.1:{server.server_port}/story"
    for words in ("nine passengers a day", "The last ferry before the break is due to leave"):
        assert main(["annotate", address, "--exact", words]) == 0
    assert main(["check", address]) == 0
    capsys.readouterr()
    server.page = PAGE.replace(b"nine passengers a day", b"ninety passengers a day")
    assert main(["check", address]) == 1
    first = capsys.readouterr().out.splitlines()[2]
    assert first.startswith("! reworded")
    assert "\u201cnine\u201d became \u201cninety\u201d" in first


def test_a_note_on_an_address(server, capsys: pytest.CaptureFixture[str]) -> None:
    address = f"http://127.0.0.1:{server.server_port}/story"
    assert main(["annotate", address, "--exact", "nine passengers a day"]) == 0
    identity = capsys.readouterr().out.strip()
    assert len(identity) > 20
    assert show(server, "--offline") == 0
    assert "highlight" in capsys.readouterr().out.lower()


def test_the_doctor_tells_the_proxy(monkeypatch, capsys) -> None:
    monkeypatch.setenv("https_proxy", "http://desk:secret@proxy.example:3128")
    main(["doctor"])
    said = capsys.readouterr().out
    assert "addresses are fetched by the proxy proxy.example:3128" in said
    assert "secret" not in said
