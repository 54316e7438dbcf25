"""All notes of the desk without a screen: listed, filtered, selected, changed, undone."""

from __future__ import annotations

import json
from contextlib import asynccontextmanager
from dataclasses import replace

from reader.annotations.records import Claim, Mark, new_id
from reader.annotations.store import open_store
from reader.article.anchor import anchor
from reader.session.events import Exported, GoTo
from reader.session.row_selection import RowSelection
from reader.text.span import Span
from reader.ui.commands.all_noting import AllNoting
from reader.ui.commands.exporting import Exporting
from reader.ui.key_sequences import Asked
from tests.session.played import played, until

OTHER = "Snow in Hult\n\nThe pass at Hult was shut on Tuesday, police said.\n"


class Page:
    """The page of all notes, with a person in front of it who plays on ``stage``."""

    def __init__(self, stage) -> None:
        self.stage = stage
        self.session = stage.session
        self.place = 0
        self.context = "notes"
        self.left = []
        commands = AllNoting(self.session, self, Exporting(self.session, self)).commands()
        self.commands = commands

    @property
    def notes(self):
        return self.session.all_notes

    def do(self, command: str, *answers) -> None:
        self.stage.answers += answers
        self.commands[command](Asked(command))
        assert not self.stage.answers

    def ask(self, choice, then) -> None:
        self.stage.ask(choice, then)

    def ask_line(self, question, then) -> None:
        self.stage.ask_line(question, then)

    def write_note(self, passage, text, draft, then) -> None:
        self.stage.write_note(passage, text, draft, then)

    def go_to_row(self, place: int) -> None:
        self.place = max(0, min(place, len(self.notes.rows) - 1))

    def move_row(self, by: int) -> None:
        self.go_to_row(self.place + by)

    def leave(self, *, to_article: bool = False) -> None:
        self.left.append(to_article)

    def show(self) -> None:
        """Nothing is drawn."""

    async def look(self, line: str) -> list[str]:
        """Return the texts of the notes that a line selects."""
        self.notes.look(self.notes.view._replace(line=line))
        await self.seen(line)
        return self.texts

    async def seen(self, line: str) -> None:
        """Wait until the rows of a line are in view."""
        view = self.notes.view
        table = self.notes.table
        from reader.desk.note_table import parse_note_filter

        wanted = table.matching(parse_note_filter(line), view.by, turned=view.turned)
        await until(lambda: list(self.notes.rows) == wanted)

    @property
    def texts(self) -> list[str]:
        return [row.text or row.passage for row in self.notes.rows]

    def tags(self) -> dict[str, tuple[str, ...]]:
        return {row.text or row.passage: row.tags for row in self.notes.rows}


def fill(bench, number: int = 4) -> list[str]:
    """Return a desk of two articles, with notes on one of them; their ids."""
    store = open_store(bench.settings.notes, who="ada")
    from reader.annotations.articles import admitted

    article = bench.article(OTHER, "snow.txt")
    record = admitted(None, article, creator="ada", at="2026-11-20T10:00:00Z")
    bench.settings.library.texts.keep(article.text, article.fingerprint)
    held = anchor(article.text, [Span(14, 34)], article.fingerprint)
    notes = [
        Mark(
            article_id=record.article_id, id=new_id(), kind="note", body=f"check {place}",
            anchor=held, tags=("snow",), creator="ada",
            created=f"2026-11-2{place}T10:00:00Z", modified=f"2026-11-2{place}T10:00:00Z",
        )
        for place in range(number)
    ]  # fmt: skip
    claim = Claim(
        article_id=record.article_id, id=new_id(), anchor=held, claim="The pass was shut",
        modified="2026-11-10T10:00:00Z",
    )  # fmt: skip
    store.put_many([record, *notes, claim], "article")
    store.close()
    return [each.id for each in notes]


@asynccontextmanager
async def opened(bench, article=None):
    """Open the page, once it lists what is on the desk."""
    async with played(bench.settings, article) as stage:
        page = Page(stage)
        page.notes.open()
        await until(lambda: page.notes.table is not None and page.notes.reading is None)
        await page.seen("")
        yield page


async def test_every_note_of_the_desk_is_listed_the_latest_change_first(bench):
    fill(bench)
    async with opened(bench) as page:
        assert page.texts == ["check 3", "check 2", "check 1", "check 0", "The pass was shut"]
        assert await page.look("kind:claim") == ["The pass was shut"]
        assert await page.look("check tag:sno from:2026-11-22") == ["check 3", "check 2"]


async def test_a_line_that_is_no_filter_leaves_the_rows_and_says_why(bench):
    fill(bench)
    async with opened(bench) as page:
        page.notes.look(page.notes.view._replace(line="tagg:x"))
        await until(lambda: page.notes.fault)
        assert len(page.notes.rows) == 5
        page.notes.look(page.notes.view._replace(line=""))
        await until(lambda: not page.notes.fault)


async def test_many_notes_are_tagged_and_one_undo_takes_it_back(bench):
    fill(bench)
    async with opened(bench) as page:
        await page.look("kind:note")
        page.do("notes-all")
        page.do("notes-tag", "hult, -snow")
        await until(lambda: set(page.tags().values()) == {("hult",)})
        assert "hult" in page.session.notebook.tags
        page.do("undo")
        await until(lambda: set(page.tags().values()) == {("snow",)})
        page.do("redo")
        await until(lambda: set(page.tags().values()) == {("hult",)})


async def test_the_tags_of_one_note_are_edited_as_they_are(bench):
    fill(bench)
    async with opened(bench) as page:
        page.do("notes-tag", "pass, police")
        await until(lambda: page.tags().get("check 3") == ("pass", "police"))
        assert page.stage.asked[-1].value == "snow"


async def test_many_notes_are_deleted_and_one_undo_brings_all_back(bench):
    ids = fill(bench)
    async with opened(bench) as page:
        page.do("notes-range")
        page.go_to_row(2)
        page.do("notes-delete")
        await until(lambda: page.texts == ["check 0", "The pass was shut"])
        assert not page.notes.selection
        page.do("undo")
        await until(lambda: len(page.notes.rows) == 5)
    store = open_store(bench.settings.notes, who="ada")
    assert all(store.get(each) is not None for each in ids)
    store.close()


async def test_a_selection_outlives_the_filter_and_says_what_it_is_about(bench):
    fill(bench)
    async with opened(bench) as page:
        page.do("notes-select")
        await page.look("kind:claim")
        page.go_to_row(0)
        page.do("notes-select")
        page.do("notes-tag", "both")
        page.notes.look(page.notes.view._replace(line="tag:both"))
        await until(lambda: sorted(page.texts) == ["The pass was shut", "check 3"])


async def test_a_note_of_another_article_is_edited(bench):
    fill(bench)
    async with opened(bench, bench.article()) as page:
        page.do("notes-edit", "check it twice")
        await until(lambda: "check it twice" in page.texts)
        page.go_to_row(page.texts.index("The pass was shut"))
        page.do("notes-edit", "The pass at Hult was shut")
        await until(lambda: "The pass at Hult was shut" in page.texts)
        page.do("undo")
        await until(lambda: "The pass was shut" in page.texts)


async def test_a_note_leads_to_its_article(bench):
    ids = fill(bench)
    async with opened(bench, bench.article()) as page:
        page.do("notes-open")
        assert page.left == [True]
        went = await until(lambda: page.stage.of(GoTo))
        assert went[-1].place == ids[3]
        assert page.session.reading.article.title == "Snow in Hult"


async def test_notes_of_other_terminals_are_seen_while_the_page_is_open(bench):
    fill(bench)
    async with opened(bench) as page:
        store = open_store(bench.settings.notes, who="ben")
        first = store.records(kind="note")[0]
        store.put(
            replace(first, id=new_id(), body="from elsewhere", modified="2026-11-29T10:00:00Z")
        )
        page.session.notebook.poll()
        await until(lambda: page.texts and page.texts[0] == "from elsewhere")
        store.close()


async def test_what_changed_while_the_page_was_closed_is_there_when_it_opens(bench):
    fill(bench)
    async with opened(bench) as page:
        page.notes.leave()
        store = open_store(bench.settings.notes, who="ben")
        store.remove(store.records(kind="claim")[0].id)
        page.session.notebook.poll()
        page.notes.open()
        await until(lambda: len(page.notes.rows) == 4)
        store.close()


async def test_an_orphan_is_listed_and_its_article_not_gone_to(bench):
    fill(bench)
    store = open_store(bench.settings.notes, who="ada")
    note = store.records(kind="note")[0]
    store.put(replace(note, id=new_id(), article_id="nowhere", body="adrift"))
    store.close()
    async with opened(bench) as page:
        assert await page.look("status:orphan") == ["adrift"]
        page.do("notes-open")
        assert not page.left
        page.do("notes-delete")
        await until(lambda: not page.notes.rows)


async def test_the_notes_selected_are_exported_and_no_others(bench):
    fill(bench)
    target = bench.folder / "chosen.json"
    async with opened(bench) as page:
        page.do("notes-select")
        page.do("notes-export", "json", str(target))
        await until(lambda: page.stage.of(Exported))
    bodies = [each["body"] for each in _records(json.loads(target.read_text()))]
    assert bodies == ["check 3"]


def _records(value):
    """Return every record with a body in what was exported."""
    if isinstance(value, dict):
        own = [value] if "body" in value else []
        return own + [each for inner in value.values() for each in _records(inner)]
    if isinstance(value, list):
        return [each for inner in value for each in _records(inner)]
    return []


async def test_notes_that_can_only_be_read_stay_as_they_are(bench):
    fill(bench)
    bench.set(read_only=True)
    async with opened(bench) as page:
        for command in ("notes-edit", "notes-tag", "notes-delete"):
            page.do(command)
        assert len(page.texts) == 5


async def test_a_preview_has_the_words_around_the_passage(bench):
    fill(bench)
    async with opened(bench) as page:
        page.notes.show_preview(page.notes.rows[0])
        preview = await until(lambda: page.notes.preview)
        assert preview.passage == OTHER[14:34]
        assert preview.after.startswith(OTHER[34:50])
        assert preview.body == "check 3"


def test_ranges_go_up_and_down_and_all_can_be_let_go():
    selection, ids = RowSelection(), list("abcde")
    selection.turn_range(ids, 3)
    assert selection.meant(ids, 1) == ["b", "c", "d"]
    selection.turn_range(ids, 1)
    assert selection.ids == {"b", "c", "d"}
    selection.turn("c")
    assert selection.meant(ids, 0) == ["b", "d"]
    selection.turn_all(ids)
    assert len(selection) == 5
    selection.turn_all(ids)
    assert selection.meant(ids, 4) == ["e"]
    selection.turn("a")
    selection.keep("bcde")
    assert not selection
    assert selection.meant([], 0) == []
