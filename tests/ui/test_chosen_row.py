"""The row under the cursor is seen in every theme, and without colour."""

from __future__ import annotations

import pytest
from textual.color import Color
from textual.command import CommandList
from textual.widgets import OptionList

from reader.session.choice import Choice, Row
from reader.ui.dialogs.choice import ChoiceDialog
from reader.ui.themes import THEMES
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
