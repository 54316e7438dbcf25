"""Who only looks on changes nothing, by whatever command, and reads why."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from reader.annotations.store import open_store
from reader.session.events import Reported
from reader.session.notebook import LOOK_ONLY
from reader.ui.key_sequences import Asked
from reader.ui.keymap import COMMANDS
from reader.ui.looking_on import CHANGING
from reader.ui.pages.list_page import ListPage
from reader.ui.review.screen import ReviewScreen

LEAVING = {"quit", "suspend"}
"""Commands that end the app or send it behind the shell."""


def contents(folder: Path, cache: Path) -> dict[str, bytes]:
    """Return every file below ``folder`` with its bytes, but those of the cache."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {str(path): path.read_bytes() for path in files if not path.is_relative_to(cache)}


@pytest.fixture
async def desk(bench, until):
    """Return an article that has a note, on a desk that is opened to look on."""
    article = bench.article()
    async with bench.app(article) as (app, pilot):
        await pilot.press("a", *"15", "ctrl+s")
        await until(pilot, lambda: app.session.notebook.records and not app.session.notebook.saving)
    bench.set(read_only=True, look_only=True)
    return article


async def perform_all(app, pilot, screen, context):
    """Do each command of a context on its own, and close whatever opens."""
    for command in {each.id for each in COMMANDS if context in each.contexts} - LEAVING:
        before = len(app.screen_stack)
        screen.perform(Asked(command, character="x"))
        await pilot.pause()
        for _ in range(4):
            if app.screen is not screen or screen.focused is None or len(app.screen_stack) > before:
                await pilot.press("escape")
        if app.screen is not screen:
            return


async def test_no_command_of_any_context_changes_a_file(bench, until, desk):
    before = contents(bench.folder, bench.settings.cache_folder)
    async with bench.app(desk) as (app, pilot):
        await until(pilot, lambda: app.session.notebook.records)
        for context in ("read", "select", "list", "desk"):
            await perform_all(app, pilot, app.reader, context)
            while app.screen is not app.reader:
                app.pop_screen()
        assert len(app.session.notebook.records) == 1
    after = contents(bench.folder, bench.settings.cache_folder)
    assert sorted(after) == sorted(before)
    assert after == before
    store = open_store(bench.settings.notes, who="ada", read_only=True)
    assert [each.body for each in store.records(kind="note")] == ["15"]


@pytest.mark.parametrize("command", sorted(CHANGING))
async def test_each_command_that_changes_something_says_why_not(bench, until, command):
    bench.set(read_only=True, look_only=True)
    async with bench.app(bench.article(), size=(80, 24)) as (app, _):
        app.reader.perform(Asked(command))
        assert app.reader.status.message == LOOK_ONLY
        assert app.screen is app.reader


@pytest.mark.parametrize(("key", "screen"), [("M", ListPage), ("#", ListPage), ("r", ReviewScreen)])
async def test_pages_and_review_refuse_as_the_article_does(bench, until, desk, key, screen):
    async with bench.app(desk) as (app, pilot):
        await until(pilot, lambda: app.session.notebook.records)
        await pilot.press(key)
        await until(pilot, lambda: isinstance(app.screen, screen) and app.screen.is_mounted)
        heard = []
        app.session.emit, emit = lambda event: (heard.append(event), emit(event)), app.session.emit
        app.screen.perform(Asked("undo"))
        await until(pilot, lambda: heard)
        assert LOOK_ONLY in [each.sentence for each in heard if isinstance(each, Reported)]


async def test_a_change_that_reaches_the_notes_by_another_way_neither_shows_nor_waits(
    bench, until, desk
):
    async with bench.app(desk) as (app, pilot):
        await until(pilot, lambda: app.session.notebook.records)
        notebook, (note,) = app.session.notebook, app.session.notebook.records
        notebook.put([replace(note, body="22")], "edit the note")
        notebook.remove([note.id])
        await until(pilot, lambda: app.reader.status.message == LOOK_ONLY)
        assert (notebook.records, notebook.saving, notebook.unsaved) == ((note,), 0, ())


async def test_what_is_typed_by_who_looks_on_stays_in_memory(bench):
    bench.set(read_only=True, look_only=True)
    async with bench.app(bench.article()) as (app, _):
        app.session.drafts.keep("a passage", "words")
        assert app.session.drafts.load("a passage") == "words"
        app.session.drafts.forget("a passage")
    assert not bench.settings.drafts.exists()
