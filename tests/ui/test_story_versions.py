"""A new version of a story with notes: reported when it is opened, made one by two keys."""

from __future__ import annotations

from reader.ui.dialogs.choice import ChoiceDialog

STORY = """Bridge at Sundal shut after crack is found

SUNDAL. — The road bridge at Sundal was shut on Friday after divers had found a crack two metres \
long in one of its piers, the county said.

“We would rather have angry drivers than a bridge in the river,” engineer Ida Krogh said.

Lorries are sent over the pass, which takes an hour longer. The county counts 3,100 cars a day on \
the bridge, and expects the work to take six weeks.
"""
UPDATE = "Third version [more to come]\n\n" + STORY.replace("two metres", "three metres")


async def noted(bench, until):
    """Return a desk with a highlight on the first sentence of the first version."""
    async with bench.app(bench.article(STORY, "bridge.txt")) as (app, pilot):
        await pilot.press("}", ")", "H")
        await until(
            pilot, lambda: not app.session.notebook.saving and app.reader.pane.marks("notes")
        )


async def asked(app, pilot, until):
    await until(pilot, lambda: app.session.versions.earlier)
    await until(
        pilot, lambda: any("new version" in report.message for report in app._notifications)
    )
    await pilot.press("W")
    await until(pilot, lambda: isinstance(app.screen, ChoiceDialog))


async def test_yes_brings_the_notes_along_and_undo_parts_them_again(bench, until):
    await noted(bench, until)
    async with bench.app(bench.article(UPDATE, "bridge-3.txt")) as (app, pilot):
        assert app.reader.pane.marks("notes") == []
        await asked(app, pilot, until)
        await pilot.press("y")
        await until(pilot, lambda: app.reader.pane.marks("notes"))
        (article,) = app.session.notebook.articles
        assert len(article.revisions) == 2
        (placed,) = app.session.reading.records.placed
        assert placed.placement.outcome == "reworded"
        await pilot.press("u")
        await until(pilot, lambda: len(app.session.notebook.articles) == 2)
        await until(pilot, lambda: not app.reader.pane.marks("notes"))
