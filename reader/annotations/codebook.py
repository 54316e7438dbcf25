"""The codebook: tags as a tree, with descriptions and colours; renamed and merged in all records.

The levels of a tag are in its name: "harm/injury" is under "harm". A record of the codebook is
needed only for what a name does not say.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from reader.annotations.records import CODEBOOK as CODEBOOK
from reader.annotations.records import Record, Tag

_NAMED = uuid.UUID("7c0d4b52-3f5e-5d8a-8a56-2f0d3c9e7b10")


class Code(NamedTuple):
    """A tag as the tree shows it.

    ``own`` records have it, ``total`` with those of the levels below.

    ``colour`` is its own, or else that of the level above.
    """

    name: str
    own: int = 0
    total: int = 0
    description: str = ""
    colour: str | None = None

    @property
    def depth(self) -> int:
        return self.name.count("/")

    @property
    def label(self) -> str:
        """The last level of the name."""
        return self.name.rpartition("/")[2]


def tag_id(name: str) -> str:
    """Return the id of the codebook's record of a tag."""
    return str(uuid.uuid5(_NAMED, name))


def clean_name(written: str) -> str:
    """Return a tag as it is saved: no sign before it, single blanks, none around a slash."""
    levels = (" ".join(level.split()) for level in written.strip().lstrip("#").split("/"))
    return "/".join(level for level in levels if level)


def made_tag(name: str, *, creator: str, at: str) -> Tag:
    """Return a new record of the codebook."""
    return Tag(
        article_id=CODEBOOK, id=tag_id(name), name=name, creator=creator, created=at, modified=at
    )


def codes(records: Iterable[Record], counts: Mapping[str, int]) -> list[Code]:
    """Return the tree in its order.

    It has the tags that records have (``counts``), those of the codebook, and the levels above.
    """
    described = {each.name: each for each in records if isinstance(each, Tag)}
    names = {name for tag in (*counts, *described) for name in (*_above(tag), tag)}
    totals = dict.fromkeys(names, 0)
    for tag, number in counts.items():
        for name in (*_above(tag), tag):
            totals[name] += number
    found: dict[str, Code] = {}
    for name in sorted(names, key=_order):
        about = described.get(name)
        colour = about.colour if about is not None else None
        above = found.get(name.rpartition("/")[0])
        found[name] = Code(
            name,
            counts.get(name, 0),
            totals[name],
            about.description if about is not None else "",
            colour or (above.colour if above is not None else None),
        )
    return list(found.values())


def _above(name: str) -> Iterator[str]:
    """Return the levels above a tag, the topmost first."""
    levels = name.split("/")
    return ("/".join(levels[:end]) for end in range(1, len(levels)))


def _order(name: str) -> tuple[tuple[str, str], ...]:
    return tuple((level.casefold(), level) for level in name.split("/"))


def is_under(tag: str, name: str) -> bool:
    """Return whether ``tag`` is ``name`` or a level below it."""
    return tag == name or tag.startswith(f"{name}/")


def colours(records: Iterable[Record], tags: Iterable[str]) -> dict[str, str]:
    """Return the colours of ``tags`` that have one, by the codebook."""
    tree = codes(records, dict.fromkeys(tags, 0))
    return {each.name: each.colour for each in tree if each.colour}


@dataclass(frozen=True, slots=True)
class Edit:
    """Records as they become, and the ids of those that go, in one step."""

    changed: tuple[Record, ...]
    removed: tuple[str, ...] = ()


def renamed(records: Iterable[Record], old: str, new: str, *, at: str) -> Edit:
    """Rename ``old`` and the levels below it in all ``records``, with those of the codebook.

    Where ``new`` is a tag already, the two become one.
    """
    every = list(records)
    held = {each.name: each for each in every if isinstance(each, Tag)}
    changed: dict[str, Record] = {}
    removed: list[str] = []
    for record in every:
        if isinstance(record, Tag):
            if is_under(record.name, old):
                removed.append(record.id)
                moved = _moved(record, new + record.name[len(old) :], held, at)
                changed[moved.id] = moved
        elif any(is_under(tag, old) for tag in record.tags):
            tags = (new + tag[len(old) :] if is_under(tag, old) else tag for tag in record.tags)
            changed[record.id] = _tagged(record, tags, at)
    gone = tuple(each for each in removed if each not in changed)
    return Edit(tuple(changed.values()), gone)


def _moved(tag: Tag, name: str, held: Mapping[str, Tag], at: str) -> Tag:
    """Return the record of a tag under another name, joined with the one that is there."""
    there = held.get(name)
    if there is None or there is tag:
        return replace(tag, id=tag_id(name), name=name, modified=at)
    return replace(
        there,
        description=there.description or tag.description,
        colour=there.colour or tag.colour,
        modified=at,
    )


def without(records: Iterable[Record], name: str, *, at: str) -> Edit:
    """Take the tag ``name`` and the levels below it from all ``records``."""
    changed, removed = [], []
    for record in records:
        if isinstance(record, Tag):
            if is_under(record.name, name):
                removed.append(record.id)
        elif any(is_under(tag, name) for tag in record.tags):
            left = (tag for tag in record.tags if not is_under(tag, name))
            changed.append(_tagged(record, left, at))
    return Edit(tuple(changed), tuple(removed))


def _tagged(record: Record, tags: Iterable[str], at: str) -> Record:
    return replace(record, tags=tuple(dict.fromkeys(tags)), modified=at)
