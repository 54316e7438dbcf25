"""What both ends of the engine's protocol agree on: JSON lines of at most so many bytes."""

from __future__ import annotations

from typing import Any

from reader.article.article import Article
from reader.text.span import Span

LONGEST_LINE = 64 * 1024 * 1024
"""Bytes of the longest request or answer."""


def request_of(article: Article, view: Span | None = None) -> dict[str, Any]:
    """Return the request for the findings of ``article``, without its number.

    Of the paragraphs in ``view`` there is a glimpse first, where the whole takes much longer.
    """
    first = {} if view is None else {"first": [view.start, view.end]}
    return {
        **first,
        "do": "analyze",
        "text": article.text,
        "blocks": [[b.start, b.end, b.kind, b.duplicate_of] for b in article.blocks],
        "language": article.language,
        "title": article.title,
    }
