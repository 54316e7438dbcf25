"""Pictures of the screen of two texts, wide and narrow."""

from __future__ import annotations

import pytest

from reader.annotations.records import ArticleRecord, Claim, Mark, Revision
from reader.annotations.store import open_store
from reader.article.anchor import anchor
from reader.article.stored_texts import StoredTexts
from reader.text.span import Span
from reader.ui.app import ReaderApp
from reader.ui.dialogs.changes import ChangesScreen
from tests.ui.test_changes_page import NEW, OLD


def noted(bench, place: str) -> None:
    """Make a desk with the first text, a claim and a note on it, seen on a fixed day."""
    seen = "2026-11-01T08:00:00Z"
    fingerprint = StoredTexts(bench.settings.stored_texts).keep(OLD)
    store = open_store(bench.settings.notes, who="ada")
    revision = Revision(fingerprint, "plain text 1", seen, place)
    about = {"creator": "ada", "created": seen, "modified": seen}
    records = [
        ArticleRecord(
            article_id="a",
            id="a",
            title="The gate is closed",
            locations=(place,),
            revisions=(revision,),
            **about,
        )
    ]
    for kind, words in (("claim", "We counted fourteen barges"), ("note", "A band played")):
        start = OLD.index(words)
        hold = anchor(OLD, [Span(start, start + len(words))], fingerprint)
        if kind == "claim":
            records.append(Claim(article_id="a", id="c", anchor=hold, claim="14 barges", **about))
        else:
            records.append(
                Mark(article_id="a", id="n", kind="note", anchor=hold, body="who?", **about)
            )
    store.put_many(records, "note")
    store.close()


@pytest.mark.parametrize("size", [(160, 30), (80, 24)], ids=["beside", "below"])
def test_what_changed(bench, snap_compare, until, size):
    article = bench.article(NEW, "gate.txt")
    noted(bench, str(bench.folder / "gate.txt"))
    bench.set(theme="reader-dark")

    async def ready(pilot):
        app = pilot.app
        await until(pilot, lambda: app.reader.lists_ready and app.session.reading.records.placed)
        await pilot.press("D")
        await until(pilot, lambda: isinstance(app.screen, ChangesScreen) and app.screen.page.page)
        await pilot.pause()

    app = ReaderApp(bench.settings, article)
    assert snap_compare(app, terminal_size=size, run_before=ready)
