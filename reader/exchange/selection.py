"""Which records leave: by article, kind, tag, status, verdict, person, date; private ones stay."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from reader.annotations.records import ArticleRecord, Claim, Record


@dataclass(frozen=True)
class Selection:
    """What is asked for; an empty field asks for all.

    ``article`` is part of a title, location or address, or a whole id, letter case aside.
    ``statuses`` and ``verdicts`` are those of claims: other records have none. ``since`` and
    ``until`` are dates as records carry them, compared by their beginning ("2026-11" takes in
    all of that month), both inclusive.
    """

    article: str = ""
    kinds: frozenset[str] = frozenset()
    tags: frozenset[str] = frozenset()
    statuses: frozenset[str] = frozenset()
    verdicts: frozenset[str] = frozenset()
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
            and self._takes_claim(record)
        )

    def _takes_claim(self, record: Record) -> bool:
        if not self.statuses and not self.verdicts:
            return True
        if not isinstance(record, Claim):
            return False
        wanted = {verdict.casefold() for verdict in self.verdicts}
        labels = {each.label.casefold() for each in record.assessments}
        return (not self.statuses or record.status in self.statuses) and (
            not wanted or bool(wanted & labels)
        )


@dataclass(frozen=True)
class Selected:
    """The records that were asked for, and how many private ones, records and pieces of
    evidence, were held back.
    """

    records: tuple[Record, ...]
    held_back: int
    held_evidence: int = 0


def select(records: Iterable[Record], selection: Selection) -> Selected:
    """The articles asked for and their records; an article left with none is left out when
    something narrower than articles was asked for.
    """
    every = list(records)
    articles = {record.article_id: record for record in every if isinstance(record, ArticleRecord)}
    wanted = {key for key, article in articles.items() if selection.takes_article(article)}
    if not selection.article:
        wanted.update(record.article_id for record in every)
    hidden = {key for key, each in articles.items() if each.private and not selection.private}
    chosen: list[Record] = []
    held_back = held_evidence = 0
    for record in every:
        if isinstance(record, ArticleRecord) or record.article_id not in wanted:
            continue
        if not selection.takes(record):
            continue
        if record.article_id in hidden or (record.private and not selection.private):
            held_back += 1
            continue
        if isinstance(record, Claim) and not selection.private:
            shown = tuple(each for each in record.evidence if not each.private)
            held_evidence += len(record.evidence) - len(shown)
            if len(shown) < len(record.evidence):
                record = replace(record, evidence=shown)
        chosen.append(record)
    with_records = {record.article_id for record in chosen}
    narrowed = selection != Selection(article=selection.article, private=selection.private)
    kept = [
        record
        for record in articles.values()
        if record.article_id in wanted
        and (not narrowed or record.article_id in with_records)
        and record.article_id not in hidden
    ]
    return Selected((*kept, *chosen), held_back, held_evidence)
