"""An article of the desk that came from the web is read as it was kept; nothing is fetched."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from reader.annotations.records import ArticleRecord, Revision
from reader.article.article import ArticleError, fingerprint
from reader.article.kept import KeptTexts
from reader.article.kept_pages import KeptPage, KeptPages
from reader.session.desk_article import open_desk_article

ADDRESS = "https://courier.example/story.html"
TEXT = "The gate\n\n# It was closed <at noon>."


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_words: object, **_more: object) -> None:
        pytest.fail("the network was asked")

    monkeypatch.setattr(socket, "getaddrinfo", refused)


@pytest.fixture
def record() -> ArticleRecord:
    revision = Revision(fingerprint(TEXT), "web page 1", "2026-11-01T08:00:00Z", ADDRESS)
    return ArticleRecord(
        article_id="a", id="a", title="The gate", locations=(ADDRESS,), revisions=(revision,)
    )


def test_the_kept_page_is_read(record: ArticleRecord, tmp_path: Path) -> None:
    data = b"<html><body><h1>The gate</h1><p>It was closed at noon by its keeper.</p></body></html>"
    page = KeptPage(ADDRESS, data, "text/html", None, "2026-11-01T08:00:00Z")
    KeptPages(tmp_path / "pages").keep(ADDRESS, page)
    opened = open_desk_article(record, KeptTexts(tmp_path / "texts"), tmp_path / "pages")
    assert opened.article.text == "The gate\n\nIt was closed at noon by its keeper."
    assert "fetched on 2026-11-01" in opened.told


def test_else_the_text_that_notes_stand_on_letter_by_letter(
    record: ArticleRecord, tmp_path: Path
) -> None:
    kept = KeptTexts(tmp_path / "texts")
    kept.keep(TEXT)
    opened = open_desk_article(record, kept, tmp_path / "pages")
    assert opened.article.text == TEXT
    assert "kept with your notes" in opened.told


def test_else_it_is_told(record: ArticleRecord, tmp_path: Path) -> None:
    with pytest.raises(ArticleError, match="not fetched before"):
        open_desk_article(record, KeptTexts(tmp_path / "texts"), tmp_path / "pages")
