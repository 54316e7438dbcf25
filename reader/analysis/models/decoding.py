"""Makes tags of the scores that a network gives each word: the best path of possible steps.

Viterbi decoding and the forward and backward sums of a linear chain, as in Lafferty et al.
(ICML 2001), over many units at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reader.analysis.rules.tagged import Tag

Array = NDArray[Any]

IMPOSSIBLE = -1e4
"""Score of a step between tags that BIOES does not have; far below any that is learnt."""
_LEAST = -80.0
"""Impossible steps have scores whose exponentials would be no number any more."""


def bioes_tags(labels: Sequence[str]) -> list[str]:
    """Return the tag of what has no label, and the four tags of each of ``labels``."""
    return ["O", *(f"{place}-{label}" for label in labels for place in "BIES")]


def steps(tags: Sequence[str]) -> Array:
    """Return which tag may stand before which in BIOES.

    The last row and column are the unit's border.
    """
    parts = [tag.partition("-") for tag in [*tags, "O"]]
    allowed = np.zeros((len(parts), len(parts)), dtype=bool)
    for row, (before, _, label) in enumerate(parts):
        for column, (after, _, other) in enumerate(parts):
            goes_on = after in ("I", "E")
            allowed[row, column] = goes_on == (before in ("B", "I")) and (
                not goes_on or label == other
            )
    return allowed


class Decoder:
    """Knows ``tags`` and, where a network learnt them, the scores of the steps between them."""

    def __init__(self, tags: Sequence[str], learnt: Array | None = None) -> None:
        self.tags = list(tags)
        self._allowed = steps(tags)
        barred = np.where(self._allowed, 0.0, IMPOSSIBLE).astype(np.float32)
        self._first, self._last = barred[-1, :-1], barred[:-1, -1]
        self._chained = learnt is not None
        self._steps = barred[:-1, :-1] + (0.0 if learnt is None else learnt)
        self._odds = np.exp(np.clip(self._steps, _LEAST, None))
        names = [tag.partition("-")[2] for tag in tags]
        places = {name: place for place, name in enumerate(dict.fromkeys(names))}
        self._label_of = np.array([places[name] for name in names])
        self._labels = np.eye(len(places), dtype=np.float32)[self._label_of]

    def decode(self, scores: Array, lengths: Sequence[int]) -> list[list[Tag]]:
        """Return the tags of units, longest first, from ``scores`` (position, unit, tag)."""
        if self._chained:
            path = self._best(scores, _running(scores, lengths))
        else:
            path = self._freely(scores, lengths)
        shares = self.shares(scores, lengths)
        chosen = self._label_of[path][:, :, np.newaxis]
        sure = np.take_along_axis(shares @ self._labels, chosen, axis=2)[:, :, 0]
        return [
            self._named(path[:length, row], sure[:length, row])
            for row, length in enumerate(lengths)
        ]

    def shares(self, scores: Array, lengths: Sequence[int]) -> Array:
        """Return how probable each tag is (position, unit, tag); the units longest first."""
        weights = np.exp(scores - scores.max(axis=2, keepdims=True))
        if self._chained:
            return self._chain_shares(weights, _running(scores, lengths))
        shares: Array = weights / weights.sum(axis=2, keepdims=True)
        return shares

    def _freely(self, scores: Array, lengths: Sequence[int]) -> Array:
        """Return each word's best tag.

        The best path for those units where that makes a wrong step.
        """
        path: Array = scores.argmax(axis=2)
        for row, length in enumerate(lengths):
            own = path[:length, row]
            ends = self._allowed[-1, own[0]] and self._allowed[own[-1], -1]
            if not (ends and self._allowed[own[:-1], own[1:]].all()):
                alone = scores[:length, row : row + 1]
                path[:length, row] = self._best(alone, [1] * length)[:, 0]
        return path

    def _best(self, scores: Array, running: list[int]) -> Array:
        """Return the best path, a row a position; ``running`` counts the units longer than each."""
        totals = scores[0] + self._first
        origins = []
        for position in range(1, len(scores)):
            rows = running[position]
            ways = totals[:rows, :, np.newaxis] + self._steps
            origin = ways.argmax(axis=1)
            best = np.take_along_axis(ways, origin[:, np.newaxis], axis=1)[:, 0]
            totals[:rows] = best + scores[position, :rows]
            origins.append(origin)
        path = np.zeros(scores.shape[:2], dtype=np.int64)
        current = (totals + self._last).argmax(axis=1)
        for position in range(len(scores) - 1, -1, -1):
            rows = running[position]
            path[position, :rows] = current[:rows]
            if position:
                current[:rows] = origins[position - 1][np.arange(rows), current[:rows]]
        return path

    def _chain_shares(self, weights: Array, running: list[int]) -> Array:
        """Return how probable each tag is at each word."""
        forward = weights.copy()
        forward[0] *= np.exp(np.clip(self._first, _LEAST, None))
        forward /= forward.sum(axis=2, keepdims=True)
        for position in range(1, len(weights)):
            rows = running[position]
            sums = (forward[position - 1, :rows] @ self._odds) * weights[position, :rows]
            forward[position, :rows] = sums / sums.sum(axis=1, keepdims=True)
        back = np.empty_like(weights)
        back[:] = np.exp(np.clip(self._last, _LEAST, None))
        into = self._odds.T
        for position in range(len(weights) - 2, -1, -1):
            rows = running[position + 1]
            sums = (weights[position + 1, :rows] * back[position + 1, :rows]) @ into
            back[position, :rows] = sums / sums.sum(axis=1, keepdims=True)
        forward *= back
        shares: Array = forward / forward.sum(axis=2, keepdims=True)
        return shares

    def _named(self, path: Array, sure: Array) -> list[Tag]:
        tags = self.tags
        return [
            tuple.__new__(Tag, (tags[place], one))
            for place, one in zip(path.tolist(), sure.tolist(), strict=True)
        ]


def _running(scores: Array, lengths: Sequence[int]) -> list[int]:
    """Return for each position how many units reach it; the units longest first."""
    running: list[int] = np.searchsorted(-np.array(lengths), -np.arange(len(scores))).tolist()
    return running
