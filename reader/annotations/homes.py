"""Keeps notes on their article when another machine's notes file takes the place of this one.

That file may have the open article under another id, or not at all. A note that is saved then
goes to the article with the same text there, or takes its own article's record along.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from reader.annotations.records import ArticleRecord, Record
from reader.annotations.storage.view import View


def is_same(one: ArticleRecord, other: ArticleRecord) -> bool:
    """Return whether two records are of one article: they share a text, else a place or a page."""
    texts = {revision.fingerprint for revision in one.revisions}
    if any(revision.fingerprint in texts for revision in other.revisions):
        return True
    if not set(one.locations).isdisjoint(other.locations):
        return True
    # Lists and exports, which only read, do without the patterns of addresses.
    from reader.article.same_page import page_keys

    pages = page_keys((one.url, *one.locations))
    return bool(pages & page_keys((other.url, *other.locations)))


class Homes:
    """The articles to which a store gave their place since it was opened, by id."""

    def __init__(self) -> None:
        self._records: dict[str, ArticleRecord] = {}

    def note(self, records: Iterable[Record]) -> None:
        self._records.update({each.id: each for each in records if isinstance(each, ArticleRecord)})

    def bring(
        self, records: Sequence[Record], view: View, articles: Callable[[], list[ArticleRecord]]
    ) -> tuple[list[Record], list[ArticleRecord]]:
        """Return ``records`` on articles that are there, and the articles to be saved with them.

        An article that is gone from ``view`` and was given no place here is left as it is.
        """
        own = {each.id for each in records}
        gone = [
            self._records[identity]
            for identity in dict.fromkeys(each.article_id for each in records)
            if identity not in own and identity in self._records and view.find(identity) is None
        ]
        if not gone:
            return list(records), []
        every = articles()
        ids: dict[str, str] = {}
        changed: list[ArticleRecord] = []
        for former in gone:
            known = next((each for each in every if is_same(former, each)), None)
            home = former if known is None else _with_texts_of(known, former)
            ids[former.id] = home.id
            self.note([home])
            if home != known:
                changed.append(home)
        homes = [ids.get(each.article_id, each.article_id) for each in records]
        moved = [replace(each, article_id=own) for each, own in zip(records, homes, strict=True)]
        return moved, changed


def _with_texts_of(known: ArticleRecord, former: ArticleRecord) -> ArticleRecord:
    """Return ``known`` with the texts of ``former`` that it lacks.

    So that notes on them have a text.
    """
    texts = {revision.fingerprint for revision in known.revisions}
    more = [each for each in former.revisions if each.fingerprint not in texts]
    return replace(known, revisions=(*known.revisions, *more)) if more else known
