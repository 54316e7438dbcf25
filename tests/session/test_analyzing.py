"""Names, quotes and figures found in several articles of the desk, behind the screen."""

from __future__ import annotations

import asyncio
from typing import ClassVar

import pytest

from reader.analysis.engine_client import EngineError
from reader.analysis.findings import Findings
from reader.analysis.packages import STARTER
from reader.session.events import Working
from tests.session.played import until
from tests.session.test_many_articles import on, opened


class Engine:
    """It finds nothing, at once, or waits for ``go``; it fails on text with ``fault`` in it."""

    made: ClassVar[list[str]] = []
    go: asyncio.Event | None = None
    fault = ""
    closed = 0

    def __init__(self, *_, **__) -> None:
        pass

    async def analyze(self, article, on_progress=None) -> Findings:
        if self.go is not None:
            await self.go.wait()
        if self.fault and self.fault in article.text:
            raise EngineError("The engine ended.")
        self.made.append(article.fingerprint)
        return Findings(article.fingerprint, language="en")

    async def close(self) -> None:
        Engine.closed += 1


@pytest.fixture
def engine(bench, monkeypatch):
    bench.set(package=STARTER)
    monkeypatch.setattr("reader.analysis.engine_client.Engine", Engine)
    for name, value in (("made", []), ("go", None), ("fault", ""), ("closed", 0)):
        monkeypatch.setattr(Engine, name, value)
    return Engine


async def ended(stage) -> str:
    await until(lambda: not stage.session.analyzing.running)
    await until(lambda: stage.of(Working)[-1] == Working("adding"))
    return stage.message


async def test_the_chosen_articles_are_analyzed_and_their_findings_kept(bench, engine):
    async with opened(bench) as stage:
        on(stage, 0).do("desk-range")
        on(stage, 2).do("desk-analyze")
        assert "3" in await ended(stage)
        library = stage.session.settings.library
        assert len(engine.made) == 3
        assert all(library.findings_of(each) is not None for each in engine.made)
        assert engine.closed == 1
        stage.do("desk-analyze")
        await ended(stage)
        assert len(engine.made) == 3


async def test_stopping_leaves_the_rest_and_ends_the_engine(bench, engine):
    engine.go = asyncio.Event()
    async with opened(bench) as stage:
        stage.do("desk-select-all")
        on(stage, 0).do("desk-analyze")
        assert stage.session.analyzing.running
        await until(lambda: Working("adding", "Analyzing 1/4") in stage.of(Working))
        number = len(stage.of(Working))
        stage.do("desk-analyze")
        assert len(stage.of(Working)) == number
        stage.do("desk-stop")
        assert "4 left" in await ended(stage)
        assert (engine.made, engine.closed) == ([], 1)


async def test_stopping_at_once_starts_no_engine(bench, engine):
    async with opened(bench) as stage:
        on(stage, 0).do("desk-analyze")
        stage.do("desk-stop")
        await ended(stage)
        assert (engine.made, engine.closed) == ([], 0)


async def test_leaving_ends_the_analysis(bench, engine):
    engine.go = asyncio.Event()
    async with opened(bench) as stage:
        on(stage, 0).do("desk-analyze")
        await until(lambda: Working("adding", "Analyzing 1/1") in stage.of(Working))
    assert engine.closed == 1


async def test_a_fault_of_the_engine_is_one_sentence(bench, engine):
    engine.fault = "town 1"
    async with opened(bench) as stage:
        stage.do("desk-select-all")
        on(stage, 0).do("desk-analyze")
        assert "The engine ended." in await ended(stage)
        assert len(engine.made) == 1


async def test_with_nothing_to_stop_it_says_so(bench):
    async with opened(bench) as stage:
        stage.do("desk-stop")
        assert stage.message
