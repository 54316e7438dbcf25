"""Our own JSON: every record as the store keeps it, gathered by article.

``{"schema": 1, "offset_unit": "codepoint", "articles": [{…the article's record…, "records":
[…]}]}``, one record a line, written article by article so that memory does not grow.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TextIO

from reader.annotations.record_json import to_document
from reader.exchange.dossier import Dossier
from reader.exchange.formats import Loss

SCHEMA = 1


def write(dossiers: Iterable[Dossier], out: TextIO) -> list[Loss]:
    """Nothing is lost in this format."""
    out.write(f'{{"schema": {SCHEMA}, "offset_unit": "codepoint", "articles": [')
    for place, dossier in enumerate(dossiers):
        head = json.dumps(to_document(dossier.article), ensure_ascii=False)
        out.write(f'{"," if place else ""}\n{head[:-1]}, "records": [')
        for number, record in enumerate(dossier.records):
            line = json.dumps(to_document(record), ensure_ascii=False)
            out.write(f"{',' if number else ''}\n  {line}")
        out.write("]}")
    out.write("\n]}\n")
    return []
