"""Rows of the desk as the index has them."""

from __future__ import annotations

import json

from reader.desk.row import STATUSES, DeskRow

COLUMNS = (
    "id, title, outlet, published, added, status, notes, claims, tags, persons, named, place, "
    "archived, decided, undecided, conflicts, decisions, differing"
)


def row_of(found: tuple[object, ...], me: str) -> DeskRow:
    """Return the row of the columns ``COLUMNS``; ``me`` is whose status counts."""
    (
        article_id,
        title,
        outlet,
        published,
        added,
        status,
        notes,
        claims,
        tags,
        persons,
        named,
        place,
        archived,
        decided,
        undecided,
        conflicts,
        decisions,
        differing,
    ) = found
    own = json.loads(str(status)).get(me) if me in str(status) else None
    people = _parted(persons)
    if named:
        people += tuple(name for name in _parted(named) if name not in people)
    return DeskRow(
        str(article_id),
        str(title),
        str(outlet),
        str(published),
        str(added),
        own if own in STATUSES else "unread",
        int(notes),  # type: ignore[call-overload]
        int(claims),  # type: ignore[call-overload]
        _parted(tags),
        people,
        str(place),
        bool(archived),
        _number(decided if undecided is not None else decisions or None),
        _number(undecided),
        int(str(conflicts)),
        _number(differing) or 0,
    )


def _number(value: object) -> int | None:
    return None if value is None else int(str(value))


def _parted(names: object) -> tuple[str, ...]:
    return tuple(str(names).split("\n")) if names else ()
