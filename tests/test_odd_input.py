"""Input that nobody writes by accident: each ends in one sentence, or is passed over."""

from __future__ import annotations

import io
import json
import threading
import zipfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from reader.analysis.models import official_models
from reader.analysis.models.official_models import ModelError
from reader.annotations.history import from_row, operations
from reader.article.article import ArticleError
from reader.article.loaders.from_bytes import article_from_bytes
from reader.article.loaders.markdown import _without_tags
from reader.article.network import Network
from reader.article.opening import open_article
from reader.article.public_address import is_public
from reader.article.refusals import seconds_until
from reader.cli.main import main
from reader.exchange.percent_coding import percent_coded
from reader.session.choices import Choices, load_choices

ROW = {"id": "1", "record": "2", "who": "ada", "when": "2026", "doing": "note"}


@pytest.mark.parametrize("name", ROW)
@pytest.mark.parametrize("odd", [None, 7, [], {}, [["x"]]])
def test_a_row_of_the_history_with_an_odd_field_is_passed_over(name: str, odd: object) -> None:
    row = ROW | {"before": None, "after": {"kind": "note"}}
    assert from_row(row).record == "2"
    assert list(operations([row | {name: odd}])) == []
    assert list(operations([row | {"after": "text"}])) == []


@pytest.mark.parametrize("address", ["::10.0.0.1", "64:ff9b:1::a00:1", "fec0::1", "::1"])
def test_addresses_that_lead_inside_are_not_public(address: str) -> None:
    assert not is_public(address)
    assert is_public("2606:4700::1111")


@pytest.mark.parametrize("given", ["9" * 5000, "9" * 10, "soon", "", "²"])
def test_a_number_of_seconds_that_makes_no_sense_is_none(given: str) -> None:
    assert seconds_until(given) is None
    assert seconds_until("120") == 120


class Server(ThreadingHTTPServer):
    daemon_threads = True
    asked: list[str]
    answer: bytes

    @property
    def at(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        page = (
            b"<html><body><article><h1>Pier</h1><p>The pier is closed.</p></article></body></html>"
        )
        body = self.server.answer if self.path == "/feed" else page
        self.send_response(200)
        kind = "application/rss+xml" if self.path == "/feed" else "text/html"
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def servers() -> Iterator[tuple[Server, Server]]:
    both = Server(("127.0.0.1", 0), Handler), Server(("127.0.0.1", 0), Handler)
    for server in both:
        server.asked, server.answer = [], b""
        threading.Thread(target=server.serve_forever, daemon=True).start()
    yield both
    for server in both:
        server.shutdown()
        server.server_close()


def feed(link: str) -> bytes:
    item = f"<item><title>I</title><link>{link}</link></item>"
    return f"<rss version='2.0'><channel><title>F</title>{item}</channel></rss>".encode()


def test_a_feed_leads_to_no_other_machine_of_this_network(servers: tuple[Server, Server]) -> None:
    first, other = servers
    first.answer = feed(f"{other.at}/page")
    with pytest.raises(ArticleError, match="public internet"):
        open_article(f"{first.at}/feed#1", network=Network())
    assert other.asked == []
    first.answer = feed(f"{first.at}/page")
    assert "closed" in open_article(f"{first.at}/feed#1", network=Network()).text


def test_a_feed_that_is_a_file_leads_to_no_local_machine(
    servers: tuple[Server, Server], tmp_path: Path
) -> None:
    (tmp_path / "news.rss").write_bytes(feed(f"{servers[0].at}/page"))
    with pytest.raises(ArticleError, match="public internet"):
        open_article(f"{tmp_path / 'news.rss'}#1", network=Network())
    assert servers[0].asked == []


def test_a_book_shows_a_chapter_once_however_often_it_is_named() -> None:
    book = io.BytesIO()
    with zipfile.ZipFile(book, "w") as package:
        package.writestr("mimetype", "application/epub+zip", zipfile.ZIP_STORED)
        package.writestr(
            "META-INF/container.xml", "<container><rootfile full-path='a.opf'/></container>"
        )
        spine = "<itemref idref='c'/>" * 50
        item = "<item id='c' href='c.xhtml' media-type='application/xhtml+xml'/>"
        package.writestr("a.opf", f"<package>{item}<spine>{spine}</spine></package>")
        package.writestr("c.xhtml", "<html><body><p>The pier is closed.</p></body></html>")
    assert article_from_bytes(book.getvalue(), "b.epub").text.count("pier") == 1


def test_mail_in_mail_without_end_is_one_sentence() -> None:
    deep = b"Content-Type: message/rfc822\r\n\r\n" * 3000
    with pytest.raises(ArticleError):
        article_from_bytes(b"From: a@b.example\r\n" + deep + b"words", "deep.eml")


def test_json_without_end_is_no_choice(tmp_path: Path) -> None:
    (tmp_path / "state.json").write_bytes(b"[" * 200_000)
    assert load_choices(tmp_path / "state.json") == Choices()


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        ("a <b>c</b> d", "a c d"),
        ("a <!-- b --> c <script>x</script>d", "a  c d"),
        ("a <!-- b <i>c</i>", "a <!-- b c"),
        ("1 < 2 <br>3", "1 < 2 3"),
        ("<" * 50_000 + "x", "<" * 50_000 + "x"),
        ("<!--" * 50_000 + "x", "<!--" * 50_000 + "x"),
    ],
)
def test_tags_are_left_out_in_one_pass(markup: str, words: str) -> None:
    assert _without_tags(markup) == words


def test_half_a_sign_in_an_address_is_the_replacement_character() -> None:
    assert percent_coded("x\ud800y") == "x%EF%BF%BDy"


@pytest.mark.parametrize("variable", ["READER_NOTES", "READER_CONFIG"])
def test_a_home_folder_of_nobody_is_one_sentence(
    variable: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(variable, "~nobodyofthisname/x")
    assert main(["list"]) == 2
    assert "home folder" in capsys.readouterr().err


def test_a_file_whose_name_begins_with_a_tilde_opens(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("~.txt").write_text("Pier\n\nThe pier is closed.\n", "utf-8")
    assert "closed" in open_article("./~.txt").text
    assert "closed" in open_article("~.txt").text


def test_a_notes_file_that_leads_to_itself_is_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    notes = tmp_path / "notes.json"
    notes.symlink_to(notes)
    (tmp_path / "pier.txt").write_text("Pier\n\nThe pier is closed.\n")
    story = str(tmp_path / "pier.txt")
    assert main(["annotate", story, "--exact", "closed", "--notes", str(notes)]) == 2
    assert str(notes) in capsys.readouterr().err


def test_a_key_of_too_many_digits_names_its_row(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    notes = tmp_path / "notes.json"
    content = json.dumps({"_default": {"9" * 30: {"other": "row"}}})
    notes.write_text(content)
    for command in ("list", "check"):
        assert main([command, "--notes", str(notes)]) == 2
        assert "9" * 30 in capsys.readouterr().err
    assert notes.read_text() == content


def test_another_program_s_row_called_article_is_kept_and_passed_over(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    notes = tmp_path / "notes.json"
    notes.write_text(json.dumps({"_default": {"1": {"kind": "article", "title": "theirs"}}}))
    (tmp_path / "pier.txt").write_text("Pier\n\nThe pier is closed.\n")
    story, at = str(tmp_path / "pier.txt"), ["--notes", str(notes)]
    assert main(["annotate", story, "--exact", "is closed", "--note", "why?", *at]) == 0
    assert main(["find", "why", *at]) == 0
    assert "why?" in capsys.readouterr().out
    assert "theirs" in notes.read_text()


def test_cells_of_a_readwise_table_compute_nothing_and_come_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("sum.txt").write_text("Sums\n\nThe cell holds =2+3 now.\n")
    assert main(["annotate", "sum.txt", "--exact", "=2+3", "--note", "+1"]) == 0
    assert main(["export", "--format", "readwise", "-o", "out.csv"]) == 0
    cells = Path("out.csv").read_text("utf-8-sig").splitlines()[1].split(",")
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]
    given = ["--notes", "other.json"]
    assert main(["import", "--format", "readwise", "--on", "sum.txt", "out.csv", *given]) in (0, 1)
    assert main(["export", "--format", "json", "-o", "back.json", *given]) == 0
    (record,) = json.loads(Path("back.json").read_bytes())["articles"][0]["records"]
    assert (record["anchor"]["parts"][0]["exact"], record["body"]) == ("=2+3", "+1")


NER = {"ner": {"news": {}}, "packages": {"default": {"ner": "news"}}}


@pytest.mark.parametrize(
    "resources",
    [
        {"aa": {"alias": "bb"}, "bb": {"alias": "aa"}},
        {"aa": {"ner": {"n": {"dependencies": [{"model": "ner", "package": "n"}]}}}},
        {"aa": {"packages": {"default": 7}, "ner": 7, "tokenize": 7}},
        {"aa": 7},
    ],
)
def test_an_odd_list_of_models_is_one_sentence(
    resources: dict[str, object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(official_models, "_list_of_models", lambda *_: resources)
    with pytest.raises(ModelError):
        official_models.fetch("aa", None, tmp_path, lambda *_: None)


@pytest.mark.parametrize("name", ["../x", "a/b", "/etc", "..", "", "a\\b", ".hidden"])
def test_a_name_in_a_list_of_models_is_that_of_a_file_in_its_folder(name: str) -> None:
    for resources in ({name: NER}, {"aa": {"ner": {name: {}}}}, {"aa": {"alias": name}}):
        assert not all(map(official_models.is_plain_name, official_models._names(resources)))
    assert all(map(official_models.is_plain_name, official_models._names({"zh-hans": NER})))
