"""After a merge each mark shows whose it is: a letter, and a colour that stays legible."""

from __future__ import annotations

from dataclasses import replace

import pytest
from textual.color import Color
from textual.theme import BUILTIN_THEMES
from textual.widgets import Static

from reader.annotations.records import Claim, Mark
from reader.article.anchor import anchor
from reader.session.people_signs import people_on, people_signs
from reader.text.span import Span
from reader.ui.article_pane.contrast import ENOUGH, ratio
from reader.ui.pages.all_notes import NotesPage
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


@pytest.mark.parametrize("theme", [theme.name for theme in THEMES])
async def test_all_notes_show_the_same_people_in_the_same_colours(bench, theme):
    async with bench.app(bench.article(), size=(80, 24)) as (app, pilot):
        app.theme = theme
        await marked_by_three(app, pilot)
        await pilot.press("M")
        await until(pilot, lambda: isinstance(app.screen, NotesPage) and app.screen.rows.row)
        await until(pilot, lambda: len(app.screen.rows.rows) == 3)
        colours = set()
        for place in range(3):
            app.screen.rows.go_to(place)
            await pilot.pause()
            others = [
                n
                for n, row in enumerate(app.screen.rows.rows)
                if n != place and row.person != "ada"
            ]
            for number in others:
                name = app.screen.rows.rows[number].person
                person = people_signs(PEOPLE, "ada")[name]
                strip = app.screen.rows.render_line(number - app.screen.rows.scroll_offset.y)
                style = next(each.style for each in strip if each.text.strip() == name)
                wanted = app.get_css_variables()[f"person-{person.hue}"]
                assert Color.from_rich_color(style.color).rgb == Color.parse(wanted).rgb
                ground = Color.from_rich_color(style.bgcolor)
                assert ratio(Color.parse(wanted).rgb, ground.rgb) >= ENOUGH
                colours.add(style.color)
        assert len(colours) == len(PEOPLE)


async def test_notes_of_one_person_have_no_column_of_people(bench):
    async with bench.app(bench.article(), size=(80, 24)) as (app, pilot):
        await pilot.press("H", "M")
        await until(pilot, lambda: isinstance(app.screen, NotesPage) and app.screen.rows.row)
        assert app.session.all_notes.people == {}
        assert "ada" not in app.screen.rows.render_line(0).text


async def test_review_shows_who_judged_with_letter_and_colour(bench):
    article = bench.article()
    bench.known(article)
    async with bench.app(article, size=(160, 50)) as (app, pilot):
        await pilot.press("r")
        review = await until(pilot, lambda: app.session.review)
        await until(pilot, lambda: review.item)
        await pilot.press("2")
        (claim,) = await until(
            pilot,
            lambda: [each for each in app.session.notebook.records if isinstance(each, Claim)],
        )
        theirs = replace(claim.assessments[0], reviewer="cyd", label="False")
        app.session.current.save(
            [replace(claim, assessments=(*claim.assessments, theirs), assignee="ben")], "verdict"
        )
        person = people_on(app.session.notebook.records, "ada")["cyd"]
        record = app.screen.query_one("#review-record-words", Static)
        await pilot.press("g")
        await until(pilot, lambda: f"{person.sign} cyd" in str(record.content))
        styled = {
            record.content.plain[span.start : span.end]: str(span.style)
            for span in record.content.spans
        }
        assert f"$person-{person.hue}" in styled[f"{person.sign} cyd"]
        assert "ada" in record.content.plain
        assert all("$person" not in style for words, style in styled.items() if "ada" in words)


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
