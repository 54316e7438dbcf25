"""Footnote numbers lead to their notes and back."""

from __future__ import annotations

import re

import pytest

from reader.article.article import Article
from reader.article.block import Block
from reader.ui.article_pane.footnotes import followed
from reader.ui.article_pane.reading import Reading

RAISED = "The count was wrong.¹ It rose to 12 later.²\n\n¹ By the harbour office.\n\n² By the line."
BRACKETED = (
    "A claim [3] and another [4].\n\n1,200 boxes wait.\n\n[3] First note.\n\n[4]: Second note."
)
PLAIN = "A claim[1] was made.\n\n2. Another list.\n\n1. The note."


def reading(text: str) -> Reading:
    blocks = tuple(
        Block("paragraph", found.start(), found.end()) for found in re.finditer(r"\S[^\n]*", text)
    )
    return Reading(Article(text, blocks, "Title", "-", "test 1"))


@pytest.mark.parametrize(
    ("text", "at", "reached"),
    [
        (RAISED, "¹ It", "¹ By"),
        (RAISED, "count", "¹ By"),
        (RAISED, "later", "² By"),
        (RAISED, "harbour", "¹ It"),
        (RAISED, "² By", "²\n\n"),
        (BRACKETED, "[3] and", "[3] First"),
        (BRACKETED, "another", "[4]: S"),
        (BRACKETED, "First note", "[3] and"),
        (PLAIN, "claim", "1. The"),
        (PLAIN, "The note", "[1] was"),
    ],
)
def test_a_number_leads_to_its_note_and_back(text: str, at: str, reached: str) -> None:
    place = followed(reading(text), text.index(at))
    assert place is not None
    assert text[place:].startswith(reached)


@pytest.mark.parametrize(
    ("text", "at"),
    [("No note here.", "note"), ("A claim.¹ And no note.", "claim"), (BRACKETED, "boxes")],
)
def test_where_there_is_no_footnote_nothing_is_followed(text: str, at: str) -> None:
    assert followed(reading(text), text.index(at)) is None
