"""Findings that a person marked: labels of the layers entity, quote and figure.

They are among what the machine found, under the ids of their labels. Nothing is guessed of
them: a quote has the speaker that its label names, else none.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import cast

from reader.analysis.findings import (
    Entity,
    EntityType,
    Figure,
    FigureKind,
    Finding,
    Findings,
    Person,
    Quote,
    QuoteKind,
    SpeakerKind,
    finding_id,
    spans_of,
)
from reader.analysis.rules.entities import TYPES
from reader.annotations.records import Label
from reader.article.block import Block
from reader.review.carrying import ENOUGH, FindingIndex, shared
from reader.review.corrections import ENTITY_TYPES, GAP, QUOTE_KINDS, family
from reader.text.span import Span, hull

SPEAKER = "speaker"
"""The attribute of a label that says who is quoted, or who gave the figure."""
BY_HAND = "marked by hand"
_OPENING, _CLOSING = "“”\"„«»‘'‹›", "”“\"«»’'‹›"


def given_speaker(label: Label) -> str | None:
    """Return who is quoted by what the person said, None where they said nothing."""
    said = label.attributes.get(SPEAKER)
    return (" ".join(said.split()) or None) if isinstance(said, str) else None


def with_speaker(label: Label, speaker: str | None, *, at: str) -> Label:
    """Return the label with who is quoted, None for nobody known."""
    return replace(label, attributes={**label.attributes, SPEAKER: speaker or ""}, modified=at)


def relabelled(label: Label, layer: str, type_: str, *, at: str) -> Label:
    """Return the label as one of another layer or type; a name has no speaker."""
    attributes = dict(label.attributes)
    if layer not in ("quote", "figure"):
        attributes.pop(SPEAKER, None)
    return replace(label, layer=layer, type=type_, attributes=attributes, modified=at)


@dataclass(frozen=True, slots=True)
class OwnText:
    """The text that labels are on, and what the machine found there."""

    text: str
    blocks: Sequence[Block]
    index: FindingIndex

    @property
    def findings(self) -> Findings:
        return self.index.findings

    def finding(self, label: Label, spans: Sequence[Span]) -> Finding:
        """Return the finding that ``label`` is, on ``spans``, of which there is at least one."""
        if label.layer == "entity":
            return self._entity(label, hull(spans))
        if label.layer == "quote":
            return self._quote(label, spans)
        return self._figure(label, hull(spans))

    def _entity(self, label: Label, span: Span) -> Entity:
        words = span.slice(self.text)
        named = label.type if label.type in ENTITY_TYPES else TYPES.get(label.type, "other")
        kind = cast(EntityType, named)
        person = self._person(words) if kind == "person" else None
        name = person.name if person is not None else " ".join(words.split())
        identity = None
        if kind == "person":
            identity = person.id if person is not None else _person_id(name)
        return Entity(label.id, span.start, span.end, words, label.type, kind, name, identity)

    def _person(self, name: str) -> Person | None:
        """Return the one person of the article who goes by the name."""
        plain = " ".join(name.split())
        found = [one for one in self.findings.people if plain in (one.name, *one.aliases)]
        return found[0] if len(found) == 1 else None

    def _quote(self, label: Label, spans: Sequence[Span]) -> Quote:
        kind = cast(QuoteKind, label.type if label.type in QUOTE_KINDS else "direct")
        inside = tuple(_within_marks(self.text, span) for span in spans)
        speaker = given_speaker(label)
        person = self._person(speaker) if speaker else None
        name = person.name if person is not None else speaker
        return Quote(
            label.id,
            kind,
            inside,
            GAP.join(span.slice(self.text) for span in inside),
            speaker=name,
            speaker_kind=speaker_kind(name, person),
            person=person.id if person is not None else None,
            rule=BY_HAND,
        )

    def _figure(self, label: Label, span: Span) -> Figure:
        counted = self._counted(span)
        speaker = given_speaker(label)
        words = span.slice(self.text)
        if counted is None:
            kind = cast(FigureKind, label.type)
            return Figure(label.id, span.start, span.end, words, kind, speaker=speaker)
        return replace(
            counted,
            id=label.id,
            start=span.start,
            end=span.end,
            text=words,
            speaker=speaker,
            cue=None,
            source=None,
        )

    def _counted(self, span: Span) -> Figure | None:
        """Return the only number in the passage, with what it counts."""
        from reader.analysis.rules.figures import figures

        alone = Block("paragraph", span.start, span.end)
        around = next((block for block in self.blocks if block.span.covers(span)), alone)
        language = self.findings.language
        for within in (around, alone):
            every = figures(self.text, [within], (), (), (), (), frozenset(), language)
            inside = [each for each in every if span.covers(Span(each.start, each.start + 1))]
            if len(inside) == 1:
                return inside[0]
        return None


def _within_marks(text: str, span: Span) -> Span:
    """Return the passage without the quotation marks and blanks that are around it."""
    start, end = span.start, span.end
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    if end - start > 2 and text[start] in _OPENING and text[end - 1] in _CLOSING:
        start, end = start + 1, end - 1
    return Span(start, end) if start < end else span


def speaker_kind(speaker: str | None, person: Person | None) -> SpeakerKind:
    """Return what kind of a speaker a name given by hand is."""
    if speaker is None:
        return "unknown"
    return "named" if person is not None or speaker[:1].isupper() else "role"


def _person_id(name: str) -> str:
    return finding_id("person by hand", (), name)


def with_own(
    text: OwnText, labels: Iterable[Label], place: Callable[[Label], Sequence[Span]]
) -> Findings:
    """Return what the machine found with the findings of ``labels`` among it, in text order.

    ``place`` gives where a label is now, nothing where that is not sure. What the machine found
    on a passage that a person marked in the same layer gives way to theirs; of a finding of the
    very same words it leaves them the speaker, unless they said who speaks.
    """
    own: dict[Finding, Finding] = {}
    gone: set[str] = set()
    for label in labels:
        spans = place(label)
        if spans:
            made = text.finding(label, spans)
            for other in _on_the_same(text.index, made):
                gone.add(other.id)
                made = _completed(made, other, label)
            own.setdefault(replace(made, id=""), made)
    if not own:
        return text.findings
    return _joined(text, list(own.values()), gone)


def _on_the_same(index: FindingIndex, made: Finding) -> list[Finding]:
    """Return what the machine found of the same family on the passage, by more than half."""
    where = hull(spans_of(made))
    return [
        other
        for span, other in index.places.overlapping(where)
        if family(other) == family(made) and shared(span, where) >= ENOUGH
    ]


def _completed(made: Finding, other: Finding, label: Label) -> Finding:
    """``made`` with the speaker that the machine found, where it is open who speaks."""
    same = hull(spans_of(made)) == hull(spans_of(other))
    if not same or SPEAKER in label.attributes:
        return made
    if isinstance(made, Quote) and isinstance(other, Quote):
        return replace(
            made,
            cue=other.cue,
            source=other.source,
            speaker=other.speaker,
            speaker_kind=other.speaker_kind,
            person=other.person,
            rule=f"{BY_HAND}; {other.rule}",
        )
    if isinstance(made, Figure) and isinstance(other, Figure):
        return replace(made, cue=other.cue, source=other.source, speaker=other.speaker)
    return made


def _joined(text: OwnText, own: Sequence[Finding], gone: Collection[str]) -> Findings:
    found = text.findings
    entities = [one for one in own if isinstance(one, Entity)]
    quotes = [one for one in own if isinstance(one, Quote)]
    figures = [one for one in own if isinstance(one, Figure)]
    known = {person.id for person in found.people}
    people = {
        one.person: Person(one.person, one.name)
        for one in entities
        if one.person is not None and one.person not in known
    }
    heirs = [
        replace(one, parent=None) if one.parent in gone else one
        for one in found.quotes
        if one.id not in gone
    ]
    kept = [each for each in found.entities if each.id not in gone]
    inside = [_given_by(text, each, quotes) for each in found.figures if each.id not in gone]
    return replace(
        found,
        people=(*found.people, *people.values()),
        entities=tuple(sorted([*kept, *entities], key=lambda one: one.span)),
        quotes=tuple(sorted([*heirs, *quotes], key=lambda one: one.spans[0])),
        figures=tuple(sorted([*inside, *figures], key=lambda one: one.span)),
    )


def _given_by(text: OwnText, figure: Figure, quotes: Sequence[Quote]) -> Figure:
    """Return the figure as said by whom a person named for the quote that it is in."""
    holding = [
        (span, quote) for quote in quotes for span in quote.spans if span.covers(figure.span)
    ]
    if not holding:
        return figure
    near, quote = min(holding, key=lambda each: len(each[0]))
    nearer = any(
        isinstance(other, Quote) and len(span) < len(near)
        for span, other in text.index.places.covering(figure.span)
    )
    return figure if nearer or quote.speaker is None else replace(figure, speaker=quote.speaker)
