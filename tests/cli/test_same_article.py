"""An article is the same one however a command comes to it: by its address or from the desk."""

from __future__ import annotations

import http.server
import io
import json
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.analysis.cache import FindingsCache
from reader.analysis.packages import stamp
from reader.article.article import Article
from reader.article.network import Network
from reader.article.opening import open_article
from reader.cli.main import main
from reader.config import load_settings
from tests.review.desk import written

QUOTE = "We lost 31 boats in one night"
PAGE = f"""<!doctype html><html lang="en"><head><title>Storm empties the yard</title></head><body>
<article><h1>Storm empties the yard</h1>
<p>The storm that crossed the bay on Monday took 31 boats from the yard at Tolness, which had
stood there for 90 years.</p>
<h2>Earlier repairs took 14 months and cost 6 crowns, insurers say.</h2>
<p>“{QUOTE},” the harbour master, Ida Brandt, said. Insurers counted 29 boats.</p>
<h2>What the town did in 1987</h2>
<p>The yard was closed for 3 weeks then, and the council paid for 12 new moorings.</p>
</article></body></html>"""
FEED = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0"><channel><title>Bay post</title>
<item><title>Ferry late again</title><description><![CDATA[<p>The ferry was 20 minutes late on
Friday, the fourth time in 2 weeks, and the crew told passengers so.</p>]]></description></item>
<item><title>Storm empties the yard</title><description><![CDATA[<p>The storm took
29 boats from the yard at Tolness, Ida Brandt said.</p><h3>Earlier repairs
took 14 months and cost 6 crowns, insurers say.</h3><p>“We lost 31 boats in one
night,” the harbour master, Ida Brandt, said.</p>]]></description></item></channel></rss>"""


class _Pages(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        is_feed = self.path == "/feed"
        body = (FEED if is_feed else PAGE).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/rss+xml" if is_feed else "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_words: object) -> None:
        pass


@pytest.fixture
def site() -> Iterator[str]:
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Pages) as serving:
        thread = threading.Thread(target=serving.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{serving.server_port}"
        serving.shutdown()
        thread.join(10)


@pytest.fixture(autouse=True)
def notes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "annotations.json"
    monkeypatch.setenv("READER_NOTES", str(path))
    return path


def output(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    capsys.readouterr()
    assert main(words) in (0, 1), capsys.readouterr().err
    return capsys.readouterr().out


def add(place: str) -> Article:
    """Put the article at ``place`` in the library, with its quote and figures as found."""
    assert main(["add", place]) == 0
    settings = load_settings()
    article = open_article(place, network=Network(offline=True, pages=settings.network.pages))
    found = written(article.text, [(QUOTE, "Ida Brandt")]).machine
    FindingsCache(settings.findings_cache).save(found, stamp(settings.package))
    return article


@pytest.fixture(params=["address", "item of a feed", "file", "item of a feed in a file"])
def place(request: pytest.FixtureRequest, site: str, tmp_path: Path) -> str:
    page, feed = tmp_path / "story.html", tmp_path / "feed.xml"
    page.write_text(PAGE, encoding="utf-8")
    feed.write_text(FEED, encoding="utf-8")
    return {
        "address": f"{site}/story",
        "item of a feed": f"{site}/feed#2",
        "file": str(page),
        "item of a feed in a file": f"{feed}#2",
    }[request.param]


@pytest.mark.parametrize(
    "command",
    [("queue", "--all", "--format", "json"), ("conflicts", "--format", "json"), ("speakers",)],
    ids=lambda words: words[0],
)
def test_a_command_finds_the_same_with_and_without_the_place_named(
    command: tuple[str, ...], place: str, capsys: pytest.CaptureFixture[str]
) -> None:
    article = add(place)
    named = output(capsys, *command, place, "--offline")
    assert output(capsys, *command) == named
    assert "Ida Brandt" in named
    if command[0] == "queue":
        heading = next(block for block in article.blocks if block.kind == "heading")
        figures = [one for one in json.loads(named)["items"] if one["kind"] == "figure"]
        assert any(heading.start <= one["spans"][0][0] < heading.end for one in figures)


def test_plain_review_goes_through_the_same_items(
    place: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    add(place)

    def reviewed(*words: str) -> str:
        monkeypatch.setattr(sys, "stdin", io.StringIO("s\n" * 40))
        return output(capsys, "review", "--plain", "--all", *words)

    assert reviewed(place, "--offline") == reviewed()
