"""Puts an anchor on a text that may have changed since the mark was made.

Exact words with agreeing surroundings come first, similar words after them. “Unchanged” and “moved”
mean the very words of the anchor, “reworded” comes with the changes, and all that a person should
decide is “needs a look” or “lost”. The same words in other surroundings may be another's: they
count as the passage only where the former text shows that they were said once.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from reader.article.anchor import Anchor, Part
from reader.article.article import fingerprint as fingerprint_of
from reader.article.former_text import said_by_another
from reader.article.passage_search import Candidate, exact_places, like_places, likeness
from reader.article.word_changes import WordChange, word_changes
from reader.text.span import Span

Outcome = Literal["unchanged", "moved", "reworded", "needs a look", "lost"]

ACCEPT = 0.75
"""From this score on similar words are taken for the passage reworded."""
DOUBT = 0.5
"""From this score on they are shown as a guess."""
_SHORT = 24
"""Shorter passages may stand anywhere by chance: their surroundings must agree."""
_AGREES = 0.6
_AGREES_ONE_SIDE = 0.9
_SAME_SURROUNDINGS = 0.8
_DISAGREES = 0.5
_ALONE = 0.7
"""Where the paragraph has words on one side alone, these must agree so far."""
_TELLING = 16
"""Characters of one paragraph that tell a place from another."""
_LEAD = 0.1
"""By how much the best place must beat the next to be sure."""
Former = Callable[[str], str | None]
"""Gives the text of a fingerprint, None where it is not kept."""

_ORDER: tuple[Outcome, ...] = ("unchanged", "moved", "reworded", "needs a look", "lost")


@dataclass(frozen=True, slots=True)
class Placement:
    """Where an anchor is in a text, and how surely.

    ``spans`` are in text order: one for each part, fewer when parts are lost ("needs a look"), none
    when all are. ``changes`` are those of a passage reworded. ``score`` is that of the least sure
    part, 0 to 1.
    """

    outcome: Outcome
    spans: tuple[Span, ...]
    changes: tuple[WordChange, ...]
    score: float

    @property
    def words_kept(self) -> bool:
        """Whether the passage surely occurs there with every word and mark of punctuation.

        No more than its white space changed.
        """
        spaced = self.outcome == "reworded" and not self.changes
        return spaced or self.outcome in ("unchanged", "moved")


def place(
    anchor: Anchor, text: str, fingerprint: str | None = None, former: Former | None = None
) -> Placement:
    """Return the place of ``anchor`` in ``text``.

    ``fingerprint`` is that of ``text``: give it where it is known, since hashing takes time.
    ``former`` gives the text that the anchor was made on.
    """
    as_it_was = all(text.startswith(part.exact, part.start) for part in anchor.parts)
    if as_it_was and (fingerprint or fingerprint_of(text)) == anchor.fingerprint:
        return Placement("unchanged", anchor.spans, (), 1.0)
    before = former(anchor.fingerprint) if former is not None else None
    if before is not None and not all(before.startswith(p.exact, p.start) for p in anchor.parts):
        before = None
    placed = [_place(part, text, 0, len(text), before) for part in anchor.parts]
    placed = _in_order(anchor, text, placed, before)
    return _together(anchor, text, placed)


@dataclass(frozen=True, slots=True)
class _Placed:
    outcome: Outcome
    where: Candidate | None

    @property
    def score(self) -> float:
        return self.where.score if self.where else 0.0


def _place(part: Part, text: str, low: int, high: int, former: str | None) -> _Placed:
    """Return the place of one part between ``low`` and ``high``."""
    if not part.exact.strip():
        return _Placed("lost", None)
    exact = exact_places(part, text, low, high)
    if exact and _is_sure(part, text, exact, former):
        best = exact[0]
        return _Placed("unchanged" if best.span.start == part.start else "moved", best)
    like = [each for each in like_places(part, text, low, high) if each.quote < 1]
    best_like = like[0] if like else None
    if best_like is not None and _is_rewording(best_like, like, exact):
        return _Placed("reworded", best_like)
    guesses = [each for each in (exact[0] if exact else None, best_like) if each is not None]
    guess = max(guesses, key=lambda each: each.score, default=None)
    if guess is None:
        return _Placed("lost", None)
    in_place = guess.worst_side >= _SAME_SURROUNDINGS and guess.before is not None
    if guess.score >= DOUBT or (in_place and guess.behind is not None):
        return _Placed("needs a look", guess)
    return _Placed("lost", None)


def _is_sure(part: Part, text: str, exact: list[Candidate], former: str | None) -> bool:
    """Return whether the first of the places with the very words is the passage."""
    best = exact[0]
    has_context = best.before is not None or best.behind is not None
    alone = len(exact) == 1
    long = len(part.exact) >= _SHORT
    if not has_context:
        return alone and long
    agrees = best.context >= _AGREES or best.best_side >= _AGREES_ONE_SIDE
    agrees = agrees and _agrees_in_paragraph(part, text, best.span)
    if former is not None and said_by_another(part, former, text, best.span, agrees=agrees):
        return False
    if alone and long and former is not None:
        return True
    return agrees and (alone or best.context - exact[1].context >= _LEAD)


def _agrees_in_paragraph(part: Part, text: str, span: Span) -> bool:
    """Return whether the words of the same paragraph on both sides are the anchor's.

    One side beyond doubt is enough. What is in the next paragraph says little: a sentence cut off
    before it leaves the like words of another one in the same company.
    """
    before, behind = part.prefix.rpartition("\n")[2], part.suffix.partition("\n")[0]
    sides = (
        (before, text[max(0, span.start - len(before)) : span.start]),
        (behind, text[span.end : span.end + len(behind)]),
    )
    weighed = [(len(own.strip()), likeness(own, there)) for own, there in sides]
    telling = [alike for size, alike in weighed if size >= _TELLING // 2]
    least = _DISAGREES if len(telling) > 1 else _ALONE
    doubtful = any(alike < least for alike in telling)
    beyond_doubt = any(size >= _TELLING and alike >= _AGREES_ONE_SIDE for size, alike in weighed)
    return beyond_doubt or not doubtful


def _is_rewording(best: Candidate, like: list[Candidate], exact: list[Candidate]) -> bool:
    """Return whether similar words are the passage.

    Alike enough, in place, and unlike all others.
    """
    if best.score < ACCEPT or best.quote < DOUBT or len(best.span) < 2:
        return False
    if len(best.span) < _SHORT and best.worst_side < _SAME_SURROUNDINGS:
        return False
    rivals = [*like[1:2], *exact[:1]]
    if any(best.score - rival.score < _LEAD / 2 for rival in rivals):
        return False
    return not exact or best.context >= _SAME_SURROUNDINGS


def _in_order(
    anchor: Anchor, text: str, placed: list[_Placed], former: str | None
) -> list[_Placed]:
    """Look again, between their neighbours, for parts that came out of order."""
    for index in range(1, len(placed)):
        here, before = placed[index].where, placed[index - 1].where
        if here is None or before is None or here.span.start >= before.span.end:
            continue
        low = before.span.end
        later = (each.where.span.start for each in placed[index + 1 :] if each.where)
        high = next((start for start in later if start > low), len(text))
        again = _place(anchor.parts[index], text, low, high, former)
        placed[index] = again if again.where else _Placed("needs a look", here)
    return placed


def _together(anchor: Anchor, text: str, placed: list[_Placed]) -> Placement:
    found = [each.where for each in placed if each.where is not None]
    if not found:
        return Placement("lost", (), (), 0.0)
    outcome = max((each.outcome for each in placed), key=_ORDER.index)
    score = min(each.score for each in placed)
    spans = _apart(found)
    in_order = all(one.span.end <= other.span.start for one, other in pairwise(found))
    if outcome == "lost" or not in_order:
        outcome = "needs a look"
    changes: list[WordChange] = []
    for part, each in zip(anchor.parts, placed, strict=True):
        if each.where is not None and each.where.quote < 1:
            span = each.where.span
            changes.extend(word_changes(part.exact, span.slice(text), span.start))
    return Placement(outcome, spans, tuple(changes), score)


def _apart(found: list[Candidate]) -> tuple[Span, ...]:
    """Return the places in text order; of places that overlap, the one that is surer."""
    kept: list[Span] = []
    for span in (each.span for each in sorted(found, key=lambda each: -each.score)):
        if all(span.end <= other.start or other.end <= span.start for other in kept):
            kept.append(span)
    return tuple(sorted(kept))
