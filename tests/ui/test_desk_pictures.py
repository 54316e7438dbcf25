"""Pictures of the desk with its preview, and of two people's labels side by side."""

from __future__ import annotations

import pytest

from reader.ui.app import ReaderApp
from reader.ui.pages.labels import LabelsPage
from tests.ui.conftest import until
from tests.ui.test_desk import fill
from tests.ui.test_desk_preview import words
from tests.ui.test_labels_page import opened


@pytest.mark.parametrize("size", [(160, 30), (80, 24)], ids=["wide", "80_by_24"])
def test_two_peoples_labels(bench, snap_compare, size):
    article = bench.article()
    bench.known(article)
    bench.set(theme="reader-dark")

    async def ready(pilot):
        await until(pilot, lambda: pilot.app.session.notebook.article_id)
        await until(pilot, lambda: pilot.app.reader.lists_ready)
        page = await opened(pilot.app, pilot)
        assert isinstance(page, LabelsPage)
        pilot.app.reader.status.message = ""
        await pilot.pause()

    app = ReaderApp(bench.settings, article)
    assert snap_compare(app, terminal_size=size, run_before=ready)


@pytest.mark.parametrize("size", [(160, 30), (80, 24)], ids=["wide", "80_by_24"])
def test_the_desk_with_its_preview(bench, snap_compare, size):
    fill(bench)
    bench.set(theme="reader-dark")

    async def ready(pilot):
        await until(pilot, lambda: pilot.app.reader.lists_ready and pilot.app.session.desk.rows)
        if size[0] < 120:
            await pilot.press("p")
        await until(pilot, lambda: "town 2 was shut" in words(pilot.app))
        await until(pilot, lambda: pilot.app.reader.context == "desk")
        pilot.app.reader.status.message = ""
        await pilot.pause()

    assert snap_compare(ReaderApp(bench.settings), terminal_size=size, run_before=ready)
