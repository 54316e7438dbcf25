"""OpenDocument texts, made here as word processors make them."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from reader.article.article import Article
from reader.article.opening import open_article

NAMESPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "text", "table", "style")
)


def written(tmp_path: Path, body: str, styles: str = "") -> Article:
    path = tmp_path / "report.odt"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        package.writestr(
            "content.xml",
            f"<office:document-content {NAMESPACES}><office:automatic-styles>{styles}"
            f"</office:automatic-styles><office:body><office:text>{body}</office:text>"
            "</office:body></office:document-content>",
        )
    return open_article(str(path))


def test_a_table_in_a_cell_is_read_once_and_a_list_in_one_keeps_its_words_apart(
    tmp_path: Path,
) -> None:
    def cell(*paragraphs: str) -> str:
        words = "".join(each if "<" in each else f"<text:p>{each}</text:p>" for each in paragraphs)
        return f"<table:table-cell>{words}</table:table-cell>"

    def table(*cells: str) -> str:
        return f"<table:table><table:table-row>{''.join(cells)}</table:table-row></table:table>"

    items = "".join(f"<text:list-item><text:p>{one}</text:p></text:list-item>" for one in "ab")
    inner = table(cell("in"), cell("side", table(cell("deep"))))
    body = table(cell("Out", inner), cell("9"), cell(f"<text:list>{items}</text:list>"))
    path = tmp_path / "table.odt"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        package.writestr(
            "content.xml",
            f"<office:document-content {NAMESPACES}><office:body><office:text>{body}"
            "</office:text></office:body></office:document-content>",
        )
    assert open_article(str(path)).text == "Out in side deep | 9 | a b"


@pytest.mark.parametrize(
    ("looks", "text"),
    [
        ('style:text-line-through-style="solid"', "It costs  15 crowns."),
        ('style:text-line-through-type="double"', "It costs  15 crowns."),
        ('text:display="none"', "It costs  15 crowns."),
        ('style:text-line-through-style="none"', "It costs 12 15 crowns."),
    ],
)
def test_what_is_struck_out_or_hidden_is_left_out(tmp_path: Path, looks: str, text: str) -> None:
    style = f'<style:style style:name="T1"><style:text-properties {looks}/></style:style>'
    body = '<text:p>It costs <text:span text:style-name="T1">12</text:span> 15 crowns.</text:p>'
    assert written(tmp_path, body, style).text == text


def test_footnotes_that_are_left_out_are_counted(tmp_path: Path) -> None:
    note = "<text:note><text:note-body><text:p>So it says.</text:p></text:note-body></text:note>"
    article = written(tmp_path, f"<text:p>It costs 15 crowns{note}.</text:p>")
    assert article.text == "It costs 15 crowns."
    assert any("1 footnote" in each for each in article.notices)
