"""Fits how far quotes are trusted, and tells how true that is of articles it was not fitted to.

Every quote that is found in the development articles is one that is right, by sharing three
tenths of its text with an annotated one, or is not; a logistic regression with a ridge of 1 tells
the two apart by what ``reader.analysis.rules.trust`` knows of a quote. The training articles
would not do: the tagger is surer of what it has learnt than of what is new. For the calibration
the articles are dealt into five parts, each judged by weights fitted to the other four.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reader.analysis.findings import Quote
from reader.analysis.rules.interpretation import interpret
from reader.analysis.rules.tagged import TaggedText
from reader.analysis.rules.trust import LEAST, WEIGHTS, Labels, evidence
from reader.training.corpora import AttributionArticle
from reader.training.quote_evaluation import TrustBand, right_quotes, trust_bands

Array = NDArray[np.float64]
Tagged = Callable[[AttributionArticle], TaggedText]

FOLDS = 5
RIDGE = 1.0
_STEPS = 60
_GOES_ON = "goes on"


@dataclass(frozen=True)
class TrustFit:
    """The weights fitted to all quotes, and how often quotes are right by their trust.

    That is computed by weights fitted to other articles; those trusted less than ``LEAST`` are left
    out.
    """

    weights: tuple[float, ...]
    quotes: int
    bands: tuple[TrustBand, ...]

    def right_from(self, least: float) -> tuple[float, int]:
        """Of the quotes trusted ``least`` or more, the share that is right, and their number."""
        above = [band for band in self.bands if band.least >= least - 1e-9]
        count = sum(band.count for band in above)
        return sum(band.right * band.count for band in above) / max(1, count), count


def fit_trust(articles: Sequence[AttributionArticle], tagged: Tagged) -> TrustFit:
    """Fits to the quotes that are found in ``articles`` as ``tagged`` tags them.

    An article that is read as an edited copy is left out.
    """
    known: list[tuple[float, ...]] = []
    right: list[bool] = []
    fold: list[int] = []
    for number, article in enumerate(articles):
        text = tagged(article)
        if text.text != article.text:
            continue
        labels = Labels(text.tokens)
        found = [
            quote
            for quote in interpret(text, least_trust=0.0).quotes
            if quote.parent is None and quote.score is not None
        ]
        known += [_evidence(quote, labels) for quote in found]
        right += right_quotes(article, found)
        fold += [number % FOLDS] * len(found)
    evident, answers, folds = np.array(known), np.array(right, dtype=float), np.array(fold)
    judged: list[tuple[float, bool]] = []
    for own in range(FOLDS):
        weights = _fitted(evident[folds != own], answers[folds != own])
        judged += zip(
            _trust(evident[folds == own], weights), answers[folds == own] > 0, strict=True
        )
    kept = [(float(trust), bool(one)) for trust, one in judged if trust >= LEAST]
    return TrustFit(tuple(_fitted(evident, answers).tolist()), len(known), trust_bands(kept))


def _evidence(quote: Quote, labels: Labels) -> tuple[float, ...]:
    cue = None if quote.cue is None else labels.cue(quote.cue)
    return evidence(
        quote.kind,
        labels.content(quote.spans),
        cue,
        len(quote.text.replace(" … ", " ").split()),
        goes_on=quote.rule.endswith(_GOES_ON),
    )


def _trust(evident: Array, weights: Array) -> Array:
    return np.asarray(1 / (1 + np.exp(-(evident @ weights))))


def _fitted(evident: Array, right: Array) -> Array:
    """Return the weights that Newton's steps lead to.

    The first one, of all quotes, is not held back.
    """
    weights = np.zeros(len(WEIGHTS))
    ridge = RIDGE * np.eye(len(WEIGHTS))
    ridge[0, 0] = 1e-6
    for _ in range(_STEPS):
        trust = _trust(evident, weights)
        slope = evident.T @ (right - trust) - ridge @ weights
        bend = (evident * (trust * (1 - trust))[:, np.newaxis]).T @ evident + ridge
        weights = weights + np.linalg.solve(bend, slope)
    return weights
