"""What agencies send: NITF, NewsML-G2 and ninjs, written for these tests."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reader.article.article import Article, ArticleError
from reader.article.opening import open_article

NITF = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE nitf SYSTEM "nitf-3-4.dtd">
<nitf><head><title>Dam</title>
<docdata><date.issue norm="20261114T063000Z"/>
<doc.copyright holder="Lowland Wire"/></docdata></head>
<body xml:lang="en"><body.head><hedline><hl1>Dam at Orrin to be raised by a metre</hl1>
<hl2>Villages fear for their wells</hl2></hedline>
<byline>By <person>Gesa Thorne</person></byline>
<dateline><location>ORRIN</location>, Nov 14</dateline></body.head>
<body.content>
<p>The dam at Orrin will be raised by a metre, the board said&mdash;after two dry summers.</p>
<media media-type="image"><media-reference source="dam.jpg"/>
<media-caption>The dam in August.</media-caption></media>
<p>“We need nine million litres more,” said <person>Ola Strand</person>, who runs it.</p>
<hl2>Wells</hl2>
<p>Three villages have complained.</p>
<ul><li>Karsk</li><li>Tolne</li></ul>
</body.content><body.end><tagline>Lowland Wire</tagline></body.end></body></nitf>
"""
NEWSML = """<?xml version="1.0" encoding="UTF-8"?>
<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><itemSet>
<newsItem guid="urn:one"><itemMeta><versionCreated>2026-11-14T07:00:00Z</versionCreated></itemMeta>
<contentMeta><contentCreated>2026-11-14T06:30:00Z</contentCreated>
<creator><name>Gesa Thorne</name></creator>
<infoSource><name>Lowland Wire</name></infoSource><language tag="en-GB"/>
<headline>Dam at Orrin to be raised by a metre</headline></contentMeta>
<contentSet><inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml">
<head><title>Not this</title></head><body><h1>Dam at Orrin to be raised by a metre</h1>
<p>The dam at Orrin will be raised.</p><blockquote><p>Nine million litres more.</p></blockquote>
<p>See <a href="https://water.example/plan">the plan</a>.</p></body></html>
</inlineXML></contentSet></newsItem>
%s</itemSet></newsMessage>
"""
NINJS = {
    "uri": "https://wire.example/items/7",
    "type": "text",
    "language": "en",
    "headline": "Dam at Orrin to be raised by a metre",
    "byline": "By Gesa Thorne and Ola Berg",
    "firstcreated": "2026-11-14T06:30:00Z",
    "copyrightholder": "Lowland Wire",
    "body_xhtml": "<h1>Dam at Orrin to be raised by a metre</h1><p>ORRIN — The dam will be raised, "
    "the <b>board</b> said.</p><ul><li>Karsk</li><li>Tolne</li></ul><p>It is &frac12; full.</p>",
}


def opened(tmp_path: Path, content: str, name: str) -> Article:
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    return open_article(str(path))


def told(article: Article) -> list[tuple[str, str]]:
    return [(block.kind, block.span.slice(article.text)) for block in article.blocks]


@pytest.mark.parametrize("name", ["story.xml", "story.nitf", "story.txt"])
def test_nitf(tmp_path: Path, name: str) -> None:
    article = opened(tmp_path, NITF, name)
    assert told(article) == [
        ("headline", "Dam at Orrin to be raised by a metre"),
        ("heading", "Villages fear for their wells"),
        ("byline", "By Gesa Thorne"),
        ("dateline", "ORRIN, Nov 14"),
        (
            "paragraph",
            "The dam at Orrin will be raised by a metre, the board said—after two dry summers.",
        ),
        ("caption", "The dam in August."),
        ("paragraph", "“We need nine million litres more,” said Ola Strand, who runs it."),
        ("heading", "Wells"),
        ("paragraph", "Three villages have complained."),
        ("list item", "• Karsk"),
        ("list item", "• Tolne"),
        ("credit", "Lowland Wire"),
    ]
    assert article.title == "Dam at Orrin to be raised by a metre"
    assert article.authors == ("Gesa Thorne",)
    assert (article.outlet, article.language) == ("Lowland Wire", "en")
    assert article.published == "2026-11-14T06:30:00Z"


def test_newsml_g2(tmp_path: Path) -> None:
    article = opened(tmp_path, NEWSML % "", "message.xml")
    assert told(article) == [
        ("headline", "Dam at Orrin to be raised by a metre"),
        ("paragraph", "The dam at Orrin will be raised."),
        ("quotation", "Nine million litres more."),
        ("paragraph", "See the plan."),
    ]
    assert (article.authors, article.outlet) == (("Gesa Thorne",), "Lowland Wire")
    assert (article.published, article.language) == ("2026-11-14T06:30:00Z", "en-GB")
    assert [link.url for link in article.links] == ["https://water.example/plan"]
    assert article.notices == ()


def test_a_message_of_two_stories_says_so(tmp_path: Path) -> None:
    item = NEWSML.partition("<itemSet>")[2].partition("%s")[0].replace("Orrin", "Tolne")
    article = opened(tmp_path, NEWSML % item, "message.xml")
    assert article.notices == ("It holds 2 stories; the first is shown.",)
    assert "Tolne" not in article.text


def test_entities_that_a_file_defines_are_not_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret")
    entities = f'<!DOCTYPE nitf [<!ENTITY x SYSTEM "{secret.as_uri()}"><!ENTITY y "yyyyyyyyyy">]>'
    body = "<nitf><body><body.content><p>Before &x; and &y; after.</p></body.content></body></nitf>"
    article = opened(tmp_path, f'<?xml version="1.0"?>{entities}{body}', "story.xml")
    assert "secret" not in article.text
    assert article.text.startswith("Before")


def test_entities_that_grow_without_end_are_refused(tmp_path: Path) -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    body = "<nitf><body><body.content><p>Ha &l11; ha.</p></body.content></body></nitf>"
    document = f'<?xml version="1.0"?><!DOCTYPE nitf [<!ENTITY l0 "ha">{laughs}]>{body}'
    with pytest.raises(ArticleError, match="damaged XML"):
        opened(tmp_path, document, "story.xml")


def test_ninjs(tmp_path: Path) -> None:
    article = opened(tmp_path, json.dumps(NINJS), "item.json")
    assert told(article) == [
        ("headline", "Dam at Orrin to be raised by a metre"),
        ("dateline", "ORRIN —"),
        ("paragraph", "The dam will be raised, the board said."),
        ("list item", "• Karsk"),
        ("list item", "• Tolne"),
        ("paragraph", "It is ½ full."),
    ]
    assert article.authors == ("Gesa Thorne", "Ola Berg")
    assert (article.outlet, article.url) == ("Lowland Wire", "https://wire.example/items/7")


def test_ninjs_of_the_second_version(tmp_path: Path) -> None:
    item = {
        "headlines": [{"role": "short", "value": "Dam"}, {"role": "main", "value": "Dam to rise"}],
        "bodies": [{"role": "main", "contentType": "text/plain", "value": "One.\n\nTwo\nlines."}],
        "infoSources": [{"name": "Lowland Wire"}],
        "by": [{"rel": "author", "name": "Gesa Thorne"}],
    }
    article = opened(tmp_path, json.dumps(item), "item.json")
    assert article.text.startswith("Dam to rise\n\nOne.\n\nTwo")
    assert (article.outlet, article.authors) == ("Lowland Wire", ("Gesa Thorne",))


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.nitf", "<nitf><body>", "damaged XML"),
        ("a.nitf", "<nitf><body/></nitf>", "no story"),
        ("a.nitf", "<other/>", "neither NITF nor"),
        ("a.ninjs", '{"body_xhtml": ', "damaged JSON"),
        ("a.ninjs", '{"headline": "Only"}', "no story"),
        ("a.ninjs", "[1]", "no story"),
        ("a.xml", "<newsItem><contentMeta/></newsItem>", "no story"),
    ],
)
def test_what_holds_nothing(tmp_path: Path, name: str, content: str, words: str) -> None:
    with pytest.raises(ArticleError, match=words):
        opened(tmp_path, content, name)


def test_other_json_is_read_as_the_text_it_is(tmp_path: Path) -> None:
    assert opened(tmp_path, '{"a": 1}', "a.json").loader == "plain text 1"
