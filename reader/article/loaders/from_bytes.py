"""An article from bytes, wherever they came from: their format, their encoding, their loader."""

from __future__ import annotations

from dataclasses import replace

from reader.article.article import Article, ArticleError
from reader.article.declared_encoding import decode_declared, decode_page
from reader.article.line_breaks import whole_words
from reader.article.loaders.registry import PLAIN_TEXT, Format, format_of
from reader.article.source import Source
from reader.article.twice_encoded import repaired

LARGEST = 64 * 1024 * 1024
"""Bytes that an article may have."""


def article_from_bytes(data: bytes, location: str) -> Article:
    """Return the article in ``data``, which came from ``location``; raises as ``open_article``."""
    return article_from_source(data, Source("", location))


def stored_article(text: str, location: str) -> Article:
    """Return the article of a text that was kept.

    Offset for offset, whatever its source's format was.
    """
    return PLAIN_TEXT.loader()(Source(text, location))


def article_from_source(
    data: bytes, source: Source, media_type: str = "", charset: str | None = None
) -> Article:
    """Return the article in ``data``; ``source`` tells where from, and is completed here.

    ``media_type`` and ``charset`` are what an HTTP header says, if one did. Raises ArticleError
    when there is nothing to read, and SeveralArticlesError for a source of several articles.
    """
    if len(data) > LARGEST:
        raise too_large(source.name)
    if not data.strip():
        raise _empty(source.name)
    form = format_of(data, source.address or source.location, media_type)
    try:
        return _loaded(form, data, source, charset)
    except RecursionError:
        raise ArticleError(
            f"{source.name} is nested too deeply to be read; save its text and open that."
        ) from None


def _loaded(form: Format, data: bytes, source: Source, charset: str | None) -> Article:
    if form.reads == "bytes":
        return form.loader()(replace(source, data=data))
    if form.reads == "page":
        text, encoding = decode_page(data, source.name, charset)
    else:
        text, encoding = decode_declared(data, source.name, charset)
    text, notice = repaired(text)
    if notice:
        source = replace(source, notices=(*source.notices, notice))
    if form is PLAIN_TEXT:
        text = whole_words(text)
    if not text.strip().strip("\ufeff\u200b"):
        raise _empty(source.name)
    return form.loader()(replace(source, text=text, encoding=encoding))


def _empty(name: str) -> ArticleError:
    return ArticleError(f"{name} is empty; there is nothing to read.")


def too_large(name: str) -> ArticleError:
    return ArticleError(
        f"{name} is larger than {LARGEST // (1024 * 1024)} MiB; split it into parts."
    )
