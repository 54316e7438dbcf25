"""Whether an article is a new version of a story on the desk, and the two made one.

Agencies send a story again with new paragraphs, often under another address: to the desk that is
another article until a person says that it is the same one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from reader.annotations.articles import known_article
from reader.annotations.records import ArticleRecord, Record
from reader.article.article import Article
from reader.article.story_prints import Alike, StoryPrints, Texts


@dataclass(frozen=True, slots=True)
class EarlierVersion:
    """The article on the desk that an opened one seems to be a new version of."""

    record: ArticleRecord
    likeness: Alike


def earlier_version(
    article: Article, articles: Iterable[ArticleRecord], prints: StoryPrints, texts: Texts
) -> EarlierVersion | None:
    """Return what ``article`` seems to be a new version of.

    None where it is like nothing on the desk.

    Its own record, where it has one by now, is passed over, and so is what a person said is
    another article. It reads files: to be called behind the screen.
    """
    every = list(articles)
    own = known_article(every, article)
    if own is not None and len(own.revisions) > 1:
        return None
    apart = set(own.apart) if own is not None else set()
    by_fingerprint = {
        revision.fingerprint: record
        for record in every
        if record is not own
        and record.article_id not in apart
        and (own is None or own.article_id not in record.apart)
        for revision in record.revisions
    }
    prints.add(article.fingerprint, article.text)
    found = prints.one_story_with(article.text, by_fingerprint, texts)
    return EarlierVersion(by_fingerprint[found[0][0]], found[0][1]) if found else None


def made_one(
    older: ArticleRecord, newer: ArticleRecord, records: Iterable[Record], at: str
) -> list[Record]:
    """Return ``older`` with the revisions of ``newer`` after its own, and moved records.

    ``records`` were made on ``newer`` and now belong to ``older``; the record of ``newer`` itself
    is to be removed.

    The notes on ``older`` stay as they are: they are placed on a new revision when it is opened.
    """
    seen = {revision.fingerprint for revision in older.revisions}
    added = [each for each in newer.revisions if each.fingerprint not in seen]
    joined = replace(
        older,
        modified=at,
        title=newer.title or older.title,
        locations=_with(older.locations, newer.locations),
        url=newer.url or older.url,
        outlet=older.outlet or newer.outlet,
        authors=_with(older.authors, newer.authors),
        published=newer.published or older.published,
        language=older.language or newer.language,
        status={**older.status, **newer.status},
        position={**older.position, **newer.position},
        revisions=(*older.revisions, *added),
        tags=_with(older.tags, newer.tags),
        apart=_with(older.apart, newer.apart),
    )
    moved = [
        replace(each, article_id=older.article_id)
        for each in records
        if each.article_id == newer.article_id and not isinstance(each, ArticleRecord)
    ]
    return [joined, *moved]


def said_apart(older: ArticleRecord, newer: ArticleRecord, at: str) -> ArticleRecord:
    """Return ``newer`` when a person said that it is no version of ``older``."""
    return replace(newer, modified=at, apart=_with(newer.apart, (older.article_id,)))


def _with(first: Sequence[str], more: Sequence[str]) -> tuple[str, ...]:
    return (*first, *(each for each in more if each not in first))
