"""What both ends of the engine's protocol agree on: JSON lines of at most so many bytes."""

from __future__ import annotations

from typing import Any

from reader.article.article import Article

LONGEST_LINE = 64 * 1024 * 1024
"""Bytes of the longest request or answer."""


def request_of(article: Article) -> dict[str, Any]:
    """Return the request for the findings of ``article``, without its number."""
    return {
        "do": "analyze",
        "text": article.text,
        "blocks": [[b.start, b.end, b.kind, b.duplicate_of] for b in article.blocks],
        "language": article.language,
        "title": article.title,
    }
