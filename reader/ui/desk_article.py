"""Opens an article of the desk: from where it was, else from the text kept with its notes."""

from __future__ import annotations

from dataclasses import dataclass, replace

from reader.annotations.records import ArticleRecord
from reader.article.article import Article, ArticleError
from reader.article.kept import KeptTexts


@dataclass(frozen=True, slots=True)
class Opened:
    """``told`` says where the text is from when it is not from its own place."""

    article: Article
    told: str = ""


def open_desk_article(record: ArticleRecord, kept: KeptTexts) -> Opened:
    """The article of ``record``; ArticleError when neither place nor kept text can be read."""
    from reader.article.opening import article_from_bytes, open_article

    places = [place for place in reversed(record.locations) if place]
    fault = ArticleError(
        "It was read from standard input and has no notes; pipe it in again to read it."
    )
    for place in places:
        try:
            return Opened(open_article(place))
        except ArticleError as refused:
            fault = refused
    for revision in reversed(record.revisions):
        text = kept.load(revision.fingerprint)
        if text is not None:
            place = places[0] if places else revision.location
            article = article_from_bytes(text.encode("utf-8", "surrogatepass"), place)
            told = f"{fault} This is the text kept with your notes."
            return Opened(replace(article, title=record.title or article.title), told)
    raise fault
