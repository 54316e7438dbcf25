"""A person's decisions on what the machine found, laid on top of findings.

Findings are computed again whenever models change; the decisions stay. A decision finds its
finding by id, which is the same run after run. In an edited text ids differ: there it holds
for the one finding of the same family that has the same words, and for none when several do.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast, get_args

from reader.analysis.findings import (
    Entity,
    EntityType,
    Figure,
    Finding,
    Findings,
    Person,
    Quote,
    QuoteKind,
    SpeakerKind,
)
from reader.annotations.records import Correction, Decision, Scope, new_id
from reader.text.span import Span

ENTITY_TYPES: tuple[str, ...] = get_args(EntityType)
QUOTE_KINDS: tuple[str, ...] = get_args(QuoteKind)
GAP = " … "
"""What parts the passages of a quote in its text."""


def family(finding: Finding | Mapping[str, Any]) -> str:
    """Return ``entity``, ``quote`` or ``figure``, of a finding or of a copy in its JSON form."""
    if isinstance(finding, Entity):
        return "entity"
    if isinstance(finding, Quote):
        return "quote"
    if isinstance(finding, Figure):
        return "figure"
    if "spans" in finding:
        return "quote"
    return "entity" if "label" in finding else "figure"


def finding_copy(finding: Finding) -> dict[str, Any]:
    """Return a finding in the JSON form of the contracts, as a correction carries it."""
    common: dict[str, Any] = {"id": finding.id}
    if isinstance(finding, Quote):
        return common | {
            "kind": finding.kind,
            "spans": _pairs(finding.spans),
            "text": finding.text,
            "cue": _pairs(finding.cue),
            "source": _pairs(finding.source),
            "speaker": finding.speaker,
            "speaker_kind": finding.speaker_kind,
            "person": finding.person,
            "parent": finding.parent,
            "rule": finding.rule,
            "score": finding.score,
        }
    common |= {"start": finding.start, "end": finding.end, "text": finding.text}
    if isinstance(finding, Entity):
        return common | {
            "label": finding.label,
            "type": finding.type,
            "name": finding.name,
            "person": finding.person,
            "score": finding.score,
        }
    return common | {
        "kind": finding.kind,
        "value": finding.value,
        "value_max": finding.value_max,
        "unit": finding.unit,
        "currency": finding.currency,
        "modifier": finding.modifier,
        "cue": _pairs(finding.cue),
        "source": _pairs(finding.source),
        "speaker": finding.speaker,
    }


def _pairs(spans: tuple[Span, ...] | None) -> list[list[int]] | None:
    return None if spans is None else [[span.start, span.end] for span in spans]


def correction(
    article_id: str,
    finding: Finding,
    decision: Decision,
    *,
    creator: str,
    at: str,
    after: Any = None,
    scope: Scope = "this",
    private: bool = False,
) -> Correction:
    """Return the record of one decision; ``after`` is the new type, spans or speaker it gives."""
    return Correction(
        article_id=article_id,
        id=new_id(),
        creator=creator,
        created=at,
        modified=at,
        private=private,
        finding=finding_copy(finding),
        decision=decision,
        before=_before(finding, decision),
        after=after,
        scope=scope,
    )


def is_in_force(made: Correction, corrections: Iterable[Correction]) -> bool:
    """Return whether the last decision on the same finding was the same, by the same person.

    Such a decision need not be saved again. One that adds a reason is another.
    """
    same = [each for each in corrections if each.finding.get("id") == made.finding.get("id")]
    if not same:
        return False
    last = max(reversed(same), key=lambda each: each.modified)
    return made.reason in ("", last.reason) and (
        (made.creator, made.decision, made.after, made.scope, made.private)
        == (last.creator, last.decision, last.after, last.scope, last.private)
    )


def _before(finding: Finding, decision: Decision) -> Any:
    if decision == "relabel":
        return finding.type if isinstance(finding, Entity) else finding.kind
    if decision == "respan":
        spans = finding.spans if isinstance(finding, Quote) else (finding.span,)
        return _pairs(spans)
    if decision == "respeak" and isinstance(finding, Quote | Figure):
        return finding.speaker
    return None


@dataclass(slots=True)
class _Changed:
    finding: Finding
    dismissed: bool = False


def apply_corrections(findings: Findings, corrections: Iterable[Correction], text: str) -> Findings:
    """Return ``findings`` with the decisions in their order: dismissed ones gone, others changed.

    A corrected finding keeps the machine's id. A decision that fits no finding, or whose new
    spans do not fit ``text``, changes nothing. Of decisions within one second, the one given
    later holds: the store gives records in the order in which they were made.
    """
    every = findings.every
    known = {finding.id: finding for finding in every}
    changed: dict[str, _Changed] = {}
    for each in sorted(corrections, key=lambda each: (each.modified, each.created)):
        for finding_id in _meant(each, every, known):
            change = changed.setdefault(finding_id, _Changed(known[finding_id]))
            _apply(change, each, findings.people, text)
    given = _following_figures(known, changed)
    kept = [
        changed[finding.id].finding if finding.id in changed else given.get(finding.id, finding)
        for finding in every
        if finding.id not in changed or not changed[finding.id].dismissed
    ]
    return replace(
        findings,
        entities=tuple(finding for finding in kept if isinstance(finding, Entity)),
        quotes=tuple(finding for finding in kept if isinstance(finding, Quote)),
        figures=tuple(finding for finding in kept if isinstance(finding, Figure)),
    )


def _following_figures(
    known: Mapping[str, Finding], changed: Mapping[str, _Changed]
) -> dict[str, Finding]:
    """Return figures that follow a quote which somebody else is now said to have said, by id.

    Those in it that had its speaker, and that nobody decided on themselves.
    """
    moved = [
        (before, after)
        for identity, change in changed.items()
        if isinstance(before := known[identity], Quote)
        and isinstance(after := change.finding, Quote)
        and before.speaker != after.speaker
    ]
    if not moved:
        return {}
    return {
        figure.id: replace(figure, speaker=after.speaker)
        for figure in known.values()
        if isinstance(figure, Figure) and figure.id not in changed
        for before, after in moved
        if figure.speaker == before.speaker
        and any(span.covers(figure.span) for span in before.spans)
    }


def _meant(each: Correction, every: Sequence[Finding], known: Mapping[str, Finding]) -> list[str]:
    """Return ids of the findings that a decision is about."""
    copy = each.finding
    identity = copy.get("id")
    if each.scope == "this" and isinstance(identity, str) and identity in known:
        return [identity]
    alike = [
        finding.id
        for finding in every
        if finding.text == copy.get("text") and family(finding) == family(copy)
    ]
    return alike if each.scope != "this" or len(alike) == 1 else []


def _apply(change: _Changed, each: Correction, people: Sequence[Person], text: str) -> None:
    finding, after = change.finding, each.after
    if each.decision == "dismiss":
        change.dismissed = True
    elif each.decision == "accept":
        change.dismissed = False
    elif each.decision == "relabel":
        change.finding = _relabelled(finding, after)
    elif each.decision == "respeak" and (after is None or isinstance(after, str)):
        change.finding = _respoken(finding, after, people)
    elif each.decision == "respan":
        change.finding = _respanned(finding, after, text)


def _relabelled(finding: Finding, after: Any) -> Finding:
    if isinstance(finding, Entity) and after in ENTITY_TYPES:
        return replace(finding, type=cast(EntityType, after), label=after, score=None)
    if isinstance(finding, Quote) and after in QUOTE_KINDS:
        return replace(finding, kind=cast(QuoteKind, after), score=None)
    return finding


def _respoken(finding: Finding, speaker: str | None, people: Sequence[Person]) -> Finding:
    if isinstance(finding, Figure):
        return replace(finding, speaker=speaker)
    if not isinstance(finding, Quote):
        return finding
    person = next((one for one in people if speaker in (one.name, *one.aliases)), None)
    return replace(
        finding,
        speaker=person.name if person else speaker,
        speaker_kind=_speaker_kind(speaker, person),
        person=person.id if person else None,
        rule="corrected by hand",
        score=None,
    )


def _speaker_kind(speaker: str | None, person: Person | None) -> SpeakerKind:
    if speaker is None:
        return "unknown"
    if person is not None or speaker[:1].isupper():
        return "named"
    return "role"


def _respanned(finding: Finding, after: Any, text: str) -> Finding:
    try:
        spans = tuple(sorted(Span(start, end) for start, end in after))
    except (TypeError, ValueError):
        return finding
    if not spans or any(not len(span) or span.end > len(text) for span in spans):
        return finding
    words = GAP.join(span.slice(text) for span in spans)
    if isinstance(finding, Quote):
        return replace(finding, spans=spans, text=words, score=None)
    span = spans[0]
    words = span.slice(text)
    if isinstance(finding, Entity):
        return replace(finding, start=span.start, end=span.end, text=words, score=None)
    return replace(finding, start=span.start, end=span.end, text=words)
