"""Finds a pattern in every article of the desk whose text is kept, and in all notes.

Words are found by the index of the desk; a regular expression has to look at everything.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from reader.annotations.records import ArticleRecord, Claim, Mark, Record
from reader.desk.search import DeskHit
from reader.session.findings_outline import one_line, snippet
from reader.text.find import hits
from reader.text.hit_context import context_of


def search_desk(
    articles: Iterable[ArticleRecord],
    records: Iterable[Record],
    text_of: Callable[[ArticleRecord], str | None],
    query: str,
    *,
    regex: bool = False,
    first: str | None = None,
    most: int = 500,
) -> list[DeskHit]:
    """At most ``most`` hits, those of the article ``first`` before the others'.

    Notes are searched by the same rules as texts. Raises FindError.
    """
    by_article: dict[str, list[Record]] = {}
    for record in records:
        by_article.setdefault(record.article_id, []).append(record)
    found: list[DeskHit] = []
    for article in sorted(articles, key=lambda article: article.article_id != first):
        text = text_of(article) or ""
        title = one_line(article.title)
        for span in hits(text, query, regex=regex):
            context = context_of(text, span)
            found.append(DeskHit(article.article_id, title, context, offset=span.start))
        for record in by_article.get(article.article_id, ()):
            words = _words(record)
            if words and hits(words, query, regex=regex):
                label = f"{record.kind}: {snippet(words)}"
                found.append(DeskHit(article.article_id, title, label, record=record.id))
        if len(found) >= most:
            break
    return found[:most]


def _words(record: Record) -> str:
    own = ""
    if isinstance(record, Mark):
        own = record.body
    elif isinstance(record, Claim):
        own = record.claim
    return " ".join((own, *record.tags)).strip()
