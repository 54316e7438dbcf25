"""Notes of a journal whose TinyDB file is another one now: the article that each is on.

The other file may have the article under another id, or not at all: then its record is taken from
what was here before, so that no note is left without its article.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from reader.annotations.records import Document
from reader.annotations.storage.journal import Change
from reader.annotations.storage.overlay import Overlay
from reader.annotations.storage.rescue import copy_before, journals_between
from reader.annotations.storage.store_files import StoreFiles
from reader.annotations.storage.table_layout import RECORDS, Tables
from reader.annotations.storage.view import View


def tables_before(files: StoreFiles) -> Tables:
    """Return what was compacted here last, together from the copy and the archived journals.

    Raises OSError and StoreError.
    """
    archived = files.archived()
    tables, about = copy_before(files)
    if archived:
        between = journals_between(files, about, archived[-1][0])
        Overlay(change for _, reading in between for change in reading.changes).over_all(tables)
    return tables


def with_articles(held: View, changes: Sequence[Change], files: StoreFiles) -> list[Change]:
    """Return ``changes`` with their notes on articles of ``held``, and those it lacks."""
    rows = [row for table, _, row in changes if table == RECORDS and row is not None]
    coming = {row["id"]: row for row in rows if _is_article(row)}
    wanted = dict.fromkeys(_article_of(row) for row in rows)
    gone = [each for each in wanted if each and held.find(each) is None]
    if not gone:
        return list(changes)
    former: Mapping[str, Document] = {}
    if not coming.keys() >= set(gone):
        before = tables_before(files).get(RECORDS, {}).values()
        former = {row["id"]: row for row in before if isinstance(row, dict) and _is_article(row)}
    here = {
        text: row["id"]
        for _, row in held.records(kind="article")
        if _is_article(row)
        for text in _texts(row)
    }
    ids: dict[str, str] = {}
    added: list[Change] = []
    key = max([held.next_key(RECORDS), *(int(k) + 1 for t, k, _ in changes if t == RECORDS)])
    for identity in gone:
        article = coming.get(identity) or former.get(identity)
        known = next((here[text] for text in _texts(article) if text in here), None)
        if known is not None:
            ids[identity] = known
        elif article is not None and identity not in coming:
            added.append((RECORDS, str(key), article))
            key += 1
    return [*added, *((t, k, _moved(row, ids) if t == RECORDS else row) for t, k, row in changes)]


def _is_article(row: Mapping[str, Any]) -> bool:
    return row.get("kind") == "article" and isinstance(row.get("id"), str)


def _article_of(row: Mapping[str, Any]) -> str:
    article = row.get("article_id")
    return article if isinstance(article, str) else ""


def _texts(article: Mapping[str, Any] | None) -> list[str]:
    revisions = (article or {}).get("revisions")
    rows = revisions if isinstance(revisions, list) else []
    found = (row.get("fingerprint") for row in rows if isinstance(row, dict))
    return [each for each in found if isinstance(each, str) and each]


def _moved(row: Document | None, ids: Mapping[str, str]) -> Document | None:
    home = ids.get(_article_of(row)) if row is not None else None
    if row is None or home is None:
        return row
    return row | {"article_id": home} | ({"id": home} if row.get("id") in ids else {})
