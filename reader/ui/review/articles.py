"""The article in view and the others of the desk, as review works on them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from textual.message import Message

from reader.annotations.records import ArticleRecord, Record
from reader.config import Settings
from reader.review.annotated_article import AnnotatedArticle, annotated
from reader.review.beside import Beside
from reader.review.sitting import Sitting
from reader.ui.behind import run_behind

if TYPE_CHECKING:
    from reader.ui.app import ReaderApp


class RecordsRead(Message):
    """All records of the desk were read for the review of one article."""

    def __init__(self, records: Sequence[Record]) -> None:
        super().__init__()
        self.records = records


class Compared(Message):
    """The article in review was compared with the others of the desk."""

    def __init__(self, beside: Beside) -> None:
        super().__init__()
        self.beside = beside


def article_in_view(app: ReaderApp) -> AnnotatedArticle | None:
    """The article that is open, None while its findings or its place on the desk are not known."""
    reading, notebook = app.reader.reading, app.notebook
    if reading is None or reading.found is None:
        return None
    if reading.article_id is None and not notebook.fault:
        return None
    identity = reading.article_id or app.opening.provisional()
    record = app.opening.record or ArticleRecord(article_id=identity, id=identity)
    return annotated(
        reading.article, reading.found, notebook.records, record=record, former=reading.former
    )


def prepare_review(app: ReaderApp) -> None:
    """Work out the queue of a long article behind the screen, so that review opens at once."""
    article = article_in_view(app)
    if article is None:
        return

    def work_out() -> None:
        sitting = Sitting.on(article, before=app.sitting)
        if sitting.items:
            app.sitting = sitting

    run_behind(app, work_out, "working out what to review", group="review", exclusive=True)


def others_in_review(
    records: Sequence[Record], but: str, settings: Settings
) -> tuple[list[AnnotatedArticle], int]:
    """Every other article of the desk with the findings kept of it, and how many have none.

    An article is opened from its place or from its kept text, never from the network.
    """
    from reader.article.article import ArticleError

    library = settings.library
    by_article: dict[str, list[Record]] = {}
    for record in records:
        by_article.setdefault(record.article_id, []).append(record)
    found, unread = [], 0
    for record in _articles(records):
        if record.article_id == but:
            continue
        try:
            article = library.open(record).article
        except (ArticleError, OSError):
            continue
        findings = library.findings_of(article.fingerprint)
        if findings is None:
            unread += 1
            continue
        own, former = by_article[record.article_id], library.texts.load
        found.append(annotated(article, findings, own, record=record, former=former))
    return found, unread


def _articles(records: Iterable[Record]) -> list[ArticleRecord]:
    return [record for record in records if isinstance(record, ArticleRecord)]
