"""The screen that shows both texts, by keys."""

from __future__ import annotations

import pytest

from reader.ui.changes_page import Drawn
from reader.ui.dialogs.changes import ChangesScreen
from tests.ui.test_changes_page import NEW, OLD


def report(line: Drawn) -> str:
    return "".join(piece.text for piece in (*line.left, *(line.right or ())))


async def noted(bench, until):
    async with bench.app(bench.article(OLD, "gate.txt")) as (app, pilot):
        await pilot.press("}", "}", "H")
        await until(
            pilot, lambda: not app.session.notebook.saving and app.reader.pane.marks("notes")
        )


@pytest.mark.parametrize("size", [(80, 24), (160, 50)])
async def test_an_edited_article_is_shown_beside_the_text_noted(bench, until, size):
    await noted(bench, until)
    async with bench.app(bench.article(NEW, "gate.txt"), size=size) as (app, pilot):
        await until(pilot, lambda: app.session.reading.records.placed)
        assert any("D shows both" in each.message for each in app._notifications)
        await pilot.press("D")
        await until(pilot, lambda: isinstance(app.screen, ChangesScreen) and app.screen.page.page)
        page = app.screen.page
        assert page.page.beside == (size[0] >= 100)
        assert report(page.page.lines[0]).startswith("! reworded, highlight on ““We counted")
        shown = len(page.page.lines)
        await pilot.press("s")
        assert len(page.page.lines) > shown
        await pilot.press("s", "enter")
        await until(pilot, lambda: not isinstance(app.screen, ChangesScreen))
        assert app.reader.pane.cursor == NEW.index("forty")


async def test_keys_move_among_changes_and_esc_leaves(bench, until):
    await noted(bench, until)
    async with bench.app(bench.article(NEW, "gate.txt"), size=(80, 12)) as (app, pilot):
        await pilot.press("D")
        await until(pilot, lambda: isinstance(app.screen, ChangesScreen) and app.screen.page.page)
        page = app.screen.page
        await pilot.press("n")
        await until(pilot, lambda: page.scroll_offset.y == page.page.stops[0])
        await pilot.press("G", "N")
        await until(pilot, lambda: page.scroll_offset.y in page.page.stops)
        await pilot.press("escape")
        await until(pilot, lambda: not isinstance(app.screen, ChangesScreen))


async def test_an_article_with_one_version_says_so(bench, until):
    async with bench.app(bench.article()) as (app, pilot):
        await pilot.press("D")
        await until(pilot, lambda: "No other version" in app.reader.status.message)
