from __future__ import annotations

import errno

import pytest
from textual.events import Key
from textual.widgets import Input, TextArea
from tinydb import TinyDB

from reader.annotations.storage.disk import Disk
from reader.annotations.store import open_store
from reader.ui.dialogs.note_editor import NoteEditor
from reader.ui.dialogs.occurrence_list import OccurrenceList


def marks_of(bench):
    records = open_store(bench.settings.notes, who="ada").records()
    return [record for record in records if record.kind != "article"]


async def write_note(app, pilot, until, words):
    await pilot.press("a")
    await until(pilot, lambda: isinstance(app.screen, NoteEditor) and app.screen.query(TextArea))
    app.screen.query_one(TextArea).text = words
    await pilot.press("ctrl+s")
    await until(pilot, lambda: not isinstance(app.screen, NoteEditor))


async def saved(app, pilot, until):
    await until(pilot, lambda: not app.session.notebook.saving and not app.session.notebook.unsaved)


async def test_a_sentence_is_noted_by_keys_and_is_in_the_tinydb_file(bench, until):
    async with bench.app(bench.article()) as (app, pilot):
        await pilot.press("j", "j")
        await write_note(app, pilot, until, "two\nlines [b]")
        assert [mark.channel for mark in app.reader.pane.marks("notes")] == ["note"]
        await saved(app, pilot, until)
        await until(pilot, lambda: "saved" in app.reader.status.message)
    documents = TinyDB(bench.settings.notes).all()
    assert [document["kind"] for document in documents] == ["article", "note"]
    assert documents[1]["body"] == "two\nlines [b]"
    assert documents[1]["article_id"] == documents[0]["article_id"]


async def test_the_next_start_shows_the_note_at_the_place_last_read(bench, until):
    article = bench.article()
    async with bench.app(article) as (app, pilot):
        await pilot.press("}", "}")
        await write_note(app, pilot, until, "kept")
        place = app.reader.pane.cursor
    assert place > 0
    async with bench.app(article) as (app, pilot):
        assert app.reader.pane.cursor == place
        assert [mark.label for mark in app.reader.pane.marks("notes")] == ["kept"]
        app.reader.show_lists()
        assert app.reader.side.query_one("#notes").option_count == 1


async def test_select_highlight_delete_undo_redo(bench, until):
    async with bench.app(bench.article()) as (app, pilot):
        pane = app.reader.pane
        await pilot.press("v", "w", "w", "H")
        assert pane.selection is None
        (mark,) = pane.marks("notes")
        await saved(app, pilot, until)
        pane.go_to(mark.start)
        await pilot.press("d", "d")
        assert pane.marks("notes") == []
        await saved(app, pilot, until)
        await pilot.press("u")
        await until(pilot, lambda: pane.marks("notes"))
        await until(pilot, lambda: app.reader.status.message.startswith("Undone: delete on “Port"))
        await pilot.press("ctrl+r")
        await until(pilot, lambda: not pane.marks("notes"))
    assert marks_of(bench) == []


async def test_tags_are_completed_from_those_known(bench, until):
    async with bench.app(bench.article()) as (app, pilot):
        await pilot.press("T")
        app.reader.query_one(Input).value = "harbour, storm"
        await pilot.press("enter")
        await saved(app, pilot, until)
        await pilot.press("}", "}", "T")
        await pilot.press("h", "a")
        line = app.reader.query_one(Input)
        await until(pilot, lambda: line._suggestion == "harbour")
        await pilot.press("tab", "enter")
        await saved(app, pilot, until)
    assert [record.tags for record in marks_of(bench)] == [("harbour", "storm"), ("harbour",)]


async def test_a_mark_grows_and_shrinks_by_character_and_by_sentence(bench, until):
    async with bench.app(bench.article()) as (app, pilot):
        pane = app.reader.pane
        start = pane.article.text.index("HALLAN")
        pane.go_to(start)
        await pilot.press("v", "e")
        await write_note(app, pilot, until, "held")
        pane.go_to(start)

        async def after(*keys):
            await pilot.press(*keys)
            (mark,) = pane.marks("notes")
            assert mark.label == "held"
            return mark.spans[0].slice(pane.article.text)

        assert await after("alt+l") == "HALLAN."
        assert await after("2", "alt+h") == "HALLA"
        whole = await after("2", "alt+j")
        assert whole.endswith("the port would close.")
        assert len(await after("alt+k")) < len(whole)


async def test_a_mark_turned_grows_at_its_start_until_the_cursor_leaves_it(bench, until):
    async with bench.app(bench.article()) as (app, pilot):
        pane = app.reader.pane
        text = pane.article.text
        pane.go_to(text.index("harbour"))
        await pilot.press("v", "e")
        await write_note(app, pilot, until, "held")

        async def after(*keys):
            await pilot.press(*keys)
            (mark,) = pane.marks("notes")
            assert mark.label == "held"
            assert mark.covers(pane.cursor)
            return mark.spans[0].slice(text)

        pane.go_to(text.index("harbour"))
        assert await after("s", ">") == "the harbour"
        assert await after("2", "<") == "harbour"
        assert await after("alt+h") == "arbour"
        assert await after("alt+l") == "harbour"
        assert await after("s", ">") == "harbour master"
        assert await after("s", "l", ">") == "harbour master,"


async def test_copying_ends_the_selection_and_says_which_way(bench, until, monkeypatch):
    ways = iter(["wl-copy", None])
    monkeypatch.setattr("reader.ui.clipboard.copied_by_tool", lambda text: next(ways))
    async with bench.app(bench.article()) as (app, pilot):
        for report in ("Copied “Port” with wl-copy", "Copied “Port”, also to"):
            await pilot.press("g", "v", "e", "y")
            assert app.reader.pane.selection is None
            assert report in app.reader.status.message
    assert (bench.settings.data_folder / "copied.txt").read_text() == "Port"


async def test_what_was_copied_and_where_to_is_seen_at_80_columns(bench, monkeypatch):
    monkeypatch.setattr("reader.ui.clipboard.copied_by_tool", lambda text: None)
    home = bench.folder
    monkeypatch.setenv("HOME", str(home))
    bench.set(data_folder=home / ".local" / "share" / "reader")
    async with bench.app(bench.article(), size=(80, 24)) as (app, pilot):
        await pilot.press("}", "}", "V", "y")
        shown = app.reader.status.render().plain
        assert shown.startswith("Copied “Tor Holm of")
        assert "…”, also to ~/.local/share/reader/copied.txt" in shown


async def test_esc_keeps_the_draft_and_a_crash_does_too(bench, until):
    article = bench.article()
    async with bench.app(article) as (app, pilot):
        await pilot.press("a")
        await until(pilot, lambda: app.screen.query(TextArea))
        app.screen.query_one(TextArea).text = "half a thought"
        await pilot.press("escape")
        await until(pilot, lambda: app.reader.status.message == "draft saved")
        await pilot.press("a")
        await until(pilot, lambda: app.screen.query(TextArea))
        assert app.screen.query_one(TextArea).text == "half a thought"
        app.screen.query_one(TextArea).text = "half a thought more"
        await until(
            pilot, lambda: app.session.drafts.load(app.screen._belongs_to) == "half a thought more"
        )
        app.exit()
    async with bench.app(article) as (app, pilot):
        await pilot.press("a")
        await until(pilot, lambda: app.screen.query(TextArea))
        assert app.screen.query_one(TextArea).text == "half a thought more"
        await pilot.press("ctrl+s")
        await saved(app, pilot, until)
    assert [record.body for record in marks_of(bench)] == ["half a thought more"]


async def test_another_terminals_note_appears(bench, until):
    article = bench.article()
    async with bench.app(article) as (one, first), bench.app(article) as (other, second):
        await first.press("H")
        await until(second, lambda: other.reader.pane.marks("notes"))
        await second.press("}", "}", "H")
        await until(first, lambda: len(one.reader.pane.marks("notes")) == 2)
    assert len(marks_of(bench)) == 2


@pytest.mark.parametrize("content", ["not ours at all", '{"_default": 7}'])
async def test_a_file_that_is_no_store_is_reported_and_the_note_kept(bench, until, content):
    bench.settings.notes.write_text(content)
    article = bench.article()
    async with bench.app(article) as (app, pilot):
        assert app.reader.pane.article is article
        await write_note(app, pilot, until, "precious")
        await until(pilot, lambda: app.session.notebook.unsaved)
        assert [mark.label for mark in app.reader.pane.marks("notes")] == ["precious"]
        assert "Not saved" in app.reader.status.message
    assert bench.settings.notes.read_text() == content
    bench.settings.notes.unlink()
    async with bench.app(article) as (app, pilot):
        await until(pilot, lambda: [mark.label for mark in app.reader.pane.marks("notes")])
        await saved(app, pilot, until)
    assert [record.body for record in marks_of(bench)] == ["precious"]


async def test_what_a_full_disk_refused_is_saved_by_a_key_later(bench, until, monkeypatch):
    def refuse(self, descriptor, data):
        raise OSError(errno.ENOSPC, "No space left on device")

    async with bench.app(bench.article()) as (app, pilot):
        with monkeypatch.context() as full:
            full.setattr(Disk, "write", refuse)
            await write_note(app, pilot, until, "kept")
            await until(pilot, lambda: "Not saved: The disk of" in app.reader.status.message)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "saved" in app.reader.status.message)
    assert [mark.body for mark in marks_of(bench)] == ["kept"]


async def test_all_further_occurrences_are_marked_after_a_look_and_undone_at_once(bench, until):
    article = bench.article("One Holm\n\nHolm and Holm, but not Holmes. Holm.\n")
    async with bench.app(article) as (app, pilot):
        pane = app.reader.pane
        pane.go_to(article.text.index("Holm"))
        await pilot.press("v", "e", "H")
        pane.go_to(article.text.index("Holm"))
        await pilot.press("*")
        await until(pilot, lambda: isinstance(app.screen, OccurrenceList))
        assert len(app.screen._contexts) == 3
        title = app.screen.query_one("#choice-title")
        assert str(title.content) == "Mark 3 more of “Holm”"
        await pilot.press("j", "j", "k", "space", "enter")
        await until(pilot, lambda: len(pane.marks("notes")) == 3)
        await saved(app, pilot, until)
        await pilot.press("u")
        await until(pilot, lambda: len(pane.marks("notes")) == 1)
        await until(pilot, lambda: app.reader.status.message == "Undone: mark all of “Holm”")


async def test_words_that_are_not_marked_yet_are_marked_where_they_stand(bench, until):
    article = bench.article("One Holm\n\nHolm and Holm, but not Holmes. Holm.\n")
    async with bench.app(article) as (app, pilot):
        app.reader.pane.go_to(article.text.index("Holm"))
        await pilot.press("v", "e", "*")
        await until(pilot, lambda: isinstance(app.screen, OccurrenceList) and app.screen.is_mounted)
        title = app.screen.query_one("#choice-title")
        assert str(title.content) == "Mark “Holm” in 4 places"
        await pilot.press("enter")
        await until(pilot, lambda: len(app.reader.pane.marks("notes")) == 4)


async def test_what_is_typed_ahead_of_the_editor_is_text_and_not_commands(bench, until):
    async with bench.app(bench.article()) as (app, pilot):
        await pilot.press("H")
        for key in ("a", "d", "d", "space", "y"):
            character = " " if key == "space" else key
            app.post_message(Key(key, character))
        await until(
            pilot,
            lambda: app.screen.query(TextArea) and app.screen.query_one(TextArea).text == "dd y",
        )
        assert len(app.reader.pane.marks("notes")) == 1


async def test_what_is_typed_ahead_of_a_question_is_its_answer(bench, until):
    async with bench.app(bench.article()) as (app, pilot):
        # Or this would take the place of the message about the hits.
        await until(pilot, lambda: "no folder of models" in app.reader.status.message)
        for key, character in (("slash", "/"), ("H", "H"), ("o", "o"), ("enter", "\r")):
            app.post_message(Key(key, character))
        await until(pilot, lambda: app.reader.status.message == "“Ho” 1 of 2")
        assert app.reader.pane.marks("notes") == []
