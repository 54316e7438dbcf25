"""How far the queue of an article on the desk is decided, without opening the article."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reader.annotations.records import ArticleRecord, Record
    from reader.config import Settings
    from reader.desk.upkeep import QueueCount


def queue_counts(settings: Settings) -> QueueCount:
    """Return what counts the items most worth a check, decided and not, as review counts them.

    Of the stored text of the newest version and its stored findings; None where there are none.
    What other articles say to the items is left to review: it would take as long as reading them.
    """
    from reader.article.loaders.from_bytes import kept_article
    from reader.review.annotated_article import annotated
    from reader.review.beside import beside
    from reader.review.queue import few, progress, queue

    library, words = settings.library, settings.desk_words

    def count(record: ArticleRecord, records: list[Record]) -> tuple[int, int] | None:
        if not record.revisions:
            return None
        newest = record.revisions[-1]
        text, findings = library.texts.load(newest.fingerprint), None
        if text is not None:
            findings = library.findings_of(newest.fingerprint)
        if text is None or findings is None:
            return None
        article = kept_article(text, newest.location)
        in_review = annotated(article, findings, records, record=record, former=library.texts.load)
        reasons = beside(in_review).reasons
        state = progress(few(queue(in_review, extra=reasons, desk_words=words)))
        return state.done, state.left

    return count
