"""Opens an article of the desk: from where it was, else from the text kept with its notes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from reader.annotations.records import ArticleRecord
from reader.article.article import Article, ArticleError
from reader.article.kept import KeptTexts


@dataclass(frozen=True, slots=True)
class Opened:
    """``told`` says where the text is from when it is not from its own place."""

    article: Article
    told: str = ""


def open_desk_article(record: ArticleRecord, kept: KeptTexts, pages: Path | None = None) -> Opened:
    """The article of ``record``; ArticleError when neither place nor kept text can be read."""
    from reader.article.network import Network
    from reader.article.opening import kept_article, open_article

    places = [place for place in reversed(record.locations) if place]
    fault = ArticleError(
        "It was read from standard input and has no notes; pipe it in again to read it."
    )
    for place in places:
        try:
            # Nobody gave an address here: what was fetched is read, and nothing is fetched anew.
            article = open_article(place, network=Network(offline=True, pages=pages))
            return Opened(article, " ".join(article.notices))
        except ArticleError as refused:
            fault = refused
    for revision in reversed(record.revisions):
        text = kept.load(revision.fingerprint)
        if text is not None:
            place = places[0] if places else revision.location
            article = kept_article(text, place)
            told = f"{fault} This is the text kept with your notes."
            return Opened(replace(article, title=record.title or article.title), told)
    raise fault
