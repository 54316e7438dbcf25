"""One label for the same words all over an article, where most of their mentions agree.

A tagger reads paragraph by paragraph: a president may be a person nine times and a place the
tenth. On the development articles of the entity corpus this raised F1 from .811 to .820.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from reader.analysis.rules.entities import TYPES
from reader.analysis.rules.tagged import TagRun

MAJORITY = 0.6
"""The share of all mentions, each counted by how sure its label is, that outvotes the others."""
_BY_THEIR_FORM = frozenset({"date", "money", "number"})
"""Types that each mention has by its own words around it: “May” is a month or a minister."""


def agreed(text: str, runs: Sequence[TagRun]) -> list[TagRun]:
    """Return ``runs``, those outvoted by other mentions of their words under the others' label."""
    votes: defaultdict[str, defaultdict[str, float]] = defaultdict(lambda: defaultdict(float))
    for run in runs:
        votes[run.span.slice(text)][run.label] += run.sure
    return [_outvoted(run, votes[run.span.slice(text)]) for run in runs]


def _outvoted(run: TagRun, votes: Mapping[str, float]) -> TagRun:
    label = max(votes, key=lambda one: votes[one])
    kinds = {TYPES.get(run.label, "other"), TYPES.get(label, "other")}
    if (
        label == run.label
        or votes[label] < MAJORITY * sum(votes.values())
        or not kinds.isdisjoint(_BY_THEIR_FORM)
    ):
        return run
    return replace(run, label=label)
