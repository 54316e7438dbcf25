"""Decisions on many items at once: what each would change, counted before it is done."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from reader.annotations.records import Claim, Record
from reader.review.claims import finalised, with_status
from reader.review.item import Item
from reader.review.review_session import ReviewSession
from reader.review.second_reading import SECOND_LOOK
from reader.review.triage import Verb, decide, decisions_on
from reader.text.plural import counted

FORGET_ALL = "forget all"


@dataclass(frozen=True, slots=True)
class Bulk:
    """One thing to do with all items of a filter, as one step.

    ``make`` gives the records to save (with ``removes``: to remove), ``label`` says with a count
    what it does, ``key`` is the key to choose it by.
    """

    doing: str
    key: str
    label: str
    make: Callable[[], Sequence[Record]]
    removes: bool = False


def bulk(
    sitting: ReviewSession, items: Sequence[Item], *, me: str, at: str, machine_visible: bool = True
) -> list[Bulk]:
    """Return what can be done to all of ``items``; what would change nothing is left out.

    Those decided already are left as they are. A claim is done when it has one deciding verdict:
    the final one, else the only one there is, given by ``me``.
    """
    article = sitting.article
    undecided = [item for item in items if not item.decided and item.claim is None]
    held = {claim.id: claim for item in items if (claim := sitting.claim_of(item)) is not None}
    claims = held.values()
    finished = [claim for claim in claims if _is_settled(claim, me)]
    judged_once = [
        claim
        for claim in claims
        if len(claim.assessments) == 1 and claim.status not in (SECOND_LOOK, "done")
    ]
    made = decisions_on(article, items)

    def decided(verb: Verb) -> Callable[[], Sequence[Record]]:
        return lambda: [
            decide(article, item, verb, creator=me, at=at, machine_visible=machine_visible)
            for item in undecided
        ]

    rows: list[tuple[Sequence[object], str, str, str, str, Callable[[], Sequence[Record]]]] = [
        (undecided, "accept all", "A", "accept", "item", decided("accept")),
        (undecided, "dismiss all", "x", "dismiss", "item", decided("dismiss")),
        (
            *(finished, "claims done", "d", "finish", "claim"),
            lambda: [_done(claim, me, at) for claim in finished],
        ),
        (
            *(judged_once, "second look", "s", "ask a second verdict on", "claim"),
            lambda: [with_status(claim, SECOND_LOOK, at=at) for claim in judged_once],
        ),
        (made, FORGET_ALL, "f", "forget", "decision", lambda: made),
    ]
    return [
        Bulk(doing, key, f"{verb} {counted(len(these), what)}", make, doing == FORGET_ALL)
        for these, doing, key, verb, what, make in rows
        if these
    ]


def _is_settled(claim: Claim, me: str) -> bool:
    if claim.status in ("done", SECOND_LOOK):
        return False
    return claim.final is not None or [each.reviewer for each in claim.assessments] == [me]


def _done(claim: Claim, me: str, at: str) -> Claim:
    final = claim if claim.final is not None else finalised(claim, me, at=at)
    return with_status(final, "done", at=at)
