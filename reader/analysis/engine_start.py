"""Whether an article needs the engine, known before there is a screen."""

from __future__ import annotations

import contextlib
from pathlib import Path

from reader.analysis.cache import FindingsCache
from reader.analysis.early_engine import EarlyEngine, started
from reader.analysis.engine_client import ENGINE, child_environment
from reader.analysis.packages import stamp_of_all
from reader.article.article import Article
from reader.cores import usable_cores
from reader.errors import ReaderError


def engine_for(article: Article, package: Path, cache: Path, log: Path) -> EarlyEngine | None:
    """Start the engine for an article that nobody has analysed yet; None where none is needed.

    On one core it would take the first frame its time, and starts after it. What keeps it from
    starting is met again, and reported, by the search for names and quotes.
    """
    # The archive that an article is from may have its findings.
    if usable_cores() == 1 or "#" in article.location:
        return None
    with contextlib.suppress(ReaderError, OSError):
        if not FindingsCache(cache).has(article.fingerprint, stamp_of_all(package)):
            return started((*ENGINE, str(package), str(log)), child_environment())
    return None
