"""What a page of a PDF holds besides its lines: figures at its edges, fields, turned words."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.article.article import ArticleError
from reader.article.loaders.page_layout import Line, PageLines
from reader.article.loaders.pdf import without_running_heads
from tests.article.test_pdf import BODY, drawn, opened


def page_of(*texts: str) -> PageLines:
    lines = [
        Line(text, 60, 400, 20 + 14 * row, 30 + 14 * row, 10) for row, text in enumerate(texts)
    ]
    return PageLines(842, lines)


def texts(pages: list[PageLines]) -> list[list[str]]:
    return [[line.text for line in page.lines] for page in pages]


MIDDLE = ("The ferries carried these by the month,", "as the company has it,", "in each port.")


@pytest.mark.parametrize(
    "rows",
    [
        ["2013 | 7,723 | 10.6", "2014 | 7,793 | 10.9", "2015 | 6,532 | 17.5", "2016 | 640 | 9.1"],
        ["Week 12: 310 crossings", "Week 19: 298 crossings", "Week 31: 12 crossings",
         "Week 40: 77 crossings"],
        ["Pier 4 | 31 boats", "Pier 9 | 8 boats", "Pier 11 | 52 boats", "Pier 17 | 5 boats"],
    ],
)  # fmt: skip
def test_rows_of_figures_at_the_edge_of_pages_are_no_running_heads(rows: list[str]) -> None:
    words = ["ferries", "tugs", "barges", "pilots"]
    pages = [
        page_of(row, *(f"{line} {word}" for line in MIDDLE), f"The {word} left.", f"{row} again")
        for row, word in zip(rows, words, strict=True)
    ]
    assert without_running_heads(pages) == pages


@pytest.mark.parametrize(
    "head",
    ["Harbour report 2026 | {}", "Page {} of 4", "Chapter 3, page {}", "Harbour report"],
)
def test_a_line_that_counts_the_pages_is_a_running_head(head: str) -> None:
    middles = ["ferries", "tugs", "barges", "pilots"]
    pages = [
        page_of(head.format(number), *(f"{line} {word}" for line in MIDDLE), f"The {word} left.")
        for number, word in enumerate(middles, 1)
    ]
    assert not any(head.format(number) in page for number, page in enumerate(
        texts(without_running_heads(pages)), 1))  # fmt: skip


def field(kind: str, words: str, *, flags: int = 4, more: str = "") -> str:
    return (
        f"/Annots [<< /Type /Annot /Subtype /{kind} /Rect [60 600 400 640] /F {flags} "
        f"/DA (/Helv 10 Tf 0 g) {words} {more} >>]"
    )


@pytest.mark.parametrize(
    ("annotation", "shown"),
    [
        (field("Widget", "/FT /Tx /V (Skipper: Liv Aune)"), True),
        (field("Widget", "/FT /Ch /V (Skipper: Liv Aune)"), True),
        (field("Widget", "/Parent << /FT /Tx /V (Skipper: Liv Aune) >>"), True),
        (field("FreeText", "/Contents (Skipper: Liv Aune)"), True),
        (field("Text", "/Contents (Skipper: Liv Aune)"), False),
        (field("FreeText", "/Contents (Skipper: Liv Aune)", flags=2), False),
        (field("Widget", "/FT /Tx /Ff 8192 /V (Skipper: Liv Aune)"), False),
        ("/Annots [null << /Subtype /Widget /Rect [1 2] >> << >>]", False),
    ],
)
def test_what_was_typed_onto_a_page_is_read(tmp_path: Path, annotation: str, shown: bool) -> None:
    text = opened(tmp_path, drawn(BODY, page=annotation)).text
    assert ("Skipper: Liv Aune" in text) is shown
    assert "The council met on Monday" in text


def test_a_page_that_was_put_in_upside_down_is_read(tmp_path: Path) -> None:
    lines = ("Fares go up from May, the board", "said, for all who cross by day.")
    page = "".join(
        f"BT /F 10 Tf -1 0 0 -1 400 {400 + 14 * row} Tm ({line}) Tj ET\n"
        for row, line in enumerate(lines)
    )
    text = " ".join(opened(tmp_path, drawn(page)).text.split())
    assert "Fares go up from May, the board said, for all who cross by day." in text


def test_turned_words_that_are_left_out_are_reported_when_they_are_many(tmp_path: Path) -> None:
    stamp = "BT /F 10 Tf 0 1 -1 0 30 80 Tm ({}) Tj ET\n"
    short = opened(tmp_path, drawn(BODY + stamp.format("Copy 3")), "short.pdf")
    assert not short.notices
    long = opened(tmp_path, drawn(BODY + stamp.format("Not for sale before May")), "long.pdf")
    assert any("Page 1" in each for each in long.notices)


def test_a_page_with_a_picture_alone_is_no_page_without_text(tmp_path: Path) -> None:
    picture = "q 100 0 0 100 60 600 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x00 EI Q\n"
    with pytest.raises(ArticleError, match="pictures of pages"):
        opened(tmp_path, drawn(picture))
