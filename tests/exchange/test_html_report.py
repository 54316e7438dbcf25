from __future__ import annotations

import io
import shutil
import subprocess
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from reader.annotations.records import Mark, Record
from reader.article.anchor import anchor
from reader.article.newswire import structure
from reader.exchange.html_report import write
from reader.text.span import Span
from tests.exchange.some_records import dossier, records, texts

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
    write([dossier(text, made)], out)
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
    losses = write([replace(dossier(text, [note]), text=None)], out)
    assert "<blockquote>gate</blockquote>" in out.getvalue()
    assert "Why?" in out.getvalue()
    assert [loss.count for loss in losses] == [1]


@pytest.mark.skipif(shutil.which("chromium") is None, reason="no headless browser here")
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
        write([dossier(text, [note])], out)
    told = subprocess.run(
        ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--dump-dom", path.as_uri()],
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    ).stdout
    page = Page()
    page.feed(told)
    assert "".join("".join(page.text).split()) == "".join(text.split())
    assert "<title>The “gate” &amp; &lt;co&gt;</title>" in told
