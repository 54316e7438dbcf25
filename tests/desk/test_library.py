"""The library opens an article from its place, its stored page or its stored text, off-line."""

from __future__ import annotations

import ast
import socket
from dataclasses import replace
from pathlib import Path

import pytest

import reader
from reader.analysis.findings import Findings
from reader.analysis.packages import STARTER
from reader.annotations.records import ArticleRecord, Revision
from reader.article.article import ArticleError, fingerprint
from reader.article.stored_pages import StoredPage
from reader.desk.library import Library

ADDRESS = "https://courier.example/story.html"
TEXT = "The gate\n\n# It was closed <at noon>."


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_words: object, **_more: object) -> None:
        pytest.fail("the network was asked")

    monkeypatch.setattr(socket, "getaddrinfo", refused)


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(tmp_path / "texts", tmp_path / "pages", tmp_path / "findings", STARTER)


@pytest.fixture
def record() -> ArticleRecord:
    revision = Revision(fingerprint(TEXT), "web page 1", "2026-11-01T08:00:00Z", ADDRESS)
    return ArticleRecord(
        article_id="a", id="a", title="The gate", locations=(ADDRESS,), revisions=(revision,)
    )


def test_the_kept_page_is_read(record: ArticleRecord, library: Library) -> None:
    data = b"<html><body><h1>The gate</h1><p>It was closed at noon by its keeper.</p></body></html>"
    page = StoredPage(ADDRESS, data, "text/html", None, "2026-11-01T08:00:00Z")
    library.pages.keep(ADDRESS, page)
    opened = library.open(record)
    assert opened.article.text == "The gate\n\nIt was closed at noon by its keeper."
    assert "fetched on 2026-11-01" in opened.message


def test_else_the_text_that_notes_stand_on_letter_by_letter(
    record: ArticleRecord, library: Library
) -> None:
    library.texts.keep(TEXT)
    opened = library.open(record)
    assert opened.article.text == TEXT
    assert "stored with your notes" in opened.message


def test_else_it_is_reported(record: ArticleRecord, library: Library) -> None:
    with pytest.raises(ArticleError, match="not fetched before"):
        library.open(record)


def test_a_file_that_is_gone_opens_from_its_stored_text(tmp_path: Path, library: Library) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Title\n\nSome text.\n")
    record = ArticleRecord(article_id="a", id="a", title="Title", locations=(str(path),))
    opened = library.open(record)
    assert opened.message == ""
    text = opened.article.text
    revision = Revision(fingerprint(text), "plain text 1", "2026", str(path))
    record = replace(record, revisions=(revision,))
    path.unlink()
    with pytest.raises(ArticleError):
        library.open(record)
    library.texts.keep(text)
    again = library.open(record)
    assert again.article.text == text
    assert again.article.fingerprint == revision.fingerprint
    assert "stored with your notes" in again.message


def test_the_newest_stored_text_is_the_text_of_an_article(library: Library) -> None:
    prints = [library.texts.keep(text) for text in ("one", "two", "three")]
    revisions = tuple(Revision(each, "plain text 1", "2026", "-") for each in prints)
    record = ArticleRecord(article_id="a", id="a", revisions=revisions)
    assert library.text_of(record) == "three"
    library.texts.forget(prints[2])
    assert library.text_of(record) == "two"
    assert library.text_of(replace(record, revisions=())) is None


def test_findings_are_those_of_the_models_in_use(tmp_path: Path, library: Library) -> None:
    findings = Findings("sha256:1", language="en")
    assert library.findings_of("sha256:1") is None
    library.store_findings(findings)
    assert library.findings_of("sha256:1") == findings
    without_models = Library(
        tmp_path / "texts", tmp_path / "pages", tmp_path / "findings", tmp_path / "no models"
    )
    assert without_models.findings_of("sha256:1") is None


def test_only_the_library_builds_the_stores_of_texts_and_pages() -> None:
    package = Path(reader.__file__).parent
    builders = {
        str(path.relative_to(package))
        for path in package.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and getattr(node.func, "id", getattr(node.func, "attr", ""))
        in ("StoredTexts", "StoredPages")
    }
    assert builders == {str(Path("desk", "library.py"))}
