"""Words that line ends divide are whole again; what nobody sees hides no word."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reader.article.line_breaks import whole_words
from reader.article.loaders.from_bytes import article_from_bytes

COLUMN = (
    "THE NEW DAM.\n\nThe water board met on Tues-\nday last and agreed to raise the\n"
    'dam by a metre. "At long last we have the mon-\ney," said Mr. Thorne, who is the chair-\n'
    "man of the board. A well-\nknown miller said so-called ex-\nperts had not been asked.\n"
)


def test_a_scanned_column_is_a_paragraph_of_whole_words() -> None:
    article = article_from_bytes(COLUMN.encode(), "column.txt")
    assert [each.span.slice(article.text) for each in article.blocks] == [
        "THE NEW DAM.",
        'The water board met on Tuesday last and agreed to raise the dam by a metre. "At long last '
        'we have the money," said Mr. Thorne, who is the chairman of the board. A well-known '
        "miller said so-called experts had not been asked.",
    ]


def test_a_hyphen_that_the_text_has_elsewhere_stays() -> None:
    text = "A co-owner came. The co-\nowner left, and the com-\npany with him.\n"
    assert whole_words(text) == "A co-owner came. The co-owner left, and the company with him.\n"


def test_paragraphs_by_indent_and_items_stay_apart() -> None:
    text = "The board met on Mon-\nday.\n  The mill-\ner came.\n- one\n- two\n"
    assert whole_words(text) == "The board met on Monday.\n  The miller came.\n- one\n- two\n"


def test_one_hyphen_at_a_line_end_changes_nothing() -> None:
    text = "The board met on Mon-\nday.\n"
    assert whole_words(text) == text


def test_soft_hyphens_hide_no_word() -> None:
    text = "The har\u00adbour mas\u00adter of Or\u00ad\nrin is Ada Di\u00adaz."
    assert whole_words(text) == "The harbour master of Orrin is Ada Diaz."


@given(st.text(st.sampled_from("ab-C .\n\t*1")))
def test_no_letter_is_lost(text: str) -> None:
    kept = [char for char in text if char.isalnum()]
    assert [char for char in whole_words(text) if char.isalnum()] == kept
