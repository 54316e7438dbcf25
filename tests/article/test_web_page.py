"""Pages in the shapes of common news sites come out clean."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.article.article import Article, ArticleError
from reader.article.loaders import web_page
from reader.article.opening import open_article
from reader.article.source import Source

PAGES = Path(__file__).parent / "pages"
EVERY = sorted(path.name for path in PAGES.glob("*.html"))
NOISE = (
    "cookie", "Cookies", "Subscribe", "newsletter", "Newsletter", "Share on", "Advertisement",
    "All rights", "Read more", "Most read", "Seagull99", "Comments", "Join the discussion",
    "Sign up", "READ MORE", "unlimited access", "More on this", "FrogFan", "Smoke99", "WhatsApp",
    "partners", "View this post", "Most popular", "Tags:", "min read", "Share\n", "{{",
    "Accepter", "À lire aussi", "Partager", "Publié le", "Les plus lus", "Lesen Sie auch",
    "Streufix", "Webmaster", "Archive",
    "Zustimmung", "Impressum", "Script words", "Stadt\n", "Back", "⁅",
)  # fmt: skip


def page(name: str) -> Article:
    return open_article(str(PAGES / name))


def words(article: Article, kind: str) -> list[str]:
    return [block.span.slice(article.text) for block in article.blocks if block.kind == kind]


@pytest.mark.parametrize("name", EVERY)
def test_nothing_but_the_article(name: str) -> None:
    article = page(name)
    assert [noise for noise in NOISE if noise in article.text] == []
    assert article.text.count(article.title) == 1
    assert [block.kind for block in article.blocks].count("headline") == 1
    assert article.blocks[0].span.slice(article.text) == article.title
    ends = [0, *(block.end for block in article.blocks)]
    between = [
        article.text[end : block.start] for end, block in zip(ends, article.blocks, strict=False)
    ]
    assert "".join(between).strip() == ""
    assert article.text[ends[-1] :] == ""


def test_metadata_captions_headings_and_links() -> None:
    article = page("captions.html")
    assert article.authors == ("Maren Holloway", "Idris Quayle")
    assert article.outlet == "The Saltmarsh Courier"
    assert article.published == "2026-11-14T06:30:00+00:00"
    assert article.url == "https://courier.example/2026/11/14/ferry-winter-sailings"
    assert article.language == "en-GB"
    assert words(article, "heading") == ["Islanders were not asked", "What happens next"]
    lead, second = words(article, "caption")
    assert lead.startswith("The ferry Gannet lies")
    assert second == "Ragna Sollis speaks to islanders outside the council house."
    assert [block.kind for block in article.blocks[:3]] == ["headline", "caption", "paragraph"]
    (link,) = article.links
    assert article.text[link.start : link.end] == "meeting in the harbour hall"
    assert link.url == "https://ferries.example/notices/42"


def test_a_pull_quote_is_read_once_and_a_block_quotation_is_kept() -> None:
    article = page("pull_quote.html")
    assert article.text.count("Nobody won this") == 1
    (quotation,) = words(article, "quotation")
    assert quotation.startswith("The council regrets the disruption")
    assert article.outlet == "Fenland Post"


def test_lists_and_tables_by_line() -> None:
    article = page("list_article.html")
    assert words(article, "list item")[2:4] == [
        "• four of the seven mayors, among them Oskar Dielmann of Karsk.",
        "1. The board applies for a permit, which takes a year.",
    ]
    assert "Valley | Voters\nKarsk | 2,310\nLower Ambe | 5,044" in article.text


def test_the_entries_of_a_live_blog_stay_in_order_with_their_times() -> None:
    article = page("live_blog.html")
    assert words(article, "heading") == [
        "14:20 Water begins to fall",
        "09:05 Bridge at Nordhal closed",
        "05:10 Sirens before dawn",
    ]
    places = [
        article.text.index(part) for part in ("5.8 metres", "seventy", "barge", "Sirens woke")
    ]
    assert places == sorted(places)


def test_the_entries_of_a_live_blog_without_articles_of_their_own() -> None:
    article = page("live_blog_in_divs.html")
    assert words(article, "heading") == [
        "What you need to know",
        "22:41 Hallan goes to Sollis",
        "20:02 Polls close",
    ]
    assert words(article, "list item")[0] == "• Polls closed at 20:00"
    assert "21:15 Counting has stopped on Northey" in article.text
    assert words(article, "quotation") == ["Nobody will be sent home, the officer told the queue."]
    assert article.authors == ("Idris Quayle",)
    assert article.published == "2026-11-03T18:00:00Z"


def test_an_amp_page() -> None:
    article = page("amp.html")
    assert article.authors == ("Sunniva Dahl",)
    assert article.published == "2026-11-12T09:00:00Z"
    assert article.url == "https://coast.example/news/lighthouse-keeper-retires-20261112"
    assert [block.kind for block in article.blocks] == [
        "headline", "paragraph", "caption", *["paragraph"] * 4,
    ]  # fmt: skip
    assert article.text.endswith("because a cormorant had got in.")


def test_embedded_posts_are_quotations_and_other_boxes_are_left_out() -> None:
    article = page("embeds.html")
    assert words(article, "quotation") == [
        "The council is a box of frogs and I am done catching them.",
        "— Hollis Brandt (@brandt) November 13, 2026",
    ]
    assert [link.url for link in article.links] == ["https://social.example/brandt/1"]
    assert article.text.count("I was tired, and I was wrong") == 1
    assert words(article, "dateline") == ["TOLNE —"]
    assert article.text.rstrip().endswith("There are nine, not eight.")


def test_the_beginning_of_an_article_behind_a_paywall() -> None:
    article = page("paywall.html")
    assert words(article, "paragraph")[-1] == "The harbour board learnt of it from a fisherman."
    assert words(article, "heading") == []
    assert "not free to read" in article.notices[0]


def test_a_list_article_with_a_gallery_and_a_table() -> None:
    article = page("listicle.html")
    assert words(article, "heading") == [
        "Key points",
        "1. It began in the rope store",
        "2. The hydrants were dry",
        "3. The insurers have come",
    ]
    assert words(article, "caption") == [
        "The rope store on Monday morning.",
        "Firemen on the quay.",
        "Fires in the harbour",
    ]
    assert "Year | Buildings\n2009 | 1\n2026 | 2" in article.text


def test_an_old_page_set_in_a_table_with_line_breaks() -> None:
    article = page("old_table.html")
    assert [block.kind for block in article.blocks] == ["headline", "byline", *["paragraph"] * 5]
    assert words(article, "byline") == ["By Gesa Thorne, 4 May 2003"]
    assert article.authors == ("Gesa Thorne",)
    assert words(article, "paragraph")[2].startswith("The price was one crown.")


def test_a_page_whose_classes_say_nothing_in_french() -> None:
    article = page("hashed_classes.html")
    assert words(article, "heading") == ["« Personne ne nous a consultés »"]
    assert words(article, "caption") == ["Légende image, Le bac à quai, vendredi matin."]
    assert words(article, "byline") == ["Par Sunniva Dahl"]
    assert article.text.endswith("Le ministère, lui, assure n’avoir reçu aucune lettre.")
    assert article.language == "fr"


def test_a_teaser_an_info_box_and_whose_the_quotation_is() -> None:
    article = page("info_box.html")
    told = words(article, "paragraph")
    assert told[0] == "Im dritten Winter in Folge fehlt den Gemeinden Streusalz. Eine Spurensuche."
    assert words(article, "heading") == ["Wie Streusalz wirkt", "Sand statt Salz"]
    assert words(article, "quotation") == [
        "Wir fördern, was wir fördern können.",
        "Petr Novak, Bergwerk Ambe",
    ]
    assert article.published == "2026-11-13T18:00:00+01:00"


def test_an_interview_that_is_set_in_nothing_but_divs() -> None:
    article = page("interview_in_divs.html")
    told = words(article, "paragraph")
    assert told[1] == "How does one count bats?"
    assert told[2].startswith("With a clicker")
    assert len(told) == 7
    assert article.authors == ("Lena Stroud",)


def test_behind_a_cookie_wall() -> None:
    article = page("cookie_wall.html")
    assert article.language == "de"
    assert article.authors == ("Henrike Vossbeck",)
    assert "„Der Baugrund ist schlechter" in article.text


def test_a_bare_page_of_old() -> None:
    article = page("no_metadata.html")
    assert (article.authors, article.published, article.url) == ((), None, None)
    assert "the owner\N{NO-BREAK SPACE}said" in article.text or "the owner said" in article.text
    assert "“We have put up two walls" in article.text


@pytest.mark.parametrize("address", ["https://post.example/", "/", "http://[bad/x", "javascript:1"])
def test_a_front_page_is_not_taken_for_the_address_of_an_article(address: str) -> None:
    head = f'<html><head><link rel="canonical" href="{address}"></head>'
    text = f"{head}<body><h1>Mill</h1><p>The mill burnt down, the miller’s widow recalled.</p>"
    assert web_page.load(Source(text, "mill.html")).url is None


def test_a_link_that_is_no_address_is_left_out() -> None:
    text = (
        '<html><head><link rel="canonical" href="http://[bad"></head><body><h1>Mill</h1><p>The '
        '<a href="http://[bad/x">mill</a> burnt <a href="/down">down</a>, the widow said.</p>'
    )
    article = web_page.load(Source(text, "a", address="https://post.example/mill"))
    assert [link.url for link in article.links] == ["https://post.example/down"]
    assert article.text == "Mill\n\nThe mill burnt down, the widow said."
    assert article.url == "https://post.example/mill"


def test_a_date_is_not_made_up_from_words() -> None:
    paragraphs = "<p>The mill burnt down on 3 May 2011, the miller’s widow recalled.</p>" * 3
    article = web_page.load(Source(f"<html><body>{paragraphs}</body></html>", "mill.html"))
    assert article.published is None


def test_a_page_that_is_not_free_says_so() -> None:
    mark = '<script type="application/ld+json">{"isAccessibleForFree": false}</script>'
    text = f"<html><head>{mark}</head><body><article><h1>Tax</h1><p>It begins so.</p></article>"
    (notice,) = web_page.load(Source(text, "tax.html")).notices
    assert "not free" in notice


def test_a_page_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web_page, "LARGEST_PAGE", 1000)
    with pytest.raises(ArticleError, match=r"^long\.html is a web page of more"):
        web_page.load(Source("<p>word</p>" * 200, "long.html"))


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [("windows-1252", "cp1252"), ("iso-8859-1", "cp1252"), ("shift_jis", "cp932")],
)
def test_a_page_in_the_encoding_that_it_declares(
    tmp_path: Path, declared: str, encoding: str
) -> None:
    said = "風が強い日だった。" if encoding == "cp932" else "“Café zu”, said the señor – twice."
    text = f"<html><head><meta charset={declared}></head><body><h1>Wind</h1><p>{said * 3}</p>"
    path = tmp_path / "page.html"
    path.write_bytes(text.encode(encoding))
    article = open_article(str(path))
    assert said in article.text
    assert article.encoding == encoding


def test_utf_8_stands_above_a_wrong_declaration(tmp_path: Path) -> None:
    text = (
        "<html><head><meta charset=iso-8859-1></head><body><h1>A</h1><p>“Über Nacht”, hieß es.</p>"
    )
    path = tmp_path / "page.html"
    path.write_text(text, encoding="utf-8")
    assert "“Über Nacht”, hieß es." in open_article(str(path)).text


def test_a_front_page_without_an_article_tells_its_feed() -> None:
    head = '<link rel="alternate" type="application/rss+xml" href="/feed.xml">'
    text = f"<html><head>{head}</head><body><script>draw()</script></body></html>"
    with pytest.raises(ArticleError, match=r"`reader show https://post\.example/feed\.xml` lists"):
        web_page.load(Source(text, "front", address="https://post.example/"))
    with pytest.raises(ArticleError, match="open it in a browser"):
        web_page.load(Source(text, "front.html"))
