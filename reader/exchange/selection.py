"""Which records leave: by article, kind, tag, status, verdict, person, date; private ones stay."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from reader.annotations.record_json import from_document, is_record
from reader.annotations.records import ArticleRecord, Claim, Document, Record

if TYPE_CHECKING:
    from tinydb.queries import QueryInstance


@dataclass(frozen=True)
class Selection:
    """What is asked for; an empty field asks for all.

    ``article`` is part of a title, location or address, or a whole id, letter case aside.
    ``statuses`` and ``verdicts`` are those of claims: other records have none. ``since`` and
    ``until`` are dates as records carry them, compared by their beginning ("2026-11" takes in
    all of that month), both inclusive. ``records`` and ``articles`` are ids.
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
    records: frozenset[str] = frozenset()
    articles: frozenset[str] = frozenset()

    @cached_property
    def condition(self) -> QueryInstance:
        """What records that are no articles must meet; their articles are judged apart."""
        from reader.annotations.conditions import of_records  # loads tinydb: see `select`

        return of_records(
            kinds=self.kinds,
            tags=self.tags,
            statuses=self.statuses,
            verdicts=self.verdicts,
            creator=self.creator,
            since=self.since,
            until=self.until,
            ids=self.records,
        )

    @cached_property
    def article_condition(self) -> QueryInstance:
        """What the record of an article must meet."""
        from reader.annotations.conditions import of_article

        return of_article(self.article)


@dataclass(frozen=True)
class Selected:
    """The selected records, and how many private records and pieces were held back."""

    records: tuple[Record, ...]
    held_back: int
    held_evidence: int = 0


def select(documents: Iterable[Document], selection: Selection) -> Selected:
    """Return the articles selected and their records.

    An article left with none is left out when something narrower than articles was selected.

    No condition is made where everything is selected, so that a command starts sooner.
    """
    narrowed = selection != Selection(
        article=selection.article, private=selection.private, articles=selection.articles
    )
    articles: dict[str, ArticleRecord] = {}
    wanted: set[str] = set()
    others: list[Document] = []
    for each in filter(is_record, documents):
        record = from_document(each) if each["kind"] == "article" else None
        if not isinstance(record, ArticleRecord):
            others.append(each)
            continue
        articles[record.article_id] = record
        if not selection.article or selection.article_condition(each):
            wanted.add(record.article_id)
    if not selection.article:
        wanted.update(each["article_id"] for each in others)
    if selection.articles:
        wanted &= selection.articles
    hidden = {key for key, each in articles.items() if each.private and not selection.private}
    chosen: list[Record] = []
    held_back = held_evidence = 0
    for each in others:
        if each["article_id"] not in wanted or (narrowed and not selection.condition(each)):
            continue
        if not selection.private and (each["article_id"] in hidden or each.get("private")):
            held_back += 1
            continue
        record = from_document(each)
        if isinstance(record, Claim) and not selection.private:
            shown = tuple(one for one in record.evidence if not one.private)
            held_evidence += len(record.evidence) - len(shown)
            if len(shown) < len(record.evidence):
                record = replace(record, evidence=shown)
        chosen.append(record)
    with_records = {record.article_id for record in chosen}
    kept = [
        record
        for key, record in articles.items()
        if key in wanted and (not narrowed or key in with_records) and key not in hidden
    ]
    return Selected((*kept, *chosen), held_back, held_evidence)
