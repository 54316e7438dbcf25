"""What became of the notes and claims of an article whose source is opened again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from reader.annotations.records import ArticleRecord, Record, Revision
from reader.article.anchor import Anchor
from reader.article.anchoring import Outcome, Placement, place
from reader.article.article import Article
from reader.article.word_changes import word_changes

_GRAVEST_FIRST: tuple[Outcome, ...] = ("reworded", "lost", "needs a look", "moved", "unchanged")
_CHANGED: frozenset[Outcome] = frozenset(("reworded", "lost", "needs a look"))
_LONGEST_COMPARED = 1_000_000
"""Characters of text that are still compared word by word."""


@dataclass(frozen=True, slots=True)
class Rechecked:
    """One record, the anchor it was made with, and where that stands now."""

    record: Record
    anchor: Anchor
    placement: Placement

    @property
    def changed(self) -> bool:
        """Whether its words are not surely there any more."""
        return self.placement.outcome in _CHANGED

    @property
    def carries_claim(self) -> bool:
        return self.record.kind in ("claim", "appearance")


@dataclass(frozen=True, slots=True)
class Recheck:
    """An article opened again: ``last`` is the revision seen last, None for a record without any.

    ``changes`` is in how many places the words differ from that revision's text, None when that
    text is not kept. ``marks`` have what carries a claim and changed on top.
    """

    article: Article
    known: ArticleRecord
    last: Revision | None
    changes: int | None
    marks: tuple[Rechecked, ...]

    @property
    def text_changed(self) -> bool:
        return self.last is None or self.last.fingerprint != self.article.fingerprint

    @property
    def changed(self) -> bool:
        """Whether the text is not the one seen last, or a mark's words are not surely there."""
        return self.text_changed or any(each.changed for each in self.marks)


def recheck(
    article: Article, known: ArticleRecord, records: Iterable[Record], last_text: str | None
) -> Recheck:
    """Re-anchors every one of ``records`` that has an anchor on ``article``.

    ``last_text`` is the text of the revision seen last, None when it is not kept.
    """
    marks = []
    for record in records:
        anchor = getattr(record, "anchor", None)
        if isinstance(anchor, Anchor):
            found = place(anchor, article.text, article.fingerprint)
            marks.append(Rechecked(record, anchor, found))
    last = known.revisions[-1] if known.revisions else None
    return Recheck(article, known, last, _changes(last_text, article.text), tuple(sorted(
        marks, key=_weight
    )))  # fmt: skip


def _weight(mark: Rechecked) -> tuple[bool, int, bool, int]:
    """Claims whose words changed first, then by how grave it is, then as they stand."""
    outcome = mark.placement.outcome
    return (
        not (mark.carries_claim and mark.changed),
        _GRAVEST_FIRST.index(outcome),
        not mark.carries_claim,
        mark.anchor.parts[0].start,
    )


def _changes(before: str | None, after: str) -> int | None:
    if before is None or max(len(before), len(after)) > _LONGEST_COMPARED:
        return None
    return 0 if before == after else len(word_changes(before, after))
