"""The preview of an article on the desk: next to the list where there is room, else by a key."""

from __future__ import annotations

from textual.widgets import Static

from reader.desk.row import DeskRow
from reader.ui.desk_preview import LEDE, lede_of, preview_parts
from tests.ui.test_desk import fill
from tests.ui.test_whose_marks import seen


def words(app) -> str:
    return seen(app.reader.query_one("#desk-preview-words", Static))[0]


async def test_the_article_under_the_cursor_is_previewed_next_to_the_list(bench, until):
    fill(bench)
    async with bench.app(size=(120, 36)) as (app, pilot):
        await until(pilot, lambda: "town 2 was shut" in words(app))
        assert app.reader.desk_preview.region.x > app.reader.desk_list.region.x
        await pilot.press("j")
        await until(pilot, lambda: "town 1 was shut" in words(app))
        assert "town 2" not in words(app)
        await pilot.press("p")
        await until(pilot, lambda: not app.reader.desk_preview.display)


async def test_below_120_columns_a_key_shows_it_under_the_list(bench, until):
    fill(bench)
    async with bench.app(size=(80, 24)) as (app, pilot):
        await until(pilot, lambda: app.reader.desk_list.rows)
        assert not app.reader.desk_preview.display
        await pilot.press("p")
        await until(pilot, lambda: "town 2 was shut" in words(app))
        preview, rows = app.reader.desk_preview.region, app.reader.desk_list.region
        assert preview.y >= rows.bottom
        assert rows.height >= 5
        await pilot.press("p")
        await until(pilot, lambda: not app.reader.desk_preview.display)


async def test_from_the_desk_next_to_an_article_the_key_shows_the_desk_with_its_preview(
    bench, until
):
    fill(bench)
    async with bench.app(bench.article(), size=(160, 50)) as (app, pilot):
        app.reader.turn_pane(-1)
        await until(pilot, lambda: app.reader.context == "desk" and app.reader.desk_list.rows)
        assert not app.reader.has_class("-desk-open")
        await pilot.press("p")
        await until(pilot, lambda: app.reader.desk_preview.display)
        assert app.reader.has_class("-desk-open")


def plain(row: DeskRow, beginning: str = "") -> str:
    return "".join(text for text, _ in preview_parts(row, beginning))


def test_the_counts_are_those_of_the_row_and_what_is_not_known_is_said_to_be_so():
    known = plain(DeskRow("a", "Ice", notes=1, claims=2, conflicts=3, decided=3, undecided=5))
    for counts in ("1 note", "2 claims", "3 note fields in two versions", "3 of 8", "5 left"):
        assert counts in known
    unknown = plain(DeskRow("a", "Ice"))
    assert "left" not in unknown
    assert "unknown" in unknown
    assert "2026-03-07" in plain(DeskRow("a", "Ice", published="2026-03-07"))


def test_the_lede_has_no_headline_and_no_line_twice():
    text = "Ice\n\nA plough, on Monday.\n   A plough, on Monday.\n\nThe pass was shut.\n"
    assert lede_of("Ice", text) == "A plough, on Monday.\n\nThe pass was shut."
    assert lede_of("Ice", "") == ""
    assert len(lede_of("", "word " * LEDE)) <= LEDE
