"""Pages out of web archives, among them one that wget wrote."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from pathlib import Path

import brotli
import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from reader.article.article import ArticleError
from reader.article.contents import Contents, SeveralArticlesError, open_item
from reader.article.loaders import web_archive
from reader.article.loaders.from_bytes import article_from_bytes
from reader.article.opening import open_article

WGET = Path(__file__).parent / "documents" / "wget.warc.gz"
PAGES = Path(__file__).parent / "pages"
PAGE = (PAGES / "captions.html").read_bytes()
AT = "https://courier.example/ferry"


def archive(
    *records: tuple[str, bytes, str], status: str = "200 OK", packed: bool = False
) -> bytes:
    """Return a WARC file of responses: address, body, content type."""
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=packed)
    for address, body, kind in records:
        headers = StatusAndHeaders(status, [("Content-Type", kind)], protocol="HTTP/1.1")
        record = writer.create_warc_record(
            address,
            "response",
            payload=io.BytesIO(body),
            http_headers=headers,
            warc_headers_dict={"WARC-Date": "2026-11-14T06:30:00Z"},
        )
        writer.write_record(record)
    return out.getvalue()


def listed(data: bytes, name: str = "a.warc") -> Contents:
    with pytest.raises(SeveralArticlesError) as several:
        article_from_bytes(data, name)
    return several.value.contents


def test_what_wget_archived() -> None:
    contents = listed(WGET.read_bytes(), "wget.warc.gz")
    assert [item.title.partition(" ")[0] for item in contents.items] == ["Ferry", "Teachers"]
    article = open_article(f"{WGET}#2")
    assert article.text == open_article(str(PAGES / "pull_quote.html")).text
    assert article.location == f"{WGET}#2"
    assert "as it was archived on 2026-11-24" in article.notices[0]
    with pytest.raises(ArticleError, match="has no article 3; it has 2"):
        open_article(f"{WGET}#3")


def test_a_name_that_says_nothing(tmp_path: Path) -> None:
    for name, data in (("packed", WGET.read_bytes()), ("not", gzip.decompress(WGET.read_bytes()))):
        path = tmp_path / name
        path.write_bytes(data)
        with pytest.raises(SeveralArticlesError):
            open_article(str(path))


@pytest.mark.parametrize("packed", [True, False])
def test_one_page_opens_at_once(packed: bool) -> None:
    data = archive(
        ("https://courier.example/robots.txt", b"User-agent: *", "text/plain"),
        (AT, PAGE, "text/html; charset=utf-8"),
        ("https://courier.example/ad", b"<html><p>Frame", "text/html"),
        ("https://courier.example/logo", b"\x89PNG", "image/png"),
        packed=packed,
    )
    article = article_from_bytes(data, "a.warc")
    assert article.title.startswith("Ferry company cancels")
    assert article.location == "a.warc"
    assert article.url == "https://courier.example/2026/11/14/ferry-winter-sailings"


def test_the_address_is_that_of_the_record_where_the_page_tells_none() -> None:
    body = "<html><title>Wind</title><h1>Wind</h1><p>“Café zu”, said the señor.</p>"
    data = archive((AT, body.encode("cp1252"), "text/html; charset=windows-1252"))
    article = article_from_bytes(data, "a.warc")
    assert article.url == AT
    assert "“Café zu”" in article.text


def test_a_zip_of_archives_opens_the_pages_that_it_names() -> None:
    warc = archive(
        (AT, PAGE, "text/html"),
        ("https://ads.example/frame", b"<html><title>Ad</title><p>Buy now", "text/html"),
        packed=True,
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("archive/data.warc.gz", warc)
        lines = [{"format": "json-pages-1.0"}, {"url": AT, "title": "Ferry"}]
        package.writestr("pages/pages.jsonl", "\n".join(map(json.dumps, lines)))
    assert article_from_bytes(out.getvalue(), "a.wacz").title.startswith("Ferry company")


def test_pages_that_were_not_given_are_left_out() -> None:
    data = archive((AT, PAGE, "text/html"), status="404 Not Found")
    with pytest.raises(ArticleError, match="without a page to read"):
        article_from_bytes(data, "a.warc")


def test_an_archive_that_is_cut_off_says_so() -> None:
    data = archive((AT, PAGE, "text/html"), ("https://courier.example/b", PAGE, "text/html"))
    contents = listed(data[: len(data) - 2500])
    assert open_item(contents, "1").notices == (
        "This is the page as it was archived on 2026-11-14.",
    )
    assert "the end of the page is missing" in open_item(contents, "2").notices[-1]


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"Nothing of the kind", "a.warc"),
        (gzip.compress(b"Nothing of the kind", mtime=0), "a.warc.gz"),
        (b"WARC/1.0\r\nContent-Length: many\r\n\r\n", "a.warc"),
        (b"PK\x03\x04 and so on", "a.wacz"),
    ],
)
def test_damaged_archives(data: bytes, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(ArticleError, match=r"damaged web archive|without a page"):
        article_from_bytes(data, name)
    said = capsys.readouterr()
    assert (said.out, said.err) == ("", "")


def test_an_archive_that_unpacks_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web_archive, "LARGEST_UNPACKED", 1 << 20)
    data = archive((AT, b"<html>" + bytes(4 << 20), "text/html"), packed=True)
    with pytest.raises(ArticleError, match="unpacks to more than 1 MiB"):
        article_from_bytes(data, "a.warc.gz")


FIRST, SECOND, THIRD = (
    (f"https://courier.example/{name}", PAGE.replace(b"Ferry", name.encode()), "text/html")
    for name in ("One", "Two", "Three")
)


def titles(contents: Contents) -> list[str]:
    return [item.title.split()[0] for item in contents.items]


def test_an_archive_packed_as_a_whole_has_all_its_pages() -> None:
    contents = listed(gzip.compress(archive(FIRST, SECOND, THIRD)), "a.warc.gz")
    assert titles(contents) == ["One", "Two", "Three"]
    assert not contents.notices


@pytest.mark.parametrize("packed", [True, False])
def test_pages_behind_a_damaged_record_are_listed_and_the_damage_is_said(packed: bool) -> None:
    middle = archive(SECOND, packed=packed)
    middle = middle[: len(middle) // 2]
    data = archive(FIRST, packed=packed) + middle + archive(THIRD, packed=packed)
    contents = listed(data)
    assert titles(contents)[0] == "One"
    assert titles(contents)[-1] == "Three"
    assert contents.notices == (web_archive.GAPS,)


def responding(body: bytes, encoding: str) -> bytes:
    out = io.BytesIO()
    headers = [("Content-Type", "text/html"), ("Content-Encoding", encoding)]
    writer = WARCWriter(out, gzip=False)
    writer.write_record(
        writer.create_warc_record(
            AT,
            "response",
            payload=io.BytesIO(body),
            http_headers=StatusAndHeaders("200 OK", headers, protocol="HTTP/1.1"),
        )
    )
    return out.getvalue()


def test_a_page_packed_with_brotli_opens() -> None:
    article = article_from_bytes(responding(brotli.compress(PAGE), "br"), "a.warc")
    assert article.title.startswith("Ferry company cancels")


def test_a_page_in_a_packing_that_is_not_known_says_so() -> None:
    with pytest.raises(ArticleError, match="packed with zstd"):
        article_from_bytes(responding(b"(\xb5/\xfd\x04", "zstd"), "a.warc")
