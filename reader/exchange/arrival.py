"""What a file brings in: an article as the file tells of it, and the records on it."""

from __future__ import annotations

import hashlib
import re
import uuid
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from reader.annotations.about_article import ABOUT as ABOUT
from reader.annotations.about_article import ARTICLE as ARTICLE
from reader.annotations.about_article import headline_of as headline_of
from reader.annotations.record_json import from_document, is_record
from reader.annotations.records import ArticleRecord, Mark, Record
from reader.article.anchor import Anchor, Part, anchor
from reader.article.fingerprint import fingerprint as fingerprint_of
from reader.exchange.losses import Losses
from reader.exchange.stand_off import StandOff, to_record
from reader.exchange.utf16 import Utf16Offsets
from reader.text.span import Span

if TYPE_CHECKING:
    from hashlib import _Hash

NOT_YET_PLACED = ""
"""The fingerprint of an anchor whose text nobody has seen: its offsets are a guess."""

ARRIVED = uuid.UUID("5b0c8f8e-0d0c-5c0e-9a53-7f1f6f2c6a11")
"""The namespace of the ids of what comes in."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """One article of a file.

    ``article`` has an empty id where the file names none, ``text`` is None where the file has none.
    Records carry the article id of the file, which may be empty.
    ``silent`` are fields of records of which the file says nothing: what is here stays.
    """

    article: ArticleRecord
    text: str | None
    records: tuple[Record, ...]
    silent: frozenset[str] = frozenset()


def unnamed(title: str = "", url: str | None = None, location: str | None = None) -> ArticleRecord:
    """Return an article as a foreign file tells of it, without an id."""
    return ArticleRecord(
        article_id="", id="", title=title, url=url, locations=(location,) if location else ()
    )


def quoted(exact: str, prefix: str = "", suffix: str = "", start: int = 0) -> Anchor:
    """Return an anchor that knows words and perhaps about where they stand.

    ValueError without words.
    """
    if not exact:
        raise ValueError("no words to find")
    start = max(start, 0)
    return Anchor(
        NOT_YET_PLACED, (Part(start, start + len(exact), exact, prefix[-32:], suffix[:32]),)
    )


def arrived_id(*parts: object) -> str:
    """Return the same UUID for the same thing, so that a file read twice makes no duplicates."""
    return _uuid_of(_hashed(*parts))


def _hashed(*parts: object) -> _Hash:
    """Return the hash of which an id is made."""
    return _further(hashlib.sha1(ARRIVED.bytes, usedforsecurity=False), *parts)


def _further(hashed: _Hash, *parts: object) -> _Hash:
    """Return ``hashed`` with more parts."""
    made = hashed.copy()
    made.update("\x1f".join(map(str, parts)).encode("utf-8", "replace"))
    return made


def _uuid_of(hashed: _Hash) -> str:
    """Return the UUID (version 5) of a hash."""
    return str(uuid.UUID(bytes=hashed.digest()[:16], version=5))


def about_article(
    identity: str, words: str, text: str | None, *, title: str = "", **fields: Any
) -> Mark:
    """Return a note on an article as a whole. Where ``text`` is not there yet, it waits for it."""
    if text is not None and text.strip():
        held = anchor(text, [headline_of(text)])
    else:
        held = quoted(title or "…")
    extra = {**fields.pop("extra", {}), ABOUT: ARTICLE}
    return Mark(
        article_id="", id=identity, kind="note", anchor=held, body=words, extra=extra, **fields
    )


def signed(arrival: Arrival, annotator: str) -> Arrival:
    """Return ``arrival`` with its records as those of ``annotator``, "" for nobody's.

    For files that never say whose they are: two people's are apart, by their ids too.
    """
    if not annotator:
        return arrival
    records = (
        replace(each, id=arrived_id("annotator", annotator, each.id), creator=annotator)
        for each in arrival.records
    )
    return replace(arrival, records=tuple(records))


class Identities:
    """Ids for what a tool gives none that lasts, the same ones each time its file is read.

    They hold the tool and the source: the document's text, and whoever annotated it.
    """

    def __init__(self, tool: str, *source: object) -> None:
        # The source may be a long text: it is hashed once for all that is in it.
        self._source = _hashed(tool, *source)
        self._seen: Counter[tuple[str, ...]] = Counter()

    def of(self, *parts: object) -> str:
        """Return the id of a thing; its order distinguishes it from others that look the same."""
        key = tuple(map(str, parts))
        self._seen[key] += 1
        return _uuid_of(_further(self._source, "", *key, self._seen[key]))


def standing_on(
    text: str,
    marks: Iterable[StandOff],
    article: ArticleRecord,
    losses: Losses,
) -> Arrival:
    """Return what an annotation tool's file has on ``text``.

    Findings of the machine are left out: reader finds its own. Marks that do not fit the text are
    counted.
    """
    fingerprint = fingerprint_of(text)
    records = []
    for mark in marks:
        if mark.origin == "machine":
            losses.add("annotation[s] by the machine [was|were] skipped: reader finds its own")
            continue
        try:
            held = anchor(text, mark.spans, fingerprint)
        except ValueError:
            losses.add("annotation[s] outside of [its|their] text [was|were] skipped")
            continue
        records.append(to_record(mark, held))
    return Arrival(article, text, tuple(records))


def article_from(document: object, fallback: ArticleRecord) -> ArticleRecord:
    """Return the article whose record the file carries as ``document``, else ``fallback``."""
    if isinstance(document, Mapping) and is_record(document):
        record = from_document(document)
        if isinstance(record, ArticleRecord):
            return record
    return fallback


def spans_of_words(text: str, spans: Sequence[Span], words: str) -> tuple[Span, ...] | None:
    """Return where ``words`` are that a file puts at ``spans``.

    There, or there when offsets count UTF-16 units, or in the nearest place that has them. None
    where they are nowhere.

    White space does not matter: tools write line breaks in different ways.
    """
    wanted = _plain(words)

    def fits(each: Sequence[Span]) -> bool:
        return _plain(" ".join(span.slice(text) for span in each)) == wanted

    if not wanted or fits(spans):
        return tuple(spans)
    units = Utf16Offsets(text)
    wide = tuple(Span(units.back(span.start), units.back(span.end)) for span in spans)
    if fits(wide):
        return wide
    places = [found.start() for found in re.finditer(re.escape(words), text)]
    if not places:
        return None
    nearest = min(places, key=lambda place: abs(place - spans[0].start))
    return (Span(nearest, nearest + len(words)),)


def _plain(words: str) -> str:
    return " ".join(words.replace("\\n", " ").split())


def with_line_feeds(text: str) -> tuple[str, Callable[[int], int]]:
    """Return ``text`` as reader loads it, and where an offset into the given text lies in that."""
    if "\r" not in text:
        return text, lambda offset: offset
    dropped = [found.start() for found in re.finditer(r"\r(?=\n)", text)]
    changed = text.replace("\r\n", "\n").replace("\r", "\n")
    return changed, lambda offset: offset - bisect_left(dropped, offset)
