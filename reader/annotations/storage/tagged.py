"""The records that have a tag, without parsing the others."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Iterable

from reader.annotations.records import Document
from reader.annotations.storage.table_file import TableFile
from reader.annotations.storage.table_layout import RECORDS
from reader.annotations.storage.view import View


def tagged(view: View, names: Iterable[str]) -> list[Document]:
    """Return the documents that have one of the tags ``names`` or a level below it."""
    wanted = frozenset(names)
    changed = view.overlay.rows(RECORDS)
    base = {key: row for key, row in _lines_with(view.base, wanted) if str(key) not in changed}
    late = {int(key): row for key, row in changed.items() if row is not None}
    every = base | late
    return [every[key] for key in sorted(every) if _has(every[key], wanted)]


def _lines_with(file: TableFile, names: frozenset[str]) -> Iterable[tuple[int, Document]]:
    """Return the rows in whose lines one of ``names`` begins a text."""
    if not names:
        return ()
    words = b"|".join(re.escape(json.dumps(name)[:-1].encode("ascii")) for name in sorted(names))
    pattern = re.compile(b'(?:%s)["/]' % words)
    places: dict[int, None] = {}
    for _, _, begin, text in file.blocks():
        for found in pattern.finditer(text):
            places[bisect_right(file.starts, begin + found.start()) - 1] = None
    return file.rows_at(places)


def _has(row: Document, names: frozenset[str]) -> bool:
    tags = row.get("tags")
    return isinstance(tags, list) and any(
        tag == name or tag.startswith(f"{name}/")
        for tag in tags
        if isinstance(tag, str)
        for name in names
    )
