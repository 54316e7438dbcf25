"""How far a quote may be trusted to be one.

A logistic regression on how probable the tagger holds the labels of content and cue, on kind and
length. Its eight weights were fitted (ridge of 1) to the quotes found in the 84 dev articles
of PolNeAR (Newell et al., LREC 2018), since a tagger is too sure of articles that it learnt from:
right is one that shares three tenths of its text with an annotated one. Fitted to four fifths of
the articles and tried on the others, trust of 0.6 and more is true to within three hundredths.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import accumulate
from math import exp, log

from reader.analysis.findings import QuoteKind
from reader.analysis.rules.tagged import TaggedToken
from reader.text.span import Span

LEAST = 0.5
"""Reported content that is trusted less is left out, which finds most quotes for what it errs."""

MORE_IN_MARKS = 1.2
"""So much more must be trusted what is partly in marks: its words are set as somebody's own, and
marks may only say that the writer would not use them.
"""

FRAMED = 0.6
"""What is in no marks and that no tag shows, but a rule finds by its frame: of eight such in
600 training articles five were right.
"""

IN_MARKS_ALONE = 0.5
"""What is in marks where no tagger reads and nobody is named as its speaker."""

WEIGHTS = (-3.266, 0.359, 0.314, 0.37, 1.03, 0.582, 0.773, -1.102)
"""Of: all, content, cue, having a cue, direct, mixed, length, going on."""


class Labels:
    """How probable the labels Content and Cue are over stretches of an article's text."""

    def __init__(self, tokens: Sequence[TaggedToken]) -> None:
        self._starts = [token.start for token in tokens]
        self._content = [0.0, *accumulate(_probable(token, "Content") for token in tokens)]
        self._cue = [0.0, *accumulate(_probable(token, "Cue") for token in tokens)]

    def content(self, spans: Sequence[Span]) -> float:
        """Return the mean over the tokens of ``spans`` that they are content."""
        return self._mean(self._content, spans)

    def cue(self, spans: Sequence[Span]) -> float:
        return self._mean(self._cue, spans)

    def _mean(self, sums: Sequence[float], spans: Sequence[Span]) -> float:
        count, total = 0, 0.0
        for span in spans:
            first, last = bisect_left(self._starts, span.start), bisect_left(self._starts, span.end)
            count += last - first
            total += sums[last] - sums[first]
        return total / count if count else 0.0


def _probable(token: TaggedToken, label: str) -> float:
    """At most that, where the token has another label."""
    own = token.attribution.endswith(label)
    return token.attribution_sure if own else 1.0 - token.attribution_sure


def trust(
    kind: QuoteKind, content: float, cue: float | None, words: int, *, goes_on: bool
) -> float:
    """From 0 to 1; ``content`` and ``cue`` are how probable their labels are.

    ``goes_on`` tells whether marks alone make it one, the speaker being the one before.
    """
    known = evidence(kind, content, cue, words, goes_on=goes_on)
    return 1 / (1 + exp(-sum(weight * one for weight, one in zip(WEIGHTS, known, strict=True))))


def evidence(
    kind: QuoteKind, content: float, cue: float | None, words: int, *, goes_on: bool
) -> tuple[float, ...]:
    """Return what each of ``WEIGHTS`` is for."""
    return (
        1.0,
        _odds(content),
        0.0 if cue is None else _odds(cue),
        float(cue is not None),
        float(kind == "direct"),
        float(kind == "mixed"),
        log(1 + words),
        float(goes_on),
    )


def _odds(share: float) -> float:
    return log((share + 0.01) / (1.01 - min(share, 1.0)))
