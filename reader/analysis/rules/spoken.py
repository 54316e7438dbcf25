"""Who speaks, and who has spoken so far."""

from __future__ import annotations

from dataclasses import dataclass

from reader.analysis.findings import Person, SpeakerKind


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks: ``name`` is None where nobody can be named. ``rule`` tells how it was found."""

    name: str | None
    kind: SpeakerKind
    person: Person | None
    rule: str


UNKNOWN = Speaker(None, "unknown", None, "no source")


@dataclass(frozen=True, slots=True)
class Spoken:
    """One who has spoken before in the article, and where."""

    speaker: Speaker
    offset: int
    block: int
