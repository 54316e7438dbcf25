"""What a page says of its article as JSON-LD, in the words of schema.org."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

Element = Any
"""A node of lxml, which has no types of its own."""

_KINDS = ("Article", "BlogPosting", "LiveBlogPosting", "Report", "NewsArticle")
_DEEPEST = 6
_MARKUP = re.compile(r"</?(?:p|br|div|h\d|ul|ol|li|a|em|strong|b|i|span)\b[^<>]*>", re.IGNORECASE)
_BLOCK_TAG = re.compile(r"</?(?:p|br|div|h\d|ul|ol|li|blockquote)\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]{1,2000}>")


@dataclass(frozen=True, slots=True)
class ArticleData:
    """``published`` is as it is written there, with its time of day; None where it is not given."""

    published: str | None = None
    authors: tuple[str, ...] = ()
    outlet: str | None = None
    language: str | None = None


def article_data(root: Element) -> ArticleData:
    """Return what the first description of an article on the page says."""
    for thing in _descriptions(root):
        return ArticleData(
            _text(thing.get("datePublished")),
            tuple(dict.fromkeys(_names(thing.get("author")))),
            next(_names(thing.get("publisher")), None),
            _text(thing.get("inLanguage")),
        )
    return ArticleData()


def article_text(root: Element) -> str:
    """Return the longest ``articleBody`` on the page, its paragraphs by blank lines.

    "" without one.
    """
    bodies = (thing.get("articleBody") for thing in _descriptions(root))
    longest = max((each for each in bodies if isinstance(each, str)), key=len, default="")
    if _MARKUP.search(longest):
        longest = _TAG.sub("", _BLOCK_TAG.sub("\n\n", longest))
    return html.unescape(html.unescape(longest)).replace("\r\n", "\n").strip()


def _descriptions(root: Element) -> Iterator[dict[str, Any]]:
    for script in root.iter("script"):
        if (script.get("type") or "").strip().lower() != "application/ld+json":
            continue
        try:
            data = json.loads(script.text_content(), strict=False)
        except (ValueError, RecursionError):
            continue
        yield from _things(data)


def _things(data: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    """Yield the descriptions of articles in a document, those in a graph too."""
    if depth > _DEEPEST:
        return
    if isinstance(data, list):
        for each in data:
            yield from _things(each, depth + 1)
    elif isinstance(data, dict):
        kinds = data.get("@type")
        kinds = kinds if isinstance(kinds, list) else [kinds]
        if any(isinstance(kind, str) and kind.endswith(_KINDS) for kind in kinds):
            yield data
        yield from _things(data.get("@graph"), depth + 1)
        yield from _things(data.get("mainEntity"), depth + 1)


def _names(data: Any) -> Iterator[str]:
    for each in data if isinstance(data, list) else [data]:
        name = _text(each.get("name")) if isinstance(each, dict) else _text(each)
        if name and "://" not in name:
            yield name


def _text(data: Any) -> str | None:
    return (" ".join(data.split()) or None) if isinstance(data, str) else None
