"""Which article on the desk an opened one is, and the record that says so.

An article keeps its id while its text is edited and its file is moved: it is looked up by the
fingerprint of any revision first, then by where it was read from.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from reader.annotations.records import ArticleRecord, Revision, new_id
from reader.article.article import Article
from reader.article.same_page import page_keys

STANDARD_INPUT = "-"
IMPORTED = "import"
"""The loader of a text that an import brought."""

MAKING_ONE = "new version"
"""What the history calls it when two articles are made one."""


def location_of(article: Article) -> str:
    """Return where the article can be opened again: an absolute path, an address, or ``-``."""
    if article.location == STANDARD_INPUT or "://" in article.location:
        return article.location
    return str(Path(article.location).resolve())


def is_own_place(location: str) -> bool:
    """Return whether an article was read from there by reader itself, which notes whole paths."""
    return "://" in location or Path(location).is_absolute()


def known_article(articles: Iterable[ArticleRecord], article: Article) -> ArticleRecord | None:
    """Return the record of ``article``, or None when it is new to the desk."""
    every = list(articles)
    for record in every:
        if any(revision.fingerprint == article.fingerprint for revision in record.revisions):
            return record
    location = location_of(article)
    if location != STANDARD_INPUT:
        pages = page_keys((article.url, location))
        for record in every:
            if location in record.locations:
                return record
            if pages and pages & page_keys((record.url, *record.locations)):
                return record
    return None


class KnownArticles:
    """Finds the records of many articles, each as ``known_article`` does."""

    def __init__(self, articles: Iterable[ArticleRecord]) -> None:
        self._by_text: dict[str, ArticleRecord] = {}
        self._by_place: dict[str, ArticleRecord] = {}
        self._by_page: dict[str, ArticleRecord] = {}
        self._order: dict[str, int] = {}
        for number, record in enumerate(articles):
            self._order[record.id] = number
            for revision in record.revisions:
                self._by_text.setdefault(revision.fingerprint, record)
            for place in record.locations:
                self._by_place.setdefault(place, record)
            for page in page_keys((record.url, *record.locations)):
                self._by_page.setdefault(page, record)

    def find(self, article: Article) -> ArticleRecord | None:
        """Return the record of ``article``, or None when it is new."""
        known = self._by_text.get(article.fingerprint)
        location = location_of(article)
        if known is None and location != STANDARD_INPUT:
            pages = page_keys((article.url, location))
            found = [self._by_place.get(location), *map(self._by_page.get, pages)]
            records = [record for record in found if record is not None]
            known = min(records, key=lambda record: self._order[record.id], default=None)
        return known

    def take(self, record: ArticleRecord) -> None:
        """Take in a record that is new or has changed."""
        for revision in record.revisions:
            self._by_text[revision.fingerprint] = record
        for place in record.locations:
            self._by_place[place] = record
        for page in page_keys((record.url, *record.locations)):
            self._by_page[page] = record
        self._order.setdefault(record.id, len(self._order))


def admitted(
    record: ArticleRecord | None, article: Article, *, creator: str, at: str
) -> ArticleRecord:
    """Return the record with this revision and location in it, a new one when ``record`` is None.

    The same object comes back when there is nothing to add. ``at`` is the time in UTC.
    """
    location = location_of(article)
    revision = Revision(article.fingerprint, article.loader, at, location)
    if record is None:
        identity = new_id()
        return ArticleRecord(
            article_id=identity,
            id=identity,
            creator=creator,
            created=at,
            modified=at,
            title=article.title,
            locations=() if location == STANDARD_INPUT else (location,),
            url=article.url,
            outlet=article.outlet,
            authors=article.authors,
            published=article.published,
            language=article.language,
            revisions=(revision,),
        )
    seen = any(known.fingerprint == article.fingerprint for known in record.revisions)
    placed = location == STANDARD_INPUT or location in record.locations
    if seen and placed:
        return record
    return replace(
        record,
        modified=at,
        locations=record.locations if placed else (*record.locations, location),
        revisions=record.revisions if seen else (*record.revisions, revision),
    )
