"""Which stored texts notes stand on, and which nothing needs any more."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from reader.annotations.records import ArticleRecord, Correction, Record
from reader.article.anchor import Anchor
from reader.article.stored_texts import StoredTexts


@dataclass(frozen=True, slots=True)
class StoredText:
    """A kept text: of which article, when it was seen, how many records stand on it.

    Its bytes on the disk. ``title`` and ``seen`` are "" for a text of no article on the desk.
    """

    fingerprint: str
    title: str
    seen: str
    records: int
    size: int


def stored_texts(kept: StoredTexts, records: Iterable[Record]) -> list[StoredText]:
    """Return every text of ``kept``, those seen last first."""
    every = list(records)
    used = Counter(fingerprint for each in every for fingerprint in _stands_on(each))
    of: dict[str, tuple[str, str]] = {
        revision.fingerprint: (record.title, revision.seen)
        for record in every
        if isinstance(record, ArticleRecord)
        for revision in record.revisions
    }
    found = [
        StoredText(name, *of.get(name, ("", "")), used[name], kept.size(name))
        for name in kept.list()
    ]
    return sorted(found, key=lambda each: (each.seen, each.fingerprint), reverse=True)


def _stands_on(record: Record) -> set[str]:
    """Return the fingerprints of the texts that ``record`` was made on."""
    anchor = getattr(record, "anchor", None)
    if isinstance(anchor, Anchor):
        return {anchor.fingerprint}
    if isinstance(record, Correction):
        held = record.finding.get("anchor")
        if isinstance(held, Mapping) and isinstance(held.get("fingerprint"), str):
            return {held["fingerprint"]}
    return set()
