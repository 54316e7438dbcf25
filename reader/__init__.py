"""Read, annotate and fact-check an article in the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.version import __version__ as __version__

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path
    from typing import Any

    from tinydb import TinyDB

    from reader.analysis.findings import Findings
    from reader.archive.door import ArticleFindings
    from reader.article.article import Article


def open_article(path: Path | str) -> Article:
    """Open the article at a path or web address.

    Offsets anywhere count code points of its ``text``, ends exclusive; ``blocks`` are its
    headline, paragraphs, captions and so on. Raises reader.errors.ReaderError.
    """
    from reader.article.opening import open_article as opened
    from reader.config import load_settings

    return opened(str(path), network=load_settings().network)


def analyze(
    articles: Iterable[Article | Path | str], *, threads: int | None = None
) -> Iterator[ArticleFindings]:
    """Find people, names, quotes and figures in articles, one after the other.

    ``articles`` are articles, paths or addresses, read a few dozen at a time, so that they may be
    as many as you like. ``threads`` are the cores to use, at most those that the process may use,
    and by default all of these up to 8. Each result is a ``Findings`` whose ``article`` is the one
    that it is of; entities and figures have ``start`` and ``end``, quotes have ``spans``: code
    points of ``article.text``. The models are loaded with the first article and stay loaded.
    Raises reader.errors.ReaderError.
    """
    from reader.archive.door import analyze as analyzed
    from reader.config import load_settings

    return analyzed(articles, load_settings().package, threads, open_article)


def to_rows(findings: Iterable[Findings], *, arrow: bool = False) -> dict[str, Any]:
    """Make tables of what ``analyze`` yields: articles, entities, quotes, figures and speakers.

    Return a list of dictionaries for each table, all with ``article_id``; with ``arrow``, a
    ``pyarrow.Table`` (install the extra ``archive``). ``start_char`` and ``end_char`` are code
    points of the article's text, the end exclusive. Raises reader.errors.ReaderError.
    """
    from reader.archive.door import rows

    return rows(findings, arrow=arrow)


def open_notes(path: Path | str | None = None, *, read_only: bool = False) -> TinyDB:
    """Open the notes as a TinyDB database, for scripts and notebooks.

    ``path`` is the notes file; None means the one that the ``reader`` command uses. Reads return
    what every open terminal has saved. Each write is one durable step of the history: other
    terminals see it at once, and the user can undo it in the app. Use it in a ``with`` statement,
    or call ``close``. Raises reader.errors.ReaderError.
    """
    from pathlib import Path

    from reader.annotations.database import open_database
    from reader.config import load_settings

    settings = load_settings(notes=None if path is None else Path(path))
    return open_database(settings.notes, who=settings.me, read_only=read_only)
