"""Which loader reads what."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePath

from reader.article.article import Article, ArticleError
from reader.article.source import Source

Loader = Callable[[Source], Article]

_MARKDOWN = frozenset((".md", ".markdown", ".mdown", ".mkd", ".mkdn"))
_HTML = frozenset((".html", ".htm", ".xhtml"))


def loader_for(source: Source) -> Loader:
    """The loader for a source, by its name, or by how it begins where it has none.

    Raises ArticleError, with one sentence, for a format that this version does not read.
    """
    suffix = PurePath(source.location).suffix.lower()
    begin = source.text[:200].lstrip().lower()
    if suffix in _HTML or begin.startswith(("<!doctype html", "<html")):
        raise ArticleError(
            f"{source.location} is a web page, which this version cannot read; "
            "save the article as plain text or Markdown."
        )
    if suffix in _MARKDOWN or (source.location == "-" and begin.startswith(("# ", "---\ntitle:"))):
        from reader.article.loaders.markdown import load as load_markdown

        return load_markdown
    from reader.article.loaders.plain_text import load

    return load
