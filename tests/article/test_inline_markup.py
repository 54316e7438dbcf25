"""What inline markup means reaches the text: quotation, raised digits, what is withdrawn."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree, html

from reader.article.article import Article, ArticleError
from reader.article.loaders import web_page
from reader.article.loaders.from_bytes import article_from_bytes
from reader.article.loaders.inline_markup import settle_inline
from reader.article.opening import open_article

AROUND = (
    "<p>The ferry lay in the harbour all day, and nobody on the quay knew when it would go.</p>"
)


def page(words: str, head: str = '<meta charset="utf-8">') -> Article:
    body = f"<article><h1>No ferry today</h1>{AROUND}<p>{words}</p>{AROUND}</article>"
    markup = f"<!DOCTYPE html><html><head>{head}<title>No ferry today</title></head>{body}</html>"
    return article_from_bytes(markup.encode("utf-8"), "ferry.html")


MEANT = [
    ("<q>Not before <q>Friday</q></q>, she said", "“Not before ‘Friday’”, she said"),
    ("10<sup>6</sup> tonnes on 5 km<sup>2</sup>", "10⁶ tonnes on 5 km²"),
    ("CO<sub>2</sub> and 3×10<sup>−4</sup>", "CO₂ and 3×10⁻⁴"),
    ("the 19<sup>th</sup> of May", "the 19th of May"),
    ("<del>22</del> <ins>15</ins> boxes were lost", "15 boxes were lost"),
    ('a bridge<sup><a href="#n1">1</a></sup> fell', "a bridge fell"),
    ('a bridge<sup class="reference">[12]</sup> fell', "a bridge fell"),
    ("press <kbd><b>q</b></kbd> for <code>quay <i>2</i></code> in it", "press q for quay 2 in it"),
    ("the har&shy;bour mas\u00adter’s \ufeffboat", "the harbour master’s boat"),
    ('It was closed. <a href="#r1">↩</a>', "It was closed."),
]


@pytest.mark.parametrize(("markup", "report"), MEANT)
def test_a_page_says_what_a_browser_shows(markup: str, report: str) -> None:
    text = page(f"It was told that {markup} long ago.").text
    assert f"It was told that {report} long ago." in " ".join(text.split())


@pytest.mark.parametrize(("markup", "report"), MEANT)
def test_so_does_a_tree_with_namespaces(markup: str, report: str) -> None:
    written = html.tostring(html.fromstring(f"<p>{markup}</p>"), encoding="unicode", method="xml")
    book = etree.fromstring(f'<div xmlns="http://www.w3.org/1999/xhtml">{written}</div>')
    settle_inline(book)
    assert " ".join("".join(book.itertext()).split()) == report


def test_a_time_in_a_sentence_is_read() -> None:
    text = page("The ferry left at <time>10:30 GMT</time> for the islands in the north.").text
    assert "left at 10:30 GMT for" in text


@pytest.mark.parametrize("space", ["\u00a0", "&nbsp;", "\u202f", "&#8239;", "&thinsp;"])
def test_the_thousands_of_a_number_stay_together(space: str) -> None:
    assert "some 10\u00a0000 tonnes" in page(f"They took some 10{space}000 tonnes off.").text
    assert "on 14 November" in page(f"They sailed on 14{space}November at last.").text


def test_few_words_that_are_not_shown_are_left_out() -> None:
    seen = page(
        'The <a href="/x">list<span class="sr-only"> opens in a new window</span></a> is long.'
        "</p><p hidden>Loading the gallery now.</p><p>And it is true."
    )
    assert "The list is long." in seen.text
    assert "window" not in seen.text
    assert "gallery" not in seen.text


def test_a_text_that_a_script_shows_later_is_read() -> None:
    long = "<p>The captain told all about the long night that they had on the river.</p>" * 9
    assert "captain told" in page(f"</p><div hidden>{long}</div><p>").text


def test_entities_that_a_page_declares_are_no_words_of_it() -> None:
    markup = (
        '<?xml version="1.0"?><!DOCTYPE html [<!ENTITY a "aaaa"><!ENTITY b SYSTEM "/etc/hosts">]>'
        f"<html><head><title>No ferry today</title></head><body>{AROUND * 3}</body></html>"
    )
    text = article_from_bytes(markup.encode("utf-8"), "ferry.xhtml").text
    assert "]>" not in text
    assert text.count("The ferry lay") >= 1


def test_a_page_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web_page, "MOST_IN_ONE", 20)
    with pytest.raises(ArticleError, match="more than 20 paragraphs"):
        page("".join(f"</p><p>Line {number}." for number in range(30)))


def test_an_end_that_is_cut_off_does_not_change_the_encoding(tmp_path: Path) -> None:
    path = tmp_path / "cut.txt"
    path.write_bytes("Déjà vu at the quay\n\nThe café 🚢".encode()[:-2])
    article = open_article(str(path))
    assert article.text == "Déjà vu at the quay\n\nThe café \ufffd"
    path.write_bytes("Deja vu at the quay\n\nThe café".encode("latin-1"))
    assert open_article(str(path)).text.endswith("The café")


def test_a_line_break_in_a_cell_and_a_caption_parts_words() -> None:
    text = page(
        "</p><figure><img src='a.jpg'>"
        "<figcaption>The quay at dawn.<br>Photo: Gesa Thorne</figcaption></figure>"
        "<table><tr><th>Ship</th><th>Master<br>and mate</th></tr>"
        "<tr><td>Gannet</td><td>Ann Poe<br>Ben Roe</td></tr></table><p>"
    ).text
    assert "The quay at dawn. Photo: Gesa Thorne" in text
    assert "Gannet | Ann Poe Ben Roe" in text
