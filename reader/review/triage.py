"""Choosing items of the queue and deciding on them: filter, order, accept, dismiss, forget."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from reader.annotations.records import Correction, Scope, new_id
from reader.article.anchor import anchor
from reader.review.annotated_article import AnnotatedArticle
from reader.review.carrying import SENTENCE, anchored_copy, shared
from reader.review.corrections import correction
from reader.review.item import Item
from reader.text.span import hull

Verb = Literal["accept", "dismiss"]
Order = Literal["text", "score", "speaker", "status"]


@dataclass(frozen=True)
class Filter:
    """What is asked for; an empty field asks for all.

    ``speaker`` is part of a name, letter case aside; ``words`` part of the text. Scores are from
    ``least`` to ``most``. ``unknown_speaker`` takes items that nobody is known to have said,
    ``changed`` those whose text changed under the decision. Folded items (a figure in a quote,
    words quoted before) come only with ``folded``. ``named`` says which items ``ids`` are.
    """

    kinds: frozenset[str] = frozenset()
    statuses: frozenset[str] = frozenset()
    speaker: str = ""
    words: str = ""
    meant: frozenset[str] = frozenset()
    ids: frozenset[str] = frozenset()
    least: float = 0.0
    most: float = 1.0
    unknown_speaker: bool = False
    changed: bool = False
    folded: bool = True
    named: str = ""

    def takes(self, item: Item) -> bool:
        return (
            (not self.kinds or item.kind in self.kinds)
            and (not self.statuses or item.status in self.statuses)
            and (not self.ids or item.id in self.ids)
            and self.least <= item.score <= self.most
            and (self.folded or not item.folded)
            and (not self.unknown_speaker or (item.speaker is None and item.kind != "sentence"))
            and (not self.changed or bool(item.changes))
            and (not self.speaker or self.speaker.casefold() in (item.speaker or "").casefold())
            and (not self.words or self._has_words(item))
        )

    def _has_words(self, item: Item) -> bool:
        return item.id in self.meant or self.words.casefold() in item.text.casefold()

    def __str__(self) -> str:
        """Return what it takes in words, "" when it takes everything."""
        parts = [f"{kind}s" for kind in sorted(self.kinds)] + sorted(self.statuses)
        parts += ["speaker unknown"] if self.unknown_speaker else []
        parts += [f"speaker contains “{self.speaker}”"] if self.speaker else []
        other = " or in other words" if self.meant else ""
        parts += [f"contains “{self.words}”{other}"] if self.words else []
        parts += [f"score from {self.least:.2f}"] if self.least > 0 else []
        parts += [f"score to {self.most:.2f}"] if self.most < 1 else []
        parts += ["changed since"] if self.changed else []
        parts += [] if self.folded else ["duplicates hidden"]
        parts += [self.named or f"{len(self.ids)} selected"] if self.ids else []
        return ", ".join(parts)


_ORDERS: dict[Order, Callable[[Item], Any]] = {
    "score": lambda item: -item.score,
    "speaker": lambda item: (item.speaker is None, (item.speaker or "").casefold()),
    "status": lambda item: item.status,
}
ORDERS: tuple[Order, ...] = ("text", *_ORDERS)


def chosen(items: Iterable[Item], wanted: Filter, order: Order = "text") -> list[Item]:
    """Return the items that ``wanted`` takes.

    Those that ``order`` holds equal stay as they came.
    """
    taken = [item for item in items if wanted.takes(item)]
    key = _ORDERS.get(order)
    return sorted(taken, key=key) if key else taken


def decide(
    article: AnnotatedArticle,
    item: Item,
    verb: Verb,
    *,
    creator: str,
    at: str,
    reason: str = "",
    scope: Scope = "this",
    machine_visible: bool = True,
) -> Correction:
    """Return the record of a decision on an item.

    With a hold on its passage that outlives an edit.
    """
    hold = anchor(article.text, item.spans, article.fingerprint)
    finding = article.findings.index.by_id.get(item.id)
    if finding is not None:
        made = correction(article.article_id, finding, verb, creator=creator, at=at, scope=scope)
        copy = dict(made.finding)
    else:
        where = hull(item.spans)
        copy = {
            "id": item.id,
            "kind": SENTENCE,
            "start": where.start,
            "end": where.end,
            "text": item.text,
            "score": item.score,
        }
    return Correction(
        article_id=article.article_id,
        id=new_id(),
        creator=creator,
        created=at,
        modified=at,
        machine_visible=machine_visible,
        finding=anchored_copy(copy, hold),
        decision=verb,
        reason=reason,
        scope=scope,
    )


def decisions_on(article: AnnotatedArticle, items: Sequence[Item]) -> list[Correction]:
    """Return the records of decisions on ``items``, to be removed when these are to be forgotten.

    Corrections of label, span or speaker are none of them.
    """
    wanted = {item.id for item in items}
    places = [hull(item.spans) for item in items if item.kind == SENTENCE]
    made = {each.id: each for each in article.records.corrections}
    found = []
    for each in article.carried:
        if each.correction.decision not in ("accept", "dismiss") or not each.targets:
            continue
        if each.correction.finding.get("kind") == SENTENCE:
            meant = any(shared(hull(each.spans), place) >= 0.5 for place in places)
        else:
            meant = bool(each.targets & wanted)
        if meant:
            found.append(made[each.correction.id])
    return found
