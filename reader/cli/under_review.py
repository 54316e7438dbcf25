"""What the commands of the fact-check desk work on: articles with findings and records."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from reader.errors import ReaderError

if TYPE_CHECKING:
    from reader.annotations.records import ArticleRecord, Record
    from reader.annotations.store import Store
    from reader.article.article import Article
    from reader.config import Settings
    from reader.review.annotated_article import AnnotatedArticle


@contextmanager
def notes_for_reading(settings: Settings) -> Iterator[list[Record]]:
    """All records, none where there is no notes file yet."""
    from reader.cli.desk import open_notes

    if not settings.notes.exists():
        yield []
        return
    with open_notes(settings, read_only=True) as store:
        yield store.records()


def on_desk(
    files: Sequence[str], settings: Settings, records: Sequence[Record]
) -> list[AnnotatedArticle]:
    """Return the articles of ``files``, all of the desk when there are none, with their findings.

    An article that is new to the desk gets its fingerprint for an id. Raises ArticleError and
    ModelError.
    """
    from reader.annotations.articles import known_article
    from reader.annotations.records import Appearance, ArticleRecord, Claim, SourceName
    from reader.cli.desk import article_at
    from reader.cli.findings import findings_of
    from reader.review.annotated_article import annotated

    known = [record for record in records if isinstance(record, ArticleRecord)]
    opened: list[tuple[Article, ArticleRecord | None]] = []
    if files:
        for file in files:
            article = article_at(file, settings)
            opened.append((article, known_article(known, article)))
    else:
        for record in known:
            reopened = _reopened(record, settings)
            if reopened is not None:
                opened.append((reopened, record))
    found = findings_of([article for article, _ in opened], settings)
    claims = {each.id: each for each in records if isinstance(each, Claim)}
    by_article: dict[str, list[Record]] = {}
    for each in records:
        by_article.setdefault(each.article_id, []).append(each)
        if isinstance(each, Appearance) and each.claim_id in claims:
            by_article[each.article_id].append(claims[each.claim_id])
    sources = [each for each in records if isinstance(each, SourceName)]
    return [
        annotated(
            article,
            findings,
            [*by_article.get(record.article_id if record is not None else "", ()), *sources],
            record=record,
            former=settings.library.texts.load,
        )
        for (article, record), findings in zip(opened, found, strict=True)
    ]


def _reopened(record: ArticleRecord, settings: Settings) -> Article | None:
    """Return the article as the library has it.

    None where neither a place nor a text can be read.
    """
    from reader.article.article import ArticleError

    try:
        return settings.library.open(record).article
    except ArticleError:
        return None


def admit(store: Store, settings: Settings, one: AnnotatedArticle) -> AnnotatedArticle:
    """Put the article on the desk, its text stored; the article with its lasting record."""
    from dataclasses import replace

    from reader.annotations.articles import admitted, known_article
    from reader.annotations.records import now

    at = now()
    record = store.admit(
        lambda articles: admitted(
            known_article(articles, one.article), one.article, creator=settings.me, at=at
        )
    )
    settings.library.texts.keep(one.text, one.fingerprint)
    return replace(one, record=record)


def the_claim(records: Sequence[Record], identity: str) -> Any:
    """Return the claim with this id, or whose id alone begins so. Raises ReaderError."""
    from reader.annotations.records import Claim

    claims = [each for each in records if isinstance(each, Claim)]
    found = [each for each in claims if each.id == identity]
    found = found or [each for each in claims if identity and each.id.startswith(identity)]
    if len(found) == 1:
        return found[0]
    if found:
        raise ReaderError(f"{len(found)} claims begin with {identity!r}; give more of the id.")
    raise ReaderError(f"There is no claim {identity!r}; `reader claims` lists them.")
