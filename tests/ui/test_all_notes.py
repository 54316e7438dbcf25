"""The page of all notes in a running app: keys, filter while typing, the way to a note and back."""

from __future__ import annotations

from reader.ui.pages.all_notes import NotesPage
from tests.session.test_all_notes import fill


def texts(app) -> list[str]:
    return [row.text for row in app.screen.rows.rows or ()]


def drawn(app) -> str:
    rows = app.screen.rows
    return "\n".join(
        "".join(segment.text for segment in rows.render_line(y)) for y in range(rows.size.height)
    )


async def opened(app, pilot, until) -> None:
    await pilot.press("M")
    await until(pilot, lambda: isinstance(app.screen, NotesPage) and texts(app))


async def test_the_filter_narrows_while_one_types_and_backspace_brings_all_back(bench, until):
    fill(bench)
    async with bench.app(bench.article(), size=(80, 24)) as (app, pilot):
        await opened(app, pilot, until)
        await pilot.press("slash", *"check 2")
        await until(pilot, lambda: texts(app) == ["check 2"])
        assert app.screen.focused is app.screen.filter_line
        await pilot.press("escape")
        assert app.screen.focused is app.screen.rows
        await pilot.press("backspace")
        await until(pilot, lambda: len(texts(app)) == 5)
        await pilot.press("q")
        await until(pilot, lambda: app.screen is app.reader)
        assert app.reader.context == "read"


async def test_selected_rows_have_a_sign_that_needs_no_colour(bench, until):
    fill(bench)
    async with bench.app(bench.article(), size=(80, 24)) as (app, pilot):
        await opened(app, pilot, until)
        await pilot.press("space", "v", "j")
        marked = [line for line in drawn(app).split("\n") if line.startswith("*")]
        assert ["check 3" in marked[0], "check 2" in marked[1], "check 1" in marked[2]] == [
            True
        ] * 3
        await pilot.press("v", "d", "d")
        await until(pilot, lambda: texts(app) == ["check 0", "The pass was shut"])
        await pilot.press("u")
        await until(pilot, lambda: len(texts(app)) == 5)


async def test_enter_leads_from_the_desk_to_the_note(bench, until):
    fill(bench)
    async with bench.app(size=(80, 24)) as (app, pilot):
        await until(pilot, lambda: app.reader.context == "desk")
        await opened(app, pilot, until)
        await pilot.press("enter")
        await until(pilot, lambda: app.screen is app.reader)
        await until(pilot, lambda: app.session.reading is not None and app.reader.pane.current_mark)
        assert app.reader.context == "read"
        assert app.session.reading.article.title == "Snow in Hult"


async def test_keys_typed_ahead_are_for_the_page_and_the_note_that_it_opens(bench, until):
    fill(bench)
    async with bench.app(bench.article(), size=(80, 24)) as (app, pilot):
        await opened(app, pilot, until)
        await pilot.press("a", "!", "ctrl+s")
        await until(pilot, lambda: "check 3!" in texts(app))
        assert isinstance(app.screen, NotesPage)


async def test_the_palette_offers_the_commands_of_the_page(bench, until):
    fill(bench)
    async with bench.app(bench.article(), size=(80, 24)) as (app, pilot):
        await opened(app, pilot, until)
        await pilot.press("ctrl+p", *"select all in")
        await pilot.pause()
        await pilot.press("enter")
        await until(pilot, lambda: len(app.session.all_notes.selection) == 5)


async def test_a_click_goes_to_the_note(bench, until):
    fill(bench)
    async with bench.app(bench.article(), size=(120, 30)) as (app, pilot):
        await opened(app, pilot, until)
        await pilot.click(app.screen.rows, offset=(4, 1))
        await until(pilot, lambda: app.screen is app.reader)
        await until(pilot, lambda: app.session.reading.article.title == "Snow in Hult")
