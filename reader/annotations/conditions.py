"""What ``list``, ``find``, ``export`` and ``claims`` select, as conditions of TinyDB.

A condition is a function of a document, so the one that a command uses selects in a script too::

    from reader.annotations.conditions import of_records

    with reader.open_notes() as notes:
        notes.search(of_records(kinds=["claim"], statuses=["todo"], since="2026-11"))

An empty value selects everything; of several values of one kind any one is enough. Fields of
another type than reader writes match nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import reduce
from operator import and_
from typing import Any

from tinydb.queries import Query, QueryInstance

from reader.text.local_day import local_day, local_time

EVERYTHING: QueryInstance = Query().noop()


def of_records(
    *,
    kinds: Iterable[str] = (),
    tags: Iterable[str] = (),
    statuses: Iterable[str] = (),
    verdicts: Iterable[str] = (),
    assignee: str = "",
    creator: str = "",
    since: str = "",
    until: str = "",
    ids: Iterable[str] = (),
) -> QueryInstance:
    """Record by their own fields.

    ``statuses``, ``verdicts`` and ``assignee`` are those of claims: other records have none.
    ``since`` and ``until`` are dates of the last change by the clock of this machine, compared by
    their beginning ("2026-11" takes in all of that month), both inclusive; a time that ends in Z
    is UTC.
    """
    since, until = local_time(since), local_time(until)
    record: Any = Query()
    verdict: Any = Query().label
    kinds, tags, statuses = frozenset(kinds), frozenset(tags), frozenset(statuses)
    identities = frozenset(ids)
    labels = frozenset(each.casefold() for each in verdicts)
    return _all_of(
        identities and record.id.test(_is_among, identities),
        kinds and record.kind.test(_is_among, kinds),
        tags and record.tags.test(_shares, tags),
        creator and record.creator == creator,
        (since or until) and record.modified.map(_local).test(_is_between, since, until),
        (statuses or labels or assignee) and record.kind == "claim",
        statuses and record.status.test(_is_among, statuses),
        assignee and record.assignee == assignee,
        labels and record.assessments.any(verdict.test(_is_among_folded, labels)),
    )


def of_article(words: str) -> QueryInstance:
    """Return the record of an article by part of its title.

    Location or address, or its whole id; letter case aside.
    """
    if not words:
        return EVERYTHING
    article: Any = Query()
    here = frozenset([words.casefold()])
    found: QueryInstance = (
        article.id.test(_is_among_folded, here)
        | article.title.test(_contains, here)
        | article.url.test(_contains, here)
        | article.locations.test(_contains, here)
    )
    return found


def of_desk_rows(
    *,
    statuses: Iterable[str] = (),
    tags: Iterable[str] = (),
    outlets: Iterable[str] = (),
    people: Iterable[str] = (),
    since: str = "",
    until: str = "",
) -> QueryInstance:
    """Return articles as ``reader list --articles --format json`` prints them.

    ``tags`` are whole tags, ``outlets`` and ``people`` parts of names, letter case aside.
    ``since`` and ``until`` are dates of publication, else of the day an article was added.
    """
    row: Any = Query()
    statuses = frozenset(statuses)
    tags, outlets, people = (
        frozenset(each.casefold() for each in given) for given in (tags, outlets, people)
    )
    return _all_of(
        statuses and row.status.test(_is_among, statuses),
        tags and row.tags.test(_shares_folded, tags),
        outlets and row.outlet.test(_contains, outlets),
        people and row.people.test(_contains, people),
        (since or until) and row.map(_day).test(_is_between, since, until),
    )


def of_note_rows(
    *,
    kinds: Iterable[str] = (),
    tags: Iterable[str] = (),
    colours: Iterable[str] = (),
    people: Iterable[str] = (),
    articles: Iterable[str] = (),
    statuses: Iterable[str] = (),
    since: str = "",
    until: str = "",
) -> QueryInstance:
    """Note as the page of all notes lists them, by parts of their values, letter case aside.

    A tag is known by the beginning of any of its levels: "har" and "inj" take "harm/injury".
    ``statuses`` are those of claims, and what became of the passage. ``since`` and ``until`` are
    dates of the last change.
    """
    row: Any = Query()
    given = [
        frozenset(each.casefold() for each in values)
        for values in (kinds, tags, colours, people, articles, statuses)
    ]
    kind, tag, colour, person, article, status = given
    return _all_of(
        kind and row.kind.test(_contains, kind),
        tag and row.tags.test(_has_level, tag),
        colour and row.colour.test(_contains, colour),
        person and row.person.test(_contains, person),
        article and row.title.test(_contains, article),
        status and row.status.test(_contains, status),
        (since or until) and row.day.test(_is_between, since, until),
    )


def _all_of(*conditions: Any) -> QueryInstance:
    """Return all of the given conditions; an empty value is a condition that was not given."""
    return reduce(
        and_, (each for each in conditions if isinstance(each, QueryInstance)), EVERYTHING
    )


def _texts(value: Any) -> list[str]:
    """Return a text, or the texts in a list."""
    values = value if isinstance(value, list | tuple) else [value]
    return [each for each in values if isinstance(each, str)]


def _is_among(value: Any, known: frozenset[str]) -> bool:
    return isinstance(value, str) and value in known


def _is_among_folded(value: Any, known: frozenset[str]) -> bool:
    return isinstance(value, str) and value.casefold() in known


def _shares(value: Any, tags: frozenset[str]) -> bool:
    return not tags.isdisjoint(_texts(value))


def _shares_folded(value: Any, tags: frozenset[str]) -> bool:
    return not tags.isdisjoint(each.casefold() for each in _texts(value))


def _has_level(value: Any, beginnings: frozenset[str]) -> bool:
    """Return whether a tag, or one of its levels, begins so.

    "harm/injury" has "harm" and "injury".
    """
    levels = [f"/{each.casefold()}" for each in _texts(value)]
    return any(f"/{beginning}" in level for beginning in beginnings for level in levels)


def _contains(value: Any, parts: frozenset[str]) -> bool:
    names = [each.casefold() for each in _texts(value)]
    return any(part in name for part in parts for name in names)


def _local(value: Any) -> Any:
    return local_time(value) if isinstance(value, str) else value


def _is_between(value: Any, since: str, until: str) -> bool:
    """Return whether a date is in the time between two that may be partial, both included."""
    return (
        isinstance(value, str)
        and value[: len(since)] >= since
        and (not until or value[: len(until)] <= until)
    )


def _day(row: Mapping[str, Any]) -> str:
    """Return the day that a row of the desk is sorted by; it may be partial."""
    return local_day(str(row.get("published") or row.get("added") or ""))
