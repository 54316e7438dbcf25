"""The collection of prior checks: claims that somebody checked, with rating, date and address.

One SQLite file in the data folder. A check is known by its address and claim, so that the same
import again updates it. Vectors are stored by the words they belong to; whoever has an encoder
adds those that are missing.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reader.errors import ReaderError
from reader.meaning.claim_words import same_words

if TYPE_CHECKING:
    from reader.meaning.vectors import Floats

FILE = "prior-checks.sqlite"
LONGEST = 5000
"""Characters of a field at most."""
BUSY = 10.0
"""Seconds to wait for another process that writes."""

_SCHEMA = """
CREATE TABLE IF NOT EXISTS checks (
    n INTEGER PRIMARY KEY, id TEXT UNIQUE, claim TEXT, title TEXT, claimant TEXT, said_on TEXT,
    rating TEXT, value TEXT, best TEXT, worst TEXT, publisher TEXT, reviewed TEXT, url TEXT,
    language TEXT, source TEXT
);
CREATE TABLE IF NOT EXISTS vectors (words BLOB PRIMARY KEY, scale REAL, numbers BLOB);
CREATE TABLE IF NOT EXISTS about (name TEXT PRIMARY KEY, value INTEGER);
INSERT OR IGNORE INTO about VALUES ('changes', 0);
"""


class PriorChecksError(ReaderError):
    """The collection cannot be used now; the message says what to do."""


@dataclass(frozen=True, slots=True)
class PriorCheck:
    """A claim that ``publisher`` checked.

    ``rating`` is as given, ``value``, ``best`` and ``worst`` are texts; ``source`` is the file or
    address that it was imported from.
    """

    claim: str
    title: str = ""
    claimant: str = ""
    said_on: str = ""
    rating: str = ""
    value: str = ""
    best: str = ""
    worst: str = ""
    publisher: str = ""
    reviewed: str = ""
    url: str = ""
    language: str = ""
    source: str = ""

    @property
    def id(self) -> str:
        """What it is known by."""
        key = "\n".join((self.url or self.publisher, same_words(self.claim) or self.claim))
        return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:16]

    @property
    def wording(self) -> str:
        """What its words are compared by."""
        return f"{self.claim} {self.title}"


_FIELDS = tuple(field.name for field in fields(PriorCheck))


@dataclass(frozen=True, slots=True)
class Taken:
    """How many checks an import brought, and how many it changed."""

    new: int
    changed: int
    same: int


class PriorChecks(contextlib.AbstractContextManager["PriorChecks"]):
    """The collection in ``path``, which need not be there yet."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            if not path.exists():
                path.parent.mkdir(parents=True, exist_ok=True)
                os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600))
            self._file = sqlite3.connect(
                path, timeout=BUSY, isolation_level=None, check_same_thread=False
            )
            self._file.executescript(_SCHEMA)
        except (sqlite3.Error, OSError) as fault:
            raise self._error(fault) from None

    def close(self) -> None:
        self._file.close()

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def changes(self) -> int:
        """Counts up with every change of the checks or their vectors."""
        ((value,),) = self._read("SELECT value FROM about WHERE name = 'changes'")
        return int(value)

    @property
    def count(self) -> int:
        ((value,),) = self._read("SELECT count(*) FROM checks")
        return int(value)

    def put(self, checks: Iterable[PriorCheck]) -> Taken:
        """Add checks; those that are there already are replaced. All of them or none."""
        new = changed = same = 0
        columns = ", ".join(_FIELDS)
        marks = ", ".join("?" * len(_FIELDS))
        with self._change():
            for check in checks:
                row = astuple(check)
                found = self._file.execute(
                    f"SELECT {columns} FROM checks WHERE id = ?",
                    (check.id,),
                ).fetchone()
                if found == row:
                    same += 1
                    continue
                new, changed = (new, changed + 1) if found else (new + 1, changed)
                self._file.execute(
                    f"INSERT INTO checks (id, {columns}) VALUES (?, {marks}) "
                    "ON CONFLICT (id) DO UPDATE SET "
                    + ", ".join(f"{name} = excluded.{name}" for name in _FIELDS),
                    (check.id, *row),
                )
            if new or changed:
                self._count_change()
        return Taken(new, changed, same)

    def all(self) -> list[PriorCheck]:
        """Return every check, in the order they came."""
        rows = self._read(f"SELECT {', '.join(_FIELDS)} FROM checks ORDER BY n")
        return [PriorCheck(*row) for row in rows]

    def remove(self, ids: Iterable[str]) -> int:
        """Remove checks by their ids; return how many there were."""
        with self._change():
            removed = sum(
                self._file.execute("DELETE FROM checks WHERE id = ?", (each,)).rowcount
                for each in ids
            )
            if removed:
                self._count_change()
        return removed

    # -- vectors

    def vectors(self, texts: Sequence[str]) -> dict[str, tuple[float, bytes]]:
        """Return the scale and numbers of each text whose vector is stored.

        The numbers are one signed byte each, to be taken times the scale. Raises PriorChecksError.
        """
        found = {}
        for text in dict.fromkeys(texts):
            rows = self._read("SELECT scale, numbers FROM vectors WHERE words = ?", (key_of(text),))
            for scale, numbers in rows:
                found[text] = (float(scale), bytes(numbers))
        return found

    def without_vector(self) -> list[str]:
        """Return the claims whose vector is not stored yet."""
        known = {bytes(words) for (words,) in self._read("SELECT words FROM vectors")}
        claims = dict.fromkeys(claim for (claim,) in self._read("SELECT claim FROM checks"))
        return [claim for claim in claims if key_of(claim) not in known]

    def put_vectors(self, texts: Sequence[str], vectors: Floats) -> None:
        """Store the vectors of texts, a row of ``vectors`` for each. Raises PriorChecksError."""
        from reader.meaning.vectors import in_bytes

        rows, scales = in_bytes(vectors)
        with self._change():
            self._file.executemany(
                "INSERT OR REPLACE INTO vectors VALUES (?, ?, ?)",
                [
                    (key_of(text), float(scale), row.tobytes())
                    for text, row, scale in zip(texts, rows, scales, strict=True)
                ],
            )
            self._count_change()

    # -- the file

    def _count_change(self) -> None:
        self._file.execute("UPDATE about SET value = value + 1 WHERE name = 'changes'")

    def _read(self, query: str, values: Sequence[object] = ()) -> list[Any]:
        try:
            return self._file.execute(query, values).fetchall()
        except sqlite3.Error as fault:
            raise self._error(fault) from None

    @contextlib.contextmanager
    def _change(self) -> Iterator[None]:
        try:
            self._file.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._file.execute("ROLLBACK")
                raise
            self._file.execute("COMMIT")
        except sqlite3.Error as fault:
            raise self._error(fault) from None

    def _error(self, fault: Exception) -> PriorChecksError:
        why = " ".join(str(fault).split())
        return PriorChecksError(
            f"The prior checks in {self.path} cannot be used ({why}); if the file is damaged, move "
            "it away and import again."
        )


def key_of(text: str) -> bytes:
    """Return what the vector of ``text`` is stored by."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()[:16]
