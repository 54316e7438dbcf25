"""ninjs, the IPTC's news in JSON: version 1 (headline, body_NAME), 2 and 3 (headlines, bodies)."""

from __future__ import annotations

import json
import re
from typing import Any

from reader.article.article import Article, ArticleError
from reader.article.composed_text import ComposedText
from reader.article.loaders.agency_status import status_notices
from reader.article.loaders.bylines import names_of
from reader.article.loaders.clean_markup import MarkupWriter, fragment
from reader.article.loaders.plain_text import first_words
from reader.article.newswire import refined
from reader.article.paragraphs import paragraphs
from reader.article.source import Source

NAME = "ninjs 1"
_MAIN = ("main", "xhtml", "html", "text", "full")
_MARKUP = re.compile(r"</?(?:p|br|div|h\d|ul|ol|table|blockquote)\b[^<>]*>")


def load(source: Source) -> Article:
    """Return the article of a ninjs document; ArticleError when it holds no story."""
    try:
        item = json.loads(source.text)
    except (ValueError, RecursionError):
        raise ArticleError(
            f"{source.name} is damaged JSON; ask its sender for it once more."
        ) from None
    item = item if isinstance(item, dict) else {}
    headline = " ".join(
        (
            _text(item, "headline")
            or _value(item, "headlines", "main")
            or _named(item, "headline_", _MAIN)
            or _text(item, "title")
        ).split()
    )
    composed = ComposedText()
    composed.block("headline", headline)
    _body(composed, item, headline)
    if all(block.kind == "headline" for block in composed.blocks):
        raise ArticleError(f"{source.name} holds no story as text; there is nothing to read.")
    text = composed.text()
    structure = refined(text, composed.blocks)
    return Article(
        text=text,
        blocks=structure.blocks,
        title=headline or structure.title or first_words(text),
        location=source.location,
        loader=NAME,
        encoding=source.encoding,
        authors=_authors(item) or structure.authors,
        outlet=_outlet(item) or structure.outlet,
        published=_text(item, "firstcreated", "firstCreated", "versioncreated", "versionCreated")
        or None,
        url=_web_address(item),
        language=_text(item, "language") or None,
        links=composed.links_in_order(),
        notices=(
            *source.notices,
            *status_notices(
                _text(item, "pubstatus", "pubStatus"),
                _text(item, "embargoed", "embargoedUntil") or None,
            ),
        ),
    )


def _body(composed: ComposedText, item: dict[str, Any], headline: str) -> None:
    """Write the story, from XHTML where there is some, else from plain text."""
    markup = _text(item, "body_xhtml", "body_html") or _of_kind(item, "html")
    if markup.strip():
        root = fragment(markup)
        if root is not None:
            MarkupWriter(composed, headline=headline).write(root)
        return
    plain = (
        _text(item, "body_text")
        or _of_kind(item, "plain")
        or _value(item, "bodies", "main")
        or _named(item, "body_", _MAIN)
    )
    root = fragment(plain) if _MARKUP.search(plain) else None
    if root is not None:
        MarkupWriter(composed, headline=headline).write(root)
        return
    plain = plain.replace("\r\n", "\n").replace("\r", "\n")
    for each in paragraphs(plain):
        composed.block("paragraph", " ".join(plain[each.start : each.end].split()))


def _text(item: dict[str, Any], *keys: str) -> str:
    return next((item[key] for key in keys if isinstance(item.get(key), str) and item[key]), "")


def _named(item: dict[str, Any], prefix: str, best: tuple[str, ...]) -> str:
    """Return the text of a field whose name begins with ``prefix``.

    The longest, or one of ``best``.
    """
    found = {key: item[key] for key in item if key.startswith(prefix) and _text(item, key)}
    chosen = next((found[prefix + name] for name in best if prefix + name in found), "")
    return str(chosen or max(found.values(), key=len, default=""))


def _rows(item: dict[str, Any], key: str) -> list[dict[str, Any]]:
    rows = item.get(key)
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def _value(item: dict[str, Any], key: str, role: str) -> str:
    """Return the value of the row with ``role``, or of the first."""
    rows = _rows(item, key)
    best = [row for row in rows if row.get("role") == role] or rows
    return _text(best[0], "value") if best else ""


def _of_kind(item: dict[str, Any], kind: str) -> str:
    for row in _rows(item, "bodies"):
        if kind in (_text(row, "contenttype", "contentType")):
            return _text(row, "value")
    return ""


def _authors(item: dict[str, Any]) -> tuple[str, ...]:
    people = tuple(
        _text(row, "name")
        for row in (*_rows(item, "by"), *_rows(item, "people"))
        if _text(row, "rel") in ("author", "creator") and _text(row, "name")
    )
    return names_of(_text(item, "by", "byline")) or people


def _outlet(item: dict[str, Any]) -> str | None:
    sources = [
        _text(row, "name") for row in (*_rows(item, "infosource"), *_rows(item, "infoSources"))
    ]
    return next(filter(None, sources), None) or _text(
        item, "source", "copyrightholder", "copyrightHolder"
    ) or None  # fmt: skip


def _web_address(item: dict[str, Any]) -> str | None:
    uri = _text(item, "uri")
    return uri if uri.startswith(("http://", "https://")) else None
