"""Text that was encoded twice comes out as it was written, and nothing else is changed."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reader.article.loaders.from_bytes import article_from_bytes
from reader.article.twice_encoded import MIXED, TWICE, repaired

WRITTEN = "“No café opens before noon,” said Zoë Färber – twice. It’s late…"


def twice(text: str, taken_for: str) -> str:
    return text.encode("utf-8").decode(taken_for)


def test_what_was_taken_for_windows_1252() -> None:
    damaged = twice(WRITTEN.replace("”", "’"), "cp1252")
    assert repaired(damaged) == (WRITTEN.replace("”", "’"), TWICE)


def test_what_was_taken_for_latin_1() -> None:
    assert repaired(twice(WRITTEN, "latin-1")) == (WRITTEN, TWICE)


def test_a_text_of_both_kinds_is_left_and_said() -> None:
    damaged = twice("“Ça va – déjà vu,”", "latin-1") + " she said at the café “Zum Bären”."
    assert repaired(damaged) == (damaged, MIXED)


def test_words_with_such_letters_are_left() -> None:
    for text in ("SÃO PAULO", "Ân, Ã, â: vowels of the Vietnamese alphabet.", "Ça c’est déjà là"):
        assert repaired(text) == (text, "")


@given(st.text(st.characters(codec="utf-8", exclude_characters="ÂÃ")))
def test_no_text_of_one_encoding_is_changed(text: str) -> None:
    if "â" not in text:
        assert repaired(text) == (text, "")


def test_the_article_says_it() -> None:
    article = article_from_bytes(twice(WRITTEN, "latin-1").encode(), "story.txt")
    assert article.text == WRITTEN
    assert article.notices == (TWICE,)


def test_a_page_with_a_zero_byte_opens() -> None:
    words = "The tram to the harbour runs again from Monday, and every ticket stays valid for it."
    page = f"<html><body><article><h1>Tram</h1><p>{words}</p><p>{words[4:]}</p></article></body>"
    article = article_from_bytes(page.replace("harbour", "har\0bour").encode(), "page.html")
    assert words in article.text
