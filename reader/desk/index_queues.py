"""What the index of the desk holds about queues: counts, and which articles are compared.

Figures of two articles on one event are compared, and articles on one event share names. So the
names of each counted article are here, with the articles that it was compared with: when its
figures change, those are counted again.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import NamedTuple


class Uncounted(NamedTuple):
    """An article whose queue was not counted since it changed.

    ``state`` tells one state of it from another; ``is_searched`` whether its findings are stored.
    """

    article_id: str
    state: str
    is_searched: bool


class QueueCount(NamedTuple):
    """What a queue came to: items decided and left, and things with figures that differ.

    ``names`` are those of the article, ``near`` the ids of the articles that it was compared with.
    ``stated`` tells one state of its figures and names from another.
    """

    decided: int
    left: int
    differing: int = 0
    names: frozenset[str] = frozenset()
    near: frozenset[str] = frozenset()
    stated: str = ""


def uncounted(file: sqlite3.Connection, most: int) -> list[Uncounted]:
    parts = ("sum", "fingerprint", "(named_of IS fingerprint)", "coalesce(text_of, '')")
    state = " || ' ' || ".join(parts)
    found = file.execute(
        f"SELECT id, {state}, named_of IS fingerprint FROM article"
        f" WHERE counted_of IS NOT ({state}) ORDER BY added DESC LIMIT ?",
        (most,),
    )
    return [Uncounted(str(each), str(of), bool(named)) for each, of, named in found]


def put_count(file: sqlite3.Connection, of: Uncounted, counted: QueueCount | None) -> None:
    """Store a count, and mark those that have to be counted again because of it.

    What was searched and cannot be counted was so by other models, or has no text: it counts as
    not searched until its people are taken in again.
    """
    found = file.execute("SELECT n, stated FROM article WHERE id = ?", (of.article_id,)).fetchone()
    if found is None:
        return
    number, stated = found
    if counted is None:
        file.execute(
            "UPDATE article SET counted_of = ?, named_of = NULL, decided = NULL,"
            " undecided = NULL, differing = NULL, stated = NULL, names = NULL WHERE n = ?",
            (of.state, number),
        )
        if stated is not None:
            forget_queue(file, number, of.article_id)
        return
    file.execute(
        "UPDATE article SET counted_of = ?, decided = ?, undecided = ?, differing = ?, stated = ?,"
        " names = ? WHERE n = ?",
        (of.state, *counted[:3], counted.stated, len(counted.names), number),
    )
    if stated != counted.stated:
        _recount(file, of.article_id)
        file.executemany(
            "UPDATE article SET counted_of = NULL WHERE id = ? AND names IS NOT NULL",
            [(other,) for other in counted.near],
        )
        file.execute("DELETE FROM bears WHERE article = ?", (number,))
        file.executemany(
            "INSERT INTO bears VALUES (?, ?)", [(number, name) for name in counted.names]
        )
    file.execute("DELETE FROM compared WHERE article = ?", (number,))
    file.executemany("INSERT INTO compared VALUES (?, ?)", [(number, one) for one in counted.near])


def forget_queue(file: sqlite3.Connection, number: int, article_id: str) -> None:
    """Drop what is held for comparing an article, and count those compared with it again."""
    _recount(file, article_id)
    file.execute("DELETE FROM bears WHERE article = ?", (number,))
    file.execute("DELETE FROM compared WHERE article = ?", (number,))


def _recount(file: sqlite3.Connection, article_id: str) -> None:
    file.execute(
        "UPDATE article SET counted_of = NULL"
        " WHERE names IS NOT NULL AND n IN (SELECT article FROM compared WHERE other = ?)",
        (article_id,),
    )


def bearing(file: sqlite3.Connection, names: Iterable[str]) -> dict[str, list[str]]:
    select = "SELECT id FROM article WHERE n IN (SELECT article FROM bears WHERE name = ?)"
    return {name: [str(one) for (one,) in file.execute(select, (name,))] for name in names}


def numbers_of_names(file: sqlite3.Connection, article_ids: Iterable[str]) -> dict[str, int]:
    select = "SELECT names FROM article WHERE id = ?"
    found = ((each, file.execute(select, (each,)).fetchone()) for each in article_ids)
    return {each: int(row[0]) for each, row in found if row and row[0] is not None}


def counted_articles(file: sqlite3.Connection) -> int:
    (number,) = file.execute("SELECT count(*) FROM article WHERE names IS NOT NULL").fetchone()
    return int(number)
