"""Findings of an article that is read from an archive: they are in its tables already."""

from __future__ import annotations

from pathlib import Path

from reader.analysis.findings import Findings
from reader.analysis.packages import ModelError, stamp
from reader.archive.rows import findings_of
from reader.article import parquet
from reader.article.article import Article, ArticleError
from reader.article.table_contents import ParquetItems
from reader.article.table_signs import is_archive

_KINDS = ("entities", "quotes", "figures")


def findings_at(article: Article, package: Path) -> Findings | None:
    """Return what an archive holds of an article that was opened from it.

    None where it is from elsewhere, or where the models in ``package`` or the rules of this version
    are not those that made the archive.
    """
    place, _, mark = article.location.rpartition("#")
    path = Path(place).expanduser()
    if not place or not is_archive(path):
        return None
    try:
        file = ParquetItems(path, place).file_of(mark)
        found = _read(file, mark) if file is not None else None
        if found is None or found.fingerprint != article.fingerprint:
            return None
        current = stamp(package, found.language)
    except (ArticleError, ModelError, OSError, KeyError, TypeError):
        return None
    return found if found.models == current else None


def _read(file: Path, mark: str) -> Findings | None:
    rows = []
    for kind in ("articles", *_KINDS):
        with parquet.opened(file.parent.parent / kind / file.name) as opened:
            from pyarrow import compute

            table = opened.read(use_threads=False)
            own = table.filter(compute.equal(table.column("article_id"), mark))
            rows.append(own.to_pylist())
    articles, entities, quotes, figures = rows
    return findings_of(articles[0], entities, quotes, figures) if articles else None
