"""Kindle's ``My Clippings.txt``, in: highlights, and notes that go to the highlight at their place.

Entries are parted by a line of equals signs: title and author in brackets, a line that tells
what it is and where, an empty line, the words. The kind is known in six languages.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from reader.annotations.records import Mark
from reader.exchange.arrival import Arrival, arrived_id, quoted, unnamed
from reader.exchange.losses import Losses
from reader.exchange.readwise import utc

_HIGHLIGHT = re.compile(
    r"highlight|subrayado|markierung|surlign|evidenziazione|destaque", re.IGNORECASE
)
_NOTE = re.compile(r"\bnot[ae]\b|\bnotiz\b", re.IGNORECASE)
_PLACE = re.compile(r"(\d+)(?:-(\d+))?")
_DATE = re.compile(
    r"(\w+) (\d{1,2}), (\d{4}),? (\d{1,2}:\d\d:\d\d) ?([AP]M)|"
    r"(\d{1,2}) (\w+),? (\d{4}),? (\d{1,2}:\d\d:\d\d)"
)


@dataclass(frozen=True, slots=True)
class _Clipping:
    title: str
    kind: str
    place: tuple[int, int]
    at: str
    words: str


def read(path: Path, losses: Losses) -> Iterator[Arrival]:
    told = path.read_text(encoding="utf-8-sig").replace("\r\n", "\n")
    if "==========" not in told:
        raise ValueError("it is no My Clippings.txt")
    books: dict[str, list[_Clipping]] = {}
    for entry in told.split("\n=========="):
        clipping = _clipping(entry.strip("\n\ufeff"), losses)
        if clipping is not None:
            books.setdefault(clipping.title, []).append(clipping)
    for title, clippings in books.items():
        named = re.fullmatch(r"(.*?)\s*\(([^()]*(?:\([^()]*\)[^()]*)*)\)", title)
        article = unnamed(named[1] if named else title)
        authors = tuple(named[2].split(";")) if named else ()
        marks = tuple(_marks(clippings, losses))
        yield Arrival(replace(article, authors=authors), None, marks)


def _clipping(entry: str, losses: Losses) -> _Clipping | None:
    lines = entry.split("\n")
    if len(lines) < 2:
        return None
    title, about, words = lines[0].strip(), lines[1], "\n".join(lines[2:]).strip()
    parts = about.split("|")
    kind = "highlight" if _HIGHLIGHT.search(parts[0]) else "note" if _NOTE.search(parts[0]) else ""
    if not kind or not words:
        losses.add("bookmark[s], empty or unknown clipping[s] [was|were] passed over")
        return None
    where = _PLACE.findall(parts[-2] if len(parts) > 2 else parts[0])
    start, end = where[-1] if where else ("0", "")
    return _Clipping(title, kind, (int(start), int(end or start)), _date(parts[-1]), words)


def _marks(clippings: list[_Clipping], losses: Losses) -> Iterator[Mark]:
    notes = [each for each in clippings if each.kind == "note"]
    for each in clippings:
        if each.kind == "note":
            continue
        at_place = [note for note in notes if each.place[0] <= note.place[1] <= each.place[1]]
        for note in at_place:
            notes.remove(note)
        body = "\n\n".join(note.words for note in at_place)
        yield Mark(
            article_id="",
            id=arrived_id("kindle", each.title, each.words, each.place),
            kind="note" if body else "highlight",
            created=each.at,
            modified=each.at,
            anchor=quoted(each.words),
            body=body,
        )
    losses.add("note[s] at no highlight [was|were] passed over", len(notes))


def _date(told: str) -> str:
    """The date of an English Kindle; "" of any other."""
    found = _DATE.search(told)
    if found is None:
        return ""
    if found[1]:
        written, form = " ".join(found.group(1, 2, 3, 4, 5)), "%B %d %Y %I:%M:%S %p"
    else:
        written, form = " ".join(found.group(7, 6, 8, 9)), "%B %d %Y %H:%M:%S"
    try:
        return utc(datetime.strptime(written, form))
    except ValueError:
        return ""
