"""Sentence vectors in whole numbers of 8 bits, and the exact search over many of them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Bytes = NDArray[np.int8]
ROWS_AT_ONCE = 2048


def in_bytes(vectors: Floats) -> tuple[Bytes, Floats]:
    """Return each vector as whole numbers from -127 to 127, and what to take them times."""
    scales = np.abs(vectors).max(axis=1).clip(1e-9) / 127
    rounded = np.rint(vectors / scales[:, None]).astype(np.int8)
    return rounded, scales.astype(np.float32)


def likeness(queries: Floats, rows: Bytes, scales: Floats) -> Floats:
    """Return the dot product of every query with every row, shaped (queries, rows).

    Rows are made floats a block at a time, so that a matrix mapped from a file is read once and
    never held whole.
    """
    found = np.empty((len(queries), len(rows)), dtype=np.float32)
    wide = np.empty((ROWS_AT_ONCE, queries.shape[1]), dtype=np.float32)
    for first in range(0, len(rows), ROWS_AT_ONCE):
        block = rows[first : first + ROWS_AT_ONCE]
        floats = wide[: len(block)]
        np.copyto(floats, block)
        np.matmul(queries, floats.T, out=found[:, first : first + len(block)])
    found *= scales
    return found


def best(scores: Floats, count: int) -> NDArray[np.intp]:
    """Return the places of the ``count`` highest scores, the highest first."""
    if count >= len(scores):
        return np.argsort(-scores, kind="stable")
    found = np.argpartition(-scores, count)[:count]
    return found[np.lexsort((found, -scores[found]))]
