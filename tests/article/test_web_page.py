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
    report = words(article, "paragraph")
    assert (
        report[0] == "Im dritten Winter in Folge fehlt den Gemeinden Streusalz. Eine Spurensuche."
    )
    assert words(article, "heading") == ["Wie Streusalz wirkt", "Sand statt Salz"]
    assert words(article, "quotation") == [
        "Wir fördern, was wir fördern können.",
        "Petr Novak, Bergwerk Ambe",
    ]
    assert article.published == "2026-11-13T18:00:00+01:00"


def test_an_interview_that_is_set_in_nothing_but_divs() -> None:
    article = page("interview_in_divs.html")
    report = words(article, "paragraph")
    assert report[1] == "How does one count bats?"
    assert report[2].startswith("With a clicker")
    assert len(report) == 7
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


def test_utf_8_is_above_a_wrong_declaration(tmp_path: Path) -> None:
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


LEAD = (
    "<p>The tram to the harbour runs again from Monday, the council said, and every ticket that "
    "was bought before the flood is good for another year.</p>"
)
MORE = (
    "<p>Nobody had expected it so soon, a driver said, since the depot lost half of its wagons and "
    "the line over the bridge has to be laid again.</p>"
)
REST = (
    "<p>The mayor told the chamber that a second line could follow in spring, once the new budget "
    "is known to all of its members.</p>"
)


def laid_out(inside: str, head: str = "", before: str = LEAD, after: str = MORE + REST) -> Article:
    text = (
        f"<!DOCTYPE html><html lang='en'><head><title>Tram runs again</title>{head}</head><body>"
        f"<article><h1>Tram runs again</h1>{before}{inside}{after}</article></body></html>"
    )
    return web_page.load(Source(text, "a", address="https://post.example/tram"))


def shown(article: Article) -> list[tuple[str, str]]:
    return [(each.kind, each.span.slice(article.text)) for each in article.blocks]


@pytest.mark.parametrize(
    ("inside", "block"),
    [
        ("<p>It opens at <time>7 a.m.</time> daily.</p>", "It opens at 7 a.m. daily."),
        ("<p>At <time>noon</time>, <svg></svg>Ann.</p>", "At noon, Ann."),
        ("<p>Fares: <s>60</s> 70 crowns.</p>", "Fares: 70 crowns."),
        ("<p>Fares: <strike>60</strike> 70.</p>", "Fares: 70."),
        ('<p>Fares: <span style="text-decoration:line-through">6</span> 7.</p>', "Fares: 7."),
        ("<style>b, .was { color:red; text-decoration: line-through }</style>"
         '<p>Fares: <span class="big was">6</span> 7.</p>', "Fares: 7."),
        ("<style>.was:hover { text-decoration: line-through } .now { color: red }</style>"
         '<p>Fares: <span class="was now">6</span> 7.</p>', "Fares: 6 7."),
        ('<p>It has 30<a href="#n"><sup>2</sup></a> seats.</p>', "It has 30 seats."),
        ('<p>It is 30 m<a href="/area"><sup>2</sup></a> large.</p>', "It is 30 m² large."),
        ("<p><ruby>港<rt>こう</rt></ruby>は開く。月曜日である。</p>", "港は開く。月曜日である。"),
        ("<noscript><p>All stops are as before.</p></noscript>", "All stops are as before."),
        (
            "<figure><ul><li>Line one is open.</li></ul></figure>",
            "• Line one is open.",
        ),
        (
            "<figure><blockquote><p>We ride again.</p></blockquote><figcaption>Ann Lee</figcaption>"
            "</figure>",
            "We ride again.",
        ),
        (
            '<p>The council<span class="sidenote">It has nine members.</span> voted for it.</p>',
            "The council voted for it.",
        ),
        (
            '<p>The council<span class="sidenote">It has nine members.</span> voted for it.</p>',
            "It has nine members.",
        ),
        (
            "<table><tr><th>Day</th><th>Tram</th></tr><tr><td>Monday</td><td><ul><li>6 to 9</li>"
            "<li>3 to 8</li></ul></td></tr></table>",
            "Day | Tram\nMonday | 6 to 9; 3 to 8",
        ),
        ('<ol start="9"><li>Depot.</li><li>Bridge.</li></ol>', "10. Bridge."),
        ('<ol reversed><li>Depot.</li><li>Bridge.</li></ol>', "2. Depot."),
        ('<ol><li value="4">Depot.</li><li>Bridge.</li></ol>', "5. Bridge."),
        (
            "<div>The council hired <a href='/f'>a firm</a> in spring.<h2>What it found</h2>"
            "It found a leak under the old depot.</div>",
            "What it found",
        ),
        (
            "<div>The council hired <a href='/f'>a firm</a> in spring.<h2>What it found</h2>"
            "It found a leak under the old depot.</div>",
            "The council hired a firm in spring.",
        ),
        (
            "The council hired <a href='/f'>a firm</a> in spring, it says.<br><br>It found "
            "<a href='/l'>a leak</a> under the old depot.<br><br>",
            "It found a leak under the old depot.",
        ),
        (
            "<ol><li><b>Wait</b><br>In spring <a href='/w'>wagons</a> are cheap.</li></ol>",
            "1. Wait\nIn spring wagons are cheap.",
        ),
        ("<p><span class='caption'>The depot</span>It lies by the river.</p>", "The depot"),
        ("<p><span class='caption'>Depot</span>It lies by the river.</p>", "It lies by the river."),
        (
            "<ul><li><figure><img src='a'><figcaption>The depot.</figcaption></figure></li></ul>",
            "The depot.",
        ),
        (
            "<figure><img src='a'><figcaption><p>The depot.</p><p>Photo: Lee</p></figcaption>"
            "</figure>",
            "The depot. Photo: Lee",
        ),
        (
            "<blockquote><figure><img src='a'><figcaption>The depot.</figcaption></figure>We ride "
            "again.</blockquote>",
            "The depot.",
        ),
    ],
)  # fmt: skip
def test_what_a_page_says_is_in_a_block_of_its_own(inside: str, block: str) -> None:
    assert block in [words for _, words in shown(laid_out(inside))]


def test_links_are_found_again_in_the_words() -> None:
    article = laid_out(
        "<p>Whoever wants to know where it stops may look at <a href='/plan'>the plan</a>, and "
        "those who live by the river at <a href='/one'>1</a> or at <a href='/two'>2</a>.</p>"
        "<p>The plan has <a href='/map'>a map</a>.</p>"
    )
    assert [(article.text[each.start : each.end], each.url) for each in article.links] == [
        ("the plan", "https://post.example/plan"),
        ("1", "https://post.example/one"),
        ("2", "https://post.example/two"),
        ("a map", "https://post.example/map"),
    ]


def test_answers_that_are_given_twice_stay_twice() -> None:
    answer = "<p>Lee: I do not know that.</p>"
    article = laid_out(f"<p>Counsel: Who paid?</p>{answer}<p>Counsel: Who signed?</p>{answer}")
    assert [words for _, words in shown(article)].count("Lee: I do not know that.") == 2


def test_of_two_copies_of_an_article_one_is_shown() -> None:
    body = f"<h1>Tram runs again</h1>{LEAD}{MORE}{REST}"
    both = f"<main><div>{body}</div><div>{body}</div></main>"
    text = f"<html><head><title>Tram runs again</title></head><body>{both}</body></html>"
    words = [part for _, part in shown(web_page.load(Source(text, "a")))]
    assert len(words) == len(set(words)) == 4


def test_the_paragraphs_of_an_article_that_is_data_alone() -> None:
    body = "The tram runs again.\\n\\n&quot;At last,&quot; Ann Lee said.\\n\\nNobody was hurt."
    data = f'{{"@type": "NewsArticle", "articleBody": "{body}"}}'
    head = f'<script type="application/ld+json">{data}</script>'
    text = f"<html><head><title>Tram</title>{head}</head><body><div id='app'></div></body></html>"
    article = web_page.load(Source(text, "a"))
    assert [words for kind, words in shown(article) if kind != "headline"] == [
        "The tram runs again.", '"At last," Ann Lee said.', "Nobody was hurt.",
    ]  # fmt: skip


def test_the_name_of_the_site_is_no_headline() -> None:
    text = (
        "<html><head><title>Tram runs again | Quay</title>"
        "<meta property='og:title' content='Tram runs again'>"
        "<meta property='og:site_name' content='Quay'></head><body><header><h1>"
        "<a href='/'>Quay, a paper</a></h1></header><article><h2>Tram runs again</h2>"
        f"{LEAD}{MORE}{REST}</article></body></html>"
    )
    article = web_page.load(Source(text, "a"))
    assert article.title == "Tram runs again"
    assert "a paper" not in article.text


STANDFIRST = "The line had been closed since the flood; a second one may follow, says the town."


@pytest.mark.parametrize(
    "top",
    [
        f"<p class='intro'>{STANDFIRST}</p><h1>Tram runs again</h1>",
        f"<header><h2>Tram runs again</h2><div class='sub'>{STANDFIRST}</div></header>",
        f"<header><h1>Tram runs again</h1><p class='dek'>{STANDFIRST}</p></header>",
    ],
)
def test_a_standfirst_is_kept(top: str) -> None:
    inside = f"<main><article>{top}{LEAD}{MORE}{REST}</article></main>"
    text = f"<html><head><title>Tram runs again</title></head><body>{inside}</body></html>"
    article = web_page.load(Source(text, "a"))
    words = [part for _, part in shown(article)]
    assert words.count(STANDFIRST) == 1
    assert words[0] == "Tram runs again"


def test_the_article_of_a_page_whose_frame_is_thrown_out() -> None:
    text = (
        "<html><head><title>Tram runs again</title></head><body><div class='infinite-scroll'><div>"
        f"<h1>Tram runs again</h1><div>{LEAD}{MORE}{REST}</div></div></div>"
        "<footer><p>Copyright 2026 Quay</p><p>Powered by Pier</p></footer></body></html>"
    )
    article = web_page.load(Source(text, "a"))
    assert "Powered" not in article.text
    assert "second line could follow" in article.text


def test_entries_that_say_how_long_ago_have_their_time_of_day() -> None:
    entries = "".join(
        f"<article class='post'><time datetime='2026-11-14T{clock}'>{ago} hours ago</time>"
        f"{words}</article>"
        for clock, ago, words in (
            ("14:04:00Z", 3, LEAD), ("13:40:00Z", 4, MORE), ("12:00:00+02:00", 7, REST),
        )
    )  # fmt: skip
    inside = f"<main><h1>Live</h1>{entries}</main>"
    text = f"<html><head><title>Live</title></head><body>{inside}</body></html>"
    article = web_page.load(Source(text, "a"))
    begins = [words.split(" The")[0].split(" Nobody")[0] for _, words in shown(article)[1:]]
    assert begins == ["14:04 UTC", "13:40 UTC", "12:00 +02:00"]


DAY = "<time datetime='1998-05-04'>4 May 1998</time>"


@pytest.mark.parametrize(
    "inside",
    [
        f"<p>The bill that the chamber passed on {DAY} named the old depot as its place.</p>",
        f"<p>It passed on {DAY}.</p>",
        f"<div class='comments'><p>{DAY} Ann: At last!</p></div>",
        f"<aside><a href='/old'>Old story</a> {DAY}</aside>",
        f"<blockquote><p>We ride again.</p>— Ann Lee {DAY}</blockquote>",
        f"<ul class='related'><li><a href='/a'>One</a> {DAY}</li></ul>",
        f"<article class='teaser'><h3>Another story</h3>{DAY}</article>",
    ],
)
def test_a_date_that_is_not_the_pages_own_is_none(inside: str) -> None:
    assert laid_out(inside).published is None


@pytest.mark.parametrize(
    "line",
    [
        "<time datetime='2026-11-14'>14 November 2026</time>",
        "<p class='meta'>By Ann Lee, <time datetime='2026-11-14'>yesterday</time></p>",
        "<div><span>Posted</span> <time pubdate datetime='2026-11-14'>14.11.</time></div>",
    ],
)
def test_a_date_below_the_headline_is_the_articles(line: str) -> None:
    assert str(laid_out("", before=line + LEAD).published)[:10] == "2026-11-14"


@pytest.mark.parametrize(
    "frame",
    [
        "<table><tr><td><h2>Tram runs again</h2><p>By Ann Lee</p></td></tr></table>",
        "<figure><img src='a'><figcaption><h2>Tram runs again</h2></figcaption></figure>",
        "<noscript><h2>Tram runs again</h2><p>The line is open to all of you.</p></noscript>",
        "<p><span class='caption'>Tram <h1>Tram runs again</h1></span></p>",
    ],
)
def test_a_headline_inside_a_frame_is_shown_once(frame: str) -> None:
    text = (
        f"<html><head><title>Tram runs again</title></head><body><article>{frame}{LEAD}{MORE}{REST}"
        "</article></body></html>"
    )
    article = web_page.load(Source(text, "a"))
    assert article.title == "Tram runs again"
    assert article.text.count("Nobody had expected it") == 1


def test_a_number_is_no_date() -> None:
    head = "<meta property='article:published_time' content='1651626439'>"
    assert laid_out("", head).published is None
