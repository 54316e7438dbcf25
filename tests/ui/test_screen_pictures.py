"""A few pictures of whole screens, at a fixed size and theme."""

from __future__ import annotations

import pytest

from reader.ui.app import ReaderApp


@pytest.fixture
def picture(bench, snap_compare, until):
    """Compare a screen with its kept picture after some keys."""
    article = bench.article()
    bench.known(article)

    def compare(*keys, size, theme="reader-dark", waits=lambda app: True):
        bench.set(theme=theme)

        async def ready(pilot):
            app = pilot.app
            await until(pilot, lambda: app.session.notebook.article_id and app.reader.lists_ready)
            app.reader.show_lists()
            await pilot.press(*keys)
            await until(pilot, lambda: waits(app))
            for area in app.screen.query("TextArea"):
                area.cursor_blink = False
            await pilot.pause()

        return snap_compare(
            ReaderApp(bench.settings, article), terminal_size=size, run_before=ready
        )

    return compare


def test_reading_wide(picture):
    def counted(app) -> bool:
        """Return whether the desk counts the highlight, which it does once it is saved."""
        return [row.notes for row in app.session.desk.rows or ()] == [1]

    assert picture(".", "H", ".", size=(160, 30), waits=counted)


def test_reading_80_by_24(picture):
    assert picture("j", size=(80, 24))


def test_reading_light(picture):
    assert picture(".", ".", size=(100, 24), theme="reader-light")


def test_the_drawer_of_findings(picture):
    assert picture("tab", size=(80, 24))


def test_writing_a_note(picture):
    assert picture("a", size=(80, 24), waits=lambda app: app.screen.query("TextArea"))


def test_a_card(picture):
    assert picture(".", "enter", size=(80, 24), waits=lambda app: app.screen is not app.reader)


def test_the_smallest_screen(picture):
    assert picture("V", size=(40, 12))


@pytest.mark.parametrize("size", [(160, 30), (80, 24)], ids=["wide", "80_by_24"])
def test_review(picture, size):
    assert picture(
        "r", "a", "g", size=size, waits=lambda app: app.session.review and app.session.review.item
    )
