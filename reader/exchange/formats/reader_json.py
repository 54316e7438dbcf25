"""Our own JSON: every record as the store keeps it, gathered by article.

``{"schema": 1, "offset_unit": "codepoint", "articles": [{…the article's record…, "text": "…",
"records": […]}]}``, one record a line, written article by article so that memory does not grow.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from reader.annotations.record_json import from_document, is_record, to_document
from reader.annotations.records import Record
from reader.exchange.export_options import DEFAULT_OPTIONS, ExportOptions
from reader.exchange.formats.json_lines import arrived, article_document, encoded
from reader.exchange.losses import Loss, Losses
from reader.review.annotated_article import AnnotatedArticle

if TYPE_CHECKING:
    from reader.exchange.arrival import Arrival

SCHEMA = 1


def write(
    articles: Iterable[AnnotatedArticle], out: TextIO, _: ExportOptions = DEFAULT_OPTIONS
) -> list[Loss]:
    """Nothing is lost in this format."""
    out.write(f'{{"schema": {SCHEMA}, "offset_unit": "codepoint", "articles": [')
    for place, one in enumerate(articles):
        head = encoded(article_document(one))
        out.write(f'{"," if place else ""}\n{head[:-1]}, "records": [')
        for number, record in enumerate(one.records.in_order):
            line = encoded(to_document(record))
            out.write(f"{',' if number else ''}\n  {line}")
        out.write("]}")
    out.write("\n]}\n")
    return []


def read(path: Path, losses: Losses) -> Iterator[Arrival]:
    """Yield the articles of a file. ValueError when it is of a later schema or none of ours."""
    export = json.loads(path.read_text(encoding="utf-8-sig"))
    if not isinstance(export, dict) or not isinstance(export.get("articles"), list):
        raise ValueError("it is not an export from reader")
    if export.get("schema") != SCHEMA:
        raise ValueError(f"it is of schema {export.get('schema')!r}, where {SCHEMA} is known")
    for document in export["articles"]:
        if not isinstance(document, dict) or not is_record(document):
            losses.add("article[s] that [is no record was|are no records were] passed over")
            continue
        head = {key: value for key, value in document.items() if key != "records"}
        records = [*_records(document.get("records"), losses)]
        yield arrived(head, document["article_id"], records, losses)


def _records(rows: Any, losses: Losses) -> Iterator[Record]:
    for row in rows if isinstance(rows, list) else ():
        if isinstance(row, dict) and is_record(row):
            yield from_document(row)
        else:
            losses.add("[entry that is no record was|entries that are no records were] passed over")
