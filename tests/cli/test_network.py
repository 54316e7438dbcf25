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
        is_feed = self.path == "/feed"
        body = self.server.feed if is_feed else self.server.page
        self.send_response(404 if self.path == "/missing" else 200)
        self.send_header("Content-Type", "text/xml" if is_feed else "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

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


def test_a_redirect_is_reported(server, capsys: pytest.CaptureFixture[str]) -> None:
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
        line for line in capsys.readouterr().out.splitlines() if line[2:].startswith("stored pages")
    ]
    assert ", 1 page, 0.0 MB; addresses are fetched" in line


def test_a_page_that_changed_is_reported_by_check(
    server, capsys: pytest.CaptureFixture[str]
) -> None:
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


FEED = b"""<rss version="2.0"><channel><title>Courier</title><item><title>Ferry stops</title>
<link>/story</link><description>The ferry stops.</description></item><item><title>Gone</title>
<link>/missing</link><description>All that is left.</description></item></channel></rss>"""


def test_a_feed_is_listed_and_its_items_are_fetched(server, capsys) -> None:
    server.feed = FEED
    address = f"http://127.0.0.1:{server.server_port}/feed"
    assert main(["show", address]) == 0
    said = capsys.readouterr()
    assert said.out == "Courier (a feed of 2 articles)\n1  Ferry stops\n2  Gone\n"
    assert f"`reader '{address}#1'` opens the first" in said.err
    assert main(["show", f"{address}#1", "--no-findings"]) == 0
    assert "nine passengers a day" in capsys.readouterr().out
    assert main(["show", f"{address}#2", "--no-findings"]) == 0
    said = capsys.readouterr()
    assert "All that is left." in said.out
    assert "is not there (404); check the address. This is what the feed has of it." in said.err
    asked = server.asked
    assert main(["show", f"{address}#1", "--no-findings", "--offline"]) == 0
    assert "nine passengers a day" in capsys.readouterr().out
    assert server.asked == asked


def test_a_command_for_one_article_says_that_a_feed_has_more(server, capsys) -> None:
    server.feed = FEED
    assert main(["analyze", f"http://127.0.0.1:{server.server_port}/feed"]) == 2
    assert "is a feed of 2 articles; `reader show" in capsys.readouterr().err
