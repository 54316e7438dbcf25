"""Which articles of the desk are asked for, and the one line that says it.

The line is made of ``name:value`` and of words to find: ``status:unread outlet:"North Wire"
from:2026-11 storm``. Of one name any value will do; of several names each must hold.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from reader.desk.row import ARCHIVED, STATUSES, DeskRow
from reader.errors import ReaderError

if TYPE_CHECKING:
    from tinydb.queries import QueryInstance

NAMES = ("status", "tag", "outlet", "person", "from", "to")
_PART = re.compile(r'(?:([A-Za-z]+):)?("[^"]*"?|\S+)')
_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")


class FilterError(ReaderError):
    """A filter that cannot be used; the message is one sentence that says what to do."""


@dataclass(frozen=True)
class DeskFilter:
    """What is asked for; an empty field asks for all.

    ``tags`` are whole tags, ``outlets`` and ``people`` parts of names, letter case aside.
    ``since`` and ``until`` are dates, which may be partial ("2026-11" takes in all of that month),
    both inclusive. ``words`` are looked up in the index, not here.
    """

    statuses: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    since: str = ""
    until: str = ""
    words: str = ""

    @cached_property
    def condition(self) -> QueryInstance:
        """Everything but the words, as a condition on rows of the desk as documents."""
        # Loaded with the first list, not with the first frame.
        from reader.annotations.conditions import of_desk_rows

        return of_desk_rows(
            statuses=[each for each in self.statuses if each != ARCHIVED],
            tags=self.tags,
            outlets=self.outlets,
            people=self.people,
            since=self.since,
            until=self.until,
        )

    def takes(self, row: DeskRow) -> bool:
        """Return whether everything but the words holds."""
        from reader.annotations.conditions import EVERYTHING

        if row.archived != (ARCHIVED in self.statuses):
            return False
        return self.condition is EVERYTHING or self.condition(row._asdict())


def parse_filter(line: str) -> DeskFilter:
    """Return the filter that ``line`` says; raises FilterError."""
    found, words = named_values(line, NAMES)
    return made_filter(
        statuses=found["status"],
        tags=found["tag"],
        outlets=found["outlet"],
        people=found["person"],
        since=(found["from"] or [""])[-1],
        until=(found["to"] or [""])[-1],
        words=" ".join(words),
    )


def named_values(line: str, names: Iterable[str]) -> tuple[dict[str, list[str]], list[str]]:
    """Return the values in ``line`` by their names, and its other words; raises FilterError."""
    found: dict[str, list[str]] = {name: [] for name in names}
    words: list[str] = []
    for match in _PART.finditer(line):
        name, value = (match[1] or "").lower(), match[2]
        if not name or name in ("http", "https"):
            words.append(match[0])
        elif name in found:
            found[name].append(value.strip('"'))
        else:
            raise FilterError(f"There is no filter “{name}:”; there are {_list(found)}.")
    return found, words


def check_dates(*dates: str) -> None:
    """Raise FilterError for one that is neither empty nor a date, whole or partial."""
    for date in dates:
        if date and not _DATE.fullmatch(date):
            raise FilterError(f"“{date}” is no date; write 2026, 2026-11 or 2026-11-24.")


def made_filter(
    *,
    statuses: Iterable[str] = (),
    tags: Iterable[str] = (),
    outlets: Iterable[str] = (),
    people: Iterable[str] = (),
    since: str = "",
    until: str = "",
    words: str = "",
) -> DeskFilter:
    """Return a filter of values that were looked at; raises FilterError."""
    known = tuple(status.lower() for status in statuses)
    for status in known:
        if status not in (*STATUSES, ARCHIVED):
            known_ones = _list((*STATUSES, ARCHIVED))
            raise FilterError(f"“{status}” is no status; there are {known_ones}.")
    check_dates(since, until)
    named = tuple(tag.removeprefix("#") for tag in tags)
    return DeskFilter(known, named, tuple(outlets), tuple(people), since, until, words)


def filter_line(wanted: DeskFilter) -> str:
    """Return the line that ``parse_filter`` reads as ``wanted``."""
    parts = [f"status:{status}" for status in wanted.statuses]
    parts += [f"tag:{_quoted(tag)}" for tag in wanted.tags]
    parts += [f"outlet:{_quoted(outlet)}" for outlet in wanted.outlets]
    parts += [f"person:{_quoted(person)}" for person in wanted.people]
    parts += [f"from:{wanted.since}"] if wanted.since else []
    parts += [f"to:{wanted.until}"] if wanted.until else []
    return " ".join((*parts, wanted.words)).strip()


def _quoted(value: str) -> str:
    return f'"{value}"' if re.search(r"\s", value) else value


def _list(names: Iterable[str]) -> str:
    *most, last = names
    return f"{', '.join(most)} and {last}"
