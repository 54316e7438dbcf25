"""doccano JSON Lines, out and in: one text a line, with entities and relations.

A mark in several parts is an entity for each part, tied by relations named ``continues``. What
doccano has no place for stands in a column ``reader``, which doccano keeps as metadata; marks
are known again there by place and label, since doccano numbers entities anew.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, TextIO

from reader.annotations.record_json import to_document
from reader.annotations.records import LabelLink
from reader.exchange.annotated_text import AnnotatedText, annotated_texts
from reader.exchange.arrival import (
    Arrival,
    arrived_id,
    article_told,
    standing_on,
    unnamed,
    with_line_feeds,
)
from reader.exchange.dossier import Dossier
from reader.exchange.given import NOTHING_GIVEN, Given
from reader.exchange.losses import Loss, Losses
from reader.exchange.regions import CONTINUES
from reader.exchange.stand_off import StandOff, from_rest, rest
from reader.exchange.tool_names import meaning, name_of, relation_name, role_of
from reader.text.span import Span


def write(dossiers: Iterable[Dossier], out: TextIO, given: Given = NOTHING_GIVEN) -> list[Loss]:
    losses = Losses()
    pages = annotated_texts(dossiers, given, losses)
    out.writelines(json.dumps(_line(page), ensure_ascii=False) + "\n" for page in pages)
    return losses.told()


def _line(page: AnnotatedText) -> dict[str, Any]:
    entities: list[dict[str, Any]] = []
    relations: list[dict[str, Any]] = []
    first: dict[str, int] = {}

    def tie(source: int, target: int, name: str) -> None:
        number = len(relations) + 1
        relations.append({"id": number, "from_id": source, "to_id": target, "type": name})

    for mark in page.marks:
        for place, span in enumerate(mark.spans):
            number = len(entities) + 1
            entities.append(
                {
                    "id": number,
                    "label": name_of(mark),
                    "start_offset": span.start,
                    "end_offset": span.end,
                }
            )
            if place:
                tie(number - 1, number, CONTINUES)
            else:
                first[mark.id] = number
    for mark in page.marks:
        for link in mark.links:
            if link.to in first:
                tie(first[mark.id], first[link.to], relation_name(link.role))
    return {
        "text": page.text,
        "entities": entities,
        "relations": relations,
        "reader": {
            "article": to_document(page.article),
            "marks": [rest(mark, ()) for mark in page.marks],
        },
    }


def read(path: Path, losses: Losses) -> Iterator[Arrival]:
    """Lines with ``entities``, or with ``label`` as triples."""
    with path.open(encoding="utf-8-sig") as file:
        for number, line in enumerate(file, 1):
            if line.strip():
                yield _arrival(json.loads(line), f"{path.stem} {number}", losses)


def _arrival(told: Mapping[str, Any], name: str, losses: Losses) -> Arrival:
    text, moved = with_line_feeds(str(told["text"]))
    own = told.get("reader")
    own = own if isinstance(own, Mapping) else {}
    entities: dict[_Place, list[Any]] = {}
    for key, start, end, label in _entities(told):
        entities.setdefault((moved(start), moved(end), label), []).append(key)
    marks: dict[str, StandOff] = {}
    of_entity: dict[Any, str] = {}
    for each in own.get("marks", ()):
        mark = from_rest(each)
        stands = Counter((span.start, span.end, name_of(mark)) for span in mark.spans)
        if all(len(entities.get(place, ())) >= count for place, count in stands.items()):
            marks[mark.id] = mark
            of_entity.update({entities[place].pop(0): mark.id for place in stands.elements()})
        elif mark.origin == "own":
            losses.add("mark[s] [was|were] changed in doccano; what stands there now came in")
    for (start, end, label), keys in entities.items():
        for number, key in enumerate(keys):
            kind, layer, type_ = meaning(label)
            identity = arrived_id("doccano", text, start, end, label, number)
            of_entity[key] = identity
            marks[identity] = StandOff(
                id=identity, kind=kind, layer=layer, type=type_, spans=(Span(start, end),)
            )
    _tie(marks, of_entity, told.get("relations") or (), losses)
    article = article_told(own.get("article"), unnamed(name))
    return standing_on(text, marks.values(), article, losses)


_Place = tuple[int, int, str]


def _tie(
    marks: dict[str, StandOff],
    of_entity: Mapping[Any, str],
    relations: Iterable[Mapping[str, Any]],
    losses: Losses,
) -> None:
    """Adds the relations that the marks do not tell yet; those between parts are known."""
    for each in relations:
        first, second = (of_entity.get(each[end]) for end in ("from_id", "to_id"))
        if first is None or second is None:
            losses.add("relation[s] to nothing that is there [was|were] passed over")
            continue
        link = LabelLink(role_of(str(each["type"])), second)
        mark = marks[first]
        if first != second and link not in mark.links:
            marks[first] = replace(mark, links=(*mark.links, link))


def _entities(told: Mapping[str, Any]) -> Iterator[tuple[Any, int, int, str]]:
    """Each with its id; one that the format gives none, with its number among them."""
    for each in told.get("entities") or ():
        yield each["id"], int(each["start_offset"]), int(each["end_offset"]), str(each["label"])
    for number, (start, end, label) in enumerate(told.get("label") or told.get("labels") or ()):
        yield f"label {number}", int(start), int(end), str(label)
