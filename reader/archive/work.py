"""What is done to a shard, in this process or in a worker: its articles opened, analyzed, written.

The tables of a shard are Parquet files in memory. Who asked for them writes them: workers need no
folder in common.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from reader.analysis.packages import stamp_of_all
from reader.archive.arrow import SCHEMA, parquet_bytes
from reader.archive.inputs import articles_of
from reader.archive.rows import STORED, joined, tables_of
from reader.archive.shards import Shard

if TYPE_CHECKING:
    from reader.analysis.models.pipeline import Pipeline

Packed = Mapping[str, bytes]
"""A Parquet file for each of ``STORED``."""
KEY, REFUSED, ARTICLES = "reader.shard", "reader.refused", "reader.articles"
"""Metadata of a table of articles: its shard's key, and as JSON the sentences on what could not be
opened; how many articles it has.
"""
_ROOMS = ("text", "article", "analysis", "archive")


def made_by(package: Path, options: str = "") -> str:
    """Return what rows depend on besides the articles.

    Models, code, schema and ``options``; a hash.

    Raises ModelError where the models cannot be used.
    """
    stamps = sorted(stamp_of_all(package).items())
    return hashlib.sha256(f"{SCHEMA}\n{stamps}\n{_code()}\n{options}".encode()).hexdigest()[:32]


@cache
def _code() -> str:
    """Return a hash of the code that rows come from."""
    made = hashlib.sha256()
    root = Path(__file__).parents[1]
    for room in _ROOMS:
        for path in sorted((root / room).rglob("*.py")):
            made.update(str(path.relative_to(root)).encode() + path.read_bytes())
    return made.hexdigest()


def load_pipeline(package: Path, threads: int | None) -> Pipeline:
    """Return the models in ``package``, loaded. Raises ModelError."""
    from reader.analysis.models.pipeline import Pipeline

    return Pipeline(package, threads=threads)


def tables_of_shard(shard: Shard, pipeline: Pipeline, *, text: bool = True) -> Packed:
    """Return the tables of a shard's articles; without ``text`` their words are left out."""
    refused: list[str] = []
    articles = list(articles_of(shard.items, refused.append))
    every = zip(articles, pipeline.analyze_many(articles), strict=True)
    tables = joined(tables_of(article, findings) for article, findings in every)
    if not text:
        for row in tables["articles"]:
            row["text"] = None
    about = {
        KEY: shard.key,
        ARTICLES: str(len(articles)),
        REFUSED: json.dumps(refused, ensure_ascii=False),
    }
    return {name: parquet_bytes(name, tables[name], about) for name in STORED}
