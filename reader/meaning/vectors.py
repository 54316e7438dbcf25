"""Sentence vectors in whole numbers of 8 bits, and the exact search over many of them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Bytes = NDArray[np.int8]
FEW_QUERIES, FEW_ROWS, MANY_ROWS = 4, 512, 8192
GROUP = 64
"""Scores that are looked at together."""


def in_bytes(vectors: Floats) -> tuple[Bytes, Floats]:
    """Return each vector as whole numbers from -127 to 127, and what to take them times.

    ``vectors`` is shaped (rows, numbers); so are the whole numbers, the scales are shaped (rows,).
    """
    scales = np.abs(vectors).max(axis=1).clip(1e-9) / 127
    rounded = np.rint(vectors / scales[:, None]).astype(np.int8)
    return rounded, scales.astype(np.float32)


def likeness(queries: Floats, rows: Bytes, scales: Floats) -> Floats:
    """Return the dot product of every query with every row, shaped (queries, rows).

    ``queries`` is shaped (queries, numbers), ``rows`` and ``scales`` are as ``in_bytes`` makes
    them. Vectors of length 1 give likenesses from -1 to 1.

    Rows are made floats a block at a time, so that a matrix mapped from a file is read once and
    never held whole. Small blocks suit few queries: a product of large ones waits for threads.
    """
    at_once = FEW_ROWS if len(queries) <= FEW_QUERIES else MANY_ROWS
    found = np.empty((len(rows), len(queries)), dtype=np.float32)
    wide = np.empty((min(at_once, len(rows)), queries.shape[1]), dtype=np.float32)
    columns = np.ascontiguousarray(queries.T)
    for first in range(0, len(rows), at_once):
        block = rows[first : first + at_once]
        floats = wide[: len(block)]
        np.copyto(floats, block)
        np.matmul(floats, columns, out=found[first : first + len(block)])
    by_query = np.ascontiguousarray(found.T)
    by_query *= scales
    return by_query


def best(scores: Floats, count: int) -> NDArray[np.intp]:
    """Return the places of the ``count`` highest scores, the highest first.

    ``scores`` is shaped (rows,), what is returned (``count``,) or fewer where there are fewer.

    Of many scores only those groups are looked at whose highest one is high enough.
    """
    if count >= len(scores):
        return np.argsort(-scores, kind="stable")
    among = np.arange(len(scores))
    whole = len(scores) - len(scores) % GROUP
    if whole // GROUP > 2 * count:
        highest = scores[:whole].reshape(-1, GROUP).max(axis=1)
        groups = np.argpartition(-highest, count)[:count]
        inside = (groups[:, None] * GROUP + np.arange(GROUP)).ravel()
        among = np.concatenate([inside, among[whole:]])
    own = scores[among]
    found = among[np.argpartition(-own, count)[:count]]
    return found[np.lexsort((found, -scores[found]))]
