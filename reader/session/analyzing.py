"""Finds names, quotes and figures in several articles of the desk, behind the screen."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from reader.errors import ReaderError
from reader.session.events import Working
from reader.session.findings_outline import snippet
from reader.text.plural import counted

if TYPE_CHECKING:
    from reader.analysis.engine_client import Engine
    from reader.annotations.records import ArticleRecord
    from reader.session.state import SessionState

CLOSING = 3.0
"""Seconds that the engine is given to end."""


class Analyzing:
    """At most one group of articles at a time, in an engine of its own or that of all terminals.

    What is found is stored, so that the articles open with it; ``updated`` is called at the end.
    """

    def __init__(self, state: SessionState, updated: Callable[[], None]) -> None:
        self._state = state
        self._updated = updated
        self.running = False
        self._work: asyncio.Task[None] | None = None
        self._stopping = False

    def start(self, records: Sequence[ArticleRecord]) -> None:
        """Analyze the articles that have no findings yet, one after the other."""
        if self.running:
            self._state.refuse(
                f"Articles are being analyzed; {self._state.key_of('desk-stop')} stops it."
            )
            return
        self.running, self._stopping = True, False
        self._state.behind(partial(self._run, records), "analyzing articles", group="analyzing")

    def stop(self) -> None:
        """Leave the articles that are not analyzed yet."""
        self._stopping = True
        if self._work is not None:
            self._work.cancel()

    async def close(self) -> None:
        """Stop, and wait for the engine's end within reason."""
        work = self._work
        self.stop()
        if work is not None:
            await asyncio.wait([work], timeout=CLOSING)

    async def _run(self, records: Sequence[ArticleRecord]) -> None:
        tally = _Tally()
        try:
            if not self._stopping:
                # A task of its own: what stops it does not stop the worker that reports faults.
                self._work = asyncio.create_task(self._analyze(records, tally), name="analyzing")
                await self._work
        except asyncio.CancelledError:
            if not self._stopping:
                raise
        except (ReaderError, OSError) as fault:
            tally.failed.append(str(fault))
        finally:
            self.running, self._work = False, None
            self._state.emit(Working("adding"))
        self._updated()
        left = len(records) - tally.done
        self._state.report(tally.sentence(left), loud=bool(tally.failed))

    async def _analyze(self, records: Sequence[ArticleRecord], tally: _Tally) -> None:
        from reader.analysis.engine_client import Engine

        settings = self._state.settings
        engine = Engine(settings.package, settings.engine_log, shared=settings.shared_engine)
        try:
            for place, record in enumerate(records, 1):
                self._state.emit(Working("adding", f"Analyzing {place}/{len(records)}"))
                await self._one(engine, record, tally)
        finally:
            with contextlib.suppress(TimeoutError, ReaderError):
                await asyncio.wait_for(engine.close(), CLOSING)

    async def _one(self, engine: Engine, record: ArticleRecord, tally: _Tally) -> None:
        """Analyze one article, unless it was; one that cannot be opened is counted as failed."""
        from reader.article.article import ArticleError

        library = self._state.settings.library
        try:
            article = (await asyncio.to_thread(library.open, record)).article
        except (ArticleError, OSError) as fault:
            tally.failed.append(f"{record.title or 'untitled'}: {fault}")
            return
        if await asyncio.to_thread(library.findings_of, article.fingerprint) is not None:
            tally.known += 1
            return
        findings = await engine.analyze(article)
        await asyncio.to_thread(library.store_findings, findings)
        tally.new += 1


class _Tally:
    """What became of the articles so far."""

    def __init__(self) -> None:
        self.new = self.known = 0
        self.failed: list[str] = []

    @property
    def done(self) -> int:
        return self.new + self.known + len(self.failed)

    def sentence(self, left: int) -> str:
        """Say what was done; ``left`` is how many were not reached."""
        parts = [f"Analyzed {counted(self.new, 'article')}"]
        parts += [f"{self.known} had findings already"] if self.known else []
        parts += [f"{len(self.failed)} failed"] if self.failed else []
        parts += [f"{left} left"] if left > 0 else []
        first = f" {snippet(self.failed[0], 120)}" if self.failed else ""
        return f"{', '.join(parts)}.{first}"
