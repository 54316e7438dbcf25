"""Addresses of one page, and of pages that only look alike."""

from __future__ import annotations

import pytest

from reader.article.same_page import page_key, page_keys

PAGE = "https://post.example/harbour/ferry-sold"


@pytest.mark.parametrize(
    "other",
    [
        "http://post.example/harbour/ferry-sold",
        "https://www.post.example/harbour/ferry-sold/",
        "HTTPS://Post.Example:443/harbour/ferry-sold",
        f"{PAGE}#reactions",
        f"{PAGE}#:~:text=sold%20the%20ferry",
        f"{PAGE}?utm_source=letter&utm_medium=mail",
        f"{PAGE}?fbclid=Iw4b&gclid=9#top",
        "https://post.example/harbour/%66erry-sold?",
    ],
)
def test_one_page_however_it_is_written(other: str) -> None:
    assert page_key(other) == page_key(PAGE)


@pytest.mark.parametrize(
    "other",
    [
        "https://post.example/harbour/ferry-sold-2",
        "https://m.post.example/harbour/ferry-sold",
        f"{PAGE}?page=2",
        f"{PAGE}#2",
        "https://post.example:8443/harbour/ferry-sold",
        "https://post.example/harbour/Ferry-Sold",
        "https://post.example/harbour%2Fferry-sold",
        "https://post.example/#!/harbour/ferry-sold",
    ],
)
def test_other_pages_stay_other_pages(other: str) -> None:
    assert page_key(other) != page_key(PAGE)


def test_the_order_of_a_query_and_the_coding_of_a_sign_do_not_matter() -> None:
    assert page_key("https://a.example/?b=2&a=1") == page_key("https://a.example?a=1&b=2")
    assert page_key("https://bücher.example/ü") == page_key("https://xn--bcher-kva.example/%c3%bc")


def test_what_is_no_web_address_is_compared_as_it_is() -> None:
    assert page_key("urn:isbn:12#3") == "urn:isbn:12#3"
    assert page_key("http://[broken") == "http://[broken"
    assert page_keys(["gate.txt", None, "", "http://a.example/"]) == {"//a.example"}


def test_half_a_character_in_an_address_is_no_fault() -> None:
    assert page_keys(["http://page.example/a\udc80"])
