"""Documents that other programs made of one story come out alike and clean.

The story is our own; pandoc 2.17, LibreOffice 7.4 and Chromium made the files.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.article.article import Article
from reader.article.opening import open_article

DOCUMENTS = Path(__file__).parent / "documents"
STORY = [
    ("headline", "Dredger runs aground off Saltmarsh"),
    ("paragraph", "The crew of nine was taken off by lifeboat; the harbour stays shut."),
    ("dateline", "SALTMARSH —"),
    (
        "paragraph",
        "A dredger with nine people on board ran aground on the outer bar early on Friday, the "
        "harbour office said. “We heard a long, low scrape, and then nothing,” said Ada Reyes, "
        "who keeps the light.",
    ),
    ("caption", "The dredger Hopper IV lies on the bar at low water."),
    ("heading", "Nobody was hurt"),
    (
        "paragraph",
        "The lifeboat took the crew off within an hour. Its coxswain, Tor Holm, called it “an easy "
        "job in bad weather”; see the notice to mariners.",
    ),
    ("quotation", "The owners regret the disruption to the port and will pay for the tug."),
    ("quotation", "They will say nothing more today."),
    ("paragraph", "What is known:"),
    ("list item", "• The ship drew 4.2 metres."),
    ("list item", "• The bar has 3.9 metres at low water:"),
    ("list item", "• less in a swell,"),
    ("list item", "• more in spring."),
    ("list item", "• Nobody had taken soundings since May."),
    ("list item", "1. A tug is due at noon."),
    ("list item", "2. The harbour opens on Monday."),
    ("heading", "The tides"),
    ("paragraph", "Day | High water | Metres\nFriday | 06:10 | 6.1\nSaturday | 06:55 | 6.4"),
    (
        "paragraph",
        "The office’s spokesman—who would not be named—said it had “no reason to doubt the chart”.",
    ),
]
BYLINES = [("byline", "Maren Holloway"), ("byline", "2026-11-14")]


def report(article: Article) -> list[tuple[str, str]]:
    return [(block.kind, block.span.slice(article.text)) for block in article.blocks]


@pytest.mark.parametrize("name", ["pandoc.docx", "libreoffice.docx", "libreoffice.odt"])
def test_word_processors(name: str) -> None:
    article = open_article(str(DOCUMENTS / name))
    assert report(article) == [STORY[0], *BYLINES, *STORY[1:]]
    assert article.authors == ("Maren Holloway",)
    assert article.published == "2026-11-14"
    assert [block.level for block in article.blocks if block.kind == "list item"] == [
        1, 1, 2, 2, 1, 1, 1,
    ]  # fmt: skip
    (link,) = article.links
    assert article.text[link.start : link.end] == "notice to mariners"
    assert link.url == "https://harbour.example/notices/7"


@pytest.mark.parametrize("name", ["libreoffice.odt", "pandoc.docx"])
def test_a_document_under_a_name_that_says_nothing(tmp_path: Path, name: str) -> None:
    path = tmp_path / "from-a-mail.txt"
    path.write_bytes((DOCUMENTS / name).read_bytes())
    assert open_article(str(path)).title == STORY[0][1]


def test_an_e_book() -> None:
    article = open_article(str(DOCUMENTS / "pandoc.epub"))
    note = ("list item", "1. The times are the lifeboat station’s own.")
    assert report(article) == [*STORY, note]
    assert article.authors == ("Maren Holloway",)
    assert (article.published, article.language) == ("2026-11-14", "en-GB")


def test_a_page_that_a_browser_saved() -> None:
    saved = open_article(str(DOCUMENTS / "chromium.mhtml"))
    page = open_article(str(Path(__file__).parent / "pages" / "captions.html"))
    assert saved.text == page.text
    assert report(saved) == report(page)
    assert saved.url == page.url
