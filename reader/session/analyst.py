"""Findings for the article in view: from the cache, else from the engine's own process."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from reader.analysis.findings import Findings
from reader.article.article import Article
from reader.errors import ReaderError
from reader.text.span import Span

if TYPE_CHECKING:
    from reader.analysis.engine_client import Engine
    from reader.analysis.shared.joining import EarlyEngine

CLOSING = 3.0
"""Seconds that the engine is given to end; then its process is ended."""


class Progressed(NamedTuple):
    fingerprint: str
    done: int
    units: int


class Glimpsed(NamedTuple):
    """What is in view of a long article, before all of it is read."""

    findings: Findings


class Found(NamedTuple):
    findings: Findings
    cached: bool


class NotFound(NamedTuple):
    """No findings for this text, and the sentence that says why; "" when it was cancelled."""

    fingerprint: str
    sentence: str


Event = Progressed | Glimpsed | Found | NotFound


class Analyst:
    """Looks findings up, has them made, keeps them. Used from the screen's own loop.

    ``describe`` makes a sentence of a fault; ``early`` is an engine that runs already. With
    ``shared`` all of the user's terminals have one engine.
    """

    def __init__(
        self,
        package: Path,
        cache: Path,
        log: Path,
        announce: Callable[[Event], None],
        describe: Callable[[str, BaseException], str],
        early: EarlyEngine | None = None,
        *,
        shared: bool = False,
    ) -> None:
        self._early = early
        self._shared = shared
        self._package = package
        self._cache = cache
        self._log = log
        self._announce = announce
        self._describe = describe
        self._engine: Engine | None = None
        self._work: asyncio.Task[None] | None = None

    @property
    def busy(self) -> bool:
        return self._work is not None and not self._work.done()

    def known(self, article: Article) -> Findings | None:
        """Return what an earlier run found with the same models; never starts the engine.

        That may be a run here, or the one that made the archive which the article is from.
        """
        from reader.analysis.cache import FindingsCache
        from reader.analysis.packages import stamp_of_all

        found = None
        with contextlib.suppress(ReaderError, OSError):
            stamps = stamp_of_all(self._package)
            found = FindingsCache(self._cache).load(article.fingerprint, stamps)
        if found is None and "#" in article.location:
            from reader.archive.reading import findings_at

            found = findings_at(article, self._package)
        return found

    def find(self, article: Article, view: Span | None = None) -> None:
        """Have findings made; ``Found`` or ``NotFound`` follows. What ran before is dropped.

        Of a long article ``Glimpsed`` comes first, with what is in ``view``.
        """
        self.cancel()
        self._work = asyncio.create_task(self._find(article, view), name="findings")

    async def vectors(self, texts: Sequence[str], layers: Sequence[int]) -> list[bytes]:
        """Return the vectors of sentences, as the engine gives them. Raises EngineError."""
        return await self._running_engine().vectors(texts, layers)

    def _running_engine(self) -> Engine:
        from reader.analysis.engine_client import Engine

        if self._engine is None:
            self._engine = Engine(self._package, self._log, early=self._early, shared=self._shared)
            self._early = None
        return self._engine

    def cancel(self) -> bool:
        """Stop what is running; whether anything was."""
        if not self.busy:
            return False
        assert self._work is not None
        if self._engine is not None:
            self._engine.cancel()
        self._work.cancel()
        return True

    async def close(self) -> None:
        """End the engine's process; returns within a few seconds whatever it does."""
        self.cancel()
        engine, self._engine = self._engine, None
        if engine is not None:
            with contextlib.suppress(TimeoutError, ReaderError):
                await asyncio.wait_for(engine.close(), CLOSING)

    async def _find(self, article: Article, view: Span | None) -> None:
        fingerprint = article.fingerprint
        try:
            findings = await self._made(article, view)
        except asyncio.CancelledError:
            self._announce(NotFound(fingerprint, ""))
            raise
        except Exception as fault:  # noqa: BLE001 whatever it is, the article can be read
            self._announce(
                NotFound(fingerprint, self._describe("looking for names and quotes", fault))
            )
        else:
            self._announce(Found(findings, cached=False))

    async def _made(self, article: Article, view: Span | None) -> Findings:
        from reader.analysis.cache import FindingsCache
        from reader.analysis.packages import stamp_of_all

        stamps = stamp_of_all(self._package)
        fingerprint = article.fingerprint

        def progressed(done: int, units: int) -> None:
            self._announce(Progressed(fingerprint, done, units))

        findings = await self._running_engine().analyze(
            article,
            progressed,
            view=view,
            on_glimpse=lambda found: self._announce(Glimpsed(found)),
        )
        # A cache that cannot be written only costs the next start its time.
        with contextlib.suppress(OSError, ReaderError):
            await asyncio.to_thread(FindingsCache(self._cache).save, findings, stamps)
        return findings
