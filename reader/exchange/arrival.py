"""What a file brings in: an article as the file tells of it, and the records on it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from reader.annotations.records import ArticleRecord, Record
from reader.article.anchor import Anchor, Part

NOT_YET_PLACED = ""
"""The fingerprint of an anchor whose text nobody has seen: its offsets are a guess."""

_ARRIVED = uuid.UUID("5b0c8f8e-0d0c-5c0e-9a53-7f1f6f2c6a11")


@dataclass(frozen=True, slots=True)
class Arrival:
    """One article of a file. ``article`` has an empty id where the file names none, ``text`` is
    None where the file has none. Records carry the article id of the file, which may be empty.
    """

    article: ArticleRecord
    text: str | None
    records: tuple[Record, ...]


def unnamed(title: str = "", url: str | None = None, location: str | None = None) -> ArticleRecord:
    """An article as a foreign file tells of it, without an id."""
    return ArticleRecord(
        article_id="", id="", title=title, url=url, locations=(location,) if location else ()
    )


def quoted(exact: str, prefix: str = "", suffix: str = "", start: int = 0) -> Anchor:
    """An anchor that knows words and perhaps about where they stand; ValueError without words."""
    if not exact:
        raise ValueError("no words to look for")
    start = max(start, 0)
    return Anchor(
        NOT_YET_PLACED, (Part(start, start + len(exact), exact, prefix[-32:], suffix[:32]),)
    )


def arrived_id(*told: object) -> str:
    """The same UUID for the same thing, so that a file read twice makes no doubles."""
    return str(uuid.uuid5(_ARRIVED, "\x1f".join(map(str, told))))
