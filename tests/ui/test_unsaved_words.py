"""What can be written nowhere stays in memory, is never called a draft, and is not left behind."""

from __future__ import annotations

import pytest
from textual.app import App
from textual.widgets import TextArea

from reader.annotations.store_error import StoreError
from reader.session.unsaved_words import FILE, PRINT
from reader.ui.app import ReaderApp, run_app
from reader.ui.dialogs.choice import ChoiceDialog
from reader.ui.dialogs.note_editor import NoteEditor
from tests.ui.test_app_notes import marks_of, write_note

WORDS = "who paid for the pier?"


@pytest.fixture
def nowhere(bench, tmp_path, monkeypatch):
    """Neither the data folder nor the cache folder can be made: files are in their place."""
    for name in ("data", "cache"):
        (bench.folder / name).write_bytes(b"")
    bench.set(notes=bench.folder / "data" / "annotations.json")
    home = tmp_path / "house"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.chdir(home)
    return home


async def refused(app, pilot, until):
    await write_note(app, pilot, until, WORDS)
    await until(pilot, lambda: app.session.notebook.unsaved)
    await pilot.press("q")
    await until(pilot, lambda: isinstance(app.screen, ChoiceDialog))


async def test_quit_asks_while_words_are_saved_nowhere(bench, until, nowhere):
    async with bench.app(bench.article()) as (app, pilot):
        await write_note(app, pilot, until, WORDS)
        await until(pilot, lambda: app.session.notebook.unsaved)
        assert "draft" not in app.reader.status.message
        await pilot.press("q")
        await until(pilot, lambda: isinstance(app.screen, ChoiceDialog))
        await pilot.press("escape")
        await until(pilot, lambda: not isinstance(app.screen, ChoiceDialog))
        assert app.is_running
        assert [mark.label for mark in app.reader.pane.marks("notes")] == [WORDS]
        app.session.leave_now()
    assert app.session.faults[-1].endswith(WORDS)


async def test_the_words_go_to_a_file_of_the_person_s_choosing(bench, until, nowhere):
    (nowhere / FILE).write_text("from before\n")
    async with bench.app(bench.article()) as (app, pilot):
        await refused(app, pilot, until)
        await pilot.press("1")
        await until(pilot, lambda: app._exit)
    written = (nowhere / FILE).read_text()
    assert written.startswith("from before\n")
    assert WORDS in written
    assert FILE in app.session.faults[-1]


async def test_a_place_that_cannot_be_written_is_said_and_reader_stays(
    bench, until, nowhere, monkeypatch
):
    (nowhere / FILE).mkdir()
    async with bench.app(bench.article()) as (app, pilot):
        await refused(app, pilot, until)
        await pilot.press("1")
        await until(pilot, lambda: FILE in app.reader.status.message)
        assert not app._exit
        app.session.leave_now()


async def test_what_can_be_saved_by_then_needs_no_question(bench, until, nowhere):
    async with bench.app(bench.article()) as (app, pilot):
        await write_note(app, pilot, until, WORDS)
        await until(pilot, lambda: app.session.notebook.unsaved)
        (bench.folder / "data").unlink()
        await pilot.press("q")
        await until(pilot, lambda: app._exit)
    async with bench.app(bench.article()) as (app, pilot):
        await until(
            pilot, lambda: not app.session.notebook.saving and app.reader.pane.marks("notes")
        )
    assert [record.body for record in marks_of(bench)] == [WORDS]


async def test_an_editor_closed_where_no_draft_can_be_written_keeps_its_words(
    bench, until, nowhere
):
    async with bench.app(bench.article()) as (app, pilot):
        for closes in (True, False):
            await pilot.press("a")
            await until(
                pilot, lambda: isinstance(app.screen, NoteEditor) and app.screen.query(TextArea)
            )
            area = app.screen.query_one(TextArea)
            if closes:
                area.text = WORDS
                await pilot.press("escape")
                await until(pilot, lambda: not isinstance(app.screen, NoteEditor))
        assert area.text == WORDS
        await pilot.press("escape")
        await until(pilot, lambda: not isinstance(app.screen, NoteEditor))
        await pilot.press("q")
        await until(pilot, lambda: isinstance(app.screen, ChoiceDialog))
        app.session.leave_now()
    assert app.session.faults[-1] == WORDS


def ran(bench, monkeypatch, capsys, driven):
    """Run the app without a screen until ``driven`` ends it: exit code and standard error."""
    run = App.run
    monkeypatch.setattr(
        ReaderApp,
        "run",
        lambda app: run(app, headless=True, size=(80, 24), auto_pilot=driven),
    )
    code = run_app(bench.settings, bench.article())
    return code, capsys.readouterr().err


def test_the_words_are_printed_where_the_person_wants_it(
    bench, until, nowhere, monkeypatch, capsys
):
    async def driven(pilot):
        app = pilot.app
        await until(pilot, lambda: app.session.notebook.fault and app.reader.lists_ready)
        await refused(app, pilot, until)
        app.screen.dismiss(PRINT)
        await until(pilot, lambda: app._exit)

    code, said = ran(bench, monkeypatch, capsys, driven)
    assert code == 1
    assert WORDS in said


async def test_drafts_go_to_the_cache_folder_where_the_data_folder_is_full(bench, until):
    (bench.folder / "data").write_bytes(b"")
    bench.set(notes=bench.folder / "data" / "annotations.json")
    async with bench.app(bench.article()) as (app, pilot):
        await write_note(app, pilot, until, WORDS)
        await until(pilot, lambda: app.session.notebook.unsaved)
        await pilot.press("q")
        await until(pilot, lambda: app._exit)
    (bench.folder / "data").unlink()
    async with bench.app(bench.article()) as (app, pilot):
        await until(
            pilot, lambda: not app.session.notebook.saving and app.reader.pane.marks("notes")
        )
    assert [record.body for record in marks_of(bench)] == [WORDS]
    assert not list((bench.folder / "cache" / "drafts").glob("record-*"))


async def test_an_older_file_put_in_place_is_said_while_the_app_is_open(bench, until):
    article = bench.article()
    async with bench.app(article) as (app, pilot):
        await write_note(app, pilot, until, "first")
    older = bench.settings.notes.read_bytes()
    async with bench.app(article) as (app, pilot):
        await write_note(app, pilot, until, "second")
    async with bench.app(article) as (app, pilot):
        incoming = bench.folder / "incoming"
        incoming.write_bytes(older)
        incoming.replace(bench.settings.notes)
        app.session.notebook.poll()
        await until(
            pilot, lambda: any("reader merge" in report for report in app.session.notebook.notices)
        )
        assert any("reader merge" in note.message for note in app._notifications)


def test_what_the_store_finds_while_it_closes_is_said_on_leaving(bench, until, monkeypatch, capsys):
    def full(*_):
        raise StoreError("The disk is full.")

    async def driven(pilot):
        app = pilot.app
        await until(pilot, lambda: app.session.notebook.article_id and app.reader.lists_ready)
        await write_note(app, pilot, until, WORDS)
        await until(pilot, lambda: not app.session.notebook.saving)
        monkeypatch.setattr("reader.annotations.storage.compaction.compact", full)
        await pilot.press("q")
        await until(pilot, lambda: app._exit)

    code, said = ran(bench, monkeypatch, capsys, driven)
    assert code == 0
    assert "saved in the journal" in said
