"""Word documents, made here as word processors make them."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from reader.article.article import Article, ArticleError
from reader.article.loaders import docx
from reader.article.opening import open_article

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
CORE = (
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/'
    'core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:dcterms="http://purl.org/dc/terms/"><dc:title>Draft 7</dc:title>'
    "<dc:creator>Gesa Thorne</dc:creator><dcterms:created>2026-11-14T06:30:00Z</dcterms:created>"
    "</cp:coreProperties>"
)
TIES = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId7" Target="https://water.example/plan" TargetMode="External"/>'
    '<Relationship Id="rId1" Target="styles.xml"/></Relationships>'
)


def paragraph(content: str, style: str = "", more: str = "") -> str:
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{named}{more}</w:pPr>{content}</w:p>"


def run(words: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{words}</w:t></w:r>'


BODY = (
    paragraph(run("Dam to rise"), "Title")
    + paragraph(run("The dam at ") + run("Orrin will be raised."))
    + paragraph(run("Wells"), "Heading2")
    + paragraph(
        run("See ") + f'<w:hyperlink r:id="rId7">{run("the plan")}</w:hyperlink>' + run(".")
    )
    + paragraph(run("Karsk"), "ListParagraph", '<w:numPr><w:ilvl w:val="0"/></w:numPr>')
    + paragraph(run("Tolne"), "ListParagraph", '<w:numPr><w:ilvl w:val="1"/></w:numPr>')
    + paragraph(run("Nine million litres."), "IntenseQuote")
    + paragraph(
        "<w:del><w:r><w:delText>gone</w:delText></w:r></w:del>"
        + f"<w:ins>{run('It is so.')}</w:ins>"
        + "<w:r><w:rPr><w:vanish/></w:rPr><w:t>unseen</w:t></w:r>"
    )
    + f"<w:tbl><w:tr><w:tc>{paragraph(run('Valley'))}</w:tc>"
    + f"<w:tc>{paragraph(run('9'))}</w:tc></w:tr></w:tbl>"
    + paragraph("")
)  # fmt: skip


def opened(tmp_path: Path, body: str, name: str = "draft.docx") -> Article:
    path = tmp_path / name
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("docProps/core.xml", CORE)
        package.writestr("word/_rels/document.xml.rels", TIES)
        package.writestr(
            "word/document.xml",
            f'<w:document xmlns:w="{W}" xmlns:r="{R}"><w:body>{body}</w:body></w:document>',
        )
    return open_article(str(path))


def test_a_document(tmp_path: Path) -> None:
    article = opened(tmp_path, BODY)
    assert [(block.kind, block.span.slice(article.text)) for block in article.blocks] == [
        ("headline", "Dam to rise"),
        ("paragraph", "The dam at Orrin will be raised."),
        ("heading", "Wells"),
        ("paragraph", "See the plan."),
        ("list item", "• Karsk"),
        ("list item", "• Tolne"),
        ("quotation", "Nine million litres."),
        ("paragraph", "It is so."),
        ("paragraph", "Valley | 9"),
    ]
    assert [block.level for block in article.blocks[4:6]] == [1, 2]
    assert (article.title, article.authors) == ("Dam to rise", ("Gesa Thorne",))
    assert article.published is None
    (link,) = article.links
    assert (article.text[link.start : link.end], link.url) == (
        "the plan",
        "https://water.example/plan",
    )


def test_a_table_in_a_cell_is_told_once(tmp_path: Path) -> None:
    inner = f"<w:tbl><w:tr><w:tc>{paragraph(run('in'))}</w:tc><w:tc>{paragraph(run('side'))}</w:tc>"
    outer = f"<w:tc>{paragraph(run('Out'))}{inner}</w:tr></w:tbl>{paragraph('')}</w:tc>"
    article = opened(
        tmp_path, f"<w:tbl><w:tr>{outer}<w:tc>{paragraph(run('9'))}</w:tc></w:tr></w:tbl>"
    )
    assert article.text == "Out in side | 9"


def test_a_document_without_text(tmp_path: Path) -> None:
    with pytest.raises(ArticleError, match="without text"):
        opened(tmp_path, paragraph(""))


def test_damaged_documents(tmp_path: Path) -> None:
    with pytest.raises(ArticleError, match="damaged Word"):
        opened(tmp_path, "<w:p>")
    path = tmp_path / "cut.docx"
    path.write_bytes((tmp_path / "draft.docx").read_bytes()[:200])
    with pytest.raises(ArticleError, match="damaged Word"):
        open_article(str(path))


def test_a_document_that_unpacks_to_too_much(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(docx, "LARGEST_UNPACKED", 50_000)
    with pytest.raises(ArticleError, match="unpacks to more"):
        opened(tmp_path, paragraph(run("word")) * 5_000)
