"""Readwise CSV, out and in: highlights with title, author, address, note, place and date.

Written with the columns of Readwise's import; read with those of its export as well. Tags are words
at the beginning of the note that begin with a full stop, as Readwise takes them from notes.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TextIO

from reader.annotations.records import Mark
from reader.article.same_page import page_key
from reader.exchange.arrival import Arrival, arrived_id, quoted, signed, unnamed
from reader.exchange.export_options import DEFAULT_OPTIONS, ExportOptions
from reader.exchange.foreign import utc_time
from reader.exchange.formats.csv_table import as_written, guarded
from reader.exchange.losses import Loss, Losses
from reader.review.annotated_article import AnnotatedArticle

_LONGEST_CELL = 16 * 1024 * 1024
"""Characters that a cell may have: far more than the standard library's own limit."""

COLUMNS = ("Highlight", "Title", "Author", "URL", "Note", "Location", "Date")


def write(
    articles: Iterable[AnnotatedArticle], out: TextIO, _: ExportOptions = DEFAULT_OPTIONS
) -> list[Loss]:
    losses = Losses()
    table = csv.writer(out, lineterminator="\r\n")
    table.writerow(COLUMNS)
    for one in articles:
        article = one.record
        for record in one.records.in_order:
            if not isinstance(record, Mark):
                losses.add("record[s] other than highlights and notes [was|were] left out")
                continue
            tags = " ".join("." + "-".join(tag.split()) for tag in record.tags)
            if any(tag != "-".join(tag.split()) for tag in record.tags):
                losses.add("record[s] [has|have] tags whose spaces became dashes")
            if len(record.anchor.parts) > 1:
                losses.add("mark[s] in several parts [was|were] joined by an ellipsis")
            losses.add("record[s] [was|were] written without author, colour and surroundings")
            table.writerow(
                (
                    guarded(record.anchor.exact),
                    guarded(article.title),
                    guarded(", ".join(article.authors)),
                    guarded(article.url or ""),
                    guarded("\n".join(part for part in (tags, _guarded(record.body)) if part)),
                    record.anchor.parts[0].start,
                    record.created.replace("T", " ").removesuffix("Z"),
                )
            )
    return losses.messages()


def read(path: Path, losses: Losses, *, annotator: str = "") -> Iterator[Arrival]:
    """Yield the articles of Readwise's export, its import template, or what ``write`` made.

    With any delimiter that a spreadsheet puts between the cells when it saves the table.
    Raises ValueError for a table without highlights.
    """
    try:
        yield from (signed(each, annotator) for each in _arrivals(path, losses))
    except csv.Error as fault:
        raise ValueError(f"it is no table ({fault})") from None


def _arrivals(path: Path, losses: Losses) -> Iterator[Arrival]:
    books: dict[tuple[str, str, str], dict[str, Mark]] = {}
    addresses: dict[str, str] = {}
    csv.field_size_limit(_LONGEST_CELL)
    with path.open(encoding="utf-8-sig", newline="") as file:
        head = file.readline()
        file.seek(0)
        rows = csv.DictReader(file, delimiter=max(",;\t", key=head.count))
        if "Highlight" not in (rows.fieldnames or ()):
            raise ValueError("it has no column Highlight")
        for row in rows:
            title = as_written(row.get("Title") or row.get("Book Title") or "")
            author = as_written(row.get("Author") or row.get("Book Author") or "")
            url = as_written(row.get("URL") or row.get("Source URL") or "")
            mark = _mark(row, page_key(url) if url else f"{title}\x1f{author}", losses)
            if mark is None:
                continue
            addresses.setdefault(page_key(url), url)
            book = books.setdefault((title, author, page_key(url)), {})
            losses.add("duplicate row[s] [was|were] merged", int(mark.id in book))
            book[mark.id] = mark
    for (title, author, url), marks in books.items():
        article = replace(
            unnamed(title, addresses[url] or None), authors=(author,) if author else ()
        )
        yield Arrival(article, None, tuple(marks.values()))


def _mark(row: Mapping[str, str | None], book: str, losses: Losses) -> Mark | None:
    """Return the mark of a row.

    Its id holds the book, the words, the place and the time, not the note.
    """
    words = _lines(row.get("Highlight"))
    if not words.strip():
        losses.add("row[s] without highlighted words [was|were] skipped")
        return None
    note, tags = _split(_lines(row.get("Note")))
    tags.extend(tag.strip() for tag in (row.get("Tags") or "").split(",") if tag.strip())
    place = row.get("Location") or ""
    at = utc_time(row.get("Date") or row.get("Highlighted at") or "")
    document_tags = [tag for tag in (row.get("Document tags") or "").split(",") if tag.strip()]
    losses.add("tag[s] of a document [was|were] skipped", len(document_tags))
    return Mark(
        article_id="",
        id=arrived_id("readwise", book, words, place, at),
        kind="note" if note else "highlight",
        created=at,
        modified=at,
        tags=tuple(dict.fromkeys(tags)),
        colour=(row.get("Color") or "").strip() or None,
        anchor=quoted(words, start=int(place) if place.isdigit() else 0),
        body=note,
    )


def _lines(cell: str | None) -> str:
    return as_written(cell or "").replace("\r\n", "\n").replace("\r", "\n")


_TAG = re.compile(r"\.(\S+)[ \t]*\n?")


def _guarded(body: str) -> str:
    """Return ``body`` so that its beginning is no tag."""
    return f" {body}" if body.lstrip(" ").startswith(".") else body


def _split(note: str) -> tuple[str, list[str]]:
    """Return the note without the tags at its beginning, and the tags."""
    tags: list[str] = []
    at = 0
    while found := _TAG.match(note, at):
        tags.append(found[1])
        at = found.end()
    body = note[at:]
    return body[1:] if body.lstrip(" ").startswith(".") else body, tags
