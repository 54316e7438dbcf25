"""The codebook without a screen: counted, described, renamed, merged; each one undo."""

from __future__ import annotations

from contextlib import asynccontextmanager

from reader.annotations.records import Mark, new_id
from reader.annotations.store import open_store
from reader.ui.commands.codebooking import Codebooking
from reader.ui.key_sequences import Asked
from tests.session.played import played, until
from tests.session.test_all_notes import fill


class Page:
    """The page of the codebook, with a person in front of it who plays on ``stage``."""

    context = "codebook"

    def __init__(self, stage) -> None:
        self.stage, self.session, self.place = stage, stage.session, 0
        self.commands = Codebooking(self.session, self).commands()

    @property
    def book(self):
        return self.session.codebook

    @property
    def counts(self) -> dict[str, int]:
        return {code.name: code.total for code in self.book.rows}

    def on(self, name: str) -> Page:
        self.place = [code.name for code in self.book.rows].index(name)
        return self

    def do(self, command: str, *answers) -> None:
        self.stage.answers += answers
        self.commands[command](Asked(command))
        assert not self.stage.answers

    def ask(self, choice, then) -> None:
        self.stage.ask(choice, then)

    def ask_line(self, question, then) -> None:
        self.stage.ask_line(question, then)

    def go_to_row(self, place: int) -> None:
        self.place = place


@asynccontextmanager
async def opened(bench):
    fill(bench)
    store = open_store(bench.settings.notes, who="ada")
    notes = [each for each in store.records(kind="note") if isinstance(each, Mark)]
    from dataclasses import replace

    tags = [("harm/injury",), ("harm/death", "snow"), ("hurt",), ("snow",)]
    store.put_many([replace(n, tags=t) for n, t in zip(notes, tags, strict=True)], "tag")
    store.close()
    async with played(bench.settings) as stage:
        page = Page(stage)
        page.book.open()
        await until(lambda: page.book.every)
        yield page


def saved_tags(bench) -> set[tuple[str, ...]]:
    store = open_store(bench.settings.notes, who="ada", read_only=True)
    found = {each.tags for each in store.records(kind="note")}
    store.close()
    return found


async def test_tags_are_counted_with_those_below_and_found_while_typing(bench):
    async with opened(bench) as page:
        assert page.counts == {"harm": 2, "harm/death": 1, "harm/injury": 1, "hurt": 1, "snow": 2}
        page.book.look("inj")
        assert list(page.counts) == ["harm/injury"]


async def test_a_tag_is_renamed_in_all_notes_and_one_undo_takes_it_back(bench):
    async with opened(bench) as page:
        page.on("harm").do("codebook-rename", "damage")
        assert page.book.rows[page.place].name == "damage"
        await page.stage.saved()
        await until(lambda: ("damage/injury",) in saved_tags(bench))
        assert page.counts["damage"] == 2
        page.do("undo")
        await until(lambda: page.counts.get("harm") == 2)
        assert ("harm/injury",) in saved_tags(bench)


async def test_two_tags_become_one_only_when_one_says_so(bench):
    async with opened(bench) as page:
        page.on("hurt").do("codebook-rename", "harm/injury", "n", "sore")
        await until(lambda: "sore" in page.counts)
        page.on("sore").do("codebook-rename", "harm/injury", "m")
        await until(
            lambda: page.counts == {"harm": 3, "harm/death": 1, "harm/injury": 2, "snow": 2}
        )
        page.do("undo")
        await until(lambda: page.counts.get("sore") == 1)


async def test_a_tag_has_a_description_and_a_colour(bench):
    async with opened(bench) as page:
        page.on("harm").do("codebook-describe", "  to people   or animals ")
        await until(lambda: page.book.rows[page.place].description == "to people or animals")
        page.do("codebook-colour", "1")
        await until(lambda: page.book.known("harm/death").colour == "red")
        page.book.look("animals")
        assert list(page.counts) == ["harm"]
        page.do("undo")
        await until(lambda: page.book.known("harm").colour is None)


async def test_a_new_tag_waits_in_the_codebook_for_its_first_note(bench):
    async with opened(bench) as page:
        page.do("codebook-add", "#harm / fear")
        await until(lambda: page.counts.get("harm/fear") == 0)
        assert page.session.notebook.codebook[0].name == "harm/fear"


async def test_a_tag_is_deleted_from_all_notes(bench):
    async with opened(bench) as page:
        page.on("harm").do("codebook-delete")
        assert "harm" not in page.counts
        await until(lambda: saved_tags(bench) == {(), ("hurt",), ("snow",)})
        page.do("undo")
        await until(lambda: page.counts.get("harm") == 2)


async def test_tags_of_other_terminals_are_counted_while_the_page_is_open(bench):
    async with opened(bench) as page:
        store = open_store(bench.settings.notes, who="ben")
        note = store.records(kind="note")[0]
        from dataclasses import replace

        store.put(replace(note, id=new_id(), tags=("hail",)))
        page.session.notebook.poll()
        await until(lambda: page.counts.get("hail") == 1)
        store.close()


async def test_a_codebook_that_can_only_be_read_stays_as_it_is(bench):
    fill(bench)
    bench.set(read_only=True)
    async with played(bench.settings) as stage:
        page = Page(stage)
        page.book.open()
        await until(lambda: page.book.every)
        for command in ("rename", "describe", "colour", "delete", "add"):
            page.do(f"codebook-{command}")
        assert page.counts == {"snow": 4}
