"""Annotations of Hypothesis, in: what its API gives for a search, or its client's own export.

A reply comes in as a note on the passage that it answers to.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from reader.annotations.records import Mark
from reader.article.anchor import Anchor
from reader.exchange.arrival import Arrival, arrived_id, quoted, unnamed
from reader.exchange.formats.readwise import utc
from reader.exchange.losses import Losses, in_short


def read(path: Path, losses: Losses) -> Iterator[Arrival]:
    told = json.loads(path.read_text(encoding="utf-8-sig"))
    rows = told if isinstance(told, list) else told.get("rows", told.get("annotations"))
    if not isinstance(rows, list):
        raise ValueError("it has neither rows nor annotations")
    anchors: dict[str, Anchor] = {}
    for row in rows:
        found = _anchor(row)
        if found is not None:
            anchors[str(row.get("id"))] = found
    pages: dict[str, list[Mark]] = {}
    titles: dict[str, str] = {}
    for row in rows:
        mark = _mark(row, anchors, losses)
        if mark is not None:
            uri = str(row.get("uri", ""))
            pages.setdefault(uri, []).append(mark)
            title = (row.get("document") or {}).get("title") or [""]
            titles.setdefault(uri, title if isinstance(title, str) else str(title[0]))
    for uri, marks in pages.items():
        yield Arrival(unnamed(titles[uri], uri or None), None, tuple(marks))


def _anchor(row: Mapping[str, Any]) -> Anchor | None:
    quote: Mapping[str, Any] = {}
    start = 0
    for target in row.get("target") or ():
        for selector in target.get("selector") or ():
            if selector.get("type") == "TextQuoteSelector":
                quote = selector
            elif selector.get("type") == "TextPositionSelector":
                start = int(selector.get("start", 0))
    if not quote.get("exact"):
        return None
    return quoted(quote["exact"], quote.get("prefix") or "", quote.get("suffix") or "", start)


def _mark(row: Mapping[str, Any], anchors: Mapping[str, Anchor], losses: Losses) -> Mark | None:
    body = str(row.get("text") or "")
    held = _anchor(row)
    answered = [anchors[each] for each in row.get("references") or () if each in anchors]
    if held is None and answered:
        held = answered[-1]
    if held is None:
        losses.add(
            "note[s] on a whole page, without a passage, [was|were] passed over",
            detail=in_short(body or str(row.get("id", ""))),
        )
        return None
    readers = (row.get("permissions") or {}).get("read") or ()
    mark = Mark(
        article_id="",
        id=arrived_id("hypothesis", row.get("id") or json.dumps(row, sort_keys=True)),
        kind="note" if body else "highlight",
        creator=_person(row),
        created=_date(row.get("created")),
        modified=_date(row.get("updated") or row.get("created")),
        tags=tuple(map(str, row.get("tags") or ())),
        private=bool(readers) and not any(str(one).startswith("group:") for one in readers),
        anchor=held,
        body=body,
    )
    if row.get("references"):
        parent = arrived_id("hypothesis", row["references"][-1])
        mark = replace(mark, extra={"reply_to": parent})
    return mark


def _person(row: Mapping[str, Any]) -> str:
    shown = (row.get("user_info") or {}).get("display_name")
    return str(shown or str(row.get("user") or "").removeprefix("acct:").partition("@")[0])


def _date(told: Any) -> str:
    try:
        return utc(datetime.fromisoformat(str(told)))
    except ValueError:
        return ""
