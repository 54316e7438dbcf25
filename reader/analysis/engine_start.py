"""Whether an article needs the engine, known before there is a screen."""

from __future__ import annotations

import contextlib
from pathlib import Path

from reader.analysis.cache import FindingsCache
from reader.analysis.early_engine import ENGINE, child_environment, end, started
from reader.analysis.packages import stamp_of_all
from reader.analysis.shared.joining import EarlyEngine, Joined, joined
from reader.article.article import Article
from reader.cores import usable_cores
from reader.errors import ReaderError


def engine_for(
    article: Article, package: Path, cache: Path, log: Path, *, shared: bool = False
) -> EarlyEngine | None:
    """Start an engine for an article that nobody has analysed yet; None where none is needed.

    With ``shared`` it is the one of all terminals, wherever there can be one. On one core it
    would take the first frame its time, and starts after it. What keeps it from starting is met
    again, and reported, by the search for names and quotes.
    """
    # The archive that an article is from may have its findings.
    if usable_cores() == 1 or "#" in article.location:
        return None
    with contextlib.suppress(ReaderError, OSError):
        if not FindingsCache(cache).has(article.fingerprint, stamp_of_all(package)):
            own = (*ENGINE, str(package), str(log))
            found = joined(package, log) if shared else None
            return found or started(own, child_environment())
    return None


def give_up(engine: EarlyEngine) -> None:
    """Leave the engine of all terminals; end one's own, whatever it does."""
    if isinstance(engine, Joined):
        engine.close()
    else:
        end(engine)
