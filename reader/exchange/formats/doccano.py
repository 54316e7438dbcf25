"""doccano JSON Lines, out and in: one text a line, with entities and relations.

A mark in several parts is an entity for each part, tied by relations named ``continues``. What
doccano has no place for is in a column ``reader``, which doccano keeps as metadata; marks are known
again there by place and label, since doccano gives entities new numbers. A project without
relations reads the column ``label``, one with relations ``entities``: both are written. Offsets
are those of doccano's editor, UTF-16 units.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, TextIO

from reader.annotations.record_json import to_document
from reader.exchange.export_options import DEFAULT_OPTIONS, ExportOptions
from reader.exchange.formats.doccano_in import read as read
from reader.exchange.losses import Loss, Losses
from reader.exchange.marked_text import MarkedText, marked_texts
from reader.exchange.regions import CONTINUES
from reader.exchange.stand_off import rest
from reader.exchange.tool_names import name_of
from reader.exchange.utf16 import Utf16Offsets
from reader.review.annotated_article import AnnotatedArticle


def write(
    articles: Iterable[AnnotatedArticle], out: TextIO, given: ExportOptions = DEFAULT_OPTIONS
) -> list[Loss]:
    losses = Losses()
    pages = marked_texts(articles, given, losses)
    out.writelines(json.dumps(_line(page), ensure_ascii=False) + "\n" for page in pages)
    return losses.messages()


def _line(page: MarkedText) -> dict[str, Any]:
    entities: list[dict[str, Any]] = []
    relations: list[dict[str, Any]] = []
    first: dict[str, int] = {}
    units = Utf16Offsets(page.of.text)

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
                    "start_offset": units.of(span.start),
                    "end_offset": units.of(span.end),
                }
            )
            if place:
                tie(number - 1, number, CONTINUES)
            else:
                first[mark.id] = number
    for mark in page.marks:
        for link in mark.links:
            if link.to in first:
                tie(first[mark.id], first[link.to], link.role)
    places = [[each["start_offset"], each["end_offset"], each["label"]] for each in entities]
    lead = page.of.text[: len(page.of.text) - len(page.of.text.lstrip())]
    tail = page.of.text[len(page.of.text.rstrip()) :] if page.of.text.strip() else ""
    return {
        "text": page.of.text,
        "label": places,
        "entities": entities,
        "relations": relations,
        "reader": {
            "article": to_document(page.of.record),
            "marks": [rest(mark, ()) for mark in page.marks],
            "offset_unit": "utf-16",
            "edges": [lead, tail],
            "label": places,
        },
    }
