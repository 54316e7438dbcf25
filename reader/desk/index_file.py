"""The SQLite file that the index of the desk lies in: its place, its tables, its faults."""

from __future__ import annotations

import contextlib
import hashlib
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from reader.errors import ReaderError

FORM = 6
"""Counts up when the tables change; an index of another form is rebuilt."""
BUSY = 10.0
"""Seconds to wait for another process that writes."""

_TABLES = """
CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT);
CREATE TABLE article (
    n INTEGER PRIMARY KEY, id TEXT UNIQUE, sum INTEGER, title TEXT, outlet TEXT, published TEXT,
    added TEXT, status TEXT, notes INTEGER, claims INTEGER, tags TEXT, persons TEXT, place TEXT,
    fingerprint TEXT, text_of TEXT, named_of TEXT, named TEXT, archived INTEGER,
    counted_of TEXT, decided INTEGER, undecided INTEGER, conflicts INTEGER, decisions INTEGER,
    differing INTEGER, stated TEXT, names INTEGER
);
CREATE TABLE bears (article INTEGER, name TEXT);
CREATE INDEX bears_name ON bears (name);
CREATE INDEX bears_article ON bears (article);
CREATE TABLE compared (article INTEGER, other TEXT);
CREATE INDEX compared_article ON compared (article);
CREATE INDEX compared_other ON compared (other);
CREATE TABLE note (n INTEGER PRIMARY KEY, article INTEGER, id TEXT, kind TEXT);
CREATE INDEX note_article ON note (article);
CREATE TABLE as_it_is (article INTEGER PRIMARY KEY, text TEXT);
CREATE VIRTUAL TABLE text_words
    USING fts5 (title, text, tokenize = 'unicode61 remove_diacritics 2');
CREATE VIRTUAL TABLE note_words
    USING fts5 (words, tokenize = 'unicode61 remove_diacritics 2');
"""


class DeskIndexError(ReaderError):
    """An index that cannot be used now; the message is one sentence."""


class DamagedIndexError(DeskIndexError):
    """The file is no index, or a corrupt one, or of another form: it is to be rebuilt."""


def index_path(cache_folder: Path, notes: Path) -> Path:
    """Return where the index of the desk in the file ``notes`` lies."""
    name = hashlib.sha256(os.path.realpath(notes.expanduser()).encode("utf-8", "surrogatepass"))
    return cache_folder / "desk" / f"{name.hexdigest()[:24]}.sqlite"


def throw_away(path: Path) -> None:
    """Delete the index at ``path``, whatever is there. Raises OSError."""
    for ending in ("", "-wal", "-shm", "-journal"):
        path.with_name(path.name + ending).unlink(missing_ok=True)


def opened(path: Path | None) -> sqlite3.Connection:
    """Return the file at ``path``, made with its tables when there is none.

    In memory without a path.

    Raises what SQLite and the disk raise, for ``index_faults``, and DamagedIndexError.
    """
    if path is not None:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    # Made by one thread and used by another after it, never by two at once.
    file = sqlite3.connect(
        path or ":memory:", timeout=BUSY, isolation_level=None, check_same_thread=False
    )
    try:
        if path is not None:
            path.chmod(0o600)
        _prepare(file)
    except BaseException:
        file.close()
        raise
    return file


def _prepare(file: sqlite3.Connection) -> None:
    file.execute("PRAGMA journal_mode = WAL")
    file.execute("PRAGMA synchronous = NORMAL")
    (form,) = file.execute("PRAGMA user_version").fetchone()
    if form == 0:
        with change(file):
            (form,) = file.execute("PRAGMA user_version").fetchone()
            if form == 0:
                for statement in _TABLES.strip().removesuffix(";").split(";\n"):
                    file.execute(statement)
                file.execute(f"PRAGMA user_version = {FORM}")
                form = FORM
    if form != FORM:
        raise DamagedIndexError("The index of the desk is of another version of reader.")


@contextlib.contextmanager
def change(file: sqlite3.Connection) -> Iterator[None]:
    """All of a change or nothing of it."""
    file.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        if file.in_transaction:
            file.execute("ROLLBACK")
        raise
    file.execute("COMMIT")


@contextlib.contextmanager
def index_faults(path: Path | None) -> Iterator[None]:
    """Turn the errors of SQLite into those of this module.

    Raises DamagedIndexError for an index that has to be rebuilt, DeskIndexError for one that
    cannot be used here.
    """
    try:
        yield
    except sqlite3.OperationalError as fault:
        if "malformed" in str(fault) or "no such" in str(fault) or "no column" in str(fault):
            raise DamagedIndexError(f"The library index is corrupt ({fault}).") from fault
        raise DeskIndexError(f"The index of the desk ({path}) cannot be used: {fault}.") from fault
    except (sqlite3.DatabaseError, ValueError, TypeError) as fault:
        raise DamagedIndexError(f"The library index is corrupt ({fault}).") from fault
    except OSError as fault:
        raise DeskIndexError(
            f"The index of the desk ({path}) cannot be used: {fault.strerror or fault}."
        ) from fault
