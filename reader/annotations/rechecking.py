"""What became of the notes and claims of an article whose source is opened again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from reader.annotations.records import ArticleRecord, Record, Revision
from reader.article.anchor import Anchor
from reader.article.anchoring import Former, Outcome, Placement, place
from reader.article.article import Article
from reader.article.word_changes import word_changes

_GRAVEST_FIRST: tuple[Outcome, ...] = ("reworded", "lost", "needs a look", "moved", "unchanged")
_MAX_LENGTH = 80
_LONGEST_COMPARED = 1_000_000
"""Characters of text that are still compared word by word."""


@dataclass(frozen=True, slots=True)
class Rechecked:
    """One record, the anchor it was made with, and where its passage is now."""

    record: Record
    anchor: Anchor
    placement: Placement

    @property
    def changed(self) -> bool:
        """Whether its words are not surely there any more."""
        return not self.placement.words_kept

    @property
    def figure_changed(self) -> bool:
        """Whether a number in its words is not what it was."""
        return self.changed and any(change.of_figure for change in self.placement.changes)

    @property
    def marks_alone(self) -> bool:
        """Whether nothing but punctuation changed in its words."""
        changes = self.placement.changes
        return bool(changes) and all(change.of_marks for change in changes)

    @property
    def summary(self) -> str:
        """The outcome in one line: “reworded, claim on “…” with another figure: …”."""
        words = " ".join(self.anchor.exact.split())
        if len(words) > _MAX_LENGTH:
            words = f"{words[: _MAX_LENGTH - 1]}…"
        how = ""
        if self.marks_alone:
            how = " in punctuation alone"
        elif self.figure_changed:
            how = " with another figure"
        elif self.placement.outcome == "reworded" and self.placement.words_kept:
            how = " in white space alone"
        changes = "; ".join(str(change) for change in self.placement.changes)
        behind = f": {changes}" if changes else ""
        return f"{self.placement.outcome}, {self.record.kind} on “{words}”{how}{behind}"

    @property
    def carries_claim(self) -> bool:
        return self.record.kind in ("claim", "appearance")


@dataclass(frozen=True, slots=True)
class Recheck:
    """An article opened again: ``last`` is the revision seen last, None for a record without any.

    ``changes`` is in how many places the words differ from that revision's text, None when that
    text is not kept. ``marks`` have what carries a claim and changed on top, a figure first.
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
    article: Article,
    known: ArticleRecord,
    records: Iterable[Record],
    last_text: str | None,
    former: Former | None = None,
) -> Recheck:
    """Re-anchors every one of ``records`` that has an anchor on ``article``.

    ``last_text`` is the text of the revision seen last, None when it is not kept; ``former`` gives
    the texts that the records were made on.
    """
    marks = []
    for record in records:
        anchor = getattr(record, "anchor", None)
        if isinstance(anchor, Anchor):
            found = place(anchor, article.text, article.fingerprint, former)
            marks.append(Rechecked(record, anchor, found))
    last = known.revisions[-1] if known.revisions else None
    changes = _changes(last_text, article.text)
    return Recheck(article, known, last, changes, gravest_first(marks))


def gravest_first(marks: Iterable[Rechecked]) -> tuple[Rechecked, ...]:
    """Return what carries a claim and changed on top, a figure first; what is as it was last."""
    return tuple(sorted(marks, key=_weight))


def _weight(mark: Rechecked) -> tuple[bool, bool, bool, bool, int, bool, int]:
    """Claims whose words changed first, those with another figure on top.

    Then other marks with another figure; then by how grave it is, punctuation alone behind words;
    then as they stand.
    """
    outcome = mark.placement.outcome
    in_words = mark.changed and not mark.marks_alone
    return (
        not (mark.carries_claim and mark.figure_changed),
        not (mark.carries_claim and in_words),
        not mark.figure_changed,
        not in_words,
        _GRAVEST_FIRST.index(outcome),
        not mark.carries_claim,
        mark.anchor.parts[0].start,
    )


def _changes(before: str | None, after: str) -> int | None:
    if before is None or max(len(before), len(after)) > _LONGEST_COMPARED:
        return None
    return 0 if before == after else len(word_changes(before, after))
