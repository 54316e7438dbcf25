"""A verdict on an item: the claim it is about, made where there is none yet, and its status."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from reader.annotations.records import Claim
from reader.review.annotated_article import AnnotatedArticle
from reader.review.claims import ClaimError, assessed, claim_from, with_status
from reader.review.item import Item
from reader.review.scales import Scale, ScaleError, assess, scale_named


def claim_for(
    article: AnnotatedArticle,
    item: Item,
    held: Claim | None,
    *,
    creator: str,
    at: str,
    checklist: Iterable[str] = (),
    machine_visible: bool = True,
) -> Claim:
    """Return the claim on the item: ``held`` where there is one, else one made of its words."""
    if held is not None:
        return held
    return claim_from(
        article,
        item,
        creator=creator,
        at=at,
        checklist=checklist,
        machine_visible=machine_visible,
    )


def judged(
    claim: Claim, scale: Scale, verdict: str, *, reviewer: str, at: str, explanation: str = ""
) -> Claim:
    """Return the claim with the reviewer's verdict (a label of the scale or its number).

    A reason given before stays when none is given now. Raises ScaleError.
    """
    before = next((each for each in claim.assessments if each.reviewer == reviewer), None)
    reason = explanation or (before.explanation if before else "")
    given = assess(scale, verdict, reviewer=reviewer, at=at, explanation=reason)
    if claim.status == "todo":
        claim = with_status(claim, "in progress", at=at)
    return assessed(claim, given, at=at)


def explained(claim: Claim, reviewer: str, words: str, *, at: str) -> Claim:
    """Return the claim with another reason under the reviewer's verdict.

    Raises ClaimError without one.
    """
    own = next((each for each in claim.assessments if each.reviewer == reviewer), None)
    if own is None:
        raise ClaimError("Give a verdict first; its reason follows.")
    return assessed(claim, replace(own, explanation=words), at=at)


def scale_of(claim: Claim | None, chosen: Scale, own: Iterable[Scale] = ()) -> Scale:
    """Return the scale of the first verdict on a claim while it is still the same.

    So that a second one can be compared with it; else ``chosen``.
    """
    every = tuple(own)
    for first in claim.assessments if claim is not None else ():
        try:
            scale = scale_named(first.scale, every)
        except ScaleError:
            continue
        if scale.version == first.scale_version:
            return scale
    return chosen
