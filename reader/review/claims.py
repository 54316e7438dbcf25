"""Claims: a statement under check, from the words quoted to a verdict fit to publish.

Every function gives a changed copy; the caller puts it into the store. Times are UTC as records
carry them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import get_args

from reader.annotations.records import (
    Appearance,
    Assessment,
    CheckStep,
    Claim,
    ClaimStatus,
    Evidence,
    Stance,
    new_id,
)
from reader.article.anchor import anchor
from reader.errors import ReaderError
from reader.review.annotated_article import AnnotatedArticle
from reader.review.found_items import holder_of
from reader.review.item import Item
from reader.text.span import Span

STATUSES: tuple[str, ...] = get_args(ClaimStatus)
STANCES: tuple[Stance, ...] = get_args(Stance)
_PARTIAL_DATE = re.compile(
    r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01])(?:T[\d:.]+(?:Z|[+-]\d\d:?\d\d)?)?)?)?"
)
_MARKS = str.maketrans(dict.fromkeys('“”«»„"', ""))
_ASSERTS = re.compile(
    r"\b(?:say|says|said|saying|told|tell|tells|add(?:s|ed)?|wrote|writes?|stat(?:es|ed)|claim(?:s|ed)?"
    r"|report(?:s|ed)?|announce[sd]?|confirm(?:s|ed)?|according|estimate[sd]?|explain(?:s|ed)?"
    r"|insist(?:s|ed)?|argue[sd]?|note[sd]?|maintain(?:s|ed)?|acknowledge[sd]?|admit(?:s|ted)?"
    r"|declare[sd]?|complain(?:s|ed)?|warn(?:s|ed)?|reveal(?:s|ed)?|repl(?:y|ies|ied)|concluded?"
    r"|post(?:s|ed)|tweet(?:s|ed)|recall(?:s|ed)?|in the view of)\b",
    re.IGNORECASE,
)
"""Cues behind which the content is what the speaker holds to be so."""
_FIRST_PERSON = re.compile(r"\b(?:I|[Ww]e|[Mm]y|[Oo]ur|[Uu]s|[Mm]e)\b")


class ClaimError(ReaderError):
    """A claim that cannot be made or changed so; the message is one sentence."""


def claim_on(
    article: AnnotatedArticle,
    spans: Sequence[Span],
    *,
    creator: str,
    at: str,
    speaker: str | None = None,
    wording: str = "",
    checklist: Iterable[str] = (),
    machine_visible: bool = True,
) -> Claim:
    """Return a claim on a passage. The wording and the claimant may be put right afterwards.

    ``said_on`` is the article's date, the best first guess at when it was said. ValueError when
    a span is no passage of the article.
    """
    return Claim(
        article_id=article.article_id,
        id=new_id(),
        creator=creator,
        created=at,
        modified=at,
        machine_visible=machine_visible,
        anchor=anchor(article.text, spans, article.fingerprint),
        claim=wording,
        claimant=speaker or "",
        said_on=day_of(article.published),
        language=article.language,
        checklist=tuple(CheckStep(step=step) for step in checklist),
    )


def claim_from(
    article: AnnotatedArticle,
    item: Item,
    *,
    creator: str,
    at: str,
    checklist: Iterable[str] = (),
    machine_visible: bool = True,
) -> Claim:
    """Return a claim made of an item of the queue: its words, its speaker, a neutral wording.

    A figure is claimed with the clause it is in: “15 missiles” alone states nothing. A
    sentence that nobody said is the outlet's own claim.
    """
    spans: Sequence[Span] = item.spans
    speaker = item.speaker
    if item.kind == "figure":
        spans = _clause_of(article, item)
    elif item.kind == "sentence":
        speaker = article.outlet
    return claim_on(
        article,
        spans,
        creator=creator,
        at=at,
        speaker=speaker,
        wording=neutral_wording(article.text, spans, speaker, cue=_cue_of(article, item)),
        checklist=checklist,
        machine_visible=machine_visible,
    )


def _clause_of(article: AnnotatedArticle, item: Item) -> Sequence[Span]:
    figure = item.spans[0]
    best = holder_of(article, figure)
    if best is not None:
        return best.spans
    sentence = article.sentence_of(figure.start)
    return (sentence,) if sentence is not None else item.spans


def _cue_of(article: AnnotatedArticle, item: Item) -> str:
    """Return the cue of an indirect quote, "" of anything else.

    Direct words speak for themselves.
    """
    quote = next((one for one in article.corrected.quotes if one.id == item.id), None)
    if quote is None or quote.kind == "direct":
        return ""
    return " ".join(span.slice(article.text) for span in quote.cue or ())


def neutral_wording(
    text: str, spans: Iterable[Span], speaker: str | None = None, *, cue: str = ""
) -> str:
    """Return the words of a passage as a statement.

    Without marks, the word “that” before it, and the comma behind it, as a sentence of its own.

    Words in the first person say whose they are: “Ada Holm: We sold the pier.” Behind a cue that
    does not assert them they keep it: who “denied that it was sold” did not say that it was.
    """
    words = " ".join(" ".join(span.slice(text) for span in spans).translate(_MARKS).split())
    if speaker and cue and not _ASSERTS.search(cue):
        words = f"{speaker} {' '.join(cue.split())} {words}"
        speaker = None
    words = re.sub(r"^that\s+", "", words).rstrip(",;:–— ")
    if not words:
        return ""
    words = words[0].upper() + words[1:]
    if words[-1] not in ".!?…":
        words += "."
    if speaker and _FIRST_PERSON.search(words):
        return f"{speaker}: {words}"
    return words


def day_of(published: str | None) -> str | None:
    """Return the date at the start of an ISO time, also a partial one; None for anything else."""
    match = re.match(r"\d{4}(?:-\d{2}(?:-\d{2})?)?(?![\d-])", published or "")
    return match[0] if match else None


def partial_date(given: str) -> str | None:
    """Return ``given`` as it is when it is a date, a month or a year in ISO form, None for "".

    Raises ClaimError.
    """
    if not given:
        return None
    if not _PARTIAL_DATE.fullmatch(given):
        raise ClaimError(f"{given!r} is no date; write 2026-11-23, 2026-11 or 2026.")
    return given


def with_status(claim: Claim, status: str, *, at: str) -> Claim:
    """Raise ClaimError for an unknown status."""
    for known in get_args(ClaimStatus):
        if known == status.strip().casefold().replace("-", " ").replace("_", " "):
            return replace(claim, status=known, modified=at)
    raise ClaimError(f"A claim cannot be {status!r}; it can be {', '.join(STATUSES)}.")


def assessed(claim: Claim, assessment: Assessment, *, at: str) -> Claim:
    """Return the claim with a reviewer's verdict, in the place of the one they gave before."""
    others = tuple(each for each in claim.assessments if each.reviewer != assessment.reviewer)
    return replace(claim, assessments=(*others, assessment), modified=at)


def unassessed(claim: Claim, reviewer: str, *, at: str) -> Claim:
    """Return the claim without a reviewer's verdict; it is no longer final if it was."""
    others = tuple(each for each in claim.assessments if each.reviewer != reviewer)
    final = None if claim.final == reviewer else claim.final
    return replace(claim, assessments=others, final=final, modified=at)


def finalised(claim: Claim, reviewer: str, *, at: str) -> Claim:
    """Return the claim with the verdict of ``reviewer`` as the final one; "" takes it back.

    Raises ClaimError when they gave none.
    """
    if not reviewer:
        return replace(claim, final=None, modified=at)
    if all(each.reviewer != reviewer for each in claim.assessments):
        given = ", ".join(each.reviewer or "nobody named" for each in claim.assessments)
        raise ClaimError(
            f"{reviewer} gave no verdict on this claim; "
            + (f"verdicts are from {given}." if given else "nobody did yet.")
        )
    return replace(claim, final=reviewer, modified=at)


def with_evidence(claim: Claim, evidence: Evidence, *, at: str) -> Claim:
    """Return the claim with one more piece of evidence.

    One with the same address and words is replaced.

    Raises ClaimError for a stance that there is not, and for evidence that shows nothing.
    """
    _check(evidence)
    kept = tuple(
        each
        for each in claim.evidence
        if (each.url, each.excerpt) != (evidence.url, evidence.excerpt)
    )
    return replace(claim, evidence=(*kept, evidence), modified=at)


def _check(evidence: Evidence) -> None:
    if evidence.stance not in STANCES:
        raise ClaimError(f"Evidence cannot be {evidence.stance!r}; it {_or(STANCES)}.")
    if not (evidence.url or evidence.excerpt.strip() or evidence.title.strip()):
        raise ClaimError("Evidence needs an address, a title or an excerpt.")


def with_edited_evidence(claim: Claim, before: Evidence, after: Evidence, *, at: str) -> Claim:
    """Return the claim with a piece of evidence changed, in its place.

    Raises ClaimError where it is not there any more, or would show nothing.
    """
    _check(after)
    if before not in claim.evidence:
        raise ClaimError(
            "This evidence was changed or removed meanwhile; open it again to edit it."
        )
    place = claim.evidence.index(before)
    every = (*claim.evidence[:place], after, *claim.evidence[place + 1 :])
    return replace(claim, evidence=every, modified=at)


def without_evidence(claim: Claim, number: int, *, at: str) -> Claim:
    """Return the claim without its evidence ``number``, counted from 1. Raises ClaimError."""
    if not 1 <= number <= len(claim.evidence):
        raise ClaimError(f"There is no evidence {number}; the claim has {len(claim.evidence)}.")
    kept = (*claim.evidence[: number - 1], *claim.evidence[number:])
    return replace(claim, evidence=kept, modified=at)


def _or(words: Sequence[str]) -> str:
    return f"{', '.join(words[:-1])} or {words[-1]}"


def step_done(claim: Claim, step: str, *, by: str, at: str, done: bool = True) -> Claim:
    """Return the claim with a step of its checklist done, or open again. Raises ClaimError.

    ``step`` is a step's words, the beginning of them, or its number counted from 1.
    """
    place = _step(claim.checklist, step)
    old = claim.checklist[place]
    new = CheckStep(step=old.step, by=by if done else "", at=at if done else "")
    steps = (*claim.checklist[:place], new, *claim.checklist[place + 1 :])
    return replace(claim, checklist=steps, modified=at)


def _step(steps: Sequence[CheckStep], wanted: str) -> int:
    if wanted.isascii() and wanted.isdigit() and 1 <= int(wanted) <= len(steps):
        return int(wanted) - 1
    matching = [
        place
        for place, each in enumerate(steps)
        if wanted.strip() and each.step.casefold().startswith(wanted.strip().casefold())
    ]
    if len(matching) == 1:
        return matching[0]
    known = "; ".join(each.step for each in steps) or "none"
    raise ClaimError(f"No one step of the checklist is {wanted!r}; the steps are: {known}.")


def with_checklist(claim: Claim, steps: Iterable[str]) -> Claim:
    """Return the claim with the steps that a team wants now; what was done stays, also of others.

    A step that occurs twice, as a merge may leave it, is done if one of the two is.
    """
    done = {each.step: each for each in sorted(claim.checklist, key=lambda each: each.at)}
    wanted = dict.fromkeys(steps)
    kept = [done.get(step) or CheckStep(step=step) for step in wanted]
    kept.extend(each for each in done.values() if each.step not in wanted and each.at)
    return replace(claim, checklist=tuple(kept))


def appearance_of(
    claim: Claim, article: AnnotatedArticle, spans: Sequence[Span], *, creator: str, at: str
) -> Appearance:
    """Return the record that the same claim is in ``article`` too.

    Raises ClaimError where it is the claim's own passage, ValueError where it is none.
    """
    hold = anchor(article.text, spans, article.fingerprint)
    if claim.article_id == article.article_id and hold == claim.anchor:
        raise ClaimError("This is the passage the claim was made on.")
    return Appearance(
        article_id=article.article_id,
        id=new_id(),
        creator=creator,
        created=at,
        modified=at,
        claim_id=claim.id,
        anchor=hold,
    )
