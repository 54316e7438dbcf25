"""Evidence made from what lies at hand: a local file, a passage of another article."""

from __future__ import annotations

import hashlib
from pathlib import Path

from reader.annotations.records import Evidence
from reader.errors import ReaderError
from reader.review.article_in_review import ArticleInReview
from reader.text.span import Span


def file_hash(path: Path) -> str:
    """The SHA-256 of a local file in hex, by which it is known again. Raises ReaderError."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise ReaderError(
            f"{path} cannot be read as evidence ({error.strerror}); give a file or an address."
        ) from None


def of_passage(article: ArticleInReview, span: Span, *, location: str = "") -> Evidence:
    """Evidence that is a passage of another article: its address, title and words.

    An article without an address is named by ``location`` and the passage's place in its text.
    """
    where = article.url or location
    if where and "://" not in where and where != "-":
        where = Path(where).resolve().as_uri()
    url = f"{where}#char={span.start},{span.end}" if where and where != "-" else None
    return Evidence(
        url=url,
        title=article.title,
        excerpt=" ".join(span.slice(article.text).split()),
        source_type="article",
    )
