"""Decisions that outlive an edit: each is put on the finding of the new text that it is about.

A decision made in the queue carries an anchor in its copy of the finding. Where the text is the
one it was made on, ids meet; in an edited text the anchor is placed and what changed is reported.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from reader.analysis.findings import Finding, Findings, spans_of
from reader.annotations.records import Correction
from reader.article import anchor_json
from reader.article.anchor import Anchor
from reader.article.anchoring import Former, Outcome, place
from reader.article.word_changes import WordChange
from reader.review.corrections import family
from reader.review.places import Places
from reader.text.span import Span, hull

SENTENCE = "sentence"
ENOUGH = 0.5
"""Share of the longer passage that both must have to be the same one."""


@dataclass(frozen=True, slots=True)
class Carried:
    """A correction as it holds for a text.

    ``correction`` is about a finding of this text where one was found, else as it was made.
    ``outcome`` is that of its anchor, "unchanged" where ids met; ``spans`` is where its passage
    is now. ``targets`` are the ids of the findings, or the places of the sentence, it holds
    for.
    """

    correction: Correction
    outcome: Outcome
    spans: tuple[Span, ...] = ()
    changes: tuple[WordChange, ...] = ()
    targets: frozenset[str] = frozenset()

    @property
    def unsure(self) -> bool:
        """Whether a person should look: the passage is gone or only guessed at."""
        return self.outcome in ("needs a look", "lost")


def anchored_copy(copy: Mapping[str, Any], anchor: Anchor) -> dict[str, Any]:
    """Return a finding's copy with the hold on its passage in it."""
    return {**copy, "anchor": anchor_json.to_json(anchor)}


def anchor_in(copy: Mapping[str, Any]) -> Anchor | None:
    """Return the anchor that a copy carries, None when it carries none or a damaged one."""
    try:
        return anchor_json.from_json(copy["anchor"])
    except (KeyError, TypeError, ValueError):
        return None


class FindingIndex:
    """Findings by id, by their words, and by where they stand."""

    def __init__(self, findings: Findings) -> None:
        self.findings = findings
        self.by_id = {finding.id: finding for finding in findings.every}
        self.by_words: dict[tuple[str, str], list[Finding]] = {}
        for finding in findings.every:
            self.by_words.setdefault((family(finding), finding.text), []).append(finding)

    @cached_property
    def places(self) -> Places[Finding]:
        return Places((hull(spans_of(finding)), finding) for finding in self.by_id.values())


def carry_over(
    corrections: Iterable[Correction],
    index: FindingIndex,
    text: str,
    fingerprint: str,
    former: Former | None = None,
) -> tuple[Carried, ...]:
    """Return each correction, oldest first.

    As it holds for ``text`` with the findings of ``index``.

    ``former`` gives the texts that they were made on: these show whether the same words were
    there more than once, so that no decision moves onto another finding.
    """
    ordered = sorted(corrections, key=lambda each: (each.modified, each.created))
    return tuple(_carried(each, index, text, fingerprint, former) for each in ordered)


def _carried(
    each: Correction, index: FindingIndex, text: str, fingerprint: str, former: Former | None
) -> Carried:
    copy = each.finding
    identity, words = str(copy.get("id", "")), str(copy.get("text", ""))
    is_sentence = copy.get("kind") == SENTENCE
    held = anchor_in(copy)
    made_here = held is None or held.fingerprint == fingerprint
    placed = None if held is None or made_here else place(held, text, fingerprint, former)
    doubtful = placed is not None and placed.outcome == "needs a look"
    known = former is not None and held is not None and former(held.fingerprint) is not None
    if not is_sentence:
        found = _by_id_or_words(each, identity, words, index, sure=not (doubtful and known))
        if found is not None:
            return found
    if held is None:
        return Carried(each, "lost")
    placed = placed or place(held, text, fingerprint, former)
    if is_sentence:
        sure = placed.spans and placed.outcome != "needs a look"
        targets = frozenset({identity}) if sure else frozenset[str]()
        return Carried(each, placed.outcome, placed.spans, placed.changes, targets)
    finding = _nearest(placed.spans, index.places, family(copy))
    if finding is None or placed.outcome == "needs a look":
        outcome: Outcome = "needs a look" if placed.spans else "lost"
        return Carried(each, outcome, placed.spans, placed.changes)
    by = placed.spans[0].start - held.parts[0].start
    moved = None if each.decision == "respan" and placed.changes else _about(each, finding, by)
    if moved is None:
        return Carried(each, "needs a look", placed.spans, placed.changes)
    targets = frozenset({finding.id})
    return Carried(moved, placed.outcome, placed.spans, placed.changes, targets)


def _about(each: Correction, finding: Finding, by: int) -> Correction | None:
    """Return the decision as one on ``finding``, which is what it was made on.

    ``by`` characters away.

    Spans that it gives move along with the passage; None when it gives damaged ones.
    """
    about = {**each.finding, "id": finding.id, "text": finding.text}
    if each.decision != "respan":
        return replace(each, finding=about)
    try:
        after = [[first + by, last + by] for first, last in each.after]
    except (TypeError, ValueError):
        return None
    return replace(each, finding=about, after=after)


def _by_id_or_words(
    each: Correction,
    identity: str,
    words: str,
    index: FindingIndex,
    *,
    sure: bool,
) -> Carried | None:
    """Return the finding with the same id, or the only one with the same words.

    Return None where the former text leaves it open which words are meant (not ``sure``).
    """
    by_id = index.by_id
    alike = index.by_words.get((family(each.finding), words), [])
    if each.scope != "this" and alike:
        targets = frozenset(finding.id for finding in alike)
        return Carried(each, "unchanged", targets=targets)
    if not sure:
        return None
    if identity in by_id:
        return Carried(each, "unchanged", spans_of(by_id[identity]), (), frozenset({identity}))
    if len(alike) == 1 and (moved := _about(each, alike[0], _way(each, alike[0]))) is not None:
        return Carried(moved, "moved", spans_of(alike[0]), (), frozenset({alike[0].id}))
    return None


def _way(each: Correction, finding: Finding) -> int:
    """Return the distance of ``finding`` from its twin that the decision is about."""
    copy = each.finding
    start = copy.get("start")
    if start is None:
        spans = copy.get("spans") or [[hull(spans_of(finding)).start]]
        start = min(spans)[0]
    return hull(spans_of(finding)).start - int(start)


def _nearest(spans: Sequence[Span], places: Places[Finding], wanted: str) -> Finding | None:
    """Return the finding of a family that shares most with ``spans``.

    None when it is less than half.
    """
    if not spans:
        return None
    where = hull(spans)
    near = [each for each in places.overlapping(where) if family(each[1]) == wanted]
    best = max(near, key=lambda each: shared(each[0], where), default=None)
    if best is None or shared(best[0], where) < ENOUGH:
        return None
    return best[1]


def shared(one: Span, other: Span) -> float:
    """Return how much of the longer of two spans both have, 0 to 1."""
    both = min(one.end, other.end) - max(one.start, other.start)
    longer = max(len(one), len(other))
    return max(0, both) / longer if longer else 0.0
