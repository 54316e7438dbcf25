"""How far the queue of an article on the desk is decided, without opening the article."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from reader.desk.index_queues import QueueCount

if TYPE_CHECKING:
    from reader.annotations.records import ArticleRecord, Record
    from reader.annotations.store import Store
    from reader.config import Settings
    from reader.desk.index import DeskIndex
    from reader.review.annotated_article import AnnotatedArticle

AT_HAND = 24
"""Articles that are held to be compared with the next ones: those on one event come together."""


class QueueCounter:
    """Counts the items most worth a check, decided and not, as review counts them.

    It reads the stored text of the newest version and its stored findings, and those of the
    articles on the same event, whose figures may differ.
    """

    def __init__(self, settings: Settings, index: DeskIndex, store: Store) -> None:
        self._settings = settings
        self._index = index
        self.store = store
        self._at_hand: dict[str, AnnotatedArticle] = {}

    def __call__(self, record: ArticleRecord, records: Sequence[Record]) -> QueueCount | None:
        """Return what the queue came to; None where no text or no findings are stored."""
        from reader.review.conflicts import conflicts, reasons_of
        from reader.review.queue import few, progress, queue

        sources = self.store.records(kind="source")
        here = self._annotated(record, [*records, *sources])
        if here is None:
            return None
        near = self._near(here)
        others = [other for each in sorted(near) if (other := self._other(each, sources))]
        found = [
            conflict
            for conflict in conflicts([here, *others])
            if any(stated.article_id == here.article_id for stated in conflict.stated)
        ]
        words = self._settings.desk_words
        state = progress(few(queue(here, extra=reasons_of(found), desk_words=words)))
        return QueueCount(state.done, state.left, len(found), here.names, near, _stated(here))

    def _near(self, here: AnnotatedArticle) -> frozenset[str]:
        """Return the ids of the articles on one event with ``here``."""
        from reader.review.same_event import near

        one, index = here.article_id, self._index
        bearing = {name: {*ids, one} for name, ids in index.bearing(here.names).items()}
        numbers = index.numbers_of_names({each for ids in bearing.values() for each in ids})
        return near(one, bearing, {**numbers, one: len(here.names)}, index.counted_articles())

    def _other(self, article_id: str, sources: Sequence[Record]) -> AnnotatedArticle | None:
        from reader.annotations.records import ArticleRecord

        records = self.store.records(article_id)
        record = next((each for each in records if isinstance(each, ArticleRecord)), None)
        return self._annotated(record, [*records, *sources]) if record is not None else None

    def _annotated(
        self, record: ArticleRecord, records: Sequence[Record]
    ) -> AnnotatedArticle | None:
        from reader.annotations.records import SourceName

        if not record.revisions:
            return None
        bare = self._bare(record)
        if bare is None:
            return None
        sources = tuple(each for each in records if isinstance(each, SourceName))
        return replace(bare, record=record).with_records(records).with_sources(sources)

    def _bare(self, record: ArticleRecord) -> AnnotatedArticle | None:
        """Return the newest stored text with its findings, and nobody's notes."""
        from reader.article.loaders.from_bytes import stored_article
        from reader.review.annotated_article import annotated

        library, newest = self._settings.library, record.revisions[-1]
        held = self._at_hand.pop(newest.fingerprint, None)
        if held is None:
            text = library.texts.load(newest.fingerprint)
            findings = library.findings_of(newest.fingerprint) if text is not None else None
            if text is None or findings is None:
                return None
            article = stored_article(text, newest.location)
            held = annotated(article, findings, record=record, former=library.texts.load)
        self._at_hand[newest.fingerprint] = held
        if len(self._at_hand) > AT_HAND:
            del self._at_hand[next(iter(self._at_hand))]
        return held


def _stated(article: AnnotatedArticle) -> str:
    """Return what tells one state of the figures and names of an article from another."""
    figures = (
        (one.id, one.value, one.value_max, one.modifier, one.speaker)
        for one in article.standing.figures
    )
    return hashlib.sha1(
        repr((*figures, *sorted(article.names))).encode("utf-8", "replace"), usedforsecurity=False
    ).hexdigest()
