"""Feeds are lists to pick from; what they hold of an article opens without a network."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reader.article.article import Article, ArticleError
from reader.article.contents import Contents, SeveralArticlesError, open_item
from reader.article.loaders.from_bytes import article_from_bytes
from reader.article.opening import open_article

RSS = """<?xml version="1.0" encoding="UTF-8"?>
<?xml-stylesheet href="pretty.xsl" type="text/xsl"?>
<!-- made by hand -->
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>The Saltmarsh Courier</title><link>https://courier.example/</link>
<language>en-GB</language>
<item><title>Ferry company &amp;amp; council at odds</title><link>https://courier.example/ferry</link>
<guid isPermaLink="false">one</guid><pubDate>Sat, 14 Nov 2026 08:30:00 +0200</pubDate>
<dc:creator>Maren Holloway</dc:creator>
<description>&lt;p&gt;The ferry &lt;b&gt;stops&lt;/b&gt;.&lt;/p&gt;
</description><content:encoded><![CDATA[<p>The company said it would stop.</p><h2>Islanders</h2>
<blockquote><p>“We were not asked,” they said.</p></blockquote><script>alert(1)</script>
<ul><li>One boat</li><li>Two <a href="/crews">crews</a></li></ul>]]></content:encoded></item>
<item><title>Only a link</title><link>https://courier.example/link</link></item>
</channel></rss>"""
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="https://old.example/"><title>Old News</title><link>https://old.example/</link>
</channel><item rdf:about="https://old.example/1"><title>Mill burns</title>
<link>https://old.example/1</link>
<description>The mill burnt down.</description>
<dc:date>2026-11-13T05:00:00Z</dc:date></item></rdf:RDF>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de"><title>Nachrichten</title>
<id>urn:1</id><updated>2026-11-14T07:00:00Z</updated>
<entry><title type="html">Fähre &lt;i&gt;Gannet&lt;/i&gt; fällt aus</title><id>urn:2</id>
<link rel="alternate" href="/faehre"/><published>2026-11-14T06:00:00+01:00</published>
<author><name>Henrike Vossbeck</name></author>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>„Wir fahren nicht“, hieß es.</p>
</div></content></entry></feed>"""
JSON = json.dumps(
    {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Feed of objects",
        "language": "en",
        "items": [
            {
                "id": 7,
                "url": "https://json.example/7",
                "title": "Dam holds",
                "content_text": "The dam holds.\n\n“It holds,” the keeper said.",
                "date_published": "2026-11-14T06:30:00Z",
                "authors": [{"name": "Ida Krogh"}, {"url": "https://json.example/"}],
            },
            {"id": "8", "content_html": "<p>A remark without a title.</p>"},
            "no item",
        ],
    }
)


def listed(text: str, name: str = "feed.xml") -> Contents:
    with pytest.raises(SeveralArticlesError) as several:
        article_from_bytes(text.encode(), name)
    return several.value.contents


def own(contents: Contents, part: str) -> Article:
    return open_item(contents, part)


def words(article: Article) -> list[tuple[str, str]]:
    return [(each.kind, each.span.slice(article.text)) for each in article.blocks]


def test_rss_with_the_whole_text() -> None:
    contents = listed(RSS)
    assert contents.title == "The Saltmarsh Courier"
    first, second = contents.items
    assert first.title == "Ferry company & council at odds"
    assert first.published == "2026-11-14T06:30Z"
    assert first.summary == "The ferry stops."
    assert first.address == "https://courier.example/ferry"
    assert second.own is None
    article = own(contents, "1")
    assert words(article) == [
        ("headline", "Ferry company & council at odds"),
        ("paragraph", "The company said it would stop."),
        ("heading", "Islanders"),
        ("quotation", "“We were not asked,” they said."),
        ("list item", "• One boat"),
        ("list item", "• Two crews"),
    ]
    assert article.authors == ("Maren Holloway",)
    assert article.outlet == "The Saltmarsh Courier"
    assert article.language is not None
    assert article.language.lower() == "en-gb"
    assert article.url == "https://courier.example/ferry"
    assert [link.url for link in article.links] == ["https://courier.example/crews"]
    assert article.location == f"feed.xml#{first.mark}"


def test_rdf_of_old() -> None:
    (item,) = listed(RDF).items
    assert (item.title, item.published) == ("Mill burns", "2026-11-13T05:00Z")
    assert own(listed(RDF), "1").text == "Mill burns\n\nThe mill burnt down."


def test_atom_with_markup_in_titles() -> None:
    contents = listed(ATOM)
    article = own(contents, "1")
    assert article.text == "Fähre Gannet fällt aus\n\n„Wir fahren nicht“, hieß es."
    assert article.authors == ("Henrike Vossbeck",)
    assert contents.items[0].published == "2026-11-14T05:00Z"
    assert contents.items[0].address == ""


def test_json_feed() -> None:
    contents = listed(JSON, "feed.json")
    assert [item.title for item in contents.items] == ["Dam holds", "A remark without a title."]
    article = own(contents, "1")
    assert article.text == "Dam holds\n\nThe dam holds.\n\n“It holds,” the keeper said."
    assert (article.authors, article.published) == (("Ida Krogh",), "2026-11-14T06:30:00Z")


def test_an_item_is_named_by_number_or_mark_that_stays(tmp_path: Path) -> None:
    path = tmp_path / "feed.xml"
    path.write_text(RSS)
    article = open_article(f"{path}#1")
    newer = "<item><title>Newer</title><description>Newer words.</description></item>"
    path.write_text(RSS.replace("<item>", f"{newer}<item>", 1))
    assert open_article(f"{path}#1").title == "Newer"
    assert open_article(article.location).text == article.text
    with pytest.raises(ArticleError, match="has no article 9; it has 3"):
        open_article(f"{path}#9")
    with pytest.raises(ArticleError, match="turned off"):
        open_article(f"{path}#3")


def test_a_file_whose_name_has_the_sign(tmp_path: Path) -> None:
    path = tmp_path / "story#2"
    path.write_text("Mill burns\n\nIt burnt down.")
    assert open_article(str(path)).title == "Mill burns"
    whole = tmp_path / "story.txt"
    whole.write_text("Mill burns\n\nIt burnt down.")
    with pytest.raises(ArticleError, match="is one article; leave out #2"):
        open_article(f"{whole}#2")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("<rss version='2.0'><channel><title>Empty</title></channel></rss>", "without articles"),
        ("<rss <<<", "damaged feed"),
        ('{"version": "https://jsonfeed.org/version/1", "items": 3}', "damaged feed"),
        ('{"version": "https://jsonfeed.org/version/1", "items": [', "damaged feed"),
    ],
)
def test_what_is_no_feed(text: str, words: str) -> None:
    with pytest.raises(ArticleError, match=words):
        article_from_bytes(text.encode(), "feed.xml")


def test_an_item_without_words_or_address() -> None:
    feed = "<rss version='2.0'><channel><item><title>Sound</title></item></channel></rss>"
    with pytest.raises(ArticleError, match=r"^feed\.xml has no words of “Sound”\.$"):
        own(listed(feed), "1")
    with pytest.raises(
        ArticleError, match=r"nothing but the address https://courier\.example/link"
    ):
        own(listed(RSS), "2")


def test_a_feed_that_is_cut_off_gives_what_it_has() -> None:
    assert [item.title for item in listed(RSS[: RSS.index("<item><title>Only")]).items] == [
        "Ferry company & council at odds"
    ]


def test_one_sentence_where_one_article_was_asked_for() -> None:
    with pytest.raises(ArticleError) as report:
        article_from_bytes(RSS.encode(), "feed.xml")
    assert str(report.value) == (
        "feed.xml is a feed of 2 articles; `reader show feed.xml` lists them, "
        "`reader 'feed.xml#1'` opens the first."
    )


OWN_ENTITY = """<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY town "Orrin"> <!ENTITY x "<>">]>
<rss version="2.0"><channel><title>Valley</title><item><title>Dam holds</title>
<description>It holds at last.</description></item></channel></rss>"""


def test_a_feed_that_declares_entities_is_a_feed() -> None:
    assert [item.title for item in listed(OWN_ENTITY, "a.xml").items] == ["Dam holds"]


def test_plain_text_of_atom_is_shown_as_it_is() -> None:
    contents = listed(
        """<feed xmlns="http://www.w3.org/2005/Atom"><title>a &lt;b&gt; c</title><id>urn:1</id>
        <entry><id>urn:2</id><title>What &lt;canvas&gt; does</title>
        <content type="text">Ask &lt;ada@dam.example&gt; today.

        She knows.</content></entry></feed>""",
        "a.atom",
    )
    assert contents.title == "a <b> c"
    article = own(contents, "1")
    assert article.title == "What <canvas> does"
    assert "Ask <ada@dam.example> today.\n\nShe knows." in article.text


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2016/6/29 15:07:41", "2016-06-29T15:07"),
        ("Mon, 30 Nov 2026 10:00:00 CET", "2026-11-30T09:00Z"),
        ("Mon, 30 Nov 2026 10:00:00 EST", "2026-11-30T15:00Z"),
        ("Mon, 30 Nov 2026 10:00:00 XYZ", "2026-11-30T10:00"),
        ("Mon, 30 Nov 2026 10:00:00", "2026-11-30T10:00"),
        ("30 Nov 2026 10:00 +0200", "2026-11-30T08:00Z"),
        ("2026-11-30", "2026-11-30"),
        ("2026-11-30T10:00:00.5+02:00", "2026-11-30T08:00Z"),
        ("31/12 of that year", "31/12 of that year"),
        ("2026/13/40", "2026/13/40"),
    ],
)
def test_a_date_is_read_or_shown_as_it_is_written(written: str, read: str) -> None:
    (item,) = listed(
        f"""<rss version="2.0"><channel><title>V</title><item><title>Dam</title>
        <pubDate>{written}</pubDate><description>It holds.</description></item></channel></rss>"""
    ).items
    assert item.published == read
    assert item.day == (read[:10] if read[:3] == "201" or read[:5] == "2026-" else read)


def test_an_element_that_is_not_known_is_part_of_its_sentence() -> None:
    markup = "<p>The <acronym>HO</acronym> of <x-port>Orrin</x-port> said <label>no</label>.</p>"
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "V",
        "items": [{"id": "1", "title": "Dam", "content_html": markup}],
    }
    article = own(listed(json.dumps(feed), "feed.json"), "1")
    assert article.text == "Dam\n\nThe HO of Orrin said no."
