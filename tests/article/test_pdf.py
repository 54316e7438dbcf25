"""PDF files, set by hand as a typesetter's program would."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from reader.article.article import Article, ArticleError
from reader.article.loaders.page_layout import Line, PageLines, columns, paragraphs
from reader.article.loaders.pdf import without_running_heads
from reader.article.loaders.pdf_letters import as_read
from reader.article.opening import open_article

DOCUMENTS = Path(__file__).parent / "documents"


def pdf(*pages: list[str], title: str = "") -> bytes:
    """Return a PDF with a line of text for each string, one below the other."""
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
    assert opened(tmp_path, pdf(["The dam", "It held."]), "report.txt").loader == "pdf 2"


def column(*lines: str, left: float = 50, top: float = 50, size: float = 10) -> list[Line]:
    """Lines one below the other, five points to a letter."""
    return [
        Line(
            text.lstrip(),
            at := left + 5 * (len(text) - len(text.lstrip())),
            at + 5 * len(text.lstrip()),
            top + 12 * number,
            top + 12 * number + size,
            size,
        )
        for number, text in enumerate(lines)
    ]


def read(*pages: list[Line]) -> list[str]:
    return [each.text for each in paragraphs([columns(page) for page in pages])]


def test_a_sentence_goes_on_over_the_page() -> None:
    long = "The board counted the leaks in all three valleys and found most"
    assert read(column(long), column("of them small."), column("Next.")) == [
        f"{long} of them small.",
        "Next.",
    ]


def test_hyphens_of_names_and_soft_hyphens() -> None:
    wide = "x" * 40
    assert read(column(f"{wide} Anglo-", "Norman")) == [f"{wide} Anglo-Norman"]
    assert read(column(f"{wide} wat\u00ad", "er")) == [f"{wide} water"]


def test_lines_that_stand_on_two_pages_by_chance_are_kept() -> None:
    texts = [["Yes.", "One."], ["Yes.", "Two."], ["Three.", "Four."], ["Five.", "Six."]]
    pages = [PageLines(842, column(*lines, top=200)) for lines in texts]
    assert without_running_heads(pages) == pages


LEFT = ["The first column begins", "here and goes on until", "the last of its lines,"]
RIGHT = ["which is here. A second", "sentence fills the rest", "of the second column."]


def test_columns_are_read_one_after_the_other_in_whatever_order_they_are_drawn() -> None:
    drawn = [*column(*RIGHT, left=200, top=100), *column(*LEFT, top=100)]
    head = column("A headline over both of the columns", top=60, size=20)
    foot = column("A line of full width below them ends the page.", top=160)
    (first, text, last) = read([*foot, *drawn, *head])
    assert first == "A headline over both of the columns"
    assert text == " ".join([*LEFT, *RIGHT])
    assert last == "A line of full width below them ends the page."


def test_a_section_below_columns_comes_after_all_of_them() -> None:
    above = [*column(*LEFT, top=100), *column(*RIGHT, left=200, top=100)]
    head = column("Letters", top=150, size=16)
    below = [*column(*LEFT, top=180), *column(*RIGHT, left=200, top=180)]
    both = " ".join([*LEFT, *RIGHT])
    assert read([*below, *above, *head]) == [both, "Letters", both]


def test_what_is_on_one_line_is_joined_and_tables_keep_their_rows() -> None:
    row = [*column("Friday", left=50), *column("06:10", left=150), *column("6.1", left=220)]
    more = [
        *column("Saturday", left=50, top=62),
        *column("06:55", left=150, top=62),
        *column("6.4", left=220, top=62),
    ]
    assert read([*more, *row]) == ["Friday | 06:10 | 6.1", "Saturday | 06:55 | 6.4"]
    justified = [*column("took", left=50), *column("the second", left=78), *column("one", left=138)]
    assert read([*justified, *column("that was offered to it.", top=62)]) == [
        "took the second one that was offered to it."
    ]


def test_indents_begin_paragraphs_and_bullets_begin_items() -> None:
    lines = ["The board met eleven times and told", "nobody, as its minutes of March show.",
             "  It will meet again in the winter,", "the notice says.", "• One is closed.",
             "• Two are open to", "  the public."]  # fmt: skip
    assert read(column(*lines)) == [
        "The board met eleven times and told nobody, as its minutes of March show.",
        "It will meet again in the winter, the notice says.",
        "• One is closed.",
        "• Two are open to the public.",
    ]


def test_three_columns_set_by_a_browser() -> None:
    article = open_article(str(DOCUMENTS / "chromium-columns.pdf"))
    report = [(each.kind, each.span.slice(article.text)) for each in article.blocks]
    assert report[:3] == [
        ("headline", "Harbour board meets in secret, minutes show"),
        ("byline", "By Maren Holloway and Idris Quayle"),
        ("dateline", "SALTMARSH —"),
    ]
    kinds = {kind: words for kind, words in report if kind in ("caption", "quotation")}
    assert kinds["caption"] == (
        "The northern pier on Friday. It was valued at £2.1 million in March."
    )
    assert kinds["quotation"].startswith("Nobody told us there were two.")
    assert [words for kind, words in report if kind == "heading"] == [
        "The pier was valued twice",
        "What the board will not say",
    ]
    order = ["eleven times", "The minutes, which", "marketplace", "A valuation", "Ragna", "1911",
             "Asked for the grounds", "Eleven meetings", "A lawyer", "Hallan"]  # fmt: skip
    places = [article.text.index(words) for words in order]
    assert places == sorted(places)
    assert "pier at £2.1 million; a second one, from June" in article.text
    assert "Page 1" not in article.text
    assert "The Saltmarsh Courier" not in article.text
    assert article.authors == ("Maren Holloway", "Idris Quayle")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"%PDF-1.7\nnothing more", "damaged"), (pdf([]), "No text was found"),
        (pdf(), "No text was found"),
    ],
)  # fmt: skip
def test_what_cannot_be_read(tmp_path: Path, data: bytes, words: str) -> None:
    with pytest.raises(ArticleError, match=words):
        opened(tmp_path, data)


def test_a_file_with_a_password(tmp_path: Path) -> None:
    import io

    from pypdf import PdfWriter

    for user, words in (("secret", "locked by a password"), ("", None)):
        writer = PdfWriter(io.BytesIO(pdf(["The dam held on Friday, its keeper said"])))
        writer.encrypt(user, "owner", algorithm="AES-128")
        out = io.BytesIO()
        writer.write(out)
        if words is None:
            assert "its keeper said" in opened(tmp_path, out.getvalue()).text
            continue
        with pytest.raises(ArticleError, match=words):
            opened(tmp_path, out.getvalue())


@pytest.mark.parametrize("size", range(5, 2600, 97))
def test_a_file_that_is_cut_off_is_read_or_reported_in_one_sentence(
    tmp_path: Path, size: int
) -> None:
    data = pdf(*PAGES)[:size]
    try:
        report = opened(tmp_path, data).text
    except ArticleError as fault:
        report = str(fault)
    assert report.strip()
    assert "leaks" in report or ("\n" not in report and "report.pdf" in report)


def test_without_the_extra_it_says_how_to_install_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pdfminer.converter", None)
    with pytest.raises(ArticleError, match=r"pip install \"article-reader\[pdf\]\""):
        opened(tmp_path, pdf(["The dam", "It held."]))


def test_a_page_with_letters_without_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from reader.article.loaders import pdf_lines

    monkeypatch.setattr(pdf_lines, "MOST_LETTERS", 100)
    assert opened(tmp_path, pdf(["The dam held."])).text == "The dam held."
    with pytest.raises(ArticleError, match="more than 100 letters"):
        opened(tmp_path, pdf(["The dam held. " * 10]))
    article = opened(tmp_path, pdf(["The dam held."], ["The dam held. " * 10], ["It leaks now."]))
    assert article.text == "The dam held.\n\nIt leaks now."
    assert [each for each in article.notices if "Page 2 " in each]


@pytest.mark.parametrize(
    "content",
    ["q Q " * 4_000_000, "[" + "(a) 1 " * 4_000_000 + "] TJ", "none " * 4_000_000],
    ids=["operators", "one array", "words"],
)
def test_a_page_that_takes_too_long_is_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str
) -> None:
    from reader.article.loaders import pdf_lines

    monkeypatch.setattr(pdf_lines, "PAGE_SECONDS", 1.0)
    article = opened(tmp_path, drawn(BODY, content, at(60, 700, "The last page is short.")))
    assert "The council met on Monday" in article.text
    assert "The last page is short." in article.text
    assert [each for each in article.notices if "Page 2 " in each]


def test_after_several_slow_pages_the_rest_is_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from reader.article.loaders import pdf_lines

    seen: list[object] = []

    def slow(page: object, resources: object) -> object:
        seen.append(page)
        if len(seen) == 1:
            return layout(page, resources)
        raise pdf_lines.OverTimeError

    layout = pdf_lines._layout
    monkeypatch.setattr(pdf_lines, "_layout", slow)
    monkeypatch.setattr(pdf_lines, "MOST_SLOW", 1)
    article = opened(tmp_path, drawn(*[BODY] * 6))
    assert len(seen) == 3
    assert article.text.count("The council met") == 1
    assert any("Pages 2 to 6 " in each for each in article.notices)


def drawn(*content: str, form: str = "", page: str = "") -> bytes:
    """Return a PDF of one page for each content stream; ``/Fm`` is a form with ``form`` in it.

    ``page`` is what each page says besides.
    """
    objects = ["<< /Type /Catalog /Pages 2 0 R >>"]
    kids = " ".join(f"{5 + 2 * number} 0 R" for number in range(len(content)))
    objects.append(f"<< /Type /Pages /Kids [{kids}] /Count {len(content)} >>")
    objects.append("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
    inner = "<< /Font << /F 3 0 R >> >>"
    objects.append(
        f"<< /Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources {inner} "
        f"/Length {len(form)} >>\nstream\n{form}\nendstream"
    )
    for number, stream in enumerate(content):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {6 + 2 * number} 0 R "
            f"/Resources << /Font << /F 3 0 R >> /XObject << /Fm 4 0 R >> >> {page} >>"
        )
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, each in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{each}\nendobj\n".encode()
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF".encode()
    return bytes(out)


def at(x: float, y: float, words: str, size: int = 10) -> str:
    return f"BT /F {size} Tf 1 0 0 1 {x} {y} Tm ({words}) Tj ET\n"


BODY = at(60, 700, "The council met on Monday and voted for the line along the river.") + at(
    60, 686, "Nobody spoke against it, and the work begins in the spring of next year."
)


def test_figures_that_are_drawn_out_of_order_are_read_in_order(tmp_path: Path) -> None:
    line = at(60, 660, "It cost") + at(105.4, 660, "7") + at(97, 660, "8") + at(102.5, 660, ".")
    article = opened(tmp_path, drawn(BODY + line + at(114, 660, "million crowns.")))
    assert "It cost 8.7 million crowns." in article.text


def test_a_large_first_letter_begins_the_first_word(tmp_path: Path) -> None:
    page = (
        at(60, 690, "N", 30)
        + at(84, 704, "obody spoke against it when the council met on Monday to vote for the")
        + at(84, 692, "line along the river, and the work begins in the spring of next year as")
        + at(60, 680, "the board had hoped when it wrote to the town in the autumn of last year.")
    )
    assert "Nobody spoke against it" in opened(tmp_path, drawn(page)).text.replace("\n", " ")


def test_a_heading_with_a_space_behind_each_letter_is_words(tmp_path: Path) -> None:
    heading = at(60, 664, "W H O   P A Y S   F O R   I T", 11)
    article = opened(tmp_path, drawn(BODY + heading + at(60, 644, "The county pays half of it.")))
    assert "WHO PAYS FOR IT" in article.text


def test_words_in_a_form_are_read(tmp_path: Path) -> None:
    article = opened(tmp_path, drawn(f"/Fm Do {at(60, 600, 'Seen by the desk.')}", form=BODY))
    assert "The council met on Monday" in article.text
    assert "Seen by the desk." in article.text


def test_a_page_that_is_set_sideways_is_read(tmp_path: Path) -> None:
    turned = "".join(
        f"BT /F 10 Tf 0 1 -1 0 {x} 80 Tm ({words}) Tj ET\n"
        for x, words in ((100, "Fares from May:"), (114, "a grown-up pays nine crowns,"),
                         (128, "a child pays four of them."))
    )  # fmt: skip
    text = opened(tmp_path, drawn(BODY, turned)).text
    assert "The council met on Monday" in text
    assert "a grown-up pays nine crowns" in text
    assert text.index("Fares from May") < text.index("a child pays four")


def test_a_line_from_the_right_is_put_in_the_order_of_reading() -> None:
    assert as_read("בוש גילפת תרובעמה") == "המעבורת תפליג שוב"
    assert as_read(".2026 תנשב 14:30-ב ,(בוש) הגלפה") == "הפלגה (שוב), ב-14:30 בשנת 2026."


@pytest.mark.parametrize("name", ["untitled", "Untitled-2", "(anonymous)", "unknown", "user"])
def test_a_placeholder_is_no_title(tmp_path: Path, name: str) -> None:
    article = opened(tmp_path, pdf(*PAGES, title=name))
    assert article.title.casefold() != name.casefold()
