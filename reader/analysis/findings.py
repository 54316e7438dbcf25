"""What the machine finds in an article: people, entities, quotes and figures.

Plain values. Offsets are code points of the article's text, counted from 0, the end exclusive:
``text[start:end]`` is the finding. This module imports neither Stanza nor torch, so that every
room may read findings without them. The JSON form is in findings_json.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from reader.text.span import Span

SCHEMA = 1

EntityType = Literal[
    "person",
    "organisation",
    "place",
    "group",
    "date",
    "money",
    "number",
    "facility",
    "product",
    "other",
]
QuoteKind = Literal["direct", "mixed", "indirect"]
SpeakerKind = Literal["named", "role", "collective", "anonymous", "unknown"]
FigureKind = Literal["count", "money", "percentage", "measure", "ordinal", "date", "other"]


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody the article names: the fullest name, the shorter ones, the role given."""

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    role: str | None = None


@dataclass(frozen=True, slots=True)
class Entity:
    """A name in the text. ``label`` is the model's tag, ``type`` the reader's.

    ``name`` is the fullest form of the same name in the article, ``person`` the id of the
    person it names, ``score`` the model's trust in it from 0 to 1 (None when it gives none).
    """

    id: str
    start: int
    end: int
    text: str
    label: str
    type: EntityType
    name: str
    person: str | None = None
    score: float | None = None

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Quote:
    """Something that somebody is said to have said.

    ``spans`` are the passages of its content in text order (several when its cue splits it);
    those of a direct quote lie inside the marks. ``speaker`` is the resolved name, else the
    source's own words, None when unknown. ``parent`` is the id of the quote that a nested one
    is in, ``rule`` says in words what decided kind and speaker. ``score`` is how sure it is that
    this was said, from 0 to 1 (None where no model tells).
    """

    id: str
    kind: QuoteKind
    spans: tuple[Span, ...]
    text: str
    cue: tuple[Span, ...] | None = None
    source: tuple[Span, ...] | None = None
    speaker: str | None = None
    speaker_kind: SpeakerKind = "unknown"
    person: str | None = None
    parent: str | None = None
    rule: str = ""
    score: float | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that the article gives, with what it counts and who gave it.

    ``value`` is the number written out (3.2 million is 3200000.0), ``value_max`` the upper end of a
    range, both None where no number is known; 70 per cent is 70.0. ``unit`` is what is counted
    or measured, in the article's words, ``currency`` that of money. ``modifier`` is "at least",
    "more than", "about" and the like.
    """

    id: str
    start: int
    end: int
    text: str
    kind: FigureKind
    value: float | None = None
    value_max: float | None = None
    unit: str | None = None
    currency: str | None = None
    modifier: str | None = None
    cue: tuple[Span, ...] | None = None
    source: tuple[Span, ...] | None = None
    speaker: str | None = None

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)

    @property
    def in_full(self) -> str:
        """The figure on one line with its modifier: at least 12 people, 30 boats or more."""
        words = " ".join(self.text.split())
        if self.modifier is None:
            return words
        behind = self.modifier == "plus" or self.modifier.startswith("or ")
        return f"{words} {self.modifier}" if behind else f"{self.modifier} {words}"


Finding = Entity | Quote | Figure


def spans_of(finding: Finding) -> tuple[Span, ...]:
    """Return the passages of a finding in text order: several where a cue splits a quote."""
    return finding.spans if isinstance(finding, Quote) else (finding.span,)


@dataclass(frozen=True, slots=True)
class ModelStamp:
    """Which model found something: package, version, and a hash of its files."""

    package: str
    version: str
    hash: str


@dataclass(frozen=True)
class Findings:
    """All that was found in the text with ``fingerprint``.

    ``models`` has the keys "entities", "attribution" and "quotes", fewer where a model did not
    run. ``notices`` are sentences for the user on what could not be done ("No model for
    French: only quotation marks were used."). ``tokens`` and ``sentences`` are the pipeline's
    own, for formats that need them.
    """

    fingerprint: str
    language: str | None = None
    models: Mapping[str, ModelStamp] = field(default_factory=dict)
    people: tuple[Person, ...] = ()
    entities: tuple[Entity, ...] = ()
    quotes: tuple[Quote, ...] = ()
    figures: tuple[Figure, ...] = ()
    tokens: tuple[Span, ...] = ()
    sentences: tuple[Span, ...] = ()
    notices: tuple[str, ...] = ()

    @property
    def every(self) -> tuple[Finding, ...]:
        """Names, then quotes, then figures."""
        return (*self.entities, *self.quotes, *self.figures)


def finding_id(kind: str, spans: Iterable[Span], text: str) -> str:
    """Sixteen hex digits that are the same for the same finding, run after run.

    ``kind`` tells the family ("entity Person", "quote", "figure"): two findings of other
    families on one passage differ.
    """
    import hashlib  # only where findings are made, never for a list or a first frame

    places = " ".join(f"{span.start}-{span.end}" for span in spans)
    content = "\n".join((kind, places, text)).encode("utf-8", "surrogatepass")
    return hashlib.sha256(content).hexdigest()[:16]
