"""A word of wide letters or signs never shifts a border, on any list or dialog."""

from __future__ import annotations

import pytest
from rich.cells import cell_len
from textual.widgets import OptionList

from reader.session.choice import Choice, Row
from reader.ui.dialogs.card import Card
from reader.ui.dialogs.choice import ChoiceDialog

WIDE = ("港口关闭", "항구 폐쇄", "👩‍🚒🚢 storm", "e\u0301tat du port", "ｗｉｄｅ")
BORDERS = "▏▕│╭╮╰╯"


def columns(app):
    """Return the cells of each line of the screen at which a border is drawn."""
    found = []
    for strip in app.screen._compositor.render_strips():
        assert strip.cell_length == app.size.width
        text = strip.text
        # Whole beginnings are measured: signs that are joined take the cells of one.
        here = {cell_len(text[:place]) for place, sign in enumerate(text) if sign in BORDERS}
        found.append(here)
    return found


@pytest.mark.parametrize("word", WIDE)
@pytest.mark.parametrize("size", [(160, 30), (80, 24)])
async def test_the_panes_keep_their_borders(bench, until, word, size):
    title = f"{word} and the harbour {word}"
    article = bench.article(f"{title}\n\nA report on {word}. {word} it says.\n")
    async with bench.app(article, size=size) as (app, pilot):
        await pilot.press("T", *"wide", "enter")
        await until(pilot, lambda: app.reader.pane.marks("notes"))
        await pilot.press("tab")
        app.reader.side.show_tab("notes")
        app.reader.show_lists()
        await pilot.pause()
        body = app.reader.query_one("#side").region
        lines = columns(app)
        for y in range(body.y, body.bottom):
            assert body.x in lines[y], y


@pytest.mark.parametrize("word", WIDE)
async def test_a_dialog_keeps_its_border(bench, until, word):
    async with bench.app(bench.article(), size=(100, 30)) as (app, pilot):
        app.push_screen(
            ChoiceDialog(Choice(f"{word}?", [Row("a", word, "a"), Row("b", f"{word} {word}")]))
        )
        await until(pilot, lambda: app.screen.query(OptionList))
        await pilot.pause()
        box = app.screen.query_one("#choice").region
        lines = columns(app)
        for y in range(box.y, box.bottom):
            assert {box.x, box.right - 1} <= lines[y], y
        await pilot.press("escape")


@pytest.mark.parametrize("word", WIDE)
async def test_a_card_keeps_its_border(bench, until, word):
    from reader.ui.card_text import CardLine

    async with bench.app(bench.article(), size=(100, 30)) as (app, pilot):
        app.push_screen(Card([CardLine(word, "title"), CardLine(f"{word} " * 30)]))
        await until(pilot, lambda: app.screen.query("#card"))
        await pilot.pause()
        box = app.screen.query_one("#card").region
        lines = columns(app)
        for y in range(box.y, box.bottom):
            assert {box.x, box.right - 1} <= lines[y], y
