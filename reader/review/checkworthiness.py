"""How much a passage is worth a check: a score and the reasons that it comes from.

English passages are weighed by a model that learnt from sentences of debates (see
``reader.meaning.worth_model``), with what is known beside the words: who says it and the verb that
attributes it. In other languages only figures and attribution count. A reason's weight is in
log-odds, so reasons add up.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from reader.meaning.worth_model import FOLDER, OTHER_WORDS, word_model
from reader.meaning.worth_words import AGAINST, CUES, FOR, small

START = 0.15
"""The score of anything before its reasons."""
FEW_WORDS = 4
"""A passage of fewer words says too little to be checked."""
_START_ODDS = math.log(START / (1 - START))
_NUMBER, _NUMBERS, _ATTRIBUTED, _QUESTION, _FEW = 1.4, 1.6, 0.4, -1.5, -0.8
"""Log-odds of what counts in any language."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that counts for or against a check.

    It says what it is, the words that show it, by how much (log-odds; below zero: against).
    """

    what: str
    words: str
    weight: float

    def __str__(self) -> str:
        shown = f" “{self.words}”" if self.words else ""
        return f"{self.what}{shown} {self.weight:+.2f}"


@dataclass(frozen=True, slots=True)
class Worth:
    """``score`` from 0 to 1, and its reasons, the weightiest first."""

    score: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class DeskWords:
    """Words and phrases that a desk gives weights of its own, in log-odds, letter case aside.

    ``model`` is the folder of the model that the desk uses.
    """

    weights: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    model: Path = FOLDER

    def reasons(self, passage: str) -> Iterator[Reason]:
        for words, weight in self.weights.items():
            if found := _whole_words(words).search(passage):
                yield Reason("your desk's words", _short(found[0]), weight)


@lru_cache(maxsize=1 << 10)
def _whole_words(words: str) -> re.Pattern[str]:
    inside = r"\s+".join(map(re.escape, words.split()))
    return re.compile(rf"(?<!\w){inside}(?!\w)", re.IGNORECASE)


NO_WORDS = DeskWords()


def worth(
    passage: str,
    *,
    figures: Iterable[str] = (),
    cue: str = "",
    attributed: bool = False,
    english: bool = True,
    desk_words: DeskWords = NO_WORDS,
) -> Worth:
    """Return what ``passage`` is worth a check.

    ``figures`` are the words of those found in it, ``cue`` the words that attribute it as
    somebody's, ``attributed`` says that it is known whose.
    """
    numbers = tuple(map(_short, figures))
    reasons = list(desk_words.reasons(passage))
    if attributed:
        reasons.append(Reason("attributed to a speaker", "", _ATTRIBUTED))
    if english:
        reasons += _learnt(passage, numbers, desk_words.model)
        reasons += _of_the_cue(cue)
    else:
        reasons += _of_any_language(passage, numbers)
    return judged(reasons)


def is_checkable(passage: str, figures: Iterable[str] = (), *, english: bool = True) -> bool:
    """Return whether ``passage`` can be checked.

    It has words of a kind that can be, or figures, and none of a kind that cannot.
    """
    if _asks(passage) or _is_short(passage):
        return False
    if not english:
        return any(figures)
    lower = small(passage)
    if any(kind.search(passage, lower) for _, kind in AGAINST):
        return False
    return any(figures) or any(kind.search(passage, lower) for _, kind in FOR)


def _asks(passage: str) -> bool:
    return passage.rstrip(" ”’\"'").endswith("?")


def _is_short(passage: str) -> bool:
    return len(passage.split()) < FEW_WORDS


def _of_any_language(passage: str, numbers: tuple[str, ...]) -> Iterator[Reason]:
    if numbers:
        weight = _NUMBER if len(numbers) == 1 else _NUMBERS
        yield Reason("a number", numbers[0], weight)
    if _asks(passage):
        yield Reason("a question", "?", _QUESTION)
    if _is_short(passage):
        yield Reason("few words", "", _FEW)


def judged(reasons: Iterable[Reason]) -> Worth:
    """Return the score that ``reasons`` make together."""
    every = sorted(reasons, key=lambda each: -abs(each.weight))
    odds = _START_ODDS + math.fsum(each.weight for each in every)
    return Worth(round(1 / (1 + math.exp(-max(-30.0, min(30.0, odds)))), 2), tuple(every))


def _learnt(passage: str, numbers: tuple[str, ...], folder: Path) -> Iterator[Reason]:
    """Return what the model says of the words; what it starts from counts with the other words."""
    model = word_model(folder)
    for part in model.parts(passage, numbers):
        more = model.start - _START_ODDS if part.what == OTHER_WORDS else 0.0
        yield Reason(part.what, part.words, round(part.weight + more, 2))


def _of_the_cue(cue: str) -> Iterator[Reason]:
    lower = small(cue)
    for what, weight, words in CUES:
        if cue and (found := words.search(cue, lower)):
            yield Reason(what, _short(found), weight)


def _short(words: str) -> str:
    return " ".join(words.split())
