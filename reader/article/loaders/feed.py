"""RSS and Atom (by feedparser) and JSON Feed: a list to pick an article from.

The whole article is at its own address; many feeds hold its beginning, some all of it, and that
is what can be read without a network. Nothing is fetched here.
"""

from __future__ import annotations

import hashlib
import html
import io
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any, NoReturn
from urllib.parse import urljoin

from reader.article.article import Article, ArticleError
from reader.article.composed_text import ComposedText
from reader.article.contents import Contents, Item, SeveralArticlesError
from reader.article.declared_encoding import decode_declared
from reader.article.loaders.clean_markup import MarkupWriter, fragment, words_of
from reader.article.loaders.plain_text import first_words
from reader.article.newswire import refined
from reader.article.source import Source
from reader.article.written_date import iso_date

NAME = "feed 2"
_JSON_FEED = "https://jsonfeed.org/version/"
_LONGEST_SUMMARY = 200


@dataclass(frozen=True, slots=True)
class Entry:
    """What a feed says of one article; ``markup`` is HTML, all that it has of the text."""

    identity: str
    title: str
    address: str
    published: str
    markup: str
    authors: tuple[str, ...]
    summary: str
    language: str | None


def load(source: Source) -> NoReturn:
    """Raise SeveralArticlesError with the feed's items, ArticleError when it has none."""
    if source.data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        title, entries = _of_json(source)
    else:
        title, entries = _of_xml(source)
    items = tuple(_item(source, title, entry) for entry in entries)
    if not items:
        raise ArticleError(f"{source.name} is a feed without articles; look again later.")
    raise SeveralArticlesError(
        Contents(title or source.name, source.location, "feed", items, source.notices)
    )


def _of_xml(source: Source) -> tuple[str, list[Entry]]:
    import feedparser

    where = {"content-location": source.address} if source.address else {}
    try:
        parsed = feedparser.parse(io.BytesIO(source.data), response_headers=where)
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        # What it does not expect in a damaged file it does not catch.
        raise _damaged(source) from None
    if parsed.bozo and not parsed.entries:
        raise _damaged(source)
    feed = parsed.feed
    typed = str(parsed.get("version") or "").startswith("atom")
    language = _text(feed, "language") or None
    entries = [
        Entry(
            identity=_text(each, "id", "link", "title"),
            title=_words(each, "title", typed=typed),
            address=_address(_text(each, "link"), source.address),
            published=_when(each),
            markup=_fullest(each, typed=typed),
            authors=tuple(_names(each)),
            summary=_words(each, "summary", typed=typed),
            language=language,
        )
        for each in parsed.entries
    ]
    return _words(feed, "title", typed=typed), entries


def _of_json(source: Source) -> tuple[str, list[Entry]]:
    text, _ = decode_declared(source.data, source.name, "utf-8")
    try:
        feed = json.loads(text)
    except (ValueError, RecursionError):
        feed = None
    if not isinstance(feed, dict) or not isinstance(feed.get("items"), list):
        raise _damaged(source)
    entries = []
    for each in feed["items"]:
        if not isinstance(each, dict):
            continue
        writers = each.get("authors") or [each.get("author")]
        plain = _text(each, "content_text")
        entries.append(
            Entry(
                identity=str(each.get("id") or _text(each, "url", "title")),
                title=_plain(_text(each, "title")),
                address=_address(_text(each, "url", "external_url"), source.address),
                published=_text(each, "date_published"),
                markup=_text(each, "content_html") or _paragraphs(plain),
                authors=tuple(
                    _text(one, "name")
                    for one in (writers if isinstance(writers, list) else [])
                    if isinstance(one, dict) and _text(one, "name")
                ),
                summary=_plain(_text(each, "summary")) or plain,
                language=_text(each, "language") or _text(feed, "language") or None,
            )
        )
    return _plain(_text(feed, "title")), entries


def _item(source: Source, outlet: str, entry: Entry) -> Item:
    mark = "i" + hashlib.sha256(entry.identity.encode("utf-8", "replace")).hexdigest()[:10]
    summary = entry.summary or _plain(entry.markup)
    title = entry.title or first_words(summary) or entry.address or "Without a title"
    own: Callable[[], Article] | None = None
    if entry.markup.strip():
        own = partial(_article, source, outlet, entry, mark)
    return Item(
        mark=mark,
        title=title,
        published=entry.published,
        summary=summary if len(summary) <= _LONGEST_SUMMARY else summary[:_LONGEST_SUMMARY] + "…",
        address=entry.address,
        own=own,
    )


def _article(source: Source, outlet: str, entry: Entry, mark: str) -> Article:
    """Return what the feed has of an article."""
    composed = ComposedText()
    composed.block("headline", entry.title)
    root = fragment(entry.markup)
    if root is not None:
        MarkupWriter(composed, base=entry.address, headline=entry.title).write(root)
    if all(block.kind == "headline" for block in composed.blocks):
        raise ArticleError(f"{source.name} has no words of “{entry.title}”.")
    text = composed.text()
    structure = refined(text, composed.blocks)
    return Article(
        text=text,
        blocks=structure.blocks,
        title=entry.title or first_words(text),
        location=f"{source.location}#{mark}",
        loader=NAME,
        authors=entry.authors or structure.authors,
        outlet=outlet or structure.outlet,
        published=entry.published or None,
        url=entry.address or None,
        language=entry.language,
        links=composed.links_in_order(),
    )


def _damaged(source: Source) -> ArticleError:
    return ArticleError(f"{source.name} is a damaged feed; ask its publisher for it once more.")


def _text(of: Any, *keys: str) -> str:
    """Return the first of these that is text and not empty."""
    return next((of[key] for key in keys if isinstance(of.get(key), str) and of[key].strip()), "")


def _plain(markup: str) -> str:
    """Return the words of a bit of HTML on one line."""
    if "<" not in markup and "&" not in markup:
        return " ".join(markup.split())
    root = fragment(markup)
    return words_of(root) if root is not None else " ".join(markup.split())


def _fullest(entry: Any, *, typed: bool) -> str:
    """Return the longest text that an entry has; plain text as paragraphs.

    Atom is ``typed``: what it says is text holds no markup; other feeds seldom say it rightly.
    """
    best = ""
    for part in [*entry.get("content", []), entry.get("summary_detail") or {}]:
        markup = str(part.get("value") or "")
        if part.get("type") == "text/plain" and (typed or "<" not in markup):
            markup = _paragraphs(markup)
        best = max(best, markup, key=len)
    return best


def _words(of: Any, key: str, *, typed: bool) -> str:
    """Return the words of a title or summary on one line; ``typed`` as for ``_fullest``."""
    words = _text(of, key)
    plain = typed and (of.get(f"{key}_detail") or {}).get("type") == "text/plain"
    return " ".join(words.split()) if plain else _plain(words)


def _paragraphs(plain: str) -> str:
    parts = re.split(r"\n\s*\n", plain.replace("\r\n", "\n"))
    return "".join(f"<p>{html.escape(part.strip())}</p>" for part in parts if part.strip())


def _when(entry: Any) -> str:
    """Return when an entry was published, read from its own words.

    The library guesses where it must.
    """
    return next(
        (iso_date(entry[key]) for key in ("published", "updated", "created") if _text(entry, key)),
        "",
    )


def _names(entry: Any) -> Iterator[str]:
    for each in entry.get("authors", []):
        name = _plain(_text(each, "name")) or _text(each, "email")
        if name:
            yield name


def _address(link: str, base: str) -> str:
    try:
        address = urljoin(base, link.strip())
    except ValueError:
        return ""
    return address if address.lower().startswith(("http://", "https://")) else ""
