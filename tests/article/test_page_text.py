"""Passages of an article's text as the source of its page has them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.article.page_text import PageText, page_text_at
from reader.article.stored_pages import StoredPage, StoredPages

PAGE = """<html><head><title>x</title></head><body><p>The mill  burned
\tdown, and <em>no
one</em> was&nbsp;hurt.</p><p>Two bar\u00adges<br>sank.</p></body></html>"""


@pytest.mark.parametrize(
    ("quote", "expected"),
    [
        (("mill burned down", "The ", ", and"), ("mill  burned\n\tdown", "The ", ", and")),
        (("no one was hurt", "and ", "."), ("no\none was\u00a0hurt", "and ", ".")),
        (("barges", "Two ", ""), ("bar\u00adges", "Two ", "")),
        (("mill", "The ", " burned"), ("mill", "The ", "  burned")),
    ],
)
def test_a_passage_gets_the_white_space_of_its_page(
    quote: tuple[str, str, str], expected: tuple[str, str, str]
) -> None:
    assert PageText(PAGE).quote(*quote) == expected


@pytest.mark.parametrize("words", ["the mill drowned", " ", ""])
def test_what_the_page_does_not_hold_is_not_found(words: str) -> None:
    assert PageText(PAGE).quote(words, "", "") is None


def test_a_passage_that_is_there_twice_with_different_space_is_left_as_it_is() -> None:
    twice = PageText("<body><p>A red\nbarn.</p><p>A red barn.</p></body>")
    assert twice.quote("red barn", "A ", ".") is None
    alike = PageText("<body><p>A red\nbarn.</p><p>A red\nbarn.</p></body>")
    assert alike.quote("red barn", "A ", ".") == ("red\nbarn", "A ", ".")


@given(
    words=st.lists(st.sampled_from(("ash", "oak", "é", "日本", "🙂")), min_size=3, max_size=9),
    gaps=st.lists(st.sampled_from((" ", "\n", "\n   ", "\t", " \u00a0")), min_size=9, max_size=9),
    cuts=st.tuples(st.integers(0, 8), st.integers(0, 8)),
)
def test_prefix_words_and_suffix_are_neighbours_in_the_page(
    words: list[str], gaps: list[str], cuts: tuple[int, int]
) -> None:
    first = min(*cuts, len(words) - 1)
    last = max(first + 1, min(max(cuts), len(words)))
    source = "".join(word + gap for word, gap in zip(words, gaps, strict=False)).strip()
    before, within, after = words[:first], words[first:last], words[last:]
    found = PageText(f"<body><p>{source}</p></body>").quote(
        " ".join(within), " ".join([*before, ""]), " ".join(["", *after])
    )
    assert found is not None
    assert found[1] + found[0] + found[2] == source
    assert found[0].split() == within


def test_pages_are_read_from_files_and_from_what_was_fetched(tmp_path: Path) -> None:
    pages = StoredPages(tmp_path / "pages")
    address = "https://mill.example/fire"
    assert page_text_at(address, pages) is None
    page = StoredPage(address, PAGE.encode("utf-16"), "text/html", "utf-16", "2026-05-02T08:00:00Z")
    pages.keep(address, page)
    file = tmp_path / "fire.html"
    file.write_text(PAGE, "utf-8")
    for place in (address, str(file)):
        found = page_text_at(place, pages)
        assert found is not None
        assert found.quote("burned down", "", "") == ("burned\n\tdown", "", "")


def test_what_is_no_page_has_no_text_of_one(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("burned down", "utf-8")
    (tmp_path / "empty.html").write_text("", "utf-8")
    pages = StoredPages(tmp_path / "pages")
    for name in ("note.txt", "missing.html", "."):
        assert page_text_at(str(tmp_path / name), pages) is None
    empty = page_text_at(str(tmp_path / "empty.html"), pages)
    assert empty is None or empty.quote("burned down", "", "") is None
