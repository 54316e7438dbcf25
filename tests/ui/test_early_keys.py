"""Keys that come before a dialog is laid out, or once more before it is closed."""

from __future__ import annotations

from textual.widgets import TextArea

from reader.session.choice import Choice, Row
from reader.ui.dialogs.choice import ChoiceDialog
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
    report = []
    async with bench.app(bench.article()) as (app, pilot):
        app.reader.open_review()
        await until(pilot, lambda: app.reader.review.is_mounted)
        choice = ChoiceDialog(Choice("Which?", [Row("one", "One", "1")]))
        app.push_screen(choice, report.append)
        await until(pilot, lambda: choice.is_mounted)
        choice.dismiss("one")
        choice.dismiss("one")
        await pilot.pause()
        assert app.screen is app.reader.review
        assert report == ["one"]


def all_once(drawn: str, words: list[str]) -> bool:
    return all(drawn.count(word) == 1 for word in words)


async def test_what_is_written_is_drawn_whole_when_the_terminal_changes_its_size(bench, until):
    words = [f"word{number:02d}" for number in range(16)]
    async with bench.app(bench.article(), size=(80, 24)) as (app, pilot):
        await pilot.press("a")
        await until(pilot, lambda: app.screen.query(TextArea))
        app.screen.query_one(TextArea).insert(" ".join(words))
        for width in (60, 200, 40, 100, 80):
            await pilot.resize_terminal(width, 24)
            await until(pilot, lambda: all_once(app.export_screenshot(), words))
        await pilot.press("escape")
