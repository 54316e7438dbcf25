"""OpenDocument texts, made here as word processors make them."""

from __future__ import annotations

import zipfile
from pathlib import Path

from reader.article.opening import open_article

NAMESPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "text", "table")
)


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
