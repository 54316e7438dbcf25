"""Kindle's ``My Clippings.txt``, in: highlights, and notes that go to the highlight at their place.

A line of equals signs separates the entries: title and author in brackets, a line with kind
and place, an empty line, the words. A highlight that is drawn again longer is
written once more: the longer one counts for both. A note at no highlight is one on the book.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from reader.annotations.records import Mark
from reader.exchange.arrival import Arrival, about_article, arrived_id, quoted, signed, unnamed
from reader.exchange.foreign import local_in_utc
from reader.exchange.formats.kindle_words import Kind, date_of, kind_of, place_of
from reader.exchange.losses import Losses

_BETWEEN = re.compile(r"^={10,}\s*$", re.MULTILINE)
_WITHHELD = re.compile(r"\s*<[^<>]*>\s*")
"""The placeholder for words that a publisher's limit withholds, in any language."""

_TITLE = re.compile(r"(.*?)(?<!\s)\s*\(([^()]*(?:\([^()]*\)[^()]*)*)\)")


@dataclass(frozen=True, slots=True)
class _Clipping:
    title: str
    kind: Kind
    place: tuple[int, int]
    at: str
    words: str


def read(path: Path, losses: Losses, *, annotator: str = "") -> Iterator[Arrival]:
    """Yield the books of a Kindle's clippings file. Raises ValueError for another text."""
    text = path.read_text(encoding="utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    if not _BETWEEN.search(text):
        raise ValueError("it is no My Clippings.txt")
    books: dict[str, list[_Clipping]] = {}
    for entry in _BETWEEN.split(text):
        clipping = _clipping(entry.strip("\n\ufeff \u200b"), losses)
        if clipping is not None:
            books.setdefault(clipping.title, []).append(clipping)
    for title, clippings in books.items():
        named = _TITLE.fullmatch(title)
        article = unnamed(named[1] if named else title)
        authors = tuple(each.strip() for each in named[2].split(";")) if named else ()
        marks = tuple(_marks(clippings, losses))
        if marks:
            yield signed(Arrival(replace(article, authors=authors), None, marks), annotator)


def _clipping(entry: str, losses: Losses) -> _Clipping | None:
    lines = entry.split("\n")
    if len(lines) < 2:
        return None
    title, about, words = lines[0].strip("\ufeff "), lines[1], "\n".join(lines[2:]).strip()
    where, _, when = about.rpartition("|")
    where = where or when
    kind = kind_of(where)
    if kind == "bookmark":
        losses.add("bookmark[s] [was|were] skipped")
        return None
    if not kind or not words:
        losses.add("clipping[s] without words or of an unknown kind [was|were] skipped")
        return None
    if _WITHHELD.fullmatch(words):
        losses.add("highlight[s] whose words the Kindle withheld [was|were] skipped")
        return None
    at = date_of(when)
    if at is not None and at.tzinfo is None:
        losses.assume("time[s] without a zone [was|were] read in this computer's time zone")
    return _Clipping(title, kind, place_of(where), local_in_utc(at) if at else "", words)


def _marks(clippings: Sequence[_Clipping], losses: Losses) -> Iterator[Mark]:
    drawn = _last_drawn([each for each in clippings if each.kind == "highlight"], losses)
    highlights = list(drawn)
    notes: dict[int, list[_Clipping]] = {}
    aside: list[Mark] = []
    for note in (each for each in clippings if each.kind == "note"):
        place = _under(note, highlights)
        if place is None:
            identity = arrived_id("kindle", note.title, "note", note.place)
            times = {"created": note.at, "modified": note.at}
            aside.append(about_article(identity, note.words, None, title=note.title, **times))
        else:
            notes.setdefault(place, []).append(note)
    for place, each in enumerate(highlights):
        written = notes.get(place, [])
        body = "\n\n".join(dict.fromkeys(note.words for note in written))
        first = drawn[each]
        yield Mark(
            article_id="",
            id=arrived_id("kindle", first.title, first.words, first.place),
            kind="note" if body else "highlight",
            created=first.at,
            modified=max((one.at for one in (each, *written)), default=each.at),
            anchor=quoted(each.words),
            body=body,
        )
    yield from aside


def _last_drawn(drawn: list[_Clipping], losses: Losses) -> dict[_Clipping, _Clipping]:
    """Return the highlights without those that another one at their place holds.

    Each with the first that was drawn there: that one tells what it is when the file grows.
    """
    kept: dict[_Clipping, _Clipping] = {}
    for each in drawn:
        around = [one for one in kept if _touch(one, each)]
        if any(each.words in one.words for one in around):
            losses.add("highlight[s] drawn again [was|were] taken once")
            continue
        shorter = [one for one in around if one.words in each.words]
        losses.add("highlight[s] drawn again [was|were] taken once", len(shorter))
        first = kept[shorter[0]] if shorter else each
        kept = {one: origin for one, origin in kept.items() if one not in shorter}
        kept[each] = first
    return kept


def _touch(one: _Clipping, other: _Clipping) -> bool:
    return one.place[0] <= other.place[1] and other.place[0] <= one.place[1]


def _under(note: _Clipping, highlights: Sequence[_Clipping]) -> int | None:
    """Return the highlight that a note was made on: a note's place is where its highlight ends."""
    around = [place for place, each in enumerate(highlights) if _touch(each, note)]
    ends = [place for place in around if highlights[place].place[1] == note.place[1]]
    return next(iter(ends or around), None)
