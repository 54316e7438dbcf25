"""Where two people's labels of one passage differ, and the decision between them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from reader.annotations.codebook import Edit
from reader.annotations.records import Label
from reader.review.placed_records import Placed
from reader.text.span import hull

ADJUDICATED = "adjudicated"
"""The field of a label that lists what was decided between it and others."""
Choice = Literal["first", "second", "both", "neither"]


@dataclass(frozen=True, slots=True)
class PlacedLabel:
    """A label and where it is in the text."""

    label: Label
    placed: Placed

    @property
    def start(self) -> int:
        return hull(self.placed.spans).start

    def overlaps(self, other: PlacedLabel) -> int:
        """Return how many characters both cover."""
        pairs = ((one, two) for one in self.placed.spans for two in other.placed.spans)
        return sum(max(0, min(a.end, b.end) - max(a.start, b.start)) for a, b in pairs)

    def same(self, other: PlacedLabel) -> bool:
        """Return whether both say the same of the same words."""
        return self.label.type == other.label.type and self.placed.spans == other.placed.spans


@dataclass(frozen=True, slots=True)
class LabelDifference:
    """Two people's labels of one layer on words that they share.

    ``second`` is None where one alone labelled the passage, though ``others`` used the layer, too.
    """

    first: PlacedLabel
    second: PlacedLabel | None = None
    others: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[str, ...]:
        """The ids of the labels, which tell one difference from another."""
        return tuple(side.label.id for side in self.sides)

    @property
    def sides(self) -> tuple[PlacedLabel, ...]:
        return (self.first,) if self.second is None else (self.first, self.second)

    @property
    def what(self) -> str:
        """What differs, in a few words."""
        if self.second is None:
            return f"{self.first.label.creator or 'one person'} alone"
        of_type = self.first.label.type != self.second.label.type
        of_span = self.first.placed.spans != self.second.placed.spans
        return "label and span" if of_type and of_span else "label" if of_type else "span"


def label_differences(placed: Iterable[Placed]) -> list[LabelDifference]:
    """Return where two people's labels differ and nobody decided, in text order."""
    labels = [
        PlacedLabel(each.record, each)
        for each in placed
        if isinstance(each.record, Label) and each.spans
    ]
    found: list[LabelDifference] = []
    for layer in sorted({each.label.layer for each in labels}):
        found += _in_layer([each for each in labels if each.label.layer == layer])
    return sorted(found, key=lambda each: each.first.start)


def _in_layer(labels: Sequence[PlacedLabel]) -> Iterator[LabelDifference]:
    """Pair labels that share words, those that agree first; yield what differs."""
    people = {each.label.creator for each in labels}
    if len(people) < 2:
        return
    pairs = [
        (one.same(other), overlap, one, other)
        for one, other in _neighbours(labels)
        if one.label.creator != other.label.creator and (overlap := one.overlaps(other))
    ]
    paired: set[str] = set()
    agreed: set[str] = set()
    for same, _, one, other in sorted(pairs, key=lambda each: (not each[0], -each[1])):
        if same:
            agreed |= {one.label.id, other.label.id}
        elif not paired & {one.label.id, other.label.id} and not (
            {one.label.id, other.label.id} <= agreed
        ):
            paired |= {one.label.id, other.label.id}
            if other.label.id not in _decided_against(one.label):
                first, second = sorted((one, other), key=lambda each: each.label.creator)
                yield LabelDifference(first, second)
    for each in labels:
        if each.label.id not in paired | agreed and not _decisions(each.label):
            yield LabelDifference(each, others=tuple(sorted(people - {each.label.creator})))


def _neighbours(labels: Iterable[PlacedLabel]) -> Iterator[tuple[PlacedLabel, PlacedLabel]]:
    """Yield the pairs of labels whose extents share a character."""
    open_ones: list[PlacedLabel] = []
    for label in sorted(labels, key=lambda each: each.start):
        open_ones = [each for each in open_ones if hull(each.placed.spans).end > label.start]
        yield from ((each, label) for each in open_ones)
        open_ones.append(label)


def adjudicated(difference: LabelDifference, choice: Choice, *, by: str, at: str) -> Edit:
    """Return the labels as the decision leaves them, as one step.

    A label that stays says what was decided, between which labels, by whom and when.
    """
    kept = {"first": (True, False), "second": (False, True), "both": (True, True)}
    stays = kept.get(choice, (False, False))
    changed: list[Label] = []
    removed: list[str] = []
    for side, stay in zip(difference.sides, stays, strict=False):
        if not stay:
            removed.append(side.label.id)
            continue
        others = [each.label for each in difference.sides if each is not side]
        entry: dict[str, Any] = {
            "choice": "both" if choice == "both" else "this",
            "against": [_brief(each) for each in others],
            "by": by,
            "at": at,
        }
        extra = {**side.label.extra, ADJUDICATED: [*_decisions(side.label), entry]}
        changed.append(replace(side.label, extra=extra, modified=at))
    return Edit(tuple(changed), tuple(removed))


def decision_on(label: Label) -> str:
    """Return the last decision on a label in a few words; "" where there is none."""
    return decision_in(label.extra.get(ADJUDICATED))


def decision_in(rows: object) -> str:
    """Return the last of the decisions that a label's field lists, in a few words."""
    decisions = _readable(rows)
    if not decisions:
        return ""
    last = decisions[-1]
    against = last.get("against")
    others = [
        f"{each.get('creator') or 'no name'}: {each.get('type', '')} “{each.get('exact', '')}”"
        for each in (against if isinstance(against, list) else ())
        if isinstance(each, dict)
    ]
    kept = "kept with" if last.get("choice") == "both" else "kept instead of"
    words = f"{kept} {'; '.join(others)}" if others else "kept"
    return f"{words}, decided by {last['by']}" if last.get("by") else words


def _brief(label: Label) -> dict[str, str]:
    return {
        "id": label.id,
        "creator": label.creator,
        "type": label.type,
        "exact": label.anchor.exact,
    }


def _decisions(label: Label) -> list[dict[str, Any]]:
    """Return the readable entries of what was decided on a label."""
    return _readable(label.extra.get(ADJUDICATED))


def _readable(rows: object) -> list[dict[str, Any]]:
    return [each for each in (rows if isinstance(rows, list) else ()) if isinstance(each, dict)]


def _decided_against(label: Label) -> set[str]:
    """Return the ids of the labels that a decision weighed this one against."""
    return {
        str(brief.get("id"))
        for each in _decisions(label)
        if isinstance(each.get("against"), list)
        for brief in each["against"]
        if isinstance(brief, dict)
    }
