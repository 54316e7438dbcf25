"""After a merge each mark shows whose it is: a letter, and a colour that stays legible."""

from __future__ import annotations

import pytest
from textual.color import Color
from textual.theme import BUILTIN_THEMES
from textual.widgets import Static

from reader.annotations.records import Mark
from reader.article.anchor import anchor
from reader.session.people_signs import people_signs
from reader.text.span import Span
from reader.ui.article_pane.contrast import ENOUGH, ratio
from reader.ui.people_colours import people_variables
from reader.ui.themes import THEMES
from tests.ui.conftest import until

PEOPLE = ("ben", "cyd")


async def marked_by_three(app, pilot):
    """Put a note of oneself and one of each of two others on the article."""
    session = app.session
    reading = await until(pilot, lambda: session.notebook.article_id and session.reading)
    words = reading.text.split()[:3]
    marks = []
    for word, who in zip(words, (session.settings.me, *PEOPLE), strict=True):
        start = reading.text.index(word)
        held = anchor(reading.text, [Span(start, start + len(word))], reading.fingerprint)
        marks.append(
            Mark(
                article_id=session.notebook.article_id, id=f"of-{who or 'me'}", creator=who,
                kind="note", anchor=held, body=f"by {who}",
            )
        )  # fmt: skip
    session.current.save(marks, "note")
    await until(pilot, lambda: len(app.reader.pane.marks("notes")) == 3)
    app.reader.show_lists()
    app.reader.side.show_tab("notes")


def seen(widget):
    """Return the words of a widget's lines, and the text and ground colour of each segment."""
    words, inks = [], []
    for line in range(widget.size.height):
        strip = widget.render_line(line)
        words.append(strip.text)
        inks += [(each.text, each.style) for each in strip if each.text.strip() and each.style]
    return "\n".join(words), inks


def colour_of(inks, words):
    return next(style.color for text, style in inks if words in text)


@pytest.mark.parametrize("theme", [theme.name for theme in THEMES])
async def test_lists_and_legend_show_each_person_in_one_legible_colour(bench, theme):
    async with bench.app(bench.article(), size=(160, 50)) as (app, pilot):
        app.theme = theme
        await marked_by_three(app, pilot)
        await pilot.pause()
        legend, people = app.reader.query_one("#people", Static), people_signs(PEOPLE, "ada")
        words, inks = seen(legend)
        assert "you" in words
        own = next(style for text, style in inks if "you" in text)
        rows = seen(app.reader.side.shown_list)[1]
        for name in PEOPLE:
            assert f"{people[name].sign} {name}" in words
            colour = colour_of(inks, name)
            assert colour != own.color
            assert colour == colour_of(rows, name)
            style = next(style for text, style in inks if name in text)
            pair = [Color.from_rich_color(each).rgb for each in (style.color, style.bgcolor)]
            assert ratio(*pair) >= ENOUGH
        assert colour_of(inks, "ben") != colour_of(inks, "cyd")


async def test_the_gutter_has_the_letter_in_the_persons_colour(bench):
    async with bench.app(bench.article(), size=(120, 36)) as (app, pilot):
        await marked_by_three(app, pilot)
        pane, people = app.reader.pane, people_signs(PEOPLE, "ada")
        app.session.current.remove([app.session.notebook.get("of-ada")], "delete")
        await until(pilot, lambda: len(pane.marks("notes")) == 2)
        sign = people["ben"].sign
        segment = next(each for each in pane.strip_of(0) if each.text == sign)
        assert segment.style.color == pane.palette.sign(f"person-{people['ben'].hue}").color
        assert segment.style.color != pane.palette.sign("letter").color


async def test_letters_stay_without_colour(bench, monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    async with bench.app(bench.article(), size=(160, 50)) as (app, pilot):
        await marked_by_three(app, pilot)
        await pilot.pause()
        words, _ = seen(app.reader.query_one("#people", Static))
        for name, person in people_signs(PEOPLE, "").items():
            assert f"{person.sign} {name}" in words


async def test_a_person_alone_sees_no_legend(bench):
    async with bench.app(bench.article(), size=(160, 50)) as (app, pilot):
        await pilot.press("H", "tab", "l")
        await until(pilot, lambda: len(app.reader.pane.marks("notes")) == 1)
        app.reader.show_lists()
        assert not app.reader.query_one("#people", Static).display


def test_every_theme_of_textual_gives_legible_colours():
    for theme in BUILTIN_THEMES.values():
        variables = theme.to_color_system().generate()
        grounds = [Color.parse(variables[each]) for each in ("background", "surface", "panel")]
        for colour in map(Color.parse, people_variables(variables).values()):
            if colour.ansi is None and all(each.ansi is None for each in grounds):
                assert all(ratio(colour.rgb, ground.rgb) >= ENOUGH for ground in grounds)
