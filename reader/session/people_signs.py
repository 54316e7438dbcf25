"""The letter and the hue of each other person whose marks or verdicts are on an article."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from string import ascii_uppercase, digits
from typing import NamedTuple
from zlib import crc32

from reader.annotations.records import ArticleRecord, Claim, Record
from reader.review.second_reading import as_seen_by

NOBODY = "no name"
HUES = 5
"""So many colours tell people apart."""


class Named(NamedTuple):
    """A person's name with the sign of their marks; no hue for oneself."""

    name: str
    hue: int | None = None


class Person(NamedTuple):
    """What tells another person's marks from the rest: a letter, and the number of a colour."""

    sign: str
    hue: int


def people_signs(people: Iterable[str], me: str) -> dict[str, Person]:
    """Return a sign and a hue for each of ``people`` but ``me``.

    A record without a name is taken for one's own.
    """
    names = sorted({*people} - {me, ""})
    return {
        name: Person(sign, hue)
        for name, sign, hue in zip(names, _signs(names), _hues(names), strict=True)
    }


def people_on(records: Iterable[Record], me: str) -> dict[str, Person]:
    """Return a sign and a hue for each other person who made or judged some of these records.

    Of verdicts that are hidden from ``me`` it says nothing; who added the article marked nothing.
    """
    names: dict[str, None] = {}
    for each in records:
        if not isinstance(each, ArticleRecord):
            names.setdefault(each.creator)
        if isinstance(each, Claim):
            names.update((one.reviewer, None) for one in as_seen_by(each, me).assessments)
    return people_signs(names, me)


def _signs(names: Iterable[str]) -> list[str]:
    """Return the first letter of each name that is free.

    Where none of its letters is, any free one; "?" once all are taken.
    """
    signs: list[str] = []
    for name in names:
        letters = [each for each in name.upper() if each in ascii_uppercase + digits]
        free = [*letters, *ascii_uppercase, *digits]
        signs.append(next((each for each in free if each not in signs), "?"))
    return signs


def _hues(names: Iterable[str]) -> list[int]:
    """Return a hue for each name, which is the same in every article.

    Only where two people of one article share it, the second has the next free one.
    """
    hues: list[int] = []
    for name in names:
        wanted = crc32(name.encode()) % HUES
        order = [(wanted + step) % HUES for step in range(HUES)]
        hues.append(next((hue for hue in order if hue not in hues), wanted))
    return hues


def legend(creators: Iterable[str], people: Mapping[str, Person], me: str) -> list[Named]:
    """Return whose marks are on an article, oneself first; nothing where they are all one's own."""
    if not people:
        return []
    own = {me, ""} & {*creators}
    others = [Named(f"{each.sign} {name}", each.hue) for name, each in people.items()]
    return [*([Named("you")] if own else []), *others]
