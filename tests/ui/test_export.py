from __future__ import annotations

import time

from textual.widgets import Input

from reader.annotations.store import open_store
from reader.session import desk_export
from reader.ui.dialogs.choice import ChoiceDialog


def stored(bench):
    return [each.id for each in open_store(bench.settings.notes, who="ada").records()]


async def ask_format(app, pilot, until, name):
    await pilot.press("E")
    await until(pilot, lambda: isinstance(app.screen, ChoiceDialog) and app.screen.is_mounted)
    app.screen.dismiss(name)
    await until(pilot, lambda: app.reader.prompt.asking)
    return app.reader.query_one(Input)


async def test_a_file_that_is_there_is_not_written_over_unasked(
    bench, until, monkeypatch, tmp_path
):
    monkeypatch.chdir(tmp_path)
    mine = tmp_path / "mine.md"
    mine.write_text("my own words")
    async with bench.app(bench.article()) as (app, pilot):
        await pilot.press("H")
        line = await ask_format(app, pilot, until, "markdown")
        line.value = "mine.md"
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, ChoiceDialog) and app.screen.is_mounted)
        await pilot.press("n")
        await until(pilot, lambda: app.reader.prompt.asking)
        assert app.reader.query_one(Input).value == "mine.md"
        assert mine.read_text() == "my own words"
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, ChoiceDialog) and app.screen.is_mounted)
        await pilot.press("w")
        await until(pilot, lambda: "Port closes" in mine.read_text("utf-8"))
        await until(pilot, lambda: app.reader.status.message.startswith("Exported"))


async def test_what_stayed_behind_is_listed_and_esc_goes_back(bench, until, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    async with bench.app(bench.article()) as (app, pilot):
        await pilot.press("H")
        await ask_format(app, pilot, until, "readwise")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, ChoiceDialog) and app.screen.is_mounted)
        rows = [row.label for row in app.screen._choice.rows]
        assert rows == ["1 record was written without author, colour and surroundings"]
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is app.reader)
        assert app.focused is app.reader.pane
    assert len(list(tmp_path.glob("*.csv"))) == 1


async def test_an_export_that_runs_tells_how_far_it_is_and_esc_stops_it(
    bench, until, monkeypatch, tmp_path
):
    def endless(store, asked, load, *, passed):
        while True:
            passed(1)
            time.sleep(0.001)

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(desk_export, "export", endless)
    monkeypatch.setattr(desk_export, "BETWEEN", 0.0)
    async with bench.app(bench.article()) as (app, pilot):
        await pilot.press("H")
        await ask_format(app, pilot, until, "jsonl")
        await pilot.press("enter")
        await until(pilot, lambda: app.reader.status.work.startswith("Exporting "))
        await pilot.press("escape")
        await until(pilot, lambda: app.reader.status.message == "Stopped: nothing was written.")
        assert app.reader.status.work == ""
    assert list(tmp_path.glob("*.jsonl")) == []
