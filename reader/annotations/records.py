"""The records a person makes, as they stand in the TinyDB file.

Each record is one document of the table ``_default``: ``article_id`` first, then ``id`` (a
UUID) and ``kind``. Fields that this version does not know are kept in ``extra`` and written
back as they were. Times are UTC, ISO 8601 to the second, with a Z.
"""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from reader.article.anchor import Anchor

Document = dict[str, Any]
CODEBOOK = "codebook"
"""The ``article_id`` of the records of the codebook, which are on no article."""
ReadingStatus = Literal["unread", "reading", "complete"]
LabelLayer = str
FINDING_LAYERS = frozenset({"entity", "quote", "figure"})
"""The layers of labels that are findings; all others are the user's own."""
Decision = Literal["accept", "dismiss", "relabel", "respan", "respeak"]
Scope = Literal["this", "article", "all"]
ClaimStatus = Literal["todo", "in progress", "second look", "done", "not checkable"]
Stance = Literal["supports", "refutes", "context"]


@dataclass(frozen=True, kw_only=True)
class Record:
    """What every record has.

    ``machine_visible`` tells whether the machine's layer was shown to the person who made it;
    ``creator`` is their name, "" when none is configured.
    """

    article_id: str
    id: str
    kind: str
    creator: str = ""
    created: str = ""
    modified: str = ""
    tags: tuple[str, ...] = ()
    private: bool = False
    machine_visible: bool = True
    extra: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Revision:
    """A version of an article's text: its fingerprint, who loaded it, when, from where."""

    fingerprint: str
    loader: str
    seen: str
    location: str


@dataclass(frozen=True, kw_only=True)
class ArticleRecord(Record):
    """An article on the desk.

    Its ``id`` is its ``article_id``; ``status`` is kept by person; ``position`` is the offset at
    which each person stopped reading. ``apart`` are the ids of articles that a person said it is no
    version of.
    """

    kind: str = "article"
    title: str = ""
    locations: tuple[str, ...] = ()
    url: str | None = None
    outlet: str | None = None
    authors: tuple[str, ...] = ()
    published: str | None = None
    language: str | None = None
    status: Mapping[str, ReadingStatus] = field(default_factory=dict)
    position: Mapping[str, int] = field(default_factory=dict)
    revisions: tuple[Revision, ...] = ()
    apart: tuple[str, ...] = ()
    archived: bool = False


@dataclass(frozen=True, kw_only=True)
class Mark(Record):
    """A highlight, or a note with its ``body`` in Markdown."""

    anchor: Anchor
    body: str = ""
    colour: str | None = None


@dataclass(frozen=True, slots=True)
class LabelLink:
    """A tie from a label to another label or finding: ``role`` is speaker, cue or same-as."""

    role: str
    to: str


@dataclass(frozen=True, kw_only=True)
class Label(Record):
    """What a person marks that the machine missed.

    ``layer`` is entity, quote, figure or one of the user's own.
    """

    kind: str = "label"
    anchor: Anchor
    layer: LabelLayer
    type: str
    attributes: Mapping[str, Any] = field(default_factory=dict)
    links: tuple[LabelLink, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Correction(Record):
    """A person's decision on one finding. ``finding`` is a copy of it in its JSON form."""

    kind: str = "correction"
    finding: Mapping[str, Any]
    decision: Decision
    before: Any = None
    after: Any = None
    reason: str = ""
    scope: Scope = "this"


@dataclass(frozen=True, kw_only=True)
class Assessment:
    """One reviewer's verdict, with all that is needed to read it without the scale's config."""

    reviewer: str
    scale: str
    scale_version: str
    label: str
    value: float | None = None
    best: float | None = None
    worst: float | None = None
    explanation: str = ""
    detail: str = ""
    at: str = ""


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """What speaks for or against a claim; ``sha256`` is that of a local file."""

    url: str | None = None
    archived: str | None = None
    title: str = ""
    excerpt: str = ""
    stance: Stance = "context"
    source_type: str = ""
    accessed: str = ""
    sha256: str | None = None
    private: bool = False


@dataclass(frozen=True, kw_only=True)
class CheckStep:
    """One step of a team's checklist: done by whom and when, "" while open."""

    step: str
    by: str = ""
    at: str = ""


@dataclass(frozen=True, kw_only=True)
class Claim(Record):
    """A statement under check.

    ``said_on`` may be partial ("2026-11"); ``final`` is the reviewer whose assessment is final.
    """

    kind: str = "claim"
    anchor: Anchor
    claim: str = ""
    claimant: str = ""
    said_on: str | None = None
    said_at: str | None = None
    language: str | None = None
    status: ClaimStatus = "todo"
    assessments: tuple[Assessment, ...] = ()
    final: str | None = None
    evidence: tuple[Evidence, ...] = ()
    assignee: str = ""
    checklist: tuple[CheckStep, ...] = ()
    review_url: str | None = None


@dataclass(frozen=True, kw_only=True)
class Appearance(Record):
    """The same claim in another article."""

    kind: str = "appearance"
    claim_id: str
    anchor: Anchor


@dataclass(frozen=True, kw_only=True)
class Unlike(Record):
    """That a passage does not say the same as a claim or prior check that is like it.

    ``finding`` is a copy of the passage (id, text, spans); ``of`` is the id of the claim or check
    and ``words`` what it says.
    """

    kind: str = "unlike"
    finding: Mapping[str, Any]
    of: str
    words: str = ""


@dataclass(frozen=True, kw_only=True)
class Tag(Record):
    """What the codebook says of a tag.

    Its ``name`` has the levels of a tree, "harm/injury"; its ``id`` is made of the name, so that
    two people's codebooks meet.
    """

    kind: str = "tag"
    name: str
    description: str = ""
    colour: str | None = None


@dataclass(frozen=True, kw_only=True)
class SourceName(Record):
    """That the source called ``name`` is the one called ``means``, here and in later articles.

    Like the codebook it is on no article.
    """

    kind: str = "source"
    name: str = ""
    means: str = ""


def new_id() -> str:
    """Return a random UUID (RFC 9562, version 4)."""
    # The module uuid takes longer for it than a record takes to be written down.
    digits = os.urandom(16).hex()
    variant = "89ab"[int(digits[16], 16) & 3]
    return f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-{variant}{digits[17:20]}-{digits[20:]}"


def now() -> str:
    """Return the time in UTC, as records carry it."""
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
