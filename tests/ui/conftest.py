"""Apps on a scratch desk, without the engine unless a test asks for it."""

from __future__ import annotations

import asyncio
import time
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.app import App
from textual.pilot import Pilot

from reader.analysis.cache import FindingsCache
from reader.analysis.findings import Entity, Figure, Findings, Person, Quote, finding_id
from reader.analysis.packages import STARTER, stamp
from reader.article.opening import open_article
from reader.config import Settings
from reader.text.span import Span
from reader.ui.app import ReaderApp

TEXT = """Port closes [Reuters] as storm nears

HALLAN. — Ada Reyes, the harbour master, said [/b] the port would close. “We will not wait,” \
Reyes said.

Tor Holm of [link='x] Maris Line counted 15 containers. Holm left.

A last paragraph ends the report.
"""


LONGEST_WAIT = 120.0
CALM_ROUNDS = 3
"""In each, every widget deals with what it has: a key goes from the app over the screen."""
MOST_ROUNDS = 200
"""A worker that tells its progress without end leaves no calm."""


class Bench:
    """One scratch desk: settings in a folder, articles, apps that are run on it."""

    text = TEXT

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.settings = Settings(
            config_file=folder / "config.toml",
            notes=folder / "annotations.json",
            data_folder=folder / "data",
            cache_folder=folder / "cache",
            package=folder / "no-models",
            me="ada",
        )

    def article(self, text: str = TEXT, name: str = "port.txt"):
        path = self.folder / name
        path.write_bytes(text.encode())
        return open_article(str(path))

    def known(self, article) -> Findings:
        """Findings made by hand, kept in the cache as if an earlier run had made them."""
        self.settings = _with(self.settings, package=STARTER)
        findings = findings_of(article.text, article.fingerprint)
        FindingsCache(self.settings.findings_cache).save(findings, stamp(STARTER))
        return findings

    def set(self, **values) -> None:
        self.settings = _with(self.settings, **values)

    @asynccontextmanager
    async def app(self, article=None, *, size=(120, 36), **more):
        """A running app with a pilot that has ``until``; it is left as a user leaves it."""
        app = ReaderApp(self.settings, article, **more)
        async with app.run_test(size=size) as pilot:
            await until(pilot, lambda: app.notebook.opened or app.notebook.fault)
            if article is not None:
                await until(pilot, lambda: app.notebook.article_id or app.notebook.fault)
            await until(pilot, lambda: app.reader.lists_ready)
            yield app, pilot
            if app.is_running and not app._exit:
                app.leave()
                await until(pilot, lambda: not app.is_running or app._exit)


def _with(settings: Settings, **values) -> Settings:
    from dataclasses import replace

    return replace(settings, **values)


def findings_of(text: str, fingerprint: str) -> Findings:
    """Some findings in ``TEXT``."""

    def name(words: str, kind: str, full: str, person: str | None = None, nth: int = 0) -> Entity:
        start = -1
        for _ in range(nth + 1):
            start = text.index(words, start + 1)
        span = Span(start, start + len(words))
        identity = finding_id(f"entity {kind}", [span], words)
        return Entity(identity, span.start, span.end, words, kind, kind, full, person, 0.9)

    said = text.index("“We")
    quote = Span(said, text.index("”") + 1)
    counted = Span(text.index("15"), text.index("15") + len("15 containers"))
    return Findings(
        fingerprint,
        language="en",
        people=(
            Person("p1", "Ada Reyes", ("Reyes",), "the harbour master"),
            Person("p2", "Tor Holm", ("Holm",)),
        ),
        entities=(
            name("Ada Reyes", "person", "Ada Reyes", "p1"),
            name("Reyes", "person", "Ada Reyes", "p1", nth=1),
            name("Tor Holm", "person", "Tor Holm", "p2"),
            name("Maris Line", "organisation", "Maris Line"),
        ),
        quotes=(
            Quote(
                finding_id("quote", [quote], quote.slice(text)),
                "direct",
                (quote,),
                quote.slice(text),
                speaker="Ada Reyes",
                speaker_kind="named",
                person="p1",
                rule="the name before the cue",
            ),
        ),
        figures=(
            Figure(
                "f1",
                counted.start,
                counted.end,
                counted.slice(text),
                "count",
                15.0,
                unit="containers",
                speaker="Tor Holm",
            ),
        ),
    )


async def until(pilot, true):
    """Wait until ``true()`` is true and return it; fails when it does not become so."""
    end = time.monotonic() + LONGEST_WAIT
    while time.monotonic() < end:
        value = true()
        if value:
            return value
        await pilot.pause()
        await asyncio.sleep(0.005)
    raise AssertionError("the state waited for did not come")


@pytest.fixture(autouse=True)
def time_to_save(monkeypatch):
    """Saving that a user would not wait for any longer comes late on a busy machine."""
    monkeypatch.setattr("reader.ui.leaving.CLOSING", LONGEST_WAIT)


@pytest.fixture(autouse=True)
def keys_are_dealt_with(monkeypatch):
    """Pilots go on when no widget has a message left.

    Their own wait ends when the process takes little time, which on a busy machine it does while
    a key is still on its way.
    """
    wait, press = Pilot._wait_for_screen, App._press_keys

    async def wait_for_all(pilot, timeout=LONGEST_WAIT):
        calm = 0
        for _ in range(MOST_ROUNDS):
            screens = pilot.app.screen_stack if pilot.app._screen_stack else ()
            pumps = [each for screen in screens for each in screen.walk_children(with_self=True)]
            left = any(pump.message_queue_size for pump in (pilot.app, *pumps))
            calm = 0 if left else calm + 1
            if not await wait(pilot, timeout):
                return False
            if calm == CALM_ROUNDS:
                break
        return True

    async def press_in_turn(app, keys):
        for key in keys:
            await press(app, [key])
            await wait_for_all(Pilot(app))

    monkeypatch.setattr(Pilot, "_wait_for_screen", wait_for_all)
    monkeypatch.setattr(App, "_press_keys", press_in_turn)


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path)


@pytest.fixture(name="until")
def until_fixture():
    return until
