"""All records of an import merged with what is in the notes file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from reader.annotations.history import Operation
from reader.annotations.records import ArticleRecord, Mark, Record
from reader.annotations.store import Store
from reader.exchange.homecoming import Desk, Settled
from reader.exchange.merging import Merged, Prefer, merge_article, merge_in


@dataclass(frozen=True, slots=True)
class Incoming:
    """A record of the file on its article, and what becomes of it."""

    settled: Settled
    merged: Merged


def incoming(
    settled: Iterable[Settled], store: Store, desk: Desk, prefer: Prefer = ""
) -> Mapping[str, Incoming]:
    """Return what becomes of each record, by id; of several with one id the last one counts."""
    came = {each.record.id: each for each in settled}
    held = {identity: store.get(identity) for identity in came}
    pending = {identity for identity, each in came.items() if held[identity] != each.record}
    histories = store.histories(pending)
    twins = _Twins(store)
    made: dict[str, Incoming] = {}
    for identity, each in came.items():
        if identity not in pending:
            made[identity] = Incoming(each, Merged("same"))
            continue
        past = histories.get(identity, ())
        if isinstance(each.record, ArticleRecord):
            merged = _merged_article(each.record, desk, past, prefer)
        else:
            merged = merge_in(
                each.record, held[identity], past,
                who=desk.who, at=desk.at, prefer=prefer, silent=each.silent,
            )  # fmt: skip
        if merged.status == "new" and twins.has(each.record):
            merged = Merged("same")
        made[identity] = Incoming(each, merged)
    return made


def _merged_article(
    came: ArticleRecord, desk: Desk, past: Iterable[Operation], prefer: Prefer
) -> Merged:
    """Return what becomes of the record of an article in the library.

    The desk may hold a later state of it than the store, with a text that this import brings.
    """
    here = next((each for each in desk.articles if each.id == came.id), None)
    if here is None:
        return Merged("same")
    return merge_article(came, here, past, at=desk.at, prefer=prefer)


class _Twins:
    """The marks in the library by article: what a format without ids brings may be one of them."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._of_article: dict[str, list[Record]] = {}

    def has(self, record: Record) -> bool:
        """Whether there is a mark with the passage, words and tags of one that nobody signed."""
        if not isinstance(record, Mark) or record.creator or not record.anchor.fingerprint:
            return False
        known = self._of_article.get(record.article_id)
        if known is None:
            known = self._store.records(record.article_id)
            self._of_article[record.article_id] = known
        return any(
            isinstance(each, Mark)
            and each.anchor == record.anchor
            and each.body == record.body
            and set(record.tags) <= set(each.tags)
            for each in known
        )
