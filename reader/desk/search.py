"""Finds words in every article and note of the desk, by its index."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

from reader.desk.index import CLOSE, OPEN, DeskIndex
from reader.desk.query import parse_query
from reader.text.hit_context import context_of
from reader.text.span import Span
from reader.text.visible import visible

MOST = 200
_HIT = re.compile(f"{OPEN}([^{OPEN}{CLOSE}]*){CLOSE}")


@dataclass(frozen=True, slots=True)
class DeskHit:
    """A hit: in the text of an article at ``offset``, in its title where that is.

    None, or in the words of its ``record`` of a ``kind``.
    """

    article_id: str
    title: str
    context: str
    offset: int | None = None
    record: str | None = None
    kind: str = ""


def find_on_desk(
    index: DeskIndex,
    words: str,
    *,
    most: int = MOST,
    first: str = "",
    among: Collection[str] | None = None,
    texts: bool = True,
    notes: bool = True,
) -> list[DeskHit]:
    """Return at most ``most`` hits, those in texts and those in notes each by article.

    The article ``first``, then the newest on the desk; only of the articles ``among`` where they
    are given.

    Raises QueryError and DeskIndexError.
    """
    query = parse_query(words)
    limit = most if among is None else -1
    found: list[DeskHit] = []
    for article_id, title, marked_title, marked_text, text in (
        index.texts_with(query, first) if texts else ()
    ):
        if among is not None and article_id not in among:
            continue
        of_texts = _hits_in(article_id, title, marked_title, marked_text, query.pieces)
        found += _placed(of_texts, text) if text else of_texts
        if len(found) >= most:
            break
    of_notes: list[DeskHit] = []
    for article_id, title, record, kind, marked in (
        index.notes_with(query, limit, first) if notes else ()
    ):
        if among is not None and article_id not in among:
            continue
        spans, plain = _spans(marked, query.pieces)
        context = context_of(plain, spans[0]) if spans else plain
        of_notes.append(DeskHit(article_id, title, context, record=record, kind=kind))
        if len(of_notes) >= most:
            break
    # Half the room is for notes, so that a word of every text does not hide them.
    share = max(most // 2, most - len(of_notes))
    return [*found[:share], *of_notes][:most]


def _placed(hits: Iterator[DeskHit], text: str) -> Iterator[DeskHit]:
    """Yield the hits in what is visible of ``text``, with their offsets in the text itself."""
    shown = visible(text)
    for hit in hits:
        if hit.offset is not None:
            place = shown.origin(Span(hit.offset, hit.offset + 1)).start
            hit = replace(hit, offset=place)
        yield hit


def _hits_in(
    article_id: str, title: str, marked_title: str, marked_text: str, pieces: tuple[str, ...]
) -> Iterator[DeskHit]:
    spans, text = _spans(marked_text, pieces)
    for span in spans:
        yield DeskHit(article_id, title, context_of(text, span), offset=span.start)
    if not spans:
        in_title, plain = _spans(marked_title, pieces)
        if in_title:
            yield DeskHit(article_id, title, context_of(plain, in_title[0]))


def _spans(marked: str, pieces: tuple[str, ...]) -> tuple[list[Span], str]:
    """Return where the hits stand in a text, and the text without their marks."""
    spans: list[Span] = []
    for count, found in enumerate(_HIT.finditer(marked)):
        start = found.start() - 2 * count
        spans.append(Span(start, start + len(found[1])))
    plain = marked.replace(OPEN, "").replace(CLOSE, "")
    for piece in pieces:
        place = plain.find(piece)
        while place >= 0:
            spans.append(Span(place, place + len(piece)))
            place = plain.find(piece, place + len(piece))
    return sorted(spans, key=lambda span: span.start), plain
