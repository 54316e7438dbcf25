from __future__ import annotations

import os
from pathlib import Path

import pytest

from reader.article.stored_pages import StoredPage, StoredPages

PAGE = StoredPage(
    "https://a.example/b", b"<p>\nWords\xff\n</p>", "text/html", None, "2026-11-01T08:00:00Z"
)


def test_a_page_comes_back_as_it_was(tmp_path: Path) -> None:
    kept = StoredPages(tmp_path / "pages")
    assert kept.count() == 0
    kept.keep("https://a.example", PAGE)
    assert kept.load("https://a.example") == PAGE
    assert kept.load("https://b.example") is None
    assert kept.count() == 1


def test_a_page_fetched_again_takes_the_place_of_the_first(tmp_path: Path) -> None:
    kept = StoredPages(tmp_path)
    later = StoredPage("https://a.example/c", b"new", "text/plain", "utf-8", "2026-11-02T08:00:00Z")
    kept.keep("https://a.example", PAGE)
    kept.keep("https://a.example", later)
    assert (kept.load("https://a.example"), kept.count()) == (later, 1)


def test_a_damaged_file_is_not_taken_for_a_page(tmp_path: Path) -> None:
    kept = StoredPages(tmp_path)
    kept.keep("https://a.example", PAGE)
    (path,) = tmp_path.iterdir()
    path.write_bytes(path.read_bytes()[:-4])
    assert kept.load("https://a.example") is None


def test_forgetting(tmp_path: Path) -> None:
    kept = StoredPages(tmp_path)
    kept.keep("https://a.example", PAGE)
    assert (kept.forget("https://a.example"), kept.forget("https://a.example")) == (True, False)
    assert kept.load("https://a.example") is None


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
def test_kept_for_the_owner_alone(tmp_path: Path) -> None:
    kept = StoredPages(tmp_path / "pages")
    kept.keep("https://a.example", PAGE)
    (path,) = kept.folder.iterdir()
    assert (path.stat().st_mode & 0o077, kept.folder.stat().st_mode & 0o077) == (0, 0)
