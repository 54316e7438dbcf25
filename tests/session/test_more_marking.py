"""Notes on the whole article, joined marks, tags and colours again, without a screen."""

from __future__ import annotations

from dataclasses import replace

from reader.annotations.about_article import is_about_article
from reader.annotations.records import Mark
from reader.annotations.store import open_store
from reader.cli.main import main
from reader.session.notes_outline import note_rows
from reader.ui.commands.mark_ends import merged
from tests.session.played import played, until


def marks(stage) -> list[Mark]:
    return [each for each in stage.session.notebook.records if isinstance(each, Mark)]


async def marked(stage, words: str, command: str, *answers) -> Mark:
    """Return the mark that a command makes on some words."""
    known = {each.id for each in marks(stage)}
    stage.select(words)
    stage.do(command, *answers)
    await stage.saved()
    (made,) = [each for each in marks(stage) if each.id not in known]
    return made


def at(stage, mark: Mark):
    stage.cursor = mark.anchor.spans[0].start
    return stage


async def test_a_note_is_on_the_article_as_a_whole(bench):
    async with played(bench.settings, bench.article()) as stage:
        stage.do("article-note", "Ask for the port's log.")
        await stage.saved()
        (note,) = marks(stage)
        assert is_about_article(note)
        assert (note.kind, note.body) == ("note", "Ask for the port's log.")
        _, (row,) = note_rows(stage.session.reading.records.placed)
        assert row.words == "Ask for the port's log."
        assert "Port closes" not in row.passage
        stage.do("undo")
        await until(lambda: not marks(stage))


async def test_a_note_on_the_article_needs_no_look_when_its_headline_changes(bench):
    async with played(bench.settings, bench.article()) as stage:
        stage.do("article-note", "Ask for the log.")
        await stage.saved()
    text = bench.text.replace("Port closes [Reuters] as storm nears", "Harbour shut by gale")
    async with played(bench.settings, bench.article(text)) as stage:
        await until(lambda: marks(stage))
        to_look_at, others = note_rows(stage.session.reading.records.placed)
        assert (len(to_look_at), len(others)) == (0, 1)


async def test_two_marks_become_one_over_a_break_and_one_undo_parts_them(bench):
    async with played(bench.settings, bench.article()) as stage:
        first = await marked(stage, "We will not wait,” Reyes said.", "tag", "port, sea")
        second = await marked(stage, "Tor Holm", "note", "who?")
        at(stage, first).do("join")
        await until(lambda: len(marks(stage)) == 1)
        (joined,) = marks(stage)
        assert (joined.id, joined.body, joined.kind) == (first.id, "who?", "note")
        assert joined.tags == ("port", "sea")
        assert joined.anchor.spans == merged((*first.anchor.spans, *second.anchor.spans))
        stage.do("undo")
        await until(lambda: len(marks(stage)) == 2)
        assert {each.anchor for each in marks(stage)} == {first.anchor, second.anchor}


async def test_a_mark_without_another_behind_it_is_left_alone(bench):
    async with played(bench.settings, bench.article()) as stage:
        only = await marked(stage, "Tor Holm", "highlight")
        at(stage, only).do("join")
        await stage.saved()
        assert marks(stage) == [only]


async def test_the_last_tags_are_one_key_away(bench):
    async with played(bench.settings, bench.article()) as stage:
        stage.select("Tor Holm")
        stage.do("tag-again")
        assert marks(stage) == []
        await marked(stage, "Ada Reyes", "tag", "harm/injury, tv")
        new = await marked(stage, "15 containers", "tag-again")
        assert new.tags == ("harm/injury", "tv")
        other = await marked(stage, "Tor Holm", "note", "who?")
        at(stage, other).do("tag-again")
        await until(lambda: stage.session.notebook.get(other.id).tags == new.tags)


async def test_the_last_colour_is_one_key_away(bench):
    async with played(bench.settings, bench.article()) as stage:
        red = await marked(stage, "Ada Reyes", "colour", "red")
        assert red.colour == "red"
        again = await marked(stage, "Tor Holm", "highlight")
        assert again.colour == "red"
        at(stage, again).do("colour", "none")
        await until(lambda: stage.session.notebook.get(again.id).colour is None)
        plain = await marked(stage, "15 containers", "highlight")
        assert plain.colour is None


def test_annotate_without_a_passage_is_a_note_on_the_article(bench, capsys):
    path, notes = bench.folder / "port.txt", str(bench.folder / "a.json")
    path.write_text(bench.text)
    assert main(["annotate", str(path), "--note", "Whose port?", "--notes", notes]) == 0
    assert main(["annotate", str(path), "--tag", "x", "--notes", notes]) == 2
    store = open_store(notes, who="")
    (note,) = store.records(kind="note")
    assert is_about_article(note)
    assert replace(note, extra={}).body == "Whose port?"
    store.close()
