"""Plain text, newswire above all."""

from __future__ import annotations

from reader.article.article import Article
from reader.article.bare_links import bare_links
from reader.article.newswire import structure
from reader.article.source import Source

NAME = "plain text 1"
_LONGEST_TITLE = 80


def load(source: Source) -> Article:
    """Return the article of a plain text: its text is the one it is given, offset for offset."""
    found = structure(source.text)
    return Article(
        text=source.text,
        blocks=found.blocks,
        title=found.title or first_words(source.text),
        location=source.location,
        loader=NAME,
        encoding=source.encoding,
        authors=found.authors,
        outlet=found.outlet,
        links=tuple(bare_links(source.text)),
        notices=(*source.notices, *found.notices),
    )


def first_words(text: str) -> str:
    """Return a title for a text without a headline: how it begins."""
    words = " ".join(text[: 4 * _LONGEST_TITLE].split())
    if len(words) <= _LONGEST_TITLE:
        return words
    cut = words.rfind(" ", 0, _LONGEST_TITLE)
    return words[: cut if cut > 0 else _LONGEST_TITLE - 1] + "…"
