"""Apps on a scratch desk, without the engine unless a test asks for it."""

from __future__ import annotations

import asyncio
import time
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.app import App
from textual.pilot import Pilot

from reader.ui.app import ReaderApp
from tests.session.scratch_desk import ScratchDesk, no_vectors

LONGEST_WAIT = 120.0
CALM_ROUNDS = 3
"""In each, every widget deals with what it has: a key goes from the app over the screen."""
MOST_ROUNDS = 200
"""A worker that tells its progress without end leaves no calm."""


class Bench(ScratchDesk):
    """A scratch desk with apps that are run on it."""

    @asynccontextmanager
    async def app(self, article=None, *, size=(120, 36), **more):
        """Run an app with a pilot that has ``until``; it is left as a user leaves it."""
        app = ReaderApp(self.settings, article, **more)
        async with app.run_test(size=size) as pilot:
            await until(pilot, lambda: app.session.notebook.opened or app.session.notebook.fault)
            if article is not None:
                await until(
                    pilot, lambda: app.session.notebook.article_id or app.session.notebook.fault
                )
            await until(pilot, lambda: app.reader.lists_ready)
            yield app, pilot
            if app.is_running and not app._exit:
                app.session.leave()
                await until(pilot, lambda: not app.is_running or app._exit)


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
    """Give saving more time than a user would wait, for a busy machine."""
    monkeypatch.setattr("reader.session.session.CLOSING", LONGEST_WAIT)


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


@pytest.fixture(autouse=True)
def no_engine_for_vectors(monkeypatch):
    """Leave the engine alone: tests that compare by meaning make their own vectors."""
    monkeypatch.setattr("reader.session.analyst.Analyst.vectors", no_vectors)


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path)


@pytest.fixture(name="until")
def until_fixture():
    return until
