from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reader.article.article import Article
from reader.article.loaders.markdown import load
from reader.article.reading_order import segments
from reader.article.source import Source

PAGE = """\
---
title: "The river"
author: Anna Osei and Carl Brell
date: 2026-11-17
tags: [one, two]
url: https://example.com/river
lang: en
---
# The *river* rises

By Anna Osei

OSTERVIK — It **rose** on [Monday](https://example.com/m), and `x = 1`
went on.[^a]

![The bridge at dawn](bridge.jpg)

## What next

- one
- two
  1. inner
  2. more

> They said so.

| a | b |
|---|---|
| 1 | 2 |

```
code  stays
  as it is
```

Hard\\
break &amp; <b>tag</b> http://example.org/x.

[^a]: The note.
"""


def opened(text: str) -> Article:
    return load(Source(text, "page.md"))


def described(article: Article) -> list[tuple[str, str]]:
    return [(block.kind, article.text[block.start : block.end]) for block in article.blocks]


def test_a_page() -> None:
    article = opened(PAGE)
    assert described(article) == [
        ("headline", "The river rises"),
        ("byline", "By Anna Osei"),
        ("dateline", "OSTERVIK —"),
        ("paragraph", "It rose on Monday, and x = 1 went on.[1]"),
        ("caption", "The bridge at dawn"),
        ("heading", "What next"),
        ("list item", "• one"),
        ("list item", "• two"),
        ("list item", "1. inner"),
        ("list item", "2. more"),
        ("quotation", "They said so."),
        ("paragraph", "a | b\n1 | 2"),
        ("paragraph", "code  stays\n  as it is"),
        ("paragraph", "Hard\nbreak & tag http://example.org/x."),
        ("list item", "[1] The note."),
    ]
    assert [block.level for block in article.blocks if block.kind == "list item"] == [1, 1, 2, 2, 1]
    assert next(block.level for block in article.blocks if block.kind == "heading") == 2


def test_links_lie_on_their_words() -> None:
    article = opened(PAGE)
    assert [(article.text[link.start : link.end], link.url) for link in article.links] == [
        ("Monday", "https://example.com/m"),
        ("[1]", "#note-1"),
        ("http://example.org/x", "http://example.org/x"),
        ("[1]", "#reference-1"),
    ]


def test_front_matter() -> None:
    article = opened(PAGE)
    assert article.title == "The river rises"
    assert article.authors == ("Anna Osei", "Carl Brell")
    assert (article.published, article.language) == ("2026-11-17", "en")
    assert article.url == "https://example.com/river"


def test_the_title_of_the_front_matter_is_the_headline_where_the_text_has_none() -> None:
    article = opened(
        "---\ntitle: The river\nauthors:\n  - Anna Osei\n  - Carl Brell\n---\nIt rose.\n"
    )
    assert described(article) == [("headline", "The river"), ("paragraph", "It rose.")]
    assert article.authors == ("Anna Osei", "Carl Brell")


def test_lists_are_set_close_and_hang() -> None:
    article = opened("- one\n- two\n  - inner\n\nText.\n")
    parts = segments(article)
    assert [part.gap for part in parts] == [0, 0, 0, 1]
    assert [part.indent for part in parts] == [0, 0, 2, 0]
    assert [part.hanging for part in parts] == [2, 2, 2, 0]


def test_html_says_what_it_means() -> None:
    assert opened("10<sup>6</sup> tonnes of CO<sub>2</sub>, the 19<sup>th</sup>\n").text == (
        "10⁶ tonnes of CO₂, the 19th"
    )
    assert opened("She said <q>no</q> to <del>22</del> 15 of them.\n").text == (
        "She said “no” to  15 of them."
    )
    assert opened("| Ship | Crew |\n|--|--|\n| Gannet | Ann<br>Ben |\n").text == (
        "Ship | Crew\nGannet | Ann Ben"
    )


def test_what_is_nested_too_deep_to_be_parsed_is_shown_as_it_is() -> None:
    text = "> " * 200 + "deep down\n"
    article = opened(text)
    assert article.text == text
    assert "deep down" in article.blocks[-1].span.slice(text)


def test_pages_without_any_words_open() -> None:
    assert opened("<!-- nothing -->\n").blocks == ()
    assert opened("---\n").title


@given(
    st.lists(
        st.sampled_from(
            [
                *"#-*>`|[]()_~!\n\n \t1.",
                "word",
                "“日本”",
                "[^1]",
                "[^1]: x\n",
                "<b>",
                "---\n",
                "](u)",
            ]
        ),
        max_size=40,
    ).map("".join)
)
def test_blocks_are_in_order_and_cover_the_text(text: str) -> None:
    article = opened(text)
    before = 0
    for block in article.blocks:
        assert not article.text[before : block.start].strip()
        words = article.text[block.start : block.end]
        assert words == words.strip() != ""
        before = block.end
    if article.blocks:
        assert not article.text[before:].strip()
    assert all(0 <= link.start < link.end <= len(article.text) for link in article.links)


def test_front_matter_is_yaml() -> None:
    article = opened(
        '---\ntitle: >-\n  The long road\n  to Orrin\nauthors:\n  - "Keel, Ada"\n  - Olaf Quay\n'
        'date: 2026-11-30  # the day of the vote\noutlet: "The \\"Post\\""\n---\n\nIt rises.\n'
    )
    assert article.title == "The long road to Orrin"
    assert article.authors == ("Keel, Ada", "Olaf Quay")
    assert article.published == "2026-11-30"
    assert article.outlet == 'The "Post"'
    assert article.text == "The long road to Orrin\n\nIt rises."


def test_words_between_two_rules_are_text() -> None:
    for words in ("The dam rises.", "- one\n- two", "key: [not: closed", "“So,” he said: it is."):
        text = f"---\n{words}\n---\n\nNobody was hurt.\n"
        assert words.split()[-1] in opened(text).text
        assert "Nobody was hurt." in opened(text).text


def test_what_is_struck_out_is_no_live_text() -> None:
    page = load(Source("The board counted ~~40~~ 60 boats and <s>two</s> three lorries.\n", "a.md"))
    assert "40" not in page.text
    assert "60 boats" in page.text
    assert "two" not in page.text
    assert "three lorries" in page.text
