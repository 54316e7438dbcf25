"""Vectors of sentences by the words they belong to, in the cache folder.

They can be worked out again at any time, so a file that cannot be used is no fault: nothing is
found in it, and nothing is kept.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from reader.meaning.prior_checks import key_of
from reader.meaning.vector_file import FILE

if TYPE_CHECKING:
    from reader.meaning.vectors import Floats

BUSY = 2.0
"""Seconds to wait for another process that writes."""
MOST = 200_000
"""Rows that are kept; beyond it the oldest go."""
_SCHEMA = "CREATE TABLE IF NOT EXISTS vectors (n INTEGER PRIMARY KEY, words BLOB UNIQUE, row BLOB)"


class VectorCache:
    """Rows of 16-bit floats by text; ``made_by`` names the encoder and layers they are from."""

    def __init__(self, folder: Path, made_by: str) -> None:
        self._path = folder / FILE
        self._made_by = made_by

    def load(self, texts: Sequence[str]) -> dict[str, bytes]:
        """Return the rows of those texts that have one; none where the file cannot be read.

        A row is 16-bit floats, two bytes a number, the lower byte first.
        """
        found: dict[str, bytes] = {}
        with suppress(sqlite3.Error, OSError), closing(self._opened()) as file:
            for text in dict.fromkeys(texts):
                query = "SELECT row FROM vectors WHERE words = ?"
                for (row,) in file.execute(query, (self._key(text),)):
                    found[text] = bytes(row)
        return found

    def save(self, rows: Mapping[str, bytes]) -> None:
        """Store rows by text, in the form that ``load`` gives; a full disk loses them silently."""
        with suppress(sqlite3.Error, OSError), closing(self._opened()) as file, file:
            file.executemany(
                "INSERT OR REPLACE INTO vectors (words, row) VALUES (?, ?)",
                [(self._key(text), row) for text, row in rows.items()],
            )
            file.execute("DELETE FROM vectors WHERE n <= (SELECT max(n) FROM vectors) - ?", (MOST,))

    def _key(self, text: str) -> bytes:
        return key_of(f"{self._made_by}\n{text}")

    def _opened(self) -> sqlite3.Connection:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(self._path, os.O_CREAT | os.O_WRONLY, 0o600))
        file = sqlite3.connect(self._path, timeout=BUSY)
        file.execute(_SCHEMA)
        return file


def as_floats(row: bytes) -> Floats:
    """Return the numbers of a row that ``VectorCache.load`` gave, shaped (numbers,)."""
    return np.frombuffer(row, dtype="<f2").astype(np.float32)
