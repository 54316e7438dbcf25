"""One thing of an article that may be worth a check, and what was decided on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from reader.analysis.findings import SpeakerKind
from reader.article.anchoring import Outcome
from reader.article.word_changes import WordChange
from reader.review.checkworthiness import Reason
from reader.text.span import Span

ItemKind = Literal["quote", "figure", "sentence", "claim"]
"""A claim is an item of its own where its passage is none that the machine would check."""
ItemStatus = Literal["open", "accepted", "dismissed", "claimed", "skipped"]
KINDS: tuple[str, ...] = get_args(ItemKind)
STATUSES: tuple[str, ...] = get_args(ItemStatus)


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to decide on.

    ``id`` is the finding's; ``score`` is how much it is worth a check, ``trust`` the machine's
    trust that it is there at all (None where it has none to give).

    ``part_of`` is the item that holds it (the quote of a figure), ``same_as`` the one in which
    the same words of the same speaker stand more fully: such items are folded away at first.
    ``outcome`` and ``changes`` tell how the text changed under the decision, ``claim`` is the id
    of the claim on it, ``judged`` whether that has a verdict or is closed without one, ``again``
    tells the phrase that is repeated.
    """

    id: str
    article_id: str
    kind: ItemKind
    spans: tuple[Span, ...]
    text: str
    score: float
    reasons: tuple[Reason, ...]
    speaker: str | None = None
    speaker_kind: SpeakerKind = "unknown"
    trust: float | None = None
    status: ItemStatus = "open"
    decided_by: str = ""
    decided_at: str = ""
    outcome: Outcome = "unchanged"
    changes: tuple[WordChange, ...] = ()
    claim: str | None = None
    part_of: str | None = None
    same_as: str | None = None
    again: str = ""
    judged: bool = False

    @property
    def start(self) -> int:
        return self.spans[0].start

    @property
    def folded(self) -> bool:
        return self.part_of is not None or self.same_as is not None

    @property
    def decided(self) -> bool:
        """Whether nothing is left to decide on it.

        A claim alone, or evidence for it, is no decision.
        """
        return self.status in ("accepted", "dismissed") or (
            self.status == "claimed" and self.judged
        )
