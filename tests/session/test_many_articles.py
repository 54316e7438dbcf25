"""Many articles of the desk at once, without a screen: select, tag, archive, remove."""

from __future__ import annotations

from contextlib import asynccontextmanager

import pytest

from reader.annotations.store import open_store
from reader.session.events import Asked
from tests.session.played import played, until
from tests.ui.test_desk import fill


@asynccontextmanager
async def opened(bench, number: int = 4):
    """Yield a desk of articles in the order of their names, with a person in front of it."""
    fill(bench, number)
    async with played(bench.settings) as stage:
        stage.context = "desk"
        desk = stage.session.desk
        desk.look(desk.view._replace(by="title"))
        wanted = [f"a{place:03d}" for place in range(number)]
        await until(lambda: desk.ids == wanted)
        await until(lambda: len(stage.session.notebook.articles) == number)
        yield stage


def on(stage, place: int):
    stage.desk_place = place
    stage.desk_row = stage.session.desk.rows[place]
    return stage


def record(stage, article_id: str):
    articles = stage.session.notebook.articles
    return next((each for each in articles if each.id == article_id), None)


async def test_several_articles_are_tagged_and_one_undo_takes_it_back(bench):
    async with opened(bench) as stage:
        on(stage, 0).do("desk-select")
        on(stage, 2).do("desk-select")
        stage.do("desk-tag", "floods, harm/injury")
        tags = ("floods", "harm/injury")
        await until(lambda: record(stage, "a002").tags == tags == record(stage, "a000").tags)
        assert record(stage, "a001").tags == ()
        stage.do("desk-tag", "-floods")
        await until(lambda: record(stage, "a002").tags == ("harm/injury",))
        stage.do("undo")
        stage.do("undo")
        await until(lambda: record(stage, "a002").tags == () == record(stage, "a000").tags)


async def test_a_range_and_all_in_the_filter_can_be_selected(bench):
    async with opened(bench) as stage:
        on(stage, 1).do("desk-range")
        on(stage, 3).do("desk-status", "complete")
        await until(lambda: record(stage, "a003").status == {"ada": "complete"})
        done = [each.status.get("ada") for each in stage.session.notebook.articles]
        assert done == [None, "complete", "complete", "complete"]
        stage.session.desk.selection.clear()
        stage.session.desk.look(stage.session.desk.view._replace(line="outlet:wire"))
        await until(lambda: stage.session.desk.ids == ["a001", "a003"])
        stage.do("desk-select-all")
        assert stage.session.desk.selection.ids == {"a001", "a003"}


async def test_archived_articles_are_out_of_the_way_and_come_back(bench):
    async with opened(bench) as stage:
        desk = stage.session.desk
        on(stage, 0).do("desk-archive")
        await until(lambda: desk.ids == ["a001", "a002", "a003"])
        assert desk.total == 3
        desk.look(desk.view._replace(line="status:archived"))
        await until(lambda: desk.ids == ["a000"])
        on(stage, 0).do("desk-archive")
        desk.look(desk.view._replace(line=""))
        await until(lambda: len(desk.ids) == 4)


async def test_an_article_goes_with_its_notes_only_when_one_says_so(bench):
    async with opened(bench) as stage:
        on(stage, 0).do("desk-remove", "k")
        assert record(stage, "a000") is not None
        on(stage, 0).do("desk-remove", "r")
        await until(lambda: record(stage, "a000") is None)
        await until(lambda: stage.session.desk.ids == ["a001", "a002", "a003"])
        store = open_store(bench.settings.notes, who="ada", read_only=True)
        assert store.records("a000") == []
        store.close()
        stage.do("undo")
        await until(lambda: record(stage, "a000") is not None)
        await until(lambda: stage.session.desk.rows and stage.session.desk.rows[0].notes == 1)


async def test_the_article_in_view_is_not_removed_under_ones_eyes(bench):
    async with opened(bench) as stage:
        stage.session.queue.open_from_desk("a001")
        await until(lambda: stage.session.notebook.article_id == "a001")
        stage.context = "desk"
        on(stage, 1).do("desk-remove")
        assert not stage.of(Asked)
        assert record(stage, "a001") is not None


@pytest.mark.parametrize("command", ["desk-tag", "desk-status", "desk-archive", "desk-remove"])
async def test_a_desk_that_can_only_be_read_stays_as_it_is(bench, command):
    fill(bench)
    bench.set(read_only=True)
    async with played(bench.settings) as stage:
        stage.context = "desk"
        await until(lambda: stage.session.desk.rows)
        on(stage, 0).do(command)
        assert not any(each.archived or each.tags for each in stage.session.notebook.articles)


async def test_the_filter_narrows_the_desk_while_it_is_typed(bench):
    async with opened(bench) as stage:
        stage.do("desk-filter", None)
        question = stage.asked[-1]
        question.on_change("outlet:wire")
        await until(lambda: stage.session.desk.ids == ["a001", "a003"])
        question.on_change("outl:")
        question.on_cancel()
        await until(lambda: len(stage.session.desk.ids) == 4)
