"""What no loader can read is reported in one sentence that names the file, and nothing hangs."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from reader.article.article import ArticleError
from reader.article.contents import SeveralArticlesError
from reader.article.loaders import zipped_xml
from reader.article.loaders.from_bytes import article_from_bytes
from reader.cli.main import main

DOCUMENTS = Path(__file__).parent / "documents"
PAGES = Path(__file__).parent / "pages"
SUFFIXES = (
    ".txt", ".md", ".html", ".docx", ".odt", ".epub", ".pdf", ".eml", ".mhtml", ".nitf", ".ninjs",
    ".rss", ".warc", ".warc.gz", ".wacz", "",
)  # fmt: skip
LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500) + "EncryptedPackage".encode("utf-16-le")


def report(data: bytes, name: str) -> str:
    """Return the sentence; "" for what opens after all."""
    try:
        article = article_from_bytes(data, name)
    except ArticleError as fault:
        sentence = str(fault)
        assert sentence.startswith(name) or name in sentence
        assert sentence.endswith(".")
        assert "\n" not in sentence
        return sentence
    assert article.text
    return ""


def zipped(**members: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in members.items():
            package.writestr(name.replace("__", "/"), content)
    return out.getvalue()


def with_password(data: bytes) -> bytes:
    """Return the members of a zip marked as locked."""
    changed = bytearray(data)
    for sign, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = changed.find(sign)
        while at >= 0:
            changed[at + flags] |= 1
            at = changed.find(sign, at + 4)
    return bytes(changed)


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("data", [b"", b" \r\n\t"])
def test_empty_files(suffix: str, data: bytes) -> None:
    assert report(data, f"story{suffix}") == f"story{suffix} is empty; there is nothing to read."


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
        b"PK\x03\x04 and no more",
        b"\x1f\x8b\x08\x00 and no more",
        b"\xd0\xcf\x11\xe0" + bytes(600),
        b"\x7fELF" + bytes(range(200)),
    ],
    ids=["picture", "zip", "gzip", "old document", "program"],
)
def test_what_is_no_article_under_every_name(suffix: str, data: bytes) -> None:
    assert report(data, f"story{suffix}")


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize(
    "name", ["chromium-columns.pdf", "libreoffice.docx", "libreoffice.odt", "pandoc.epub"]
)
def test_a_document_under_the_wrong_name_opens(suffix: str, name: str) -> None:
    assert report((DOCUMENTS / name).read_bytes(), f"story{suffix}") == ""


@pytest.mark.parametrize("path", sorted(DOCUMENTS.iterdir()), ids=lambda path: path.name)
def test_files_that_are_cut_off_or_damaged(path: Path) -> None:
    data, chance = path.read_bytes(), random.Random(path.name)
    for _ in range(8):
        report(data[: chance.randrange(1, len(data))], path.name)
        damaged = bytearray(data)
        for _ in range(chance.choice((1, 3, 20))):
            damaged[chance.randrange(len(data))] = chance.randrange(256)
        report(bytes(damaged), path.name)


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (LOCKED, "story.docx"),
        (LOCKED, "story.odt"),
        (with_password((DOCUMENTS / "pandoc.epub").read_bytes()), "story.epub"),
        (with_password((DOCUMENTS / "pandoc.docx").read_bytes()), "story.docx"),
        (
            zipped(
                mimetype="application/vnd.oasis.opendocument.text",
                **{
                    "META-INF__manifest.xml": "<manifest><file-entry><encryption-data/>"
                    "</file-entry></manifest>",
                    "content.xml": "not xml",
                },
            ),
            "story.odt",
        ),
    ],
    ids=["docx", "odt in docx", "epub", "zip", "odt"],
)
def test_a_password(data: bytes, name: str) -> None:
    assert report(data, name) == f"{name} is locked by a password; save it without one."


@pytest.mark.parametrize("name", ["story.docx", "story.odt"])
def test_a_document_that_unpacks_to_too_much(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setattr(zipped_xml, "LARGEST_UNPACKED", 1 << 20)
    monkeypatch.setattr("reader.article.loaders.docx.LARGEST_UNPACKED", 1 << 20)
    monkeypatch.setattr("reader.article.loaders.odt.LARGEST_UNPACKED", 1 << 20)
    bomb = "<a>" + " " * (4 << 20) + "</a>"
    data = zipped(**{"word__document.xml": bomb, "content.xml": bomb})
    assert report(data, name) == f"{name} unpacks to more than 1 MiB; split it into parts."


@pytest.mark.parametrize(
    "data",
    [b"<" * 5_000, b"<div>" * 20_000, b"{" * 20_000, b">" * 20_000, b"- " * 20_000, b"*" * 20_000],
    ids=["angles", "elements", "braces", "quotations", "items", "stars"],
)
def test_what_is_nested_without_end(data: bytes) -> None:
    for suffix in SUFFIXES:
        report(data, f"story{suffix}")


def test_control_characters_in_a_page() -> None:
    page = (PAGES / "captions.html").read_text(encoding="utf-8")
    damaged = page.replace("northern pier", "north\x0bern&#31; pier\x1f")
    article = article_from_bytes(damaged.encode(), "page.html")
    assert "north ern pier in Saltmarsh on Friday." in " ".join(article.text.split())


@pytest.mark.parametrize(
    "make",
    [
        lambda path: path.with_suffix(".docx").write_bytes(LOCKED),
        lambda path: path.with_suffix(".pdf").write_bytes(b"%PDF-1.7 and no more"),
        lambda path: path.with_suffix(".rss").write_bytes(b"<rss <<"),
        lambda path: path.with_suffix(".warc").write_bytes(b"no archive"),
        lambda path: path.with_suffix(".html").write_bytes(b""),
    ],
    ids=["docx", "pdf", "feed", "archive", "page"],
)
def test_a_command_ends_with_2(
    tmp_path: Path, make: Callable[[Path], object], capsys: pytest.CaptureFixture[str]
) -> None:
    make(tmp_path / "story")
    (path,) = tmp_path.iterdir()
    assert main(["show", str(path)]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith(f"reader: {path} is ")
    assert said.err.count("\n") == 1


def test_an_archive_of_several_is_no_fault_of_the_file() -> None:
    with pytest.raises(SeveralArticlesError):
        article_from_bytes((DOCUMENTS / "wget.warc.gz").read_bytes(), "story.gz")
