"""doccano JSON Lines, out and in: one text a line, with entities and relations.

A mark in several parts is an entity for each part, tied by relations named ``continues``. What
doccano has no place for stands in a column ``reader``, which doccano keeps as metadata; marks
are known again there by place and label, since doccano numbers entities anew.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, TextIO

from reader.annotations.record_json import to_document
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
from reader.exchange.tool_names import meaning, name_of, relation_name
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
    entities = Counter((moved(start), moved(end), label) for start, end, label in _entities(told))
    marks: list[StandOff] = []
    for each in own.get("marks", ()):
        mark = from_rest(each)
        stands = Counter((span.start, span.end, name_of(mark)) for span in mark.spans)
        if all(entities[key] >= count for key, count in stands.items()):
            entities -= stands
            marks.append(mark)
        elif mark.origin == "own":
            losses.add("mark[s] [was|were] changed in doccano; what stands there now came in")
    if not own and told.get("relations"):
        losses.add("relation[s] of entities [was|were] passed over", len(told["relations"]))
    for (start, end, label), count in entities.items():
        for number in range(count):
            kind, layer, type_ = meaning(label)
            identity = arrived_id("doccano", text, start, end, label, number)
            marks.append(
                StandOff(id=identity, kind=kind, layer=layer, type=type_, spans=(Span(start, end),))
            )
    return standing_on(text, marks, article_told(own.get("article"), unnamed(name)), losses)


def _entities(told: Mapping[str, Any]) -> Iterator[tuple[int, int, str]]:
    for each in told.get("entities") or ():
        yield int(each["start_offset"]), int(each["end_offset"]), str(each["label"])
    for start, end, label in told.get("label") or told.get("labels") or ():
        yield int(start), int(end), str(label)
