"""Writes the notes of one article, or of the whole desk, to a file in a format to choose."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader.errors import ReaderError
from reader.exchange.by_article import loaded_from
from reader.exchange.export import Export, export
from reader.exchange.formats.registry import FORMATS
from reader.exchange.selection import Selection
from reader.exchange.targets import Names

if TYPE_CHECKING:
    from reader.annotations.records import ArticleRecord
    from reader.annotations.store import Store
    from reader.config import Settings
    from reader.exchange.by_article import Loaded
    from reader.review.annotated_article import AnnotatedArticle

BETWEEN = 0.2
"""Seconds between two reports of progress."""

Advance = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Report:
    """What was written in one sentence, and a line for each thing that stayed behind."""

    sentence: str
    losses: tuple[str, ...] = ()

    def __str__(self) -> str:
        losses = "; ".join(self.losses)
        return f"{self.sentence}: {losses}." if losses else f"{self.sentence}."


def asked_for(format_name: str, title: str, selection: Selection, settings: Settings) -> Export:
    """Return an export to a file that is named by the title as every system takes it."""
    name = Names().of(title, selection.article or title)
    return Export(
        format=format_name,
        target=name + FORMATS[format_name].ending,
        selection=selection,
        given=settings.given,
    )


def written(
    store: Store,
    asked: Export,
    settings: Settings,
    reading: AnnotatedArticle | None,
    advance: Advance,
) -> Report:
    """Write what is asked for, and tells of it.

    ``reading`` gives text and findings of the article in view. Private records stay. ``advance``
    is called now and then with how many records are done and how many there are; what it raises
    ends the export. Raises ReaderError and OSError; nothing is left half written then.
    """
    stored = loaded_from(settings.library, findings=True)
    wanted = asked.selection.article
    total = sum(
        sum(kinds.values())
        for article_id, kinds in store.counts().items()
        if wanted in ("", article_id)
    )
    done, reported = 0, time.monotonic()

    def load(article: ArticleRecord) -> Loaded:
        if reading is not None and reading.article_id == article.id:
            return reading.text, reading.findings.found
        return stored(article)

    def passed(count: int) -> None:
        nonlocal done, reported
        done += count
        now = time.monotonic()
        if now - reported >= BETWEEN:
            reported = now
            advance(min(done, total), total)

    result = export(store, asked, load, passed=passed)
    left = f"Exported to {asked.target}"
    return Report(left, tuple(map(str, (*result.held_back, *result.losses))))


def refusal(fault: ReaderError | OSError) -> str:
    """Why nothing was written, for the user."""
    if isinstance(fault, ReaderError):
        return str(fault)
    return f"{fault.filename or 'The file'} cannot be written: {fault.strerror or fault}."
