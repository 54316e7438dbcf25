"""What goes when an article is removed from the desk."""

from __future__ import annotations

from collections.abc import Iterable

from reader.annotations.records import Appearance
from reader.annotations.store import Store


def removed_with(store: Store, article_ids: Iterable[str]) -> list[str]:
    """Return the ids of all records that go with these articles, their own among them.

    Where a claim goes, its appearances in other articles go too.
    """
    gone = [each for article_id in article_ids for each in store.records(article_id)]
    claims = {each.id for each in gone if each.kind == "claim"}
    elsewhere = store.records(kind="appearance") if claims else []
    repeated = (each for each in elsewhere if isinstance(each, Appearance))
    ids = [each.id for each in gone]
    return list(dict.fromkeys([*ids, *(each.id for each in repeated if each.claim_id in claims)]))
