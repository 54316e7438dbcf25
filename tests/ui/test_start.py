from __future__ import annotations

import asyncio
import json
import subprocess
import sys

import pytest
from textual.color import Color

from reader.annotations.store import open_store
from reader.session.session import Session
from reader.ui.themes import THEMES

HEAVY = (
    "stanza",
    "torch",
    "numpy",
    "rapidfuzz",
    "py3langid",
    "trafilatura",
    "tinydb",
    "markdown_it",
    "textual.widgets._text_area",
)


def test_nothing_heavy_is_loaded_before_the_first_frame():
    loaded = f"[name for name in {HEAVY} if name in sys.modules]"
    asked = f"import json, sys, reader.ui.app; print(json.dumps({loaded}))"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == []


def test_the_keymap_does_without_textual():
    modules = (
        "keymap",
        "key_sequences",
        "card_text",
    )
    asked = "import sys; " + "; ".join(f"import reader.ui.{name}" for name in modules)
    done = subprocess.run(
        [sys.executable, "-c", asked + "; print('textual' in sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "False"


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_text_is_legible_on_every_ground_of_a_theme(theme):
    for ground in (theme.background, theme.surface, theme.panel):
        for ink in (theme.foreground, theme.accent, theme.warning, theme.primary):
            assert _ratio(Color.parse(ink), Color.parse(ground)) >= 4.5, (ink, ground)


def _ratio(one: Color, other: Color) -> float:
    """Return the contrast of WCAG 2."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: Color) -> float:
    parts = [
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4
        for part in colour.normalized
    ]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


async def test_a_key_pressed_before_the_lists_are_mounted_is_done(bench, until, monkeypatch):
    from reader.ui.app import ReaderApp
    from reader.ui.read_screen import ReadScreen

    held, mount, tasks = asyncio.Event(), ReadScreen.mount_lists, []

    async def mount_late(screen):
        """Go on at once: a screen that waits deals with no key."""

        async def later():
            await held.wait()
            await mount(screen)

        tasks.append(asyncio.create_task(later()))

    monkeypatch.setattr(ReadScreen, "mount_lists", mount_late)
    app = ReaderApp(bench.settings, bench.article())
    async with app.run_test() as pilot:
        assert not app.reader.lists_ready
        app.reader.searching.ask()
        await pilot.pause()
        assert app.reader.prompt.asking
        held.set()
        await until(pilot, lambda: app.reader.lists_ready)
        assert app.reader.prompt.asking
        app.session.leave()
        await until(pilot, lambda: not app.is_running or app._exit)


async def test_keys_that_come_while_the_app_is_left_do_nothing(bench, until, monkeypatch):
    async with bench.app(bench.article()) as (app, pilot):
        await pilot.press("H")
        await until(
            pilot, lambda: app.reader.pane.marks("notes") and not app.session.notebook.saving
        )
        monkeypatch.setattr("reader.session.adding.Adding.close", lambda _: asyncio.sleep(0.5))
        await pilot.press("q", "u", "d", "d", "a")
        assert app.screen is app.reader
        await until(pilot, lambda: not app.is_running or app._exit)
    assert app.session.faults == []
    kinds = [each.kind for each in open_store(bench.settings.notes, who="ada").records()]
    assert kinds == ["article", "highlight"]


async def test_leaving_before_the_article_has_its_place_is_no_fault(bench, until, monkeypatch):
    from reader.session.store_news import Admitted
    from reader.ui.app import ReaderApp

    report = []
    take = Session.take
    monkeypatch.setattr(Session, "take", lambda self, news: (report.append(news), take(self, news)))
    app = ReaderApp(bench.settings, bench.article())
    async with app.run_test() as pilot:
        await until(pilot, lambda: any(isinstance(event, Admitted) for event in report))
        admitted = next(event for event in report if isinstance(event, Admitted))
        app.session.current._kept.clear()
        app.session.leave()
        await until(pilot, lambda: app.session.notebook.closed)
        app.session.take(admitted)
        assert app.session.current._kept == set()
        await until(pilot, lambda: not app.is_running or app._exit)
    assert app.session.faults == []
