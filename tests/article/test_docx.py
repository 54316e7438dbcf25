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


def test_a_table_in_a_cell_is_read_once(tmp_path: Path) -> None:
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


DROPPED = '<w:framePr w:dropCap="drop" w:lines="2"/>'


def test_a_large_first_letter_begins_its_paragraph(tmp_path: Path) -> None:
    article = opened(tmp_path, paragraph(run("T"), more=DROPPED) + paragraph(run("he dam rises.")))
    assert article.text == "The dam rises."


@pytest.mark.parametrize(
    ("font", "code", "shown"),
    [
        ("Symbol", "F0B4", "×"),
        ("Symbol", "F0A3", "≤"),
        ("Symbol", "0061", "α"),
        ("Wingdings", "F0FE", "☑"),
        ("Wingdings", "F0E0", "→"),
        ("House Signs", "F041", "\ufffd"),
        ("Arial", "00D7", "×"),
    ],
)
def test_a_symbol_is_shown_or_marked_as_unknown(
    tmp_path: Path, font: str, code: str, shown: str
) -> None:
    sign = f'<w:r><w:sym w:font="{font}" w:char="{code}"/></w:r>'
    assert opened(tmp_path, paragraph(run("5") + sign + run("4"))).text == f"5{shown}4"


NUMBERING = f"""<w:numbering xmlns:w="{W}">
<w:abstractNum w:abstractNumId="7"><w:lvl w:ilvl="0"><w:start w:val="4"/>
<w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%1.%2)"/>
</w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="7"/></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0"><w:startOverride
 w:val="1"/></w:lvlOverride></w:num></w:numbering>"""


def numbered(tmp_path: Path, items: list[tuple[str, int]], strict: bool = False) -> list[str]:
    body = "".join(
        paragraph(
            run("point"),
            more=f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{name}"/></w:numPr>',
        )
        for name, depth in items
    )
    path = tmp_path / "motion.docx"
    main = f'<w:document xmlns:w="{W}" xmlns:r="{R}"><w:body>{body}</w:body></w:document>'
    parts = {
        "_rels/.rels": f'<R><R Type="{R}/officeDocument" Target="/word/document22.xml"/></R>',
        "word/_rels/document22.xml.rels": f'<R><R Type="{R}/numbering" Target="n.xml"/></R>',
        "word/document22.xml": main,
        "word/n.xml": NUMBERING,
    }
    with zipfile.ZipFile(path, "w") as package:
        for name, part in parts.items():
            if strict:
                part = part.replace(W, "http://purl.oclc.org/ooxml/wordprocessingml/main")
                part = part.replace(R, "http://purl.oclc.org/ooxml/officeDocument/relationships")
            package.writestr(name, part)
    return [line.split(" ")[0] for line in open_article(str(path)).text.splitlines()]


@pytest.mark.parametrize("strict", [False, True])
def test_lists_begin_where_they_say_and_go_on_where_they_share_a_count(
    tmp_path: Path, strict: bool
) -> None:
    items = [("1", 0), ("1", 0), ("1", 1), ("1", 1), ("2", 0), ("3", 0), ("3", 0)]
    shown = numbered(tmp_path, items, strict)
    assert shown == ["4.", "5.", "5.a)", "5.b)", "6.", "1.", "2."]


@pytest.mark.parametrize("mark", ["strike", "dstrike"])
def test_a_figure_that_is_struck_out_is_no_live_figure(tmp_path: Path, mark: str) -> None:
    struck = f"<w:r><w:rPr><w:{mark}/></w:rPr><w:t>12 </w:t></w:r>"
    shown = f'<w:r><w:rPr><w:{mark} w:val="0"/></w:rPr><w:t xml:space="preserve">15 </w:t></w:r>'
    text = opened(tmp_path, paragraph(run("It costs ") + struck + shown + run("crowns."))).text
    assert text == "It costs 15 crowns."


def test_how_a_name_is_spoken_is_no_word_of_the_text(tmp_path: Path) -> None:
    spoken, base = f"<w:rt>{run('かん')}</w:rt>", f"<w:rubyBase>{run('漢')}</w:rubyBase>"
    ruby = f"<w:r><w:ruby>{spoken}{base}</w:ruby></w:r>"
    assert opened(tmp_path, paragraph(ruby + run("字"))).text == "漢字"


def test_footnotes_that_are_left_out_are_counted(tmp_path: Path) -> None:
    mark = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    article = opened(
        tmp_path, paragraph(run("The dam leaks.") + mark) + paragraph(run("So.") + mark)
    )
    assert any("2 footnotes" in each for each in article.notices)
    assert not opened(tmp_path, BODY).notices
