from __future__ import annotations

import io
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from reader.annotations.records import Appearance, Claim, Label, LabelLink, Mark, Record
from reader.article.anchor import anchor
from reader.article.newswire import structure
from reader.exchange.by_article import from_desk
from reader.exchange.formats.html_report import write
from reader.text.span import Span
from tests.exchange.browser import CHROMIUM, document_of
from tests.exchange.some_records import desk_article, records, texts

VOID = {"meta", "link", "br", "img", "hr"}


class Page(HTMLParser):
    """What a page shows, and whether its tags close as they opened."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()
        self.attributes: list[tuple[str, str | None]] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)
        self.attributes.extend(attrs)
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "p" in self.open and not {"aside", "sup", "section", "header"} & set(self.open):
            self.text.append(data)


def page_of(text: str, made: list[Record]) -> tuple[str, Page]:
    out = io.StringIO()
    write([desk_article(text, made)], out)
    page = Page()
    page.feed(out.getvalue())
    page.close()
    assert page.open == []
    return out.getvalue(), page


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_the_page_shows_the_articles_text_and_no_markup_of_it(data: st.DataObject) -> None:
    text = data.draw(texts())
    assume(all(block.duplicate_of is None for block in structure(text).blocks))
    _, page = page_of(text, data.draw(records(text)))
    assert "".join("".join(page.text).split()) == "".join(text.split())
    assert not page.seen & {"script", "img", "iframe", "object"}
    assert not [name for name, _ in page.attributes if name.startswith("on") or name == "src"]
    addresses = {value for name, value in page.attributes if name == "href"}
    assert all(a and a.startswith(("#", "https://example.org/")) for a in addresses)


def test_a_doubled_caption_is_shown_once_unless_it_is_marked() -> None:
    caption = "Under tow. Tugs bring the ship past the breakwater at Port Hallan on Tuesday."
    text = f"The ship comes in\n\n    {caption}\n    {caption}\n\n    It came in at last.\n"
    assert page_of(text, [])[0].count(caption) == 1
    start = text.rindex(caption)
    note = Mark(
        article_id="a1", id="n", kind="note", anchor=anchor(text, [Span(start, start + 10)])
    )
    assert "".join(page_of(text, [note])[1].text).count(caption) == 2


def test_an_article_whose_text_is_gone_shows_its_passages() -> None:
    text = "The gate is closed."
    note = Mark(
        article_id="a1", id="n", kind="note", anchor=anchor(text, [Span(4, 8)]), body="Why?"
    )
    out = io.StringIO()
    losses = write([from_desk(desk_article(text, [note]).record, [note])], out)
    assert "<blockquote>gate</blockquote>" in out.getvalue()
    assert "Why?" in out.getvalue()
    assert [loss.count for loss in losses] == [1]


def test_every_part_of_a_mark_carries_its_number_and_notes_have_room_beside_the_text() -> None:
    text = "Head\n\nThe first line here.\n\nThe second.\n\nThe third.\n\nThe fourth."
    parts = [Span(text.index(words), text.index(words) + 5) for words in ("first", "third")]
    fourth = text.index("fourth")
    made = [
        Mark(article_id="a1", id="n", kind="note", anchor=anchor(text, parts), body="Both."),
        Mark(article_id="a1", id="o", kind="note", anchor=anchor(text, [Span(fourth, fourth + 6)])),
    ]
    html, _ = page_of(text, made)
    assert html.count('<a href="#n1" data-number="1"') == 2
    assert html.count('id="m1"') == html.count('id="n1"') == 1
    assert html.count("<aside") == 2
    # From the first line to the third, before the fourth has a note of its own.
    assert '<aside style="grid-row: span 3"><ol>\n<li value="1"' in html
    assert '<aside style="grid-row: span 1"><ol>\n<li value="2"' in html


def test_a_label_tells_what_it_is_tied_to_and_a_claim_where_it_was_published() -> None:
    text = "Ada Low said: <i>no</i>."
    common = {"article_id": "a1", "layer": "stance"}
    made = [
        Label(id="s", anchor=anchor(text, [Span(0, 7)]), type="<who>", **common),
        Label(
            id="q",
            anchor=anchor(text, [Span(14, 23)]),
            type="against",
            attributes={"tone": "<b>flat</b>"},
            links=(LabelLink("speaker", "s"),),
            **common,
        ),
        Claim(
            article_id="a1",
            id="c",
            anchor=anchor(text, [Span(0, 7)]),
            assignee="Ben",
            review_url="javascript:alert(1)",
        ),
        Appearance(article_id="a1", id="p", claim_id="c", anchor=anchor(text, [Span(8, 12)])),
    ]
    html, page = page_of(text, made)
    assert "<p>speaker: “Ada Low”</p>" in html
    assert "<p>tone: &lt;b&gt;flat&lt;/b&gt;</p>" in html
    assert "<p>&lt;who&gt; (stance)</p>" in html
    assert "Status: todo · assigned to Ben" in html
    assert '<a href="#c-c">The same claim again</a>' in html
    assert not [value for name, value in page.attributes if value and "javascript" in value]


@pytest.mark.skipif(CHROMIUM is None, reason="no headless browser here")
def test_a_browser_shows_the_same_text(tmp_path: Path) -> None:
    text = "Gate & <b>bold</b>\n“Wir zahlen nicht 🙂,” said Zoë.\nThe end."
    note = Mark(
        article_id="a1",
        id="n",
        kind="note",
        anchor=anchor(text, [Span(20, 40)]),
        body="<script>document.title='broken'</script>",
    )
    path = tmp_path / "report.html"
    with path.open("w", encoding="utf-8", newline="\n") as out:
        write([desk_article(text, [note])], out)
    report = document_of(path)
    page = Page()
    page.feed(report)
    assert "".join("".join(page.text).split()) == "".join(text.split())
    assert "<title>The “gate” &amp; &lt;co&gt;</title>" in report
