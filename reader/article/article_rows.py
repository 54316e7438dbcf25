"""An article from a row of a table, and as a row, of which the same article can be made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from reader.article.article import Article, ArticleError, Link
from reader.article.block import Block
from reader.article.columns import Columns
from reader.article.written_date import iso_date

NAME = "table 1"
WHOLE = frozenset(("text", "blocks", "links", "title", "location", "loader", "fingerprint"))
"""The columns of a row that holds an article with all that ``article_row`` writes."""
_BLOCK = ("duplicate_of", "level", "flows")
_LONGEST_MARK = 40


def mark_of(row: Mapping[str, Any], columns: Columns, number: int) -> str:
    """Return what names a row behind its table's location and a "#".

    Its id where that is a short word of letters and digits, else its number, counted from 1.
    """
    own = str(row.get(columns.by_role.get("id", "")) or "")
    fits = own.isalnum() and own.isascii() and len(own) <= _LONGEST_MARK
    return own if fits else str(number)


def article_of_row(row: Mapping[str, Any], columns: Columns, location: str) -> Article:
    """Return the article of a row.

    ``location`` is the table's with the row's mark. ArticleError.
    """
    from reader.article.loaders.from_bytes import article_from_source
    from reader.article.loaders.headed import headed
    from reader.article.source import Source

    if row.keys() >= WHOLE and row["text"] and row["blocks"] is not None:
        return replace(article_from_whole_row(row), location=location)

    def value(role: str) -> str:
        return _words(row.get(columns.by_role.get(role, "")))

    text = value("text")
    media_type = ""
    if not text.strip():
        text, media_type = value("html"), "text/html"
    if not text.strip():
        raise ArticleError(f"{location} has no text.")
    article = article_from_source(
        text.encode("utf-8", "replace"), Source("", location), media_type, "utf-8"
    )
    title = " ".join(value("title").split())
    article = headed(article, title.encode("utf-8", "replace").decode())
    return replace(
        article,
        loader=NAME,
        location=location,
        authors=tuple(filter(None, [value("authors")])) or article.authors,
        outlet=value("outlet") or article.outlet,
        published=iso_date(value("published")) or article.published,
        url=value("url") or article.url,
        language=value("language") or article.language,
    )


def article_row(article: Article) -> dict[str, Any]:
    """Return the columns that ``article_from_whole_row`` needs.

    Offsets are code points of the text.
    """
    return {
        "title": article.title,
        "location": article.location,
        "url": article.url,
        "outlet": article.outlet,
        "authors": list(article.authors),
        "published": article.published,
        "day": _day(article.published),
        "declared_language": article.language,
        "words": len(article.text.split()),
        "fingerprint": article.fingerprint,
        "loader": article.loader,
        "text": article.text,
        "blocks": [
            {
                "kind": block.kind,
                "start_char": block.start,
                "end_char": block.end,
                **{name: getattr(block, name) for name in _BLOCK},
            }
            for block in article.blocks
        ],
        "links": [
            {"start_char": link.start, "end_char": link.end, "url": link.url}
            for link in article.links
        ],
    }


def article_from_whole_row(row: Mapping[str, Any]) -> Article:
    """Return the article that ``article_row`` wrote; columns that a query left out are unknown."""
    return Article(
        text=row["text"],
        blocks=tuple(
            Block(b["kind"], b["start_char"], b["end_char"], **{name: b[name] for name in _BLOCK})
            for b in row["blocks"]
        ),
        title=row["title"],
        location=row["location"],
        loader=row["loader"],
        authors=tuple(row.get("authors") or ()),
        outlet=row.get("outlet"),
        published=row.get("published"),
        url=row.get("url"),
        language=row.get("declared_language"),
        links=tuple(Link(a["start_char"], a["end_char"], a["url"]) for a in row["links"]),
    )


def _words(value: Any) -> str:
    """Return a cell as text: names of a list one after the other, dates as ISO 8601."""
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        return ", ".join(filter(None, map(_words, value)))
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return _words(value.get("name"))
    return str(value)


def _day(published: str | None) -> date | None:
    """Return the day of publication, None where no full date is given."""
    try:
        return date.fromisoformat(iso_date(published or "")[:10])
    except ValueError:
        return None
