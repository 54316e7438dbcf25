"""Two versions of a text, paragraph beside paragraph, with the words that differ."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from reader.article.paragraphs import paragraphs
from reader.article.word_changes import word_differences
from reader.text.span import Span

RowKind = Literal["same", "changed", "gone", "come", "moved"]

ALIKE = 50.0
"""Likeness (indel ratio, 0 to 100) from which two paragraphs in one place are one, edited."""
ALIKE_ELSEWHERE = 80.0
"""The same for paragraphs in two places."""
_MOST_COMPARED = 10_000
"""Pairs of paragraphs that are compared with each other; of more, those in one place alone."""


@dataclass(frozen=True, slots=True)
class Row:
    """A paragraph of the old text and what became of it in the new one.

    "changed" and "same" have both, "gone" the old one alone, "come" the new one alone. A "moved"
    paragraph has two rows, one in its old place and one in its new, each with both spans;
    ``here`` tells the side that is in place. The changes are spans of words that differ.
    """

    kind: RowKind
    old: Span | None
    new: Span | None
    old_changes: tuple[Span, ...] = ()
    new_changes: tuple[Span, ...] = ()
    here: Literal["both", "old", "new"] = "both"


def compare(old: str, new: str) -> tuple[Row, ...]:
    """Return the rows in the order of both texts; white space alone makes no difference."""
    before = [Span(each.start, each.end) for each in paragraphs(old)]
    after = [Span(each.start, each.end) for each in paragraphs(new)]
    old_words = [" ".join(span.slice(old).split()) for span in before]
    new_words = [" ".join(span.slice(new).split()) for span in after]
    rows: list[Row] = []
    gone: list[int] = []
    come: list[int] = []
    for step in Levenshtein.opcodes(old_words, new_words):
        if step.tag != "equal":
            gone.extend(range(step.src_start, step.src_end))
            come.extend(range(step.dest_start, step.dest_end))
            continue
        rows += _between(old, new, before, after, gone, come)
        gone, come = [], []
        ahead = step.dest_start - step.src_start
        rows += (
            Row("same", before[at], after[at + ahead]) for at in range(step.src_start, step.src_end)
        )
    rows += _between(old, new, before, after, gone, come)
    return tuple(_moved(old, new, rows))


def _between(
    old: str,
    new: str,
    before: Sequence[Span],
    after: Sequence[Span],
    gone: Sequence[int],
    come: Sequence[int],
) -> Iterator[Row]:
    """Yield the rows of paragraphs between two that are the same.

    Pairs that are alike, in order.
    """
    at = there = 0
    for one, other in _pairs(
        [before[each].slice(old) for each in gone], [after[each].slice(new) for each in come]
    ):
        yield from (Row("gone", before[each], None) for each in gone[at:one])
        yield from (Row("come", None, after[each]) for each in come[there:other])
        yield _changed(old, new, before[gone[one]], after[come[other]])
        at, there = one + 1, other + 1
    yield from (Row("gone", before[each], None) for each in gone[at:])
    yield from (Row("come", None, after[each]) for each in come[there:])


def _pairs(gone: Sequence[str], come: Sequence[str]) -> list[tuple[int, int]]:
    """Return which are alike, in the order of both, with the highest likeness in all.

    The longest common subsequence with weights; where there are too many, what is in the
    same place is compared.
    """
    if len(gone) * len(come) > _MOST_COMPARED:
        places = range(min(len(gone), len(come)))
        return [(at, at) for at in places if fuzz.ratio(gone[at], come[at]) >= ALIKE]
    best = [[0.0] * (len(come) + 1) for _ in range(len(gone) + 1)]
    alike = [[fuzz.ratio(one, other, score_cutoff=ALIKE) for other in come] for one in gone]
    for at in range(len(gone) - 1, -1, -1):
        for there in range(len(come) - 1, -1, -1):
            skipped = max(best[at + 1][there], best[at][there + 1])
            both = alike[at][there]
            taken = best[at + 1][there + 1] + both if both else 0.0
            best[at][there] = max(skipped, taken)
    found = []
    at = there = 0
    while at < len(gone) and there < len(come):
        both = alike[at][there]
        if both and best[at][there] == best[at + 1][there + 1] + both:
            found.append((at, there))
            at, there = at + 1, there + 1
        elif best[at][there] == best[at + 1][there]:
            at += 1
        else:
            there += 1
    return found


def _changed(old: str, new: str, before: Span, after: Span) -> Row:
    differences = list(word_differences(before.slice(old), after.slice(new)))
    old_changes = tuple(each.shifted(before.start) for each, _ in differences if each)
    new_changes = tuple(each.shifted(after.start) for _, each in differences if each)
    kind: RowKind = "changed" if differences else "same"
    return Row(kind, before, after, old_changes, new_changes)


def _moved(old: str, new: str, rows: Sequence[Row]) -> Iterator[Row]:
    """Return ``rows`` with paragraphs that went here and came there marked as moved."""
    gone = [at for at, row in enumerate(rows) if row.kind == "gone"]
    come = [at for at, row in enumerate(rows) if row.kind == "come"]
    partner: dict[int, Row] = {}
    if len(gone) * len(come) <= _MOST_COMPARED:
        for at in gone:
            source = rows[at].old
            assert source is not None
            likeness, best = max(
                (
                    (_likeness(old, new, rows[at], rows[there]), there)
                    for there in come
                    if there not in partner
                ),
                default=(0.0, -1),
            )
            target = rows[best].new
            if likeness >= ALIKE_ELSEWHERE and target is not None:
                pair = replace(_changed(old, new, source, target), kind="moved")
                partner[at] = replace(pair, here="old")
                partner[best] = replace(pair, here="new")
    return (partner.get(at, row) for at, row in enumerate(rows))


def _likeness(old: str, new: str, gone: Row, come: Row) -> float:
    assert gone.old is not None
    assert come.new is not None
    return fuzz.ratio(gone.old.slice(old), come.new.slice(new), score_cutoff=ALIKE_ELSEWHERE)
