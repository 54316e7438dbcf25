"""doccano's lines, in, in all the forms that its versions and kinds of project write.

Its editor counts UTF-16 units, and a line break of two signs as one; some versions count code
points in their files. The file does not say which: the count that puts most labels at the edges of
words is taken, and where that does not decide, the labels are counted as doubtful.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path
from typing import Any

from reader.annotations.records import LabelLink
from reader.exchange.arrival import (
    Arrival,
    Identities,
    about_article,
    article_from,
    standing_on,
    unnamed,
    with_line_feeds,
)
from reader.exchange.foreign import foreign_mark
from reader.exchange.losses import Losses, in_short
from reader.exchange.stand_off import StandOff, from_rest
from reader.exchange.tool_names import name_of
from reader.exchange.unpacking import files_in, unpacked
from reader.exchange.utf16 import Utf16Offsets
from reader.text.span import Span

_Unit = tuple[bool, bool]
"""Whether offsets count UTF-16 units, and whether they count CR LF as one."""

_UNITS: tuple[_Unit, ...] = tuple(product((True, False), (True, False)))
"""The ways to count, that of the editor first."""

_TEAM = ("all", "unknown")
"""What doccano names the file of a project whose members share their work."""

_ODD_MARK = "mark[s] of reader that cannot be read [was|were] taken as [a label|labels]"
_Line = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Entity:
    """A label of a line; ``key`` is its id, or its number where it has none."""

    key: object
    start: int
    end: int
    label: str
    who: str = ""


def read(path: Path, losses: Losses, *, annotator: str = "") -> Iterator[Arrival]:
    """Yield a file, or a ZIP or folder of files, one for each member of a project."""
    with unpacked(path) as place:
        files = files_in(place, ".jsonl") if place.is_dir() else [place]
        members = _members(files) if len(files) > 1 else set()
        for file in files:
            unit = _unit_of(_lines(file), losses)
            who = file.stem if file in members and file.stem not in _TEAM else annotator
            name = file.stem if place.is_dir() else path.stem
            for number, line in enumerate(_lines(file, losses), 1):
                yield _Document(line, unit, who, losses).arrival(f"{name} {number}")


def _lines(file: Path, losses: Losses | None = None) -> Iterator[_Line]:
    """Yield the lines that hold a text; ValueError where no line does."""
    odd = read = 0
    with file.open(encoding="utf-8-sig") as source:
        for line in source:
            if not line.strip():
                continue
            try:
                document = json.loads(line)
            except (ValueError, RecursionError):
                document = None
            if isinstance(document, dict) and isinstance(document.get("text"), str):
                read += 1
                yield document
            else:
                odd += 1
    if odd and not read:
        raise ValueError("no line of it has a text")
    if losses is not None:
        losses.add("line[s] without a text [was|were] skipped", odd)


def _members(files: Iterable[Path]) -> set[Path]:
    """Return the files that share a text with another one: each is of a member of the project."""
    of_text: dict[str, set[Path]] = {}
    for file in files:
        for line in _lines(file):
            of_text.setdefault(line["text"], set()).add(file)
    return {file for several in of_text.values() if len(several) > 1 for file in several}


def _unit_of(lines: Iterable[_Line], losses: Losses) -> _Unit:
    """Return how the offsets of a file count."""
    scores: Counter[_Unit] = Counter()
    places: dict[_Unit, list[tuple[int, int]]] = {unit: [] for unit in _UNITS}
    for line in lines:
        raw = line["text"]
        own = line.get("reader")
        if isinstance(own, Mapping) and own.get("offset_unit") == "utf-16":
            continue
        if "\r\n" not in raw and not any(sign > "\uffff" for sign in raw):
            continue
        text = with_line_feeds(raw)[0]
        entities = _entities(line, Losses())
        for unit in _UNITS:
            counted = _counted(raw, unit)
            spans = [(counted(each.start), counted(each.end)) for each in entities]
            places[unit].extend(spans)
            scores[unit] += sum(_fits(text, start, end) for start, end in spans)
    best = max(_UNITS, key=lambda unit: scores[unit])
    rivals = [unit for unit in _UNITS if unit != best and scores[unit] == scores[best]]
    doubtful = {
        number
        for rival in rivals
        for number, (one, other) in enumerate(zip(places[best], places[rival], strict=True))
        if one != other
    }
    losses.add(
        "label[s] [is|are] counted in UTF-16 units, which the words do not show to be right",
        len(doubtful),
    )
    return best


def _counted(raw: str, unit: _Unit) -> Callable[[int], int]:
    """Return where an offset that counts by ``unit`` lies in the text as reader loads it.

    -1 where it would cut a sign.
    """
    text, moved = with_line_feeds(raw)
    wide, as_one = unit
    units = Utf16Offsets(text if as_one else raw)

    def place(offset: int) -> int:
        if wide:
            back = units.back(offset)
            if units.of(back) != offset:
                return -1
            offset = back
        return offset if as_one else moved(offset)

    return place


def _fits(text: str, start: int, end: int) -> bool:
    """Return whether a passage begins and ends at the edges of words."""
    if not 0 <= start < end <= len(text) or text[start].isspace() or text[end - 1].isspace():
        return False
    return not any(
        0 < edge < len(text) and text[edge - 1].isalnum() and text[edge].isalnum()
        for edge in (start, end)
    )


def _entities(line: _Line, losses: Losses) -> list[_Entity]:
    """Return the labels of a line, in whichever column it has them.

    Classes of the text are counted.
    """
    found: list[_Entity] = []
    for column in _columns(line):
        for number, each in enumerate(line[column]):
            try:
                entity = _entity(each, f"{column} {number}")
            except (KeyError, OverflowError, TypeError, ValueError):
                odd = _named(each)
                losses.add("label[s] that cannot be read [was|were] skipped", detail=odd)
                continue
            if entity is None:
                losses.add("categor[y|ies] of a text [was|were] skipped", detail=_named(each))
            else:
                found.append(entity)
    classes = line.get("cats")
    for each in classes if isinstance(classes, list) else []:
        losses.add("categor[y|ies] of a text [was|were] skipped", detail=_named(each))
    single = line.get("label")
    if isinstance(single, str | int) and single != "":
        losses.add("categor[y|ies] of a text [was|were] skipped", detail=_named(single))
    return found


def _entity(each: Any, key: str) -> _Entity | None:
    """Return a label with its place, None for one of the whole text.

    Raises LookupError, TypeError or ValueError for another shape.
    """
    if isinstance(each, Mapping) and {"start_offset", "end_offset"} & each.keys():
        start, end = _offset(each["start_offset"]), _offset(each["end_offset"])
        who = each.get("user")
        name = f"user {who}" if isinstance(who, int) else str(who or "")
        identity = each.get("id", key)
        known = identity if isinstance(identity, str | int) else key
        return _Entity(known, start, end, _label(each["label"]), name)
    if isinstance(each, list) and len(each) in (2, 3, 4) and not isinstance(each[0], str):
        start, end, label = each
        return _Entity(key, _offset(start), _offset(end), _label(label))
    return None


def _offset(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise TypeError("no offset")
    return int(value)


def _label(value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise TypeError("no label")
    return str(value)


def _named(label: Any) -> str:
    return in_short(str(label.get("label", label) if isinstance(label, Mapping) else label))


def _columns(line: _Line) -> list[str]:
    """Return the columns that hold the labels.

    Of the two that reader writes, the other one is what it wrote: doccano keeps as metadata what
    its project does not read.
    """
    held = [
        key
        for key in ("entities", "label", "labels", "annotations", "spans")
        if isinstance(line.get(key), list) and line[key]
    ]
    own = line.get("reader")
    written = own.get("label") if isinstance(own, Mapping) else None
    if {"entities", "label"} <= set(line) and isinstance(written, list):
        entities = [
            [each.get("start_offset"), each.get("end_offset"), each.get("label")]
            for each in (line["entities"] if isinstance(line["entities"], list) else ())
            if isinstance(each, Mapping)
        ]
        label = line["label"] if isinstance(line["label"], list) else ()
        changed = sorted(map(str, label)) != sorted(map(str, written))
        same = sorted(map(str, entities)) == sorted(map(str, written))
        return [each for each in (["label"] if changed and same else ["entities"]) if each in held]
    return [key for key in held if key not in ("label", "labels") or "entities" not in held]


_Place = tuple[int, int, str]


class _Document:
    """One line of a file."""

    def __init__(self, line: _Line, unit: _Unit, who: str, losses: Losses) -> None:
        own = line.get("reader")
        self._line, self._who, self._losses = line, who, losses
        self._own: Mapping[str, Any] = own if isinstance(own, Mapping) else {}
        if self._own.get("offset_unit") == "utf-16":
            unit = (True, True)
        self._place = _counted(line["text"], unit)
        self._text = with_line_feeds(line["text"])[0]
        self._shift = 0
        edges = self._own.get("edges")
        if isinstance(edges, list) and len(edges) == 2 and all(isinstance(e, str) for e in edges):
            # doccano cuts the white space at the edges of a text.
            inner = self._text.strip()
            lead = len(self._text) - len(self._text.lstrip()) if inner else len(edges[0])
            self._shift = len(edges[0]) - lead
            self._text = f"{edges[0]}{inner}{edges[1]}"

    def arrival(self, name: str) -> Arrival:
        line = self._line
        entities: dict[_Place, list[_Entity]] = {}
        for each in _entities(line, self._losses):
            start, end = self._place(each.start), self._place(each.end)
            if not 0 <= start <= end:
                self._losses.add("label[s] that would cut a sign [was|were] skipped")
                continue
            place = (start + self._shift, end + self._shift, each.label)
            entities.setdefault(place, []).append(each)
        marks, of_entity = self._own_marks(entities)
        names = Identities("doccano", self._text, self._who)
        for (start, end, label), several in entities.items():
            for each in several:
                identity = names.of(start, end, label, each.who)
                of_entity[each.key] = identity
                marks[identity] = foreign_mark(
                    identity, label, [Span(start, end)], made={"creator": each.who or self._who}
                )
        relations = line.get("relations")
        self._tie(marks, of_entity, relations if isinstance(relations, list) else ())
        title, url = line.get("title"), line.get("url")
        foreign = unnamed(
            title if isinstance(title, str) and title else name,
            url if isinstance(url, str) and "://" in url else None,
        )
        article = article_from(self._own.get("article"), foreign)
        arrival = standing_on(self._text, marks.values(), article, self._losses)
        return replace(arrival, records=(*arrival.records, *self._comments(names)))

    def _comments(self, names: Identities) -> Iterator[Any]:
        comments = self._line.get("Comments") or self._line.get("comments")
        for each in comments if isinstance(comments, list) else [comments] if comments else []:
            words = each.get("text") if isinstance(each, Mapping) else each
            if isinstance(words, str) and words.strip():
                identity = names.of("comment", words)
                yield about_article(identity, words, self._text, creator=self._who)

    def _own_marks(
        self, entities: dict[_Place, list[_Entity]]
    ) -> tuple[dict[str, StandOff], dict[object, str]]:
        """Take the unchanged marks that reader wrote out of ``entities`` and return them."""
        marks: dict[str, StandOff] = {}
        of_entity: dict[object, str] = {}
        details = self._own.get("marks")
        for each in details if isinstance(details, list) else ():
            mark = None
            with self._losses.passing_over(_ODD_MARK):
                mark = from_rest(each)
            if mark is None:
                continue
            places = Counter((span.start, span.end, name_of(mark)) for span in mark.spans)
            if all(len(entities.get(place, ())) >= count for place, count in places.items()):
                marks[mark.id] = mark
                for place in places.elements():
                    of_entity[entities[place].pop(0).key] = mark.id
            elif mark.origin == "own":
                self._losses.add("mark[s] [was|were] changed in doccano; what is there now came in")
        return marks, of_entity

    def _tie(
        self,
        marks: dict[str, StandOff],
        of_entity: Mapping[object, str],
        relations: Iterable[Mapping[str, Any]],
    ) -> None:
        """Add the relations that the marks do not have yet; those between parts are known."""
        for each in relations:
            relation = each if isinstance(each, Mapping) else {}
            keys = (relation.get("from_id"), relation.get("to_id"))
            first, second = (
                of_entity.get(key) if isinstance(key, str | int) else None for key in keys
            )
            if first is None or second is None:
                self._losses.add("relation[s] to nothing that is there [was|were] skipped")
                continue
            link = LabelLink(str(relation.get("type") or "related"), second)
            mark = marks[first]
            if first != second and link not in mark.links:
                marks[first] = replace(mark, links=(*mark.links, link))
