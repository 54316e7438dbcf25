"""Faults that nobody expected.

Reported in a sentence, kept in the log, and the app goes on or ends without losing a note.
"""

from __future__ import annotations

import errno

import pytest
from textual.app import App
from textual.widgets import TextArea

from reader.annotations.store import open_store
from reader.fault_log import INTERNAL_ERROR, NOTES_ARE_SAFE
from reader.session.adding import Adding
from reader.session.contents_list import ArticleRefused
from reader.session.current_article import CurrentArticle
from reader.ui.app import ReaderApp, run_app
from reader.ui.dialogs.changes import ChangesScreen
from reader.ui.dialogs.note_editor import NoteEditor
from tests.ui.conftest import LONGEST_WAIT, until
from tests.ui.test_changes import noted
from tests.ui.test_changes_page import NEW

WORDS = "raised on purpose"
SAFE = f"failed ({INTERNAL_ERROR}). {NOTES_ARE_SAFE}"


def fails(*_, **__):
    raise ZeroDivisionError(WORDS)


def log_of(bench) -> str:
    return bench.settings.fault_log.read_text()


async def is_reported(app, pilot, doing):
    """Return the sentence on ``doing``, in the status line and as a notice."""
    await until(pilot, lambda: app.reader.status.message.startswith(f"{doing} {SAFE}"))
    assert any(note.message.startswith(f"{doing} {SAFE}") for note in app._notifications)


async def goes_on(app, pilot):
    """Return a passage is marked, as if nothing had been."""
    await pilot.press("escape", "g", "V", "H")
    await until(pilot, lambda: app.reader.pane.marks("notes") and not app.session.notebook.saving)
    assert app.is_running


async def test_a_fault_in_a_thread_behind_the_screen(bench, until, monkeypatch):
    monkeypatch.setattr("reader.article.opening.open_article", fails)
    async with bench.app(bench.article(), locations=["other.txt"]) as (app, pilot):
        # Or this would take the place of the sentence on the fault.
        await until(pilot, lambda: "no folder of models" in app.reader.status.message)
        await pilot.press("J")
        await is_reported(app, pilot, "Opening the article")
        await goes_on(app, pilot)
    assert WORDS in log_of(bench)
    assert "opening the article" in log_of(bench)
    assert app.session.faults == []


async def test_a_fault_while_versions_are_compared_is_shown_where_they_would(
    bench, until, monkeypatch
):
    await noted(bench, until)
    monkeypatch.setattr("reader.ui.dialogs.changes.Compared", fails)
    async with bench.app(bench.article(NEW, "gate.txt")) as (app, pilot):
        await until(pilot, lambda: app.session.reading.records.placed)
        await pilot.press("D")
        await until(pilot, lambda: isinstance(app.screen, ChangesScreen))
        line = app.screen.query_one("#changes-version")
        await until(pilot, lambda: str(line.content).startswith("Comparing with"))
        await until(pilot, lambda: SAFE in str(line.content))
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is app.reader)
    assert WORDS in log_of(bench)


async def test_a_fault_while_saving_keeps_a_draft_and_is_not_reported_again_and_again(
    bench, until, monkeypatch
):
    async with bench.app(bench.article()) as (app, pilot):
        store = app.session.notebook.store
        with monkeypatch.context() as broken:
            broken.setattr(store, "put", fails)
            await pilot.press("V", "H")
            await until(pilot, lambda: app.session.notebook.unsaved)
            await until(pilot, lambda: app.reader.status.message.startswith("Not saved: Saving"))
        with monkeypatch.context() as broken:
            broken.setattr(store, "refresh", fails)
            for _ in range(3):
                app.session.notebook.poll()
                await until(pilot, lambda: app.session.notebook._polling.done())
        assert log_of(bench).count("looking for what other terminals saved, reader") == 1
        await pilot.press("ctrl+s")
        await until(
            pilot, lambda: not app.session.notebook.unsaved and not app.session.notebook.saving
        )
    assert len(open_store(bench.settings.notes, who="ada").records()) == 2


async def test_who_asks_to_leave_can_leave_whatever_fails(bench, until, monkeypatch):
    monkeypatch.setattr(CurrentArticle, "save_place", fails)
    async with bench.app() as (app, pilot):
        monkeypatch.setattr(Adding, "close", fails)
        app.session.leave()
        await until(pilot, lambda: not app.is_running or app._exit)
    doings = ("Saving the place in the article", "Ending what is added")
    assert [report.partition(" failed")[0] for report in app.session.faults] == list(doings)
    assert app.return_value == 1


def ends_by_fault(bench, monkeypatch, capsys, meanwhile):
    """Run the app until a handler raises; its exit code and what it prints on stderr."""
    run = App.run
    seen = []

    async def driven(pilot):
        app = pilot.app
        await until(pilot, lambda: app.session.notebook.article_id and app.reader.lists_ready)
        await meanwhile(app, pilot)
        monkeypatch.setattr(app.reader, "take", fails)
        app.session.hear(ArticleRefused("x"))
        await until(pilot, lambda: not app.is_running or app._exit or app.return_code)

    def headless(app):
        seen.append(app)
        return run(app, headless=True, size=(80, 24), auto_pilot=driven)

    monkeypatch.setattr(ReaderApp, "run", headless)
    code = run_app(bench.settings, bench.article())
    return code, capsys.readouterr().err


def test_a_fault_in_a_handler_is_one_sentence_on_standard_error(bench, monkeypatch, capsys):
    async def mark(app, pilot):
        app.reader.marking.highlight()
        await until(pilot, lambda: not app.session.notebook.saving)

    code, report = ends_by_fault(bench, monkeypatch, capsys, mark)
    log = bench.settings.fault_log
    assert code == 1
    assert report.startswith(f"reader: Showing the screen {SAFE}")
    assert str(log) in report
    assert WORDS in log_of(bench)
    assert "_news_came" in log_of(bench)
    kinds = [each.kind for each in open_store(bench.settings.notes, who="ada").records()]
    assert kinds == ["article", "highlight"]


def test_what_was_being_typed_when_a_handler_failed_is_kept(bench, monkeypatch, capsys):
    async def type_note(app, pilot):
        app.reader.marking.note()
        await until(
            pilot, lambda: isinstance(app.screen, NoteEditor) and app.screen.query(TextArea)
        )
        monkeypatch.setattr("reader.ui.dialogs.note_editor.PAUSE", LONGEST_WAIT)
        await pilot.press("h", "a", "l", "f")
        await until(pilot, lambda: app.screen._waiting is not None)

    code, _ = ends_by_fault(bench, monkeypatch, capsys, type_note)
    assert code == 1
    (draft,) = bench.settings.drafts.glob("text-*.json")
    assert '"half"' in draft.read_text()


def test_a_fault_that_ends_the_app_tells_what_could_not_be_saved(bench, monkeypatch, capsys):
    def full(*_, **__):
        raise OSError(errno.ENOSPC, "No space left on device")

    async def mark(app, pilot):
        monkeypatch.setattr(app.session.notebook.store, "put", full)
        app.reader.marking.highlight()

    _, report = ends_by_fault(bench, monkeypatch, capsys, mark)
    assert "1 change could not be saved; drafts are saved for the next start." in report
    assert list(bench.settings.drafts.glob("record-*.json"))


@pytest.mark.parametrize("key", ["ctrl+s", "escape"])
async def test_an_editor_closed_by_a_key_writes_no_draft_later(bench, until, monkeypatch, key):
    async with bench.app(bench.article()) as (app, pilot):
        await pilot.press("a")
        await until(
            pilot, lambda: isinstance(app.screen, NoteEditor) and app.screen.query(TextArea)
        )
        editor = app.screen
        await pilot.press("h", "i", key)
        await until(pilot, lambda: app.screen is app.reader)
        editor._typed()
        assert editor._waiting is None
        await until(pilot, lambda: not app.session.notebook.saving)
    drafts = list(bench.settings.drafts.glob("text-*.json"))
    assert len(drafts) == (key == "escape")
