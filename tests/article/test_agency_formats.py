"""What agencies send: NITF, NewsML-G2 and ninjs, written for these tests."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reader.article.article import Article, ArticleError
from reader.article.loaders.bylines import names_of
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


def report(article: Article) -> list[tuple[str, str]]:
    return [(block.kind, block.span.slice(article.text)) for block in article.blocks]


@pytest.mark.parametrize("name", ["story.xml", "story.nitf", "story.txt"])
def test_nitf(tmp_path: Path, name: str) -> None:
    article = opened(tmp_path, NITF, name)
    assert report(article) == [
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
    assert report(article) == [
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
    assert report(article) == [
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
        ("a.nitf", "<other/>", "root is other"),
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


NEWSML_1 = """<?xml version="1.0"?><!DOCTYPE NewsML SYSTEM "NewsML_1.2.dtd" []>
<NewsML><NewsItem><NewsManagement><FirstCreated>20261114T063000Z</FirstCreated>
<Status FormalName="{status}"/></NewsManagement><NewsComponent><NewsLines>
<HeadLine>Dam to rise</HeadLine><ByLine>By Gesa Thorne and Ola Berg, Lowland Wire</ByLine>
</NewsLines>
<AdministrativeMetadata><Provider><Party FormalName="Lowland Wire"/></Provider>
</AdministrativeMetadata><NewsComponent><ContentItem><DataContent>{content}</DataContent>
</ContentItem></NewsComponent></NewsComponent></NewsItem></NewsML>"""


@pytest.mark.parametrize(
    "content",
    [
        "<p>It will rise.</p><p>Nobody knows when.</p>",
        "It will rise.\n\nNobody knows when.",
        "&lt;p&gt;It will rise.&lt;/p&gt;&lt;p&gt;Nobody knows when.&lt;/p&gt;",
        "<html><head><title>no</title></head><body><p>It will rise.</p><p>Nobody knows when.</p>"
        "</body></html>",
        "<nitf><body><body.head><hedline><hl1>Dam to rise</hl1></hedline></body.head><body.content>"
        "<p>It will rise.</p><p>Nobody knows when.</p></body.content></body></nitf>",
    ],
)
def test_newsml_1(tmp_path: Path, content: str) -> None:
    article = opened(tmp_path, NEWSML_1.format(status="Usable", content=content), "a.xml")
    assert report(article)[0] == ("headline", "Dam to rise")
    assert [words for kind, words in report(article) if kind == "paragraph"] == [
        "It will rise.",
        "Nobody knows when.",
    ]
    assert article.authors == ("Gesa Thorne", "Ola Berg")
    assert (article.published, article.outlet) == ("2026-11-14T06:30:00Z", "Lowland Wire")
    assert not article.notices


PLANNING = '<?xml version="1.0"?><!-- a --><x:planningItem xmlns:x="urn:x"/>'


def test_xml_of_another_kind_is_refused_in_a_sentence(tmp_path: Path) -> None:
    for name in ("a.xml", "a.txt", "-a"):
        with pytest.raises(ArticleError, match="root is planningitem"):
            opened(tmp_path, PLANNING, name)


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (NEWSML_1.format(status="Canceled", content="<p>It will rise.</p>"), "cancelled"),
        (NEWSML_1.format(status="Embargoed", content="<p>It will rise.</p>"), "embargo"),
        (
            (NEWSML % "").replace("<itemMeta>", "<itemMeta><pubStatus qcode=\"stat:canceled\"/>"),
            "cancelled",
        ),
        (
            (NEWSML % "").replace(
                "<itemMeta>", "<itemMeta><embargoed>2026-12-01T06:00:00Z</embargoed>"
            ),
            "2026-12-01T06:00:00Z",
        ),
        (
            NITF.replace("<docdata>", '<docdata management-status="embargoed">'
                         '<date.release norm="20261201T060000Z"/>'),
            "2026-12-01T06:00:00Z",
        ),
        (json.dumps({**NINJS, "pubstatus": "withheld"}), "withholds"),
        (json.dumps({**NINJS, "embargoed": "2026-12-01T06:00:00Z"}), "2026-12-01"),
    ],
)  # fmt: skip
def test_what_must_not_be_used_yet_is_said(tmp_path: Path, content: str, word: str) -> None:
    (notice,) = opened(tmp_path, content, "a.json" if content.startswith("{") else "a.xml").notices
    assert word in notice


def test_an_item_that_is_withheld_and_under_embargo_says_both(tmp_path: Path) -> None:
    both = json.dumps({**NINJS, "pubstatus": "withheld", "embargoed": "2026-12-01T06:00:00Z"})
    notices = opened(tmp_path, both, "a.json").notices
    assert len(notices) == 2
    assert "2026-12-01" in notices[0] + notices[1]


def test_the_printed_byline_is_above_a_login_name(tmp_path: Path) -> None:
    named = (NEWSML % "").replace("<infoSource>", "<by>By Ada Keel and Olaf Quay</by><infoSource>")
    named = named.replace("Gesa Thorne", "gthorne7")
    assert opened(tmp_path, named, "a.xml").authors == ("Ada Keel", "Olaf Quay")


def test_plain_data_keeps_its_paragraphs(tmp_path: Path) -> None:
    story = """<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/"><contentMeta><headline>Dam</headline>
</contentMeta><contentSet><inlineData contenttype="text/plain">It rises.

“At last,” she said.</inlineData></contentSet></newsItem>"""
    assert opened(tmp_path, story, "a.xml").text == "Dam\n\nIt rises.\n\n“At last,” she said."


def test_the_title_of_a_writer_is_no_part_of_the_name(tmp_path: Path) -> None:
    named = NITF.replace("<person>Gesa Thorne</person>", "GESA THORNE<byttl>Wire Writer</byttl>")
    article = opened(tmp_path, named, "a.xml")
    assert article.authors == ("GESA THORNE",)
    assert ("byline", "By GESA THORNE, Wire Writer") in report(article)


@pytest.mark.parametrize("name", ["a.json", "a.ninjs"])
def test_named_fields_of_ninjs_1(tmp_path: Path, name: str) -> None:
    item = {key: NINJS[key] for key in ("uri", "byline")}
    item |= {"headline_main": "Dam to rise", "body_short": "Rise.", "body_main": "It will rise."}
    assert opened(tmp_path, json.dumps(item), name).text == "Dam to rise\n\nIt will rise."


def test_ninjs_3_names_its_writers_in_a_string(tmp_path: Path) -> None:
    item = {
        "by": "By Ada Keel and Olaf Quay",
        "headlines": [{"role": "main", "value": "Dam"}],
        "bodies": [{"role": "main", "contenttype": "text/plain", "value": "It will rise."}],
    }
    assert opened(tmp_path, json.dumps(item), "a.json").authors == ("Ada Keel", "Olaf Quay")


@pytest.mark.parametrize(
    ("byline", "names"),
    [
        ("By Ann Smith, New York", ("Ann Smith",)),
        ("Ann Smith, Bob Lee and Carl von May", ("Ann Smith", "Bob Lee", "Carl von May")),
        ("Von Ann Smith in Orrin und Bob Lee in Karsk", ("Ann Smith", "Bob Lee")),
        ("By ANN SMITH and the Lowland Wire", ("ANN SMITH",)),
        ("", ()),
    ],
)
def test_names_in_a_byline(byline: str, names: tuple[str, ...]) -> None:
    assert names_of(byline) == names
