"""Evidence made of what is pasted, of a file, of a passage of another article."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.errors import ReaderError
from reader.review.evidence import of_address, of_passage, pasted
from reader.text.span import Span
from tests.review.desk import seed

LONG = "The harbour authority counted the boxes twice, at dawn and at dusk, and " * 3


@pytest.mark.parametrize(
    ("text", "url", "title", "excerpt"),
    [
        ("https://port.example/log", "https://port.example/log", "", ""),
        ("Tide log\nhttps://port.example/log", "https://port.example/log", "Tide log", ""),
        ("See (https://port.example/log).", "https://port.example/log", "See", ""),
        (f"Log\n{LONG}", None, "Log", LONG.strip()),
        (LONG, None, "", LONG.strip()),
        ("", None, "", ""),
    ],
)
def test_what_is_pasted_is_taken_to_pieces(text, url, title, excerpt):
    found = pasted(text)
    assert (found.url, found.title, found.excerpt) == (url, title, excerpt)


def test_an_archived_copy_is_distinguished_and_gives_the_address():
    copy = "https://web.archive.org/web/20261101120000/https://port.example/log"
    found = pasted(copy)
    assert (found.archived, found.url) == (copy, "https://port.example/log")
    both = pasted(f"https://port.example/log {copy}")
    assert (both.archived, both.url) == (copy, "https://port.example/log")


@given(st.text())
def test_anything_can_be_pasted(text):
    found = pasted(text)
    assert "\n" not in found.title


def test_a_local_file_is_known_again_by_its_hash(tmp_path):
    tally = tmp_path / "tally.txt"
    tally.write_bytes(b"15")
    found = of_address(str(tally))
    assert found.sha256 == hashlib.sha256(b"15").hexdigest()
    assert (found.url, found.title) == (tally.as_uri(), "tally.txt")
    assert of_address("https://port.example").sha256 is None
    with pytest.raises(ReaderError, match="cannot be read"):
        of_address(str(tmp_path / "none"))


def test_a_passage_of_another_article_links_to_its_place():
    other = seed("harbour-second-outlet")
    other = replace(other, article=replace(other.article, location="https://port.example/story"))
    span = Span(10, 40)
    found = of_passage(other, span)
    assert found.url == "https://port.example/story#char=10,40"
    assert found.title == other.title
    assert found.excerpt == " ".join(other.text[10:40].split())
