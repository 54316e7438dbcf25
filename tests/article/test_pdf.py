"""PDF files, set by hand as a typesetter's program would."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from reader.article.article import Article, ArticleError
from reader.article.loaders.pdf import paragraphs_of, without_running_heads
from reader.article.opening import open_article


def pdf(*pages: list[str], title: str = "") -> bytes:
    """A PDF with a line of text for each string, one below the other."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>"]
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(pages)))
    objects.append(f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode())
    objects.append(
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
    )
    for number, lines in enumerate(pages):
        shown = b"".join(
            b"(" + line.encode("cp1252").replace(b"(", b"\\(").replace(b")", b"\\)") + b") Tj T*\n"
            for line in lines
        )
        stream = b"BT /F1 11 Tf 14 TL 72 760 Td\n" + shown + b"ET"
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {5 + 2 * number} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>".encode()
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
    objects.append(f"<< /Title ({title}) /CreationDate (D:20261114063000Z) >>".encode())
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer << /Size %d /Root 1 0 R /Info %d 0 R >>\nstartxref\n%d\n%%%%EOF" % (
        len(objects) + 1,
        len(objects),
        start,
    )
    return bytes(out)


def opened(tmp_path: Path, data: bytes, name: str = "report.pdf") -> Article:
    path = tmp_path / name
    path.write_bytes(data)
    return open_article(str(path))


PAGES = [
    [
        "Water Board Report", f"{number}", *first,
        "The board counted the leaks in all three valleys and found that most of them", *last,
        f"Page {number} of 4",
    ]
    for number, first, last in (
        (1, ["More leaks than last year"],
         ["were small, “smaller than a pin”, as the engi-", "neer said."]),
        (2, [], ["had been known for years before anybody came to look at one of", "them."]),
        (3, [], ["lay under the old town, where the pipes are a hundred years old", "or more."]),
        (4, [], ["could be mended in a day."]),
    )
]  # fmt: skip


def test_paragraphs_without_running_heads_and_hyphens(tmp_path: Path) -> None:
    article = opened(tmp_path, pdf(*PAGES, title="More leaks than last year"))
    assert article.title == "More leaks than last year"
    assert article.published == "2026-11-14"
    assert "Water Board Report" not in article.text
    assert "Page" not in article.text
    paragraphs = [block.span.slice(article.text) for block in article.blocks]
    assert paragraphs[0] == "More leaks than last year"
    assert paragraphs[1] == (
        "The board counted the leaks in all three valleys and found that most of them "
        "were small, “smaller than a pin”, as the engineer said."
    )
    assert len(paragraphs) == 5
    assert article.blocks[0].kind == "headline"


def test_known_by_its_beginning(tmp_path: Path) -> None:
    assert opened(tmp_path, pdf(["The dam", "It held."]), "report.txt").loader == "pdf 1"


def test_a_sentence_goes_on_over_the_page() -> None:
    long = "The board counted the leaks in all three valleys and found most"
    assert paragraphs_of([long, "", "of them small.", "", "Next."]) == [
        f"{long} of them small.",
        "Next.",
    ]


def test_hyphens_of_names_and_soft_hyphens() -> None:
    wide = "x" * 40
    assert paragraphs_of([f"{wide} Anglo-", "Norman"]) == [f"{wide} Anglo-Norman"]
    assert paragraphs_of([f"{wide} wat\u00ad", "er"]) == [f"{wide} water"]


def test_lines_that_stand_on_two_pages_by_chance_are_kept() -> None:
    pages = [["Yes.", "One."], ["Yes.", "Two."], ["Three.", "Four."], ["Five.", "Six."]]
    assert without_running_heads(pages) == pages


@pytest.mark.parametrize(
    ("data", "words"),
    [(b"%PDF-1.7\nnothing more", "damaged"), (pdf([]), "pictures of pages"), (pdf(), "no text")],
)
def test_what_cannot_be_read(tmp_path: Path, data: bytes, words: str) -> None:
    with pytest.raises(ArticleError, match=words):
        opened(tmp_path, data)


@pytest.mark.parametrize("size", range(5, 2600, 97))
def test_a_file_that_is_cut_off_is_read_or_told_in_one_sentence(tmp_path: Path, size: int) -> None:
    data = pdf(*PAGES)[:size]
    try:
        told = opened(tmp_path, data).text
    except ArticleError as fault:
        told = str(fault)
    assert told.strip()
    assert "leaks" in told or ("\n" not in told and "report.pdf" in told)


def test_without_the_extra_it_says_how_to_install_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pypdf", None)
    with pytest.raises(ArticleError, match=r"pip install \"article-reader\[pdf\]\""):
        opened(tmp_path, pdf(["The dam", "It held."]))
