"""Review mode: the queue of an article decided key by key."""

from __future__ import annotations

from contextlib import asynccontextmanager

import pytest

from reader.annotations.records import Claim, Correction


@pytest.fixture
def reviewing(bench, until):
    """A running app in review mode on the article of the bench."""
    article = bench.article()
    bench.known(article)

    @asynccontextmanager
    async def run(size=(160, 40)):
        async with bench.app(article, size=size) as (app, pilot):
            await pilot.press("r")
            await until(pilot, lambda: app.review and app.review.item)
            await pilot.press("a", "g")
            await until(pilot, lambda: app.review.item.kind == "quote")
            yield app, pilot

    return run


def words(app, pane: str) -> str:
    return str(app.review.query_one(f"#review-{pane}-told").content)


def saved(app, kind):
    return [record for record in app.notebook.records if isinstance(record, kind)]


async def test_item_context_and_record_are_shown(reviewing):
    async with reviewing() as (app, _):
        assert "Ada Reyes" in words(app, "item")
        assert "“We will not wait,”" in words(app, "item")
        assert "said [/b] the port would close" in words(app, "context")
        assert "Ada Reyes: We will not wait." in words(app, "record")
        assert "1 True" in str(app.review.query_one("#review-scale").content)


async def test_a_number_gives_the_verdict_and_goes_on(reviewing, until):
    async with reviewing() as (app, pilot):
        first = app.review.item
        await pilot.press("5")
        await until(pilot, lambda: not app.notebook.saving)
        (claim,) = saved(app, Claim)
        assert [(each.reviewer, each.label) for each in claim.assessments] == [("ada", "False")]
        assert (claim.claimant, claim.status) == ("Ada Reyes", "in progress")
        assert app.review.item.id != first.id


async def test_accept_dismiss_and_skip_are_three_keys(reviewing, until):
    async with reviewing() as (app, pilot):
        first = app.review.item.id
        await pilot.press("space")
        assert saved(app, Correction) == []
        await pilot.press("A", "x")
        await until(pilot, lambda: len(saved(app, Correction)) == 2)
        decided = {str(each.finding["id"]): each.decision for each in saved(app, Correction)}
        assert sorted(decided.values()) == ["accept", "dismiss"]
        assert first not in decided


async def test_undo_takes_a_decision_back_and_goes_to_it(reviewing, until):
    async with reviewing() as (app, pilot):
        first = app.review.item.id
        await pilot.press("x")
        await until(pilot, lambda: not app.notebook.saving)
        await pilot.press("u")
        await until(pilot, lambda: not saved(app, Correction))
        await until(pilot, lambda: app.review.item.id == first)
        assert app.review.item.status == "open"


async def test_a_number_beyond_the_scale_is_refused(reviewing):
    async with reviewing() as (app, pilot):
        await pilot.press("9")
        assert saved(app, Claim) == []
        assert "no verdict" in app.reader.status.message


async def test_back_in_reading_the_marks_are_drawn(reviewing, until):
    async with reviewing() as (app, pilot):
        await pilot.press("5", "q")
        await until(pilot, lambda: app.screen is app.reader)
        await until(pilot, lambda: len(app.reader.reading.placed) == 1)
        assert app.review is None


async def test_the_reasons_are_told(reviewing, until):
    async with reviewing() as (app, pilot):
        await pilot.press("?")
        await until(pilot, lambda: app.screen is not app.review)
        assert "Worth a check" in str(app.screen.query_one("#card Static").content)


@pytest.mark.parametrize("size", [(80, 24), (40, 12)])
async def test_a_small_screen_has_one_below_the_other(reviewing, size):
    async with reviewing(size) as (app, _):
        body = app.review.query_one("#review-body")
        places = [app.review.query_one(f"#review-{name}") for name in ("item", "context", "record")]
        tops = [pane.region.y for pane in places]
        assert tops == sorted(tops)
        assert all(pane.region.width <= body.region.width for pane in places)
        assert places[0].region.y >= body.region.y
