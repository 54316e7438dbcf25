"""The page on which two people's labels are decided side by side."""

from __future__ import annotations

import pytest
from textual.color import Color

from reader.annotations.records import Label
from reader.article.anchor import anchor
from reader.session.people_signs import people_signs
from reader.text.span import Span
from reader.ui.pages.labels import LabelsPage
from reader.ui.review.panes import PartsLine
from tests.ui.conftest import until
from tests.ui.test_whose_marks import seen

WORDS = {"ada": "storm nears", "ben": "as storm nears"}
TYPES = {"ada": "fear", "ben": "hope"}


async def opened(app, pilot, **words):
    """Put a label of each person on the words, and open the page with its key."""
    session = app.session
    reading = await until(pilot, lambda: session.notebook.article_id and session.reading)
    made = []
    for who, passage in (words or WORDS).items():
        start = reading.text.index(passage)
        held = anchor(reading.text, [Span(start, start + len(passage))], reading.fingerprint)
        made.append(
            Label(
                article_id=session.notebook.article_id, id=f"of-{who}", creator=who, anchor=held,
                layer="stance", type=TYPES[who],
            )
        )  # fmt: skip
    session.current.save(made, "label")
    await until(pilot, lambda: len(session.reading.records.placed) == len(made))
    await pilot.press("alt+d")
    await until(pilot, lambda: isinstance(app.screen, LabelsPage))
    await pilot.pause()
    return app.screen


def columns(page):
    """Return the words of both columns, and the reversed ones in them."""
    found = []
    for side in ("left", "right"):
        words, inks = seen(page.query_one(f"#labels-{side}-words", PartsLine))
        found.append((words, "".join(text for text, style in inks if style.reverse)))
    return found


@pytest.mark.parametrize("size", [(50, 24), (80, 24), (160, 50)])
async def test_each_column_has_a_person_the_label_and_its_own_extent_in_the_context(bench, size):
    async with bench.app(bench.article(), size=size) as (app, pilot):
        page = await opened(app, pilot)
        sign = people_signs(["ben"], "ada")["ben"].sign
        for (words, extent), who in zip(columns(page), WORDS, strict=True):
            assert TYPES[who] in words
            assert f"“{WORDS[who]}”" in words
            assert " ".join(extent.split()) == WORDS[who]
            assert (f"{sign} ben" in words) == (who == "ben")
        left, right = (page.query_one(f"#labels-{side}").region for side in ("left", "right"))
        assert min(left.height, right.height) > 5
        assert (left.y == right.y) == (size[0] >= 80)


async def test_the_name_and_extent_of_another_person_have_that_persons_colour(bench):
    async with bench.app(bench.article(), size=(120, 36)) as (app, pilot):
        page = await opened(app, pilot)
        hue = people_signs(["ben"], "ada")["ben"].hue
        wanted = Color.parse(app.theme_variables[f"person-{hue}"]).rich_color
        _, inks = seen(page.query_one("#labels-right-words", PartsLine))
        styles = [style for text, style in inks if "ben" in text or style.reverse]
        assert len(styles) >= 2
        assert all(style.color == wanted for style in styles)
        _, own = seen(page.query_one("#labels-left-words", PartsLine))
        assert all(style.color != wanted for _, style in own)


@pytest.mark.parametrize(("key", "left"), [("1", {"ada"}), ("2", {"ben"}), ("b", {"ada", "ben"})])
async def test_a_key_decides_and_one_undo_brings_the_difference_back(bench, key, left):
    async with bench.app(bench.article(), size=(80, 24)) as (app, pilot):
        page = await opened(app, pilot)
        await pilot.press(key)
        records = app.session.notebook
        await until(
            pilot,
            lambda: (
                {each.creator for each in records.records} == left
                and all(each.extra for each in records.records)
            ),
        )
        assert page.adjudication.current is None
        await pilot.press("u")
        await until(pilot, lambda: page.adjudication.current)
        assert {each.creator for each in records.records} == set(WORDS)
        assert all(TYPES[who] in columns(page)[place][0] for place, who in enumerate(WORDS))
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is app.reader)


async def test_without_a_difference_the_key_says_so_and_opens_nothing(bench):
    async with bench.app(bench.article(), size=(80, 24)) as (app, pilot):
        await pilot.press("alt+d")
        assert app.screen is app.reader
        assert app.reader.status.message
