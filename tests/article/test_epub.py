"""E-books, made here."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from reader.article.article import Article, ArticleError
from reader.article.contents import SeveralArticlesError
from reader.article.loaders import epub
from reader.article.opening import open_article

CONTAINER = """<?xml version="1.0"?>
<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="OEBPS/book.opf"/></rootfiles></container>"""
PACKAGE = """<?xml version="1.0"?><package xmlns="http://www.idpf.org/2007/opf"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata><dc:title>Salt and Silt</dc:title>
<dc:creator>Gesa Thorne</dc:creator><dc:language>en</dc:language><dc:date>2026-03-01</dc:date>
<dc:publisher>Quay Press</dc:publisher></metadata>
<manifest><item id="n" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
<item id="b" href="two%20b.xhtml" media-type="application/xhtml+xml"/>
<item id="a" href="text/one.xhtml" media-type="application/xhtml+xml"/>
<item id="z" href="notes.xhtml" media-type="application/xhtml+xml"/>
<item id="i" href="cover.jpg" media-type="image/jpeg"/></manifest>
<spine><itemref idref="n"/><itemref idref="z" linear="no"/><itemref idref="a"/><itemref idref="b"/>
<itemref idref="i"/></spine></package>"""
CHAPTER = """<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head><body>%s</body></html>"""
MEMBERS = {
    "META-INF/container.xml": CONTAINER,
    "OEBPS/book.opf": PACKAGE,
    "OEBPS/nav.xhtml": CHAPTER % "<nav><ol><li>Contents</li></ol></nav>",
    "OEBPS/text/one.xhtml": CHAPTER
    % "<section><h1>One: The Tide</h1><p>The tide came&nbsp;in, she said.</p>"
    "<figure><img src='a.jpg'/><figcaption>The quay.</figcaption></figure></section>",
    "OEBPS/two b.xhtml": CHAPTER % "<h1>Two: The Ebb</h1><div><div>It went <em>out</em>.</div>"
    "<blockquote><p>“Gone,” he wrote.</p></blockquote></div><pre>a\n  b</pre>",
    "OEBPS/notes.xhtml": CHAPTER % "<p>A note set aside.</p>",
}


def book(tmp_path: Path, members: dict[str, str], name: str = "book.epub") -> Path:
    path = tmp_path / name
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("mimetype", "application/epub+zip", zipfile.ZIP_STORED)
        for member, content in members.items():
            package.writestr(member, content)
    return path


def opened(tmp_path: Path, members: dict[str, str], name: str = "book.epub") -> Article:
    return open_article(str(book(tmp_path, members, name)))


@pytest.mark.parametrize("name", ["book.epub", "book.zip"])
def test_chapters_in_reading_order(tmp_path: Path, name: str) -> None:
    article = opened(tmp_path, MEMBERS, name)
    report = [(block.kind, block.span.slice(article.text)) for block in article.blocks]
    assert report == [
        ("headline", "Salt and Silt"),
        ("heading", "One: The Tide"),
        ("paragraph", report[2][1]),
        ("caption", "The quay."),
        ("heading", "Two: The Ebb"),
        ("paragraph", "It went out."),
        ("quotation", "“Gone,” he wrote."),
        ("paragraph", "a\n  b"),
        ("paragraph", "A note set aside."),
    ]
    assert report[2][1].replace("\N{NO-BREAK SPACE}", " ") == "The tide came in, she said."
    assert (article.title, article.authors) == ("Salt and Silt", ("Gesa Thorne",))
    assert (article.outlet, article.published, article.language) == (
        "Quay Press",
        "2026-03-01",
        "en",
    )


def test_chapters_that_are_not_well_formed_are_read_all_the_same(tmp_path: Path) -> None:
    damaged = {**MEMBERS, "OEBPS/two b.xhtml": "<html><body><p>It went <b>out.<p>And back.</body>"}
    assert "And back." in opened(tmp_path, damaged).text


def test_a_damaged_book(tmp_path: Path) -> None:
    path = book(tmp_path, MEMBERS)
    path.write_bytes(path.read_bytes()[:700])
    with pytest.raises(ArticleError, match="damaged e-book"):
        open_article(str(path))


@pytest.mark.parametrize("missing", ["META-INF/container.xml", "OEBPS/book.opf", "OEBPS/nav.xhtml"])
def test_a_book_with_a_part_missing(tmp_path: Path, missing: str) -> None:
    members = {name: content for name, content in MEMBERS.items() if name != missing}
    if missing == "OEBPS/nav.xhtml":
        assert opened(tmp_path, members).title == "Salt and Silt"
        return
    with pytest.raises(ArticleError, match="damaged e-book"):
        opened(tmp_path, members)


def test_a_book_under_copy_protection(tmp_path: Path) -> None:
    locked = (
        '<encryption xmlns:e="http://www.w3.org/2001/04/xmlenc#"><e:EncryptedData>'
        '<e:EncryptionMethod Algorithm="http://www.w3.org/2001/04/xmlenc#aes128-cbc"/>'
        "</e:EncryptedData></encryption>"
    )
    with pytest.raises(ArticleError, match="copy protection"):
        opened(tmp_path, {**MEMBERS, "META-INF/encryption.xml": locked})


def test_a_book_that_unpacks_to_too_much(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(epub, "LARGEST_UNPACKED", 100_000)
    with pytest.raises(ArticleError, match="unpacks to more"):
        opened(tmp_path, {**MEMBERS, "OEBPS/two b.xhtml": CHAPTER % ("<p>word</p>" * 20_000)})


def test_a_long_book_is_read_a_chapter_at_a_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(epub, "LONGEST_WHOLE", 50)
    path = book(tmp_path, MEMBERS)
    with pytest.raises(SeveralArticlesError, match="is a book of 3 chapters") as several:
        open_article(str(path))
    titles = [item.title for item in several.value.contents.items]
    assert titles == ["One: The Tide", "Two: The Ebb", "A note set aside."]
    chapter = open_article(f"{path}#2")
    assert chapter.text.startswith("Two: The Ebb\n\nIt went out.")
    assert (chapter.authors, chapter.outlet) == (("Gesa Thorne",), "Quay Press")
    assert chapter.location == f"{path}#2"


def test_marks_of_footnotes_and_the_title_page_are_left_out(tmp_path: Path) -> None:
    ops = 'xmlns:epub="http://www.idpf.org/2007/ops"'
    mark = f'<a {ops} epub:type="noteref" href="#n1">1</a>'
    link = '<sup><a href="#n2">2</a></sup>'
    text = (
        f'<section {ops} epub:type="titlepage"><h1>Salt and Silt</h1><p>Gesa Thorne</p></section>'
        f"<p>The tide{mark} rose by two metres<sup>2</sup>, she said{link}.</p>"
        f'<aside><p>Not by day. <a {ops} epub:type="backlink" href="#r1">↩</a></p></aside>'
    )
    article = opened(tmp_path, {**MEMBERS, "OEBPS/text/one.xhtml": CHAPTER % text})
    assert [block.span.slice(article.text) for block in article.blocks[:4]] == [
        "Salt and Silt",
        "The tide rose by two metres², she said.",
        "Not by day.",
        "Two: The Ebb",
    ]


def test_a_chapter_in_another_format_is_read_from_its_fallback(tmp_path: Path) -> None:
    package = PACKAGE.replace(
        '<item id="a" href="text/one.xhtml" media-type="application/xhtml+xml"/>',
        '<item id="a" href="one.svg" media-type="image/svg+xml" fallback="c"/>'
        '<item id="c" href="one.json" media-type="application/json" fallback="d"/>'
        '<item id="d" href="text/one.xhtml" media-type="application/xhtml+xml"/>',
    )
    article = open_article(str(book(tmp_path, {**MEMBERS, "OEBPS/book.opf": package})))
    assert "The tide came" in article.text


def test_a_chapter_that_is_not_well_formed_is_read_as_utf_8(tmp_path: Path) -> None:
    loose = "<html><body><p>“Señor,” said Zoë,<br>and left – at dawn.</body></html>"
    article = open_article(str(book(tmp_path, {**MEMBERS, "OEBPS/two b.xhtml": loose})))
    assert "“Señor,” said Zoë," in article.text


def test_readings_above_characters_are_left_out_of_the_words(tmp_path: Path) -> None:
    ruby = (
        CHAPTER % "<p><ruby>港<rt>みなと</rt></ruby>は"
        "<ruby><rb>町</rb><rp>(</rp><rt>まち</rt><rp>)</rp></ruby>だ。</p>"
    )
    article = open_article(str(book(tmp_path, {**MEMBERS, "OEBPS/two b.xhtml": ruby})))
    assert "港は町だ。" in article.text


def test_a_table_of_contents_in_the_spine_gives_its_own_sentences_alone(tmp_path: Path) -> None:
    nav = (
        "<h1>Contents</h1><nav><ol><li><a href='a'>One</a></li></ol></nav>"
        "<p>The plates are at the back of the book.</p>"
    )
    text = opened(tmp_path, {**MEMBERS, "OEBPS/nav.xhtml": CHAPTER % nav}).text
    assert "The plates are at the back of the book." in text
    bare = "<h1>Contents of the book</h1><nav><ol><li>One</li></ol></nav>"
    text = opened(tmp_path, {**MEMBERS, "OEBPS/nav.xhtml": CHAPTER % bare}).text
    assert "Contents of the book" not in text


DRAWN = (
    '<svg xmlns="http://www.w3.org/2000/svg"><style>.a {fill:red}</style>'
    "<text><tspan>The tide came in</tspan></text><text>before the boats were out.</text></svg>"
)


def test_a_page_that_is_drawn_is_read(tmp_path: Path) -> None:
    chapter = {**MEMBERS, "OEBPS/two b.xhtml": CHAPTER % f"<div>{DRAWN}</div>"}
    assert "The tide came in before the boats were out." in opened(tmp_path, chapter).text
    package = PACKAGE.replace('href="two%20b.xhtml" media-type="application/xhtml+xml"',
                              'href="two%20b.xhtml" media-type="image/svg+xml"')  # fmt: skip
    whole = {**MEMBERS, "OEBPS/book.opf": package, "OEBPS/two b.xhtml": DRAWN}
    assert "The tide came in before the boats were out." in opened(tmp_path, whole).text


def test_labels_of_a_drawing_beside_words_are_no_words_of_the_text(tmp_path: Path) -> None:
    chapter = {**MEMBERS, "OEBPS/two b.xhtml": CHAPTER % f"<p>See the chart.</p>{DRAWN}"}
    text = opened(tmp_path, chapter).text
    assert "See the chart." in text
    assert "The tide came in before" not in text


def test_pages_in_place_of_an_exercise_are_read_and_an_excuse_is_not(tmp_path: Path) -> None:
    questions = "<h2>What do you know?</h2><ol><li>When is the ebb?</li><li>Where?</li></ol>"
    chapter = {**MEMBERS, "OEBPS/two b.xhtml": CHAPTER
               % f"<p>Now answer.</p><object data='q.xml'>{questions}</object>"}  # fmt: skip
    text = opened(tmp_path, chapter).text
    assert "When is the ebb?" in text
    excuse = "<object data='f.mp4'><p>Your device cannot show films.</p></object>"
    chapter = {**MEMBERS, "OEBPS/two b.xhtml": CHAPTER % f"<p>Now look.</p>{excuse}"}
    assert "cannot show films" not in opened(tmp_path, chapter).text
