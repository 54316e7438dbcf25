"""The row under the cursor is seen in every theme, and without colour."""

from __future__ import annotations

from dataclasses import replace

import pytest
from textual.color import Color
from textual.command import CommandList
from textual.widgets import OptionList

from reader.annotations.store import open_store
from reader.review.annotated_article import annotated
from reader.session.choice import Choice, Row
from reader.ui.dialogs.choice import ChoiceDialog
from reader.ui.pages.all_notes import NotesPage
from reader.ui.pages.codebook import CodebookPage
from reader.ui.review.panes import QueueRows
from reader.ui.review.passage_finder import PassageFinder
from reader.ui.row_list import RowList
from reader.ui.themes import THEMES
from tests.session.test_all_notes import fill
from tests.ui.conftest import until

LEAST = 4.5


def luminance(colour):
    parts = [value / 255 for value in (colour.r, colour.g, colour.b)]
    parts = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one, other):
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def inks(widget, line):
    """Return the text and ground colours of each segment with words."""
    found = []
    for segment in widget.render_line(line):
        style = segment.style
        if segment.text.strip() and style is not None:
            text, ground = (Color.from_rich_color(each) for each in (style.color, style.bgcolor))
            found.append((ground, text) if style.reverse else (text, ground))
    assert found
    return found


def is_reversed(widget, line):
    return all(each.style.reverse for each in widget.render_line(line) if each.text.strip())


def lines(rows):
    """Return a line of the chosen row, and one of another row."""
    chosen = rows.highlighted
    at = {option: line for line, (option, _) in reversed(list(enumerate(rows._lines)))}
    return at[chosen], at[chosen + 1]


def check(rows, *, no_colour):
    chosen, other = lines(rows)
    if no_colour:
        assert is_reversed(rows, chosen)
        assert not is_reversed(rows, other)
        return
    grounds = [inks(rows, line)[0][1] for line in (chosen, other)]
    assert contrast(*grounds) >= LEAST
    assert all(contrast(text, ground) >= LEAST for text, ground in inks(rows, chosen))


@pytest.mark.parametrize("no_colour", [False, True])
@pytest.mark.parametrize("theme", [theme.name for theme in THEMES])
async def test_the_chosen_row_of_a_menu_and_of_the_palette_is_seen(
    bench, monkeypatch, theme, no_colour
):
    if no_colour:
        monkeypatch.setenv("NO_COLOR", "1")
    async with bench.app(None) as (app, pilot):
        if not no_colour:
            app.theme = theme
        choice = Choice("Which?", [Row("a", "First", "a"), Row("b", "Second", "b")])
        app.push_screen(ChoiceDialog(choice))
        await pilot.pause()
        check(app.screen.query_one(OptionList), no_colour=no_colour)
        await pilot.press("escape", "ctrl+p")

        def filled():
            rows = [*app.screen.query(CommandList)]
            ready = rows and rows[0].option_count > 1 and rows[0].virtual_size.height
            return rows[0] if ready and rows[0].highlighted is not None else None

        check(await until(pilot, filled), no_colour=no_colour)


def label(widget, line):
    """Return the style of a row's words: of a line's longest segment, without signs before it."""
    return max(widget.render_line(line), key=lambda each: len(each.text.strip())).style


def check_lines(widget, chosen, other, *, no_colour):
    """Compare the words of the chosen line of any list with those of another line of it."""
    here, there = label(widget, chosen), label(widget, other)
    if no_colour:
        assert here.reverse
        assert not there.reverse
        return
    pairs = []
    for style in (here, there):
        text, ground = (Color.from_rich_color(each) for each in (style.color, style.bgcolor))
        pairs.append((ground, text) if style.reverse else (text, ground))
    assert contrast(pairs[0][1], pairs[1][1]) >= LEAST
    assert contrast(*pairs[0]) >= LEAST


@pytest.mark.parametrize("no_colour", [False, True])
@pytest.mark.parametrize("theme", [theme.name for theme in THEMES])
async def test_the_chosen_row_of_each_list_of_the_reading_screen_is_seen(
    bench, monkeypatch, theme, no_colour
):
    if no_colour:
        monkeypatch.setenv("NO_COLOR", "1")
    article = bench.article()
    bench.known(article)
    other = bench.article("Another title\n\nAnother text.\n", "other.txt")
    async with bench.app(other) as (_app, _pilot):
        pass
    async with bench.app(article) as (app, pilot):
        if not no_colour:
            app.theme = theme
        reader = app.reader
        await pilot.press("H", "}", "}", "c", *"A claim", "enter", "G", "H", "tab")
        await until(pilot, lambda: len(reader.pane.marks("notes")) == 3)
        reader.show_lists()
        tree = reader.side.shown_list
        await until(pilot, lambda: tree.has_focus and tree.cursor_line == 0)
        await pilot.pause()
        check_lines(tree, 0, 1, no_colour=no_colour)
        reader.side.show_tab("notes")
        notes = reader.side.shown_list
        reader.set_focus(notes)
        await until(pilot, lambda: notes.has_focus and notes.option_count > 1)
        notes.highlighted = next(
            place for place, each in enumerate(notes.options) if not each.disabled
        )
        await pilot.pause()
        chosen, beside = lines(notes)
        check_lines(notes, chosen, beside, no_colour=no_colour)
        await pilot.press("i")
        desk = reader.desk_list
        await until(pilot, lambda: desk.has_focus and len(reader.session.desk.rows or ()) == 2)
        await pilot.pause()
        step = desk.lines
        check_lines(desk, desk.cursor * step, (1 - desk.cursor) * step, no_colour=no_colour)


@pytest.mark.parametrize("no_colour", [False, True])
@pytest.mark.parametrize("theme", [theme.name for theme in THEMES])
async def test_the_chosen_row_of_the_filter_and_of_occurrences_is_seen(
    bench, monkeypatch, theme, no_colour
):
    from reader.ui.dialogs.occurrence_list import OccurrenceList

    if no_colour:
        monkeypatch.setenv("NO_COLOR", "1")
    article = bench.article()
    bench.known(article)
    async with bench.app(article) as (app, pilot):
        if not no_colour:
            app.theme = theme
        app.push_screen(OccurrenceList("Holm", ["Holm counted", "Holm left"], further=False))
        await pilot.pause()
        check(app.screen.query_one(OptionList), no_colour=no_colour)
        await pilot.press("escape", "r")
        await until(pilot, lambda: app.screen is app.reader.review and app.session.review.sitting)
        await pilot.press("F")
        await until(pilot, lambda: app.screen.query(OptionList))
        rows = app.screen.query_one(OptionList)
        await until(pilot, lambda: rows.highlighted == 0 and rows.size.height > 1)
        check(rows, no_colour=no_colour)


def check_rows(rows, *, no_colour):
    """Check the first row of a page's list against the second."""
    check_lines(rows, rows.cursor * rows.lines, (rows.cursor + 1) * rows.lines, no_colour=no_colour)


@pytest.mark.parametrize("no_colour", [False, True])
@pytest.mark.parametrize("theme", [theme.name for theme in THEMES])
async def test_the_chosen_row_of_all_notes_and_of_the_codebook_is_seen(
    bench, monkeypatch, theme, no_colour
):
    if no_colour:
        monkeypatch.setenv("NO_COLOR", "1")
    first, *_ = fill(bench)
    store = open_store(bench.settings.notes, who="ada")
    store.put(replace(store.get(first), tags=("ice",)))
    store.close()
    async with bench.app(bench.article()) as (app, pilot):
        if not no_colour:
            app.theme = theme
        for key, page in (("M", NotesPage), ("number_sign", CodebookPage)):
            await pilot.press(key)
            await until(pilot, lambda page=page: isinstance(app.screen, page))
            rows = app.screen.query_one(RowList)
            await until(pilot, lambda rows=rows: rows.has_focus and len(rows.rows or ()) > 1)
            await pilot.pause()
            check_rows(rows, no_colour=no_colour)


@pytest.mark.parametrize("no_colour", [False, True])
@pytest.mark.parametrize("theme", [theme.name for theme in THEMES])
async def test_the_chosen_row_of_the_claims_is_seen(bench, monkeypatch, theme, no_colour):
    if no_colour:
        monkeypatch.setenv("NO_COLOR", "1")
    article = bench.article()
    bench.known(article)
    async with bench.app(article) as (app, pilot):
        if not no_colour:
            app.theme = theme
        reader = app.reader
        await pilot.press("c", *"A claim", "enter", "}", "}", "c", *"Another", "enter")
        await until(pilot, lambda: len(reader.session.reading.records.claims) == 2)
        reader.show_lists()
        reader.side.show_tab("claims")
        claims = reader.side.shown_list
        reader.set_focus(claims)
        await until(pilot, lambda: claims.has_focus and claims.option_count == 2)
        claims.highlighted = 0
        await pilot.pause()
        check(claims, no_colour=no_colour)


@pytest.mark.parametrize("no_colour", [False, True])
@pytest.mark.parametrize("theme", [theme.name for theme in THEMES])
async def test_the_item_in_view_is_seen_in_the_queue_of_review(
    bench, monkeypatch, theme, no_colour
):
    if no_colour:
        monkeypatch.setenv("NO_COLOR", "1")
    article = bench.article()
    bench.known(article)
    async with bench.app(article, size=(160, 40), review=True) as (app, pilot):
        if not no_colour:
            app.theme = theme
        await until(pilot, lambda: app.session.review and app.session.review.item)
        await pilot.press("a", "g")
        queue = app.screen.query_one(QueueRows)
        await until(pilot, lambda: app.session.review.view.place == 0 and queue.size.height > 1)
        await pilot.pause()
        check_lines(queue, 0, 1, no_colour=no_colour)


@pytest.mark.parametrize("no_colour", [False, True])
@pytest.mark.parametrize("theme", [theme.name for theme in THEMES])
async def test_the_chosen_passage_for_evidence_is_seen(bench, monkeypatch, theme, no_colour):
    if no_colour:
        monkeypatch.setenv("NO_COLOR", "1")
    async with bench.app(None) as (app, pilot):
        if not no_colour:
            app.theme = theme
        text = "The port closed.\n\nThe port opened.\n"
        app.push_screen(PassageFinder([annotated(bench.article(text))]))
        await pilot.pause()
        await pilot.press(*"port")
        rows = app.screen.query_one(OptionList)
        await until(pilot, lambda: rows.option_count == 2 and rows.highlighted == 0)
        await pilot.pause()
        check(rows, no_colour=no_colour)


@pytest.mark.parametrize("opened", ["L", "a"])
async def test_without_colour_the_article_stays_in_sight_behind_what_opens(
    bench, monkeypatch, opened
):
    monkeypatch.setenv("NO_COLOR", "1")
    async with bench.app(bench.article(), size=(160, 50)) as (app, pilot):
        await until(pilot, lambda: app.session.reading.is_on_desk)
        assert "HALLAN" in app.export_screenshot()
        front = app.screen
        await pilot.press(opened)
        await until(pilot, lambda: app.screen is not front)
        await pilot.pause()
        assert "HALLAN" in app.export_screenshot()
