"""Annotations of Hypothesis, in: what its API gives for a search, or its client's own export.

A note on a whole page is a note on the article; a reply is a note where its parent is.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from reader.annotations.records import Mark
from reader.article.anchor import Anchor
from reader.article.same_page import page_key
from reader.exchange.arrival import Arrival, about_article, arrived_id, quoted, unnamed
from reader.exchange.foreign import utc_time
from reader.exchange.losses import Losses, in_short


def read(path: Path, losses: Losses) -> Iterator[Arrival]:
    """Yield the articles of an export of Hypothesis. Raises ValueError for other JSON."""
    export = json.loads(path.read_text(encoding="utf-8-sig"))
    rows = export if isinstance(export, list) else export.get("rows", export.get("annotations"))
    if not isinstance(rows, list):
        raise ValueError("it has neither rows nor annotations")
    anchors: dict[str, Anchor] = {}
    pages: dict[str, list[Mark]] = {}
    named: dict[str, tuple[str, str]] = {}
    for row in rows:
        try:
            found = _anchor(row)
            if found is not None:
                anchors[str(row.get("id"))] = found
        except (AttributeError, LookupError, TypeError, ValueError):
            continue
    for row in rows:
        try:
            mark, uri, title = _mark(row, anchors, losses), str(row.get("uri", "")), _title(row)
        except (AttributeError, LookupError, TypeError, ValueError):
            losses.add("annotation[s] of unknown form [was|were] skipped")
            continue
        if mark is not None:
            pages.setdefault(page_key(uri), []).append(mark)
            named.setdefault(page_key(uri), (title, uri))
    for key, marks in pages.items():
        title, uri = named[key]
        yield Arrival(unnamed(title, uri or None), None, tuple(marks))


def _title(row: Mapping[str, Any]) -> str:
    title = (row.get("document") or {}).get("title") or [""]
    return title if isinstance(title, str) else str(title[0])


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
    references = row.get("references") or ()
    answered = [anchors[each] for each in references if each in anchors]
    held = _anchor(row) or (answered[-1] if answered else None)
    readers = (row.get("permissions") or {}).get("read") or ()
    common: dict[str, Any] = {
        "creator": _person(row),
        "created": utc_time(row.get("created")),
        "modified": utc_time(row.get("updated") or row.get("created")),
        "tags": tuple(map(str, row.get("tags") or ())),
        "private": bool(readers) and not any(str(one).startswith("group:") for one in readers),
        "extra": {"reply_to": arrived_id("hypothesis", references[-1])} if references else {},
    }
    identity = arrived_id("hypothesis", row.get("id") or json.dumps(row, sort_keys=True))
    if held is not None:
        kind = "note" if body else "highlight"
        return Mark(article_id="", id=identity, kind=kind, anchor=held, body=body, **common)
    if not body and not common["tags"]:
        losses.add(
            "annotation[s] of a whole page that [says|say] nothing [was|were] skipped",
            detail=in_short(str(row.get("id", ""))),
        )
        return None
    return about_article(identity, body, None, title=_title(row), **common)


def _person(row: Mapping[str, Any]) -> str:
    shown = (row.get("user_info") or {}).get("display_name")
    return str(shown or str(row.get("user") or "").removeprefix("acct:").partition("@")[0])
