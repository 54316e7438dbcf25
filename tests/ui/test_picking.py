"""A feed on the screen: the list, an article picked from it, the next one, the list again."""

from __future__ import annotations

import pytest

from reader.article.contents import SeveralArticlesError
from reader.article.opening import open_article
from reader.ui.dialogs.choice import ChoiceDialog

FEED = """<rss version="2.0"><channel><title>Harbour [b]News</title>
<item><title>Mill burns</title><description>The mill burnt down.</description></item>
<item><title>Dam holds</title><description>The dam holds, its keeper said.</description></item>
</channel></rss>"""


@pytest.fixture
def feed(tmp_path):
    path = tmp_path / "feed.xml"
    path.write_text(FEED)
    with pytest.raises(SeveralArticlesError) as several:
        open_article(str(path))
    return several.value.contents


def title(app) -> str:
    return app.session.reading.article.title if app.session.reading else ""


async def test_picked_from_the_list_and_on_to_the_next(bench, until, feed):
    async with bench.app(contents=feed) as (app, pilot):
        await until(pilot, lambda: isinstance(app.screen, ChoiceDialog))
        await pilot.press("j", "enter")
        await until(pilot, lambda: title(app) == "Dam holds")
        await pilot.press("K")
        await until(pilot, lambda: title(app) == "Mill burns")
        await pilot.press("I")
        await until(pilot, lambda: isinstance(app.screen, ChoiceDialog))
        await pilot.press("escape")
        await until(pilot, lambda: not isinstance(app.screen, ChoiceDialog))
        assert title(app) == "Mill burns"
