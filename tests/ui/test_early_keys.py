"""Keys that come before a dialog is laid out, or once more before it is closed."""

from __future__ import annotations

from reader.ui.choice_row import Row
from reader.ui.dialogs.choice import Choice
from reader.ui.dialogs.command_palette import Palette
from reader.ui.options import Options


def test_a_page_is_not_turned_before_there_are_lines():
    rows = Options("one", "two")
    rows.highlighted = 1
    rows.action_page_up()
    rows.action_page_down()
    assert rows.highlighted == 1


async def test_the_palette_opens_once_and_survives_a_page_turned_at_once(bench, until):
    async with bench.app(bench.article()) as (app, pilot):
        for key in ("ctrl+p", "pageup", "pagedown", "ctrl+p"):
            app.simulate_key(key)
        await until(pilot, lambda: isinstance(app.screen, Palette))
        await until(pilot, lambda: app.screen.query("CommandList").first().option_count)
        palette = app.screen
        palette.query("CommandList").first().highlighted = 0
        assert palette.check_action("command_list", ("page_up",))
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is app.reader)


async def test_the_palette_turns_no_page_before_its_first_layout(bench, until, monkeypatch):
    async with bench.app(bench.article()) as (app, pilot):
        await pilot.press("ctrl+p")
        await until(pilot, lambda: isinstance(app.screen, Palette) and app.screen.is_mounted)
        rows = app.screen.query("CommandList").first()
        monkeypatch.setattr(rows, "virtual_size", rows.virtual_size.with_height(0))
        assert app.screen.check_action("command_list", ("page_up",)) is False


async def test_what_is_chosen_twice_closes_one_dialog(bench, until):
    told = []
    async with bench.app(bench.article()) as (app, pilot):
        app.begin_review()
        await until(pilot, lambda: app.review.is_mounted)
        choice = Choice("Which?", [Row("one", "One", "1")])
        app.push_screen(choice, told.append)
        await until(pilot, lambda: choice.is_mounted)
        choice.dismiss("one")
        choice.dismiss("one")
        await pilot.pause()
        assert app.screen is app.review
        assert told == ["one"]
