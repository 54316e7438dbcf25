"""Which records leave: by article, kind, tag, person and date; private ones stay."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from reader.annotations.records import ArticleRecord, Record


@dataclass(frozen=True)
class Selection:
    """What is asked for; an empty field asks for all.

    ``article`` is part of a title, location or address, or a whole id, letter case aside.
    ``since`` and ``until`` are dates as records carry them, compared by their beginning
    ("2026-11" takes in all of that month), both inclusive.
    """

    article: str = ""
    kinds: frozenset[str] = frozenset()
    tags: frozenset[str] = frozenset()
    creator: str = ""
    since: str = ""
    until: str = ""
    private: bool = False

    def takes_article(self, record: ArticleRecord) -> bool:
        if not self.article:
            return True
        wanted = self.article.casefold()
        places = (record.title, record.url or "", *record.locations)
        return wanted == record.id.casefold() or any(wanted in p.casefold() for p in places)

    def takes(self, record: Record) -> bool:
        """Whether a record that is no article is asked for; its article is judged apart."""
        return (
            (not self.kinds or record.kind in self.kinds)
            and (not self.tags or bool(self.tags & set(record.tags)))
            and (not self.creator or record.creator == self.creator)
            and (not self.since or record.modified[: len(self.since)] >= self.since)
            and (not self.until or record.modified[: len(self.until)] <= self.until)
        )


@dataclass(frozen=True)
class Selected:
    """The records that were asked for, and how many private ones were held back."""

    records: tuple[Record, ...]
    held_back: int


def select(records: Iterable[Record], selection: Selection) -> Selected:
    """The articles asked for and their records; an article left with none is left out when
    something narrower than articles was asked for.
    """
    every = list(records)
    articles = {record.article_id: record for record in every if isinstance(record, ArticleRecord)}
    chosen: list[Record] = []
    held_back = 0
    for record in every:
        article = articles.get(record.article_id, ArticleRecord(article_id="", id=""))
        if isinstance(record, ArticleRecord) or not selection.takes_article(article):
            continue
        if not selection.takes(record):
            continue
        if record.private and not selection.private:
            held_back += 1
        else:
            chosen.append(record)
    with_records = {record.article_id for record in chosen}
    narrowed = selection != Selection(article=selection.article, private=selection.private)
    kept = [
        record
        for record in articles.values()
        if selection.takes_article(record)
        and (not narrowed or record.article_id in with_records)
        and (selection.private or not record.private)
    ]
    return Selected((*kept, *chosen), held_back)
