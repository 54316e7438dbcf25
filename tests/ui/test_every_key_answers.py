"""Every key of every place gives an answer that is seen, also where it does nothing.

The test goes through the table of commands itself: a new key is tried without a new test.
"""

from __future__ import annotations

import asyncio
import re

import pytest
from textual.events import Key
from textual.keys import _character_to_key
from textual.widgets import Tree

from reader.annotations.records import Label
from reader.article.anchor import anchor
from reader.text.span import Span
from reader.ui.key_sequences import Asked
from reader.ui.pages.all_notes import NotesPage
from reader.ui.pages.codebook import CodebookPage
from reader.ui.pages.labels import LabelsPage
from reader.ui.review.screen import ReviewScreen
from tests.session.test_all_notes import fill
from tests.ui.conftest import until

LOOKS = 4
"""Looks at the screen until a key counts as one without an answer."""
CALM = 2
"""Looks that find the same screen, and no message on its way, until it counts as at rest."""
PAGES = {
    "notes": NotesPage,
    "codebook": CodebookPage,
    "labels": LabelsPage,
    "review": ReviewScreen,
}
COMMANDS = {"notes": "all-notes", "labels": "adjudicate"}
WITH_ARTICLE = [
    *(("read", ""), ("select", ""), ("desk", ""), ("notes", ""), ("codebook", "")),
    ("labels", ""),
    *(("list", "findings"), ("list", "notes"), ("review", "")),
]
EMPTY = [("read", ""), ("list", "findings"), ("desk", ""), ("notes", "")]


class Person:
    """A person in front of a running app who comes back to one place after each key."""

    def __init__(self, app, place: str, tab: str) -> None:
        self.app, self.place, self.tab = app, place, tab
        self.acts = 0

    def act(self) -> None:
        """Count what leaves, suspends or redraws the app: the test goes on."""
        self.acts += 1

    def seen(self) -> tuple[object, ...]:
        app = self.app
        strips = app.screen._compositor.render_strips()
        lines = [list(strip) for strip in strips]
        return app.screen, lines, len(app._notifications), self.acts

    def is_busy(self) -> bool:
        pumps = [each for screen in self.app.screen_stack for each in screen.walk_children()]
        return any(pump.message_queue_size for pump in (self.app, *self.app.screen_stack, *pumps))

    async def rests(self) -> tuple[object, ...]:
        """Return what is seen once nothing changes."""
        seen: tuple[object, ...] = ()
        calm = 0
        while calm < CALM:
            await asyncio.sleep(0.002)
            if self.is_busy():
                calm = 0
                continue
            now = self.seen()
            calm = calm + 1 if now == seen else 0
            seen = now
        return seen

    async def comes_back(self, *, at_end: bool) -> None:
        """Be on the first or the last row of the place again, with nothing open over it."""
        app, reader, page = self.app, self.app.reader, PAGES.get(self.place)
        while app.screen is not reader and not (page and isinstance(app.screen, page)):
            screen = app.screen
            (screen.leave if hasattr(screen, "leave") else screen.dismiss)()
            await self.rests()
        if app.screen.prompt.asking:
            await self.presses("escape")
            await self.rests()
        self.open_place()
        await self.rests()
        self.put_cursor(at_end=at_end)
        if self.place == "select":
            await self.presses("v")
            await self.rests()
        app.clear_notifications()
        reader.status.message = ""
        assert app.screen.context == self.place

    def open_place(self) -> None:
        reader = self.app.reader
        if self.place in PAGES:
            if self.app.screen is reader:
                reader.perform(Asked(COMMANDS.get(self.place, self.place)))
        elif self.place == "desk":
            reader.to_desk()
        elif self.place == "list":
            reader.side.show_tab(self.tab)
            reader._open("-side-open", reader.side.shown_list)
        else:
            reader.close_drawers()
            reader.pane.clear_selection()

    def put_cursor(self, *, at_end: bool) -> None:
        app, reader = self.app, self.app.reader
        if self.place in ("read", "select"):
            if reader.session.reading is not None:
                pane = reader.pane
                pane.go_to(pane.reading.last if at_end else pane.reading.first)
        elif self.place == "list":
            rows = reader.focused
            if isinstance(rows, Tree):
                rows.cursor_line = rows.last_line if at_end else 0
            else:
                (rows.action_last if at_end else rows.action_first)()
        elif self.place == "desk":
            reader.desk_list.go_to(99 if at_end else 0)
        elif self.place == "review":
            app.screen.perform(Asked("item-last" if at_end else "item-first"))
        elif self.place == "labels":
            state = app.screen.adjudication
            state.place = len(state.differences) - 1 if at_end else 0
            app.screen.show()
        else:
            app.screen.set_focus(app.screen.rows)
            app.screen.rows.go_to(99 if at_end else 0)

    async def presses(self, key: str) -> None:
        for stroke in key.split():
            is_sign = len(stroke) == 1
            name = _character_to_key(stroke) if is_sign else stroke
            self.app.post_message(Key(name, stroke if is_sign else None))
        await asyncio.sleep(0)

    async def gets_answer(self, key: str) -> bool:
        before = await self.rests()
        await self.presses(key)
        for _ in range(LOOKS):
            if await self.rests() != before:
                return True
        return False

    async def silent_keys(self) -> list[tuple[str, str, bool]]:
        """Return the commands and keys of the place that change nothing on the screen."""
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(self.app.session, "leave", self.act)
            for name in ("action_suspend_to_shell", "action_redraw"):
                patch.setattr(self.app, name, self.act)
            return [each async for each in self._silent_keys()]

    async def _silent_keys(self):
        for command in self.app.keys.commands:
            if self.place not in command.contexts or not command.keys:
                continue
            key = f"{command.keys[0]} a" if command.takes_character else command.keys[0]
            for at_end in (False,) if command.palette else (False, True):
                await self.comes_back(at_end=at_end)
                if not await self.gets_answer(key):
                    yield command.id, key, at_end


async def label_each_word(app, pilot):
    """Have two people label each word, and never alike."""
    session, reading = app.session, app.session.reading
    labels = [
        Label(
            article_id=session.notebook.article_id, id=f"{kind}{word.start()}", creator=who,
            anchor=anchor(reading.text, [Span(*word.span())], reading.fingerprint),
            layer="stance", type=kind,
        )
        for word in re.finditer(r"\w+", reading.text)
        for who, kind in (("ada", "fear"), ("ben", "hope"))
    ]  # fmt: skip
    session.current.save(labels, "label")
    await until(pilot, lambda: len(session.reading.records.placed) == len(labels))


@pytest.mark.parametrize(("place", "tab"), WITH_ARTICLE)
async def test_every_key_answers_on_an_article(bench, until, place, tab):
    fill(bench)
    article = bench.article()
    bench.known(article)
    async with bench.app(article, size=(80, 24)) as (app, pilot):
        await until(pilot, lambda: app.session.reading.findings.found)
        if place == "labels":
            await label_each_word(app, pilot)
        silent = await Person(app, place, tab).silent_keys()
        assert silent == [], silent


@pytest.mark.parametrize(("place", "tab"), EMPTY)
async def test_every_key_answers_on_an_empty_desk(bench, place, tab):
    async with bench.app(size=(80, 24)) as (app, _):
        silent = await Person(app, place, tab).silent_keys()
        assert silent == [], silent


async def test_the_only_hit_of_a_search_says_so(bench):
    async with bench.app(bench.article(), size=(80, 24)) as (app, _):
        person = Person(app, "read", "")
        assert app.reader.find("counted") == 1
        for key in ("n", "N"):
            app.reader.status.message = ""
            assert await person.gets_answer(key)
