"""Undo says what a step of many records was, and asks before it takes back an earlier session's."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reader.annotations.records import Mark, new_id
from reader.annotations.store import open_store
from reader.article.anchor import anchor
from reader.session import events
from reader.session.store_news import MANY
from reader.session.wide_undo import KEEP, UNDO
from reader.text.span import Span
from tests.session.played import played, until


def brought_in(bench, number: int, doing: str = "import") -> None:
    """Save notes as one step of a command, on an article that the person has open too."""
    store = open_store(bench.settings.notes, who=bench.settings.me)
    held = anchor("harbour", [Span(0, 7)])
    notes = [
        Mark(article_id="elsewhere", id=new_id(), kind="note", body=f"note {each}", anchor=held)
        for each in range(number)
    ]
    store.put_many(notes, doing)
    store.close()


def notes_left(bench) -> int:
    store = open_store(bench.settings.notes, who="", read_only=True)
    try:
        return len(store.records(kind="note"))
    finally:
        store.close()


@pytest.mark.parametrize(("answer", "left"), [(UNDO, 0), (KEEP, MANY), (None, MANY)])
@pytest.mark.parametrize("doing", ["import", "note"])
async def test_undo_of_what_brought_in_many_asks_first(bench, doing, answer, left):
    brought_in(bench, MANY, doing)
    async with played(bench.settings, bench.article()) as person:
        await until(lambda: person.session.reading.is_on_desk)
        person.do("undo")
        (asked,) = await until(lambda: person.of(events.Asked))
        assert f"{MANY} records" in asked.choice.title
        assert doing in asked.choice.title
        assert asked.choice.chosen == KEEP
        assert notes_left(bench) == MANY
        if answer is not None:
            asked.then(answer)
        if answer == UNDO:
            await until(lambda: f"{MANY} records" in person.message)
            person.do("redo")
            await until(lambda: "Redone" in person.message)
            assert notes_left(bench) == MANY
            person.do("undo")
            await until(lambda: "Undone" in person.message)
        await person.saved()
        assert notes_left(bench) == left


async def test_undo_of_an_earlier_change_of_many_records_is_one_key(bench):
    brought_in(bench, MANY)
    store = open_store(bench.settings.notes, who=bench.settings.me)
    store.put_many([replace(each, tags=("quay",)) for each in store.records(kind="note")], "tag")
    store.close()
    async with played(bench.settings, bench.article()) as person:
        await until(lambda: person.session.reading.is_on_desk)
        person.do("undo")
        await until(lambda: f"{MANY} records" in person.message)
        assert person.of(events.Asked) == []
        assert notes_left(bench) == MANY


@pytest.mark.parametrize("doing", ["import", "merge"])
async def test_undo_of_a_small_import_or_merge_asks_too(bench, doing):
    brought_in(bench, 1, doing)
    async with played(bench.settings, bench.article()) as person:
        await until(lambda: person.session.reading.is_on_desk)
        person.do("undo")
        (asked,) = await until(lambda: person.of(events.Asked))
        assert doing in asked.choice.title
        assert notes_left(bench) == 1
        asked.then(UNDO)
        await until(lambda: "Undone" in person.message)
        person.do("redo")
        await until(lambda: "Redone" in person.message)
    async with played(bench.settings, bench.article()) as person:
        await until(lambda: person.session.reading.is_on_desk)
        person.do("undo")
        await until(lambda: person.of(events.Asked))
        assert notes_left(bench) == 1


async def test_undo_of_a_few_records_asks_nothing(bench):
    brought_in(bench, MANY - 1, "note")
    async with played(bench.settings, bench.article()) as person:
        await until(lambda: person.session.reading.is_on_desk)
        person.do("undo")
        await until(lambda: "Undone" in person.message)
        assert person.of(events.Asked) == []
        assert notes_left(bench) == 0


async def test_undo_of_a_large_step_of_this_session_is_one_key(bench):
    brought_in(bench, MANY)
    async with played(bench.settings, bench.article()) as person:
        await until(lambda: person.session.reading.is_on_desk)
        ids = [each.id for each in person.session.notebook.store.records(kind="note")]
        person.session.notebook.remove(ids, f"delete {MANY} notes")
        await until(lambda: notes_left(bench) == 0)
        person.do("undo")
        await until(lambda: "Undone" in person.message)
        assert person.of(events.Asked) == []
        assert notes_left(bench) == MANY
