"""An index of the desk in SQLite: its rows, and every word of its articles and notes.

It holds nothing that is not in the notes file and the kept texts, lies in the cache folder, and
can be thrown away at any time; ``reader.desk.upkeep`` rebuilds it. Each notes file has one.
It is used from one thread of a process; several processes may use it at once.
"""

from __future__ import annotations

import contextlib
import json
import re
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from reader.desk.index_file import change, index_faults, opened
from reader.desk.index_queues import (
    QueueCount,
    Uncounted,
    bearing,
    counted_articles,
    forget_queue,
    numbers_of_names,
    put_count,
    uncounted,
)
from reader.desk.index_rows import COLUMNS, row_of
from reader.desk.query import Query
from reader.desk.row import DeskRow
from reader.text.visible import visible

MARKED_AT_ONCE = 16
OPEN, CLOSE = "\ufdd0", "\ufdd1"
"""Noncharacters that stand around a hit; none is in a text as it is indexed."""
_LONE = re.compile("[\ud800-\udfff]")
"""Halves of characters, which no encoding takes."""


@dataclass(frozen=True)
class NoteEntry:
    """A note, claim or other record by its words: body, claim, tags."""

    record_id: str
    kind: str
    words: str


@dataclass(frozen=True)
class ArticleEntry:
    """What the index holds about an article; ``sum`` as ``Store.sums`` has it.

    ``fingerprint`` is that of its newest revision. ``text`` is a text and its fingerprint: None
    when what the index holds is right, two times "" when a text that it holds is kept no more.
    """

    article_id: str
    sum: int
    title: str
    outlet: str
    published: str
    added: str
    status: Mapping[str, str]
    notes: int
    claims: int
    tags: tuple[str, ...]
    people: tuple[str, ...]
    place: str
    fingerprint: str
    entries: tuple[NoteEntry, ...] = ()
    text: tuple[str, str] | None = None
    archived: bool = False
    conflicts: int = 0
    decisions: int = 0


class Known(NamedTuple):
    """What the index holds of an article: of which text it has the words and the people."""

    sum: int
    fingerprint: str
    text_of: str
    named_of: str


class DeskIndex(contextlib.AbstractContextManager["DeskIndex"]):
    """The index at ``path``, made with its tables when there is none; in memory without a path.

    Raises DamagedIndexError at any use of a corrupt file, DeskIndexError when it cannot be used.
    """

    def __init__(self, path: Path | None) -> None:
        self.path = path
        with index_faults(path):
            self._file = opened(path)

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        with contextlib.suppress(sqlite3.Error):
            self._file.close()

    # What it knows

    def about(self, name: str) -> str:
        """Return a fact about the index itself, "" when it was never set."""
        with index_faults(self.path):
            found = self._file.execute("SELECT value FROM about WHERE name = ?", (name,)).fetchone()
            return str(found[0]) if found else ""

    def set_about(self, name: str, value: str) -> None:
        with index_faults(self.path):
            self._file.execute("INSERT OR REPLACE INTO about VALUES (?, ?)", (name, value))

    def known(self, among: Iterable[str] | None = None) -> dict[str, Known]:
        """Return what it holds of each article, or of those with some ids, by id."""
        select = "SELECT id, sum, fingerprint, text_of, named_of FROM article"
        with index_faults(self.path):
            if not among:
                found = self._file.execute(select).fetchall()
            else:
                each_of = (self._file.execute(f"{select} WHERE id = ?", (one,)) for one in among)
                found = [row for each in each_of for row in each]
            return {
                str(identity): Known(number, fingerprint, text_of or "", named_of or "")
                for identity, number, fingerprint, text_of, named_of in found
            }

    def rows(self, me: str, among: Iterable[str] | None = None) -> list[DeskRow]:
        """Return all articles or those with some ids, as far as they are indexed, in no order.

        ``me`` is whose status counts.
        """
        with index_faults(self.path):
            if among is None:
                every = self._file.execute(f"SELECT {COLUMNS} FROM article")
                return [row_of(found, me) for found in every]
            select = f"SELECT {COLUMNS} FROM article WHERE id = ?"
            found = (self._file.execute(select, (each,)).fetchone() for each in among)
            return [row_of(each, me) for each in found if each is not None]

    # Keeping it

    def put(self, entries: Iterable[ArticleEntry]) -> None:
        """Take articles in, in the place of what it held of them, at once."""
        with index_faults(self.path), change(self._file):
            for entry in entries:
                self._put(entry)

    def remove(self, article_ids: Iterable[str]) -> None:
        with index_faults(self.path), change(self._file):
            for article_id in article_ids:
                number = self._number(article_id)
                if number is not None:
                    self._drop_notes(number)
                    forget_queue(self._file, number, article_id)
                    self._file.execute("DELETE FROM text_words WHERE rowid = ?", (number,))
                    self._file.execute("DELETE FROM as_it_is WHERE article = ?", (number,))
                    self._file.execute("DELETE FROM article WHERE n = ?", (number,))

    def name_people(self, people: Mapping[str, tuple[str, ...]]) -> None:
        """Whom the machine found named in the texts with these fingerprints."""
        with index_faults(self.path), change(self._file):
            self._file.executemany(
                "UPDATE article SET named_of = fingerprint, named = ? WHERE fingerprint = ?",
                [(_joined(names), fingerprint) for fingerprint, names in people.items()],
            )

    def uncounted(self, most: int) -> list[Uncounted]:
        """Return some articles whose queue was not counted since they changed, newest first."""
        with index_faults(self.path):
            return uncounted(self._file, most)

    def count_queue(self, of: Uncounted, counted: QueueCount | None) -> None:
        """Take in what a queue came to; None where it cannot be counted now.

        The articles that it is compared with are counted again where its figures changed.
        """
        with index_faults(self.path), change(self._file):
            put_count(self._file, of, counted)

    def bearing(self, names: Iterable[str]) -> dict[str, list[str]]:
        """Return for each of ``names`` the ids of the articles that have it."""
        with index_faults(self.path):
            return bearing(self._file, names)

    def numbers_of_names(self, article_ids: Iterable[str]) -> dict[str, int]:
        """Return how many names each of some articles has."""
        with index_faults(self.path):
            return numbers_of_names(self._file, article_ids)

    def counted_articles(self) -> int:
        """Return how many articles have findings of the models in use, and were counted."""
        with index_faults(self.path):
            return counted_articles(self._file)

    def beginning(self, article_id: str, length: int) -> str:
        """Return the first characters of an article's text, "" where none is stored."""
        with index_faults(self.path):
            found = self._file.execute(
                "SELECT substr(text, 1, ?) FROM text_words"
                " WHERE rowid = (SELECT n FROM article WHERE id = ?)",
                (length, article_id),
            ).fetchone()
            return str(found[0] or "") if found else ""

    def _number(self, article_id: str) -> int | None:
        found = self._file.execute("SELECT n FROM article WHERE id = ?", (article_id,)).fetchone()
        return int(found[0]) if found else None

    def _drop_notes(self, article: int) -> None:
        self._file.execute(
            "DELETE FROM note_words WHERE rowid IN (SELECT n FROM note WHERE article = ?)",
            (article,),
        )
        self._file.execute("DELETE FROM note WHERE article = ?", (article,))

    def _put(self, entry: ArticleEntry) -> None:
        number = self._number(entry.article_id)
        if number is None:
            made = self._file.execute("INSERT INTO article (id) VALUES (?)", (entry.article_id,))
            number = made.lastrowid
            assert number is not None
        else:
            self._drop_notes(number)
        self._file.execute(
            "UPDATE article SET sum = ?, title = ?, outlet = ?, published = ?, added = ?,"
            " status = ?, notes = ?, claims = ?, tags = ?, persons = ?, place = ?,"
            " fingerprint = ?, archived = ?, conflicts = ?, decisions = ? WHERE n = ?",
            (
                entry.sum,
                _plain(entry.title),
                _plain(entry.outlet),
                _plain(entry.published),
                entry.added,
                json.dumps(dict(entry.status)),
                entry.notes,
                entry.claims,
                _joined(entry.tags),
                _joined(entry.people),
                _plain(entry.place),
                entry.fingerprint,
                entry.archived,
                entry.conflicts,
                entry.decisions,
                number,
            ),
        )
        self._put_text(number, entry)
        for note in entry.entries:
            made = self._file.execute(
                "INSERT INTO note (article, id, kind) VALUES (?, ?, ?)",
                (number, note.record_id, note.kind),
            )
            self._file.execute(
                "INSERT INTO note_words (rowid, words) VALUES (?, ?)",
                (made.lastrowid, _visible(note.words)),
            )

    def _put_text(self, number: int, entry: ArticleEntry) -> None:
        """Store the words of the article; those of a text that it holds already stay."""
        title = _visible(entry.title)
        if entry.text is None:
            held = self._file.execute("SELECT title FROM text_words WHERE rowid = ?", (number,))
            found = held.fetchone()
            if found is None:
                self._file.execute(
                    "INSERT INTO text_words (rowid, title, text) VALUES (?, ?, '')", (number, title)
                )
            elif found[0] != title:
                self._file.execute(
                    "UPDATE text_words SET title = ? WHERE rowid = ?", (title, number)
                )
            return
        text, fingerprint = entry.text
        shown = _visible(text)
        self._file.execute("DELETE FROM text_words WHERE rowid = ?", (number,))
        self._file.execute("DELETE FROM as_it_is WHERE article = ?", (number,))
        self._file.execute(
            "INSERT INTO text_words (rowid, title, text) VALUES (?, ?, ?)", (number, title, shown)
        )
        if shown != _plain(text):
            self._file.execute("INSERT INTO as_it_is VALUES (?, ?)", (number, _plain(text)))
        self._file.execute("UPDATE article SET text_of = ? WHERE n = ?", (fingerprint, number))

    # Finding

    def articles_with(self, query: Query) -> set[str]:
        """Return ids of the articles that have the words, or of which a note has them."""
        with index_faults(self.path):
            texts, notes = _where("text_words", query), _where("note_words", query)
            found = self._file.execute(
                f"SELECT id FROM article WHERE n IN (SELECT rowid FROM text_words WHERE {texts[0]})"
                f" OR n IN (SELECT article FROM note WHERE n IN"
                f" (SELECT rowid FROM note_words WHERE {notes[0]}))",
                (*texts[1], *notes[1]),
            )
            return {str(each[0]) for each in found}

    def without_text(self) -> int:
        """Return how many articles no text is kept of: only their titles and notes can be found."""
        with index_faults(self.path):
            found = self._file.execute(
                "SELECT count(*) FROM article WHERE coalesce(text_of, '') = ''"
            )
            return int(found.fetchone()[0])

    def texts_with(self, query: Query, first: str = "") -> Iterator[tuple[str, ...]]:
        """(article id, title, title marked, text marked, text) of the articles that have the words.

        ``first`` and then the newest before the others; hits are between OPEN and CLOSE.

        The last is "" where the text marked is the article's, else the article's text, of which
        the text marked is what is visible.
        """
        where, values = _where("text_words", query)
        with index_faults(self.path):
            found = self._file.execute(
                "SELECT n FROM article WHERE n IN"
                f" (SELECT rowid FROM text_words WHERE {where})"
                " ORDER BY id != ?, added DESC, id DESC",
                (*values, first),
            )
            numbers = [int(each[0]) for each in found]
            # A few at a time: marking takes most of the time, and few are asked for as a rule.
            for start in range(0, len(numbers), MARKED_AT_ONCE):
                several = numbers[start : start + MARKED_AT_ONCE]
                marked = self._file.execute(
                    "SELECT n, id, article.title,"
                    " highlight(text_words, 0, ?, ?), highlight(text_words, 1, ?, ?),"
                    " coalesce((SELECT text FROM as_it_is WHERE article = n), '')"
                    f" FROM text_words JOIN article ON n = text_words.rowid WHERE {where}"
                    f" AND text_words.rowid IN ({', '.join('?' * len(several))})",
                    (OPEN, CLOSE, OPEN, CLOSE, *values, *several),
                )
                by_number = {each[0]: each[1:] for each in marked}
                yield from (by_number[number] for number in several if number in by_number)

    def notes_with(self, query: Query, most: int, first: str = "") -> Iterator[tuple[str, ...]]:
        """(article id, title, record id, kind, words marked) of notes, in the same order."""
        where, values = _where("note_words", query)
        with index_faults(self.path):
            yield from self._file.execute(
                "SELECT article.id, title, note.id, kind, highlight(note_words, 0, ?, ?)"
                " FROM note_words JOIN note ON note.n = note_words.rowid"
                f" JOIN article ON article.n = note.article WHERE {where}"
                " ORDER BY article.id != ?, added DESC, article.id DESC, note.n LIMIT ?",
                (OPEN, CLOSE, *values, first, most),
            )


def _where(table: str, query: Query) -> tuple[str, tuple[str, ...]]:
    """Return the condition on a table of words, and its values."""
    column = "text" if table == "text_words" else "words"
    parts = [f"instr({column}, ?)"] * len(query.pieces)
    if query.match:
        parts.append(f"{table} MATCH ?")
    return " AND ".join(parts), (*query.pieces, *([query.match] if query.match else []))


def _joined(names: Iterable[str]) -> str:
    return "\n".join(" ".join(_plain(name).split()) for name in names)


def _visible(text: str) -> str:
    return visible(_plain(text)).text


def _plain(text: str) -> str:
    """Return ``text`` as SQLite takes it, character for character in the same place."""
    if "\0" in text or OPEN in text or CLOSE in text:
        text = text.translate({0: " ", ord(OPEN): " ", ord(CLOSE): " "})
    return text if text.isascii() else _LONE.sub("\ufffd", text)
