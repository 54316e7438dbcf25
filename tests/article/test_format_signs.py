"""The first bytes of a file say its format, however much is before its first tag."""

from __future__ import annotations

import pytest

from reader.article.loaders.registry import format_of

MANY = 3000


@pytest.mark.parametrize("before", [b"<!-- banner -->\n", b"<!---->", b"<!-- a -- b -->\r\n\t"])
def test_a_page_is_recognised_behind_many_comments(before: bytes) -> None:
    page = before * MANY + b"<!DOCTYPE html><html><body>x</body></html>"
    assert format_of(page, "page.txt").module == "web_page"


@pytest.mark.parametrize("before", [b"<?sort x?>\n", b"<!-- made by hand -->", b"<!DOCTYPE rss>"])
def test_a_feed_is_recognised_behind_many_instructions(before: bytes) -> None:
    feed = b"<?xml version='1.0'?>" + before * MANY + b"<rss version='2.0'></rss>"
    assert format_of(feed, "news.txt").module == "feed"


@pytest.mark.parametrize("before", [b"<!-- x -->", b"<?go on?>", b"<!-- x --><?go on?>\n", b"<!--"])
def test_a_long_prologue_of_no_known_format_leaves_the_name_to_decide(before: bytes) -> None:
    assert format_of(before * MANY + b"<memo>x</memo>", "memo.txt").module == "plain_text"
