"""Parquet files of articles, and the folders that ``reader analyze --out`` writes.

They are read by pyarrow (``pip install "article-reader[archive]"``), a column and a group of rows
at a time: what is not asked for is not read.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from reader.article.article import ArticleError
from reader.article.article_rows import WHOLE
from reader.article.columns import Columns, choose
from reader.article.table_signs import is_archive


def files_of(path: Path) -> list[Path]:
    """Return the files of articles: those of an archive in their order, or the file itself."""
    return sorted((path / "articles").glob("*.parquet")) if is_archive(path) else [path]


@contextmanager
def opened(path: Path) -> Iterator[Any]:
    """Return a Parquet file as ``pyarrow.parquet.ParquetFile``. Raises ArticleError."""
    try:
        parquet = importlib.import_module("pyarrow.parquet")
    except ImportError:
        raise ArticleError(
            f'{path} is in Parquet, which needs pyarrow: pip install "article-reader[archive]"'
        ) from None
    from pyarrow import ArrowException

    try:
        with parquet.ParquetFile(path) as file:
            yield file
    except (ArrowException, OSError) as fault:
        reason = " ".join(str(fault).split())[:120]
        raise ArticleError(f"{path} cannot be read as Parquet: {reason}.") from None


def columns_of(file: Any, given: Mapping[str, str], where: str) -> tuple[Columns, list[str] | None]:
    """Return what its columns hold, and the names to read. Raises ArticleError."""
    names = file.schema_arrow.names
    columns = choose(names, given, where)
    if set(names) >= WHOLE and not given:
        return columns, None
    return columns, list(columns.by_role.values())
