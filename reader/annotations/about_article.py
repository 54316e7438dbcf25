"""Notes on an article as a whole: they are on its headline, and a field says so.

A version of reader that does not know the field shows them as notes on the headline.
"""

from __future__ import annotations

from reader.annotations.records import Record
from reader.text.span import Span

ABOUT, ARTICLE = "about", "article"
"""The field, and its value, of a note on a whole article."""


def is_about_article(record: Record) -> bool:
    return record.extra.get(ABOUT) == ARTICLE


def headline_of(text: str) -> Span:
    """Return the first line of a text that has words."""
    lead = len(text) - len(text.lstrip())
    end = text.find("\n", lead)
    line = text[lead : end if end >= 0 else len(text)]
    return Span(lead, lead + len(line.rstrip()))
