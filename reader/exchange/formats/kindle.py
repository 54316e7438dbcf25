"""Kindle's ``My Clippings.txt``, in: highlights, and notes that go to the highlight at their place.

Entries are parted by a line of equals signs: title and author in brackets, a line that tells
what it is and where, an empty line, the words. A highlight that is drawn again longer is
written once more: the longer one stands for both.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from reader.annotations.records import Mark
from reader.exchange.arrival import Arrival, arrived_id, quoted, unnamed
from reader.exchange.formats.kindle_words import Kind, date_of, kind_of, place_of
from reader.exchange.formats.readwise import utc
from reader.exchange.losses import Losses, in_short

_BETWEEN = re.compile(r"^={10,}\s*$", re.MULTILINE)
_TITLE = re.compile(r"(.*?)\s*\(([^()]*(?:\([^()]*\)[^()]*)*)\)")


@dataclass(frozen=True, slots=True)
class _Clipping:
    title: str
    kind: Kind
    place: tuple[int, int]
    at: str
    words: str


def read(path: Path, losses: Losses) -> Iterator[Arrival]:
    told = path.read_text(encoding="utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    if not _BETWEEN.search(told):
        raise ValueError("it is no My Clippings.txt")
    books: dict[str, list[_Clipping]] = {}
    for entry in _BETWEEN.split(told):
        clipping = _clipping(entry.strip("\n\ufeff \u200b"), losses)
        if clipping is not None:
            books.setdefault(clipping.title, []).append(clipping)
    for title, clippings in books.items():
        named = _TITLE.fullmatch(title)
        article = unnamed(named[1] if named else title)
        authors = tuple(each.strip() for each in named[2].split(";")) if named else ()
        marks = tuple(_marks(clippings, losses))
        if marks:
            yield Arrival(replace(article, authors=authors), None, marks)


def _clipping(entry: str, losses: Losses) -> _Clipping | None:
    lines = entry.split("\n")
    if len(lines) < 2:
        return None
    title, about, words = lines[0].strip("\ufeff "), lines[1], "\n".join(lines[2:]).strip()
    where, _, when = about.rpartition("|")
    where = where or when
    kind = kind_of(where)
    if kind == "bookmark":
        losses.add("bookmark[s] [was|were] passed over")
        return None
    if not kind or not words:
        losses.add("clipping[s] without words or of an unknown kind [was|were] passed over")
        return None
    at = date_of(when)
    return _Clipping(title, kind, place_of(where), utc(at) if at else "", words)


def _marks(clippings: Sequence[_Clipping], losses: Losses) -> Iterator[Mark]:
    highlights = _last_drawn([each for each in clippings if each.kind == "highlight"], losses)
    notes: dict[int, list[str]] = {}
    for note in (each for each in clippings if each.kind == "note"):
        place = _under(note, highlights)
        if place is None:
            losses.add(
                "note[s] at no highlight [was|were] passed over", detail=in_short(note.words)
            )
        else:
            notes.setdefault(place, []).append(note.words)
    for place, each in enumerate(highlights):
        body = "\n\n".join(dict.fromkeys(notes.get(place, ())))
        yield Mark(
            article_id="",
            id=arrived_id("kindle", each.title, each.words, each.place),
            kind="note" if body else "highlight",
            created=each.at,
            modified=each.at,
            anchor=quoted(each.words),
            body=body,
        )


def _last_drawn(drawn: list[_Clipping], losses: Losses) -> list[_Clipping]:
    """The highlights without those that another one at their place holds."""
    kept: list[_Clipping] = []
    for each in drawn:
        around = [one for one in kept if _touch(one, each)]
        if any(each.words in one.words for one in around):
            losses.add("highlight[s] drawn again [was|were] taken once")
            continue
        shorter = [one for one in around if one.words in each.words]
        losses.add("highlight[s] drawn again [was|were] taken once", len(shorter))
        kept = [*(one for one in kept if one not in shorter), each]
    return kept


def _touch(one: _Clipping, other: _Clipping) -> bool:
    return one.place[0] <= other.place[1] and other.place[0] <= one.place[1]


def _under(note: _Clipping, highlights: Sequence[_Clipping]) -> int | None:
    """The highlight that a note was made on: a note stands where its highlight ends."""
    around = [place for place, each in enumerate(highlights) if _touch(each, note)]
    ends = [place for place in around if highlights[place].place[1] == note.place[1]]
    return next(iter(ends or around), None)
